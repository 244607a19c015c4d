"""An outlet's figures on both sides of an event, where one falls among its stories.

In: the rows of a country, an outlet, the events of the country and what was registered of them. Out: the windows of
each event with the outlet's figures and the other outlets' before and after it. A figure over years that hold an event
mixes two times; these do not. The events are those registered beforehand, else the last of the country's own: who looks
at every event finds a change by chance, and the country's page is where they are all weighed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corpus.records import Outlet
from reports.change.before_after import BeforeAfter, before_after
from reports.change.composition import in_window
from reports.change.corrected import with_labels
from reports.change.events import Registered
from reports.change.months import MONTHS_EACH_SIDE, MonthTable, Windows, month_table, windows_around
from reports.change.refusals import Refused, Rule
from reports.estimates.cells import Pool
from reports.estimates.shares import corrected, corrected_share
from reports.events import Event, events_between
from reports.figures.indicators import few_others
from reports.figures.shares import Share, share_of
from reports.figures.voices import impacted_heard
from reports.reply.corrections import withheld_figures
from reports.rows import ReportRows

# The indicators that are told on both sides; of the first two the difference is computed as for countries.
MEASURES = {"O2": "s", "O3": "r", "O6": None}


@dataclass(frozen=True, slots=True)
class Pair:
    """One indicator before and after. ``others_``: the country's other outlets, None where they cannot stand beside it.
    ``difference``: after less before with its interval, or the rule that forbids it; None where none is computed."""

    before: Share
    after: Share
    others_before: Share | None
    others_after: Share | None
    difference: BeforeAfter | Refused | None


@dataclass(frozen=True, slots=True)
class Around:
    """One event. ``refused``: why nothing stands on both sides; then ``pairs`` is empty. The windows are in months
    since year 0, both ends included. ``few_others``: the other outlets are too few to be told of."""

    event: Event
    months: int
    registered: bool
    before: tuple[int, int]
    after: tuple[int, int]
    pairs: Mapping[str, Pair]
    refused: Refused | None = None
    few_others: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """What a card is told of events: all of the study, the window on each side, and what was registered."""

    events: Sequence[Event] = ()
    months: int = MONTHS_EACH_SIDE
    registered: Registered | None = None


def around_events(
    outlet: Outlet, country_rows: ReportRows, own: ReportRows, happened: Happened, pools: Mapping[str, Pool] | None
) -> tuple[Around, ...]:
    """The events to tell of an outlet, by date; none where none falls among its stories."""
    table = month_table(own)
    if table is None:
        return ()
    near = events_between(happened.events, outlet.country, table.first, table.last)
    plans = happened.registered or {}
    chosen = [event for event in near if any((event.id, side) in plans for side in ("s", "r"))]
    chosen = chosen or [event for event in near if not event.regional][-1:]
    return tuple(_around(event, outlet, country_rows, own, table, happened, pools) for event in chosen)


def _around(
    event: Event,
    outlet: Outlet,
    country_rows: ReportRows,
    own: ReportRows,
    table: MonthTable,
    happened: Happened,
    pools: Mapping[str, Pool] | None,
) -> Around:
    plans = [plan for key, plan in (happened.registered or {}).items() if key[0] == event.id]
    months = plans[0].months if plans else happened.months
    before = (event.first_month - months, event.first_month - 1)
    after = (event.last_month + 1, event.last_month + months)
    windows = windows_around(table, event, months)
    few = few_others(country_rows, outlet)
    empty = Around(event, months, bool(plans), before, after, {}, few_others=few)
    if windows is None:
        return replace(empty, refused=Refused(Rule.OUTSIDE, {"months": months}))
    whole = month_table(country_rows)
    assert whole is not None  # noqa: S101 - the outlet's stories are among the country's
    shift = table.first - whole.first
    windows_of_country = windows.shifted(shift)
    mine = (country_rows.stories["outlet"] == outlet.id).to_numpy()
    sides = [in_window(country_rows.stories, whole, part) for part in _parts(windows_of_country)]
    pairs = {}
    withheld = withheld_figures(own.corrected, outlet.id)
    for measure, side in ((name, side) for name, side in MEASURES.items() if name not in withheld):
        shares = [_share(country_rows, measure, side, where & mine, pools) for where in sides]
        others = [_share(country_rows, measure, side, where & ~mine, None) for where in sides]
        pairs[measure] = Pair(
            shares[0], shares[1],
            None if few else _alike(others[0], shares[0]), None if few else _alike(others[1], shares[1]),
            _difference(own, table, side, windows) if side else None,
        )  # fmt: skip
    return replace(empty, pairs=pairs)


def _parts(windows: Windows) -> tuple[slice, slice]:
    return windows.before, windows.after


def _share(
    rows: ReportRows, measure: str, side: str | None, where: npt.NDArray[np.bool_], pools: Mapping[str, Pool] | None
) -> Share:
    stories = rows.stories[where]
    raw = impacted_heard(stories) if side is None else share_of(int(stories[side].sum()), len(stories))
    return corrected_share(raw, corrected(rows, measure, where=where, pool=(pools or {}).get(measure)))


def _alike(others: Share, own: Share) -> Share | None:
    """The other outlets' share, unless one of both is corrected and the other not: these do not belong side by side."""
    return others if (others.basis.reason is None) == (own.basis.reason is None) else None


def _difference(own: ReportRows, table: MonthTable, side: str, windows: Windows) -> BeforeAfter | Refused:
    found = before_after(table, side, windows)
    return found if isinstance(found, Refused) else with_labels(found, own, table, side, windows)
