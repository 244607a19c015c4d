"""Before and after as slopes: one line an event, from its share before to its share after.

In: pairs of shares with their words. Out: SVG. A full line stands out, a broken one does not; hollow ends are
provisional.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.style import FAINT, NEUTRAL, new_chart, place, spread_labels, to_svg

_MARGINS = {"left": 130.0, "right": 130.0, "top": 26.0, "bottom": 12.0}
_LINE = 14.0
_LOWEST = 200
# A share that is small everywhere is not drawn as if it were large.
_LOWEST_TOP = 0.2


@dataclass(frozen=True, slots=True)
class Slope:
    """Shares before and after (0..1), the words at either end, and whether the change stands out."""

    before: float
    after: float
    before_text: str
    after_text: str
    clear: bool
    own: bool = False  # drawn thick and in its colour even where it does not stand out
    hollow: bool = False  # rests on fewer stories than a share needs that is no longer provisional


def slope_chart(
    slopes: Sequence[Slope], heads: tuple[str, str], colour: str, marker: str, *, key: str, alt: str
) -> str:
    """The lines between two axes; words at both ends keep clear of each other."""
    height = max(_LOWEST, round(_LINE * 1.15 * len(slopes) + _MARGINS["top"] + _MARGINS["bottom"]))
    figure, axes = new_chart(height)
    place(figure, **_MARGINS)
    values = [value for slope in slopes for value in (slope.before, slope.after)]
    # From nothing, so that a change of two points looks like one.
    bottom, top = 0.0, max(*values, _LOWEST_TOP) * 1.06
    axes.set_xlim(0, 1)
    axes.set_ylim(bottom, top)
    axes.axis("off")
    for x, head in enumerate(heads):
        axes.axvline(x, color=FAINT, linewidth=0.8)
        axes.annotate(
            head, (x, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 10), textcoords="offset points",
            ha="right" if x == 0 else "left", fontsize=10.5, fontweight="bold", annotation_clip=False,
        )  # fmt: skip
    for slope in slopes:
        shade = colour if slope.clear or slope.own else NEUTRAL
        axes.plot(
            [0, 1],
            [slope.before, slope.after],
            color=shade,
            linewidth=2.4 if slope.clear or slope.own else 1.2,
            linestyle="-" if slope.clear else (0, (6, 2, 1.5, 2)) if slope.own else (0, (4, 2)),
            marker=marker,
            markersize=7,
            markerfacecolor="white" if slope.hollow else shade,
            clip_on=False,
            zorder=4 if slope.clear or slope.own else 3,
        )
    units = (height - _MARGINS["top"] - _MARGINS["bottom"]) / (top - bottom)
    for x, ends in enumerate(([s.before for s in slopes], [s.after for s in slopes])):
        heights = [(end - bottom) * units for end in ends]
        for slope, end, now, at in zip(slopes, ends, heights, spread_labels(heights, _LINE), strict=True):
            axes.annotate(
                slope.after_text if x else slope.before_text,
                (x, end),
                xytext=(9 if x else -9, at - now),
                textcoords="offset points",
                ha="left" if x else "right",
                va="center",
                fontsize=10.5,
                fontweight="bold" if slope.clear or slope.own else "normal",
                annotation_clip=False,
            )
    return to_svg(figure, key, alt)
