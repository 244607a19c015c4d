"""Sections on framing: over time, and around the events.

In: series, trends, changes and the page's numbered events. Out: figures and tables in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from reports.charts.bars import Dot, dot_chart
from reports.charts.series import axis_top, series_chart
from reports.charts.style import FILLS, MARKERS
from reports.events import Event
from reports.figures.change import Change, Reason, Trend, Verdict
from reports.figures.series import SIDES, Series
from reports.i18n import Words
from reports.pages.view import (
    NOTHING,
    SHARE_HEADS,
    ChartFigure,
    Table,
    points_with_interval,
    press_text,
    share_row,
)

Numbered = Sequence[tuple[int, Event]]
# A smallest change beyond this is no help to anybody.
_NO_CHANGE_SEEN = 0.80
# Differences of shares are drawn between these points.
_DIFFERENCE_TICKS = (-0.6, -0.3, 0.0, 0.3, 0.6)


def framing_figures(series: Series, trends: Mapping[str, Trend], events: Numbered, words: Words) -> list[ChartFigure]:
    """One figure a side, on the same axis."""
    if not series.points:
        return []
    top = axis_top(series)
    unit = words.t(f"period.unit_{series.months}")
    first, last = series.points[0], series.points[-1]
    span = words.t(
        "figure.span",
        first=words.period(first.first_month, first.months),
        last=words.period(last.first_month, last.months),
    )
    n = sum(point.n for point in series.points)
    drawn = any(point.shares[side].shown for point in series.points for side in SIDES)
    figures = []
    for side in SIDES:
        title = trend_title(side, trends.get(side), words)
        subtitle = words.t("series.subtitle", unit=unit, n=n, span=span)
        alt = words.t("figure.alt", title=title, subtitle=subtitle)
        key = f"series-{side}"
        svg = Markup(series_chart(series, side, events, words, key=key, alt=alt, top=top)) if drawn else None  # noqa: S704
        figures.append(ChartFigure(title, subtitle, svg, _series_table(series, side, words)))
    return figures


def trend_sentence(trend: Trend, words: Words) -> str:
    """A trend as a sentence of the summary, with its interval."""
    before, after = trend.hits_before / trend.n_before, trend.hits_after / trend.n_after
    return words.t(
        f"summary.trend_{_direction(trend)}",
        side=words.t(f"side.{trend.side}_share_inline"),
        before=words.percent(before),
        after=words.percent(after),
        difference=points_with_interval(trend.difference, words) if trend.difference else "",
    )


def trend_title(side: str, trend: Trend | None, words: Words) -> str:
    """What a side did between the first and the last twelve months, in a sentence."""
    name = words.t(f"side.{side}_share")
    if trend is None or trend.difference is None:
        return words.t("series.title_few", side=name)
    before, after = trend.hits_before / trend.n_before, trend.hits_after / trend.n_after
    title = f"series.title_{_direction(trend)}"
    return words.t(title, side=name, before=words.percent(before), after=words.percent(after))


def _direction(trend: Trend) -> str:
    if trend.difference is None or not trend.difference.excludes_zero:
        return "flat"
    return "rose" if trend.difference.value > 0 else "fell"


def _series_table(series: Series, side: str, words: Words) -> Table:
    rows = []
    for point in series.points:
        panel = point.panel[side]
        name = words.period(point.first_month, point.months)
        *numbers, state = share_row(point.shares[side], words)
        rows.append([name, *numbers, NOTHING if panel is None else words.percent(panel), state])
    keys = ("period", *SHARE_HEADS[:-1], "panel_share", SHARE_HEADS[-1])
    heads = [words.t(f"head.{key}") for key in keys]
    return Table(words.t("series.table", side=words.t(f"side.{side}_share")), heads, rows, frozenset(range(1, 6)))


def event_rows(events: Numbered, words: Words) -> list[dict[str, str | int | bool]]:
    """The key to the numbers on the charts."""
    return [
        {
            "number": number,
            "date": words.event_date(event.date, event.precision),
            "label": press_text(event.label(words.language)),
            "kind": kind_name(event.kind, words),
            "where": words.t("events.regional") if event.regional else "",
            "own": not event.regional,
        }
        for number, event in events
    ]


def kind_name(kind: str, words: Words) -> str:
    """The name of an event's kind; a study's own kinds are printed as they stand."""
    key = f"kind.{kind.replace('-', '_')}"
    return words.t(key) if key in words.texts else press_text(kind)


def change_figure(changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> ChartFigure | None:
    """Dots with intervals for every change that could be computed; None when there is none."""
    computed = [change for change in changes if change.difference is not None]
    if not computed:
        return None
    dots = [
        Dot(
            label=words.t("change.row", number=numbers[change.event.id], side=words.t(f"side.{change.side}_short")),
            estimate=change.difference,
            text=words.t("figure.points", value=words.points(change.difference.value)),  # type: ignore[union-attr]
            colour=FILLS[change.side],
            marker=MARKERS[change.side],
            hollow=change.verdict is not Verdict.CONSISTENT,
        )
        for change in computed
    ]
    ticks = [(tick, words.points(tick)) for tick in _DIFFERENCE_TICKS]
    consistent = sum(change.verdict is Verdict.CONSISTENT for change in computed)
    title = words.t("change.title" if consistent else "change.title_none", n=consistent, total=len(computed))
    subtitle = words.t("change.subtitle")
    svg = dot_chart(dots, ticks, key="change", alt=words.t("figure.alt", title=title, subtitle=subtitle), zero=True)
    key = [("●", words.t("change.key_filled")), ("○", words.t("change.key_hollow"))]
    return ChartFigure(title, subtitle, Markup(svg), None, key)  # noqa: S704


def change_table(changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> Table:
    """Every change that could be computed, with all that is needed to doubt it."""
    rows = []
    for change in changes:
        if change.difference is None:
            continue
        placebo = NOTHING
        if change.placebo_dates:
            placebo = words.t("change.placebo", count=change.placebo_as_large, total=change.placebo_dates)
        rows.append(
            [
                f"{numbers[change.event.id]} · {words.t(f'side.{change.side}_short')}",
                _reading(change, words),
                _window(change.hits_before, change.n_before, words),
                _window(change.hits_after, change.n_after, words),
                words.number(len(change.outlets)),
                points_with_interval(change.difference, words),
                words.points(change.within or 0.0),
                comparison_text(change, words),
                placebo,
                words.points(change.detectable, sign=False),
            ]
        )
    keys = ("event", "reading", "before", "after", "outlets", "difference", "within", "comparison", "placebo")
    heads = [words.t(f"head.{key}") for key in (*keys, "detectable")]
    return Table(words.t("change.table"), heads, rows, frozenset({4, 6, 9}))


def comparison_text(change: Change, words: Words) -> str:
    """The difference beyond that of the other countries, or why there is none."""
    if change.comparison is None:
        return words.t("change.no_comparison_regional" if change.event.regional else "change.no_comparison")
    names = words.listing([words.country(code) for code in change.compared])
    return words.t("change.compared", difference=points_with_interval(change.comparison, words), countries=names)


def reasons(changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> list[str]:
    """The rules that failed, each with the events it failed for; a side is named when only one of the two failed."""
    failed: dict[str, dict[str, str]] = {}
    for change in changes:
        if change.reason is not None:
            failed.setdefault(change.event.id, {})[change.side] = words.t(
                f"reason.{_reason_key(change.reason, change.detectable)}",
                before=change.n_before,
                after=change.n_after,
                detectable=words.points(change.detectable, sign=False),
            )
    events: dict[str, list[str]] = {}
    for event_id, by_side in failed.items():
        whole = len(by_side) == len(SIDES) and len(set(by_side.values())) == 1
        for side, reason in list(by_side.items())[: 1 if whole else None]:
            name = "" if whole else f" ({words.t(f'side.{side}_short')})"
            events.setdefault(reason, []).append(f"{numbers[event_id]}{name}")
    return [
        words.t("reason.line", n=len(names), numbers=words.listing(names), reason=reason)
        for reason, names in events.items()
    ]


def _window(hits: int, n: int, words: Words) -> str:
    return words.t("change.window", share=words.percent(hits / n), count=hits, n=n)


def _reading(change: Change, words: Words) -> str:
    reading = words.t(f"verdict.{change.verdict.value}")
    return words.t("verdict.provisional", reading=reading) if change.provisional else reading


def _reason_key(reason: Reason, detectable: float) -> str:
    """With a handful of stories no change would show, and the text says only that they are too few."""
    return "far_too_few" if reason is Reason.TOO_FEW and detectable > _NO_CHANGE_SEEN else reason.value
