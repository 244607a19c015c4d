"""Placebo dates: how often a date on which nothing was announced shows as large a change.

In: a country's months, the windows of an event and its difference. Out: ``Placebo``, or the rule that forbids it. It is
the one check that needs no model: seasons, waves of news and slow drift are in the placebo dates as they are in the
event's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.change.before_after import outlet_weights
from reports.change.months import MonthTable, Windows, panel_of
from reports.change.refusals import FEWEST_PLACEBOS, Refused, Rule
from reports.figures.shares import COUNTS_ONLY_BELOW
from reports.stats import Numbers

# A change that more than one placebo date in ten shows too is nothing special.
PLACEBO_LIMIT = 0.10


@dataclass(frozen=True, slots=True)
class Placebo:
    """``as_large`` of ``dates`` placebo months change at least as much; ``changes``: theirs, in the order of
    ``months`` (since year 0); ``own``: the event's, computed as theirs are."""

    as_large: int
    dates: int
    changes: tuple[float, ...]
    own: float
    months: tuple[int, ...]

    @property
    def often(self) -> bool:
        """True when as large a change is nothing special."""
        return self.as_large > PLACEBO_LIMIT * self.dates


def placebo(table: MonthTable, side: str, windows: Windows, difference: float) -> Placebo | Refused:
    """The changes within the event's panel around every month whose windows are clear of the event."""
    own = table.only(panel_of(table, windows))
    months = windows.before.stop - windows.before.start
    start, end = windows.between
    changes, tried = [], []
    for month in range(months, own.n.shape[1] - months):
        overlaps = month - months <= end and month + months >= start
        moved = Windows(slice(month - months, month), slice(month + 1, month + 1 + months))
        change = None if overlaps else _within(own.n, own.hits[side], moved)
        if change is not None:
            changes.append(change)
            tried.append(own.first + month)
    if len(changes) < FEWEST_PLACEBOS:
        return Refused(Rule.FEW_DATES, {"dates": len(changes), "fewest": FEWEST_PLACEBOS})
    # A tie is as large, whatever the last bit of a sum says.
    as_large = sum(abs(change) >= abs(difference) - 1e-12 for change in changes)
    return Placebo(as_large, len(changes), tuple(changes), difference, tuple(tried))


def _within(n: Numbers, hits: Numbers, windows: Windows) -> float | None:
    """The change within outlets, of those with stories in both windows; None with fewer stories than a figure needs."""
    n_before, n_after = n[:, windows.before].sum(1), n[:, windows.after].sum(1)
    kept = (n_before > 0) & (n_after > 0)
    n_before, n_after = n_before[kept], n_after[kept]
    if min(n_before.sum(), n_after.sum()) < COUNTS_ONLY_BELOW:
        return None
    before, after = hits[kept][:, windows.before].sum(1) / n_before, hits[kept][:, windows.after].sum(1) / n_after
    return float(np.asarray(outlet_weights(n_before, n_after) @ (after - before)))
