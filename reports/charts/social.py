"""Pictures for social media: the finding, the chart, and what it rests on, in one PNG.

In: a series and its words, or any chart that was drawn. Out: the bytes of a PNG of 1200 by 675 pixels, or of 1200 by as
many as the chart needs. It carries no date and no name of a program, so that two runs give the same bytes; its
description is what the chart says, for whoever posts it with a text alternative.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reports.charts.series import Window, draw_series
from reports.charts.style import INK, NEUTRAL, STYLE, plain_texts
from reports.events import Event
from reports.figures.series import Series
from reports.i18n import Words

# What the large platforms show whole; drawn at half the size, so that words are twice as large as on a page.
PIXELS = (1200, 675)
_UNITS = (PIXELS[0] / 2, PIXELS[1] / 2)
_DOTS_PER_INCH = 144
_MARGIN = 12
# A patch of the key with the gap after it, and a letter of its words.
_SIGN, _LETTER = 19.0, 5.6
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 20, 128, 62
# Letters to a line at the sizes below.
_TITLE_LINE, _TEXT_LINE, _FOOT_LINE = 58, 100, 126


def series_png(
    series: Series,
    side: str,
    events: Sequence[tuple[int | str, Event]],
    words: Words,
    *,
    top: float,
    title: str,
    subtitle: str,
    key: str,
    foot: str,
    alt: str,
    windows: Sequence[Window] = (),
) -> bytes:
    """Draw one side. ``title``: the finding; ``key``: its signs and events; ``foot``: on what it rests."""
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        # An event's name may hold signs that DejaVu Sans lacks; a box is drawn for them.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=(_UNITS[0] / 72, _UNITS[1] / 72), dpi=_DOTS_PER_INCH, facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        figure.subplots_adjust(
            left=_LEFT / _UNITS[0],
            right=1 - _RIGHT / _UNITS[0],
            top=1 - _TOP / _UNITS[1],
            bottom=_BOTTOM / _UNITS[1],
        )
        draw_series(axes, series, side, events, words, top, windows)
        heading = textwrap.fill(title, _TITLE_LINE, max_lines=2, placeholder=" …")
        _write(figure, 12, heading, fontsize=15, fontweight="bold", color=INK)
        below = "\n".join(textwrap.fill(text, _TEXT_LINE, max_lines=2, placeholder=" …") for text in (subtitle, key))
        _write(figure, 18 + 20 * len(heading.splitlines()), below, fontsize=9.5, color=NEUTRAL)
        feet = textwrap.fill(foot, _FOOT_LINE, max_lines=2, placeholder=" …")
        _write(figure, _UNITS[1] - 6 - 11 * len(feet.splitlines()), feet, fontsize=8.5, color=NEUTRAL)
        return _png(figure, alt)


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry of a chart's key: a sign, or the fill and hatch of a patch, and what it means."""

    meaning: str
    sign: str = ""
    fill: str = ""
    hatch: str = ""


def chart_png(chart: Figure, signs: Sequence[Sign], *, title: str, subtitle: str, foot: str, alt: str) -> bytes:
    """A chart of a page, as it is drawn there, with its finding above and what it rests on below."""
    heading = textwrap.fill(title, _TITLE_LINE, max_lines=3, placeholder=" …")
    below = textwrap.fill(subtitle, _TEXT_LINE, max_lines=3, placeholder=" …")
    feet = textwrap.fill(foot, _FOOT_LINE, max_lines=3, placeholder=" …")
    rows = _rows(signs)
    text_top = 18 + 20 * len(heading.splitlines())
    top = text_top + 13 * len(below.splitlines()) + 8
    bottom = 14 + 15 * len(rows) + 11 * len(feet.splitlines())
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        drawn = _pixels(chart)
        height = top + drawn.shape[0] / 2 + bottom
        figure = Figure(figsize=(_UNITS[0] / 72, height / 72), dpi=_DOTS_PER_INCH, facecolor="white")
        FigureCanvasAgg(figure)
        figure.figimage(drawn, xo=2 * _MARGIN, yo=round(2 * bottom))
        _write(figure, 12, heading, fontsize=15, fontweight="bold", color=INK)
        _write(figure, text_top, below, fontsize=9.5, color=NEUTRAL)
        for place, row in enumerate(rows):
            _write_signs(figure, height - bottom + 6 + 15 * place, row)
        _write(figure, height - 6 - 11 * len(feet.splitlines()), feet, fontsize=8.5, color=NEUTRAL)
        plain_texts(figure)
        return _png(figure, alt)


def _pixels(chart: Figure) -> npt.NDArray[np.uint8]:
    """The chart, as wide as the picture less its margins."""
    canvas = FigureCanvasAgg(chart)
    chart.set_dpi(_DOTS_PER_INCH * (_UNITS[0] - 2 * _MARGIN) / (chart.get_figwidth() * 72))
    canvas.draw()  # type: ignore[no-untyped-call]
    return np.asarray(canvas.buffer_rgba()).copy()  # type: ignore[no-untyped-call]


def _rows(signs: Sequence[Sign]) -> list[list[tuple[float, Sign]]]:
    """The signs in as many rows as they need, each with where it begins."""
    rows: list[list[tuple[float, Sign]]] = []
    left = _UNITS[0]
    for sign in signs:
        width = _SIGN + _LETTER * (len(sign.meaning) + 3)
        if left + width > _UNITS[0] - _MARGIN:
            rows.append([])
            left = float(_MARGIN)
        rows[-1].append((left, sign))
        left += width
    return rows


def _write_signs(figure: Figure, down: float, row: Sequence[tuple[float, Sign]]) -> None:
    """One row of the key."""
    height = figure.get_figheight() * 72
    for left, sign in row:
        if sign.fill:
            corner, size = (left / _UNITS[0], 1 - (down + 9) / height), (14 / _UNITS[0], 8 / height)
            patch = Rectangle(corner, *size, facecolor=sign.fill, edgecolor=NEUTRAL, hatch=sign.hatch, linewidth=0.8)
            figure.add_artist(patch)
        text = sign.meaning if sign.fill else f"{sign.sign} {sign.meaning}"
        at = left + (_SIGN if sign.fill else 0)
        figure.text(at / _UNITS[0], 1 - down / height, text, va="top", fontsize=9.5, color=NEUTRAL)


def _png(figure: Figure, alt: str) -> bytes:
    stream = io.BytesIO()
    # Chunks without a date or a version; a description that screen readers of platforms can be given.
    figure.savefig(stream, format="png", metadata={"Software": None, "Description": alt})
    return stream.getvalue()


def _write(figure: Figure, down: float, text: str, **looks: Any) -> None:
    at = 1 - down / (figure.get_figheight() * 72)
    figure.text(_MARGIN / _UNITS[0], at, text, va="top", linespacing=1.25, **looks)
