"""A whole crawl over loopback, end to end, with its process killed on the way.

    python -m benchmarks.crawl_run [--outlets 60] [--pages 30000] [--delay 0] [--kills 3] [--seed 1] [--folder DIR]

In: numbers; the press is invented (``loopback_site``) and served by a process of its own. Out: pages a second beside
the politeness limit and beside the floor (the same pages extracted by the same pool without network, measured in pieces
between the kills, so that a busy machine slows both alike); memory over time; how often each page was asked; whether
every address has its outcome and every article its fields. The process that crawls is ended with SIGKILL at random
moments of the first half and started again; a study in ``--folder`` that was begun before is gone on with, since
where a crawl stands is in its corpus.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.crawl_truth import Truth, judge
from benchmarks.loopback_server import ask_control, running
from benchmarks.loopback_site import DAYS, FIRST_DAY, Site, build_press
from corpus.store import Corpus
from crawler.config import CrawlConfig
from crawler.pool import ReadingPool
from crawler.run import EXTRACTOR, crawl
from crawler.spiders.outlet import PAGES_IN_HAND
from lexicons.errors import EncuadreError

# Pages of one measurement of the floor: a few seconds' work.
FLOOR_PAGES = 200
# More runs than any of these outlets needs; what still waits then is reported.
MOST_RUNS = 30
_LOOK_SECONDS = 1.0
# Time enough for a process that lost its crawl to end.
_AFTER_KILL = 1.0


@dataclass
class Watched:
    """What one run of the crawl looked like from outside."""

    pages: int = 0
    seconds: float = 0.0
    killed: bool = False
    memory: list[tuple[int, float, float]] = field(default_factory=list)  # pages, MiB crawling, MiB all its processes


def main() -> int:
    """Crawl, judge and print."""
    parser = argparse.ArgumentParser(description="A whole crawl over loopback, end to end.")
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--pages", type=int, default=30_000)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--runs", type=int, default=MOST_RUNS, help="at most so many runs of the crawl")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep the study here, and go on with one that is there")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        numbers = options.outlets, options.pages, options.delay, options.kills, options.seed
        figures = run(*numbers, folder, options.runs)
    print(json.dumps(figures, indent=2) if options.json else as_text(figures))
    return 0


def run(
    outlets: int, pages: int, delay: float, kills: int, seed: int, folder: Path, most_runs: int = MOST_RUNS
) -> dict[str, Any]:
    """The whole benchmark; its figures as plain data."""
    folder.mkdir(parents=True, exist_ok=True)
    sites = build_press(outlets, pages, seed)
    chance = random.Random(time.time_ns())
    moments = sorted(chance.uniform(0.02, 0.45) for _ in range(kills))
    runs: list[Watched] = []
    floors: list[float] = []
    sample = _sample(sites, chance)
    with running(outlets, pages, seed) as port:
        settings = _settings(sites, port, delay)
        while len(runs) < most_runs:
            floors.append(_floor(sample, settings))
            moment = moments.pop(0) * pages if moments else None
            runs.append(_watch(sites, settings, folder, port, moment))
            print(f"run {len(runs)}: {runs[-1].pages} pages, {runs[-1].seconds:.0f} s", file=sys.stderr, flush=True)
            if not runs[-1].killed and _waiting(folder) == 0:
                break
        counts = ask_control(port, "counts")
    figures = _speed(runs, floors) | _politeness(counts, delay, sum(one.seconds for one in runs))
    figures["memory_mib"] = _memory(max(runs, key=lambda one: one.pages))
    figures["asked"] = _asked(sites, counts, sum(one.killed for one in runs), outlets)
    figures |= _books(sites, folder)
    return {"outlets": outlets, "listed": pages, "delay": delay, "runs": len(runs), **figures}


def _settings(sites: dict[str, Site], port: int, delay: float) -> CrawlConfig:
    return CrawlConfig(
        delay=delay,
        concurrency=min(64, len(sites)),
        articles_per_outlet=10**6,
        articles_per_day=10**6,
        since=FIRST_DAY,
        until=FIRST_DAY.fromordinal(FIRST_DAY.toordinal() + DAYS),
        allow_loopback=True,
        hosts=dict.fromkeys(sites, f"127.0.0.1:{port}"),
    )


def _sample(sites: dict[str, Site], chance: random.Random) -> list[tuple[str, bytes]]:
    """Pages of all outlets, as the server sends them."""
    pages = []
    while len(pages) < FLOOR_PAGES:
        site = chance.choice(list(sites.values()))
        story = site.story(chance.randrange(site.pages))
        if story.is_article:
            pages.append((site.home + story.final_path, site.answer(story.final_path).body))
    return pages


def _floor(sample: list[tuple[str, bytes]], settings: CrawlConfig) -> float:
    """Pages a second when the pool extracts them from memory: what no crawl with it can exceed."""

    async def extract_all() -> float:
        pool = ReadingPool(settings.extraction_workers, seconds=60, preload=(EXTRACTOR.partition(":")[0],))
        pool.start()
        try:
            headers = {"content-type": "text/html; charset=utf-8"}
            await asyncio.gather(*(pool.run(EXTRACTOR, body, url=url, headers=headers) for url, body in sample[:8]))
            started = time.perf_counter()
            await asyncio.gather(*(pool.run(EXTRACTOR, body, url=url, headers=headers) for url, body in sample))
            return len(sample) / (time.perf_counter() - started)
        finally:
            pool.close()

    return asyncio.run(extract_all())


def _crawl_here(sites: dict[str, Site], settings: CrawlConfig, folder: Path, done: Any) -> None:
    """The front door's call, in a process that may lose its crawl."""

    def progress(pages: int, _total: int | None) -> None:
        done.value = pages

    try:
        outlets = [site.outlet() for site in sites.values()]
        crawl(folder / "corpus.sqlite", outlets, settings, folder / "raw", progress=progress)
    except EncuadreError as error:
        if error.code != "E312":  # its process was killed, by us
            raise


