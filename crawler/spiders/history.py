"""Older articles of an outlet: its own section and archive pages, and the Wayback Machine's index.

In: the outlet's row, the days asked for, and what earlier runs have read. Out: addresses in the queue. A page of days
that are over is read once; a numbered page is read on from where the last run stopped, and once its end was reached
only as far as it shows something new.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from corpus.records import Fetch, Outcome, Outlet
from crawler.archives import ArchivePattern, Period, parse_pattern
from crawler.outcomes import HostLeft
from crawler.spiders.captures import index_url
from crawler.spiders.reading import ListingReader

if TYPE_CHECKING:
    from crawler.spiders.press import PressSpider

_READ = {Outcome.LISTING, Outcome.NOT_FOUND}


class HistoryReader:
    """Reads the history of one outlet; ``run`` it once."""

    def __init__(self, spider: PressSpider, outlet: Outlet, reader: ListingReader) -> None:
        self._spider = spider
        self._outlet = outlet
        self._reader = reader
        self._left = spider.config.archive_pages
        self._known: dict[str, Fetch] = {}

    async def run(self, since: date) -> None:
        """Read archive pages from today, or the last day asked for, back to ``since``, within the run's budget."""
        until = min(self._spider.config.until or date.max, self._spider.today)
        ways = self._spider.config.history
        try:
            if "archives" in ways and self._outlet.archives:
                self._known = await self._spider.ledger.listings_read(self._outlet.id, "archive")
                for written in self._outlet.archives:
                    pattern = parse_pattern(written, self._outlet.languages[0])
                    for period in pattern.periods(since, until):
                        await self._pages(pattern, period)
            if "wayback" in ways:
                self._known = await self._spider.ledger.listings_read(self._outlet.id, "wayback")
                await self._captures(index_url(self._spider.config.wayback, self._outlet.homepage, since, until))
        except HostLeft as left:
            self._reader.reasons.append(left.detail)

    def _may_go_on(self) -> bool:
        return self._left > 0 and not self._spider.stopping()

    async def _pages(self, pattern: ArchivePattern, period: Period | None) -> None:
        """All pages of one period, or of a pattern without dates."""
        page = pattern.first_page
        if page is None:
            url = pattern.url(period, None)
            if not (url in self._known and _over(period, self._known[url])):
                await self._page(pattern, url)
            return
        last = self._last_read(pattern, period)
        ended = last is not None and _ended(self._known[pattern.url(period, last)])
        if last is not None and _over(period, self._known[pattern.url(period, last)]):
            if ended:
                return
            page = last + pattern.step
        elif last is not None and not ended:
            # Pages move on as articles come in, so the last one is read again.
            page = last
        seen: set[str] = set()
        while self._may_go_on():
            entries, new = await self._page(pattern, pattern.url(period, page))
            # A page past the end is often the last one again, or the front page.
            if not entries - seen or (ended and not new):
                return
            seen |= entries
            page += pattern.step

    def _last_read(self, pattern: ArchivePattern, period: Period | None) -> int | None:
        """The last of the numbered pages that earlier runs read without a gap; None when they read none."""
        page = first = pattern.first_page or 0
        while pattern.url(period, page) in self._known:
            page += pattern.step
        return page - pattern.step if page > first else None

    async def _page(self, pattern: ArchivePattern, url: str) -> tuple[set[str], int]:
        """Read one page; its addresses, and how many were new."""
        if not self._may_go_on():
            return set(), 0
        self._left -= 1
        read = await self._reader.read("archive", url, links=pattern.links)
        return ({entry.url for entry in read.listing.entries}, read.new) if read else (set(), 0)

    async def _captures(self, url: str) -> None:
        """Follow the pages of the index to its end, from where the last run stopped."""
        while self._may_go_on():
            self._left -= 1
            read = await self._reader.read("wayback", url)
            if read is None or not read.listing.children:
                return
            url = read.listing.children[0].url


def _over(period: Period | None, fetch: Fetch) -> bool:
    """Were the period's days over when its page was read? Then the page has said all it can."""
    return period is not None and fetch.at[:10] > str(period.last)


def _ended(fetch: Fetch) -> bool:
    """Was this the end of numbered pages? It was not there, or it named nothing that was new."""
    return fetch.outcome is Outcome.NOT_FOUND or " new" not in (fetch.detail or "")
