"""Charts are drawn on sheets of our own: what stands on them is what matplotlib would draw."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator
from matplotlib.transforms import offset_copy

from reports.charts.style import keeping_charts, new_chart, place, to_svg


def lines(axes: Axes) -> None:
    axes.set_xlim(100, 160)
    axes.set_ylim(0, 0.8)
    axes.set_xticks([108, 120, 200], ["2009", "", "beyond the end"])
    axes.plot([110, 120, 130], [0.1, float("nan"), 0.3], color="#C04A00", linewidth=1.6)
    axes.plot([110, 150], [0.7, 0.9], color="#666666", linestyle=(0, (4, 2)), marker=".", markersize=4)
    axes.plot([115], [0.2], "s", color="#0069A8", markerfacecolor="white", markersize=6, zorder=4)
    axes.plot([], [], "o", color="#0069A8")
    axes.plot([110, 150], [0.5, 0.5], color="#222222", marker="|", markersize=9, markeredgewidth=2.2)
    above = offset_copy(axes.get_xaxis_transform(), axes.get_figure(root=True), y=4.5, units="points")
    axes.plot([140], [1.0], "x", color="#666666", clip_on=False, transform=above)
    axes.vlines([110, 120], [0.1, 0.2], [0.3, 0.4], color="#C04A00", linewidth=1.2)
    axes.vlines([], [], [], color="#C04A00", linewidth=1.2)
    axes.axvline(130, color="#222222", linewidth=1.1, linestyle=(0, (3, 2)))
    axes.axhline(0.3, color="#EBEBEB", linewidth=0.8, zorder=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f} %"))
    axes.grid(axis="y", color="#E2E2E2", linewidth=0.8)
    axes.set_axisbelow(True)


def boxes(axes: Axes) -> None:
    axes.set_ylim(3, -0.5)
    axes.set_xlim(0, 12)
    axes.axvspan(4, 6, facecolor="#222222", alpha=0.16, linewidth=0)
    axes.axvspan(7, 8, facecolor="#F3F3F3", edgecolor="#8A8A8A", hatch="////", linewidth=0)
    axes.axhspan(1, 2, facecolor="#EFEFEF", linewidth=0, zorder=0)
    axes.barh(1, 3, 0.5, color="#C9C9C9", edgecolor="white", hatch="...")
    axes.barh(2, 3, 0.5, left=3, color="white", edgecolor="#8A8A8A", linestyle=":", linewidth=1.2)
    axes.bar(2, 1.5, 0.5, align="edge", color="#B9B9B9", edgecolor="#666666", linewidth=0.8)
    axes.add_artist(Rectangle((1, 0), 2, 1, clip_on=False, facecolor=(0.5,) * 3, edgecolor="white", linestyle=":"))
    axes.add_artist(Rectangle((4, 0), 2, 1, fill=False, edgecolor="#222222", linewidth=1.6, zorder=6))
    axes.text(2, 2, "<inside> & $x$", ha="center", va="center", fontsize=10.5, color="white").set_bbox(
        {"facecolor": "#0069A8", "edgecolor": "none", "pad": 1.0}
    )
    axes.axis("off")


def words(axes: Axes) -> None:
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 6)
    by: dict[str, Any] = {"textcoords": "offset points", "xytext": (0, 9)}
    label = axes.annotate("Prisión", (1, 1), annotation_clip=False, **by)
    label.set_fontsize(10.5)
    axes.annotate("over", (2, 1.0), xycoords=("data", "axes fraction"), ha="right", fontweight="bold", **by)
    axes.annotate("beside", (1, 2), xycoords=("axes fraction", "data"), va="center", color="#C04A00", **by)
    axes.annotate("corner", (0, 1), xycoords="axes fraction", ha="center", **by)
    axes.annotate("within", (10, 3), ha="right", **by)
    axes.annotate("not drawn", (11, 3), **by)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
    axes.annotate("backed", (5, 5), va="center", fontsize=10.5, bbox=box, zorder=5, annotation_clip=False, **by)
    for row, side in enumerate(("top", "bottom", "baseline", "center")):
        axes.text(7, row, side, va=side)
    axes.set_xlabel("effective stories", fontsize=10.5)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.1f}"))
    axes.yaxis.set_major_locator(MultipleLocator(2))
    axes.spines["left"].set_color("#8A8A8A")
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(colors="#222222", labelsize=9.5, length=2)


def scaled(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.set_xlim(26, 900)
    axes.set_ylim(0.1, 0.7)
    axes.plot([30.0, 100.0, 800.0], [0.2, 0.3, 0.6], color="#666666", linewidth=1.3)
    axes.plot(100.0, 0.3, "D", color="#C04A00", markersize=7)
    axes.set_xticks([30, 100, 500], ["30", "100", "500"])
    axes.xaxis.set_minor_locator(MultipleLocator(10_000))
    axes.set_yticks([])


def drawn(marks: Callable[[Axes], None]) -> str:
    figure, axes = new_chart(200)
    place(figure, left=42, right=18, top=30, bottom=40)
    marks(axes)
    beside = figure.add_axes((0.1, 0.02, 0.8, 0.05))
    beside.set_xlim(0, 1)
    beside.set_ylim(0, 1)
    beside.axis("off")
    return with_plain_ids(to_svg(figure, "a", "alt"))


def with_plain_ids(svg: str) -> str:
    """Ids of clips, marks and hatches by their order: matplotlib makes them from the last bit of a number."""
    ids: dict[str, str] = {}
    return re.sub(r"-[phm][0-9a-f]{10}", lambda found: ids.setdefault(found[0], f"-{len(ids)}"), svg)


@pytest.mark.parametrize("marks", [lines, boxes, words, scaled])
def test_what_stands_on_a_sheet_is_what_matplotlib_draws(marks: Callable[[Axes], None]) -> None:
    ours = drawn(marks)
    with keeping_charts():
        assert ours == drawn(marks)


def test_two_charts_on_sheets_differ_in_their_ids_alone() -> None:
    one, other = new_chart(100), new_chart(100)
    for _, axes in (one, other):
        boxes(axes)
    first, second = to_svg(one[0], "one", "alt"), to_svg(other[0], "other", "alt")
    assert first != second
    assert re.sub(r"c[0-9a-f]{8}-", "", first) == re.sub(r"c[0-9a-f]{8}-", "", second)