def _watch(sites: dict[str, Site], settings: CrawlConfig, folder: Path, port: int, moment: float | None) -> Watched:
    """One run of the crawl, killed once the server was asked ``moment`` pages in all."""
    context = multiprocessing.get_context("spawn")
    done = context.Value("q", 0)
    parent = context.Process(target=_crawl_here, args=(sites, settings, folder, done))
    watched = Watched()
    started = time.perf_counter()
    parent.start()
    ended = threading.Event()
    threading.Thread(target=lambda: (parent.join(), ended.set()), daemon=True).start()
    while not ended.wait(_LOOK_SECONDS):
        crawling = _crawling(parent.pid)
        if crawling is None:
            continue
        watched.memory.append((done.value, *_resident(crawling)))
        if moment is not None and ask_control(port, "total") >= moment:
            os.kill(crawling.pid, signal.SIGKILL)
            watched.killed = True
            moment = None
    watched.seconds = time.perf_counter() - started
    watched.pages = done.value
    if watched.killed:
        time.sleep(_AFTER_KILL)
    return watched


def _crawling(parent: int | None) -> psutil.Process | None:
    """The process that crawls."""
    try:
        children = psutil.Process(parent).children()
        return next((child for child in children if "crawler.process" in child.cmdline()), None)
    except psutil.Error:
        return None


def _resident(process: psutil.Process) -> tuple[float, float]:
    """MiB that the process holds, and it and its readers together."""
    try:
        own = process.memory_info().rss
        readers = 0
        for child in process.children(recursive=True):
            readers += child.memory_info().rss
        return own / 2**20, (own + readers) / 2**20
    except psutil.Error:
        return 0.0, 0.0


def _waiting(folder: Path) -> int:
    with Corpus.open(folder / "corpus.sqlite") as corpus:
        return corpus.status().pending


