"""A histogram of what other dates changed, with the event's own change marked.

In: the changes around placebo dates and that of the event. Out: SVG and the counts, which also make its table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from matplotlib.ticker import FuncFormatter, MaxNLocator

from reports.charts.style import INK, NEUTRAL, new_chart, place, to_svg

_HEIGHT = 210
# Bars of 5 points: narrower ones say more than a change of thirty stories can.
BAR = 0.05
# A change at the very edge of a bar belongs to the inner one, whatever the last bit of a difference says.
_LAST_BIT = 1e-9


@dataclass(frozen=True, slots=True)
class Bin:
    """Placebo dates whose change lies between ``low`` and ``high``."""

    low: float
    high: float
    dates: int


def bins_of(changes: Sequence[float], event: float) -> list[Bin]:
    """Bars of equal width around no change, wide enough for every date and the event."""
    arms = max(1, ceil((max(abs(change) for change in (*changes, event)) - _LAST_BIT) / BAR))
    places = [min(arms - 1, max(-arms, int((change + _LAST_BIT) // BAR))) for change in changes]
    return [Bin(place * BAR, (place + 1) * BAR, places.count(place)) for place in range(-arms, arms)]


def placebo_chart(
    changes: Sequence[float],
    event: float,
    colour: str,
    event_text: str,
    dates_text: str,
    points: Callable[[float], str],
    *,
    key: str,
    alt: str,
) -> str:
    """Grey bars for other dates; the event's change as a thick line with its words, its mirror image dashed."""
    bins = bins_of(changes, event)
    most = max(each.dates for each in bins)
    figure, axes = new_chart(_HEIGHT)
    place(figure, left=32, right=14, top=30, bottom=40)
    for each in bins:
        if each.dates:
            axes.bar(each.low, each.dates, BAR, align="edge", color="#B9B9B9", edgecolor=NEUTRAL, linewidth=0.8)
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.axvline(event, color=colour, linewidth=3)
    axes.axvline(-event, color=colour, linewidth=1.6, linestyle=(0, (3, 2)))
    axes.set_xlim(bins[0].low - BAR / 4, bins[-1].high + BAR / 4)
    axes.set_ylim(0, most * 1.08)
    axes.annotate(
        event_text,
        (event, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(0, 6),
        textcoords="offset points",
        ha="left" if event < 0 else "right",
        fontsize=10.5,
        fontweight="bold",
        annotation_clip=False,
    )
    axes.set_xlabel(dates_text, fontsize=10.5)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: points(value)))
    axes.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    return to_svg(figure, key, alt)
