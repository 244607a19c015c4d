"""Framing over time: one point a period, with the article-weighted share and the equal-weight panel.

In: the rows of one country or outlet. Out: the period that the number of stories bears, the panel of outlets, and a
list of points. A period is a number of months (1, 3, 6 or 12) and counts from year 0, so that it sorts and subtracts.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reports.figures.health import collected_parts, country_gaps, volumes_by_outlet
from reports.figures.shares import Evidence, Share, evidence_for, share_of
from reports.rows import ReportRows
from reports.stats import wilson

# Month, quarter, half-year, year.
PERIODS = (1, 3, 6, 12)
# A line with more than a quarter of its points missing says less than a coarser one that is whole.
MOST_SHOWN = 0.75
# More points than this and the marks of one chart run into each other.
MOST_POINTS = 48
# The two sides, as columns of ReportRows.stories.
SIDES = ("s", "r")


@dataclass(frozen=True, slots=True)
class Point:
    """One period. ``shares``: article-weighted, by side. ``panel``: mean of the outlets' own shares, by
    side; None where it may not be printed. ``collected``: items collected, against those of a usual period; None where
    that cannot be known."""

    period: int
    months: int
    n: int
    shares: dict[str, Share]
    panel: dict[str, float | None]
    panel_outlets: int
    gap: bool
    collected: float | None = None

    @property
    def first_month(self) -> int:
        """The period's first month, in months since year 0."""
        return self.period * self.months


@dataclass(frozen=True, slots=True)
class Series:
    """Points without holes from the first to the last period. ``panel`` holds the outlets' ids."""

    months: int
    points: tuple[Point, ...]
    panel: tuple[str, ...]


def choose_period(dated: pd.DataFrame) -> int:
    """The finest period in which most points can be printed, by the rules of minimum evidence; a year when none is."""
    for months in PERIODS[:-1]:
        totals = _totals(dated["month"] // months, dated)
        span = max(totals) - min(totals) + 1
        if span > MOST_POINTS:
            continue
        shown = sum(all(share_of(hits, total.n).shown for hits in total.hits.values()) for total in totals.values())
        if shown >= MOST_SHOWN * span:
            return months
    return PERIODS[-1]


def panel_of(rows: ReportRows, months: int) -> tuple[str, ...]:
    """The fixed panel: outlets with a story in at least half of the periods, in the order of the registry."""
    dated = _dated(rows.stories)
    if dated.empty:
        return ()
    periods = dated["month"] // months
    span = int(periods.max() - periods.min()) + 1
    present = periods.groupby(dated["outlet"]).nunique()
    return tuple(outlet.id for outlet in rows.outlets if present.get(outlet.id, 0) * 2 >= span)


def series_of(rows: ReportRows, months: int | None = None) -> Series:
    """The series of a country's or an outlet's rows; ``months`` fixes the period."""
    dated = _dated(rows.stories)
    if dated.empty:
        return Series(months or PERIODS[-1], (), ())
    months = months or choose_period(dated)
    panel = panel_of(rows, months)
    volumes = volumes_by_outlet(rows, months)
    gaps, collected = country_gaps(volumes), collected_parts(volumes)
    frame = dated.assign(period=dated["month"] // months)
    totals = _totals(frame["period"], frame)
    by_outlet = frame[frame["outlet"].isin(panel)].groupby(["period", "outlet"])[list(SIDES)].agg(["mean", "size"])
    points = []
    for period in range(int(frame["period"].min()), int(frame["period"].max()) + 1):
        n = totals[period].n if period in totals else 0
        gap = period in gaps
        shares = {side: _share(totals[period].hits[side] if n else 0, n, gap) for side in SIDES}
        own = by_outlet.loc[period] if period in by_outlet.index.get_level_values(0) else None
        panel_means = {side: None if own is None or gap else _panel_mean(pd.DataFrame(own[side])) for side in SIDES}
        outlets = 0 if own is None else len(own)
        points.append(Point(period, months, n, shares, panel_means, outlets, gap, collected.get(period)))
    return Series(months, tuple(points), panel)


@dataclass(frozen=True, slots=True)
class _Total:
    """Stories of one period, and how many of them are on each side."""

    n: int
    hits: dict[str, int]


def _totals(period: pd.Series, stories: pd.DataFrame) -> dict[int, _Total]:
    sizes = period.value_counts()
    hits = {side: period[stories[side]].value_counts() for side in SIDES}
    return {
        place: _Total(int(sizes.loc[place]), {side: int(hits[side].get(place, 0)) for side in SIDES})
        for place in sorted(period.unique().tolist())
    }


def _panel_mean(outlets: pd.DataFrame) -> float | None:
    """The mean of the outlets' own shares; None where it may not be printed. One outlet alone is no panel.

    ``outlets``: ``mean`` and ``size`` of each. Outlets that weigh the same say together as much as k² / sum(1 / n)
    stories would, which is fewer than theirs where they differ in size.
    """
    if len(outlets) < 2:
        return None
    mean, effective = float(outlets["mean"].mean()), float(len(outlets) ** 2 / (1 / outlets["size"]).sum())
    width = wilson(mean * effective, effective).width
    return mean if evidence_for(int(effective), width) in (Evidence.FULL, Evidence.PROVISIONAL) else None


def _share(count: int, n: int, gap: bool) -> Share:
    share = share_of(count, n)
    return Share(share.count, share.n, share.estimate, Evidence.GAP) if gap else share


def _dated(stories: pd.DataFrame) -> pd.DataFrame:
    dated = stories.dropna(subset=["month"])
    return dated.assign(month=dated["month"].astype(int))
