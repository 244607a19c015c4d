"""Reading one listing of an outlet (a feed, a sitemap, an archive page, an index of captures) into the queue.

In: its address and kind. Out: what it lists, with the outlet's own addresses kept and the attempt recorded under one
outcome. The counts and reasons that a verdict on the outlet rests on are kept here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scrapy.http import Response

from corpus.records import Found, Outcome, Outlet
from corpus.urls import canonical_url
from crawler.ledger import now_text
from crawler.pool import PageError
from crawler.sites import is_web, same_site
from crawler.spiders.listings import Listing
from crawler.warc import Headers

if TYPE_CHECKING:
    from crawler.spiders.press import Answer, PressSpider

# Which function reads which kind, in a reading process.
_READERS = {
    "feed": "crawler.spiders.feeds:read_feed",
    "sitemap": "crawler.spiders.sitemaps:read_sitemap",
    "archive": "crawler.spiders.archives:read_archive",
    "wayback": "crawler.spiders.captures:read_captures",
}
# What a listing's children are, where they are no sitemaps.
_FURTHER = {"wayback": "further pages"}
# Only these are asked again in every run, so only these may be answered with "unchanged".
_ASKED_AGAIN = ("feed", "sitemap")


@dataclass(frozen=True, slots=True)
class Read:
    """A listing with the outlet's own addresses alone, and how many of them were new."""

    listing: Listing
    new: int


class ListingReader:
    """Reads the listings of one outlet, one at a time."""

    def __init__(self, spider: PressSpider, outlet: Outlet) -> None:
        self._spider = spider
        self._ledger = spider.ledger
        self._config = spider.config
        self._outlet = outlet
        self.outcomes: Counter[Outcome] = Counter()
        self.reasons: list[str] = []

    async def read(self, kind: str, url: str, **limits: object) -> Read | None:
        """Read one listing into the queue; None when it could not be read. ``limits`` go to the function that reads.

        Raises only ``HostLeft``, when nothing was asked.
        """
        conditions: dict[str, str | None] = {}
        if kind in _ASKED_AGAIN:
            etag, last_modified = await self._ledger.validators(url)
            conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        answer = await self._spider.ask(
            url,
            self._outlet,
            kind,
            headers={name: value for name, value in conditions.items() if value},
            max_bytes=self._config.max_listing_bytes,
        )
        if answer.outcome is not None or answer.response is None:
            await self._record(kind, url, answer, answer.outcome or Outcome.ERROR, answer.detail)
            return None
        await keep(self._spider, answer.response)
        try:
            listing = await self._parse(kind, answer.response, limits)
        except PageError as error:
            reason = str(error).removeprefix("MalformedListing: ")
            await self._record(kind, url, answer, Outcome.MALFORMED, reason)
            return None
        read, detail = await self._discover(kind, url, listing)
        if kind in _ASKED_AGAIN and not listing.cut and not listing.children:
            # only now that its addresses are kept may the server say "unchanged"; an index says nothing of its parts
            await self._ledger.put_validators(
                url, text(answer.response, "ETag"), text(answer.response, "Last-Modified")
            )
        await self._record(kind, url, answer, Outcome.LISTING, detail)
        return read

    async def _parse(self, kind: str, response: Response, more: dict[str, object]) -> Listing:
        limits: dict[str, object] = {"url": response.url, "limit": self._config.max_addresses, **more}
        if kind == "sitemap":
            limits["max_bytes"] = self._config.max_listing_bytes
        return Listing.from_dict(await self._spider.pool.run(_READERS[kind], response.body, **limits))

    async def _discover(self, kind: str, url: str, listing: Listing) -> tuple[Read, str]:
        """Put the outlet's own addresses into the queue; what was read, and what came of all in words."""
        found: list[Found] = []
        mine = []
        elsewhere = unreadable = 0
        at = now_text()
        for entry in listing.entries:
            if not is_web(entry.url):
                unreadable += 1
            elif not same_site(entry.url, self._outlet.homepage):
                elsewhere += 1
            else:
                try:
                    canonical = canonical_url(entry.url)
                except ValueError:
                    unreadable += 1
                    continue
                mine.append(entry)
                found.append(
                    Found(
                        url=entry.url,
                        canonical_url=canonical,
                        outlet=self._outlet.id,
                        discovered_by=f"{kind}:{url}",
                        found_at=at,
                        hints=entry.hints,
                    )
                )
        new = await self._ledger.discover(found, self._config.revisits)
        counts = {
            _FURTHER.get(kind, "sitemaps"): len(listing.children),
            "listed": len(listing.entries),
            "new": new,
            "of other sites": elsewhere,
            "unreadable": unreadable,
        }
        words = [f"{count} {name}" for name, count in counts.items() if count] or ["0 listed"]
        detail = ", ".join([*words, *(["more were not read"] if listing.cut else [])])
        return Read(replace(listing, entries=tuple(mine)), new), detail

    async def _record(self, kind: str, url: str, answer: Answer, outcome: Outcome, detail: str | None) -> None:
        self.outcomes[outcome] += 1
        if outcome not in {Outcome.LISTING, Outcome.UNCHANGED}:
            self.reasons.append(f"{url}: {outcome.value.replace('_', ' ')}{f' ({detail})' if detail else ''}")
        facts = {**answer.facts, "detail": detail}
        await self._ledger.record(self._ledger.attempt(url, self._outlet.id, kind, outcome, **facts))


async def keep(spider: PressSpider, response: Response) -> str:
    """Keep a response as it came; its reference."""
    request = response.request
    return await spider.ledger.keep_raw(
        url=response.url,
        status=response.status,
        headers=pairs(response.headers.items()),
        body=response.body,
        request_headers=pairs(request.headers.items()) if request is not None else [],
        fetched_at=now_text(),
    )


def text(response: Response, name: str) -> str | None:
    """The first value of a header."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def pairs(headers: object) -> Headers:
    """Scrapy's headers, one pair a value, as text."""
    found: list[tuple[str, str]] = []
    for name, values in headers:  # type: ignore[attr-defined]
        found += [(name.decode("latin-1"), value.decode("latin-1")) for value in values]
    return found
