"""Collection health as a heat map: one row an outlet, one column a month, against the outlet's usual month.

In: items by outlet and month. Out: SVG. The darker a cell, the nearer to (or above) the usual volume; its number is the
items of the month; a gap is white and hatched, so it is told from few items without any colour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.patches import Rectangle

from reports.charts.style import FAINT, GAP_HATCH, INK, WIDTH, Plot, new_chart, place, short, to_svg
from reports.figures.event import MonthVolumes

_ROW = 24
_LEFT, _RIGHT, _TOP, _BOTTOM = 132.0, 8.0, 22.0, 26.0
_AXIS = WIDTH - _LEFT - _RIGHT
# A number of three digits needs this many units; narrower cells go without.
_NUMBER_FITS = 17.0
# A letter of the month fits where a column is this wide.
_LETTER_FITS = 11.0
_LONGEST_NAME = 20
# Half as much again as usual is as dark as a cell gets.
_DARKEST_AT = 1.5
# On the darkest grey the ink of the numbers still has 4.5 to 1.
_LIGHTEST, _DARKEST = 0.95, 0.55


def heat_map(
    volumes: Mapping[str, MonthVolumes],
    names: Mapping[str, str],
    event: tuple[int, int],
    event_text: str,
    initial: Callable[[int], str],
    refused: Mapping[str, str],
    *,
    key: str,
    alt: str,
) -> str:
    """The cells; ``event``: its first and last month, framed; ``initial``: the letter of a month (from year 0).
    ``refused``: the outlets of which nothing was obtained, and why; hatched from end to end."""
    months = sorted(next(iter(volumes.values())).counts)
    width = _AXIS / len(months)
    rows = len(volumes) + len(refused)
    figure, axes = new_chart(round(_ROW * rows + _TOP + _BOTTOM))
    place(figure, left=_LEFT, right=_RIGHT, top=_TOP, bottom=_BOTTOM)
    axes.set_xlim(months[0], months[-1] + 1)
    axes.set_ylim(rows, 0)
    for row, (outlet, own) in enumerate(volumes.items()):
        _name_row(axes, names[outlet], months[0], row)
        for month, count in own.counts.items():
            gap = month in own.gaps
            part = min(1.0, count / (own.usual or 1.0) / _DARKEST_AT)
            shade = _LIGHTEST - (_LIGHTEST - _DARKEST) * part
            look = {"facecolor": "white" if gap else (shade, shade, shade), "edgecolor": FAINT if gap else "white"}
            axes.add_artist(Rectangle((month, row), 1, 1, hatch=GAP_HATCH if gap else None, linewidth=0.8, **look))  # type: ignore[arg-type]
            if width >= _NUMBER_FITS:
                number = axes.text(month + 0.5, row + 0.5, str(count), ha="center", va="center", fontsize=9, color=INK)
                if gap:
                    number.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})
    for row, (name, why) in enumerate(refused.items(), start=len(volumes)):
        _name_row(axes, name, months[0], row)
        axes.add_artist(
            Rectangle((months[0], row), len(months), 1, facecolor="white", edgecolor=FAINT, hatch=GAP_HATCH, lw=0.8)
        )
        said = axes.text(months[0] + len(months) / 2, row + 0.5, why, ha="center", va="center", fontsize=9, color=INK)
        said.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})
    _frame_event(axes, event, len(volumes), event_text)
    ticks = [month for month in months if width >= _LETTER_FITS or month % 12 == 0]
    axes.set_xticks([month + 0.5 for month in ticks], [initial(month) for month in ticks])
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    return to_svg(figure, key, alt)


def _name_row(axes: Plot, name: str, first: int, row: int) -> None:
    axes.annotate(
        short(name, _LONGEST_NAME), (first, row + 0.5), xytext=(-6, 0), textcoords="offset points",
        ha="right", va="center", fontsize=10, annotation_clip=False,
    )  # fmt: skip


def _frame_event(axes: Plot, event: tuple[int, int], rows: int, text: str) -> None:
    """A frame around the months of the event, and its words above."""
    first, last = event
    box = Rectangle((first, 0), last + 1 - first, rows, fill=False, edgecolor=INK, linewidth=1.6, zorder=6)
    axes.add_artist(box)
    axes.annotate(
        text, ((first + last + 1) / 2, 0), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=10,
        annotation_clip=False,
    )  # fmt: skip
