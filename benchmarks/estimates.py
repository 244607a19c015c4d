"""Do the 95 % intervals of the estimates hold what they promise? Simulated corpora, known truth.

    python benchmarks/estimates.py              the whole table (docs/estimates.md), under ten minutes
    python benchmarks/estimates.py --corpora 200 --only plain

In: nothing but a seed. Out: for each scenario and method the share of corpora whose interval covers the truth, the
mean width and the bias, in points. A corpus is N stories with a true share and a machine that errs, of which people
label n. Methods: the raw share with Wilson's interval, Rogan and Gladen's correction, the labels alone, PPI++ as
published, and ours (reports.estimates).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reports.estimates.baselines import labels_only, raw_share, rogan_gladen
from reports.estimates.bootstrap import cluster_estimate
from reports.estimates.cells import FEWEST_LABELS, part_estimate, pool_of
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
from reports.figures.shares import WIDEST_INTERVAL
from reports.stats import Estimate

SEED = 20231109
CORPORA = 1000
# An interval of 95 % may cover 93 to 97 % of 1,000 corpora: two Monte Carlo errors and a little.
LOWEST, HIGHEST = 0.93, 0.97

Random = np.random.Generator
Numbers = npt.NDArray[np.float64]
# What one corpus shows: by method, the truth and the estimate of one or more figures.
Shown = Mapping[str, Sequence[tuple[float, Estimate]]]


@dataclass(frozen=True)
class Scenario:
    """One kind of corpus. ``simulate`` makes one and gives every method's answers."""

    part: str
    name: str
    simulate: Callable[[Random], Shown]
    corpora: float = 1.0  # part of --corpora: some corpora hold many figures


@dataclass
class Score:
    """What a method did over many corpora."""

    covered: int = 0
    figures: int = 0
    width: float = 0.0
    bias: float = 0.0
    printed: int = 0
    printed_covered: int = 0

    def add(self, truth: float, estimate: Estimate) -> None:
        """Count one figure."""
        hit = estimate.low - 1e-12 <= truth <= estimate.high + 1e-12
        self.figures += 1
        self.covered += hit
        self.width += estimate.width
        self.bias += estimate.value - truth
        if estimate.width <= WIDEST_INTERVAL:
            self.printed += 1
            self.printed_covered += hit

    @property
    def coverage(self) -> float:
        """Share of figures whose interval covers the truth."""
        return self.covered / self.figures


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


def outlet_cells(spread: float, errors: float, n: int, outlets: int = 10) -> Callable[[Random], Shown]:
    """Each outlet's own share; the true shares vary by ``spread`` and the machine's error rates by ``errors``."""

    def simulate(random: Random) -> Shown:
        level = np.clip(0.2 + spread * random.standard_normal(outlets), 0.02, 0.9)
        sensitivity = np.clip(0.8 + errors * random.standard_normal(outlets), 0.3, 1)
        specificity = np.clip(0.88 + errors * random.standard_normal(outlets), 0.4, 1)
        outlet = np.repeat(np.arange(outlets), 200)
        y = (random.random(len(outlet)) < level[outlet]).astype(float)
        f = machine(y, sensitivity[outlet], specificity[outlet], random)
        at = random.permutation(len(outlet))[:n]
        whole = labelled_all(y[at], f[at], simple_random(n, len(outlet)))
        pool = pool_of(whole, outlet[at])
        shown: dict[str, list[tuple[float, Estimate]]] = {
            name: [] for name in ("raw (Wilson)", "Rogan-Gladen, pooled", "ours, own labels", "ours, borrowed")
        }
        for code in range(outlets):
            mine, truth, own_f = outlet[at] == code, float(level[code]), f[outlet == code]
            own = labelled_all(y[at][mine], f[at][mine], whole.sampling.take(mine))
            shown["raw (Wilson)"].append((truth, raw_share(own_f)))
            shown["Rogan-Gladen, pooled"].append((truth, rogan_gladen(y[at], f[at], own_f)))
            found = part_estimate(own, population_all(own_f), pool)
            if isinstance(found, tuple):
                kind = "ours, own labels" if mine.sum() >= FEWEST_LABELS else "ours, borrowed"
                shown[kind].append((truth, found[0].estimate))
        return shown

    return simulate


