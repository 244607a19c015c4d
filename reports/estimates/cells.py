"""A part of the population (an outlet, a period, an outlet's period): its own labels, or others' where they may serve.

In: the part's own labelled stories and population, and the labelled stories of the whole. Out: an estimate and how it
came about, or the reason why there is none. Own labels always go first: from 30 on they stand alone; from 10 on the
correction is still the part's own, and others' labels say only how far to trust the machine and how much its errors
spread. With fewer, others' correction is used only where the machine errs alike on every part, as far as a permutation
test can tell; the interval then pays for what the test could have missed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from reports.estimates.heterogeneity import WIDEST_BETWEEN, Heterogeneity, heterogeneity
from reports.estimates.intervals import effective_size, share_interval
from reports.estimates.ppi import (
    PSEUDO,
    SHARE_CELLS,
    Kind,
    Labelled,
    Population,
    PpiEstimate,
    clustering,
    share_estimate,
)
from reports.estimates.weights import Codes, Numbers, mean_variance, weighted_mean

# Below 30 labels only counts are printed (measurement design, "Minimum evidence"), and no interval was simulated.
FEWEST_LABELS = 30
# With fewer labels of its own a part's mean error is too far from normal, and its interval too wide to print.
FEWEST_OWN_LABELS = 10


class Reason(StrEnum):
    """Why a figure is not corrected."""

    NO_AUDIT = "no_audit"  # nobody has labelled a random sample
    NOT_ASKED = "not_asked"  # the annotators were not asked about this
    OUTSIDE = "outside"  # the audit sample was not drawn from here
    FEW_LABELS = "few_labels"  # fewer than 30 labelled stories, and none elsewhere that could serve
    FEW_OUTLETS = "few_outlets"  # fewer than 10 outlets cannot speak for others
    ERRORS_DIFFER = "errors_differ"  # the machine errs differently by outlet: labels of others cannot serve


@dataclass(frozen=True)
class Pool:
    """All labelled stories from which a part may borrow, and which part (outlet) each is of."""

    labelled: Labelled
    groups: Codes

    @cached_property
    def test(self) -> Heterogeneity:
        """Whether the machine errs alike in all groups. Made when first asked for, since it takes most of the time."""
        return heterogeneity(self.labelled.f - self.labelled.y, self.groups)

    @cached_property
    def trust(self) -> float:
        """Lambda for parts with few labels: the slope of people's answers on the machine's, 0..1."""
        weights = self.labelled.sampling.weights
        f = self.labelled.f - weighted_mean(self.labelled.f, weights)
        spread = weighted_mean(f**2, weights)
        return float(np.clip(weighted_mean(self.labelled.y * f, weights) / spread, 0, 1)) if spread > 0 else 0.0

    @cached_property
    def residuals(self) -> Numbers:
        """What the machine leaves to people, at that lambda."""
        return self.labelled.y - self.trust * self.labelled.f

    @cached_property
    def within(self) -> float:
        """Variance of the residuals inside the groups, with one pseudo-story over the four cells of people and machine:
        a machine that is nearly always right may have shown no error in so few labels.
        """
        groups = np.unique(self.groups, return_inverse=True)[1]
        sizes = np.bincount(groups)
        means = np.bincount(groups, self.residuals) / sizes
        pseudo = np.array([people - self.trust * machine for people, machine in SHARE_CELLS]) - self.residuals.mean()
        spread = float(((self.residuals - means[groups]) ** 2).sum()) + PSEUDO * float((pseudo**2).sum())
        return spread / (max(1, len(groups) - len(sizes)) + PSEUDO * len(SHARE_CELLS))

    @cached_property
    def design_effect(self) -> float:
        """How much wider the mean is because stories were drawn in clusters (days); at least 1."""
        sampling = self.labelled.sampling
        singly = mean_variance(self.residuals, replace(sampling, clusters=np.arange(sampling.n)))
        return max(1.0, mean_variance(self.residuals, sampling) / singly) if singly > 0 else 1.0


def part_estimate(
    own: Labelled, population: Population, pool: Pool | None, *, kind: Kind = Kind.SHARE
) -> tuple[PpiEstimate, bool] | Reason:
    """The estimate of one part, and whether it rests on others' labels; or why there is none."""
    inside = float(own.within_y.sum())
    if inside >= FEWEST_LABELS:
        return share_estimate(own, population, kind=kind), False
    # Borrowing is built for shares of all stories; a ratio's or a difference's error depends on more than one share.
    whole = pool is not None and bool((pool.labelled.within_f == 1).all() and (pool.labelled.within_y == 1).all())
    if pool is None or not whole or kind is not Kind.SHARE or pool.labelled.sampling.n < FEWEST_LABELS:
        return Reason.FEW_LABELS
    if own.sampling.n >= FEWEST_OWN_LABELS:
        return lent_spread_estimate(own, pool, population), True
    if pool.test.refused:
        return Reason.FEW_LABELS if pool.test.p is None else Reason.ERRORS_DIFFER
    return borrowed_estimate(own, pool, population), True


