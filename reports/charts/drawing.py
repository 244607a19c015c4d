"""A figure as SVG, every word measured and outlined once a process.

In: a matplotlib figure and the prefix of its ids. Out: what ``savefig`` would write inside its svg element, without
comments and indentation and with short numbers. A report draws a thousand charts with the same few hundred words, and
laying these out anew in each is a third of the time that drawing takes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

if TYPE_CHECKING:
    from reports.charts.sheet import Sheet

# Words of a study's charts: outlets, indicators and percentages in three languages.
_WORDS = 20_000
# Hundredths of a unit are finer than any screen; longer numbers are most of a chart's weight. Scales (below 1) stay.
_LONG_NUMBER = re.compile(r"(?<![\d.])([1-9]\d*\.\d\d)\d+")
# matplotlib outlines glyphs in units of FreeType, 64 to one of its own.
_FREETYPE = 64
# Stands for the chart's prefix in what is kept for all charts.
_PREFIX = "\0"
_NO_METADATA: Mapping[str, None] = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def drawn(figure: Figure | Sheet, prefix: str) -> str:
    """The elements of the figure, one a line. The style must be in force."""
    width, height = (72 * float(inches) for inches in figure.get_size_inches())
    renderer: Any = _Renderer(width, height, prefix)
    figure.draw(renderer)
    renderer.finalize()
    text: str = renderer.writer.text()
    return text


class _Glyph(NamedTuple):
    """A sign's id, and its outline as an element."""

    name: str
    element: str


class _Words(NamedTuple):
    """A word's signs in the order in which they first stand, and the elements that place them."""

    glyphs: tuple[_Glyph, ...]
    uses: str


_glyphs: dict[str, _Glyph] = {}
# By their ids, which are made from their looks.
_hatches: dict[tuple[str, ...], str] = {}


class _Writer:
    """The elements as they come. What of matplotlib's own writer its renderer calls."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._parts: list[str] = []
        self._open: list[str] = []
        # Whether something may still be put into the tag of the last line.
        self._begun = False

    def text(self) -> str:
        return "".join(self._parts)

    def raw(self, text: str) -> None:
        """Write elements inside the one that is open."""
        if self._begun:
            self._parts.append(">\n")
            self._begun = False
        self._parts.append(text)

    def start(self, tag: str, attrib: Mapping[str, str] | None = None, **more: str) -> int:
        attributes = "".join(
            f' {name}="{self._value(name, value)}"' for name, value in {**(attrib or {}), **more}.items() if value
        )
        self.raw(f"<{tag}{attributes}")
        self._open.append(tag)
        self._begun = True
        return len(self._open) - 1

    def end(self, tag: str | None = None, indent: bool = True) -> None:
        tag = self._open.pop()
        self._parts.append("/>\n" if self._begun else f"</{tag}>\n")
        self._begun = False

    def element(self, tag: str, text: str | None = None, attrib: Mapping[str, str] | None = None, **more: str) -> None:
        self.start(tag, attrib, **more)
        if text:
            self._parts.append(f">{escape(text, quote=False)}")
            self._begun = False
        self.end()

    def close(self, level: int) -> None:
        while len(self._open) > level:
            self.end()

    def flush(self) -> None:
        """Nothing waits to be written."""

    def comment(self, comment: str) -> None:
        """No comments: a name from the press stands in them."""

    def _value(self, name: str, value: str) -> str:
        if name == "id":
            return self.prefix + value
        if name == "xlink:href":
            return f"#{self.prefix}{value[1:]}"
        if name == "d":
            value = value.replace(" \n", "\n")
        elif "url(#" in value:
            value = value.replace("url(#", f"url(#{self.prefix}")
        return escape(_short(value), quote=False)


class _Renderer(RendererSVG):
    """matplotlib's, which lays out a word the first time that it comes."""

    def __init__(self, width: float, height: float, prefix: str) -> None:
        # The opening element is the caller's.
        super().__init__(width, height, io.StringIO(), image_dpi=72, metadata=dict(_NO_METADATA))  # type: ignore[no-untyped-call]
        self.writer: Any = _Writer(prefix)
        self._start_id = 0
        self._defined: set[str] = set()
        self._write_default_style()  # type: ignore[no-untyped-call]

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-any-return, no-untyped-call]
        return measured(s, prop)

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        # What is turned cannot be clipped itself, so a group around it is.
        clip: dict[str, str] = self._get_clip_attrs(gc)  # type: ignore[no-untyped-call]
        if clip:
            self.writer.start("g", clip)
        self._word(_outlined(s, prop.copy()), style=_style(gc), transform=_transform(x, y, angle, prop))
        if clip:
            self.writer.end()

    def _word(self, word: _Words, **attributes: str) -> None:
        self.writer.start("g", **attributes)
        new = [glyph for glyph in word.glyphs if glyph.name not in self._defined]
        if new:
            self._defined.update(glyph.name for glyph in new)
            self._raw(f"<defs>\n{''.join(glyph.element for glyph in new)}</defs>\n")
        self._raw(word.uses)
        self.writer.end()

    def _write_hatches(self) -> None:
        """Hatches have the same few strokes in every chart, and some of them thousands."""
        key = tuple(oid for *_, oid in self._hatchd.values())
        if key not in _hatches:
            writer, self.writer = self.writer, _Writer(_PREFIX)
            super()._write_hatches()  # type: ignore[no-untyped-call]
            _hatches[key], self.writer = self.writer.text(), writer
        if key:
            self._raw(_hatches[key])

    def _raw(self, kept: str) -> None:
        self.writer.raw(kept.replace(_PREFIX, self.writer.prefix))


