"""Framing over time: a share with its intervals, the panel in grey, gaps hatched, events marked by their number.

In: a ``Series`` and the numbered events of the page. Out: SVG. A hollow mark is provisional; a period without enough
stories has no mark, only a small cross above the chart, where no share is; a gap in the collection is hatched and never
zero. Below the axis a strip says how complete the collection was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import offset_copy

from reports.charts.strip import STRIP, draw_strip
from reports.charts.style import FAINT, FILLS, GAP_HATCH, INK, MARKERS, NEUTRAL, WIDTH, Plot, new_chart, place, to_svg
from reports.events import Event
from reports.figures.series import Point, Series
from reports.figures.shares import Evidence
from reports.i18n import Words
from reports.stats import Estimate

_HEIGHT, _ROOM, _YEARS = 192, 17, 26
# Counts (or, where there is no room for them, a cross) stand this far above the axes in place of a share that may not
# be printed: on the axes they would read as a share of nothing, or of everything.
_CROSS_ABOVE, _CROSS = 4.5, 4.5
_MOST_COUNTS = 10
# Events' numbers stand in rows above the axes so that neighbours do not run into each other.
_ROWS, _ROW = 3, 14
_NUMBERS_ABOVE = 10
_NUMBER_WIDTH = 15.0
_DIGIT_WIDTH = 6.0
_LEFT, _RIGHT = 42.0, 18.0
_AXIS = WIDTH - _LEFT - _RIGHT
# More year labels than this touch each other on a chart.
_MOST_YEARS = 7
# The caps at the ends of a window's bar, so that it is told from a line without its colour.
_BAR, _CAP = 2.2, 9.0


@dataclass(frozen=True, slots=True)
class Window:
    """Months that the title of a chart compares, since year 0 and ends included, and their share (0..1)."""

    first_month: int
    last_month: int
    share: float


def series_chart(
    series: Series,
    side: str,
    events: Sequence[tuple[int | str, Event]],
    words: Words,
    *,
    key: str,
    alt: str,
    top: float,
    windows: Sequence[Window] = (),
) -> str:
    """Draw one side of a series; ``top`` (0..1) is the upper end of the axis, the same for both sides of a page.

    ``events``: what stands above each, a number or words, and the event; ``windows``: what the title compares.
    """
    above = _ROOM + _ROW * min(_ROWS, len(events))
    figure, axes = new_chart(_HEIGHT + above + _YEARS + STRIP)
    place(figure, left=_LEFT, right=_RIGHT, top=above, bottom=_YEARS + STRIP)
    draw_series(axes, series, side, events, words, top, windows)
    draw_strip(figure, series, words, left=_LEFT, right=_RIGHT)
    return to_svg(figure, key, alt)


def draw_series(
    axes: Plot,
    series: Series,
    side: str,
    events: Sequence[tuple[int | str, Event]],
    words: Words,
    top: float,
    windows: Sequence[Window] = (),
) -> None:
    """Draw it into axes that stand already."""
    first = series.points[0].first_month
    last = series.points[-1].first_month + series.months
    axes.set_xlim(first, last)
    axes.set_ylim(0, top)
    draw_gaps(axes, series)
    _events(axes, events, first, last, top)
    draw_panel(axes, series, side)
    draw_marks(axes, series, side, counts=True)
    _windows(axes, windows)
    _years(axes, first, last)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.percent(value)))
    axes.grid(axis="y", color="#E2E2E2", linewidth=0.8)
    axes.set_axisbelow(True)


def axis_top(series: Series) -> float:
    """The upper end of the axis for both sides: the highest limit shown, rounded up to a fifth."""
    limits = [s.estimate.high for p in series.points for s in p.shares.values() if s.shown and s.estimate is not None]
    limits += [value for point in series.points for value in point.panel.values() if value is not None]
    return min(1.0, (int(max(limits, default=0.99) * 5) + 1) / 5)


def _middle(point: Point) -> float:
    return point.first_month + point.months / 2


def draw_marks(axes: Plot, series: Series, side: str, *, counts: bool = False) -> None:
    """Marks, intervals, and a line through neighbours; the line breaks where a period has no figure. ``counts``: there
    is room for the counts of such a period."""
    colour, line = FILLS[side], list[float]()
    shown: dict[Evidence, list[tuple[float, Estimate]]] = {Evidence.FULL: [], Evidence.PROVISIONAL: []}
    missing: list[tuple[float, str]] = []
    for point in series.points:
        share = point.shares[side]
        estimate = share.estimate if share.shown else None
        line.append(float("nan") if estimate is None else estimate.value)
        if estimate is not None:
            shown[share.evidence].append((_middle(point), estimate))
        elif share.evidence is not Evidence.GAP:
            missing.append((_middle(point), f"{share.count}/{share.n}"))
    axes.plot([_middle(point) for point in series.points], line, color=colour, linewidth=1.6)
    _draw_missing(axes, missing, counts=counts and len(series.points) <= _MOST_COUNTS)
    for evidence, marks in shown.items():
        xs, estimates = [x for x, _ in marks], [estimate for _, estimate in marks]
        axes.vlines(xs, [e.low for e in estimates], [e.high for e in estimates], color=colour, linewidth=1.2)
        face = "white" if evidence is Evidence.PROVISIONAL else colour
        axes.plot(
            xs,
            [estimate.value for estimate in estimates],
            MARKERS[side],
            color=colour,
            markerfacecolor=face,
            markersize=6,
            zorder=4,
        )


def _draw_missing(axes: Plot, missing: Sequence[tuple[float, str]], *, counts: bool) -> None:
    """What stands above the axes for periods without a share."""
    if not counts:
        # A sheet has what is asked of a figure here.
        figure: Any = axes.get_figure(root=True)
        above = offset_copy(axes.get_xaxis_transform(), figure, y=_CROSS_ABOVE, units="points")
        xs = [x for x, _ in missing]
        axes.plot(xs, [1.0] * len(xs), "x", color=NEUTRAL, markersize=_CROSS, clip_on=False, transform=above)
        return
    for x, text in missing:
        axes.annotate(
            text, (x, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 2), textcoords="offset points", ha="center",
            fontsize=9, color=NEUTRAL, annotation_clip=False,
        )  # fmt: skip


def draw_panel(axes: Plot, series: Series, side: str) -> None:
    """The panel's line in grey, dashed."""
    xs = [_middle(point) for point in series.points]
    ys = [float("nan") if point.panel[side] is None else point.panel[side] for point in series.points]
    axes.plot(xs, ys, color=NEUTRAL, linewidth=1.2, linestyle=(0, (4, 2)), marker=".", markersize=4)  # type: ignore[arg-type]


