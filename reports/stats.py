"""The statistics of the reports: intervals, the bootstrap, and what a comparison could have seen.

In: counts. Out: an estimate with its interval. Everything random takes a seed, so that two runs on the same rows give
the same figures. scipy is used wherever it has the method: of it ``scipy.special``, since
``scipy.stats`` takes a second to load and sixty megabytes, in every process that makes pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]

# All intervals of the reports are 95 % intervals.
CONFIDENCE = 0.95
# The normal distribution's two-sided quantile for them.
NORMAL = float(special.ndtri(0.5 + CONFIDENCE / 2))
# 1,000 draws put the Monte Carlo error of a 95 % limit well below one point for shares of 30 stories and more.
DRAWS = 1000
# One fixed seed: a report is a function of its rows.
SEED = 20231109
# Stories of one outlet and month resemble each other, so they carry less than independent ones would. 1.25 gives the
# planning figures of the measurement design (30 stories a period: 39 points, 120: 20 to 21, 600: 9).
DESIGN_EFFECT = 1.25
POWER = 0.80


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its 95 % interval, all in the unit of the figure (a share is 0..1, a difference -1..1)."""

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """The length of the interval."""
        return self.high - self.low

    @property
    def excludes_zero(self) -> bool:
        """True when the whole interval is on one side of zero."""
        return self.low > 0 or self.high < 0


def wilson(count: float, n: float) -> Estimate:
    """Wilson's score interval of a share (Wilson 1927). Raises ValueError unless 0 <= count <= n and n > 0."""
    if not 0 <= count <= n or n == 0:
        raise ValueError(f"a share needs 0 <= count <= n and n > 0, not {count} of {n}")
    # Written out, since scipy's binomtest computes an exact p value first, which takes a hundred times as long.
    share, square = count / n, NORMAL**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = NORMAL * sqrt(share * (1 - share) / n + square / (4 * n**2)) / (1 + square / n)
    low = 0.0 if count == 0 else middle - reach
    return Estimate(share, low, 1.0 if count == n else middle + reach)


def jeffreys_rate(count: int, exposure: float) -> Estimate:
    """A Poisson rate with Jeffreys' interval: quantiles of Gamma(count + 1/2) over the exposure; from 0 at count 0."""
    if count < 0 or exposure <= 0:
        raise ValueError(f"a rate needs count >= 0 and exposure > 0, not {count} over {exposure}")
    tail = (1 - CONFIDENCE) / 2
    low, high = special.gammaincinv(count + 0.5, [tail, 1 - tail]) / exposure
    return Estimate(count / exposure, 0.0 if count == 0 else float(low), float(high))


def quasi_poisson_rate(counts: Sequence[float] | Numbers, exposures: Sequence[float] | Numbers) -> Estimate:
    """Rate of a count over units of unequal exposure, its interval widened by the over-dispersion between the units.

    The dispersion is Pearson's chi-square over its degrees of freedom, never below 1 (McCullagh and Nelder 1989, 6.2).
    """
    count, exposure = np.asarray(counts, float), np.asarray(exposures, float)
    total, whole = float(count.sum()), float(exposure.sum())
    plain = jeffreys_rate(int(total), whole)
    if total == 0 or len(count) < 2:
        return plain
    rate = total / whole
    expected = np.maximum(rate * exposure, 1e-12)
    dispersion = max(1.0, float(((count - expected) ** 2 / expected).sum()) / (len(count) - 1))
    # On the log scale, so that the lower limit stays above zero.
    reach = float(np.exp(NORMAL * sqrt(dispersion / total)))
    return Estimate(rate, rate / reach, rate * reach)


def paired_difference(both: int, first_only: int, second_only: int, neither: int, *, seed: int = SEED) -> Estimate:
    """Difference of two shares over the same stories, first minus second, with a paired bootstrap over stories.

    Resampling stories is a multinomial draw of the four cells, so no story is touched.
    """
    if first_only == second_only == 0:
        # No story tells the two shares apart. That is not certainty: Wilson's limit of 0 of n says how little it is.
        reach = wilson(0, both + neither).high
        return Estimate(0.0, -reach, reach)
    cells = np.array([both, first_only, second_only, neither], float)
    n = int(cells.sum())
    draws = np.random.default_rng(seed).multinomial(n, cells / n, size=DRAWS)
    differences = (draws[:, 1] - draws[:, 2]) / n
    return _percentile((first_only - second_only) / n, differences)


