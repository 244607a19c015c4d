"""The spider: every outlet's listings, then the articles they named, each attempt recorded under one outcome.

In: outlets. Out: rows in the corpus. Each outlet is one plain loop that awaits one answer at a time, so that a host
never sees two connections and nothing is asked that was not written down. Requests go through Scrapy's downloader with
its middlewares; Scrapy's scheduler has nothing to do, since the queue is the corpus, where it survives a crash.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from corpus.records import Outcome, Outlet
from crawler.browser import Renderer, RenderError
from crawler.chromium import needs_browser
from crawler.config import CrawlConfig
from crawler.ledger import Ledger
from crawler.middlewares.hosts import HostMiddleware
from crawler.middlewares.robots import Robots, RobotsMiddleware
from crawler.outcomes import HostLeft, from_exception, from_response
from crawler.pool import PageError, ReadingPool
from crawler.sites import host_of, same_site
from crawler.spiders.check import OutletCheck
from crawler.spiders.outlet import OutletCrawl
from lexicons.errors import EncuadreError

_T = TypeVar("_T")
_TASKS: dict[str, type[OutletCrawl] | type[OutletCheck]] = {"crawl": OutletCrawl, "check": OutletCheck}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one request. ``outcome`` is None when ``response`` has a body worth reading."""

    outcome: Outcome | None
    detail: str | None
    response: Response | None

    @property
    def facts(self) -> dict[str, Any]:
        """What a ``Fetch`` says of the response."""
        if self.response is None:
            return {"detail": self.detail}
        latency = self.response.meta.get("download_latency")
        return {
            "status": self.response.status,
            "bytes": len(self.response.body),
            "seconds": round(latency, 3) if latency is not None else None,
            "detail": self.detail,
        }


