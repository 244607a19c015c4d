"""Charts are drawn by a renderer of our own: what it writes is what matplotlib writes."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from reports.charts.style import STYLE, keeping_charts, new_chart, to_svg

LABELS = ("Prisión de mujeres", "31 %", "Ünïcödé <b>&amp;</b> \"'", "$5 a day", "−12 puntos (−20 a −4)", "a\nb")


def chart() -> Figure:
    """One of each mark that the charts of a report use."""
    # Only a chart that becomes a picture as well is drawn with matplotlib.
    with keeping_charts():
        figure, axes = new_chart(200)
    axes.set_xlim(0, 10)
    axes.set_ylim(0, len(LABELS))
    for row, label in enumerate(LABELS):
        axes.annotate(label, (5, row), xytext=(0, 9), textcoords="offset points", ha="right", fontsize=10)
        axes.plot([1, 2, 3], [row, row / 2, row], "o-", color="#C04A00", markerfacecolor="white", clip_on=row % 2 == 0)
    axes.barh(1, 3, 0.5, color="#C9C9C9", edgecolor="white", hatch="////")
    axes.axvspan(4, 6, facecolor="#222222", alpha=0.16, linewidth=0)
    axes.text(2, 2, "inside", color="black", alpha=0.5, fontweight="bold").set_bbox({"facecolor": "white", "pad": 1.0})
    axes.text(3, 3, "turned", rotation=30, clip_on=True)
    axes.vlines([7, 8], [0, 1], [2, 3], color="#0069A8")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f} %"))
    return figure


def as_matplotlib_writes(figure: Figure) -> str:
    """Its own SVG without comments and indentation, its numbers as short as ours and no ids but ours."""
    stream = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(stream, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", stream.getvalue(), flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", "\n", text[text.index("<defs>") :])
    text = re.sub(r'(\bid="|xlink:href="#|url\(#)', r"\1c-", text)
    return re.sub(r"(?<![\d.])([1-9]\d*\.\d\d)\d+", r"\1", text)


def as_we_write(figure: Figure) -> str:
    svg = to_svg(figure, "a", "alt")
    return re.sub(r'(\bid="|xlink:href="#|url\(#)c[0-9a-f]{8}-', r"\1c-", svg[svg.index("<defs>") :])


@pytest.mark.parametrize("again", [False, True], ids=["words drawn first", "words drawn before"])
def test_a_chart_is_what_matplotlib_writes(again: bool) -> None:
    if again:
        to_svg(chart(), "before", "alt")
    assert as_we_write(chart()) == as_matplotlib_writes(chart())


def test_two_charts_differ_in_their_ids_alone() -> None:
    one, other = to_svg(chart(), "one", "alt"), to_svg(chart(), "other", "alt")
    assert one != other
    assert re.sub(r"c[0-9a-f]{8}-", "", one) == re.sub(r"c[0-9a-f]{8}-", "", other)
