"""Do the 95 % intervals of the estimates hold what they promise? Simulated corpora, known truth.

    python benchmarks/estimates.py              the whole table (docs/estimates.md), under ten minutes
    python benchmarks/estimates.py --corpora 200 --only outlets new

In: nothing but a seed. Out: for each scenario and method the share of corpora whose interval covers the truth, the
mean width and the bias, in points. A corpus is N stories with a true share and a machine that errs, of which people
label n. Methods: the raw share with Wilson's interval, Rogan and Gladen's correction, the labels alone, PPI++ as
published, and ours (reports.estimates).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from estimate_corpora import (
    Random,
    Shown,
    balance,
    before_after,
    beyond_outlets,
    by_strata,
    constructed_weeks,
    copies,
    equal_outlets,
    plain,
    ratio,
    two_annotators,
)
from estimate_outlets import NEW, TUNED, outlet_cells

from reports.figures.shares import WIDEST_INTERVAL
from reports.stats import Estimate

SEED = 20231109
CORPORA = 1000
# An interval of 95 % may cover 93 to 97 % of 1,000 corpora: two Monte Carlo errors and a little.
LOWEST, HIGHEST = 0.93, 0.97


@dataclass(frozen=True)
class Scenario:
    """One kind of corpus. ``simulate`` makes one and gives every method's answers."""

    part: str
    name: str
    simulate: Callable[[Random], Shown]


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
    for kind in TUNED:
        yield Scenario("outlets", kind.name, outlet_cells(kind))
    for kind in NEW:
        yield Scenario("new", kind.name, outlet_cells(kind))


def _plain(share: float, sensitivity: float, specificity: float, n: int, stories: int) -> Scenario:
    name = f"share {share:.0%}, sensitivity {sensitivity:.2f}, specificity {specificity:.2f}, n {n}, N {stories:,}"
    return Scenario("plain", name, plain(share, sensitivity, specificity, n, stories))


def run(scenario: Scenario, corpora: int, seed: int) -> dict[str, Score]:
    """Every method's score over many corpora of one kind. The same seed gives the same figures."""
    random = np.random.default_rng([seed, *scenario.name.encode()])
    scores: dict[str, Score] = {}
    for _ in range(corpora):
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
    parser.add_argument("--only", nargs="+", choices=("plain", "design", "kind", "outlets", "new"))
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    began = time.time()
    listed = list(scenarios())
    places = [place for place, each in enumerate(listed) if not given.only or each.part in given.only]
    with ProcessPoolExecutor(given.workers) as workers:
        results = list(workers.map(_numbered, [(place, given.corpora, given.seed) for place in places]))
    part, outside = "", []
    for place, scores in zip(places, results, strict=True):
        scenario = listed[place]
        if scenario.part != part:
            part = scenario.part
            print(f"\n### {part}\n\n| scenario | method | figures | coverage | width | bias | printed | its coverage |")
            print("|---|---|---|---|---|---|---|---|")
        for row, (method, score) in enumerate(scores.items()):
            printed = f"{score.printed_covered / score.printed:.1%}" if score.printed else "-"
            print(
                f"| {scenario.name if not row else ''} | {method} | {score.figures:,} | {score.coverage:.1%} | "
                f"{100 * score.width / score.figures:.1f} | {100 * score.bias / score.figures:+.1f} | "
                f"{score.printed / score.figures:.0%} | {printed} |"
            )
            if method.startswith("ours") and score.figures >= CORPORA and not LOWEST <= score.coverage <= HIGHEST:
                outside.append(f"{scenario.name}, {method}: {score.coverage:.1%}")
    print(f"\n{given.corpora} corpora a scenario, seed {given.seed}, {time.time() - began:.0f} s.")
    print(f"Ours outside {LOWEST:.0%} to {HIGHEST:.0%}, of those with {CORPORA:,} figures or more: {len(outside)}")
    for line in outside:
        print(f"- {line}")


if __name__ == "__main__":
    main()
