"""The process that crawls. ``crawler.run`` starts it: ``python -m crawler.process``.

In: one line of JSON on standard input, which then stays open; when it closes, the parent is gone and so are we. Out:
lines of JSON on standard output: each attempt, each queue, at last the result. Everything else that is printed goes to
the log. Scrapy's event loop can run once in a process, hence a process of its own.

This module is imported anew by every reading process, so it imports the crawl only when it runs it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.records import Fetch


def main() -> None:
    """Crawl as the first line of standard input says."""
    job = json.loads(sys.stdin.readline())
    reports = _reports(Path(job["log"]))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _say(reports, _crawl(job, reports))


def _reports(log: Path) -> IO[str]:
    """The pipe to the parent. Whatever a library prints goes into the log instead."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    return pipe


def _end_with_parent() -> None:
    """Every row is written whole, so ending at once loses nothing but the pages in hand."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(1)


def _say(reports: IO[str], message: dict[str, Any]) -> None:
    reports.write(json.dumps(message) + "\n")
    reports.flush()


def _crawl(job: dict[str, Any], reports: IO[str]) -> dict[str, Any]:
    from importlib import import_module

    from scrapy.crawler import AsyncCrawlerProcess

    from corpus.records import Outlet
    from crawler.addon import EncuadreAddon
    from crawler.config import CrawlConfig
    from crawler.ledger import Ledger
    from crawler.lock import study_lock
    from crawler.spiders.press import PressSpider
    from lexicons.errors import EncuadreError

    def report_fetch(fetch: Fetch) -> None:
        _say(reports, {"fetch": {"outlet": fetch.outlet, "kind": fetch.kind, "outcome": fetch.outcome.value}})

    settings = {
        "ADDONS": {EncuadreAddon: 0},
        "ENCUADRE_CONFIG": CrawlConfig.model_validate(job["config"]),
        "LOG_FILE": job["log"],
        "LOG_LEVEL": "INFO",
    }
    raw_dir = Path(job["raw_dir"])
    outlets = tuple(
        Outlet(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})
        for row in job["outlets"]
    )
    try:
        with study_lock(raw_dir):
            ledger = Ledger(job["corpus_url"], raw_dir, report_fetch)
            module = import_module(job["extractor"].partition(":")[0])
            process = AsyncCrawlerProcess(settings)
            crawler = process.create_crawler(PressSpider)
            process.crawl(
                crawler,
                outlets=outlets,
                ledger=ledger,
                extractor=job["extractor"],
                extractor_version=str(getattr(module, "EXTRACTOR_VERSION", "")),
                expect=lambda pages: _say(reports, {"queued": pages}),
            )
            process.start()
    except EncuadreError as error:
        return {"error": {"code": error.code, "values": {name: str(value) for name, value in error.values.items()}}}
    spider = crawler.spider
    if not isinstance(spider, PressSpider) or spider.problem is not None:
        problem = spider.problem if isinstance(spider, PressSpider) else None
        if isinstance(problem, EncuadreError):
            return {"error": {"code": problem.code, "values": {k: str(v) for k, v in problem.values.items()}}}
        return {"problem": str(problem) or type(problem).__name__}
    return {
        "result": {"outlets": {name: dict(count) for name, count in ledger.counts.items()}, "failed": spider.failed}
    }


if __name__ == "__main__":
    main()
