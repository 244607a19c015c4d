"""The pace of each host: least delay, Retry-After, and when to leave a host alone for this run.

In: what robots.txt, the registry and responses say of a host. Out: requests that wait their turn, or ``HostLeft``.
One object holds it all, because robots, throttle and spider must agree on it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from corpus.records import Outcome
from crawler.config import CrawlConfig
from crawler.outcomes import HostLeft, retry_after
from crawler.sites import host_of

_ASKS_TO_WAIT = {429, 503}
# Answers that never came. More of them than refusals, since one page may fail alone; but a dead host must not be asked
# for hundreds of pages, each until its time is out.
_NO_ANSWER = {Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.SERVER_ERROR}
_NO_ANSWERS_IN_A_ROW = 10


class HostMiddleware:
    """Waits where a host asked for it, and refuses hosts that are left for this run."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._config: CrawlConfig = crawler.settings["ENCUADRE_CONFIG"]
        self._least: dict[str, float] = {}
        self._not_before: dict[str, float] = {}
        self._left: dict[str, str] = {}
        self._in_a_row: dict[str, Counter[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def least_delay(self, host: str) -> float:
        """Seconds that must lie between two requests to ``host``."""
        return self._least.get(host, self._config.delay)

    def slow_down(self, host: str, delay: float, *, source: str) -> None:
        """Make ``delay`` the least for ``host``, unless it is more already. Past the longest wait the host is left."""
        if delay > max(self._config.longest_wait, self.least_delay(host)):
            self.leave(host, f"{source} asks for {delay:g} seconds between two requests")
        self.set_delay(host, max(delay, self.least_delay(host)))

    def set_delay(self, host: str, delay: float) -> None:
        """The least delay of ``host``, unless one is set that is longer."""
        delay = max(delay, self._least.get(host, 0.0))
        self._least[host] = delay
        downloader = self._crawler.engine.downloader
        # for slots to come (an idle slot is discarded after a minute) and for the one that is there
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": delay, "jitter": 0}
        if host in downloader.slots:
            slot = downloader.slots[host]
            slot.delay = max(slot.delay, delay)

    def rest(self, host: str) -> None:
        """Count the delay of ``host`` from now: a page that was rendered asked for more after itself."""
        not_before = time.monotonic() + self.least_delay(host)
        self._not_before[host] = max(not_before, self._not_before.get(host, 0))

    def leave(self, host: str, reason: str) -> None:
        """Ask nothing more of ``host`` in this run."""
        self._left.setdefault(host, reason)

    def left(self, host: str) -> str | None:
        """Why ``host`` is left for this run, or None."""
        return self._left.get(host)

    def note(self, host: str, outcome: Outcome | None) -> None:
        """Count refusals and missing answers in a row; a host that does not want us, or is not there, is left."""
        before = self._in_a_row.get(host, Counter())
        if outcome is Outcome.BLOCKED:
            now = Counter(refused=before["refused"] + 1)
        elif outcome in _NO_ANSWER:
            now = Counter(silent=before["silent"] + 1)
        else:
            now = Counter()
        self._in_a_row[host] = now
        if now["refused"] >= self._config.blocks_in_a_row:
            self.leave(host, f"it refused {now['refused']} requests in a row")
        if now["silent"] >= _NO_ANSWERS_IN_A_ROW:
            self.leave(host, f"it failed to answer {now['silent']} requests in a row")

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked again."""
        host = host_of(request.url)
        while True:
            if host in self._left:
                raise HostLeft(self._left[host])
            pause = self._not_before.get(host, 0) - time.monotonic()
            if pause <= 0:
                return
            await asyncio.sleep(pause)

    def process_response(self, request: Request, response: Response) -> Response:
        """Take note of Retry-After."""
        wait = retry_after(response, datetime.now(UTC)) if response.status in _ASKS_TO_WAIT else None
        host = host_of(request.url)
        if wait is not None and wait > self._config.longest_wait:
            self.leave(host, f"it asks to come back in {wait:.0f} seconds")
        elif wait is not None:
            self._not_before[host] = time.monotonic() + wait
        return response


class HostThrottle(AutoThrottle):
    """Scrapy's AutoThrottle with a least delay of each host's own."""

    def _spider_opened(self, spider: object) -> None:
        super()._spider_opened(spider)  # type: ignore[arg-type]
        self._hosts = self.crawler.get_downloader_middleware(HostMiddleware)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        if self._hosts is not None:
            slot.delay = max(slot.delay, self._hosts.least_delay(host_of(response.url)))
