"""The axes of a sheet (reports.charts.sheet): from values to parts of their length, and which of them are named.

In: the ends of an axis, and its ticks or how they are found. Out: where a value stands, and ticks with their words, as
matplotlib finds and writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

from matplotlib.colors import to_rgba
from matplotlib.ticker import MaxNLocator

from reports.charts.marks import CLEAR, Rgba

# matplotlib's: the length of a tick, the steps between ticks and how many there are at most.
TICK = 3.5
_STEPS, _MOST_TICKS = (1, 2, 2.5, 5, 10), 9


@dataclass(slots=True)
class Edge:
    """One side of the frame."""

    visible: bool
    colour: Rgba

    def set_visible(self, visible: bool) -> None:
        """As of matplotlib's spine."""
        self.visible = visible

    def set_color(self, colour: Any) -> None:
        """As of matplotlib's spine."""
        self.colour = to_rgba(colour)


@dataclass(slots=True)
class Scale:
    """One axis: its ends, ticks and words."""

    style: dict[str, Any]
    upright: bool
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    ticks: Sequence[float] | None = None
    labels: Sequence[str] | None = None
    formatter: Callable[[float, int], str] | None = None
    locator: Any = None
    size: float = 0.0
    length: float = TICK
    colour: Rgba = CLEAR
    grid: tuple[Rgba, float] | None = None
    label: tuple[str, float] | None = None

    def __post_init__(self) -> None:
        """Size and colour are the style's."""
        name = "ytick" if self.upright else "xtick"
        self.size, self.colour = self.style[f"{name}.labelsize"], to_rgba(self.style[f"{name}.color"])

    def set_ticks(self, ticks: Sequence[float], labels: Sequence[str] | None) -> None:
        """As of matplotlib's axis, which reaches to its ticks."""
        self.ticks, self.labels = ticks, labels
        if self.low < self.high:
            self.low, self.high = min(self.low, *ticks, self.low), max(self.high, *ticks, self.high)

    def set_major_formatter(self, formatter: Any) -> None:
        """As of matplotlib's axis."""
        self.formatter = formatter

    def set_major_locator(self, locator: Any) -> None:
        """As of matplotlib's axis."""
        self.locator, self.ticks = locator, None

    def set_minor_locator(self, locator: Any) -> None:
        """No chart has small ticks."""

    def part(self, value: float) -> float:
        """Where a value stands between the ends, 0 to 1."""
        if self.log:
            low = log10(self.low)
            return (log10(value) - low) / (log10(self.high) - low)
        return (value - self.low) / (self.high - self.low)

    def marks(self, units: float) -> list[tuple[float, str]]:
        """The ticks between the ends with their words. ``units``: how long the axis is."""
        low, high = sorted((self.low, self.high))
        if self.ticks is None:
            locator = self.locator or MaxNLocator(self._room(units), steps=_STEPS)
            found = [float(value) for value in locator.tick_values(low, high)]
        else:
            found = [float(value) for value in self.ticks]
        if self.labels is not None:
            said = list(self.labels)
        else:
            say = self.formatter or (lambda value, _: f"{value:g}")
            said = [say(value, place) for place, value in enumerate(found)]
        # As near as this to an end is on it.
        near = 1e-10
        return [
            (value, words) for value, words in zip(found, said, strict=True) if -near <= self.part(value) <= 1 + near
        ]

    def _room(self, units: float) -> int:
        """How many ticks find room: two lines of words each where they stand above each other, three beside."""
        return int(min(_MOST_TICKS, max(1, units // (self.size * (2 if self.upright else 3)))))
