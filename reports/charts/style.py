"""The one style of all charts, and the way from a matplotlib figure to inline SVG.

In: a drawn figure. Out: an SVG element without scripts, links, dates or random ids. Charts are 390 units wide so that
one fills a phone of 320 pixels with words of nine pixels or more. Words are drawn as outlines: a
page needs no font, and no name from the press can become markup.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from typing import Any, TypeAlias

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Text

from reports.charts.drawing import drawn
from reports.charts.sheet import Sheet, SheetAxes

# What a chart is drawn on: a sheet, or matplotlib's own where a picture will be made of it.
Canvas: TypeAlias = Figure | Sheet
Plot: TypeAlias = Axes | SheetAxes
WIDTH = 390
# Okabe and Ito's colours, darkened until each passes 3:1 against white (measured: 4.9, 5.2, 5.6, 10); told apart in
# the common colour blindnesses, and every use has a second mark: another marker, dash or hatch.
STIGMA = "#C04A00"
RIGHTS = "#0069A8"
NEUTRAL = "#666666"
INK = "#222222"
FAINT = "#8A8A8A"
FILLS = {"s": STIGMA, "r": RIGHTS}
MARKERS = {"s": "o", "r": "s"}
GAP_HATCH = "////"
LONGEST_LABEL = 46
_FONT = 11
STYLE: dict[Any, Any] = {
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": "DejaVu Sans",
    "font.size": _FONT,
    "hatch.linewidth": 0.8,
    "svg.fonttype": "path",
    "svg.hashsalt": "encuadre",
    "text.color": INK,
    # A dollar sign in an outlet's name is a dollar sign.
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": _FONT - 1,
    "ytick.labelsize": _FONT - 1,
}


def new_chart(height: int, *, arrows: bool = False) -> tuple[Canvas, Plot]:
    """An empty figure of the common width, its axes to be placed by the caller with ``place``.

    A sheet (reports.charts.sheet) stands for matplotlib's figure, except where a picture will be made of the chart, and
    for ``arrows``, which a sheet has none of.
    """
    if _KEPT.get() is None and not arrows:
        sheet = Sheet(WIDTH / 72, height / 72, STYLE)
        return sheet, sheet.add_axes((0.0, 0.0, 1.0, 1.0))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        return figure, figure.add_subplot()


def place(figure: Canvas, *, left: float = 8, right: float = 8, top: float = 8, bottom: float = 8) -> None:
    """Set the margins of the axes, in units."""
    height = figure.get_figheight() * 72
    figure.subplots_adjust(left=left / WIDTH, right=1 - right / WIDTH, top=1 - top / height, bottom=bottom / height)


def to_svg(figure: Canvas, key: str, alt: str) -> str:
    """The figure as an inline SVG element that says ``alt``; ``key`` keeps its ids apart from others' on the page."""
    prefix = "c" + hashlib.sha256(key.encode()).hexdigest()[:8] + "-"
    if isinstance(figure, Figure):
        plain_texts(figure)
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        # A name may hold signs DejaVu Sans lacks (emoji); the chart draws a box and the table has the name.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        elements = drawn(figure, prefix)
    height = round(figure.get_figheight() * 72)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" class="chart" role="img" '
        f'viewBox="0 0 {WIDTH} {height}" aria-label="{escape(alt)}">\n{elements}</svg>\n'
    )
    kept = _KEPT.get()
    if kept is not None and isinstance(figure, Figure):
        kept[svg] = (key, figure)
    return svg


# Charts by their SVG, each with its key, while somebody keeps them.
Kept = dict[str, tuple[str, Figure]]
_KEPT: ContextVar[Kept | None] = ContextVar("kept", default=None)


@contextmanager
def keeping_charts() -> Iterator[Kept]:
    """Keep every chart drawn meanwhile, so that a picture can be made of what a page shows."""
    kept: Kept = {}
    token = _KEPT.set(kept)
    try:
        yield kept
    finally:
        _KEPT.reset(token)


def plain_texts(figure: Figure) -> None:
    """Dollar signs in names are dollar signs, also where words were set after the style's context had ended."""
    for text in figure.findobj(Text):
        text.set_parse_math(False)


def short(label: str, longest: int = LONGEST_LABEL) -> str:
    """A label that fits a chart's width; invisible signs go, since they could turn the words around."""
    clean = " ".join("".join(c for c in label if c.isprintable()).split())
    return clean if len(clean) <= longest else clean[: longest - 1].rstrip() + "…"


def spread_labels(heights: Sequence[float], apart: float) -> list[float]:
    """The heights at which labels stand at least ``apart`` from each other, each as near to its own as may be.

    Labels that would touch form a block, which stands where its members' own heights are on average.
    """
    blocks: list[tuple[list[int], float]] = []  # members from low to high, and the height of the lowest
    for index in sorted(range(len(heights)), key=lambda each: heights[each]):
        members, foot = [index], heights[index]
        while blocks and blocks[-1][1] + apart * len(blocks[-1][0]) > foot:
            members = [*blocks.pop()[0], *members]
            foot = sum(heights[each] - apart * place for place, each in enumerate(members)) / len(members)
        blocks.append((members, foot))
    at = {each: foot + apart * place for members, foot in blocks for place, each in enumerate(members)}
    return [at[index] for index in range(len(heights))]