@lru_cache(_WORDS)
def measured(text: str, prop: FontProperties) -> tuple[float, float, float]:
    """Width, height and what of it is below the line."""
    width, height, descent = text_to_path.get_text_width_height_descent(text, prop, False)
    return width, height, descent


@lru_cache(_WORDS)
def _outlined(text: str, prop: FontProperties) -> _Words:
    to_path: Any = text_to_path
    placed, outlines, _ = to_path.get_glyphs_with_font(
        to_path._get_font(prop), text, glyph_map=_glyphs, return_new_glyphs_only=True
    )
    for name, (vertices, codes) in outlines.items():
        _glyphs[name] = _glyph(name, vertices, codes)
    names = dict.fromkeys(name for name, *_ in placed)
    uses = "".join(f'<use xlink:href="#{_PREFIX}{_id(name)}"{_placed(right, up)}/>\n' for name, right, up, _ in placed)
    return _Words(tuple(_glyphs[name] for name in names), uses)


def _glyph(name: str, vertices: Any, codes: Any) -> _Glyph:
    outline = _no_figure()._convert_path(Path(vertices * _FREETYPE, codes), simplify=False)
    # A blank has none.
    lines = _short(outline.replace(" \n", "\n"))
    lines = f' d="{lines}"' if lines else ""
    return _Glyph(name, f'<path id="{_PREFIX}{_id(name)}"{lines} transform="scale({_number(1 / _FREETYPE)})"/>\n')


@cache
def _no_figure() -> Any:
    """A renderer that only writes outlines."""
    return RendererSVG(0, 0, io.StringIO(), metadata=dict(_NO_METADATA))  # type: ignore[no-untyped-call]


def _id(glyph: str) -> str:
    return glyph.replace("%20", "_")


def _placed(right: float, up: float) -> str:
    return f' transform="translate({_short(_number(right))} {_short(_number(up))})"' if right or up else ""


def _transform(x: float, y: float, angle: float, prop: FontProperties) -> str:
    scale = prop.get_size_in_points() / text_to_path.FONT_SCALE
    move = f"translate({_number(x)} {_number(y)}) " if x or y else ""
    turn = f"rotate({_number(-angle)}) " if angle else ""
    return f"{move}{turn}scale({_number(scale)} {_number(-scale)})"


def _style(gc: Any) -> str:
    colour = rgb2hex(gc.get_rgb())
    alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
    fill = [f"fill: {colour}"] if colour != "#000000" else []
    return "; ".join([*fill, f"opacity: {_number(alpha)}"] if alpha != 1 else fill)


def _number(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _short(value: str) -> str:
    return _LONG_NUMBER.sub(r"\1", value) if "." in value else value
