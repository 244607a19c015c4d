"""Changes as CSV: before and after an event with all that speaks against it, and first against last twelve months.

In: the changes and trends of a country or an event. Out: rows and the text of CSV files.
"""

from __future__ import annotations

from collections.abc import Iterable

from reports.change.comparison import Comparison
from reports.change.composition import Composition
from reports.change.events import Change
from reports.change.interrupted import Interrupted
from reports.change.placebo import Placebo
from reports.change.refusals import Refused
from reports.change.trends import Trend
from reports.csvs import Row, csv_text, estimate_cells, month_name, rounded
from reports.figures.shares import share_of

# How the difference of two years and its interval were made; docs/reports.md says what the name stands for.
_WITHIN_OUTLETS = "within_outlets_restless_months"
_TREND_HEADS = (
    *("side", "first_from", "first_to", "last_from", "last_to", "hits_first", "n_first", "hits_last", "n_last"),
    *("share_first", "share_last", "difference", "low", "high", "method"),
)
_CHANGE_HEADS = (
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
    *("mix_part_outlet", "mix_part_single_case", "mix_part_agency"),
    *("gaps_before", "gaps_after", "without_gaps", "without_gaps_low", "without_gaps_high"),
    *("comparison", "comparison_low", "comparison_high", "compared_with", "comparison_reason"),
    *("placebo_as_large", "placebo_dates", "level_break", "level_low", "level_high"),
    *("slope_break", "slope_low", "slope_high", "series_reason"),
    *("smallest_change_seen", "labels_before", "labels_after", "registered", "p", "p_holm", "verdict", "reason"),
)


def _change_cells(change: Change) -> Row:
    """One event and side; the heads are ``_CHANGE_HEADS``."""
    return (
        *(change.event.id, change.event.date, change.event.precision, change.side, change.months),
        *(change.counts.hits_before, change.counts.n_before, change.counts.hits_after, change.counts.n_after),
        len(change.counts.outlets),
        *_difference(change),
        *_made_of(change.composition),
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


def _made_of(made: Composition | None) -> Row:
    """What of the raw difference the mix makes up, counted by outlet, by single case and by agency copy, each by
    itself: the three overlap and do not add up."""
    if made is None:
        return (None,) * 8
    parts = (made.parts[name].mix for name in ("outlet", "case", "wire"))
    gaps = (made.gaps_before, made.gaps_after)
    return (*(rounded(part) for part in (*parts, *gaps)), *estimate_cells(made.whole))


def _checks(change: Change) -> Row:
    """Other countries, other dates, the time series: figures, or the rule that forbids them."""
    compared, placebo, series = change.comparison, change.placebo, change.interrupted
    return (
        *estimate_cells(compared.beyond if isinstance(compared, Comparison) else None),
        " ".join(compared.others) if isinstance(compared, Comparison) else None,
        compared.rule.value if isinstance(compared, Refused) else None,
        *((placebo.as_large, placebo.dates) if isinstance(placebo, Placebo) else (None, None)),
        *estimate_cells(series.level if isinstance(series, Interrupted) else None),
        *estimate_cells(series.slope if isinstance(series, Interrupted) else None),
        series.rule.value if isinstance(series, Refused) else None,
    )


def _chance(p: float | None) -> float | None:
    """A p-value to two figures that count: rounded to places, a small one would be 0, which no p-value is."""
    return None if p is None else float(f"{p:.2g}")


def changes_csv(changes: Iterable[Change]) -> str:
    """One row an event and side."""
    return csv_text(_CHANGE_HEADS, (_change_cells(change) for change in changes))


def trends_csv(trends: Iterable[Trend]) -> str:
    """One row a side: the first against the last twelve months. Shares stand where the pages print them."""
    return csv_text(_TREND_HEADS, (_trend_cells(trend) for trend in trends))


def _trend_cells(trend: Trend) -> Row:
    counts = (trend.hits_before, trend.n_before, trend.hits_after, trend.n_after)
    before, after = share_of(*counts[:2]), share_of(*counts[2:])
    shares = (rounded(share.estimate.value) if share.shown and share.estimate else None for share in (before, after))
    return (
        *(trend.side, *(month_name(month) for month in (*trend.first, *trend.last)), *counts, *shares),
        *estimate_cells(trend.difference),
        _WITHIN_OUTLETS if trend.difference is not None else None,
    )
