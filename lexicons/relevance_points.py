"""What each measure of relevance weighs: a table of points, as of a score card that is added up by hand.

In: lexicons/relevance.toml. Out: ``Points``. The table is learned (benchmarks/relevance_points.py) and data, so that a
reader sees what decided and a study may read with a table of its own.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lexicons.errors import EncuadreError
from lexicons.toml_files import checked, read_toml

FILE = "relevance.toml"


class Steps(BaseModel):
    """``points[i]`` counts from a measure of ``reaches[i]`` on, until the next; below the first there are none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reaches: tuple[float, ...] = Field(min_length=1)
    points: tuple[float, ...]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if len(self.reaches) != len(self.points):
            raise ValueError("'reaches' and 'points' are not of one length")
        if any(before >= after for before, after in pairwise(self.reaches)):
            raise ValueError("'reaches' does not rise")
        return self

    def at(self, value: float) -> float:
        """The points of a measure."""
        step = bisect_right(self.reaches, value)
        return self.points[step - 1] if step else 0.0


class Points(BaseModel):
    """``start`` and the points of each measure add up to log-odds that an article is on topic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: float
    measures: dict[str, Steps]

    def of(self, measured: Mapping[str, float]) -> dict[str, float]:
        """The points of each measure that has any, by name."""
        return {name: points for name, steps in self.measures.items() if (points := steps.at(measured[name]))}

    def score(self, points: Mapping[str, float]) -> float:
        """The share, 0 to 1, of such articles that are on topic: 0.5 is the border."""
        return 1 / (1 + math.exp(-(self.start + sum(points.values()))))


@cache
def load_points(known: tuple[str, ...]) -> Points:
    """The shipped table. ``known``: the measures there are. Raises E101 or E102 for a file that does not hold."""
    points = checked(Points, read_toml(files("lexicons") / FILE, FILE), FILE)
    for name in points.measures:
        if name not in known:
            raise EncuadreError("E101", file=FILE, entry=name, problem="is no measure of relevance")
    return points
