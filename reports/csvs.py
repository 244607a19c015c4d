"""Every figure as CSV: stable English column names, plain numbers, no article text, no headline, no name.

In: the figures of a page. Out: the text of CSV files by name. A cell that a spreadsheet would run as a formula gets an
apostrophe in front of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TextIO

from lexicons.cues import LANGUAGES
from reports.change.comparison import Comparison
from reports.change.events import Change
from reports.change.interrupted import Interrupted
from reports.change.placebo import Placebo
from reports.change.refusals import Refused
from reports.events import Event
from reports.figures.health import OutletHealth
from reports.figures.multiples import Multiples
from reports.figures.series import SIDES, Point, Series
from reports.figures.shares import Basis, Evidence, Method, Share
from reports.figures.states import Standings
from reports.figures.terms import Term
from reports.pages.country import CountryFigures
from reports.pages.view import press_text
from reports.states_data import STATE_HEADS, states_rows
from reports.stats import Estimate

Cell = str | int | float | None
Row = Sequence[Cell]
# What spreadsheets take for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A ten-thousandth of a share is finer than any figure here.
_DIGITS = 4
_SHARE = ("count", "n", "share", "low", "high", "evidence")
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


def country_csvs(figures: CountryFigures) -> dict[str, str]:
    """The files of a country's page, by the name its links use."""
    return {
        "overall": csv_text(
            ("figure", *_SHARE, *BASIS, "panel_share", "panel_low", "panel_high", "panel_outlets", "panel_method"),
            _overall(figures),
        ),
        "outlets": multiples_csv(figures.multiples),
        "series": series_csv(figures.series),
        "changes": csv_text(CHANGE_HEADS, (change_cells(change) for change in figures.changes)),
        "composition": composition_csv(figures),
        "voices": csv_text(("group", "value", *_SHARE), _voices(figures)),
        "terms": terms_csv(figures.terms),
        "health": health_csv(figures.healths),
        "states": states_csv(figures.standings),
    }


def states_csv(standings: Mapping[str, Standings]) -> str:
    """The worded states as data."""
    return csv_text(STATE_HEADS, states_rows(standings))


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
    return csv_text(("first_month", "months", "side", *_SHARE, "panel_share", "panel_outlets", "collected"), rows)


def multiples_csv(multiples: Multiples | None, only: Collection[str] | None = None) -> str:
    """One row an outlet, period and side, of the outlets that the page draws. ``only``: of these."""
    rows = [
        (press_text(outlet.name), outlet.id, *_period_cells(point), side, *share_cells(point.shares[side]))
        for outlet, series in (multiples.outlets if multiples is not None else ())
        if only is None or outlet.id in only
        for point in series.points
        for side in SIDES
    ]
    return csv_text(("name", "outlet", "first_month", "months", "side", *_SHARE), rows)


def _period_cells(point: Point) -> tuple[str, int]:
    return f"{point.first_month // 12:04d}-{point.first_month % 12 + 1:02d}", point.months


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


def health_csv(healths: Iterable[OutletHealth]) -> str:
    """One row an outlet; found is empty for an imported one."""
    heads = ("outlet", "name", "found", "kept", "denied", "no_article", "off_topic", "failed", "pending")
    rows = (
        (
            *(h.outlet.id, press_text(h.outlet.name), h.found, h.kept, h.denied),
            *(h.no_article, h.off_topic, h.failed, h.pending, h.weeks, h.weeks_short),
        )
        for h in healths
    )
    return csv_text((*heads, "weeks", "weeks_short"), rows)


CHANGE_HEADS = (
    *("event", "date", "precision", "side", "months", "hits_before", "n_before", "hits_after", "n_after", "outlets"),
    *(
        "difference",
        "low",
        "high",
        "raw_difference",
        "mix_of_outlets",
        "equal_outlets",
        "design_effect",
        "month_spread",
    ),
    *("comparison", "comparison_low", "comparison_high", "compared_with", "comparison_reason"),
    *("placebo_as_large", "placebo_dates", "level_break", "level_low", "level_high", "series_reason"),
    *("smallest_change_seen", "labels_before", "labels_after", "registered", "p", "p_holm", "verdict", "reason"),
)


