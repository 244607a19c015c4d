"""Every number of an event's page: what was found around one event in one country, and all that speaks against it.

In: the figures of the country's page (so that both pages say the same, Holm's correction included) and the rows of all
countries. Out: ``EventFigures``. Nothing here depends on the language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from corpus.records import Framing
from reports.change.before_after import window_counts
from reports.change.comparison import Comparison
from reports.change.composition import in_window
from reports.change.events import Change
from reports.change.months import MonthTable, Windows, month_table, panel_of, windows_around
from reports.change.refusals import Refused, Rule
from reports.change.registry import Data
from reports.change.terms import TermMoves, term_moves
from reports.change.trends import Trend
from reports.estimates.audit import Audit
from reports.events import Event
from reports.figures.health import OutletHealth, volumes_by_outlet
from reports.figures.series import Series
from reports.figures.shares import PROVISIONAL_BELOW, Share, share_of
from reports.figures.voices import impacted_heard
from reports.rows import ReportRows


@dataclass(frozen=True, slots=True)
class Level:
    """One country's stories on a side, before and after; ``own`` is the event's country."""

    country: str
    hits_before: int
    n_before: int
    hits_after: int
    n_after: int
    own: bool

    @property
    def before(self) -> float:
        """The share before, 0..1."""
        return self.hits_before / self.n_before

    @property
    def after(self) -> float:
        """The share after, 0..1."""
        return self.hits_after / self.n_after

    @property
    def provisional(self) -> bool:
        """True when a side has fewer stories than a share needs that is no longer provisional."""
        return min(self.n_before, self.n_after) < PROVISIONAL_BELOW

    @property
    def shown(self) -> bool:
        """True when both shares may be printed and drawn."""
        return share_of(self.hits_before, self.n_before).shown and share_of(self.hits_after, self.n_after).shown


@dataclass(frozen=True, slots=True)
class Span:
    """The calendar of the windows, in months since year 0, ends included."""

    before: tuple[int, int]
    event: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, slots=True)
class MonthVolumes:
    """An outlet's items by month; ``gaps``: months whose collection is no fair picture; ``usual``: its median month."""

    counts: Mapping[int, int]
    gaps: frozenset[int]
    usual: float


@dataclass(frozen=True, slots=True)
class EventFigures:
    """``compared``: differences that Holm's correction counts. ``span`` is None where the stories do not cover the
    windows; then ``levels``, ``framings`` and ``volumes`` are empty. ``framings``: stories by framing, before and
    after. ``volumes``: items by outlet and month of the windows."""

    event: Event
    country: str
    changes: tuple[Change, ...]
    compared: int
    data: Data
    series: Series
    trends: Mapping[str, Trend]
    span: Span | None
    levels: Mapping[str, tuple[Level, ...]]  # by side, the event's country first
    terms: TermMoves | Refused
    framings: tuple[Mapping[str, int], Mapping[str, int]] | None
    volumes: Mapping[str, MonthVolumes]
    healths: tuple[OutletHealth, ...]
    n: int
    audit: Audit | None
    untagged: int
    heard: tuple[Share, Share] | None = None  # stories that hear a directly impacted woman, before and after
    elsewhere: tuple[tuple[str, Event], ...] = ()  # events of the countries compared, in the same months


@dataclass(frozen=True, slots=True)
class CountryPart:
    """What an event's page takes from its country's page. ``changes``: of all events of the country."""

    country: str
    changes: Sequence[Change]
    data: Data
    series: Series
    trends: Mapping[str, Trend]
    healths: tuple[OutletHealth, ...]
    audit: Audit | None
    untagged: int


def month_tables(rows_by_country: Mapping[str, ReportRows]) -> dict[str, MonthTable]:
    """The months of every country that has any."""
    return {code: table for code, rows in rows_by_country.items() if (table := month_table(rows)) is not None}