def draw_gaps(axes: Plot, series: Series) -> None:
    """Gaps of the collection, hatched."""
    for point in series.points:
        if point.gap:
            axes.axvspan(
                point.first_month,
                point.first_month + point.months,
                facecolor="#F3F3F3",
                edgecolor=FAINT,
                hatch=GAP_HATCH,
                linewidth=0,
            )


def _windows(axes: Plot, windows: Sequence[Window]) -> None:
    """A bar with caps over the months of each window, as high as their share."""
    for window in windows:
        ends = [window.first_month, window.last_month + 1]
        caps = {"marker": "|", "markersize": _CAP, "markeredgewidth": _BAR}
        axes.plot(ends, [window.share] * 2, color=INK, linewidth=_BAR, zorder=3.5, **caps)  # type: ignore[arg-type]


def _events(axes: Plot, events: Sequence[tuple[int | str, Event]], first: int, last: int, top: float) -> None:
    """A line for a day, a band as wide as the date is vague, and above it what the event is called; the country's own
    are darker."""
    units_per_month = _AXIS / max(1, last - first)
    ends = [float("-inf")] * _ROWS
    for mark, event in events:
        left, right = max(first, event.first_month), min(last, event.last_month + 1)
        colour = FAINT if event.regional else INK
        middle = (left + right) / 2
        if event.moment is not None:
            middle = event.moment
            axes.plot([middle, middle], [0, top], color=colour, linewidth=1.4)
        else:
            axes.axvspan(left, right, facecolor=colour, alpha=0.10 if event.regional else 0.16, linewidth=0)
            axes.plot([middle, middle], [0, top], color=colour, linewidth=0.7, linestyle=(0, (1, 2)))
        width = _NUMBER_WIDTH + _DIGIT_WIDTH * max(0, len(str(mark)) - 1)
        # Words near an end of the axis begin or end there.
        x = min(max(middle * units_per_month, first * units_per_month + width / 2), last * units_per_month - width / 2)
        x = middle * units_per_month if isinstance(mark, int) else x
        row = next((r for r in range(_ROWS) if ends[r] <= x), min(range(_ROWS), key=lambda r: ends[r]))
        x = max(x, ends[row])
        ends[row] = x + width
        axes.annotate(
            str(mark),
            (x / units_per_month, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, _NUMBERS_ABOVE + _ROW * row),
            textcoords="offset points",
            ha="center",
            fontsize=9.5,
            fontweight="normal" if event.regional else "bold",
            color="#555555" if event.regional else INK,
            annotation_clip=False,
        )


def _years(axes: Plot, first: int, last: int) -> None:
    years = [month for month in range(first, last + 1) if month % 12 == 0]
    step = -(-len(years) // _MOST_YEARS)
    axes.set_xticks(years[::step] or [first], [str(month // 12) for month in years[::step]] or [str(first // 12)])
