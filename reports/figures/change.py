"""Before and after an event, on a fixed panel of outlets, with what would have had to be true to see a change.

In: the rows of a country, those of the others, and the events. Out: one ``Change`` per event and side: a difference of
shares with a block bootstrap over outlet and month, the same for the countries without the event
(difference-in-differences), the share of placebo dates with as large a change, and a worded verdict. When a rule of
evidence fails there is a reason and no figure. Nothing here says "caused".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.events import Event
from reports.figures.health import volumes_by_outlet
from reports.figures.series import SIDES
from reports.figures.shares import COUNTS_ONLY_BELOW, PROVISIONAL_BELOW, share_of
from reports.rows import ReportRows
from reports.stats import (
    SEED,
    Estimate,
    block_draws,
    bootstrap_p,
    from_draws,
    holm,
    minimum_detectable_change,
    score_difference,
)

# Months compared on each side of an event (measurement design, "Change after an event").
MONTHS_EACH_SIDE = 6
# The bootstrap needs some blocks (an outlet's month) to draw from; below eight its interval is too narrow.
FEWEST_BLOCKS = 8
# Fewer placebo dates than this say nothing about how rare a change is.
FEWEST_PLACEBOS = 12
# A change that more than one placebo date in ten shows too is nothing special.
PLACEBO_LIMIT = 0.10
ALARM = 0.05
# A trend compares whole years, so that seasons cancel out.
_YEAR = 12


class Reason(StrEnum):
    """Why there is no figure."""

    OUTSIDE = "outside"
    NO_PANEL = "no_panel"
    TOO_FEW = "too_few"
    FEW_BLOCKS = "few_blocks"
    TOO_WIDE = "too_wide"


class Verdict(StrEnum):
    """What the figures are consistent with."""

    CONSISTENT = "consistent"
    NOT_SPECIAL = "not_special"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    NOT_COMPUTED = "not_computed"


@dataclass(frozen=True, slots=True)
class Change:
    """One event and side. Shares and differences are 0..1; ``within`` weighs the panel's outlets equally."""

    event: Event
    side: str
    hits_before: int = 0
    n_before: int = 0
    hits_after: int = 0
    n_after: int = 0
    outlets: tuple[str, ...] = ()
    reason: Reason | None = None
    difference: Estimate | None = None
    within: float | None = None
    comparison: Estimate | None = None
    compared: tuple[str, ...] = ()
    placebo_as_large: int = 0
    placebo_dates: int = 0
    detectable: float = 1.0
    p: float = 1.0
    p_holm: float = 1.0
    verdict: Verdict = Verdict.NOT_COMPUTED

    @property
    def provisional(self) -> bool:
        """True when either side has fewer stories than a full figure needs."""
        return min(self.n_before, self.n_after) < PROVISIONAL_BELOW


@dataclass(frozen=True, slots=True)
class _Months:
    """Stories by outlet (rows) and month (columns, from ``first``); months that are collection gaps hold zero."""

    first: int
    outlets: tuple[str, ...]
    n: npt.NDArray[np.float64]
    hits: dict[str, npt.NDArray[np.float64]]

    @property
    def last(self) -> int:
        return self.first + int(self.n.shape[1]) - 1


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Outlet-months before and after an event: stories on the side, and all stories."""

    hits_before: npt.NDArray[np.float64]
    n_before: npt.NDArray[np.float64]
    hits_after: npt.NDArray[np.float64]
    n_after: npt.NDArray[np.float64]

    @property
    def shown(self) -> bool:
        """True when each of the two shares passes the rules of minimum evidence. How far their difference can be seen
        is what the minimum detectable change says, so the difference has no width of its own to keep."""
        return self._share(self.hits_before, self.n_before) and self._share(self.hits_after, self.n_after)

    @property
    def enough(self) -> bool:
        """True when the bootstrap has blocks enough on both sides."""
        return min(len(self.n_before), len(self.n_after)) >= FEWEST_BLOCKS

    @property
    def difference(self) -> float:
        """After minus before."""
        return float(self.hits_after.sum() / self.n_after.sum() - self.hits_before.sum() / self.n_before.sum())

    def draws(self, seed: int) -> npt.NDArray[np.float64]:
        """Bootstrap draws of after minus before."""
        before = block_draws(self.hits_before, self.n_before, seed=seed)
        return block_draws(self.hits_after, self.n_after, seed=seed + 1) - before

    def estimate(self, draws: npt.NDArray[np.float64]) -> Estimate:
        """The difference with the interval of its draws; where a side has none or all, which no draw can vary, with the
        wider of the two methods."""
        score = score_difference(*_counts(self))
        drawn = from_draws(self.difference, draws)
        one_sided = any(hits.sum() in (0, n.sum()) for hits, n in self._sides)
        return score if one_sided and score.width > drawn.width else drawn

    @property
    def _sides(self) -> tuple[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]], ...]:
        return ((self.hits_before, self.n_before), (self.hits_after, self.n_after))

    @staticmethod
    def _share(hits: npt.NDArray[np.float64], n: npt.NDArray[np.float64]) -> bool:
        return share_of(int(hits.sum()), int(n.sum())).shown


@dataclass(frozen=True, slots=True)
class _Windows:
    """Column slices before and after an event."""

    before: slice
    after: slice


def changes_of(
    country: str,
    rows_by_country: Mapping[str, ReportRows],
    events: Sequence[Event],
    *,
    months_each_side: int = MONTHS_EACH_SIDE,
    seed: int = SEED,
) -> list[Change]:
    """The changes around ``events`` in ``country``, by event and side, with Holm's correction over all of them."""
    tables = {name: table for name, rows in rows_by_country.items() if (table := _month_table(rows)) is not None}
    if country not in tables:
        return []
    changes = []
    for event in events:
        others = {} if event.regional else {c: t for c, t in sorted(tables.items()) if not event.touches(c)}
        changes += [_change(event, side, tables[country], others, months_each_side, seed) for side in SIDES]
    computed = [change for change in changes if change.difference is not None]
    adjusted = iter(holm([change.p for change in computed]))
    return [_judged(change, next(adjusted)) if change.difference is not None else change for change in changes]


