"""A funnel plot: each outlet by how many stories speak for it, with the limits that chance and habit leave.

In: marks and a ``Funnel``. Out: SVG. Only outlets outside the limits carry their name; there is no order among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import FuncFormatter, NullLocator

from reports.charts.style import FAINT, INK, NEUTRAL, Plot, new_chart, place, short, spread_labels, to_svg
from reports.figures.funnel import CLEAR_POINTS, Funnel

_HEIGHT = 300
_MARGINS = {"left": 46.0, "right": 14.0, "top": 12.0, "bottom": 40.0}
# Two names that stand closer than this run into each other.
_LINE = 13.0
_LONGEST_NAME = 26
_STEPS = (30, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
# More numbers than these touch each other on a chart.
_MOST_STEPS = 6
# The rest of the axis is kept free of marks for the words of the median and the limits.
_MARKED = 0.62


@dataclass(frozen=True, slots=True)
class Mark:
    """One outlet: its effective number of stories and its value. ``outside`` the limits it is named."""

    name: str
    effective: float
    value: float
    outside: bool
    hollow: bool


@dataclass(frozen=True, slots=True)
class FunnelWords:
    """What the chart says: the x axis, the median, the limits, and how a value is written."""

    stories: str
    median: str
    limits: str
    value: Callable[[float], str]
    number: Callable[[float], str]


def funnel_chart(marks: Sequence[Mark], funnel: Funnel, colour: str, say: FunnelWords, *, key: str, alt: str) -> str:
    """The outlets inside the limits in grey, those outside in colour, as diamonds, with their names."""
    figure, axes = new_chart(_HEIGHT)
    place(figure, **_MARGINS)
    low, most = min(mark.effective for mark in marks) / 1.15, max(mark.effective for mark in marks) * 1.15
    high = low * (most / low) ** (1 / _MARKED)
    bottom, top = _reach(marks, funnel, low)
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(bottom, top)
    _funnel(axes, funnel, low, high)
    _marks(axes, marks, colour)
    _names(axes, marks, (low, high), (bottom, top))
    _axis_words(axes, funnel, say, low, high)
    return to_svg(figure, key, alt)


def _reach(marks: Sequence[Mark], funnel: Funnel, low: float) -> tuple[float, float]:
    """The ends of the value axis: all marks and the widest limits, with a little room."""
    values = [mark.value for mark in marks] + list(funnel.limits(low))
    room = 0.06 * (max(values) - min(values) or 1.0)
    return min(values) - room, max(values) + room


def _funnel(axes: Plot, funnel: Funnel, low: float, high: float) -> None:
    xs = np.geomspace(low, high, 60)
    limits = np.array([funnel.limits(x) for x in xs])
    axes.axhspan(funnel.median - CLEAR_POINTS, funnel.median + CLEAR_POINTS, facecolor="#EFEFEF", linewidth=0, zorder=0)
    axes.axhline(funnel.median, color=INK, linewidth=1.1, linestyle=(0, (4, 2)))
    for side in (0, 1):
        axes.plot(xs, limits[:, side], color=NEUTRAL, linewidth=1.3)


def _marks(axes: Plot, marks: Sequence[Mark], colour: str) -> None:
    for mark in marks:
        shade = colour if mark.outside else NEUTRAL
        axes.plot(
            mark.effective,
            mark.value,
            "D" if mark.outside else "o",
            color=shade,
            markerfacecolor="white" if mark.hollow else shade,
            markersize=7 if mark.outside else 6,
            zorder=4,
        )


def _names(axes: Plot, marks: Sequence[Mark], xs: tuple[float, float], ys: tuple[float, float]) -> None:
    """The names of outlets outside, towards the middle of the chart, each on a line of its own."""
    named = [mark for mark in marks if mark.outside]
    units = (_HEIGHT - _MARGINS["top"] - _MARGINS["bottom"]) / (ys[1] - ys[0])
    heights = [(mark.value - ys[0]) * units for mark in named]
    middle = (xs[0] * xs[1]) ** 0.5
    for mark, height, at in zip(named, heights, spread_labels(heights, _LINE), strict=True):
        right = mark.effective > middle
        axes.annotate(
            short(mark.name, _LONGEST_NAME),
            (mark.effective, mark.value),
            xytext=(-9 if right else 9, at - height),
            textcoords="offset points",
            ha="right" if right else "left",
            va="center",
            fontsize=10.5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85},
            annotation_clip=False,
            zorder=5,
        )


def _axis_words(axes: Plot, funnel: Funnel, say: FunnelWords, low: float, high: float) -> None:
    steps = [step for step in _STEPS if low <= step <= high]
    while len(steps) > _MOST_STEPS:
        steps = steps[::2]
    axes.set_xticks(steps, [say.number(step) for step in steps])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say.value(value)))
    axes.set_xlabel(say.stories, fontsize=10.5)
    axes.annotate(
        say.median, (high, funnel.median), xytext=(-2, 4), textcoords="offset points", ha="right", fontsize=10.5
    )
    axes.annotate(
        say.limits,
        (high, funnel.limits(high)[1]),
        xytext=(-2, -14),
        textcoords="offset points",
        ha="right",
        fontsize=10.5,
        color=NEUTRAL,
    )
    axes.spines["left"].set_color(FAINT)
