"""The collection strip: each outlet's volume by period against its usual, gaps hatched.

In: items dated in each period, by outlet. Out: SVG.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from matplotlib.patches import Rectangle

from reports.charts.style import FAINT, GAP_HATCH, new_chart, place, short, to_svg
from reports.figures.health import Volumes

_ROW = 36
_MOST_YEARS = 8


def health_chart(
    volumes: Mapping[str, Volumes],
    names: Mapping[str, str],
    months: int,
    refused: Mapping[str, str],
    *,
    key: str,
    alt: str,
) -> str:
    """One strip an outlet; darker is nearer to (or above) the usual volume, hatched is a gap. ``refused``: the
    outlets of which nothing was obtained, and why; hatched from end to end."""
    periods = sorted(next(iter(volumes.values())).counts)
    figure, axes = new_chart(_ROW * (len(volumes) + len(refused)) + 34)
    place(figure, left=20, right=12, top=4, bottom=24)
    for row, (outlet, own) in enumerate(volumes.items()):
        usual = median(own.counts.values()) or 1
        gaps = own.short()
        axes.annotate(short(names[outlet]), (periods[0], row), xytext=(0, 3), textcoords="offset points", fontsize=10.5)
        for period, count in own.counts.items():
            if period in gaps:
                look = {"facecolor": "white", "edgecolor": FAINT, "hatch": GAP_HATCH, "linewidth": 0.5}
            else:
                shade = 0.86 - 0.5 * min(1.0, count / usual / 1.5)
                look = {"facecolor": (shade, shade, shade), "edgecolor": "white", "linewidth": 0.5}
            axes.add_artist(Rectangle((period, row + 0.05), 1, 0.45, **look))  # type: ignore[arg-type]
    hatched = {"facecolor": "white", "edgecolor": FAINT, "hatch": GAP_HATCH, "linewidth": 0.5}
    for row, (name, why) in enumerate(refused.items(), start=len(volumes)):
        axes.annotate(
            f"{short(name)} · {why}", (periods[0], row), xytext=(0, 3), textcoords="offset points", fontsize=10.5
        )
        axes.add_artist(Rectangle((periods[0], row + 0.05), len(periods), 0.45, **hatched))  # type: ignore[arg-type]
    axes.set_xlim(periods[0], periods[-1] + 1)
    axes.set_ylim(len(volumes) + len(refused) - 0.35, -0.6)
    years = [period for period in periods if period * months % 12 == 0]
    step = -(-len(years) // _MOST_YEARS) or 1
    axes.set_xticks(years[::step], [str(period * months // 12) for period in years[::step]])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    return to_svg(figure, key, alt)
