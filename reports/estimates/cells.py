"""A part of the population (an outlet, a period, an outlet's period): its own labels, or others' where they may serve.

In: the part's own labelled stories and population, and the labelled stories of the whole. Out: an estimate and how it
came about, or the reason why there is none. Own labels always go first. Others' are used only where the machine errs
alike on every part, as far as a permutation test can tell; the interval then pays for what the test could have missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from reports.estimates.heterogeneity import Heterogeneity, heterogeneity
from reports.estimates.intervals import effective_size, share_interval
from reports.estimates.ppi import (
    Kind,
    Labelled,
    Population,
    PpiEstimate,
    clustering,
    share_estimate,
)
from reports.estimates.weights import Codes, mean_variance, weighted_mean

# Below 30 labels only counts are printed (measurement design, "Minimum evidence"), and no interval was simulated.
FEWEST_LABELS = 30


class Reason(StrEnum):
    """Why a figure is not corrected."""

    NO_AUDIT = "no_audit"  # nobody has labelled a random sample
    NOT_ASKED = "not_asked"  # the annotators were not asked about this
    OUTSIDE = "outside"  # the audit sample was not drawn from here
    FEW_LABELS = "few_labels"  # fewer than 30 labelled stories, and none elsewhere that could serve
    FEW_OUTLETS = "few_outlets"  # fewer than 10 outlets cannot speak for others
    ERRORS_DIFFER = "errors_differ"  # the machine errs differently by outlet: labels of others cannot serve


@dataclass(frozen=True, slots=True)
class Pool:
    """All labelled stories whose correction a part may borrow, and which part (outlet) each is of."""

    labelled: Labelled
    groups: Codes
    test: Heterogeneity


def pool_of(labelled: Labelled, groups: Codes) -> Pool:
    """A pool with its test of the machine's errors by group."""
    return Pool(labelled, groups, heterogeneity(labelled.f - labelled.y, groups))


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
    if pool.test.refused:
        return Reason.FEW_LABELS if pool.test.p is None else Reason.ERRORS_DIFFER
    return borrowed_estimate(own, pool, population), True


def borrowed_estimate(own: Labelled, pool: Pool, population: Population) -> PpiEstimate:
    """The part's machine share, less the machine's error: its own and the pool's, each by how well it is known.

    The best linear unbiased prediction of the part's error (Fay and Herriot 1979), with the variance between parts at
    the most that the labels still bear. The part's own chance comes on top.
    """
    labelled, between, within = pool.labelled, pool.test.between, pool.test.within
    errors = labelled.y - labelled.f
    common, common_variance = weighted_mean(errors, labelled.sampling.weights), mean_variance(errors, labelled.sampling)
    trust, own_variance, own_error = 0.0, 0.0, 0.0
    if own.sampling.n and between > 0:
        own_variance = within / own.sampling.n
        trust = between / (between + own_variance)
        own_error = weighted_mean(own.y - own.f, own.sampling.weights)
    value = population.mean(population.f) + trust * own_error + (1 - trust) * common
    kept = min(max(value, 0.5 / (population.n + 1)), 1 - 0.5 / (population.n + 1))
    variance = trust**2 * own_variance + (1 - trust) ** 2 * (common_variance + between)
    variance += kept * (1 - kept) / population.worth * clustering(population)
    effective = effective_size(kept * (1 - kept), variance)
    freedom = labelled.sampling.degrees_of_freedom
    estimate = share_interval(value, effective, freedom)
    return PpiEstimate(estimate, variance, 1.0, labelled.sampling.n, float(population.n), effective, freedom)


def codes_of(keys: object) -> Codes:
    """Codes from 0 for whatever tells things apart, in sorted order."""
    return np.asarray(np.unique(np.asarray(keys, dtype=str), return_inverse=True)[1], dtype=np.int64)
