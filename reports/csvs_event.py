"""Every figure of an event's page as CSV: the same rules as the other pages' (reports.csvs).

In: the figures of an event. Out: the text of its files by name.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.change.placebo import Placebo
from reports.change.refusals import Refused
from reports.csvs import SHARE, Row, csv_text, estimate_cells, month_name, rounded, series_csv, share_cells
from reports.csvs_change import changes_csv
from reports.figures.event import EventFigures

_TERM_HEADS = (
    *("cue_id", "code", "term", "uses_before", "uses_after", "stories_before", "stories_after"),
    *("per_1000_before", "per_1000_after", "difference", "low", "high"),
)


def event_csvs(figures: EventFigures) -> dict[str, str]:
    """The files of an event's page, by the name its links use."""
    return {
        "changes": changes_csv(figures.changes),
        "countries": csv_text(
            ("side", "country", "own", "hits_before", "n_before", "hits_after", "n_after", "before", "after"),
            _levels(figures),
        ),
        "series": series_csv(figures.series),
        "placebo": csv_text(("side", "date", "own", "change"), _placebos(figures)),
        "heard": csv_text(("window", *SHARE), _heard(figures)),
        "terms": csv_text(_TERM_HEADS, _terms(figures)),
        "composition": csv_text(("window", "framing", "count", "n"), _framings(figures)),
        "health": csv_text(("outlet", "month", "items", "usual", "gap"), _volumes(figures)),
    }


def _levels(figures: EventFigures) -> Iterator[Row]:
    for side, levels in figures.levels.items():
        for level in levels:
            counts = (level.hits_before, level.n_before, level.hits_after, level.n_after)
            # As on the page: where a share may not be printed, the counts stand alone.
            shares = (rounded(level.before), rounded(level.after)) if level.shown else (None, None)
            yield (side, level.country, int(level.own), *counts, *shares)


def _placebos(figures: EventFigures) -> Iterator[Row]:
    """The event's own change at its date, then those around each other month that was tried, by the calendar."""
    for change in figures.changes:
        if isinstance(change.placebo, Placebo):
            yield (change.side, change.event.date, 1, rounded(change.placebo.own))
            for month, value in zip(change.placebo.months, change.placebo.changes, strict=True):
                yield (change.side, month_name(month), 0, rounded(value))


def _heard(figures: EventFigures) -> Iterator[Row]:
    """Stories that hear a directly impacted woman (O6), in the windows' panel."""
    for window, share in zip(("before", "after"), figures.heard or (), strict=False):
        yield (window, *share_cells(share))


def _terms(figures: EventFigures) -> Iterator[Row]:
    if isinstance(figures.terms, Refused):
        return
    for move in figures.terms.moves:
        rates = (rounded(move.before), rounded(move.after), *estimate_cells(move.difference))
        yield (move.cue_id, move.code, move.surface, *move.uses, *move.stories, *rates)


def _framings(figures: EventFigures) -> Iterator[Row]:
    for window, counts in zip(("before", "after"), figures.framings or (), strict=False):
        total = sum(counts.values())
        for framing, count in counts.items():
            yield (window, framing, count, total)


def _volumes(figures: EventFigures) -> Iterator[Row]:
    for outlet, own in figures.volumes.items():
        for month, count in own.counts.items():
            yield (outlet, month_name(month), count, rounded(own.usual), int(month in own.gaps))