@dataclass(frozen=True, slots=True)
class Trend:
    """The first against the last twelve months. ``difference`` is None when either has too few stories."""

    side: str
    hits_before: int
    n_before: int
    hits_after: int
    n_after: int
    difference: Estimate | None


def trends_of(rows: ReportRows, *, seed: int = SEED) -> dict[str, Trend]:
    """For each side, how the last twelve months differ from the first twelve; empty when they would overlap."""
    table = _month_table(rows)
    if table is None or table.n.shape[1] < 2 * _YEAR:
        return {}
    windows = _Windows(slice(0, _YEAR), slice(table.n.shape[1] - _YEAR, table.n.shape[1]))
    trends = {}
    for side in table.hits:
        blocks = _blocks(table, side, windows)
        if blocks is not None:
            difference = blocks.estimate(blocks.draws(seed)) if blocks.shown and blocks.enough else None
            trends[side] = Trend(side, *_counts(blocks), difference)
    return trends


def _counts(blocks: _Blocks) -> tuple[int, int, int, int]:
    return (
        int(blocks.hits_before.sum()),
        int(blocks.n_before.sum()),
        int(blocks.hits_after.sum()),
        int(blocks.n_after.sum()),
    )


def _month_table(rows: ReportRows) -> _Months | None:
    dated = rows.stories.dropna(subset=["month"])
    if dated.empty:
        return None
    month = dated["month"].astype(int)
    first, last = int(month.min()), int(month.max())
    outlets = tuple(outlet.id for outlet in rows.outlets if (dated["outlet"] == outlet.id).any())
    place = dated["outlet"].map({outlet: index for index, outlet in enumerate(outlets)})
    shape = (len(outlets), last - first + 1)
    gaps = np.zeros(shape, bool)
    for outlet, volumes in volumes_by_outlet(rows, 1).items():
        if outlet in outlets:
            columns = [month - first for month in volumes.short() if first <= month <= last]
            gaps[outlets.index(outlet), columns] = True

    def table(weights: pd.Series) -> npt.NDArray[np.float64]:
        cells = np.zeros(shape)
        np.add.at(cells, (place.to_numpy(), (month - first).to_numpy()), weights.to_numpy(float))
        cells[gaps] = 0
        return cells

    ones = pd.Series(1.0, index=dated.index)
    return _Months(first, outlets, table(ones), {side: table(dated[side]) for side in SIDES})


def _windows(table: _Months, event: Event, k: int) -> _Windows | None:
    """The windows around an event, or None when the rows do not cover both."""
    start, end = event.first_month - table.first, event.last_month - table.first
    if start - k < 0 or end + k > table.last - table.first:
        return None
    return _Windows(slice(start - k, start), slice(end + 1, end + 1 + k))


def _panel(table: _Months, windows: _Windows) -> npt.NDArray[np.bool_]:
    return np.asarray((table.n[:, windows.before].sum(1) > 0) & (table.n[:, windows.after].sum(1) > 0))


