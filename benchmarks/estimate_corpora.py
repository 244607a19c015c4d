"""Simulated corpora with a known truth, for benchmarks/estimates.py: how samples are drawn and what is estimated.

In: a random generator. Out: by method, the truth and the estimate of one or more figures. A corpus is N stories with a
true share and a machine that errs, of which people label n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from reports.estimates.baselines import labels_only, raw_share, rogan_gladen
from reports.estimates.bootstrap import cluster_estimate
from reports.estimates.intervals import difference
from reports.estimates.ppi import (
    Kind,
    Labelled,
    Population,
    Target,
    labelled_all,
    population_all,
    ppi_mean,
    share_estimate,
)
from reports.estimates.weights import Sampling, sampling_of, simple_random
from reports.stats import Estimate

Random = np.random.Generator
Numbers = npt.NDArray[np.float64]
# What one corpus shows: by method, the truth and the estimate of one or more figures.
Shown = Mapping[str, Sequence[tuple[float, Estimate]]]


def machine(truth: Numbers, sensitivity: Numbers | float, specificity: Numbers | float, random: Random) -> Numbers:
    """What a machine that errs so says of the stories."""
    chance = random.random(len(truth))
    return np.where(truth == 1, chance < sensitivity, chance > specificity).astype(float)


def plain(share: float, sensitivity: float, specificity: float, n: int, stories: int) -> Callable[[Random], Shown]:
    """n of N stories labelled at random."""

    def simulate(random: Random) -> Shown:
        y = (random.random(stories) < share).astype(float)
        f = machine(y, sensitivity, specificity, random)
        labelled, population = labelled_all(y[:n], f[:n], simple_random(n, stories)), population_all(f)
        return {
            "raw (Wilson)": [(share, raw_share(f))],
            "Rogan-Gladen": [(share, rogan_gladen(y[:n], f[:n], f))],
            "labels only": [(share, labels_only(y[:n], labelled.sampling))],
            "PPI++ as published": [(share, ppi_mean(y[:n], f[:n], f[n:])[0])],
            "ours": [(share, share_estimate(labelled, population).estimate)],
            "ours, these stories": [
                (float(y.mean()), share_estimate(labelled, population, target=Target.STORIES).estimate)
            ],
        }

    return simulate


def by_strata(share: float, n: int, stories: int) -> Callable[[Random], Shown]:
    """Half of the labels go to the stories that the machine finds stigmatizing, and to a small outlet twice as many."""

    def simulate(random: Random) -> Shown:
        y = (random.random(stories) < share).astype(float)
        f = machine(y, 0.8, 0.88, random)
        stratum = f.astype(int) * 2 + (random.random(stories) < 0.15)
        wanted = {0: int(0.35 * n), 1: int(0.15 * n), 2: int(0.3 * n), 3: int(0.2 * n)}
        chosen, probability = [], []
        for code, size in wanted.items():
            of = np.flatnonzero(stratum == code)
            taken = random.permutation(of)[: min(size, len(of))]
            chosen.append(taken)
            probability.append(np.full(len(taken), len(taken) / max(len(of), 1)))
        at = np.concatenate(chosen)
        sampling = sampling_of(np.concatenate(probability), stratum[at], np.arange(len(at)))
        labelled, population = labelled_all(y[at], f[at], sampling), population_all(f)
        return {
            "labels unweighted": [(share, labels_only(y[at], simple_random(len(at), stories)))],
            "labels only": [(share, labels_only(y[at], sampling))],
            "ours": [(share, share_estimate(labelled, population).estimate)],
        }

    return simulate


def constructed_weeks(days: int, drawn: int) -> Callable[[Random], Shown]:
    """Whole days are drawn; stories of one day resemble each other."""

    def simulate(random: Random) -> Shown:
        sizes = random.poisson(8, days) + 1
        day = np.repeat(np.arange(days), sizes)
        level = random.beta(0.2 * 12, 0.8 * 12, days)
        y = (random.random(len(day)) < level[day]).astype(float)
        f = machine(y, 0.8, 0.88, random)
        chosen = random.permutation(days)[:drawn]
        at = np.flatnonzero(np.isin(day, chosen))
        sampling = sampling_of(np.full(len(at), drawn / days), np.zeros(len(at), int), day[at])
        alone = simple_random(len(at), len(day))
        population = population_all(f, day)
        return {
            "clusters ignored": [(0.2, share_estimate(labelled_all(y[at], f[at], alone), population_all(f)).estimate)],
            "ours": [(0.2, share_estimate(labelled_all(y[at], f[at], sampling), population).estimate)],
        }

    return simulate


def copies(stories: int, n: int) -> Callable[[Random], Shown]:
    """Agency stories stand in up to six outlets, word for word: same truth, same error of the machine."""

    def simulate(random: Random) -> Shown:
        times = np.where(random.random(stories) < 0.25, random.integers(2, 7, stories), 1)
        one = (random.random(stories) < 0.3).astype(float)
        said = machine(one, 0.8, 0.88, random)
        text = np.repeat(np.arange(stories), times)
        y, f = one[text], said[text]
        at = random.permutation(len(text))[:n]
        labelled = labelled_all(y[at], f[at], simple_random(n, len(text)))
        population = population_all(f, text)
        fitted = share_estimate(labelled, population)
        return {
            "copies ignored": [(0.3, share_estimate(labelled, population_all(f)).estimate)],
            "ours": [(0.3, fitted.estimate)],
        }

    return simulate


def beyond_outlets(outlets: int, stories: int, n: int) -> Callable[[Random], Shown]:
    """The claim is about outlets like these, not these alone: whole outlets are drawn again."""

    def simulate(random: Random) -> Shown:
        level = random.beta(0.3 * 20, 0.7 * 20, outlets)
        outlet = np.repeat(np.arange(outlets), stories)
        y = (random.random(len(outlet)) < level[outlet]).astype(float)
        f = machine(y, 0.8, 0.88, random)
        at = random.permutation(len(outlet))[:n]
        labelled = labelled_all(y[at], f[at], simple_random(n, len(outlet)))
        fitted = share_estimate(labelled, population_all(f))
        clustered = cluster_estimate(labelled, population_all(f, outlet), at, fitted, Kind.SHARE)
        return {"outlets fixed": [(0.3, fitted.estimate)], "ours, bootstrap by outlet": [(0.3, clustered.estimate)]}

    return simulate


def ratio(share: float, n: int, stories: int) -> Callable[[Random], Shown]:
    """The denominator (a story with a source) is read by the machine too, and wrongly in one of eight stories."""

    def simulate(random: Random) -> Shown:
        within = (random.random(stories) < 0.7).astype(float)
        y = within * (random.random(stories) < share)
        within_f = machine(within, 0.9, 0.85, random)
        f = within_f * machine(y, 0.8, 0.9, random)
        labelled = Labelled(y[:n], f[:n], within[:n], within_f[:n], simple_random(n, stories))
        raw = raw_share(f[within_f == 1])
        return {
            "raw (Wilson)": [(share, raw)],
            "ours": [(share, share_estimate(labelled, Population(f, within_f)).estimate)],
        }

    return simulate


def balance(rights: float, stigma: float, n: int, stories: int) -> Callable[[Random], Shown]:
    """R minus S over the same stories."""

    def simulate(random: Random) -> Shown:
        r, s = ((random.random(stories) < level).astype(float) for level in (rights, stigma))
        f = machine(r, 0.75, 0.93, random) - machine(s, 0.8, 0.88, random)
        y, at = r - s, np.arange(n)
        labelled = labelled_all(y[:n], f[:n], simple_random(n, stories))
        population = population_all(f, np.arange(stories))
        fitted = share_estimate(labelled, population, kind=Kind.DIFFERENCE)
        clustered = cluster_estimate(labelled, population, at, fitted, Kind.DIFFERENCE)
        return {"ours": [(rights - stigma, clustered.estimate)]}

    return simulate


def before_after(before: float, after: float, n: int, stories: int) -> Callable[[Random], Shown]:
    """A share in two periods, n labels in each."""

    def period(share: float, random: Random) -> tuple[Estimate, Estimate]:
        y = (random.random(stories) < share).astype(float)
        f = machine(y, 0.8, 0.88, random)
        labelled = labelled_all(y[:n], f[:n], simple_random(n, stories))
        return raw_share(f), share_estimate(labelled, population_all(f)).estimate

    def simulate(random: Random) -> Shown:
        first, second = period(before, random), period(after, random)
        truth = after - before
        return {
            "raw (Newcombe)": [(truth, difference(first[0], second[0]))],
            "ours": [(truth, difference(first[1], second[1]))],
        }

    return simulate


def two_annotators(share: float, n: int, stories: int) -> Callable[[Random], Shown]:
    """Two people label each story and differ on some: their mean stands, here estimated as such."""

    def simulate(random: Random) -> Shown:
        clear = random.random(stories) < 0.85
        y = np.where(clear, random.random(stories) < share, 0.5)
        f = machine((y + (random.random(stories) < 0.5) >= 1).astype(float), 0.8, 0.88, random)
        labelled = labelled_all(y[:n], f[:n], simple_random(n, stories))
        return {"ours": [(0.85 * share + 0.15 * 0.5, share_estimate(labelled, population_all(f)).estimate)]}

    return simulate


def equal_outlets(n: int) -> Callable[[Random], Shown]:
    """The panel: outlets of 40 to 1,000 stories, each weighing the same."""

    def simulate(random: Random) -> Shown:
        sizes = np.array([40, 80, 120, 200, 400, 1000])
        level = np.array([0.5, 0.1, 0.3, 0.4, 0.2, 0.1])
        outlet = np.repeat(np.arange(len(sizes)), sizes)
        y = (random.random(len(outlet)) < level[outlet]).astype(float)
        f = machine(y, np.linspace(0.65, 0.9, 6)[outlet], np.linspace(0.95, 0.85, 6)[outlet], random)
        at, probability = _by_outlet(outlet, n // 6, random)
        weights = 1 / sizes[outlet]
        plainly = sampling_of(probability, outlet[at], np.arange(len(at)))
        sampling = Sampling(plainly.weights * weights[at], plainly.strata, plainly.clusters, plainly.fraction)
        found = share_estimate(labelled_all(y[at], f[at], sampling), Population(f, np.ones(len(f)), None, weights))
        return {"ours": [(float(level.mean()), found.estimate)]}

    return simulate


def _by_outlet(outlet: npt.NDArray[np.int64], each: int, random: Random) -> tuple[npt.NDArray[np.int64], Numbers]:
    chosen, probability = [], []
    for code in np.unique(outlet):
        of = np.flatnonzero(outlet == code)
        taken = random.permutation(of)[: min(each, len(of))]
        chosen.append(taken)
        probability.append(np.full(len(taken), len(taken) / len(of)))
    return np.concatenate(chosen), np.concatenate(probability)