def lent_spread_estimate(own: Labelled, pool: Pool, population: Population) -> PpiEstimate:
    """The part's own correction, with lambda and the spread of the errors from the pool.

    Right whatever the other parts' errors are on average, so that nothing need be tested. Small groups that lend one
    another their variance only: Fuller (2009), Sampling Statistics, 2.2; Rao and Molina (2015), 2.3.
    """
    lam, weights = pool.trust, own.sampling.weights
    value = lam * population.mean(population.f) + weighted_mean(own.y - lam * own.f, weights)
    kept = _inside(value, population)
    worth = float(weights.sum() ** 2 / (weights**2).sum())
    left = 1 - float(own.sampling.fraction.mean())
    variance = left * pool.within / worth * pool.design_effect
    variance += kept * (1 - kept) / population.worth * clustering(population)
    effective = effective_size(kept * (1 - kept), variance)
    freedom = max(1, pool.labelled.sampling.degrees_of_freedom - len(np.unique(pool.groups)))
    estimate = share_interval(value, effective, freedom)
    return PpiEstimate(estimate, variance, lam, own.sampling.n, float(population.n), effective, freedom)


def _inside(value: float, population: Population) -> float:
    """A share kept half a story away from nothing and everything, so that its spread is not zero."""
    edge = 0.5 / (population.n + 1)
    return min(max(value, edge), 1 - edge)


def borrowed_estimate(own: Labelled, pool: Pool, population: Population) -> PpiEstimate:
    """The part's machine share, less the machine's error: its own and the pool's, each by how well it is known.

    The best linear unbiased prediction of the part's error (Fay and Herriot 1979), with the variance between parts at
    the most that is let pass: samples in which parts look more alike than they are pass the test more often than
    others, so what this sample shows would be too little. The part's own chance comes on top.
    """
    labelled, between, within = pool.labelled, WIDEST_BETWEEN**2, pool.test.within
    errors = labelled.y - labelled.f
    common, common_variance = weighted_mean(errors, labelled.sampling.weights), mean_variance(errors, labelled.sampling)
    trust, own_variance, own_error = 0.0, 0.0, 0.0
    if own.sampling.n:
        own_variance = within / own.sampling.n
        trust = between / (between + own_variance)
        own_error = weighted_mean(own.y - own.f, own.sampling.weights)
    value = population.mean(population.f) + trust * own_error + (1 - trust) * common
    kept = _inside(value, population)
    variance = trust**2 * own_variance + (1 - trust) ** 2 * (common_variance + between)
    variance += kept * (1 - kept) / population.worth * clustering(population)
    effective = effective_size(kept * (1 - kept), variance)
    freedom = labelled.sampling.degrees_of_freedom
    estimate = share_interval(value, effective, freedom)
    return PpiEstimate(estimate, variance, 1.0, labelled.sampling.n, float(population.n), effective, freedom)


def codes_of(keys: object) -> Codes:
    """Codes from 0 for whatever tells things apart, in sorted order."""
    return np.asarray(np.unique(np.asarray(keys, dtype=str), return_inverse=True)[1], dtype=np.int64)
