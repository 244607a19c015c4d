"""What charts are drawn on: the few methods of matplotlib's figure and axes that they use, by the same names.

In: the calls of a chart. Out: its elements, the same as matplotlib's own (tests/test_reports_sheet.py), in a fraction
of the time: a report has a thousand charts, and matplotlib builds hundreds of objects for each pair of axes before
anything is drawn. Where a chart is to be a picture as well it is drawn with matplotlib itself (reports.charts.style).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.colors import to_rgba
from matplotlib.markers import TICKDOWN, TICKLEFT
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from reports.charts.marks import BOXES, CLEAR, Box, Line, Mark, Place, Rgba, Said, Stroke, Uprights, as_points
from reports.charts.scales import TICK, Edge, Scale

_WHITE: Rgba = (1.0, 1.0, 1.0, 1.0)
# matplotlib's: the distance of a tick to its words and of an axis to its own.
_PAD, _LABEL_PAD, _TICK_WIDTH = 3.5, 4.0, 0.8
_SPINE = 2.5
# Of words that are given none.
_SIZE = 10.0
# Axes stand between boxes and lines, or below both.
_AXIS, _AXIS_BELOW = 1.5, 0.5


@dataclass(slots=True)
class SheetAxes:
    """Axes in a box of a sheet."""

    sheet: Sheet
    frame: Bbox  # in units
    xaxis: Scale
    yaxis: Scale
    spines: dict[str, Edge]
    shown: bool = True
    below: bool = False
    _marks: list[Mark] = field(default_factory=list)

    def set_xlim(self, low: float, high: float) -> None:
        """As of matplotlib's axes, and so below."""
        self.xaxis.low, self.xaxis.high = low, high

    def set_ylim(self, low: float, high: float) -> None:
        self.yaxis.low, self.yaxis.high = low, high

    def get_xlim(self) -> tuple[float, float]:
        return self.xaxis.low, self.xaxis.high

    def set_xscale(self, name: str) -> None:
        self.xaxis.log = name == "log"

    def set_xticks(self, ticks: Sequence[float], labels: Sequence[str] | None = None) -> None:
        self.xaxis.set_ticks(ticks, labels)

    def set_yticks(self, ticks: Sequence[float], labels: Sequence[str] | None = None) -> None:
        self.yaxis.set_ticks(ticks, labels)

    def set_xlabel(self, words: str, *, fontsize: float) -> None:
        self.xaxis.label = words, fontsize

    def set_axisbelow(self, below: bool) -> None:
        self.below = below

    def axis(self, _: str) -> None:
        self.shown = False

    def remove(self) -> None:
        self.sheet.axes.remove(self)

    def grid(self, *, axis: str, color: str, linewidth: float) -> None:
        (self.xaxis if axis == "x" else self.yaxis).grid = to_rgba(color), linewidth

    def tick_params(self, *, colors: Any = None, labelsize: float | None = None, length: float = TICK) -> None:
        for scale in (self.xaxis, self.yaxis):
            scale.length = length
            scale.size = labelsize or scale.size
            scale.colour = scale.colour if colors is None else to_rgba(colors)

    def get_figure(self, root: bool = True) -> Sheet:
        return self.sheet

    def get_xaxis_transform(self) -> Affine2D:
        """From values of the x axis and parts of the height to units."""
        wide = self.frame.width / (self.xaxis.high - self.xaxis.low)
        return Affine2D(
            [[wide, 0, self.frame.x0 - self.xaxis.low * wide], [0, self.frame.height, self.frame.y0], [0, 0, 1]]
        )

    def plot(self, xs: Any, ys: Any, sign: Any = None, **looks: Any) -> None:
        """``sign``: marks without a line."""
        style = looks.get("linestyle", "-")
        transform = looks.get("transform")
        self._marks.append(
            Line(
                as_points(xs, ys),
                to_rgba(looks["color"]),
                looks.get("linewidth", 1.5),
                None if style == "-" else style,
                looks.get("marker", sign),
                looks.get("markersize", 6.0),
                looks.get("markerfacecolor"),
                looks.get("markeredgewidth", 1.0),
                drawn=sign is None,
                cap=looks.get("solid_capstyle", "projecting"),
                clip=self._clip(looks),
                at=None if transform is None else _by_matrix(transform),
                zorder=looks.get("zorder", 2.0),
            )
        )

    def vlines(self, xs: Sequence[float], lows: Sequence[float], highs: Sequence[float], **looks: Any) -> None:
        ends = list(zip(xs, lows, highs, strict=True))
        self._marks.append(Uprights(ends, to_rgba(looks["color"]), looks["linewidth"], self.frame))

    def axvline(self, x: float, **looks: Any) -> None:
        self._across([(x, 0.0), (x, 1.0)], self._upright, looks)

    def axhline(self, y: float, **looks: Any) -> None:
        self._across([(0.0, y), (1.0, y)], self._level, looks)

    def axvspan(self, left: float, right: float, **looks: Any) -> None:
        self._box(left, 0.0, right, 1.0, looks, self._upright)

    def axhspan(self, low: float, high: float, **looks: Any) -> None:
        self._box(0.0, low, 1.0, high, looks, self._level)

    def barh(self, y: float, width: float, height: float, *, left: float = 0.0, color: Any, **looks: Any) -> None:
        self._box(left, y - height / 2, left + width, y + height / 2, {"facecolor": color, **looks})

    def bar(self, x: float, height: float, width: float, *, align: str, color: Any, **looks: Any) -> None:
        """Bars whose left edge is at ``x``."""
        self._box(x, 0.0, x + width, height, {"facecolor": color, **looks})

    def add_artist(self, box: Any) -> None:
        """A rectangle of matplotlib."""
        left, bottom = box.get_xy()
        face = box.get_facecolor() if box.get_fill() else None
        self._marks.append(
            Box(
                left, bottom, left + box.get_width(), bottom + box.get_height(), face, box.get_edgecolor(),
                box.get_linewidth(), _dashes(box.get_linestyle()), box.get_hatch(),
                clip=self.frame if box.get_clip_on() else None, zorder=box.get_zorder(),
            )
        )  # fmt: skip

    def text(self, x: float, y: float, words: str, **looks: Any) -> Said:
        said = self._said(words, x, y, looks)
        self._marks.append(said)
        return said

    def annotate(self, words: str, xy: tuple[float, float], **looks: Any) -> Said:
        said = self._said(words, *xy, looks)
        said.dx, said.dy = looks["xytext"]
        where = looks.get("xycoords", "data")
        if where == ("data", "axes fraction"):
            said.at = self._upright
        elif where == ("axes fraction", "data"):
            said.at = self._level
        elif where == "axes fraction":
            said.at = self._inside
        elif looks.get("annotation_clip") is None:
            said.inside = self.frame
        self._marks.append(said)
        return said

    def draw(self, renderer: Any) -> None:
        """The frame, the marks by their order, and the axes between them."""
        renderer.open_group("axes")
        if self.shown:
            Box(0, 0, 1, 1, _WHITE, CLEAR, 0.0, at=self._inside).draw(renderer, self._at)
        marks = list(self._marks)
        if self.shown:
            marks += [self._edge(side, edge) for side, edge in self.spines.items() if edge.visible]
            depth = _AXIS_BELOW if self.below else _AXIS
            marks += [_Ticks(self, scale, depth) for scale in (self.xaxis, self.yaxis)]
        for mark in sorted(marks, key=lambda each: each.zorder):
            mark.draw(renderer, self._at)
        renderer.close_group("axes")

    def _said(self, words: str, x: float, y: float, looks: dict[str, Any]) -> Said:
        said = Said(
            words, x, y, looks.get("fontsize", _SIZE), to_rgba(looks.get("color", "black")),
            looks.get("fontweight", "normal"), looks.get("ha", "left"), looks.get("va", "baseline"),
            zorder=looks.get("zorder", 3.0),
        )  # fmt: skip
        if "bbox" in looks:
            said.set_bbox(looks["bbox"])
        return said

    def _box(
        self, left: float, low: float, right: float, high: float, looks: dict[str, Any], at: Place | None = None
    ) -> None:
        alpha = looks.get("alpha")
        edge = looks.get("edgecolor")
        self._marks.append(
            Box(
                left, low, right, high, to_rgba(looks["facecolor"], alpha),
                CLEAR if edge is None else to_rgba(edge, alpha), looks.get("linewidth", 1.0),
                _dashes(looks.get("linestyle", "-")), looks.get("hatch") or None, alpha,
                self._clip(looks), at, looks.get("zorder", BOXES),
            )
        )  # fmt: skip

    def _across(self, points: list[tuple[float, float]], at: Place, looks: dict[str, Any]) -> None:
        style = looks.get("linestyle")
        self._marks.append(
            Line(
                points, to_rgba(looks["color"]), looks.get("linewidth", 1.5), style, clip=self.frame, at=at,
                zorder=looks.get("zorder", 2.0),
            )
        )  # fmt: skip

    def _clip(self, looks: dict[str, Any]) -> Bbox | None:
        return self.frame if looks.get("clip_on", True) else None

    def _edge(self, side: str, edge: Edge) -> Stroke:
        x, y = (1.0 if side == "right" else 0.0), (1.0 if side == "top" else 0.0)
        if side in ("left", "right"):
            ends = [self._level(x, self.yaxis.low), self._level(x, self.yaxis.high)]
        else:
            ends = [self._upright(self.xaxis.low, y), self._upright(self.xaxis.high, y)]
        return Stroke(Path(ends), edge.colour, self.sheet.style["axes.linewidth"], "projecting", zorder=_SPINE)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._inside(self.xaxis.part(x), self.yaxis.part(y))

    def _upright(self, x: float, part: float) -> tuple[float, float]:
        return self._inside(self.xaxis.part(x), part)

    def _level(self, part: float, y: float) -> tuple[float, float]:
        return self._inside(part, self.yaxis.part(y))

    def _inside(self, x: float, y: float) -> tuple[float, float]:
        return self.frame.x0 + x * self.frame.width, self.frame.y0 + y * self.frame.height


