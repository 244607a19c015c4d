"""Prediction-powered inference: the machine's share over all stories, corrected by the labelled ones.

In: what people and the machine say of the labelled stories, what the machine says of all. Out: an ``PpiEstimate``.
``ppi_mean`` is the published formula (PPI++, Angelopoulos, Duchi and Zrnic 2023). ``share_estimate`` is the same
estimator for samples as studies draw them: unequal inclusion probabilities, strata, clusters, labelled stories that
are part of the population, a denominator on which the machine errs too, and intervals that hold with few labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from reports.estimates.intervals import effective_size, mean_interval, share_interval
from reports.estimates.weights import Codes, Numbers, Sampling, mean_variance, weighted_mean
from reports.stats import NORMAL, Estimate

# Pseudo-stories that widen a variance from few labels: a quarter of one in each cell of (people, machine), as one
# story in all. In simulation (benchmarks/estimates.py) this keeps 95 % intervals above 93 % from 50 labels on; an
# eighth falls to 90 % where the machine is nearly always right, a half is wider than need be.
PSEUDO = 0.25
SHARE_CELLS = ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
_DIFFERENCE_CELLS = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))


class Target(StrEnum):
    """What is estimated: the outlets' practice that brought these stories about, or just these stories."""

    PRACTICE = "practice"
    STORIES = "stories"


class Kind(StrEnum):
    """A share lies in 0..1, the difference of two shares of the same stories in -1..1, a rate anywhere."""

    SHARE = "share"
    DIFFERENCE = "difference"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Labelled:
    """n labelled stories. ``y`` and ``f``: what people and the machine count; ``within_y`` and ``within_f``: whether
    the story belongs to the denominator at all, by people and by the machine. Fractions where annotators disagree.
    """

    y: Numbers
    f: Numbers
    within_y: Numbers
    within_f: Numbers
    sampling: Sampling


@dataclass(frozen=True, slots=True)
class Population:
    """All N stories: the machine's counts ``f`` and denominators ``within``, and which cluster each belongs to.

    ``weights``: how much each story counts in the estimate; None where all count the same. The labelled stories'
    sampling must then carry the same weights over their inclusion probabilities.
    """

    f: Numbers
    within: Numbers
    clusters: Codes | None = None
    weights: Numbers | None = None

    @property
    def n(self) -> int:
        """Stories in all."""
        return len(self.f)

    @property
    def worth(self) -> float:
        """How many stories of equal weight say as much (Kish 1965, 11.7)."""
        return self.n if self.weights is None else float(self.weights.sum() ** 2 / (self.weights**2).sum())

    def mean(self, values: Numbers) -> float:
        """The mean of ``values`` over the stories, by their weights."""
        return float(values.mean()) if self.weights is None else weighted_mean(values, self.weights)


@dataclass(frozen=True, slots=True)
class PpiEstimate:
    """An estimate with its interval. ``lam``: the trust in the machine, 0 (labels alone) to 1.

    ``labels``: labelled stories in the denominator. ``stories``: the denominator, estimated where the machine errs on
    it. ``effective``: how many independent stories would say as much.
    """

    estimate: Estimate
    variance: float
    lam: float
    labels: int
    stories: float
    effective: float
    degrees_of_freedom: int


def labelled_all(y: Numbers, f: Numbers, sampling: Sampling) -> Labelled:
    """Labelled stories that are all in the denominator."""
    ones = np.ones(len(y))
    return Labelled(y, f, ones, ones, sampling)


def population_all(f: Numbers, clusters: Codes | None = None) -> Population:
    """A population that is all in the denominator."""
    return Population(f, np.ones(len(f)), clusters)


def ppi_mean(
    y: Numbers, f: Numbers, f_unlabelled: Numbers, weights: Numbers | None = None, lam: float | None = None
) -> tuple[Estimate, float]:
    """PPI++ for a mean as published: normal interval, independent draws, labelled and unlabelled apart.

    Returns the estimate and lambda. ``weights`` of the labelled are brought to mean 1. Raises ValueError when empty.
    """
    n, big = len(y), len(f_unlabelled)
    if n == 0 or big == 0:
        raise ValueError("PPI++ needs labelled and unlabelled stories")
    w = np.ones(n) if weights is None else weights / weights.sum() * n
    if lam is None:
        start = float(f_unlabelled.mean() + (w * (y - f)).mean())
        grads, machine = w * (y - start), w * (f - start)
        covariance = float(((grads - grads.mean()) * (machine - machine.mean())).mean())
        spread = float(np.concatenate([machine, f_unlabelled - start]).var(ddof=1))
        lam = float(np.clip(covariance / ((1 + n / big) * spread), 0, 1)) if spread > 0 else 0.0
    value = float(lam * f_unlabelled.mean() + (w * (y - lam * f)).mean())
    error = sqrt(float((lam * f_unlabelled).var()) / big + float((w * (y - lam * f)).var()) / n)
    reach = NORMAL * error
    return Estimate(value, value - reach, value + reach), lam


