"""Bars, stacked bars and dots with intervals. Each row's label stands above its mark, so long names fit a phone.

In: labelled shares or counts. Out: SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.style import FAINT, INK, NEUTRAL, new_chart, place, short, to_svg
from reports.stats import Estimate

_ROW = 40
_BAR = 0.34
# Room for the value after the longest bar, as a part of the axis.
_ROOM = 1.22


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its share (0..1), the words at its end, colour and hatch."""

    label: str
    value: float
    text: str
    colour: str = NEUTRAL
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a dot chart. ``estimate`` None means the figure is not shown and ``text`` says why."""

    label: str
    estimate: Estimate | None
    text: str
    colour: str
    marker: str = "o"
    hollow: bool = False
    reference: float | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """One row of parts that add up to the whole."""

    label: str
    parts: tuple[tuple[float, str, str, str, str], ...]  # share, words inside, colour, hatch, ink


def bar_chart(bars: Sequence[Bar], *, key: str, alt: str) -> str:
    """Horizontal bars of shares, in the order given."""
    figure, axes = new_chart(_ROW * len(bars) + 12)
    place(figure, left=4, right=4, top=4, bottom=4)
    longest = max((bar.value for bar in bars), default=0) or 1
    for row, bar in enumerate(bars):
        axes.barh(
            row, bar.value, _BAR, color="white" if bar.hatch else bar.colour, edgecolor=bar.colour, hatch=bar.hatch
        )
        axes.text(0, row - 0.27, short(bar.label), va="bottom", fontsize=11)
        axes.text(bar.value + longest * 0.015, row, bar.text, va="center", fontsize=10.5)
    axes.set_xlim(0, longest * _ROOM)
    axes.set_ylim(len(bars) - 0.55, -0.75)
    axes.axis("off")
    return to_svg(figure, key, alt)


def dot_chart(
    dots: Sequence[Dot], ticks: Sequence[tuple[float, str]], *, key: str, alt: str, zero: bool = False
) -> str:
    """Dots with intervals on one axis; ``reference`` is a grey diamond; ``zero`` draws the line of no difference."""
    figure, axes = new_chart(_ROW * len(dots) + 40)
    place(figure, left=14, right=18, top=4, bottom=26)
    low, high = ticks[0][0], ticks[-1][0]
    axes.set_xlim(low, high)
    axes.set_ylim(len(dots) - 0.45, -0.75)
    if zero:
        axes.axvline(0, color=INK, linewidth=1)
    for row, dot in enumerate(dots):
        axes.axhline(row, color="#EBEBEB", linewidth=0.8, zorder=0)
        label = axes.annotate(short(dot.label, 38), (low, row), xytext=(0, 9), textcoords="offset points", fontsize=11)
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        axes.annotate(
            dot.text, (high, row), xytext=(0, 9), textcoords="offset points", fontsize=10, ha="right", color="#444444"
        )
        if dot.reference is not None:
            axes.plot(dot.reference, row, "D", color=NEUTRAL, markersize=5.5, zorder=3, clip_on=False)
        if dot.estimate is None:
            continue
        ends = [max(low, dot.estimate.low), min(high, dot.estimate.high)]
        axes.plot(ends, [row, row], color=dot.colour, linewidth=1.8, solid_capstyle="butt")
        axes.plot(
            dot.estimate.value,
            row,
            dot.marker,
            color=dot.colour,
            markerfacecolor="white" if dot.hollow else dot.colour,
            markersize=7.5,
            zorder=4,
            clip_on=False,
        )
    axes.set_xticks([value for value, _ in ticks], [text for _, text in ticks])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color="#E8E8E8", linewidth=0.8)
    axes.set_axisbelow(True)
    return to_svg(figure, key, alt)


def stack_chart(stacks: Sequence[Stack], *, key: str, alt: str) -> str:
    """Stacked bars to the full width; a part says its words inside when they fit."""
    figure, axes = new_chart(54 * len(stacks) + 8)
    place(figure, left=4, right=4, top=4, bottom=4)
    for row, stack in enumerate(stacks):
        axes.text(0, row - 0.24, short(stack.label, 60), va="bottom", fontsize=11)
        left = 0.0
        for share, text, colour, hatch, ink in stack.parts:
            edge = "#777777" if hatch else "white"
            axes.barh(row + 0.1, share, 0.46, left=left, color=colour, edgecolor=edge, hatch=hatch, linewidth=1.2)
            # A digit is about 7 units wide; the axis is 452.
            if text and share * 452 > 7.5 * len(text):
                inside = axes.text(
                    left + share / 2, row + 0.1, text, ha="center", va="center", fontsize=10.5, color=ink
                )
                if hatch:
                    inside.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})
            left += share
        if not stack.parts:
            axes.barh(row + 0.1, 1, 0.46, color="white", edgecolor=FAINT, linestyle=":")
    axes.set_xlim(0, 1)
    axes.set_ylim(len(stacks) - 0.6, -0.7)
    axes.axis("off")
    return to_svg(figure, key, alt)
