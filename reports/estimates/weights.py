"""What each labelled story stands for, and the variance of a weighted mean under the design that drew it.

In: inclusion probabilities, strata and clusters of the labelled stories. Out: a ``Sampling``, the weighted mean (Hajek
1971) and its design variance: with-replacement between the clusters of each stratum, times the part of the stratum not
drawn (Särndal, Swensson and Wretman 1992, 5.7 and 4.6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How n labelled stories were drawn, one entry a story.

    ``weights``: how many stories each stands for, up to a factor. ``strata`` and ``clusters``: codes from 0; a cluster
    is what was drawn as one, each story its own where stories were drawn singly. ``fraction``: the part of its stratum
    that was drawn, 0..1.
    """

    weights: Numbers
    strata: Codes
    clusters: Codes
    fraction: Numbers

    @property
    def n(self) -> int:
        """Labelled stories."""
        return len(self.weights)

    def take(self, chosen: npt.NDArray[np.bool_]) -> Sampling:
        """The labelled stories of a part of the population."""
        return Sampling(self.weights[chosen], self.strata[chosen], self.clusters[chosen], self.fraction[chosen])

    @property
    def drawn(self) -> int:
        """Clusters drawn, over all strata."""
        return len(np.unique(self.strata * (self.clusters.max() + 1) + self.clusters))

    @property
    def degrees_of_freedom(self) -> int:
        """Clusters less strata less one for the machine's slope; at least 1."""
        return max(1, self.drawn - len(np.unique(_merged(self.strata))) - 1)


def simple_random(n: int, population: int) -> Sampling:
    """n of ``population`` stories, each as likely as any other."""
    return Sampling(np.ones(n), np.zeros(n, np.int64), np.arange(n), np.full(n, min(1.0, n / population)))


def sampling_of(probabilities: Numbers, strata: Codes, clusters: Codes) -> Sampling:
    """The sampling of labelled stories from the inclusion probabilities of their draws (Horvitz-Thompson weights)."""
    if not ((probabilities > 0) & (probabilities <= 1)).all():
        raise ValueError("inclusion probabilities must lie in (0, 1]")
    reached = np.bincount(strata, probabilities) / np.maximum(np.bincount(strata), 1)
    return Sampling(1 / probabilities, strata, clusters, np.minimum(reached[strata], 1.0))


def weighted_mean(values: Numbers, weights: Numbers) -> float:
    """Hajek's mean: the weighted sum over the sum of the weights."""
    return float((weights * values).sum() / weights.sum())


def mean_variance(residuals: Numbers, sampling: Sampling) -> float:
    """Design variance of the weighted mean of ``residuals`` (their own weighted mean taken off first).

    One more degree of freedom is spent than in the textbook, for the slope that was fitted to the same stories.
    """
    weights = sampling.weights
    share = weights * (residuals - weighted_mean(residuals, weights)) / weights.sum()
    # A cluster belongs to one stratum; lone strata are merged only after that.
    keys = sampling.strata * (sampling.clusters.max() + 1) + sampling.clusters
    _, first, cluster = np.unique(keys, return_index=True, return_inverse=True)
    sums = np.bincount(cluster, share)
    of_stratum = np.unique(_merged(sampling.strata)[first], return_inverse=True)[1]
    sizes = np.bincount(of_stratum)
    means = np.bincount(of_stratum, sums) / sizes
    spread = np.bincount(of_stratum, (sums - means[of_stratum]) ** 2)
    left = 1 - np.bincount(cluster, sampling.fraction) / np.bincount(cluster)
    part_left = np.bincount(of_stratum, left) / sizes
    variance = float((part_left * spread * sizes / np.maximum(sizes - 1, 1)).sum())
    m = len(sums) - len(sizes) + 1
    return variance * (m - 1) / (m - 2) if m > 2 else variance


def _merged(strata: Codes) -> Codes:
    """Strata with a single labelled story count as one: a lone story has no spread of its own."""
    sizes = np.bincount(strata)
    lone = sizes[strata] < 2
    return np.where(lone, len(sizes), strata)