def event_figures(
    event: Event,
    part: CountryPart,
    rows: ReportRows,
    tables: Mapping[str, MonthTable],
    months: int,
    events: Sequence[Event] = (),
) -> EventFigures:
    """Compute an event's page. ``rows``: the country's; ``months``: each side, where nothing else was registered;
    ``events``: all of the study, to tell which of them the countries compared had."""
    changes = tuple(change for change in part.changes if change.event.id == event.id)
    months = changes[0].months if changes else months
    table = tables.get(part.country)
    windows = windows_around(table, event, months) if table is not None else None
    terms: TermMoves | Refused = Refused(Rule.OUTSIDE, {"months": months})
    span = framings = heard = None
    volumes: Mapping[str, MonthVolumes] = {}
    if table is not None and windows is not None:
        terms = term_moves(rows, table, windows)
        span = _span(table, windows)
        framings = _framings(rows, table, windows)
        heard = _heard(rows, table, windows)
        volumes = _volumes(rows, span)
    return EventFigures(
        event=event,
        country=part.country,
        changes=changes,
        compared=sum(change.found is not None for change in part.changes),
        data=part.data,
        series=part.series,
        trends=part.trends,
        span=span,
        levels={change.side: _levels(change, part.country, tables) for change in changes},
        terms=terms,
        framings=framings,
        volumes=volumes,
        healths=part.healths,
        n=len(rows.stories),
        audit=part.audit,
        untagged=part.untagged,
        heard=heard,
        elsewhere=_elsewhere(event, changes, span, events),
    )


def _heard(rows: ReportRows, table: MonthTable, windows: Windows) -> tuple[Share, Share] | None:
    """Stories of the panel that hear a directly impacted woman, in each window; None where a window has no story."""
    own = table.only(panel_of(table, windows))
    before, after = (
        impacted_heard(rows.stories[in_window(rows.stories, own, each)]) for each in (windows.before, windows.after)
    )
    return (before, after) if before.n and after.n else None


def _elsewhere(
    event: Event, changes: Sequence[Change], span: Span | None, events: Sequence[Event]
) -> tuple[tuple[str, Event], ...]:
    """What else happened in the countries compared, in the months compared: a comparison holds that too."""
    compared = sorted(
        {code for each in changes if isinstance(each.comparison, Comparison) for code in each.comparison.others}
    )
    if span is None:
        return ()
    first, last = span.before[0], span.after[1]
    return tuple(
        (code, other)
        for code in compared
        for other in events
        if other.id != event.id and not other.regional and other.touches(code)
        if other.first_month <= last and other.last_month >= first
    )


def _span(table: MonthTable, windows: Windows) -> Span:
    first, (event_first, event_last) = table.first, windows.between
    return Span(
        (first + windows.before.start, first + windows.before.stop - 1),
        (first + event_first, first + event_last),
        (first + windows.after.start, first + windows.after.stop - 1),
    )


def _levels(change: Change, country: str, tables: Mapping[str, MonthTable]) -> tuple[Level, ...]:
    """The shares behind a difference: the country's own, then those it is compared with."""
    if change.found is None:
        return ()
    counts = change.counts
    levels = [Level(country, counts.hits_before, counts.n_before, counts.hits_after, counts.n_after, own=True)]
    others = change.comparison.others if isinstance(change.comparison, Comparison) else {}
    for code in others:
        windows = windows_around(tables[code], change.event, change.months)
        if windows is not None:
            theirs = window_counts(tables[code], change.side, windows)
            levels.append(
                Level(code, theirs.hits_before, theirs.n_before, theirs.hits_after, theirs.n_after, own=False)
            )
    return tuple(levels)


def _framings(
    rows: ReportRows, table: MonthTable, windows: Windows
) -> tuple[Mapping[str, int], Mapping[str, int]] | None:
    """Stories by framing in each window; None where a window has none."""
    own = table.only(panel_of(table, windows))
    before, after = (_counted(rows.stories[in_window(rows.stories, own, w)]) for w in (windows.before, windows.after))
    return (before, after) if sum(before.values()) and sum(after.values()) else None


def _counted(stories: pd.DataFrame) -> Mapping[str, int]:
    counts = stories["framing"].value_counts()
    return {framing.value: int(counts.get(framing.value, 0)) for framing in Framing}


def _volumes(rows: ReportRows, span: Span) -> Mapping[str, MonthVolumes]:
    """Items by outlet and month of the windows; what is usual is judged over all months."""
    months = range(span.before[0], span.after[1] + 1)
    return {
        outlet: MonthVolumes(
            {month: own.counts.get(month, 0) for month in months},
            frozenset(own.short() & set(months)),
            float(median(own.counts.values())),
        )
        for outlet, own in volumes_by_outlet(rows, 1).items()
    }
