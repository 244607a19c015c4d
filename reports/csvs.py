"""Figures as CSV: stable English column names, plain numbers, no article text, no headline, no name.

In: figures that more than one kind of page has. Out: cells, and the text of CSV files. A cell that a spreadsheet would
run as a formula gets an apostrophe in front of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TextIO

from corpus.records import Outlet
from lexicons.cues import LANGUAGES
from reports.events import Event
from reports.figures.multiples import Multiples
from reports.figures.series import SIDES, Point, Series
from reports.figures.shares import Basis, Evidence, Method, Share
from reports.figures.terms import Term
from reports.pages.view import press_text
from reports.stats import Estimate

Cell = str | int | float | None
Row = Sequence[Cell]
# What spreadsheets take for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A ten-thousandth of a share is finer than any figure here.
_DIGITS = 4
SHARE = ("count", "n", "share", "low", "high", "evidence")
BASIS = ("method", "labels", "lambda", "n_effective", "uncorrected_because")


def csv_text(heads: Sequence[str], rows: Iterable[Row]) -> str:
    """A CSV file that a spreadsheet opens without running anything."""
    stream = io.StringIO()
    write_rows(stream, heads, rows)
    return stream.getvalue()


def write_rows(stream: TextIO, heads: Sequence[str], rows: Iterable[Row]) -> None:
    """Write such a CSV as the rows come."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_safe(cell) for cell in row] for row in rows)


def events_csv(events: Iterable[Event]) -> str:
    """The table of events that the pages used."""
    heads = (
        "id",
        "date_start",
        "precision",
        "countries",
        "kind",
        *(f"label_{lang}" for lang in LANGUAGES),
        "source",
        "note",
    )
    rows = (
        (
            event.id,
            event.date,
            event.precision,
            ";".join(event.countries),
            event.kind,
            *(event.labels.get(language, "") for language in LANGUAGES),
            event.source,
            event.note,
        )
        for event in events
    )
    return csv_text(heads, rows)


def series_csv(series: Series, without: Collection[str] = ()) -> str:
    """One row a period and side. ``without``: sides that an outlet disputed and was right."""
    rows = [
        (
            *_period_cells(point),
            side,
            *share_cells(point.shares[side]),
            rounded(point.panel[side]),
            point.panel_outlets,
            rounded(point.collected),
        )
        for point in series.points
        for side in SIDES
        if side not in without
    ]
    return csv_text(("first_month", "months", "side", *SHARE, "panel_share", "panel_outlets", "collected"), rows)


def multiples_csv(
    multiples: Multiples | None, missing: Mapping[Outlet, str], only: Collection[str] | None = None
) -> str:
    """One row an outlet, period and side, of the outlets that the page draws, then one for each outlet of ``missing``,
    of which nothing was collected, with the reason. ``only``: of these."""
    rows: list[Row] = [
        (press_text(outlet.name), outlet.id, *_period_cells(point), side, *share_cells(point.shares[side]))
        for outlet, series in (multiples.outlets if multiples is not None else ())
        if only is None or outlet.id in only
        for point in series.points
        for side in SIDES
    ]
    rows += [
        (press_text(outlet.name), outlet.id, None, None, None, *missing_cells(why))
        for outlet, why in missing.items()
        if only is None or outlet.id in only
    ]
    return csv_text(("name", "outlet", "first_month", "months", "side", *SHARE), rows)


def _period_cells(point: Point) -> tuple[str, int]:
    return month_name(point.first_month), point.months


def month_name(month: int) -> str:
    """A month, counted since year 0, as 2024-03."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def terms_csv(terms: Iterable[Term]) -> str:
    """One row a cue."""
    heads = ("cue_id", "code", "term", "own_voice", "other_voices", "stories", "per_1000_words", "low", "high")
    rows = (
        (
            *(t.cue_id, t.code, t.surface, t.own, t.others, t.stories, *estimate_cells(t.rate)),
            *(t.status or "unlisted", t.severity, " / ".join(t.instead), "; ".join(t.guides)),
        )
        for t in terms
    )
    return csv_text((*heads, "status", "severity", "instead", "guides"), rows)


def basis_cells(method: Method, basis: Basis) -> Row:
    """What a figure rests on; no labels and no lambda where people's labels do not correct it."""
    corrected = basis.lam is not None
    effective = rounded(basis.effective) if corrected else None
    return (
        method.value,
        basis.labels if corrected else None,
        rounded(basis.lam) if corrected else None,
        effective,
        basis.reason,
    )


def share_cells(share: Share) -> tuple[Cell, ...]:
    """Count and n, but no count that an outlet rightly disputed; the percentage only where the page prints one."""
    count = None if share.evidence is Evidence.WITHHELD else share.count
    return (count, share.n, *estimate_cells(share.estimate if share.shown else None), share.evidence.value)


def missing_cells(why: str) -> tuple[Cell, ...]:
    """The same columns where nothing was collected: a gap with its reason, and no number, since none was counted."""
    return (None,) * (len(SHARE) - 1) + (why,)


def estimate_cells(estimate: Estimate | None) -> tuple[Cell, Cell, Cell]:
    """Value and interval, empty where there is none."""
    if estimate is None:
        return (None, None, None)
    return (rounded(estimate.value), rounded(estimate.low), rounded(estimate.high))


def rounded(value: float | None) -> float | None:
    """The figure as far as it means something."""
    return None if value is None else round(value, _DIGITS) + 0.0


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_STARTS):
        return "'" + cell
    return "" if cell is None else cell
