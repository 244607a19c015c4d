"""robots.txt: asked once a host and run, obeyed, and recorded.

In: requests. Out: the request goes on, or ``Refused``. A file that is not there allows everything; a host that cannot
be reached, or answers with a server error, has not allowed anything yet: nothing is asked of it in this run.
Crawl-delay and Request-rate become the host's least delay.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload

from corpus.records import Outcome
from crawler.config import ROBOTS_NAME
from crawler.middlewares.hosts import HostMiddleware
from crawler.outcomes import Refused, from_exception, from_response
from crawler.sites import host_of

# The least that RFC 9309 asks a crawler to read; what stands behind it is not read.
ROBOTS_BYTES = 500 * 1024
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one host says. ``rules`` is None when it said nothing we may act on; then ``reason`` says why."""

    url: str
    outcome: Outcome
    rules: Protego | None
    reason: str = ""
    status: int | None = None
    bytes: int | None = None
    sitemaps: tuple[str, ...] = field(default=())


class RobotsMiddleware:
    """Obeys robots.txt and hands every reading of it to the spider, to be recorded."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._known: dict[str, asyncio.Future[Robots]] = {}
        crawler.signals.connect(self._cut, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass when its host's robots.txt allows it."""
        if request.meta.get("kind") == "robots":
            return
        robots = await self.of(request.url, outlet=request.meta["outlet"])
        if robots.rules is None:
            raise Refused(Outcome.ROBOTS_NOT_NOW, f"robots.txt could not be read: {robots.reason}")
        if not robots.rules.can_fetch(request.url, ROBOTS_NAME):
            raise Refused(Outcome.OFF_ROBOTS, "robots.txt forbids it")

    async def of(self, url: str, *, outlet: str) -> Robots:
        """The robots.txt that governs ``url``; asked at most once a run."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._known:
            self._known[origin] = asyncio.get_running_loop().create_future()
            try:
                robots = await self._ask(f"{origin}/robots.txt", outlet)
            except BaseException:
                self._known.pop(origin).cancel()
                raise
            self._known[origin].set_result(robots)
        return await asyncio.shield(self._known[origin])

    async def _ask(self, url: str, outlet: str) -> Robots:
        meta = {"kind": "robots", "outlet": outlet}
        try:
            response = await self._crawler.engine.download_async(Request(url, meta=meta, dont_filter=True))
        except Exception as error:
            outcome, reason = from_exception(error)
            robots = Robots(url=url, outcome=outcome, rules=None, reason=reason)
        else:
            outcome, reason = from_response(response) or (Outcome.LISTING, "")
            silent = response.status >= 500 or response.status == _TOO_MANY_REQUESTS or response.status < 200
            body = response.body[:ROBOTS_BYTES] if response.status == 200 else b""
            rules = Protego.parse(body.decode("utf-8-sig", errors="replace"))
            robots = Robots(
                url=url,
                outcome=outcome,
                rules=None if silent else rules,
                reason=reason,
                status=response.status,
                bytes=len(response.body),
                sitemaps=tuple(rules.sitemaps),
            )
            self._pace(url, rules)
        if robots.rules is None and self._hosts is not None:
            self._hosts.leave(host_of(url), f"robots.txt could not be read: {robots.reason}")
        await self._crawler.spider.record_robots(robots, outlet)  # type: ignore[union-attr]
        return robots

    @property
    def _hosts(self) -> HostMiddleware | None:
        return self._crawler.get_downloader_middleware(HostMiddleware)

    def _pace(self, url: str, rules: Protego) -> None:
        delays = [rules.crawl_delay(ROBOTS_NAME)]
        rate = rules.request_rate(ROBOTS_NAME)
        if rate is not None and rate.requests:
            delays.append(rate.seconds / rate.requests)
        asked = max((delay for delay in delays if delay is not None), default=None)
        if asked is not None and self._hosts is not None:
            self._hosts.slow_down(host_of(url), float(asked), source="robots.txt")

    def _cut(self, data: bytes, request: Request) -> None:
        """Stop reading a robots.txt at its limit; what was read counts."""
        if request.meta.get("kind") == "robots":
            request.meta["received"] = request.meta.get("received", 0) + len(data)
            if request.meta["received"] > ROBOTS_BYTES:
                raise StopDownload(fail=False)
