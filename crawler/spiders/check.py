"""One outlet, asked what works: robots.txt, homepage, feeds, sitemaps, and whether it reserves text and data mining.

In: the outlet's row. Out: ``Findings`` as plain data in ``spider.findings``. Each address is asked once and nothing is
fetched that a listing names. Where neither the row nor the site names a listing, the usual places are tried.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from corpus.records import Outcome, Outlet
from crawler.config import ROBOTS_NAME
from crawler.homepage import USUAL_FEEDS, USUAL_SITEMAPS, read_homepage
from crawler.outcomes import HostLeft
from crawler.pool import PageError
from crawler.sites import host_of, same_site
from crawler.spiders.listings import Listing

if TYPE_CHECKING:
    from crawler.spiders.press import Answer, PressSpider

# Where a site as a whole reserves text and data mining (TDM Reservation Protocol, W3C community group 2024).
TDMREP = "/.well-known/tdmrep.json"
_MOST_LISTINGS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedListing:
    """One feed or sitemap. ``items``: addresses of this site in it; ``children``: further sitemaps; ``newest``: its
    latest date as written. ``problem`` is None when it can be used. ``named_by``: row, homepage, robots or guess.
    """

    url: str
    kind: str
    named_by: str
    items: int = 0
    children: int = 0
    newest: str | None = None
    problem: str | None = None


@dataclass(slots=True, kw_only=True)
class Findings:
    """What an outlet's site said. ``robots`` and ``homepage``: None when they work, else why not."""

    outlet: str
    robots: str | None = None
    crawl_delay: float | None = None
    homepage: str | None = None
    moved_to: str | None = None
    name: str | None = None
    language: str | None = None
    reservation: str | None = None
    listings: list[CheckedListing] = field(default_factory=list)


class OutletCheck:
    """The check of one outlet; ``run`` it once."""

    def __init__(self, spider: PressSpider, outlet: Outlet) -> None:
        self._spider = spider
        self._outlet = outlet
        self._found = Findings(outlet=outlet.id)

    async def run(self) -> str | None:
        """Ask, and leave what was found with the spider. Never a reason: what does not work is a finding."""
        try:
            await self._ask()
        except HostLeft as left:
            self._found.robots = self._found.robots or left.detail
        self._spider.findings[self._outlet.id] = asdict(self._found)
        self._spider.checked(self._outlet.id)
        return None

    async def _ask(self) -> None:
        home = self._outlet.homepage
        robots = await self._spider.robots.of(home, outlet=self._outlet.id)
        if robots.rules is None:
            self._found.robots = robots.reason
            return
        self._found.crawl_delay = robots.rules.crawl_delay(ROBOTS_NAME)
        on_page = await self._homepage(home)
        await self._reservation_of_site(home)
        named = [("feed", url, "row") for url in self._outlet.feeds]
        named += [("sitemap", url, "row") for url in self._outlet.sitemaps]
        named += [("feed", url, "homepage") for url in on_page]
        named += [("sitemap", url, "robots") for url in robots.sitemaps]
        await self._listings(named)
        for kind, paths in (("feed", USUAL_FEEDS), ("sitemap", USUAL_SITEMAPS)):
            if not any(each.kind == kind for each in self._found.listings):
                await self._guess(kind, [urljoin(self._found.moved_to or home, path) for path in paths])

    async def _homepage(self, home: str) -> Sequence[str]:
        """Read the homepage; the feeds it names."""
        answer = await self._spider.ask(home, self._outlet, "check", max_bytes=self._spider.config.max_bytes)
        if answer.outcome is not None or answer.response is None:
            self._found.homepage = _reason(answer)
            return ()
        response = answer.response
        if not same_site(response.url, home):
            self._found.moved_to = response.url
        headers = {name.decode("latin-1").lower(): values[0].decode("latin-1") for name, values in _items(response)}
        try:
            page = await self._spider.pool.run(
                f"{read_homepage.__module__}:read_homepage", response.body, url=response.url, headers=headers
            )
        except PageError as error:
            self._found.homepage = str(error)
            return ()
        self._found.name, self._found.language = page["name"], page["language"]
        self._found.reservation = page["tdm_reservation"]
        feeds: Sequence[str] = page["feeds"]
        return feeds

    async def _reservation_of_site(self, home: str) -> None:
        answer = await self._spider.ask(urljoin(home, TDMREP), self._outlet, "check", max_bytes=100_000)
        if answer.outcome is None and answer.response is not None and _reserves(answer.response.body):
            self._found.reservation = self._found.reservation or "tdmrep.json"

    async def _listings(self, named: Sequence[tuple[str, str, str]]) -> None:
        seen: set[str] = set()
        for kind, url, named_by in named:
            if url not in seen and len(seen) < _MOST_LISTINGS:
                seen.add(url)
                self._found.listings.append(await self._listing(kind, url, named_by))

    async def _guess(self, kind: str, urls: Sequence[str]) -> None:
        """Try the usual places until one works."""
        for url in urls:
            checked = await self._listing(kind, url, "guess")
            if checked.problem is None:
                self._found.listings.append(checked)
                return

    async def _listing(self, kind: str, url: str, named_by: str) -> CheckedListing:
        try:
            answer = await self._spider.ask(url, self._outlet, kind, max_bytes=self._spider.config.max_listing_bytes)
        except HostLeft as left:
            return CheckedListing(url=url, kind=kind, named_by=named_by, problem=left.detail)
        if answer.outcome is not None or answer.response is None:
            return CheckedListing(url=url, kind=kind, named_by=named_by, problem=_reason(answer))
        config = self._spider.config
        limits: dict[str, object] = {"url": answer.response.url, "limit": config.max_addresses}
        if kind == "sitemap":
            limits["max_bytes"] = config.max_listing_bytes
        try:
            read = await self._spider.pool.run(f"crawler.spiders.{kind}s:read_{kind}", answer.response.body, **limits)
        except PageError as error:
            problem = str(error).removeprefix("MalformedListing: ")
            return CheckedListing(url=url, kind=kind, named_by=named_by, problem=problem)
        return self._judged(kind, url, named_by, Listing.from_dict(read))

    def _judged(self, kind: str, url: str, named_by: str, listing: Listing) -> CheckedListing:
        home = self._found.moved_to or self._outlet.homepage
        items = [entry for entry in listing.entries if same_site(entry.url, home)]
        dates = [entry.hints.get("published") or entry.hints.get("lastmod") for entry in (*items, *listing.children)]
        problem = None
        if not items and not listing.children:
            problem = (
                f"none of its {len(listing.entries)} addresses is of {host_of(home)}" if listing.entries else "empty"
            )
        return CheckedListing(
            url=url,
            kind=kind,
            named_by=named_by,
            items=len(items),
            children=len(listing.children),
            newest=max((day for day in dates if day), default=None),
            problem=problem,
        )


def _reason(answer: Answer) -> str:
    outcome = (answer.outcome or Outcome.ERROR).value.replace("_", " ")
    return f"{outcome} ({answer.detail})" if answer.detail else outcome


def _reserves(body: bytes) -> bool:
    """Does a tdmrep.json reserve anything at all?"""
    try:
        rules = json.loads(body)
    except ValueError:
        return False
    return isinstance(rules, list) and any(
        isinstance(rule, dict) and rule.get("tdm-reservation") in (1, "1") for rule in rules
    )


def _items(response: Any) -> list[tuple[bytes, list[bytes]]]:
    return [(name, values) for name, values in response.headers.items() if values]
