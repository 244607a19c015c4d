"""Ask outlets what works before collecting from them.

In: outlets and the crawl's settings. Out: what each site said, and one word for the whole: ``works`` (at least one
listing can be used and nothing stands in the way), ``partly`` (something named in the row does not hold), ``fails``.
The same polite spider asks, under the same rules; its books are kept in a folder that is thrown away.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.records import Outlet
from crawler.config import CrawlConfig
from crawler.run import Progress, run_task
from crawler.spiders.check import CheckedListing


class State(StrEnum):
    """What one word can say of an outlet's site."""

    WORKS = "works"
    PARTLY = "partly"
    FAILS = "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFindings:
    """What the site of one outlet said. ``problems``: sentences for a person, worst first."""

    outlet: str
    state: State
    problems: tuple[str, ...]
    feeds: tuple[CheckedListing, ...]
    sitemaps: tuple[CheckedListing, ...]
    crawl_delay: float | None
    reservation: str | None
    moved_to: str | None
    name: str | None
    language: str | None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for ``--json``."""
        return asdict(self)

    @property
    def usable(self) -> tuple[CheckedListing, ...]:
        """The listings that can be read."""
        return tuple(each for each in (*self.feeds, *self.sitemaps) if each.problem is None)


def check_outlets(
    outlets: Iterable[Outlet], config: CrawlConfig, *, progress: Progress | None = None
) -> list[OutletFindings]:
    """Ask each outlet's site, in the order given. Raises what ``crawl`` raises: E310, E312."""
    outlets = list(outlets)
    with tempfile.TemporaryDirectory(prefix="encuadre-check-") as folder:
        # How many there are is known here, so the process need not say it.
        tell: Progress | None = (lambda done, _total: progress(done, len(outlets))) if progress else None
        last = run_task("check", Path(folder) / "check.sqlite", outlets, config, Path(folder), progress=tell)
    found: Mapping[str, Mapping[str, Any]] = last["findings"]
    failed: Mapping[str, str] = last["failed"]
    return [_judged(outlet, found.get(outlet.id), failed.get(outlet.id)) for outlet in outlets]


def with_found_listings(outlet: Outlet, findings: OutletFindings, on: date) -> Outlet:
    """The outlet's row as the check would have it: usable listings in place of the ones that fail, and the day.

    A row is verified on that day when something of it works; listings that failed for a moment (a host that did not
    answer) are kept as they are.
    """
    if findings.state is State.FAILS:
        return outlet
    feeds = tuple(each.url for each in findings.feeds if each.problem is None)
    sitemaps = tuple(each.url for each in findings.sitemaps if each.problem is None)
    return replace(
        outlet,
        feeds=feeds or outlet.feeds,
        sitemaps=sitemaps or outlet.sitemaps,
        verified=on.isoformat(),
    )


def _judged(outlet: Outlet, found: Mapping[str, Any] | None, failed: str | None) -> OutletFindings:
    if found is None:
        found = {"robots": failed or "it was not reached"}
    listings = [CheckedListing(**each) for each in found.get("listings", ())]
    named_in_row = [each for each in listings if each.named_by == "row"]
    usable = [each for each in listings if each.problem is None]
    problems = []
    if found.get("robots"):
        problems.append(f"robots.txt: {found['robots']}")
    if found.get("homepage"):
        problems.append(f"homepage: {found['homepage']}")
    if found.get("moved_to"):
        problems.append(f"its homepage has moved to {found['moved_to']}")
    problems += [f"{each.kind} {each.url}: {each.problem}" for each in named_in_row if each.problem]
    if not usable:
        problems.append("no feed or sitemap can be used")
    state = State.FAILS if not usable else State.PARTLY if problems else State.WORKS
    return OutletFindings(
        outlet=outlet.id,
        state=state,
        problems=tuple(problems),
        feeds=tuple(each for each in listings if each.kind == "feed"),
        sitemaps=tuple(each for each in listings if each.kind == "sitemap"),
        **{name: found.get(name) for name in ("crawl_delay", "reservation", "moved_to", "name", "language")},
    )
