"""Terms gained and lost: each row an arrow from a rate before to a rate after.

In: labelled pairs of rates. Out: SVG. A hollow ring is before, a filled mark after, and the arrow between them says the
way; so no colour is needed to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.ticker import FuncFormatter, MaxNLocator

from reports.charts.style import FAINT, INK, new_chart, place, short, to_svg

_ROW = 36
# Words stand above the line of their row, whether or not matplotlib finds the point they belong to inside.
_ABOVE: dict[str, Any] = {"xytext": (0, 8), "textcoords": "offset points", "annotation_clip": False}
_LONGEST = 40
# An arrow shorter than this part of the axis would be all head.
_SHORTEST_ARROW = 0.03
# Axes that reach so far have whole numbers, or tenths, at their ticks.
_WHOLE_TICKS_FROM, _TENTHS_FROM = 5.0, 0.5


@dataclass(frozen=True, slots=True)
class Move:
    """One row: its label, the rates, the words at its right, colour and marker of its end."""

    label: str
    before: float
    after: float
    text: str
    colour: str
    marker: str


def moves_chart(moves: Sequence[Move], axis: str, number: Callable[[float, int], str], *, key: str, alt: str) -> str:
    """The rows in the order given, over one axis that begins at nothing."""
    figure, axes = new_chart(_ROW * len(moves) + 48, arrows=True)
    place(figure, left=14, right=18, top=4, bottom=38)
    top = max(max(move.before, move.after) for move in moves) * 1.08 or 1.0
    axes.set_xlim(0, top)
    axes.set_ylim(len(moves) - 0.5, -0.8)
    for row, move in enumerate(moves):
        axes.axhline(row, color="#EBEBEB", linewidth=0.8, zorder=0)
        label = axes.annotate(short(move.label, _LONGEST), (0, row), **_ABOVE)
        label.set_fontsize(10.5)
        axes.annotate(move.text, (top, row), fontsize=10, ha="right", color="#444444", **_ABOVE)
        if abs(move.after - move.before) > _SHORTEST_ARROW * top:
            arrow = {"arrowstyle": "-|>", "color": move.colour, "linewidth": 1.8, "shrinkA": 4, "shrinkB": 3}
            axes.annotate("", (move.after, row), xytext=(move.before, row), arrowprops=arrow, zorder=3)
        axes.plot(move.before, row, "o", color=INK, markerfacecolor="white", markersize=6.5, zorder=4, clip_on=False)
        axes.plot(move.after, row, move.marker, color=move.colour, markersize=6.5, zorder=5, clip_on=False)
    axes.set_xlabel(axis, fontsize=10.5)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    decimals = 0 if top >= _WHOLE_TICKS_FROM else 1 if top >= _TENTHS_FROM else 2
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, decimals)))
    axes.set_yticks([])
    axes.spines["left"].set_color(FAINT)
    return to_svg(figure, key, alt)