def _speed(runs: list[Watched], floors: list[float]) -> dict[str, Any]:
    pages, seconds = sum(one.pages for one in runs), sum(one.seconds for one in runs)
    speed, floor = pages / seconds, sum(floors) / len(floors)
    return {
        "pages": pages,
        "seconds": round(seconds, 1),
        "pages_per_second": round(speed, 2),
        "extraction_floor": round(floor, 2),
        "extraction_floors": [round(one, 1) for one in floors],
        "share_of_extraction_floor": round(speed / floor, 3),
        "by_run": [{"pages": one.pages, "seconds": round(one.seconds, 1), "killed": one.killed} for one in runs],
    }


def _politeness(counts: dict[str, Any], delay: float, seconds: float) -> dict[str, Any]:
    """The least time that politeness allows: what the host asked most was asked, times the delay."""
    by_host: Counter[str] = Counter()
    for address, times in [*counts["asked"].items(), *counts["refused"].items()]:
        by_host[address.partition("/")[0]] += times
    requests, most = by_host.total(), max(by_host.values())
    figures: dict[str, Any] = {"requests": requests, "requests_per_second": round(requests / seconds, 2)}
    if delay:
        figures["least_seconds"] = round((most - 1) * delay, 1)
        figures["share_of_politeness_limit"] = round((most - 1) * delay / seconds, 3)
    return figures


def _memory(longest: Watched) -> dict[str, Any]:
    """Of the run with most pages, since each process starts afresh."""
    seen: dict[str, Any] = {"pages_of_this_process": longest.pages}
    for share in (0.1, 0.25, 0.5, 0.75, 1.0):
        reached = [look for look in longest.memory if look[0] >= share * longest.pages * 0.99]
        _, own, together = reached[0] if reached else longest.memory[-1]
        seen[f"{share:.0%}"] = {"crawling": round(own, 1), "with_readers": round(together, 1)}
    return seen


def _asked(sites: dict[str, Site], counts: dict[str, Any], kills: int, outlets: int) -> dict[str, Any]:
    """How often the server was asked for each listed address, refusals for a while apart."""
    asked: Counter[str] = Counter()
    for address, times in counts["asked"].items():
        asked[address.partition("?")[0]] += times
    expected = {site.host + story.path: story.kind for site in sites.values() for story in site.stories()}
    once = Counter({address: asked[address] for address, kind in expected.items() if kind != "broken"})
    in_hand = outlets * (PAGES_IN_HAND + 2)
    return {
        "listed_never_asked": sum(1 for address in expected if not asked[address]),
        "asked_once": sum(1 for times in once.values() if times == 1),
        "asked_again": sum(times - 1 for times in once.values() if times > 1),
        "may_be_asked_again": kills * in_hand,
        "refused_for_a_while": sum(counts["refused"].values()),
        "most_connections_to_a_host": max(counts["most_open"].get(host, 0) for host in sites),
    }


def _books(sites: dict[str, Site], folder: Path) -> dict[str, Any]:
    """The corpus against the truth."""
    with Corpus.open(folder / "corpus.sqlite") as corpus:
        status = corpus.status()
        final = {fetch.url.partition("?")[0]: fetch.outcome for fetch in corpus.fetches(kind="article")}
        waiting = {found.url.partition("?")[0] for site in sites.values() for found in corpus.pending(site.outlet().id)}
        got = [(row.url or "", row.title, row.body, row.published_at, row.authors) for row in corpus.articles()]
    outcomes = Counter(outcome.value for outcome in final.values())
    truth = {
        site.home + story.final_path: Truth.of(story)
        for site in sites.values()
        for story in site.stories()
        if story.is_article
    }
    listed = Counter(story.kind for site in sites.values() for story in site.stories())
    return {
        "found": status.found,
        "last_outcomes": dict(outcomes.most_common()),
        "pending": status.pending,
        "accounted_for": len(final.keys() | waiting) == status.found == sum(site.pages for site in sites.values()),
        "kinds": dict(listed.most_common()),
        "fields": judge(truth, got),
    }


def as_text(figures: dict[str, Any]) -> str:
    """One figure a line."""
    return "\n".join(
        f"{name:28} {value if not isinstance(value, dict) else json.dumps(value)}" for name, value in figures.items()
    )


if __name__ == "__main__":
    sys.exit(main())
