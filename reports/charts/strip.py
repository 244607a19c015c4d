"""The strip of collection health under framing over time: how much of the usual was collected in each period.

In: a ``Series``. Out: a strip drawn into its chart. The darker, the nearer to (or above) the usual volume; a gap is
white and hatched; a period of which nothing can be known, since the articles were imported, is empty and dotted. Its
finding stands above it in words, and the table of the series has its numbers.
"""

from __future__ import annotations

from matplotlib.patches import Rectangle

from reports.charts.style import FAINT, GAP_HATCH, INK, WIDTH, Canvas
from reports.figures.series import Series
from reports.i18n import Words

# What the strip with its words takes of a chart's height.
STRIP = 34
_BAND = 12
# Half as much again as usual is as dark as a period gets.
_DARKEST_AT = 1.5
_LIGHTEST, _DARKEST = 0.95, 0.45


def draw_strip(figure: Canvas, series: Series, words: Words, *, left: float, right: float) -> None:
    """Draw it at the foot of the figure, on the same axis of time."""
    height = figure.get_figheight() * 72
    axes = figure.add_axes((left / WIDTH, 4 / height, 1 - (left + right) / WIDTH, _BAND / height))
    first, last = series.points[0].first_month, series.points[-1].first_month + series.months
    axes.set_xlim(first, last)
    axes.set_ylim(0, 1)
    axes.axis("off")
    for point in series.points:
        look = {"facecolor": "white", "edgecolor": FAINT, "linewidth": 0.7}
        if point.gap:
            look["hatch"] = GAP_HATCH
        elif point.collected is None:
            look["linestyle"] = ":"
        else:
            part = min(1.0, point.collected / _DARKEST_AT)
            look["facecolor"] = (_LIGHTEST - (_LIGHTEST - _DARKEST) * part,) * 3
        axes.add_artist(Rectangle((point.first_month, 0), point.months, 1, clip_on=False, **look))  # type: ignore[arg-type]
    axes.annotate(
        strip_finding(series, words), (first, 1), xytext=(0, 4), textcoords="offset points", fontsize=10, color=INK,
        annotation_clip=False,
    )  # fmt: skip


def strip_finding(series: Series, words: Words) -> str:
    """What the strip shows, in words: gaps, none, or that nothing can be known."""
    if all(point.collected is None for point in series.points):
        return words.t("strip.unknown")
    gaps = sum(point.gap for point in series.points)
    return words.t("strip.gaps" if gaps else "strip.whole", n=gaps, total=len(series.points))
