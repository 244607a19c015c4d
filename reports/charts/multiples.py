"""Small multiples: each outlet's framing over time in a chart of its own, the panel in grey behind it.

In: the series of outlets and that of their country, in one period. Out: SVG. All share one axis, so that they may be
compared; the outlets stand in the order of the alphabet. Marks are those of the large chart.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.ticker import FuncFormatter, MultipleLocator

from reports.charts.series import axis_top, draw_gaps, draw_marks, draw_panel
from reports.charts.style import FAINT, FILLS, INK, WIDTH, Canvas, Plot, new_chart, short, to_svg
from reports.figures.series import Series
from reports.i18n import Words

_COLUMNS = 2
_CELL, _NAME, _FOOT = 86.0, 28.0, 20.0
_LEFT, _RIGHT, _BETWEEN = 36.0, 26.0, 34.0
_LONGEST_NAME = 24


def multiples_chart(
    outlets: Sequence[tuple[str, Series]], country: Series, side: str, words: Words, *, key: str, alt: str
) -> str:
    """One small chart an outlet, named above it; the last figure stands at the end of its line."""
    rows = -(-len(outlets) // _COLUMNS)
    height = rows * (_CELL + _NAME) + _FOOT
    figure, unused = new_chart(round(height))
    unused.remove()
    first = country.points[0].first_month
    last = country.points[-1].first_month + country.months
    top = max(axis_top(series) for _, series in (*outlets, ("", country)))
    for place, (name, series) in enumerate(outlets):
        row, column = divmod(place, _COLUMNS)
        axes = _cell(figure, row, column, height)
        axes.set_xlim(first, last)
        axes.set_ylim(0, top)
        draw_gaps(axes, series)
        draw_panel(axes, country, side)
        draw_marks(axes, series, side)
        _name(axes, name)
        _last_figure(axes, series, side, words)
        _axes(axes, top, words, first_column=column == 0)
        # The years stand under the lowest chart of each column.
        years = [first, last] if place + _COLUMNS >= len(outlets) else []
        axes.set_xticks(years, [_year(month, end=month == last) for month in years])
    return to_svg(figure, key, alt)


def _cell(figure: Canvas, row: int, column: int, height: float) -> Plot:
    width = (WIDTH - _LEFT - _RIGHT - _BETWEEN) / _COLUMNS
    left = _LEFT + column * (width + _BETWEEN)
    bottom = height - (row + 1) * (_CELL + _NAME)
    return figure.add_axes((left / WIDTH, bottom / height, width / WIDTH, _CELL / height))


def _name(axes: Plot, name: str) -> None:
    axes.annotate(
        short(name, _LONGEST_NAME), (0, 1), xycoords="axes fraction", xytext=(0, 10), textcoords="offset points",
        fontsize=10.5, annotation_clip=False,
    )  # fmt: skip


def _last_figure(axes: Plot, series: Series, side: str, words: Words) -> None:
    """The direct label: the last share that may be printed."""
    shown = [point for point in series.points if point.shares[side].shown]
    estimate = shown[-1].shares[side].estimate if shown else None
    if estimate is None:
        return
    axes.annotate(
        words.percent(estimate.value),
        (1, estimate.value),
        xycoords=("axes fraction", "data"),
        xytext=(2, 0),
        textcoords="offset points",
        va="center",
        fontsize=9.5,
        color=FILLS[side],
        annotation_clip=False,
    )


def _axes(axes: Plot, top: float, words: Words, *, first_column: bool) -> None:
    axes.yaxis.set_major_locator(MultipleLocator(0.5 if top > 0.6 else 0.2))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.percent(value) if first_column else ""))
    axes.grid(axis="y", color="#E2E2E2", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=INK, labelsize=9.5, length=2)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.spines["left"].set_color(FAINT)


def _year(month: int, *, end: bool) -> str:
    """The year of a month; the end of the axis is named by its last month."""
    return str((month - 1 if end else month) // 12)
