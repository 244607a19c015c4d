"""The section of small charts: how each outlet's framing went, beside the panel.

In: ``Multiples`` of a country. Out: one figure a side with its table, in words. It is no ranking: outlets stand by the
alphabet, and what is said of one is what its scorecard says.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from markupsafe import Markup

from reports.change.trends import Direction
from reports.charts.multiples import multiples_chart
from reports.figures.multiples import Multiples
from reports.figures.series import SIDES, Series
from reports.i18n import Words
from reports.pages.framing import months_text, series_subtitle
from reports.pages.view import ChartFigure, Table, press_text, share_text, with_interval

# More names than these make a list of a title.
_MOST_NAMED = 3


def multiples_figures(
    found: Multiples | None, words: Words, published: Collection[str] | None
) -> tuple[list[ChartFigure], list[str]]:
    """The figures, and why there are none or fewer. ``published``: on a page for everybody, the outlets that could
    reply to what is said of them; None: all."""
    if found is None:
        return [], [words.t("multiples.none")]
    if published is not None:
        kept = tuple(each for each in found.outlets if each[0].id in published)
        if not kept:
            return [], [words.t("standing.unpublished")]
        found = replace(found, outlets=kept)
    drawn = [side for side in SIDES if found.shown(side)]
    notes = [words.t("multiples.left_out", n=found.left_out)] if found.left_out else []
    notes += [words.t("multiples.not_drawn", n=found.few)] if found.few else []
    notes += [words.t("multiples.withheld", n=found.withheld)] if found.withheld else []
    if not drawn:
        return [], [words.t("multiples.none"), *notes]
    return [_figure(found, side, words) for side in drawn], notes


def _figure(found: Multiples, side: str, words: Words) -> ChartFigure:
    title = _title(found, side, words)
    subtitle = words.t("multiples.subtitle", subtitle=series_subtitle(found.country, words))
    outlets = [(press_text(outlet.name), series) for outlet, series in found.outlets]
    alt = words.t("figure.alt", title=title, subtitle=subtitle)
    svg = multiples_chart(outlets, found.country, side, words, key=f"multiples-{side}", alt=alt)
    key = [("┄", words.t("multiples.key_panel")), ("○ □", words.t("series.key_provisional"))]
    key += [("×", words.t("series.key_few"))]
    return ChartFigure(title, subtitle, Markup(svg), _table(found, side, words), key)  # noqa: S704


def _title(found: Multiples, side: str, words: Words) -> str:
    """How many outlets went up or down between the first and the last time drawn; a few are named."""
    directions = found.directions(side)
    parts = []
    for direction in Direction:
        names = [
            press_text(outlet.name)
            for (outlet, _), own in zip(found.outlets, directions, strict=True)
            if own is direction
        ]
        part = words.t(f"multiples.{direction.value}", n=len(names))
        if direction in (Direction.ROSE, Direction.FELL) and len(names) <= _MOST_NAMED:
            part = words.t("multiples.named", part=part, names=words.listing(names))
        parts += [part] if names else []
    before, after = _times(found, words)
    return words.t(
        "multiples.title",
        side=words.t(f"side.{side}_share"),
        before=before,
        after=after,
        total=len(directions),
        parts=words.listing(parts),
    )


def _times(found: Multiples, words: Words) -> tuple[str, str]:
    """The two times that the title compares: those of the outlet with the longest series."""
    trends = [trend for own in found.trends.values() for trend in own.values()]
    points = found.country.points
    if not trends:
        first, last = (words.period(point.first_month, point.months) for point in (points[0], points[-1]))
        return first, last
    firsts, lasts = min(trend.first for trend in trends), max(trend.last for trend in trends)
    return months_text(*firsts, words), months_text(*lasts, words)


def _table(found: Multiples, side: str, words: Words) -> Table:
    """An outlet a row, a period a column, the panel below."""
    periods = [point.period for point in found.country.points]
    rows = [[press_text(outlet.name), *_cells(series, side, periods, words)] for outlet, series in found.outlets]
    panel = [point.panel[side] for point in found.country.points]
    rows.append([words.t("head.panel_share"), *("–" if each is None else words.percent(each) for each in panel)])
    names = [words.period(point.first_month, point.months) for point in found.country.points]
    caption = words.t("multiples.table", side=words.t(f"side.{side}_share"))
    return Table(caption, [words.t("head.outlet"), *names], rows, frozenset(range(1, len(names) + 1)))


def _cells(series: Series, side: str, periods: list[int], words: Words) -> list[str]:
    by_period = {point.period: point for point in series.points}
    cells = []
    for period in periods:
        point = by_period.get(period)
        share = point.shares[side] if point is not None else None
        if share is None:
            cells.append(words.t("figure.count_of", count=0, n=0))
        elif share.shown:
            cells.append(with_interval(share, words))
        else:
            count = words.t("figure.count_of", count=share.count, n=share.n)
            cells.append(f"{share_text(share, words)} ({count})")
    return cells
