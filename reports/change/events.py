"""All that can be said of the events of one report, and what it is consistent with.

In: the rows of a country and of the others, the events, what was registered. Out: one ``Change`` an event and side:
each part a figure or the rule that forbids it, Holm's correction over all of them, and a worded verdict. Nothing here
says "caused".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from reports.change.before_after import BeforeAfter, WindowCounts, before_after, window_counts
from reports.change.comparison import Comparison, comparison
from reports.change.composition import Composition, composition
from reports.change.corrected import with_labels
from reports.change.interrupted import Interrupted, interrupted
from reports.change.months import MONTHS_EACH_SIDE, MonthTable, Windows, month_table, windows_around
from reports.change.placebo import Placebo, placebo
from reports.change.refusals import Refused, Rule
from reports.change.registry import Registration
from reports.events import Event
from reports.figures.series import SIDES
from reports.rows import ReportRows
from reports.stats import Estimate, holm
from reports.threads import one_thread

ALARM = 0.05
# What builds on a difference that was refused.
_NOTHING = Refused(Rule.NO_DIFFERENCE)
# What was registered for a side of an event in this country.
Registered = Mapping[tuple[str, str], Registration]


class Verdict(StrEnum):
    """What the figures are consistent with."""

    CONSISTENT = "consistent"
    NOT_SPECIAL = "not_special"
    MIX = "mix"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    NOT_COMPUTED = "not_computed"


@dataclass(frozen=True, slots=True)
class Change:
    """One event and side. Every part is a figure or the rule that forbids it."""

    event: Event
    side: str
    months: int
    counts: WindowCounts
    result: BeforeAfter | Refused
    comparison: Comparison | Refused = _NOTHING
    placebo: Placebo | Refused = _NOTHING
    interrupted: Interrupted | Refused = _NOTHING
    composition: Composition | None = None
    registered: Registration | None = None
    p_holm: float | None = None
    verdict: Verdict = Verdict.NOT_COMPUTED

    @property
    def found(self) -> BeforeAfter | None:
        """The difference, where one is given."""
        return self.result if isinstance(self.result, BeforeAfter) else None

    @property
    def difference(self) -> Estimate | None:
        """The difference and its interval, where one is given."""
        return self.result.difference if isinstance(self.result, BeforeAfter) else None

    @property
    def detectable(self) -> float:
        """The smallest change to be seen: as measured, else as planned from the counts."""
        return self.result.detectable if isinstance(self.result, BeforeAfter) else self.counts.planned


@one_thread
def changes_of(
    country: str,
    rows_by_country: Mapping[str, ReportRows],
    events: Sequence[Event],
    *,
    months_each_side: int = MONTHS_EACH_SIDE,
    sides: Sequence[str] = SIDES,
    against: Sequence[str] | None = None,
    registered: Registered | None = None,
) -> list[Change]:
    """The changes around ``events`` in ``country``, by event and side, with Holm's correction over all of them.

    ``against``: the countries to compare with, all others by default; never those of the event itself. A registered
    side of an event is computed on the window and panel that were registered.
    """
    tables = {name: table for name, rows in rows_by_country.items() if (table := month_table(rows)) is not None}
    if country not in tables:
        return []
    one = _Country(country, rows_by_country[country], tables[country], rows_by_country)
    changes = []
    for event in events:
        wanted = tables if against is None else {code: tables[code] for code in against if code in tables}
        others = {code: table for code, table in sorted(wanted.items()) if code != country and not event.touches(code)}
        for side in sides:
            plan = (registered or {}).get((event.id, side))
            changes.append(one.change(event, side, others, plan.months if plan else months_each_side, plan))
    adjusted = iter(holm([change.found.p for change in changes if change.found is not None]))
    return [_judged(change, next(adjusted)) if change.found is not None else change for change in changes]


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    rows: ReportRows
    table: MonthTable
    elsewhere: Mapping[str, ReportRows]

    def change(
        self, event: Event, side: str, others: Mapping[str, MonthTable], months: int, plan: Registration | None
    ) -> Change:
        """One side of one event, not yet judged."""
        table = _on_panel(self.table, plan)
        windows = windows_around(table, event, months)
        if windows is None:
            outside = Refused(Rule.OUTSIDE, {"months": months})
            return Change(event, side, months, WindowCounts(), outside, registered=plan)
        counts = window_counts(table, side, windows)
        result = before_after(table, side, windows)
        if isinstance(result, Refused):
            return Change(event, side, months, counts, result, registered=plan)
        # Placebo dates and composition speak of the machine's reading, which labels do not cover month by month.
        compared = {code: others[code] for code in others if plan is None or not plan.against or code in plan.against}
        labelled = with_labels(result, self.rows, table, side, windows)

        def correct(country: str, found: BeforeAfter, windows: Windows) -> BeforeAfter:
            return with_labels(found, self.elsewhere[country], compared[country], side, windows)

        return Change(
            event,
            side,
            months,
            counts,
            labelled,
            comparison(result, table, side, event, compared, months, labelled, correct),
            placebo(table, side, windows, result.difference.value),
            interrupted(table, side, windows),
            composition(self.rows, table, side, windows),
            plan,
        )


def _on_panel(table: MonthTable, plan: Registration | None) -> MonthTable:
    """The table of the registered panel, as far as it is still there."""
    if plan is None or not plan.panel:
        return table
    return table.only(np.isin(np.array(table.outlets), list(plan.panel)))


def _judged(change: Change, p_holm: float) -> Change:
    """Add the worded verdict: a clear difference must stand out from the other countries and from other dates too."""
    found = change.found
    if found is None:
        return change
    if p_holm >= ALARM or not found.difference.excludes_zero:
        # Were it the outlets' own change, so large a raw difference would be clear.
        by_mix = abs(found.raw) > abs(found.difference.high - found.difference.value)
        verdict = Verdict.MIX if by_mix and abs(found.mix) > abs(found.raw) / 2 else Verdict.NO_CLEAR_DIFFERENCE
    elif _elsewhere_too(change):
        verdict = Verdict.NOT_SPECIAL
    else:
        verdict = Verdict.CONSISTENT
    return replace(change, p_holm=p_holm, verdict=verdict)


def _elsewhere_too(change: Change) -> bool:
    """True when the other countries, or too many other dates, show as large a change."""
    others = isinstance(change.comparison, Comparison) and not change.comparison.beyond.excludes_zero
    return others or (isinstance(change.placebo, Placebo) and change.placebo.often)
