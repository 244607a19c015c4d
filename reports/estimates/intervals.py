"""Intervals that hold with few labels and with shares near nothing or everything.

In: an estimate and its variance. Out: a 95 % interval. A share's is Wilson's at the effective number of stories, with
Student's quantile (the modified Wilson interval of complex surveys: Korn and Graubard 1998; Franco et al. 2019).
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt

from scipy import special

from reports.stats import CONFIDENCE, Estimate


@lru_cache(maxsize=4096)
def quantile(degrees_of_freedom: int) -> float:
    """Student's two-sided 95 % quantile."""
    return float(special.stdtrit(degrees_of_freedom, 0.5 + CONFIDENCE / 2))


def effective_size(spread: float, variance: float) -> float:
    """How many independent stories of variance ``spread`` would say as much. Infinite where nothing is uncertain."""
    return spread / variance if variance > 0 else float("inf")


def share_interval(share: float, effective: float, degrees_of_freedom: int) -> Estimate:
    """Wilson's interval of a share at an effective number of stories; the share is kept within 0..1."""
    value = min(max(share, 0.0), 1.0)
    if effective == float("inf"):
        return Estimate(value, value, value)
    square = quantile(degrees_of_freedom) ** 2
    middle = (value + square / (2 * effective)) / (1 + square / effective)
    reach = sqrt(square * (value * (1 - value) / effective + square / (4 * effective**2))) / (1 + square / effective)
    return Estimate(value, max(0.0, middle - reach), min(1.0, middle + reach))


def mean_interval(value: float, variance: float, degrees_of_freedom: int) -> Estimate:
    """Student's interval of a mean or difference."""
    reach = quantile(degrees_of_freedom) * sqrt(variance)
    return Estimate(value, value - reach, value + reach)


def difference(before: Estimate, after: Estimate) -> Estimate:
    """After minus before, of two shares from different stories: the two intervals' reaches squared and added.

    Newcombe's hybrid (1998b, method 10) for any pair of intervals (Zou and Donner 2008, "MOVER").
    """
    value = after.value - before.value
    below = sqrt((after.value - after.low) ** 2 + (before.high - before.value) ** 2)
    above = sqrt((after.high - after.value) ** 2 + (before.value - before.low) ** 2)
    return Estimate(value, value - below, value + above)
