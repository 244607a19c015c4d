"""What stands on a sheet (reports.charts.sheet): lines, boxes, upright strokes and words, each with how it is drawn.

In: numbers in the units of an axis, colours and sizes as matplotlib's artists take them. Out: calls of matplotlib's
renderer, the same that its artists make: they are built and asked in a tenth of the time, since nothing here can be
changed once it stands, measured by others or clicked on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Protocol

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

from reports.charts.drawing import measured

# From the coordinates of a mark to units of the sheet, counted from its lower left corner.
Place = Callable[[float, float], tuple[float, float]]
Rgba = tuple[float, float, float, float]
CLEAR: Rgba = (0.0, 0.0, 0.0, 0.0)
_BOX = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
_NOWHERE: Any = IdentityTransform()
# matplotlib's own: of a line's ends, of the edge of its marks, and dots for dashes as long as a line is thick.
_CAP, _EDGE, _HATCH = "projecting", 1.0, 1.0
_DASHES: dict[Any, tuple[float, ...]] = {":": (1.0, 1.65)}
# On the line between lines of axes (2) and words (3), as matplotlib orders them.
BOXES, LINES, WORDS = 1.0, 2.0, 3.0


class Mark(Protocol):
    """Something drawn: marks of a higher ``zorder`` cover the others."""

    zorder: float

    def draw(self, renderer: Any, at: Place) -> None:
        """Draw it, ``at`` telling where its coordinates are."""


@dataclass(slots=True)
class Line:
    """A line through points, and a mark on each."""

    points: Sequence[tuple[float, float]]
    colour: Rgba
    width: float = 1.5
    dashes: Any = None
    marker: Any = None
    size: float = 6.0
    face: Any = None
    edge: float = _EDGE
    drawn: bool = True
    cap: str = _CAP
    clip: Bbox | None = None
    at: Place | None = None
    zorder: float = LINES

    def draw(self, renderer: Any, at: Place) -> None:
        at = self.at or at
        renderer.open_group("line2d")
        if self.points:
            path = Path([at(x, y) for x, y in self.points])
            if self.drawn:
                gc = _context(self.clip, self.width)
                gc.set_joinstyle("round")
                gc.set_capstyle("butt" if self.dashes else self.cap)
                gc.set_foreground(self.colour, isRGBA=True)
                gc.set_dashes(*_scaled(self.dashes, self.width))
                renderer.draw_path(gc, path, _NOWHERE)
            if self.marker is not None and self.size > 0:
                self._marks(renderer, path)
        renderer.close_group("line2d")

    def _marks(self, renderer: Any, path: Path) -> None:
        marker, outline = _marker(self.marker, self.size)
        gc = _context(self.clip, self.edge)
        gc.set_foreground(self.colour, isRGBA=True)
        gc.set_joinstyle(marker.get_joinstyle())
        gc.set_capstyle(marker.get_capstyle())
        face = self.colour if self.face is None else to_rgba(self.face)
        renderer.draw_markers(gc, marker.get_path(), outline, path, _NOWHERE, face)


@dataclass(slots=True)
class Box:
    """A rectangle between two corners."""

    left: float
    bottom: float
    right: float
    top: float
    face: Rgba | None
    edge: Rgba
    width: float = 1.0
    dashes: Any = None
    hatch: str | None = None
    alpha: float | None = None
    clip: Bbox | None = None
    at: Place | None = None
    zorder: float = BOXES

    def draw(self, renderer: Any, at: Place) -> None:
        at = self.at or at
        corners = (
            *((self.left, self.bottom), (self.right, self.bottom), (self.right, self.top), (self.left, self.top)),
            (self.left, self.bottom),
        )
        path = Path([at(x, y) for x, y in corners], _BOX)
        # A line without a colour has no width either.
        stroke = Stroke(path, self.edge, self.width if self.edge[3] else 0, face=self.face, clip=self.clip)
        stroke.dashes, stroke.hatch, stroke.alpha = self.dashes, self.hatch, self.alpha
        stroke.draw(renderer, at)


@dataclass(slots=True)
class Stroke:
    """A path in units of the sheet, as a patch of matplotlib is drawn."""

    path: Path
    edge: Rgba
    width: float
    cap: str = "butt"
    face: Rgba | None = None
    clip: Bbox | None = None
    dashes: Any = None
    hatch: str | None = None
    alpha: float | None = None
    zorder: float = BOXES

    def draw(self, renderer: Any, at: Place) -> None:
        renderer.open_group("patch")
        gc = _context(self.clip, self.width)
        gc.set_capstyle(self.cap)
        gc.set_joinstyle("miter")
        gc.set_alpha(self.alpha)
        if self.hatch:
            gc.set_hatch(self.hatch)
            gc.set_hatch_color(self.edge)
            gc.set_hatch_linewidth(_HATCH)
        gc.set_foreground(self.edge, isRGBA=True)
        gc.set_dashes(*(_scaled(self.dashes, self.width) if self.width else (0, None)))
        renderer.draw_path(gc, self.path, _NOWHERE, self.face if self.face and self.face[3] else None)
        renderer.close_group("patch")


@dataclass(slots=True)
class Uprights:
    """Upright strokes, each from a lower to a higher end."""

    ends: Sequence[tuple[float, float, float]]  # where, from, to
    colour: Rgba
    width: float
    clip: Bbox | None
    zorder: float = LINES

    def draw(self, renderer: Any, at: Place) -> None:
        renderer.open_group("LineCollection")
        gc = _context(self.clip, self.width)
        gc.set_foreground(self.colour)
        for x, low, high in self.ends:
            renderer.draw_path(gc, Path([at(x, low), at(x, high)]), _NOWHERE)
        renderer.close_group("LineCollection")


@dataclass(slots=True)
class Backing:
    """The box behind words."""

    face: Rgba
    edge: Rgba
    pad: float
    alpha: float | None


@dataclass(slots=True)
class Said:
    """Words on one line, ``dx`` and ``dy`` units beside their place. ``inside``: only drawn where that is within."""

    words: str
    x: float
    y: float
    size: float
    colour: Rgba
    weight: Any = "normal"
    ha: str = "left"
    va: str = "baseline"
    dx: float = 0.0
    dy: float = 0.0
    at: Place | None = None
    backing: Backing | None = None
    inside: Bbox | None = None
    zorder: float = WORDS
    _font: FontProperties = field(init=False, repr=False)

    def set_fontsize(self, size: float) -> None:
        """As of matplotlib's text."""
        self.size = size

    def set_bbox(self, looks: dict[str, Any]) -> None:
        """As of matplotlib's text."""
        alpha = looks.get("alpha")
        face, edge = to_rgba(looks["facecolor"], alpha), to_rgba(looks["edgecolor"], 0)
        # matplotlib writes it down in hundredths of the words' size.
        self.backing = Backing(face, edge, round(looks["pad"] / self.size, 2) * self.size, alpha)

    def layout(self, at: Place) -> tuple[float, float, float, float, float]:
        """Where the line of the words begins, their width, and what they reach above and below it."""
        self._font = font(self.size, self.weight)
        width, height, below = measured(self.words, self._font)
        highest, lowest = _reach(self.size, self.weight)
        above, below = max(height - below, highest), max(below, lowest)
        x, y = (self.at or at)(self.x, self.y)
        left = 0.0 if self.ha == "left" else -width if self.ha == "right" else -width / 2
        up = {
            "baseline": 0.0,
            "bottom": below,
            "top": -above,
            "center": (above + below) / 2 - above,
            "center_baseline": -above / 2,
        }[self.va]
        return x + self.dx + left, y + self.dy + up, width, above, below

    def draw(self, renderer: Any, at: Place) -> None:
        if not self.words:
            return
        if self.inside is not None:
            x, y = (self.at or at)(self.x, self.y)
            # As near to the edge as a pixel counts as inside.
            if not (self.inside.x0 - 1 <= x <= self.inside.x1 + 1 and self.inside.y0 - 1 <= y <= self.inside.y1 + 1):
                return
        renderer.open_group("text")
        x, y, width, above, below = self.layout(at)
        if self.backing is not None:
            box, pad = self.backing, self.backing.pad
            Box(
                *(x - pad, y - below - pad, x + width + pad, y + above + pad),
                box.face, box.edge, alpha=box.alpha, at=_here,
            ).draw(renderer, _here)  # fmt: skip
        gc = _context(None, 1.0)
        gc.set_foreground(self.colour, isRGBA=True)
        renderer.draw_text(gc, x, renderer.height - y, self.words, self._font, 0.0)
        renderer.close_group("text")


