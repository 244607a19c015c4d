"""May the outlets share one correction? The machine's error, outlet by outlet, before any pooling.

In: machine less people on the labelled stories, by outlet. Out: a permutation test that all outlets err alike, and how
much they can differ beyond chance. Where the test rejects, or the labels cannot exclude that outlets differ much,
nothing is pooled.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from scipy import special

from reports.estimates.weights import Codes, Numbers
from reports.stats import SEED

# Pooling is the convenient way, so it must be easy to refuse: one in five, not one in twenty.
REFUSED_BELOW = 0.20
# How much outlets may differ for all that the labels show: the upper end of the 95 % interval.
BOUND = 0.975
# A test that is silent for want of labels is no proof: outlets may share a correction only where the labels exclude
# that their errors differ by more than five points (standard deviation), the difference that reports call clear.
# Without this, borrowed intervals narrow enough to print covered 75 to 87 % with seven labels an outlet.
WIDEST_BETWEEN = 0.05
# The Monte Carlo error of a p value near one in five is then about one point.
PERMUTATIONS = 999
# An outlet with fewer labels says nothing of its own error.
FEWEST_OF_AN_OUTLET = 5


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """``p``: of the test that outlets err alike; None where fewer than two outlets have labels enough.

    ``between``: variance of the outlets' mean errors that chance does not exclude; ``within``: of the errors inside an
    outlet. ``errors``: mean error and labels by outlet code.
    """

    p: float | None
    between: float
    within: float
    errors: tuple[tuple[int, float, int], ...]

    @property
    def refused(self) -> bool:
        """True when the outlets may not share one correction."""
        return self.p is None or self.p < REFUSED_BELOW or self.between > WIDEST_BETWEEN**2


def heterogeneity(errors: Numbers, outlets: Codes, *, seed: int = SEED) -> Heterogeneity:
    """Permutation test of Cochran's Q: the errors dealt out anew among the outlets, the outlets' sizes kept."""
    sizes = np.bincount(outlets)
    tested = sizes[outlets] >= FEWEST_OF_AN_OUTLET
    errors, codes = errors[tested], np.unique(outlets[tested], return_inverse=True)
    found, outlet = codes
    if len(found) < 2:
        return Heterogeneity(None, inf, inf, ())
    n = np.bincount(outlet).astype(float)
    means = np.bincount(outlet, errors) / n
    shown = tuple((int(code), float(mean), int(size)) for code, mean, size in zip(found, means, n, strict=True))
    spread = float(errors.var())
    if spread == 0:
        # No outlet errs at all, or all err on every story alike: nothing speaks against pooling.
        return Heterogeneity(1.0, 0.0, 0.0, shown)
    observed = _between(errors[None, :], outlet, n)[0]
    order = np.random.default_rng(seed).permuted(np.tile(errors, (PERMUTATIONS, 1)), axis=1)
    as_far = int((_between(order, outlet, n) >= observed - 1e-12).sum())
    within = float(((errors - means[outlet]) ** 2).sum()) / max(len(errors) - len(n), 1)
    return Heterogeneity((as_far + 1) / (PERMUTATIONS + 1), _not_excluded(within, n, means), within, shown)


def _between(errors: Numbers, outlet: Codes, n: Numbers) -> Numbers:
    """Sum of squares between the outlets, for each row of errors."""
    member = np.zeros((len(outlet), len(n)))
    member[np.arange(len(outlet)), outlet] = 1.0
    return np.asarray((((errors @ member) ** 2) / n).sum(axis=1), dtype=np.float64)


def _not_excluded(within: float, n: Numbers, means: Numbers) -> float:
    """The largest variance between outlets that their errors still bear (Q profile, Viechtbauer 2007, one-sided).

    The test's silence is no proof of likeness, so whoever pools pays for what it could have missed.
    """
    if within == 0:
        return float(means.var(ddof=1))
    bar = float(2 * special.gammaincinv((len(n) - 1) / 2, 1 - BOUND))

    def q(between: float) -> float:
        weight = 1 / (between + within / n)
        centre = float((weight * means).sum() / weight.sum())
        return float((weight * (means - centre) ** 2).sum())

    low, high = 0.0, 1.0
    if q(low) <= bar:
        return 0.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if q(middle) > bar else (low, middle)
    return high
