"""The cluster bootstrap of an estimate: whole stories (with all their copies) or whole outlets are drawn again.

In: the labelled stories and the population with its clusters. Out: draws of the estimate. Only sums by cluster are
touched, and clusters with the same sums are drawn together as one multinomial cell, so that 20,000 stories cost what
their few patterns do.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np

from reports.estimates.ppi import Kind, Labelled, Population, PpiEstimate, interval_of
from reports.estimates.weights import Codes, Numbers
from reports.stats import DRAWS, SEED

# Fewer clusters than this and their bootstrap is far too sure of itself (Cameron, Gelbach and Miller 2008).
FEWEST_CLUSTERS = 10


def cluster_draws(
    labelled: Labelled,
    population: Population,
    at: Codes,
    fitted: PpiEstimate,
    *,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Numbers:
    """Draws of the estimate, whole clusters of ``population.clusters`` drawn with replacement.

    ``at``: the place of each labelled story in the population. Lambda stays as fitted: it only shifts weight between
    two unbiased parts. Raises ValueError when the population names no clusters.
    """
    if population.clusters is None:
        raise ValueError("a cluster bootstrap needs clusters")
    sums, counts = _patterns(labelled, population, population.clusters, at)
    total = int(counts.sum())
    drawn = np.random.default_rng(seed).multinomial(total, counts / total, size=draws) @ sums
    whole = counts @ sums
    slope = _slope(fitted, labelled, population)
    values = _estimate(drawn, slope)
    value = float(_estimate(whole[None, :], slope)[0])
    kept = np.where(np.isfinite(values), values, value)
    # m clusters drawn from m vary too little by sqrt((m - 1) / m).
    stretch = sqrt(total / (total - 1)) if total > 1 else 1.0
    return np.asarray(value + (kept - value) * stretch, dtype=np.float64)


def cluster_estimate(
    labelled: Labelled, population: Population, at: Codes, fitted: PpiEstimate, kind: Kind
) -> PpiEstimate:
    """The estimate with the variance of its cluster draws, where that is larger, and no more freedom than clusters.

    The draws give a variance only: their percentiles cover too little with few labels (docs/estimates.md).
    """
    draws = cluster_draws(labelled, population, at, fitted)
    variance = max(fitted.variance, float(draws.var(ddof=1)))
    clusters = 0 if population.clusters is None else len(np.unique(population.clusters))
    freedom = max(1, min(fitted.degrees_of_freedom, clusters - 1))
    effective = fitted.effective * fitted.variance / variance if variance > 0 else fitted.effective
    estimate = interval_of(kind, fitted.estimate.value, variance, effective, freedom)
    return replace(fitted, estimate=estimate, variance=variance, effective=effective, degrees_of_freedom=freedom)


def _patterns(labelled: Labelled, population: Population, clusters: Codes, at: Codes) -> tuple[Numbers, Codes]:
    """Sums of each distinct kind of cluster, and how many clusters are of that kind."""
    w, own, size = labelled.sampling.weights, clusters[at], int(clusters.max()) + 1
    ones = np.ones(len(clusters))
    columns = [np.bincount(clusters, values, size) for values in (population.f, population.within, ones)]
    for values in (labelled.y, labelled.within_y, labelled.f, labelled.within_f, np.ones(len(w))):
        columns.append(np.bincount(own, w * values, size))
    table = np.stack(columns, axis=1)
    table = table[table[:, 2] > 0]
    patterns, counts = np.unique(table, axis=0, return_counts=True)
    return np.asarray(patterns, dtype=np.float64), counts


def _estimate(sums: Numbers, slope: float) -> Numbers:
    f, within, stories, y, within_y, f_labelled, within_labelled, weights = sums.T
    with np.errstate(divide="ignore", invalid="ignore"):
        top = slope * f / stories + (y - slope * f_labelled) / weights
        bottom = slope * within / stories + (within_y - slope * within_labelled) / weights
        return np.asarray(np.where(bottom > 0, top / bottom, np.nan), dtype=np.float64)


def _slope(fitted: PpiEstimate, labelled: Labelled, population: Population) -> float:
    left = 1 - labelled.sampling.n / population.n
    return fitted.lam / left if left > 0 else 0.0