@dataclass(slots=True)
class _Ticks:
    """An axis as it is drawn: its grid, ticks and words."""

    axes: SheetAxes
    scale: Scale
    zorder: float

    def draw(self, renderer: Any, at: Place) -> None:
        axes, scale = self.axes, self.scale
        renderer.open_group("matplotlib.axis")
        name = "ytick" if scale.upright else "xtick"
        lowest = axes.frame.y0
        for value, words in scale.marks(axes.frame.height if scale.upright else axes.frame.width):
            renderer.open_group(name)
            ends = [(0.0, value), (1.0, value)] if scale.upright else [(value, 0.0), (value, 1.0)]
            across = axes._level if scale.upright else axes._upright
            if scale.grid is not None:
                colour, width = scale.grid
                Line(ends, colour, width, clip=axes.frame, at=across).draw(renderer, at)
            sign = TICKLEFT if scale.upright else TICKDOWN
            tick = Line(ends[:1], scale.colour, marker=sign, size=scale.length, edge=_TICK_WIDTH, drawn=False)
            tick.at = across
            tick.draw(renderer, at)
            said = Said(words, *ends[0], scale.size, scale.colour, at=across)
            away = -scale.length - _PAD
            if scale.upright:
                said.ha, said.va, said.dx = "right", "center_baseline", away
            else:
                said.ha, said.va, said.dy = "center", "top", away
            said.draw(renderer, at)
            if words:
                _, y, _, _, below = said.layout(at)
                lowest = min(lowest, y - below)
            renderer.close_group(name)
        if scale.label is not None:
            words, size = scale.label
            colour = to_rgba(axes.sheet.style["axes.labelcolor"])
            x, _ = axes._inside(0.5, 0.0)
            Said(words, x, lowest - _LABEL_PAD, size, colour, ha="center", va="top", at=_here).draw(renderer, at)
        renderer.close_group("matplotlib.axis")


