"""Funnel limits: how far from the panel's median an outlet may lie by chance and by the way outlets differ anyway.

In: one indicator of several outlets, each with its effective number of stories. Out: ``Funnel``: the median, the
over-dispersion, and limits for any number of stories. After Spiegelhalter (2005a, Stat Med 24:1185; 2005b, Qual Saf
Health Care 14:347), with additive random effects: what outlets differ by anyway is the same for large and small ones. A
factor on the variance, his other way, would widen the limits of large outlets hardly at all and call those different.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, pi, sqrt

import numpy as np
from scipy import special

from reports.stats import Estimate, Numbers

# The measurement design asks for 99.8 % limits, and for an interval wholly beyond 5 points of the median.
LIMITS = 0.998
CLEAR_POINTS = 0.05
_REACH = float(special.ndtri(0.5 + LIMITS / 2))
# The outer tenths of the z scores are pulled in, so that an outlet far off does not widen the limits meant to show it.
_WINSORIZED = 0.10
# Below this, one outlet far off widens the limits so much that it stays within them: "no clear difference" would be an
# empty word (benchmarks/funnel.py: of 5 outlets, one that lies 30 points off is hardly ever seen; of 8, mostly).
FEWEST_OUTLETS = 8


class Side(StrEnum):
    """Where an outlet lies."""

    MORE = "more"
    LESS = "less"
    NEAR = "near"  # the interval comes within 5 points of the median
    WITHIN = "within"  # within the limits


@dataclass(frozen=True, slots=True)
class Placed:
    """One outlet's figure. ``effective``: independent stories that would say as much; ``variance`` of the figure."""

    estimate: Estimate
    effective: float
    variance: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """``median`` of the panel, ``between`` the standard deviation of true figures between outlets, ``spread`` the
    variance of one story. ``bounded``: a share of 0..1, not a difference."""

    median: float
    between: float
    spread: float
    outlets: int
    bounded: bool

    def error(self, effective: float) -> float:
        """The standard error around the median of so many stories."""
        return sqrt(self.spread / effective + self.between**2)

    def limits(self, effective: float) -> tuple[float, float]:
        """The 99.8 % limits for so many stories."""
        reach = _REACH * self.error(effective)
        low, high = self.median - reach, self.median + reach
        return (max(0.0, low), min(1.0, high)) if self.bounded else (low, high)

    def outside(self, placed: Placed) -> bool:
        """True when the figure itself lies outside the limits."""
        return abs(placed.estimate.value - self.median) > _REACH * self.error(placed.effective)

    def side(self, placed: Placed) -> Side:
        """Clearly more or less: the whole interval beyond 5 points of the median, and the figure outside the limits."""
        estimate = placed.estimate
        more, less = estimate.low > self.median + CLEAR_POINTS, estimate.high < self.median - CLEAR_POINTS
        if not more and not less:
            return Side.NEAR
        if not self.outside(placed):
            return Side.WITHIN
        return Side.MORE if more else Side.LESS


def funnel_of(panel: Sequence[Placed], *, bounded: bool) -> Funnel | None:
    """The funnel of a panel's outlets; None below ``FEWEST_OUTLETS``.

    The error of a share is that of the median share at the outlet's number of stories, not of its own: else an outlet
    near nothing would look more certain than it is.
    """
    if len(panel) < FEWEST_OUTLETS:
        return None
    values = np.array([placed.estimate.value for placed in panel])
    effective = np.array([placed.effective for placed in panel])
    median = float(np.median(values))
    if bounded:
        # Half a story on each side, so that a median of nothing is not taken for certain.
        total = float(effective.sum())
        kept = (median * total + 0.5) / (total + 1)
        spread = kept * (1 - kept)
    else:
        spread = float(np.median([placed.variance * placed.effective for placed in panel]))
    between = _between((values - median) / np.sqrt(spread / effective), effective / spread)
    return Funnel(median, between, spread, len(panel), bounded)


def dispersion(scores: Numbers) -> float:
    """The mean square of winsorized z scores: 1 where outlets differ by chance alone.

    Winsorizing takes variance away even from chance; what it takes from a normal distribution is given back.
    """
    ends = np.quantile(scores, [_WINSORIZED, 1 - _WINSORIZED])
    reach = float(special.ndtri(1 - _WINSORIZED))
    inner = 1 - 2 * _WINSORIZED - 2 * reach * exp(-(reach**2) / 2) / sqrt(2 * pi)
    return float((np.clip(scores, *ends) ** 2).mean()) / (inner + 2 * _WINSORIZED * reach**2)


def _between(scores: Numbers, weights: Numbers) -> float:
    """Standard deviation of true figures between outlets, by the method of moments (Spiegelhalter 2005b)."""
    count = len(scores)
    excess = count * dispersion(scores) - (count - 1)
    return sqrt(max(0.0, excess / float(weights.sum() - (weights**2).sum() / weights.sum())))
