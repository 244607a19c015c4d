"""How far annotators agree: Krippendorff's alpha for nominal data, with a bootstrap interval.

In: for each article the values that annotators gave it. Out: alpha, its 95 % interval, and of how many articles and
pairs. Alpha is Krippendorff's (2011, "Computing Krippendorff's Alpha-Reliability") from the coincidences of values; the
tests hold his examples, and compare with the package krippendorff, which is under the GPL and so no part of encuadre.
The interval is a percentile bootstrap over articles, in which expected disagreement is computed anew in every draw (a
plain unit bootstrap; Hayes and Krippendorff 2007 draw pairs of values and keep expected disagreement as it is).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

DRAWS = 2_000
SEED = 20_240_117  # any fixed number: two runs must print the same interval
LEVEL = 0.95
# Marks customary in content analysis (Krippendorff 2004, Content Analysis, 2nd ed., p. 241): customs, not verdicts.
TENTATIVE, RELIABLE = 0.667, 0.8

Values = Sequence[Sequence[str]]  # for each article the values it was given, in any order
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Agreement on one thing. ``alpha`` is None where nothing varies or fewer than two articles have two values; the
    ends of its interval are None where draws do not vary. ``observed``: the share of pairs of values that are equal,
    each article weighing as many pairs as it has values. ``articles`` with two values or more; ``pairs`` of values.
    """

    articles: int
    pairs: int
    values: Mapping[str, int]
    observed: float | None = None
    alpha: float | None = None
    low: float | None = None
    high: float | None = None


def alpha_of(values: Values, *, draws: int = DRAWS) -> Alpha:
    """Nominal alpha over articles; those with fewer than two values do not count."""
    pairable = [list(given) for given in values if len(given) > 1]
    domain = sorted({value for given in pairable for value in given})
    totals = Counter(value for given in pairable for value in given)
    pairs = sum(len(given) * (len(given) - 1) // 2 for given in pairable)
    found = Alpha(articles=len(pairable), pairs=pairs, values={value: totals[value] for value in domain})
    if not pairable:
        return found
    counts = np.array([[given.count(value) for value in domain] for given in pairable], dtype=float)
    agreed = _agreed(counts)
    found = replace(found, observed=float(agreed.sum() / counts.sum()))
    if len(domain) < 2 or len(pairable) < 2:
        return found
    point = float(alphas(agreed, counts, np.ones((1, len(counts))))[0])
    low, high = interval_of(alphas(agreed, counts, weights(len(counts), draws)))
    return replace(found, alpha=point, low=low, high=high)


def between(one: Values, other: Values, *, draws: int = DRAWS) -> Alpha:
    """Alpha between two groups of annotators over articles that both labelled: only pairs across the groups count.

    ``one`` and ``other`` are parallel by article. An article weighs one pair, whatever the sizes of the groups. With
    one annotator in each group this is alpha of the two.
    """
    both = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    domain = sorted({value for pair in both for side in pair for value in side})
    totals = Counter(value for pair in both for side in pair for value in side)
    pairs = sum(len(a) * len(b) for a, b in both)
    found = Alpha(articles=len(both), pairs=pairs, values={value: totals[value] for value in domain})
    if not both:
        return found
    left, right = (shares_of([pair[side] for pair in both], domain) for side in (0, 1))
    counts, agreed = left + right, 2 * (left * right).sum(axis=1)
    found = replace(found, observed=float(agreed.sum() / counts.sum()))
    if len(domain) < 2 or len(both) < 2:
        return found
    point = float(alphas(agreed, counts, np.ones((1, len(both))))[0])
    low, high = interval_of(alphas(agreed, counts, weights(len(both), draws)))
    return replace(found, alpha=point, low=low, high=high)


def shares_of(values: Values, domain: Sequence[str]) -> _Numbers:
    """For each article the share of its values that each of the domain has: articles x domain."""
    return np.array([[given.count(value) / len(given) for value in domain] for given in map(list, values)], dtype=float)


def alphas(agreed: _Numbers, counts: _Numbers, weight: _Numbers) -> _Numbers:
    """Alpha in every draw; NaN where a draw has no variation. ``weight``: draws x articles.

    ``agreed``: the diagonal of each article's coincidences; ``counts``: its values by the domain.
    """
    marginals = weight @ counts
    total = marginals.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        disagreement = 1 - (weight @ agreed) / total
        expected = 1 - (marginals * (marginals - 1)).sum(axis=1) / (total * (total - 1))
        found: _Numbers = np.where(expected > 0, 1 - disagreement / expected, np.nan)
    return found


def weights(articles: int, draws: int) -> _Numbers:
    """How often each draw takes each article: draws x articles."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(articles, np.full(articles, 1 / articles), size=draws).astype(float)


def interval_of(found: _Numbers) -> tuple[float | None, float | None]:
    """The ends of the percentile interval of what draws found."""
    known = found[~np.isnan(found)]
    if not known.size:
        return None, None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _agreed(counts: _Numbers) -> _Numbers:
    """For each article the coincidences of equal values: sum of n(n-1) over the values, by m-1."""
    diagonal: _Numbers = (counts * (counts - 1)).sum(axis=1) / (counts.sum(axis=1) - 1)
    return diagonal
