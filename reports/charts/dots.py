"""Dots with intervals, one row each, in the order given: outlets stand in the order of the alphabet, never by value.

In: labelled estimates. Out: SVG. A hollow mark is provisional; a row without a figure says why in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.charts.style import INK, NEUTRAL, Plot, new_chart, place, short, to_svg
from reports.stats import Estimate

_ROW = 40
# Words stand above the line of their row, whether or not matplotlib finds the point they belong to inside.
_ABOVE: dict[str, Any] = {"xytext": (0, 9), "textcoords": "offset points", "annotation_clip": False}


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel's median, its words, and how far around it nothing counts as clear."""

    median: float
    text: str
    margin: float


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a dot chart. ``estimate`` None means the figure is not shown and ``text`` says why."""

    label: str
    estimate: Estimate | None
    text: str
    colour: str
    marker: str = "o"
    hollow: bool = False
    dashed: bool = False  # its difference does not stand out
    reference: float | None = None


def dot_chart(
    dots: Sequence[Dot],
    ticks: Sequence[tuple[float, str]],
    *,
    key: str,
    alt: str,
    zero: bool = False,
    panel: Panel | None = None,
) -> str:
    """Dots with intervals on one axis; ``reference`` is a grey diamond; ``zero`` draws the line of no difference,
    ``panel`` that of the panel's median."""
    figure, axes = new_chart(_ROW * len(dots) + (58 if panel else 40))
    place(figure, left=14, right=18, top=22 if panel else 4, bottom=26)
    low, high = ticks[0][0], ticks[-1][0]
    axes.set_xlim(low, high)
    axes.set_ylim(len(dots) - 0.45, -0.75)
    if zero:
        axes.axvline(0, color=INK, linewidth=1)
    if panel is not None:
        _panel(axes, panel)
    for row, dot in enumerate(dots):
        axes.axhline(row, color="#EBEBEB", linewidth=0.8, zorder=0)
        label = axes.annotate(short(dot.label, 38), (low, row), fontsize=11, **_ABOVE)
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        axes.annotate(dot.text, (high, row), fontsize=10, ha="right", color="#444444", **_ABOVE)
        if dot.reference is not None:
            axes.plot(dot.reference, row, "D", color=NEUTRAL, markersize=5.5, zorder=3, clip_on=False)
        if dot.estimate is None:
            continue
        ends = [max(low, dot.estimate.low), min(high, dot.estimate.high)]
        line = (0, (3, 2)) if dot.dashed else "-"
        axes.plot(ends, [row, row], color=dot.colour, linewidth=1.8, linestyle=line, solid_capstyle="butt")
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


def _panel(axes: Plot, panel: Panel) -> None:
    """The line of the median with its words above, and the band in which no outlet is clearly different."""
    axes.axvspan(panel.median - panel.margin, panel.median + panel.margin, facecolor="#EFEFEF", linewidth=0, zorder=0)
    axes.axvline(panel.median, color=INK, linewidth=1.1, linestyle=(0, (4, 2)))
    low, high = axes.get_xlim()
    place_in = (panel.median - low) / (high - low)
    axes.annotate(
        panel.text,
        (panel.median, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(0, 5),
        textcoords="offset points",
        ha="left" if place_in < 0.3 else "right" if place_in > 0.7 else "center",
        fontsize=10.5,
        annotation_clip=False,
    )
