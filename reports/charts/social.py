"""The framing of a country as a picture for social media: the finding, the chart, and what it rests on, in one PNG.

In: a series and its words. Out: the bytes of a PNG of 1200 by 675 pixels. It carries no date and no name of a program,
so that two runs give the same bytes; its description is what the chart says, for whoever posts it with a text
alternative.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from reports.charts.series import draw_series
from reports.charts.style import INK, NEUTRAL, STYLE
from reports.events import Event
from reports.figures.series import Series
from reports.i18n import Words

# What the large platforms show whole; drawn at half the size, so that words are twice as large as on a page.
PIXELS = (1200, 675)
_UNITS = (PIXELS[0] / 2, PIXELS[1] / 2)
_DOTS_PER_INCH = 144
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 20, 122, 62
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
        draw_series(axes, series, side, events, words, top)
        heading = textwrap.fill(title, _TITLE_LINE, max_lines=2, placeholder=" …")
        _write(figure, 12, heading, fontsize=15, fontweight="bold", color=INK)
        below = "\n".join(textwrap.fill(text, _TEXT_LINE, max_lines=2, placeholder=" …") for text in (subtitle, key))
        _write(figure, 18 + 20 * len(heading.splitlines()), below, fontsize=9.5, color=NEUTRAL)
        feet = textwrap.fill(foot, _FOOT_LINE, max_lines=2, placeholder=" …")
        _write(figure, _UNITS[1] - 6 - 11 * len(feet.splitlines()), feet, fontsize=8.5, color=NEUTRAL)
        stream = io.BytesIO()
        # Chunks without a date or a version; a description that screen readers of platforms can be given.
        figure.savefig(stream, format="png", metadata={"Software": None, "Description": alt})
    return stream.getvalue()


def _write(figure: Figure, down: float, text: str, **looks: object) -> None:
    figure.text(12 / _UNITS[0], 1 - down / _UNITS[1], text, va="top", linespacing=1.25, **looks)  # type: ignore[arg-type]
