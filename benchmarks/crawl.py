"""The same invented press crawled by us and by peers, in one run: articles found, fields right, pages a second.

    python -m benchmarks.crawl [--outlets 2] [--pages 600] [--seed 1] [--json]
        [--peer-python newspaper4k=PATH] [--peer-python news-please=PATH] [--port 80] [--suffix example.com]

In: numbers, and the interpreters of environments that hold a peer each (``python -m venv X && X/bin/pip install
newspaper4k``, or ``news-please``). Out: one table. Peers know no private names and no ports in addresses, so they need
the press on port 80 under names that resolve: add one line to /etc/hosts first, which the script prints when it is
missing. Peers that are not given are named as absent. fundus is not here: it reads only the publishers it has a
hand-written parser for, so it cannot be pointed at a site of ours.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.crawl_truth import Truth, judge
from benchmarks.loopback_server import ask_control, running
from benchmarks.loopback_site import DAYS, FIRST_DAY, Site, build_press
from corpus.store import Corpus
from crawler.config import CrawlConfig
from crawler.run import crawl

PEERS = {"newspaper4k": ("newspaper4k", "newspaper4k, told"), "news-please": ("news-please", "news-please, told")}
_RUNNER = Path(__file__).with_name("crawl_peers.py")
_PEER_SECONDS = 900


def main() -> int:
    """Crawl, judge and print; exit code 3 when the names of the press do not resolve to this machine."""
    parser = argparse.ArgumentParser(description="The same press crawled by us and by peers.")
    parser.add_argument("--outlets", type=int, default=2)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--suffix", default="example.com", help="a domain reserved for examples, known to suffix lists")
    parser.add_argument("--port", type=int, default=80, help="the port of the press; peers need 80")
    parser.add_argument("--peer-python", action="append", default=[], metavar="PEER=PATH")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pythons = dict(given.split("=", 1) for given in options.peer_python)
    sites = build_press(options.outlets, options.pages, options.seed, options.suffix)
    missing = [host for host in sites if not _is_here(host)]
    if pythons and missing:
        print(f"Add to /etc/hosts, then run this again:\n127.0.0.1 {' '.join(missing)}", file=sys.stderr)
        return 3
    table = compare(sites, (options.outlets, options.pages, options.seed, options.suffix, options.port), pythons)
    print(json.dumps(table, indent=2) if options.json else as_text(table))
    return 0


def compare(
    sites: dict[str, Site], press: tuple[int, int, int, str, int], pythons: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """What came of each crawl, by name; each against a press started afresh."""
    truth = {
        site.home + story.final_path: Truth.of(story)
        for site in sites.values()
        for story in site.stories()
        if story.is_article
    }
    table: dict[str, dict[str, Any]] = {}
    for peer in ("encuadre", *PEERS):
        for way in PEERS.get(peer, ("encuadre",)):
            if peer != "encuadre" and peer not in pythons:
                table[way] = {"problem": f"absent: give --peer-python {peer}=PATH"}
                continue
            with tempfile.TemporaryDirectory() as folder, running(*press) as port:
                one = (
                    _ours(sites, port, Path(folder)) if peer == "encuadre" else _peer(way, pythons[peer], sites, folder)
                )
                asked = ask_control(port, "total")
            figures = {"version": one["version"], "problem": one["problem"], "seconds": round(one["seconds"], 1)}
            figures |= {"requests": asked, "requests_per_second": round(asked / one["seconds"], 2)}
            table[way] = figures | judge(truth, one["rows"])
            table[way]["articles_per_second"] = round(table[way]["found"] / one["seconds"], 2)
    return table


def _ours(sites: dict[str, Site], port: int, folder: Path) -> dict[str, Any]:
    settings = CrawlConfig(
        delay=0,
        articles_per_outlet=10**6,
        articles_per_day=10**6,
        since=FIRST_DAY,
        until=FIRST_DAY.fromordinal(FIRST_DAY.toordinal() + DAYS),
        allow_loopback=True,
        hosts=dict.fromkeys(sites, f"127.0.0.1:{port}"),
    )
    started = time.perf_counter()
    result = crawl(folder / "corpus.sqlite", [site.outlet() for site in sites.values()], settings, folder / "raw")
    seconds = time.perf_counter() - started
    with Corpus.open(folder / "corpus.sqlite") as corpus:
        rows = [(row.url or "", row.title, row.body, row.published_at, row.authors) for row in corpus.articles()]
    problem = "; ".join(result.failed.values()) or None
    return {"version": None, "problem": problem, "seconds": seconds, "rows": rows}


def _peer(way: str, python: str, sites: dict[str, Site], folder: str) -> dict[str, Any]:
    job = {
        "peer": way,
        "homes": [f"{site.home}/" for site in sites.values()],
        "addresses": [site.home + story.path for site in sites.values() for story in site.stories()],
        "folder": folder,
    }
    # the peer must not see our packages
    command = [python, "-P", str(_RUNNER), json.dumps(job)]
    started = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PEER_SECONDS, cwd=folder)
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.TimeoutExpired, IndexError, json.JSONDecodeError) as error:
        seconds = time.perf_counter() - started
        return {"version": None, "problem": f"{type(error).__name__}: {error}"[:300], "seconds": seconds, "rows": []}
    return answer


def _is_here(host: str) -> bool:
    try:
        return socket.gethostbyname(host).startswith("127.")
    except OSError:
        return False


def as_text(table: dict[str, dict[str, Any]]) -> str:
    """One row a crawl."""
    heads = ("found_share", "title", "body_f1", "day", "instant", "author", "no_articles_taken", "requests")
    heads += ("articles_per_second", "seconds")
    lines = [f"{'':18} " + " ".join(f"{head:>{max(7, len(head))}}" for head in heads)]
    for name, one in table.items():
        cells = " ".join(f"{_cell(one.get(head)):>{max(7, len(head))}}" for head in heads)
        lines.append(f"{name:18} {cells if 'found' in one else ''} {one['problem'] or ''}".rstrip())
    return "\n".join(lines)


def _cell(value: object) -> str:
    return "-" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
