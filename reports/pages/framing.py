"""The section on framing over time, with the key to its events.

In: series, trends and the page's numbered events. Out: figures and tables in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.change.trends import Direction, Trend, direction_of
from reports.charts.series import Window, axis_top, series_chart
from reports.charts.strip import strip_finding
from reports.events import Event
from reports.figures.series import SIDES, Point, Series
from reports.figures.shares import COUNTS_ONLY_BELOW
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
from reports.stats import Estimate

Numbered = Sequence[tuple[int, Event]]


@dataclass(frozen=True, slots=True)
class Told:
    """What the title of a series says, and the windows it compares, which the chart marks; none, where it tells no
    figure."""

    title: str
    windows: tuple[Window, Window] | None


def framing_figures(
    series: Series,
    trends: Mapping[str, Trend],
    events: Sequence[tuple[int | str, Event]],
    words: Words,
    told: Mapping[str, Told] | None = None,
    *,
    sides: Sequence[str] = SIDES,
    fewest: int | None = None,
) -> list[ChartFigure]:
    """One figure a side, on the same axis. ``events``: each with what stands above it. The titles tell the first
    and the last twelve months, or by side what is ``told`` in their place. A side with ``fewest`` points or more is
    drawn, without that number each as soon as one of them has a point; the others stand as tables."""
    if not series.points:
        return []
    top = axis_top(series)
    points = {side: sum(point.shares[side].shown for point in series.points) for side in SIDES}
    figures = []
    for side in sides:
        drawn = sum(points.values()) > 0 if fewest is None else points[side] >= fewest
        this = (told or {}).get(side) or trend_told(side, trends.get(side), words)
        subtitle = told_subtitle(series, this if drawn else replace(this, windows=None), words)
        alt = words.t("figure.alt", title=this.title, subtitle=f"{subtitle} {strip_finding(series, words)}.")
        key, windows = f"series-{side}", this.windows or ()
        svg = series_chart(series, side, events, words, key=key, alt=alt, top=top, windows=windows) if drawn else None
        markup = None if svg is None else Markup(svg)  # noqa: S704 - our own chart
        figures.append(ChartFigure(this.title, subtitle, markup, _series_table(series, side, words)))
    return figures


def series_subtitle(series: Series, words: Words) -> str:
    """The unit of a series, its n and its period."""
    span = span_text(series, words)
    unit = words.t(f"period.unit_{series.months}")
    return words.t("series.subtitle", unit=unit, n=sum(point.n for point in series.points), span=span)


def told_subtitle(series: Series, told: Told, words: Words) -> str:
    """The same, with the months that the title compares and the chart marks."""
    subtitle = series_subtitle(series, words)
    if told.windows is None:
        return subtitle
    before, after = (months_text(each.first_month, each.last_month, words) for each in told.windows)
    return words.t("series.subtitle_bars", subtitle=subtitle, before=before, after=after)


def months_text(first: int, last: int, words: Words) -> str:
    """The first and the last of some months."""
    return words.t("figure.span", first=words.month(first), last=words.month(last))


def trend_told(side: str, trend: Trend | None, words: Words) -> Told:
    """The first and the last twelve months, as title and as windows."""
    title = trend_title(side, trend, words)
    if trend is None or direction_of(trend) is Direction.FEW:
        return Told(title, None)
    before = Window(*trend.first, trend.hits_before / trend.n_before)
    return Told(title, (before, Window(*trend.last, trend.hits_after / trend.n_after)))


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
        reach=_reach(trend.difference),
    )


def _reach(difference: Estimate | None) -> int:
    """How many points a change may have that cannot be told from none."""
    return 0 if difference is None else round(100 * max(abs(difference.low), abs(difference.high)))


def trend_title(side: str, trend: Trend | None, words: Words) -> str:
    """What a side did between the first and the last twelve months, in a sentence."""
    name = words.t(f"side.{side}_share")
    direction = direction_of(trend)
    if trend is None:
        return words.t("series.title_few", side=name)
    if direction is Direction.FEW:
        # The counts are told of every outlet alike: none is denied a fall that its numbers show.
        few = min(trend.n_before, trend.n_after) < COUNTS_ONLY_BELOW
        before, after = (
            words.t("figure.count_of", count=count, n=n)
            for count, n in ((trend.hits_before, trend.n_before), (trend.hits_after, trend.n_after))
        )
        return words.t(f"series.title_{'few' if few else 'wide'}_counts", side=name, before=before, after=after)
    return words.t(
        f"series.title_{direction.value}",
        side=name,
        before=words.percent(trend.hits_before / trend.n_before),
        after=words.percent(trend.hits_after / trend.n_after),
    )


def _series_table(series: Series, side: str, words: Words) -> Table:
    """One row a period; the panel stands in it where there is one, which a single outlet has not."""
    rows, panel_known = [], any(point.panel[side] is not None for point in series.points)
    for point in series.points:
        panel = point.panel[side]
        name = words.period(point.first_month, point.months)
        *numbers, state = share_row(point.shares[side], words)
        beside = [NOTHING if panel is None else words.percent(panel)] if panel_known else []
        rows.append([name, *numbers, *beside, _collected(point, words), state])
    keys = ["period", *SHARE_HEADS[:-1], *(["panel_share"] if panel_known else [])]
    heads = [*(words.t(f"head.{key}") for key in keys), words.t("strip.head"), words.t(f"head.{SHARE_HEADS[-1]}")]
    numeric = frozenset(range(1, len(heads) - 1))
    return Table(words.t("series.table", side=words.t(f"side.{side}_share")), heads, rows, numeric)


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
