"""Run a crawl: what the front door calls.

In: where the corpus is, outlets, the configuration, the folder of raw pages. Out: what came of every attempt, by
outlet. The crawl runs in a process of its own, so it can be called again and again from one Python session or notebook.
It ends with its parent, and Ctrl-C ends it cleanly: what is recorded stays, the rest is fetched next time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.records import Outlet
from crawler.config import CrawlConfig
from crawler.parts import Part
from crawler.sites import host_of, literal_address
from lexicons.errors import MESSAGES, EncuadreError, UsageError

LOG_NAME = "crawl.log"
EXTRACTOR = "crawler.extraction:extract"
# After Ctrl-C the pages in hand are given this long to be recorded.
_GRACE_SECONDS = 15.0

# Where our packages are, also when Python was started in a checkout and knows that only as "here".
_OUR_FOLDER = str(Path(__file__).resolve().parent.parent)

# Pages done and pages known to wait (None while the listings are being read).
Progress = Callable[[int, int | None], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """What came of a crawl: attempts by outlet and outcome (robots.txt apart), and why outlets failed, if any did.

    ``rested``: outlets whose articles of this day had all been asked for. ``stopped``: the stop file ended it.
    """

    outlets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    rested: Sequence[str] = ()
    stopped: bool = False

    @property
    def totals(self) -> dict[str, int]:
        """Attempts by outcome, over all outlets, the most frequent first."""
        totals: Counter[str] = Counter()
        for counts in self.outlets.values():
            totals.update(counts)
        return dict(totals.most_common())

    def as_dict(self) -> dict[str, Any]:
        """Plain data for ``--json``."""
        return {
            "totals": self.totals,
            "outlets": {outlet: dict(counts) for outlet, counts in self.outlets.items()},
            "failed": dict(self.failed),
            "rested": list(self.rested),
            "stopped": self.stopped,
        }


def crawl(
    corpus_url: Path | str,
    outlets: Iterable[Outlet],
    config: CrawlConfig,
    raw_dir: Path,
    *,
    progress: Progress | None = None,
    extractor: str = EXTRACTOR,
    part: Part | None = None,
    stop_file: Path | None = None,
) -> CrawlResult:
    """Read the outlets' listings and fetch the articles that wait, until none waits or the budget is spent.

    ``part``: only its outlets, beside other parts in the same folder. ``stop_file``: once it exists nothing more is
    asked; a crawl does not begin while it does (E371). ``extractor`` is the dotted name of a function like
    ``crawler.extraction.extract``; it runs in processes of its own. Scrapy's log goes to ``crawl.log`` in ``raw_dir``.
    Raises E310 (no contact), E311 (another crawl is at work), E312 (the crawl ended before its time) and the corpus's
    own errors; KeyboardInterrupt after an orderly end.
    """
    outlets = list(outlets) if part is None else part.of_outlets(outlets)
    if stop_file is not None and stop_file.exists():
        raise UsageError("E371", file=stop_file)
    more = {"part": str(part) if part else None, "stop_file": str(stop_file.resolve()) if stop_file else None}
    last = run_task("crawl", corpus_url, outlets, config, raw_dir, progress=progress, extractor=extractor, **more)
    return CrawlResult(**last)


def run_task(
    task: str,
    corpus_url: Path | str,
    outlets: Sequence[Outlet],
    config: CrawlConfig,
    raw_dir: Path,
    *,
    progress: Progress | None = None,
    extractor: str = EXTRACTOR,
    part: str | None = None,
    stop_file: str | None = None,
) -> dict[str, Any]:
    """Run a task of the crawling process (``crawl`` or ``check``); its result as plain data. Raises as ``crawl``."""
    if config.contact is None and not all(_on_this_machine(outlet, config) for outlet in outlets):
        raise EncuadreError("E310")
    raw_dir.mkdir(parents=True, exist_ok=True)
    log = raw_dir.resolve() / LOG_NAME
    job = {
        "corpus_url": corpus_url if "://" in str(corpus_url) else str(Path(corpus_url).resolve()),
        "outlets": [asdict(outlet) for outlet in outlets],
        "config": config.model_dump(mode="json"),
        "raw_dir": str(raw_dir.resolve()),
        "log": str(log),
        "extractor": extractor,
        "part": part,
        "stop_file": stop_file,
        "task": task,
    }
    child = _start(job)
    try:
        last = _follow(child, progress)
    except KeyboardInterrupt:
        _stop(child)
        raise
    finally:
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()  # a crawl whose pipe closes ends at once
        child.wait()
    return _result(last, child.returncode, log)


def _on_this_machine(outlet: Outlet, config: CrawlConfig) -> bool:
    """True when nobody else's server is asked, so that nobody needs to reach us."""
    for url in (outlet.homepage, *outlet.feeds, *outlet.sitemaps):
        host = host_of(url)
        address = literal_address(host)
        here = host in config.hosts or host == "localhost" or (address is not None and address.is_loopback)
        if not (here and config.allow_loopback):
            return False
    return True


def _start(job: dict[str, Any]) -> subprocess.Popen[str]:
    # -P: a file named json.py in the current folder is not ours to import. The process is its own group, so that
    # Ctrl-C reaches it only through us.
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "crawler.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), _OUR_FOLDER])},
        start_new_session=True,
    )
    if child.stdin is not None:
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(job) + "\n")
            child.stdin.flush()
    return child


def _follow(child: subprocess.Popen[str], progress: Progress | None) -> dict[str, Any]:
    """Read the child's lines to the end; its last word."""
    done = 0
    total: int | None = None
    last: dict[str, Any] = {}
    for message in _messages(child):
        if "queued" in message:
            total = (total or 0) + message["queued"]
        elif "fetch" in message:
            done += message["fetch"]["kind"] == "article"
        elif "checked" in message:
            done += 1
        else:
            last = message
        if progress is not None:
            progress(done, total)
    return last


def _messages(child: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    for line in child.stdout or ():
        message: dict[str, Any] = json.loads(line)
        yield message


def _stop(child: subprocess.Popen[str]) -> None:
    """Ask for an orderly end; a second Ctrl-C, or a long wait, makes it a hard one."""
    try:
        child.send_signal(signal.SIGINT)
        child.wait(_GRACE_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        child.kill()


def _result(last: dict[str, Any], code: int, log: Path) -> dict[str, Any]:
    if "result" in last:
        result: dict[str, Any] = last["result"]
        return result
    error = last.get("error")
    if error is not None and error["code"] in MESSAGES:
        raise EncuadreError(error["code"], **error["values"])
    raise EncuadreError("E312", problem=last.get("problem", f"exit code {code}"), log=log)
