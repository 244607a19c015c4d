"""The first against the last twelve months of a country or an outlet, or its first against its last period.

In: its rows. Out: a ``Trend`` a side. Whole years are compared, so that seasons cancel out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reports.change.before_after import BeforeAfter, before_after, window_counts
from reports.change.months import MonthTable, Windows, month_table
from reports.rows import ReportRows
from reports.stats import Estimate

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Trend:
    """The counts of both years, in the same outlets. ``difference`` is None where a rule of evidence forbids it.
    ``first`` and ``last``: the months of both, since year 0, ends included."""

    side: str
    hits_before: int
    n_before: int
    hits_after: int
    n_after: int
    difference: Estimate | None
    first: tuple[int, int]
    last: tuple[int, int]


class Direction(StrEnum):
    """What a share did between the two years."""

    ROSE = "rose"
    FELL = "fell"
    FLAT = "flat"
    FEW = "few"  # too few stories, or too uncertain, to tell


def direction_of(trend: Trend | None) -> Direction:
    """The one rule by which a country or an outlet is said to have changed, on whatever page."""
    if trend is None or trend.difference is None:
        return Direction.FEW
    if not trend.difference.excludes_zero:
        return Direction.FLAT
    return Direction.ROSE if trend.difference.value > 0 else Direction.FELL


def trends_of(rows: ReportRows) -> dict[str, Trend]:
    """For each side, how the last twelve months differ from the first twelve; empty when they would overlap."""
    table = month_table(rows)
    if table is None:
        return {}
    return _between(table, (table.first, table.first + _YEAR - 1), (table.last - _YEAR + 1, table.last))


def period_trends(rows: ReportRows, months: int) -> dict[str, Trend]:
    """The same for the first and the last period of ``months``, as a chart draws them; of twelve months where its
    periods are shorter."""
    table = month_table(rows)
    if table is None or months <= _YEAR:
        return trends_of(rows)
    first, last = table.first // months * months, table.last // months * months
    return _between(table, (table.first, first + months - 1), (last, table.last))


def _between(table: MonthTable, first: tuple[int, int], last: tuple[int, int]) -> dict[str, Trend]:
    """The trends between two spans of months, ends included; empty when they would overlap."""
    if first[1] >= last[0]:
        return {}
    before, after = (slice(max(0, start - table.first), end - table.first + 1) for start, end in (first, last))
    windows = Windows(before, after)
    trends = {}
    for side in table.hits:
        counts = window_counts(table, side, windows)
        if counts.outlets:
            found = before_after(table, side, windows)
            difference = found.difference if isinstance(found, BeforeAfter) else None
            cells = (counts.hits_before, counts.n_before, counts.hits_after, counts.n_after)
            trends[side] = Trend(side, *cells, difference, first, last)
    return trends
