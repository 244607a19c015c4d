"""The section on framing over time, with the key to its events.

In: series, trends and the page's numbered events. Out: figures and tables in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from reports.change.trends import Direction, Trend, direction_of
from reports.charts.series import axis_top, series_chart
from reports.charts.strip import strip_finding
from reports.events import Event
from reports.figures.series import SIDES, Point, Series
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


def framing_figures(
    series: Series,
    trends: Mapping[str, Trend],
    events: Sequence[tuple[int | str, Event]],
    words: Words,
) -> list[ChartFigure]:
    """One figure a side, on the same axis. ``events``: each with what stands above it. The titles tell the first
    and the last twelve months, on whatever page."""
    if not series.points:
        return []
    top = axis_top(series)
    drawn = any(point.shares[side].shown for point in series.points for side in SIDES)
    figures = []
    for side in SIDES:
        title = trend_title(side, trends.get(side), words)
        subtitle = series_subtitle(series, words)
        alt = words.t("figure.alt", title=title, subtitle=f"{subtitle} {strip_finding(series, words)}.")
        key = f"series-{side}"
        svg = Markup(series_chart(series, side, events, words, key=key, alt=alt, top=top)) if drawn else None  # noqa: S704
        figures.append(ChartFigure(title, subtitle, svg, _series_table(series, side, words)))
    return figures


def series_subtitle(series: Series, words: Words) -> str:
    """The unit of a series, its n and its period."""
    span = span_text(series, words)
    unit = words.t(f"period.unit_{series.months}")
    return words.t("series.subtitle", unit=unit, n=sum(point.n for point in series.points), span=span)


def span_text(series: Series, words: Words) -> str:
    """The periods of a series, the first and the last; one alone by its own name; dashes where no story has a date."""
    if not series.points:
        return words.t("figure.span", first=NOTHING, last=NOTHING)
    first, last = (words.period(point.first_month, point.months) for point in (series.points[0], series.points[-1]))
    return first if first == last else words.t("figure.span", first=first, last=last)


def trend_sentence(trend: Trend, words: Words) -> str:
    """A trend as a sentence of the summary, with its interval."""
    before, after = trend.hits_before / trend.n_before, trend.hits_after / trend.n_after
    return words.t(
        f"summary.trend_{direction_of(trend).value}",
        side=words.t(f"side.{trend.side}_share_inline"),
        before=words.percent(before),
        after=words.percent(after),
        difference=points_with_interval(trend.difference, words) if trend.difference else "",
    )


def trend_title(side: str, trend: Trend | None, words: Words) -> str:
    """What a side did between the first and the last twelve months, in a sentence."""
    name = words.t(f"side.{side}_share")
    direction = direction_of(trend)
    if trend is None or direction is Direction.FEW:
        return words.t("series.title_few", side=name)
    before, after = trend.hits_before / trend.n_before, trend.hits_after / trend.n_after
    return words.t(
        f"series.title_{direction.value}", side=name, before=words.percent(before), after=words.percent(after)
    )


def _series_table(series: Series, side: str, words: Words) -> Table:
    rows = []
    for point in series.points:
        panel = point.panel[side]
        name = words.period(point.first_month, point.months)
        *numbers, state = share_row(point.shares[side], words)
        beside = NOTHING if panel is None else words.percent(panel)
        rows.append([name, *numbers, beside, _collected(point, words), state])
    keys = ("period", *SHARE_HEADS[:-1], "panel_share")
    heads = [*(words.t(f"head.{key}") for key in keys), words.t("strip.head"), words.t(f"head.{SHARE_HEADS[-1]}")]
    return Table(words.t("series.table", side=words.t(f"side.{side}_share")), heads, rows, frozenset(range(1, 7)))


def _collected(point: Point, words: Words) -> str:
    """What was collected, against a usual period."""
    if point.collected is None:
        return words.t("strip.cell_unknown")
    part = words.percent(point.collected)
    return words.t("strip.cell_gap", part=part) if point.gap else part


def event_rows(events: Numbered, pages: Mapping[str, str], words: Words) -> list[dict[str, str | int | bool]]:
    """The key to the numbers on the charts. ``pages``: the stem of an event's own page, by its id."""
    return [
        {
            "number": number,
            "date": words.event_date(event.date, event.precision),
            "label": press_text(event.label(words.language)),
            "kind": kind_name(event.kind, words),
            "where": words.t("events.regional") if event.regional else "",
            "own": not event.regional,
            "href": f"{pages[event.id]}.{words.language}.html" if event.id in pages else "",
        }
        for number, event in events
    ]


def kind_name(kind: str, words: Words) -> str:
    """The name of an event's kind; a study's own kinds are printed as they stand."""
    key = f"kind.{kind.replace('-', '_')}"
    return words.t(key) if key in words.texts else press_text(kind)