def share_estimate(
    labelled: Labelled,
    population: Population,
    *,
    kind: Kind = Kind.SHARE,
    target: Target = Target.PRACTICE,
) -> PpiEstimate:
    """PPI++ under the design that drew the labelled stories, which are part of the population.

    With a denominator the estimate is a ratio, linearized (Särndal, Swensson and Wretman 1992, 5.6): numerator and
    denominator are both corrected with one lambda. With simple random draws and every story in the denominator, value
    and lambda equal ``ppi_mean``'s. Raises ValueError without a labelled story in the denominator.
    """
    sampling = labelled.sampling
    w = sampling.weights
    inside = weighted_mean(labelled.within_y, w) if sampling.n else 0.0
    if inside <= 0:
        raise ValueError("no labelled story is in the denominator")
    first = weighted_mean(labelled.y, w) / inside
    lam, slope = _trust(labelled, population, first)
    top = slope * population.mean(population.f) + weighted_mean(labelled.y - slope * labelled.f, w)
    bottom = slope * population.mean(population.within) + weighted_mean(
        labelled.within_y - slope * labelled.within_f, w
    )
    # A machine much at odds with people on the denominator could bring its correction to nothing: labels alone then.
    if bottom <= 0:
        lam, slope, top, bottom = 0.0, 0.0, first * inside, inside
    value = top / bottom
    people = labelled.y - value * labelled.within_y
    machine = labelled.f - value * labelled.within_f
    residuals = people - slope * machine
    variance = (mean_variance(residuals, sampling) + _few_labels(residuals, value, slope, sampling, kind)) / bottom**2
    n = float(labelled.within_y.sum())
    # A share that the labels never or always show is not certain to stay so.
    kept = (min(max(value, 0.0), 1.0) * n + 2 * PSEUDO) / (n + 4 * PSEUDO)
    spread = kept * (1 - kept) if kind is Kind.SHARE else weighted_mean(people**2, w) / inside
    if target is Target.PRACTICE:
        variance += spread / (population.worth * bottom) * clustering(population)
    effective = effective_size(spread, variance)
    freedom = sampling.degrees_of_freedom
    estimate = interval_of(kind, value, variance, effective, freedom)
    return PpiEstimate(estimate, variance, lam, round(n), population.n * bottom, float(effective), freedom)


def interval_of(kind: Kind, value: float, variance: float, effective: float, degrees_of_freedom: int) -> Estimate:
    """Wilson's interval at the effective number for a share, Student's for anything else."""
    if kind is Kind.SHARE:
        return share_interval(value, effective, degrees_of_freedom)
    return mean_interval(value, variance, degrees_of_freedom)


def clustering(population: Population) -> float:
    """How much the machine's share varies more than independent stories would, because stories come in clusters.

    At least 1: Kish's design effect of clusters (copies of agency stories, an outlet's stories), from all stories.
    """
    if population.clusters is None:
        return 1.0
    residuals = population.f - float(population.f.sum() / max(population.within.sum(), 1)) * population.within
    alone = float((residuals**2).sum())
    together = float((np.bincount(population.clusters, residuals) ** 2).sum())
    return max(1.0, together / alone) if alone > 0 else 1.0


def _trust(labelled: Labelled, population: Population, first: float) -> tuple[float, float]:
    """Lambda as in PPI++, and the slope by which the whole population's machine share enters.

    The two differ because the labelled stories are part of the population: slope = lambda / (1 - n / N).
    """
    w, n, big = labelled.sampling.weights, labelled.sampling.n, population.n
    people = labelled.y - first * labelled.within_y
    machine = labelled.f - first * labelled.within_f
    spread = float((population.f - first * population.within).var(ddof=1)) if big > 1 else 0.0
    if spread <= 0 or n >= big:
        return 0.0, 0.0
    centred = (people - weighted_mean(people, w)) * (machine - weighted_mean(machine, w))
    left = 1 - n / big
    lam = float(np.clip(weighted_mean(centred, w) / spread * left, 0, 1))
    return lam, lam / left


def _few_labels(residuals: Numbers, value: float, slope: float, sampling: Sampling, kind: Kind) -> float:
    """What pseudo-stories in every cell add to the variance of the mean residual: nothing much with many labels."""
    if kind is Kind.RATE:
        return 0.0
    cells = np.array(SHARE_CELLS if kind is Kind.SHARE else _DIFFERENCE_CELLS)
    added = cells[:, 0] - slope * cells[:, 1] - value * (1 - slope)
    n, size = len(residuals), len(residuals) + PSEUDO * len(cells)
    mean = (float(residuals.sum()) + PSEUDO * float(added.sum())) / size
    spread = (float((residuals**2).sum()) + PSEUDO * float((added**2).sum())) / size - mean**2
    wider = max(0.0, spread - float(residuals.var()))
    left = 1 - float(sampling.fraction.mean())
    # Unequal weights make n labels worth fewer (Kish 1965, 11.7).
    worth = float(sampling.weights.sum()) ** 2 / float((sampling.weights**2).sum())
    return left * wider * n / max(n - 2, 1) / worth
