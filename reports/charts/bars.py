"""Bars and stacked bars. Each row's label stands above its mark, so long names fit a phone.

In: labelled shares or counts. Out: SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.style import FAINT, NEUTRAL, WIDTH, new_chart, place, short, to_svg

_ROW = 40
_BAR = 0.34
# Fills that pass no 3:1 against the page, and the outline that does for them (4.5).
LIGHT = frozenset({"#FFFFFF", "#C9C9C9"})
OUTLINE = "#777777"
# Room for the value after the longest bar, as a part of the axis.
_ROOM = 1.22


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its share (0..1), the words at its end, colour, hatch, and the ink that shows on it."""

    label: str
    value: float
    text: str
    colour: str = NEUTRAL
    hatch: str = ""
    ink: str = "white"


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
        edge = _edge(bar.colour, bar.hatch, bar.ink)
        axes.barh(row, bar.value, _BAR, color=bar.colour, edgecolor=edge, hatch=bar.hatch)
        axes.text(0, row - 0.27, short(bar.label), va="bottom", fontsize=11)
        axes.text(bar.value + longest * 0.015, row, bar.text, va="center", fontsize=10.5)
    axes.set_xlim(0, longest * _ROOM)
    axes.set_ylim(len(bars) - 0.55, -0.75)
    axes.axis("off")
    return to_svg(figure, key, alt)


def stack_chart(stacks: Sequence[Stack], *, key: str, alt: str) -> str:
    """Stacked bars to the full width; a part says its words inside when they fit."""
    figure, axes = new_chart(54 * len(stacks) + 8)
    place(figure, left=4, right=4, top=4, bottom=4)
    for row, stack in enumerate(stacks):
        axes.text(0, row - 0.24, short(stack.label, 60), va="bottom", fontsize=11)
        left = 0.0
        for share, text, colour, hatch, ink in stack.parts:
            edge = _edge(colour, hatch, ink)
            axes.barh(row + 0.1, share, 0.46, left=left, color=colour, edgecolor=edge, hatch=hatch, linewidth=1.2)
            # A digit is about 7 units wide.
            if text and share * (WIDTH - 8) > 7.5 * len(text):
                inside = axes.text(
                    left + share / 2, row + 0.1, text, ha="center", va="center", fontsize=10.5, color=ink
                )
                if hatch:
                    inside.set_bbox({"facecolor": colour, "edgecolor": "none", "pad": 1.0})
            left += share
        if not stack.parts:
            axes.barh(row + 0.1, 1, 0.46, color="white", edgecolor=FAINT, linestyle=":")
    axes.set_xlim(0, 1)
    axes.set_ylim(len(stacks) - 0.6, -0.7)
    axes.axis("off")
    return to_svg(figure, key, alt)


def _edge(colour: str, hatch: str, ink: str) -> str:
    """Hatches are drawn in the colour of the edge, so dark parts have white ones; a light part has an outline, since
    its own colour hardly shows on the page."""
    return OUTLINE if colour in LIGHT or (hatch and ink != "white") else "white"
