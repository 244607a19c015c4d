"""Difference-in-differences: an event's country against countries without the event.

In: the country's own difference and the months of the others. Out: ``Comparison``, or the rule that forbids it. Where
people have labelled stories of both windows in every country compared, all differences are corrected; else none is, for
a corrected difference less a misread one would be neither. The
other countries are averaged by how exactly each is known; where they disagree with one another by more than their
errors, that disagreement counts for the event's country too (DerSimonian and Laird 1986).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from reports.change.before_after import (
    BeforeAfter,
    WindowCounts,
    before_after,
    estimated,
    normal_estimate,
    window_counts,
)
from reports.change.months import MonthTable, Windows, windows_around
from reports.change.refusals import Refused, Rule
from reports.events import Event
from reports.figures.shares import share_of
from reports.stats import Estimate, two_sided_p

# Below ten stories in a window a country's own difference says nothing; above, it weighs as much as it says.
_FEWEST_STORIES = 10


@dataclass(frozen=True, slots=True)
class Comparison:
    """``beyond``: the country's difference minus that of the others. ``others``: each other country's own difference;
    ``between``: standard deviation of true changes between countries; ``as_large``: others that changed as much;
    ``corrected``: all differences are by people's labels.
    """

    beyond: Estimate
    variance: float
    others: Mapping[str, Estimate]
    between: float
    as_large: int
    corrected: bool = False

    @property
    def p(self) -> float:
        """Two-sided p value of "the country changed as the others did"."""
        return two_sided_p(self.beyond.value / sqrt(self.variance))


# A country's difference with what the machine misreads taken out, or as it was where nobody labelled.
Correct = Callable[[str, BeforeAfter, Windows], BeforeAfter]


def comparison(
    own: BeforeAfter,
    table: MonthTable,
    side: str,
    event: Event,
    others: Mapping[str, MonthTable],
    months: int,
    labelled: BeforeAfter | None = None,
    correct: Correct | None = None,
) -> Comparison | Refused:
    """The difference of ``own`` beyond that of ``others``, countries that the event does not touch.

    ``labelled``: the own difference as ``correct`` gives it.
    """
    if event.regional:
        return Refused(Rule.REGIONAL)
    found = _differences(others, side, event, months)
    if not found:
        return Refused(Rule.NO_COUNTRY)
    if _already_apart(table, side, event, {country: others[country] for country in found}, months):
        return Refused(Rule.ALREADY_APART)
    if labelled is not None and labelled.labels is not None and correct is not None:
        corrected = {
            country: correct(country, each, windows)
            for country, each in found.items()
            if (windows := windows_around(others[country], event, months)) is not None
        }
        if all(each.labels is not None for each in corrected.values()):
            return replace(_beyond(labelled, corrected), corrected=True)
    return _beyond(own, found)


def _beyond(own: BeforeAfter, found: Mapping[str, BeforeAfter]) -> Comparison:
    values = np.array([each.difference.value for each in found.values()])
    variances = np.array([each.variance for each in found.values()])
    between = _between(values, variances)
    weights = 1 / (variances + between)
    weights /= weights.sum()
    elsewhere = float(weights @ values)
    variance = own.variance + between + float(weights**2 @ (variances + between))
    return Comparison(
        beyond=normal_estimate(own.difference.value - elsewhere, variance),
        variance=variance,
        others={country: each.difference for country, each in found.items()},
        between=sqrt(between),
        as_large=int((np.abs(values) >= abs(own.difference.value)).sum()),
    )


def _between(values: np.ndarray, variances: np.ndarray) -> float:
    """Variance of true changes between countries, by the method of moments; 0 with one country."""
    if len(values) < 2:
        return 0.0
    weights = 1 / variances
    mean = float(weights @ values / weights.sum())
    excess = float(weights @ (values - mean) ** 2) - (len(values) - 1)
    return max(0.0, excess / float(weights.sum() - (weights**2).sum() / weights.sum()))


def _differences(
    tables: Mapping[str, MonthTable], side: str, event: Event, months: int, earlier: int = 0
) -> dict[str, BeforeAfter]:
    """The countries' own differences around an event, or around a date some months earlier."""
    found = {}
    for country, table in sorted(tables.items()):
        windows = windows_around(table, event, months)
        if windows is not None and earlier:
            windows = _earlier(windows, earlier)
        counts = window_counts(table, side, windows) if windows is not None else None
        if windows is not None and counts is not None and min(counts.n_before, counts.n_after) >= _FEWEST_STORIES:
            found[country] = _estimated(table, side, windows, counts)
    return found if _shown(found) else {}


def _estimated(table: MonthTable, side: str, windows: Windows, counts: WindowCounts) -> BeforeAfter:
    """A country's own difference, computed once for all the events of other countries that are compared with it."""
    key = (side, *(end for window in (windows.before, windows.after) for end in (window.start, window.stop)))
    if key not in table.differences:
        table.differences[key] = estimated(table, side, windows, counts)
    found: BeforeAfter = table.differences[key]
    return found


def _shown(found: Mapping[str, BeforeAfter]) -> bool:
    """True when the countries together have shares that a report may print."""
    all_counts = [each.counts for each in found.values()]
    before = share_of(sum(each.hits_before for each in all_counts), sum(each.n_before for each in all_counts))
    after = share_of(sum(each.hits_after for each in all_counts), sum(each.n_after for each in all_counts))
    return before.shown and after.shown


def _already_apart(table: MonthTable, side: str, event: Event, others: Mapping[str, MonthTable], months: int) -> bool:
    """True when country and others moved apart before the event already: then they are no picture of what would have
    been.

    Asked of the same windows, moved until they end where the event begins; not asked where the table starts later.
    """
    windows = windows_around(table, event, months)
    moved = _earlier(windows, months + 1) if windows is not None else None
    before = before_after(table, side, moved) if moved is not None else None
    elsewhere = _differences(others, side, event, months, months + 1)
    if not isinstance(before, BeforeAfter) or not elsewhere:
        return False
    return _beyond(before, elsewhere).beyond.excludes_zero


def _earlier(windows: Windows, months: int) -> Windows | None:
    """The windows of the month before last: both before the event, or None where the table has not begun."""
    end = windows.before.stop
    length = windows.before.stop - windows.before.start
    start = end - months - length
    return None if start < 0 else Windows(slice(start, start + length), slice(end - length, end))