def change_cells(change: Change) -> Row:
    """One event and side; the heads are ``CHANGE_HEADS``."""
    return (
        *(change.event.id, change.event.date, change.event.precision, change.side, change.months),
        *(change.counts.hits_before, change.counts.n_before, change.counts.hits_after, change.counts.n_after),
        len(change.counts.outlets),
        *_difference(change),
        *_checks(change),
        rounded(change.detectable),
        *((change.found.labels if change.found else None) or (None, None)),
        change.registered.at[:10] if change.registered else None,
        _chance(change.found.p) if change.found else None,
        _chance(change.p_holm),
        change.verdict.value,
        change.result.rule.value if isinstance(change.result, Refused) else None,
    )


def _difference(change: Change) -> Row:
    found = change.found
    if found is None:
        return (None,) * 8
    parts = (found.raw, found.mix, found.equal, found.design_effect, found.spread)
    return (*estimate_cells(found.difference), *(rounded(part) for part in parts))


def _checks(change: Change) -> Row:
    """Other countries, other dates, the time series: figures, or the rule that forbids them."""
    compared, placebo, series = change.comparison, change.placebo, change.interrupted
    return (
        *estimate_cells(compared.beyond if isinstance(compared, Comparison) else None),
        " ".join(compared.others) if isinstance(compared, Comparison) else None,
        compared.rule.value if isinstance(compared, Refused) else None,
        *((placebo.as_large, placebo.dates) if isinstance(placebo, Placebo) else (None, None)),
        *estimate_cells(series.level if isinstance(series, Interrupted) else None),
        series.rule.value if isinstance(series, Refused) else None,
    )


def _overall(figures: CountryFigures) -> list[Row]:
    rows: list[Row] = []
    kinds = {f"context_{code}": share for code, share in figures.closer.contexts.items()}
    for key, share in (figures.overall | kinds).items():
        panel = figures.panel.get(key)
        weighed: Row = (None,) * 5
        if panel:
            weighed = (*estimate_cells(panel.estimate), panel.outlets, panel.method.value)
        rows.append((key, *share_cells(share), *basis_cells(share.method, share.basis), *weighed))
    return rows


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


def composition_csv(figures: CountryFigures, only: Collection[str] | None = None) -> str:
    """What the stories are. ``only``: the outlets whose framing may be told; None: all. How many stories an outlet has
    is told of each."""
    return csv_text(("group", "value", *_SHARE), _composition(figures, only))


def _composition(figures: CountryFigures, only: Collection[str] | None) -> list[Row]:
    made = figures.composition
    rows: list[Row] = [("framing", key, *share_cells(share)) for key, share in made.framings.items()]
    for outlet, s, r, part in made.outlets:
        rows.append(("outlet", outlet.id, *share_cells(part)))
        if only is None or outlet.id in only:
            rows.append(("outlet_s", outlet.id, *share_cells(s)))
            rows.append(("outlet_r", outlet.id, *share_cells(r)))
    rows += [("language", code, *_plain(count, made.n)) for code, count in made.languages.items()]
    for name, count in (("wire", made.wire), ("paywalled", made.paywalled), ("undated", made.undated)):
        rows.append(("stories", name, *_plain(count, made.n)))
    return rows


def _voices(figures: CountryFigures) -> list[Row]:
    rows: list[Row] = [("role", role, *share_cells(share)) for role, share in figures.roles.items()]
    rows.append(("role", "no_source", *share_cells(figures.silent)))
    rows += [
        (f"voice_of_{mix.side.lower()}", voice, *_plain(count, mix.total))
        for mix in figures.mixes
        for voice, count in mix.counts.items()
    ]
    return rows


def _plain(count: int, n: int) -> Row:
    """A count that is no estimate of anything: no share, no interval, no evidence."""
    return (count, n, None, None, None, None)


def share_cells(share: Share) -> tuple[Cell, ...]:
    """Count and n, but no count that an outlet rightly disputed; the percentage only where the page prints one."""
    count = None if share.evidence is Evidence.WITHHELD else share.count
    return (count, share.n, *estimate_cells(share.estimate if share.shown else None), share.evidence.value)


def _chance(p: float | None) -> float | None:
    """A p-value to two figures that count: rounded to places, a small one would be 0, which no p-value is."""
    return None if p is None else float(f"{p:.2g}")


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
