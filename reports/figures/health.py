"""How complete the collection was, by outlet: what was asked, what came, and the periods that are gaps.

In: collection health (attempts by outlet and week), its breaks, and every dated item. Out: one row an outlet, and the
periods in which an outlet's volume fell below 80 % of its usual or its collection broke (corpus.health). Completeness
is known only for outlets we crawled: for an import, few articles in a month may be silence or may be the import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from corpus.records import Outcome, Outlet
from reports.rows import FIRST_MONDAY, ReportRows
from reports.stats import fewer_than_usual

if TYPE_CHECKING:
    from corpus.store import Break


# Below 80 % of its usual volume an outlet's period is a gap (measurement design, "Unit and panel").
USUAL_SHARE = 0.80
# A drop that chance explains is no gap: an outlet with three stories a week has two of them often enough.
CHANCE = 0.025
# By the calendar; a period is lost when breaks take half of its weeks.
WEEKS_A_MONTH = 365.25 / 12 / 7
# Articles obtained, fully or up to the wall.
KEPT = (Outcome.FETCHED.value, Outcome.PAYWALLED.value, Outcome.UNCHANGED.value)
# The outlet or its robots.txt did not want us.
DENIED = (Outcome.BLOCKED.value, Outcome.OFF_ROBOTS.value, Outcome.ROBOTS_NOT_NOW.value)
# Pages that are there no more, or never were articles: nothing of the coverage is lost with them.
NO_LOSS = (Outcome.NOT_FOUND.value, Outcome.NOT_ARTICLE.value, Outcome.LISTING.value)
# Rows of the health frame that count items, not attempts.
FOUND, PENDING, OFF_TOPIC = "found", "pending", "off_topic"
# The share of items denied above which a page warns that figures may mislead.
MANY_DENIED = 0.20
# The share of stories read only up to a wall above which a page warns that figures may mislead.
MANY_WALLED = 0.10


class Collected(StrEnum):
    """What the collection of one outlet came to, the gravest first."""

    REFUSED = "refused"  # nothing came, because its site refused the program
    NOTHING = "nothing"  # nothing came, for whatever other reason
    IMPORTED = "imported"  # from a file: what is missing cannot be known
    MOSTLY_DENIED = "mostly_denied"
    SOME_DENIED = "some_denied"
    GAPS = "gaps"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """One outlet's collection. ``found`` is None when no address of it was ever listed or asked; ``items`` counts its
    tagged articles; ``off_topic`` pages of WARC files passed over unread. ``weeks_short`` of ``weeks`` were gaps.
    ``stories`` on topic, of which ``walled`` could be read only up to a wall; ``unread`` attempts at its listings that
    its site refused.
    """

    outlet: Outlet
    found: int | None
    items: int
    kept: int
    denied: int
    no_article: int
    failed: int
    pending: int
    off_topic: int
    weeks: int
    weeks_short: int
    stories: int = 0
    walled: int = 0
    unread: int = 0

    @property
    def state(self) -> Collected:
        """What its collection came to, by the gravest that holds; pages and lists take their words from it."""
        if self.nothing:
            return Collected.REFUSED if self.unread or (self.denied and not self.failed) else Collected.NOTHING
        if self.imported:
            return Collected.IMPORTED
        if self.denied:
            return Collected.MOSTLY_DENIED if self.mostly_denied else Collected.SOME_DENIED
        return Collected.GAPS if self.weeks_short else Collected.WHOLE

    @property
    def fair(self) -> bool:
        """True when neither a gap nor a refusal was found where one could be: of an import nothing can be said."""
        return self.state in (Collected.WHOLE, Collected.IMPORTED)

    @property
    def much_walled(self) -> bool:
        """True when so many stories end at a wall that the outlet's figures may mislead."""
        return self.walled > MANY_WALLED * self.stories

    @property
    def known(self) -> bool:
        """True when we crawled this outlet and so know what is missing."""
        return self.found is not None

    @property
    def imported(self) -> bool:
        """True when its articles came from a file."""
        return not self.known and self.items > 0

    @property
    def nothing(self) -> bool:
        """True when nothing at all was obtained: that is a fact about the collection, not about the outlet."""
        return self.items == 0 and self.kept == 0

    @property
    def asked(self) -> int:
        """All attempts at articles."""
        return self.kept + self.denied + self.no_article + self.failed

    @property
    def mostly_denied(self) -> bool:
        """True when so many items were refused that the outlet's figures may mislead."""
        return self.asked > 0 and self.denied / self.asked > MANY_DENIED