@dataclass(slots=True)
class Sheet:
    """A figure of so many inches."""

    width: float
    height: float
    style: dict[str, Any]
    axes: list[SheetAxes] = field(default_factory=list)
    # What matplotlib's way of moving a place by some units asks of a figure.
    dpi_scale_trans: Affine2D = field(default_factory=lambda: Affine2D().scale(72))

    def get_figheight(self) -> float:
        """As of matplotlib's figure, and so below."""
        return self.height

    def get_size_inches(self) -> tuple[float, float]:
        return self.width, self.height

    def add_axes(self, rect: tuple[float, float, float, float]) -> SheetAxes:
        left, bottom, width, height = rect
        frame = self._frame(left, bottom, left + width, bottom + height)
        edge = to_rgba(self.style["axes.edgecolor"])
        shown = {
            side: Edge(bool(self.style.get(f"axes.spines.{side}", True)), edge)
            for side in ("left", "right", "bottom", "top")
        }
        scales = Scale(self.style, upright=False), Scale(self.style, upright=True)
        self.axes.append(SheetAxes(self, frame, *scales, shown))
        return self.axes[-1]

    def subplots_adjust(self, *, left: float, right: float, top: float, bottom: float) -> None:
        # The last bit as in matplotlib, which makes ids from it.
        right, bottom = left + (right - left), top - (top - bottom)
        for axes in self.axes:
            axes.frame = self._frame(left, bottom, right, top)

    def draw(self, renderer: Any) -> None:
        renderer.open_group("figure")
        Box(0, 0, 72 * self.width, 72 * self.height, _WHITE, _WHITE, 0.0, at=_here).draw(renderer, _here)
        for axes in self.axes:
            axes.draw(renderer)
        renderer.close_group("figure")

    def _frame(self, left: float, bottom: float, right: float, top: float) -> Bbox:
        wide, high = 72 * self.width, 72 * self.height
        return Bbox.from_extents(left * wide, bottom * high, right * wide, top * high)


def _here(x: float, y: float) -> tuple[float, float]:
    return x, y


def _by_matrix(transform: Any) -> Place:
    (a, b, right), (c, d, up), _ = transform.get_matrix()
    return lambda x, y: (a * x + b * y + right, c * x + d * y + up)


def _dashes(style: Any) -> Any:
    return None if style in ("-", "solid") else ":" if style == "dotted" else style