class PressSpider(Spider):
    """Crawls ``outlets``. ``failed`` says afterwards which of them did not work, and why; ``rested`` which had been
    asked for a day's articles before. While ``stop_file`` exists nothing new is asked. ``task``: "crawl", or "check",
    which asks what works of each outlet and leaves it in ``findings``.
    """

    name = "press"

    def __init__(
        self,
        outlets: tuple[Outlet, ...],
        ledger: Ledger,
        extractor: str,
        extractor_version: str,
        expect: Callable[[int], None],
        stop_file: Path | None = None,
        task: str = "crawl",
        checked: Callable[[str], None] = lambda _outlet: None,
    ) -> None:
        super().__init__()
        self.outlets = outlets
        self.ledger = ledger
        self.extractor = extractor
        self.extractor_version = extractor_version
        self.expect = expect
        self.failed: dict[str, str] = {}
        self.rested: list[str] = []
        self.findings: dict[str, dict[str, Any]] = {}
        self._visit = _TASKS[task]
        self.checked = checked
        self.stopped = False
        self._stop_file = stop_file
        self.problem: Exception | None = None
        self._done = asyncio.Event()
        self._renderer: Renderer | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PressSpider:
        """Scrapy's way to make a spider."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._wait_until_done, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Crawl all outlets, some at the same time. Yields nothing: each outlet's loop asks for its pages itself."""
        config: CrawlConfig = self.settings["ENCUADRE_CONFIG"]
        self.config = config
        self.pool = ReadingPool(
            config.extraction_workers, seconds=config.extraction_timeout, preload=(self.extractor.partition(":")[0],)
        )
        try:
            await self.ledger.open(self.outlets, self.extractor_version)
            self.pool.start()
            try:
                await self._crawl_all(config.concurrency)
            finally:
                self.pool.close()
                await self.ledger.close()
        except Exception as error:
            self.problem = innermost(error)
            raise
        finally:
            self._done.set()
        return
        yield  # makes this an asynchronous generator, which Scrapy asks for

    @property
    def today(self) -> date:
        """The day in UTC."""
        return datetime.now(UTC).date()

    def stopping(self) -> bool:
        """Has somebody asked for the crawl to end? Once they have, it does."""
        self.stopped = self.stopped or (self._stop_file is not None and self._stop_file.exists())
        return self.stopped

    async def ask(
        self,
        url: str,
        outlet: Outlet,
        kind: str,
        *,
        headers: Mapping[str, str] | None = None,
        stay_on: str | None = None,
        max_bytes: int,
    ) -> Answer:
        """One request through all middlewares. Raises only ``HostLeft``, when nothing was asked."""
        headers = {"Accept-Language": ", ".join([*outlet.languages, "*;q=0.5"]), **(headers or {})}
        meta = {"kind": kind, "outlet": outlet.id, "stay_on": stay_on, "download_maxsize": max_bytes}
        try:
            request = Request(url, headers=headers, meta=meta, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
        except HostLeft:
            raise
        except Exception as error:
            outcome, detail = from_exception(error)
            answer = Answer(outcome=outcome, detail=detail, response=None)
        else:
            judged = from_response(response)
            answer = Answer(outcome=judged and judged[0], detail=judged and judged[1], response=response)
            if judged is None and kind == "article" and needs_browser(outlet):
                answer = await self._rendered(response, outlet)
        self.hosts.note(host_of(url), answer.outcome)
        return answer

    async def _rendered(self, response: Response, outlet: Outlet) -> Answer:
        """The page as a browser shows it. Another site's page, such as an archive's, is left as it came; so is one
        that stands behind a wall before any script ran."""
        plain = Answer(outcome=None, detail=None, response=response)
        if not isinstance(response, HtmlResponse) or not same_site(response.url, outlet.homepage):
            return plain
        try:
            read = await self.pool.run(self.extractor, response.body, url=response.url, headers={})
        except PageError:
            return plain
        if read["paywalled"]:
            return plain
        if self._renderer is None:
            self._renderer = Renderer(self)
        try:
            shown, words = await self._renderer.render(response, outlet)
        except RenderError as error:
            if self._renderer.problem is not None:
                self.hosts.leave(host_of(response.url), self._renderer.problem)
            return Answer(outcome=error.outcome, detail=error.detail, response=response)
        return Answer(outcome=None, detail=words, response=shown)

    async def record_robots(self, robots: Robots, outlet: str) -> None:
        """Write down one reading of robots.txt."""
        await self.ledger.record(
            self.ledger.attempt(
                robots.url,
                outlet,
                "robots",
                robots.outcome,
                status=robots.status,
                bytes=robots.bytes,
                detail=robots.reason or None,
            )
        )

    @property
    def hosts(self) -> HostMiddleware:
        """The pace of hosts."""
        return middleware(self.crawler, HostMiddleware)

    @property
    def robots(self) -> RobotsMiddleware:
        """The rules of hosts."""
        return middleware(self.crawler, RobotsMiddleware)

    async def _crawl_all(self, at_once: int) -> None:
        places = asyncio.Semaphore(at_once)

        async def crawl(outlet: Outlet) -> None:
            async with places:
                try:
                    reason = await self._visit(self, outlet).run()
                except Exception as error:  # a fault of ours with one outlet must not cost the others
                    if isinstance(innermost(error), EncuadreError):
                        raise
                    self.logger.exception("outlet %s stopped", outlet.id)
                    reason = f"it stopped on an unexpected error, see the log: {innermost(error)!r}"
                if reason is not None:
                    self.failed[outlet.id] = reason

        async with asyncio.TaskGroup() as group:
            for outlet in self.outlets:
                group.create_task(crawl(outlet))

    async def _wait_until_done(self) -> None:
        """Keep Scrapy from stopping the event loop before the books are closed."""
        await self._done.wait()


def innermost(error: BaseException) -> Exception:
    """What went wrong first, out of the groups that task groups wrap it in."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, Exception) else RuntimeError(repr(error))


def middleware(crawler: Crawler, kind: type[_T]) -> _T:
    """The one downloader middleware of this kind."""
    found = crawler.get_downloader_middleware(kind)
    if found is None:
        raise RuntimeError(f"{kind.__name__} is not enabled: the crawl runs only with crawler.addon")
    return found