def outlet_health(rows: ReportRows) -> list[OutletHealth]:
    """Collection by outlet, in the order of ``rows.outlets``."""
    result = []
    for outlet in rows.outlets:
        own = rows.of_outlet(outlet)
        by_outcome = own.health.groupby("outcome")["n"].sum().astype(int).to_dict()
        found, pending = by_outcome.pop(FOUND, None), by_outcome.pop(PENDING, 0)
        off_topic = by_outcome.pop(OFF_TOPIC, 0)
        kept, denied, no_article = (sum(by_outcome.get(name, 0) for name in group) for group in (KEPT, DENIED, NO_LOSS))
        failed = sum(by_outcome.values()) - kept - denied - no_article
        crawled = found is not None or bool(by_outcome)
        volumes = _volumes(own.items["week"]) if crawled else {}
        odd = broken_weeks(own.breaks)
        result.append(
            OutletHealth(
                outlet=outlet,
                found=(found or 0) if crawled else None,
                items=len(own.items),
                kept=kept,
                denied=denied,
                no_article=no_article,
                failed=failed,
                pending=pending,
                off_topic=off_topic,
                weeks=len(volumes),
                weeks_short=len(short_periods(volumes) | (odd & volumes.keys())),
                stories=len(own.stories),
                walled=int(own.stories["paywalled"].fillna(False).astype(bool).sum()),
                unread=sum(rows.unread.get(outlet.id, {}).get(name, 0) for name in DENIED),
            )
        )
    return result


def uncollected(healths: Iterable[OutletHealth]) -> dict[Outlet, str]:
    """The outlets of which nothing was obtained, with the code of the reason: a gap in every table, never a zero."""
    return {health.outlet: health.state.value for health in healths if health.nothing}


@dataclass(frozen=True, slots=True)
class Volumes:
    """An outlet's items by period, and the periods in which breaks make its collection no fair picture of it."""

    counts: dict[int, int]
    broken: frozenset[int] = frozenset()

    def short(self) -> set[int]:
        """The periods that are gaps: too few items, or broken."""
        return short_periods(self.counts) | (self.broken & self.counts.keys())


def volumes_by_outlet(rows: ReportRows, months_per_period: int) -> dict[str, Volumes]:
    """Items dated in each period, per crawled outlet, over the whole span of the rows (zeros included)."""
    crawled = set(rows.health["outlet"])
    dated = rows.items.dropna(subset=["month"])
    if dated.empty:
        return {}
    periods = dated["month"].astype(int) // months_per_period
    span = range(int(periods.min()), int(periods.max()) + 1)
    result = {}
    for outlet in rows.outlets:
        if outlet.id in crawled:
            counts = periods[dated["outlet"] == outlet.id].value_counts()
            broken = broken_periods((each for each in rows.breaks if each.outlet == outlet.id), months_per_period)
            result[outlet.id] = Volumes({period: int(counts.get(period, 0)) for period in span}, broken)
    return result


def broken_periods(breaks: Iterable[Break], months_per_period: int) -> frozenset[int]:
    """The periods of which breaks take half or more of the weeks."""
    lost = Counter((monday.year * 12 + monday.month - 1) // months_per_period for monday in _mondays(breaks))
    half = WEEKS_A_MONTH * months_per_period / 2
    return frozenset(period for period, number in lost.items() if number >= half)


def short_periods(volumes: dict[int, int]) -> set[int]:
    """The periods whose volume is below 80 % of the median, and by more than chance."""
    if not volumes:
        return set()
    usual = float(pd.Series(volumes).median())
    return {
        period
        for period, count in volumes.items()
        if count < USUAL_SHARE * usual and fewer_than_usual(count, usual) < CHANCE
    }


def country_gaps(volumes: dict[str, Volumes]) -> set[int]:
    """Periods that are gaps for a country: all outlets together fell short, or half of them did."""
    if not volumes:
        return set()
    periods = next(iter(volumes.values())).counts
    together = {period: sum(own.counts[period] for own in volumes.values()) for period in periods}
    short = {outlet: own.short() for outlet, own in volumes.items()}
    half = {period for period in together if sum(period in own for own in short.values()) * 2 >= len(volumes)}
    return short_periods(together) | half


def collected_parts(volumes: dict[str, Volumes]) -> dict[int, float]:
    """What all crawled outlets together collected in each period, against their usual period; empty without any."""
    if not volumes:
        return {}
    periods = next(iter(volumes.values())).counts
    together = {period: sum(own.counts[period] for own in volumes.values()) for period in periods}
    usual = float(pd.Series(together).median())
    return {period: count / usual for period, count in together.items()} if usual else {}


def _volumes(weeks: pd.Series) -> dict[int, int]:
    counts = weeks.dropna().astype(int).value_counts()
    if counts.empty:
        return {}
    return {week: int(counts.get(week, 0)) for week in range(int(counts.index.min()), int(counts.index.max()) + 1)}


def broken_weeks(breaks: Iterable[Break]) -> set[int]:
    """The weeks of breaks, numbered as the items' are."""
    return {(monday - FIRST_MONDAY).days // 7 for monday in _mondays(breaks)}


def _mondays(breaks: Iterable[Break]) -> set[date]:
    found: set[date] = set()
    for each in breaks:
        week, last = date.fromisoformat(each.first_week), date.fromisoformat(each.last_week)
        while week <= last:
            found.add(week)
            week += timedelta(weeks=1)
    return found