def _here(x: float, y: float) -> tuple[float, float]:
    return x, y


def _context(clip: Bbox | None, width: float) -> Any:
    context: Any = GraphicsContextBase()
    if clip is not None:
        context.set_clip_rectangle(clip)
    context.set_linewidth(width)
    return context


def _scaled(dashes: Any, width: float) -> tuple[float, list[float] | None]:
    """Dashes are as long as their line is thick."""
    if dashes is None or dashes == "-":
        return 0, None
    start, lengths = (0, _DASHES[dashes]) if isinstance(dashes, str) else dashes
    return start * width, [length * width for length in lengths]


@cache
def _marker(sign: Any, size: float) -> tuple[Any, Affine2D]:
    marker: Any = MarkerStyle(sign)
    return marker, marker.get_transform().frozen().scale(size)


@cache
def font(size: float, weight: Any) -> FontProperties:
    """The charts' font in a size and a weight."""
    return FontProperties(family="DejaVu Sans", size=size, weight=weight)


@lru_cache
def _reach(size: float, weight: Any) -> tuple[float, float]:
    """What a line of words takes above and below, whatever its letters."""
    face: Any = get_font(findfont(font(size, weight)))
    tall, scale = face.get_sfnt_table("OS/2"), size / face.get_sfnt_table("head")["unitsPerEm"]
    return tall["sTypoAscender"] * scale, -tall["sTypoDescender"] * scale


def as_points(xs: Any, ys: Any) -> list[tuple[float, float]]:
    """Numbers or sequences of them as points."""
    return [(float(x), float(y)) for x, y in zip(np.atleast_1d(xs), np.atleast_1d(ys), strict=True)]