def _change(event: Event, side: str, table: _Months, others: Mapping[str, _Months], k: int, seed: int) -> Change:
    windows = _windows(table, event, k)
    if windows is None:
        return Change(event, side, reason=Reason.OUTSIDE)
    blocks = _blocks(table, side, windows)
    if blocks is None:
        return Change(event, side, reason=Reason.NO_PANEL)
    panel = _panel(table, windows)
    hits_before, n_before, hits_after, n_after = _counts(blocks)
    change = Change(
        event,
        side,
        hits_before=hits_before,
        n_before=n_before,
        hits_after=hits_after,
        n_after=n_after,
        outlets=tuple(outlet for outlet, kept in zip(table.outlets, panel, strict=True) if kept),
        detectable=minimum_detectable_change(n_before, n_after),
    )
    if min(n_before, n_after) < COUNTS_ONLY_BELOW:
        return replace(change, reason=Reason.TOO_FEW)
    if not blocks.enough:
        return replace(change, reason=Reason.FEW_BLOCKS)
    if not blocks.shown:
        return replace(change, reason=Reason.TOO_WIDE)
    draws = blocks.draws(seed)
    compared, elsewhere = _elsewhere(side, others, event, k)
    comparison = None
    if elsewhere is not None:
        # Another seed, or the two sets of draws would move together.
        beyond = draws - elsewhere.draws(seed + 2)
        comparison = from_draws(blocks.difference - elsewhere.difference, beyond)
    n, hits = table.n[panel], table.hits[side][panel]
    as_large, dates = _placebos(n, hits, event, table, k, abs(blocks.difference))
    return replace(
        change,
        difference=blocks.estimate(draws),
        within=_within(n, hits, windows),
        comparison=comparison,
        compared=compared,
        placebo_as_large=as_large,
        placebo_dates=dates,
        p=bootstrap_p(draws),
    )


def _blocks(table: _Months, side: str, windows: _Windows) -> _Blocks | None:
    """The panel's filled outlet-months on both sides of the windows; None without a panel."""
    panel = _panel(table, windows)
    if not panel.any():
        return None
    n, hits = table.n[panel], table.hits[side][panel]
    sides = []
    for window in (windows.before, windows.after):
        sizes, successes = n[:, window].ravel(), hits[:, window].ravel()
        sides.append((successes[sizes > 0], sizes[sizes > 0]))
    return _Blocks(*sides[0], *sides[1])


def _within(n: npt.NDArray[np.float64], hits: npt.NDArray[np.float64], windows: _Windows) -> float:
    """Mean over the panel's outlets of their own change: free of shifts in who publishes how much."""
    after = hits[:, windows.after].sum(1) / n[:, windows.after].sum(1)
    before = hits[:, windows.before].sum(1) / n[:, windows.before].sum(1)
    return float((after - before).mean())


def _elsewhere(
    side: str, others: Mapping[str, _Months], event: Event, k: int
) -> tuple[tuple[str, ...], _Blocks | None]:
    """The countries without the event that cover its windows, their outlet-months taken together."""
    found = {}
    for country, table in others.items():
        windows = _windows(table, event, k)
        blocks = _blocks(table, side, windows) if windows is not None else None
        if blocks is not None:
            found[country] = blocks
    if not found:
        return (), None
    together = _Blocks(*(np.concatenate([getattr(b, f.name) for b in found.values()]) for f in fields(_Blocks)))
    return (tuple(found), together) if together.shown else ((), None)


def _placebos(
    n: npt.NDArray[np.float64],
    hits: npt.NDArray[np.float64],
    event: Event,
    table: _Months,
    k: int,
    observed: float,
) -> tuple[int, int]:
    """How many placebo months, their windows clear of the event, show a change as large, and how many there are."""
    sizes, successes = n.sum(0), hits.sum(0)
    start, end = event.first_month - table.first, event.last_month - table.first
    as_large = dates = 0
    for month in range(k, len(sizes) - k):
        before, after = slice(month - k, month), slice(month + 1, month + 1 + k)
        overlaps = month - k <= end and month + k >= start
        if overlaps or min(sizes[before].sum(), sizes[after].sum()) < COUNTS_ONLY_BELOW:
            continue
        change = successes[after].sum() / sizes[after].sum() - successes[before].sum() / sizes[before].sum()
        dates += 1
        as_large += bool(abs(change) >= observed)
    return as_large, dates


def _judged(change: Change, p_holm: float) -> Change:
    """Add the worded verdict: a clear difference must stand out from the other countries and from other dates too."""
    if change.difference is None or p_holm >= ALARM or not change.difference.excludes_zero:
        verdict = Verdict.NO_CLEAR_DIFFERENCE
    elif _elsewhere_too(change):
        verdict = Verdict.NOT_SPECIAL
    else:
        verdict = Verdict.CONSISTENT
    return replace(change, p_holm=p_holm, verdict=verdict)


def _elsewhere_too(change: Change) -> bool:
    """True when the other countries, or too many other dates, show as large a change."""
    others = change.comparison is not None and not change.comparison.excludes_zero
    often = change.placebo_dates >= FEWEST_PLACEBOS and change.placebo_as_large > PLACEBO_LIMIT * change.placebo_dates
    return others or often
