"""One outlet, from its listings to its articles.

In: the outlet's row and the queue in the corpus. Out: recorded attempts, and the reason when the outlet did not work.
One request at a time; while the next page is fetched, the last ones are read by the pool.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from corpus.records import Outcome, Outlet
from crawler.articles import MEMENTO
from crawler.chromium import missing_browser, needs_browser
from crawler.outcomes import HostLeft
from crawler.plan import budget
from crawler.sites import host_of, same_site
from crawler.spiders.history import HistoryReader
from crawler.spiders.listings import Listing, wanted
from crawler.spiders.pages import PageReader
from crawler.spiders.reading import ListingReader

if TYPE_CHECKING:
    from crawler.spiders.press import PressSpider

# Pages of one outlet that may wait to be read while the next is fetched: enough to keep the pool busy, few enough that
# a crash costs little.
PAGES_IN_HAND = 2
_NOTHING_CAME = {Outcome.BLOCKED, Outcome.SERVER_ERROR, Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.ROBOTS_NOT_NOW}


class OutletCrawl:
    """The crawl of one outlet; ``run`` it once."""

    def __init__(self, spider: PressSpider, outlet: Outlet) -> None:
        self._spider = spider
        self._ledger = spider.ledger
        self._config = spider.config
        self._outlet = outlet
        self._reader = ListingReader(spider, outlet)
        self._pages = PageReader(spider, outlet)
        self._hosts = {host_of(outlet.homepage)}

    async def run(self) -> str | None:
        """Read the listings, fetch what is waiting; the reason when the outlet did not work, else None."""
        missing = missing_browser(self._outlet) if needs_browser(self._outlet) else None
        if missing is not None:
            return missing
        if self._outlet.delay is not None:
            for host in {host_of(url) for url in (self._outlet.homepage, *self._outlet.feeds, *self._outlet.sitemaps)}:
                self._spider.hosts.set_delay(host, self._outlet.delay)
        await self._read_listings()
        if self._config.since is not None:
            await HistoryReader(self._spider, self._outlet, self._reader).run(self._config.since)
        await self._fetch_articles()
        return self._verdict()

    # listings

    async def _read_listings(self) -> None:
        waiting = deque([("feed", url, 0) for url in self._outlet.feeds])
        waiting += [("sitemap", url, 0) for url in self._outlet.sitemaps]
        if not waiting:
            robots = await self._spider.robots.of(self._outlet.homepage, outlet=self._outlet.id)
            waiting += [("sitemap", url, 0) for url in robots.sitemaps]
            if not waiting and not self._outlet.archives:
                self._reader.reasons.append("neither outlets.csv nor robots.txt names a feed or sitemap")
        seen: set[str] = set()
        while waiting and not self._spider.stopping():
            if len(seen) >= self._config.max_listings:
                left = f"{len(waiting)} feeds and sitemaps of {self._outlet.id} were not read: max_listings is reached"
                self._spider.logger.warning(left)
                break
            kind, url, depth = waiting.popleft()
            if url in seen:
                continue
            seen.add(url)
            try:
                read = await self._reader.read(kind, url)
            except HostLeft as left:
                self._reader.reasons.append(left.detail)
                continue
            if read is not None and depth < self._config.sitemap_depth:
                waiting += [("sitemap", child, depth + 1) for child in self._children(url, read.listing)]

    def _children(self, url: str, listing: Listing) -> list[str]:
        """The sitemaps of an index that may hold something new, last changed first: on this site, not too old."""
        mine = [
            child
            for child in listing.children
            if (same_site(child.url, self._outlet.homepage) or same_site(child.url, url))
            and wanted({"lastmod": child.hints.get("lastmod", "")}, self._config.since, None)
        ]
        return [child.url for child in sorted(mine, key=lambda child: child.hints.get("lastmod", ""), reverse=True)]

    # articles

    async def _fetch_articles(self) -> None:
        config = self._config
        allowed = budget(await self._ledger.asked_today(self._outlet.id), config)
        if not allowed:
            self._spider.rested.append(self._outlet.id)
        queue = await self._ledger.queue(self._outlet.id, allowed, config.since, config.until)
        self._spider.expect(len(queue))
        in_hand = asyncio.Semaphore(PAGES_IN_HAND)
        async with asyncio.TaskGroup() as readings:
            for found in queue:
                if self._spider.stopping():
                    break  # the rest stays in the queue
                # a page that only an archive still has is asked of the archive
                asked = found.hints.get(MEMENTO, found.url)
                host = host_of(asked)
                self._hosts.add(host)
                if self._spider.hosts.left(host) is not None:
                    continue  # nothing is asked, so nothing is recorded: it stays in the queue
                try:
                    answer = await self._spider.ask(
                        asked,
                        self._outlet,
                        "article",
                        stay_on=asked if MEMENTO in found.hints else self._outlet.homepage,
                        max_bytes=config.max_bytes,
                    )
                except HostLeft:
                    continue
                if answer.outcome is not None or answer.response is None:
                    await self._pages.record(found, answer, answer.outcome or Outcome.ERROR, answer.detail)
                    continue
                await in_hand.acquire()
                reading = readings.create_task(self._pages.read(found, answer, answer.response))
                reading.add_done_callback(lambda _: in_hand.release())

    def _verdict(self) -> str | None:
        """Why the outlet did not work in this run; None when it did, or was not given the time to."""
        for host in sorted(self._hosts):
            reason = self._spider.hosts.left(host)
            if reason is not None:
                return f"{host} is left for this run: {reason}"
        if not self._reader.outcomes[Outcome.LISTING] and not self._reader.outcomes[Outcome.UNCHANGED]:
            if self._spider.stopping() and not self._reader.reasons:
                return None
            return (
                f"none of its listings could be read: {self._reader.reasons[0]}"
                if self._reader.reasons
                else "it has no listings"
            )
        asked = self._pages.outcomes.total()
        if asked and asked == sum(self._pages.outcomes[outcome] for outcome in _NOTHING_CAME):
            worst, count = self._pages.outcomes.most_common(1)[0]
            return f"none of {asked} pages came ({count} {worst.value.replace('_', ' ')})"
        return None
