"""The process that crawls. ``crawler.run`` starts it: ``python -m crawler.process``.

In: one line of JSON on standard input, which then stays open; when it closes, the parent is gone and so are we. Out:
lines of JSON on standard output: each attempt, each queue, at last the result. Everything else that is printed goes to
the log. Scrapy's event loop can run once in a process, hence a process of its own.

This module is imported anew by every reading process, so it imports the crawl only when it runs it.
"""

from __future__ import annotations

import json
import logging
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
    """Run Scrapy to its end; the last word to the parent: the result, a message for the user, or the problem."""
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.addon import EncuadreAddon
    from crawler.chromium import missing_browser, needs_browser
    from crawler.config import CrawlConfig
    from crawler.lock import study_lock
    from crawler.spiders.press import PressSpider
    from lexicons.errors import EncuadreError

    arguments = _spider_arguments(job, reports)
    settings = {
        "ADDONS": {EncuadreAddon: 0},
        "ENCUADRE_CONFIG": CrawlConfig.model_validate(job["config"]),
        # an outlet whose browser is missing is named as failed; the others are crawled
        "ENCUADRE_BROWSER": job["task"] == "crawl"
        and any(needs_browser(outlet) and missing_browser(outlet) is None for outlet in arguments["outlets"]),
        "LOG_FILE": job["log"],
        "LOG_LEVEL": "INFO",
    }
    try:
        with study_lock(Path(job["raw_dir"]), job["part"]):
            process = AsyncCrawlerProcess(settings)
            crawler = process.create_crawler(PressSpider)
            process.crawl(crawler, **arguments)
            process.start()
        spider = crawler.spider
        if not isinstance(spider, PressSpider):
            return {"problem": "Scrapy could not start"}
        if spider.problem is not None:
            raise spider.problem
    except EncuadreError as error:
        return {"error": {"code": error.code, "values": {name: str(value) for name, value in error.values.items()}}}
    except Exception as error:  # told to the user in one sentence; its trace stands in the log
        logging.getLogger(__name__).exception("the crawl ended before its time")
        return {"problem": str(error) or type(error).__name__}
    counts = {outlet: dict(count) for outlet, count in spider.ledger.counts.items()}
    if job["task"] == "check":
        return {"result": {"findings": spider.findings, "failed": spider.failed}}
    ended = {"failed": spider.failed, "rested": sorted(spider.rested), "stopped": spider.stopped}
    return {"result": {"outlets": counts, **ended}}


def _spider_arguments(job: dict[str, Any], reports: IO[str]) -> dict[str, Any]:
    from importlib import import_module

    from pydantic import TypeAdapter

    from corpus.records import Outlet
    from crawler.ledger import Ledger

    def report(fetch: Fetch) -> None:
        _say(reports, {"fetch": {"outlet": fetch.outlet, "kind": fetch.kind, "outcome": fetch.outcome.value}})

    extractor = import_module(job["extractor"].partition(":")[0])
    return {
        "outlets": TypeAdapter(tuple[Outlet, ...]).validate_python(job["outlets"]),
        "ledger": Ledger(job["corpus_url"], Path(job["raw_dir"]), report),
        "extractor": job["extractor"],
        "extractor_version": str(getattr(extractor, "EXTRACTOR_VERSION", "")),
        "expect": lambda pages: _say(reports, {"queued": pages}),
        "stop_file": Path(job["stop_file"]) if job["stop_file"] else None,
        "task": job["task"],
        "checked": lambda outlet: _say(reports, {"checked": outlet}),
    }


if __name__ == "__main__":
    main()
