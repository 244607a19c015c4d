"""Stories by outlet and month, and the windows around an event: what every question about change is asked of.

In: the rows of a country. Out: a ``MonthTable`` (counts, hits and collection gaps), the ``Windows`` of an event on it,
and the fixed panel of outlets that have stories in both windows. Nothing here estimates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.events import Event
from reports.figures.health import volumes_by_outlet
from reports.figures.series import SIDES
from reports.rows import ReportRows
from reports.stats import Numbers

# Months compared on each side of an event (measurement design, "Change after an event").
MONTHS_EACH_SIDE = 6


@dataclass(frozen=True, slots=True)
class MonthTable:
    """Stories by outlet (rows) and month (columns, from ``first``, in months since year 0).

    ``n``: stories; ``hits``: those on a side, by side. A month that is a gap in an outlet's collection holds zero in
    both and True in ``gaps``.
    """

    first: int
    outlets: tuple[str, ...]
    n: Numbers
    hits: dict[str, Numbers]
    gaps: npt.NDArray[np.bool_]
    # Differences computed on the table: other countries ask for the same ones (reports.change.comparison).
    differences: dict[object, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def last(self) -> int:
        """The last month of the table."""
        return self.first + int(self.n.shape[1]) - 1

    def only(self, outlets: Sequence[bool] | npt.NDArray[np.bool_]) -> MonthTable:
        """The table of some of its outlets."""
        chosen = np.asarray(outlets, dtype=np.bool_)
        names = tuple(outlet for outlet, kept in zip(self.outlets, chosen, strict=True) if kept)
        hits = {side: cells[chosen] for side, cells in self.hits.items()}
        return replace(self, outlets=names, n=self.n[chosen], hits=hits, gaps=self.gaps[chosen])


@dataclass(frozen=True, slots=True)
class Windows:
    """The columns before and after an event; what lies between them is in neither."""

    before: slice
    after: slice

    @property
    def between(self) -> tuple[int, int]:
        """The first and the last column that are the event's own."""
        return self.before.stop, self.after.start - 1

    def shifted(self, months: int) -> Windows:
        """The same windows some months later (earlier when negative)."""
        before = slice(self.before.start + months, self.before.stop + months)
        return Windows(before, slice(self.after.start + months, self.after.stop + months))


def month_table(rows: ReportRows) -> MonthTable | None:
    """The table of a country's (or an outlet's) rows; None when no story has a month."""
    return rows.once("months", lambda: _table(rows))


def _table(rows: ReportRows) -> MonthTable | None:
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
            columns = [short - first for short in volumes.short() if first <= short <= last]
            gaps[outlets.index(outlet), columns] = True

    def counted(weights: pd.Series) -> Numbers:
        cells = np.zeros(shape)
        np.add.at(cells, (place.to_numpy(), (month - first).to_numpy()), weights.to_numpy(float))
        cells[gaps] = 0
        return cells

    ones = pd.Series(1.0, index=dated.index)
    return MonthTable(first, outlets, counted(ones), {side: counted(dated[side]) for side in SIDES}, gaps)


def windows_around(table: MonthTable, event: Event, months: int) -> Windows | None:
    """The windows around an event, or None when the table does not cover both."""
    start, end = event.first_month - table.first, event.last_month - table.first
    if start - months < 0 or end + months > table.last - table.first:
        return None
    return Windows(slice(start - months, start), slice(end + 1, end + 1 + months))


def panel_of(table: MonthTable, windows: Windows) -> npt.NDArray[np.bool_]:
    """Which outlets have stories in both windows."""
    return np.asarray((table.n[:, windows.before].sum(1) > 0) & (table.n[:, windows.after].sum(1) > 0))