def scenarios() -> Iterator[Scenario]:
    """All of the table, in order."""
    rates = ((0.8, 0.88), (0.6, 0.97), (0.95, 0.98))
    for share in (0.05, 0.15, 0.5):
        for sensitivity, specificity in rates:
            for n, stories in ((50, 500), (100, 2000), (300, 2000)):
                yield _plain(share, sensitivity, specificity, n, stories)
    yield _plain(0.15, 0.8, 0.88, 50, 20000)
    yield _plain(0.15, 0.8, 0.88, 600, 20000)
    yield _plain(0.3, 0.8, 0.88, 400, 500)
    yield _plain(0.02, 0.8, 0.88, 200, 2000)
    yield _plain(0.02, 0.95, 0.98, 50, 2000)
    for share, n in ((0.05, 200), (0.15, 100), (0.3, 400)):
        yield Scenario("design", f"unequal probabilities, share {share:.0%}, n {n}", by_strata(share, n, 3000))
    for drawn in (14, 28):
        yield Scenario("design", f"{drawn} of 180 days drawn whole", constructed_weeks(180, drawn))
    yield Scenario("design", "agency copies in outlets, n 200", copies(500, 200))
    yield Scenario("design", "agency copies in outlets, n 600", copies(1500, 600))
    yield Scenario("design", "12 outlets stand for others, n 300", beyond_outlets(12, 100, 300))
    yield Scenario("design", "30 outlets stand for others, n 300", beyond_outlets(30, 60, 300))
    yield Scenario("design", "panel of 6 unequal outlets, n 180", equal_outlets(180))
    for share, n in ((0.1, 100), (0.3, 200)):
        yield Scenario("kind", f"ratio: denominator misread, share {share:.0%}, n {n}", ratio(share, n, 1500))
    for rights, stigma, n in ((0.3, 0.15, 60), (0.1, 0.05, 100), (0.4, 0.4, 300)):
        yield Scenario("kind", f"R minus S, {rights:.0%} and {stigma:.0%}, n {n}", balance(rights, stigma, n, 1500))
    for before, after, n in ((0.3, 0.3, 60), (0.4, 0.25, 150), (0.1, 0.05, 150)):
        yield Scenario(
            "kind", f"before {before:.0%}, after {after:.0%}, n {n} each", before_after(before, after, n, 800)
        )
    yield Scenario("kind", "two annotators who differ, n 150", two_annotators(0.25, 150, 1500))
    for spread, errors, n in ((0, 0, 200), (0.08, 0, 200), (0.08, 0.05, 200), (0.08, 0.1, 200), (0.08, 0.1, 600)):
        name = f"10 outlets, shares ±{100 * spread:.0f}, error rates ±{100 * errors:.0f} points, n {n}"
        yield Scenario("outlets", name, outlet_cells(spread, errors, n), corpora=0.2)


def _plain(share: float, sensitivity: float, specificity: float, n: int, stories: int) -> Scenario:
    name = f"share {share:.0%}, sensitivity {sensitivity:.2f}, specificity {specificity:.2f}, n {n}, N {stories:,}"
    return Scenario("plain", name, plain(share, sensitivity, specificity, n, stories))


def run(scenario: Scenario, corpora: int, seed: int) -> dict[str, Score]:
    """Every method's score over many corpora of one kind. The same seed gives the same figures."""
    random = np.random.default_rng([seed, *scenario.name.encode()])
    scores: dict[str, Score] = {}
    for _ in range(max(1, round(corpora * scenario.corpora))):
        for method, figures in scenario.simulate(random).items():
            score = scores.setdefault(method, Score())
            for truth, estimate in figures:
                score.add(truth, estimate)
    return {method: score for method, score in scores.items() if score.figures}


def _numbered(task: tuple[int, int, int]) -> dict[str, Score]:
    place, corpora, seed = task
    return run(list(scenarios())[place], corpora, seed)


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=int, default=CORPORA)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", choices=("plain", "design", "kind", "outlets"))
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    began = time.time()
    listed = list(scenarios())
    places = [place for place, each in enumerate(listed) if given.only in (None, each.part)]
    with ProcessPoolExecutor(given.workers) as workers:
        results = list(workers.map(_numbered, [(place, given.corpora, given.seed) for place in places]))
    part, outside = "", []
    for place, scores in zip(places, results, strict=True):
        scenario = listed[place]
        if scenario.part != part:
            part = scenario.part
            print(f"\n### {part}\n\n| scenario | method | coverage | width | bias | printed | its coverage |")
            print("|---|---|---|---|---|---|---|")
        for row, (method, score) in enumerate(scores.items()):
            printed = f"{score.printed_covered / score.printed:.1%}" if score.printed else "-"
            print(
                f"| {scenario.name if not row else ''} | {method} | {score.coverage:.1%} | "
                f"{100 * score.width / score.figures:.1f} | {100 * score.bias / score.figures:+.1f} | "
                f"{score.printed / score.figures:.0%} | {printed} |"
            )
            if method.startswith("ours") and not LOWEST <= score.coverage <= HIGHEST:
                outside.append(f"{scenario.name}, {method}: {score.coverage:.1%}")
    print(f"\n{given.corpora} corpora a scenario, seed {given.seed}, {time.time() - began:.0f} s.")
    print(f"Ours outside {LOWEST:.0%} to {HIGHEST:.0%}: {len(outside)}")
    for line in outside:
        print(f"- {line}")


if __name__ == "__main__":
    main()