def score_difference(hits_before: int, n_before: int, hits_after: int, n_after: int) -> Estimate:
    """Difference of two shares, after minus before, by Newcombe's hybrid of Wilson's intervals (1998b, method 10).

    For the case that a bootstrap cannot judge: no story, or every story, on one side.
    """
    before, after = wilson(hits_before, n_before), wilson(hits_after, n_after)
    value = after.value - before.value
    below = sqrt((after.value - after.low) ** 2 + (before.high - before.value) ** 2)
    above = sqrt((after.high - after.value) ** 2 + (before.value - before.low) ** 2)
    return Estimate(value, value - below, value + above)


def block_draws(hits: Numbers, sizes: Numbers, *, seed: int = SEED) -> Numbers:
    """Bootstrap draws of a share whose stories come in blocks (an outlet's month): ``hits`` of ``sizes`` per block.

    Whole blocks are drawn with replacement (Davison and Hinkley 1997, 3.8). With m blocks the spread of the draws is
    too small by sqrt((m - 1) / m); it is stretched by that factor around the estimate.
    """
    blocks = len(sizes)
    weights = np.random.default_rng(seed).multinomial(blocks, np.full(blocks, 1 / blocks), size=DRAWS)
    drawn_sizes = weights @ sizes
    shares = np.divide(weights @ hits, drawn_sizes, out=np.full(DRAWS, np.nan), where=drawn_sizes > 0)
    estimate = float(hits.sum() / sizes.sum())
    shares = np.where(np.isnan(shares), estimate, shares)
    stretch = sqrt(blocks / (blocks - 1)) if blocks > 1 else 1.0
    return np.asarray(estimate + (shares - estimate) * stretch, dtype=np.float64)


def from_draws(value: float, draws: Numbers) -> Estimate:
    """The estimate with the percentile interval of its bootstrap draws."""
    return _percentile(value, draws)


def bootstrap_p(draws: Numbers) -> float:
    """Two-sided p value of "no difference" from bootstrap draws, by their normal approximation."""
    spread = float(draws.std(ddof=1))
    if spread == 0:
        return 1.0
    return two_sided_p(float(draws.mean()) / spread)


def two_sided_p(score: float) -> float:
    """The chance of so large a z score, either way."""
    return float(2 * special.ndtr(-abs(score)))


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p values, in the order given (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    adjusted, running = [0.0] * len(p_values), 0.0
    for rank, index in enumerate(order):
        running = max(running, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = running
    return adjusted


def minimum_detectable_change(before: int, after: int) -> float:
    """Smallest change of a share near one half that ``before`` and ``after`` stories show with 80 % power, as 0..1.

    One half is the worst case, so the true reach is never poorer. Solved by fixed-point iteration, since the variance
    under the alternative depends on the change itself (Fleiss, Levin and Paik 2003, 4.2). 1.0 when no change would do.
    """
    if min(before, after) <= 0:
        return 1.0
    n = 2 / (1 / before + 1 / after) / DESIGN_EFFECT
    reach, alarm = special.ndtri(POWER), NORMAL
    change, last = 0.3, inf
    while abs(change - last) > 1e-9:
        last = change
        change = min(1.0, (alarm * sqrt(0.5) + reach * sqrt(0.5 - change**2 / 2)) / sqrt(n))
    return float(change)


def fewer_than_usual(count: int, usual: float) -> float:
    """Chance of ``count`` items or fewer in a period that usually has ``usual`` (Poisson)."""
    return float(special.pdtr(count, usual))


def _percentile(value: float, draws: Numbers) -> Estimate:
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(draws, [tail, 100 - tail])
    return Estimate(float(value), float(low), float(high))
