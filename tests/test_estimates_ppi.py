"""The estimator against ppi-python, against theory, and against simulated corpora whose truth is known."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from reports.estimates.baselines import labels_only, raw_share, rogan_gladen
from reports.estimates.bootstrap import cluster_draws, cluster_estimate
from reports.estimates.cells import Pool, Reason, part_estimate
from reports.estimates.heterogeneity import REFUSED_BELOW, heterogeneity
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
from reports.estimates.weights import mean_variance, sampling_of, simple_random, weighted_mean
from reports.stats import score_difference, wilson

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import estimates as benchmark

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]


def labels(seed: int, n: int = 90, unlabelled: int = 800, share: float = 0.3) -> Arrays:
    """(people, machine on the same, machine on the rest) of a machine that errs on one story in seven."""
    random = np.random.default_rng(seed)
    y = (random.random(n + unlabelled) < share).astype(float)
    f = np.where(random.random(n + unlabelled) < 1 / 7, 1 - y, y)
    return y[:n], f[:n], f[n:]


@pytest.mark.parametrize("seed", range(5))
def test_equal_to_ppi_python(seed: int) -> None:
    ppi_py = pytest.importorskip("ppi_py")
    y, f, rest = labels(seed)
    estimate, lam = ppi_mean(y, f, rest)
    assert estimate.value == pytest.approx(ppi_py.ppi_mean_pointestimate(y, f, rest)[0], abs=1e-8)
    low, high = ppi_py.ppi_mean_ci(y, f, rest, alpha=0.05)
    assert (estimate.low, estimate.high) == (pytest.approx(low[0], abs=1e-8), pytest.approx(high[0], abs=1e-8))
    # The same value and trust where the labelled stories are part of the population and drawn at random.
    whole = population_all(np.concatenate([f, rest]))
    ours = share_estimate(labelled_all(y, f, simple_random(len(y), whole.n)), whole)
    assert (ours.estimate.value, ours.lam) == (pytest.approx(estimate.value, abs=1e-8), pytest.approx(lam, abs=1e-8))


@pytest.mark.parametrize("seed", range(3))
def test_equal_to_ppi_python_with_unequal_weights(seed: int) -> None:
    ppi_py = pytest.importorskip("ppi_py")
    y, f, rest = labels(seed)
    weights = np.random.default_rng(seed).random(len(y)) + 0.5
    estimate, _ = ppi_mean(y, f, rest, weights)
    assert estimate.value == pytest.approx(ppi_py.ppi_mean_pointestimate(y, f, rest, w=weights)[0], abs=1e-8)
    low, high = ppi_py.ppi_mean_ci(y, f, rest, alpha=0.05, w=weights)
    assert (estimate.low, estimate.high) == (pytest.approx(low[0], abs=1e-8), pytest.approx(high[0], abs=1e-8))


def test_a_perfect_machine_is_trusted_and_a_coin_is_not() -> None:
    y, _, rest = labels(1)
    perfect = share_estimate(labelled_all(y, y, simple_random(90, 890)), population_all(np.concatenate([y, rest])))
    assert perfect.lam == pytest.approx(1 - 90 / 890, abs=0.15)
    coin = (np.random.default_rng(0).random(890) < 0.5).astype(float)
    guessed = share_estimate(labelled_all(y, coin[:90], simple_random(90, 890)), population_all(coin))
    assert guessed.lam < 0.2
    assert guessed.estimate.width > perfect.estimate.width


def test_when_every_story_is_labelled_nothing_is_left_to_estimate_about_these_stories() -> None:
    y, f, _ = labels(2)
    all_of_them = labelled_all(y, f, simple_random(90, 90))
    these = share_estimate(all_of_them, population_all(f), target=Target.STORIES).estimate
    assert (these.low, these.value, these.high) == pytest.approx((y.mean(),) * 3)
    practice = share_estimate(all_of_them, population_all(f)).estimate
    exact = wilson(int(y.sum()), 90)
    assert (practice.low, practice.high) == (pytest.approx(exact.low, abs=0.01), pytest.approx(exact.high, abs=0.01))


def test_weights_undo_unequal_chances() -> None:
    random = np.random.default_rng(4)
    y = (random.random(4000) < 0.2).astype(float)
    chance = np.where(y == 1, 0.4, 0.1)
    at = np.flatnonzero(random.random(4000) < chance)
    sampling = sampling_of(chance[at], np.zeros(len(at), int), np.arange(len(at)))
    assert y[at].mean() > 0.4
    assert weighted_mean(y[at], sampling.weights) == pytest.approx(0.2, abs=0.03)
    with pytest.raises(ValueError, match="probabilities"):
        sampling_of(np.array([0.0, 0.5]), np.zeros(2, int), np.arange(2))


def test_the_design_variance_is_the_textbook_one() -> None:
    values = np.array([1.0, 0, 0, 1, 1, 0, 1, 1, 0, 0])
    simple = mean_variance(values, simple_random(10, 50))
    # (1 - n/N) s2 / n, with one more degree of freedom spent
    assert simple == pytest.approx((1 - 10 / 50) * values.var(ddof=1) / 10 * 9 / 8)
    # Whole days drawn: stories of a day that are all alike count as one.
    days = sampling_of(np.full(10, 0.2), np.zeros(10, int), np.repeat(np.arange(5), 2))
    alike = mean_variance(np.repeat([1.0, 0, 1, 0, 1], 2), days)
    assert alike == pytest.approx((1 - 0.2) * np.array([1.0, 0, 1, 0, 1]).var(ddof=1) / 5 * 4 / 3)
    # Strata that differ and are alike inside leave no uncertainty.
    strata = sampling_of(np.full(10, 0.2), np.repeat([0, 1], 5), np.arange(10))
    assert mean_variance(np.repeat([1.0, 0.0], 5), strata) == 0


def test_a_denominator_that_the_machine_misreads_is_corrected_too() -> None:
    random = np.random.default_rng(5)
    within = (random.random(3000) < 0.6).astype(float)
    y = within * (random.random(3000) < 0.25)
    within_f = np.where(random.random(3000) < 0.2, 1 - within, within)
    f = within_f * np.where(random.random(3000) < 0.1, 1 - y, y)
    sampling = simple_random(600, 3000)
    found = share_estimate(Labelled(y[:600], f[:600], within[:600], within_f[:600], sampling), Population(f, within_f))
    assert found.estimate.low < 0.25 < found.estimate.high
    assert found.stories == pytest.approx(within.sum(), rel=0.1)
    with pytest.raises(ValueError, match="denominator"):
        nothing = np.zeros(600)
        share_estimate(Labelled(nothing, f[:600], nothing, within_f[:600], sampling), Population(f, within_f))


def test_newcombe_for_any_two_intervals() -> None:
    assert difference(wilson(56, 70), wilson(48, 80)) == score_difference(56, 70, 48, 80)


def test_copies_widen_the_interval_and_draws_are_the_same_each_time() -> None:
    y, f, rest = labels(6, n=120, unlabelled=480)
    at = np.arange(120)
    whole = np.concatenate([f, rest])
    labelled = labelled_all(y, f, simple_random(120, 600))
    order = np.argsort(whole, kind="stable")  # stories that the machine takes for the same lie together
    clusters = np.empty(600, np.int64)
    clusters[order] = np.arange(600) // 6
    alone = share_estimate(labelled, population_all(whole))
    together = share_estimate(labelled, population_all(whole, clusters))
    assert together.estimate.width > alone.estimate.width
    drawn = cluster_draws(labelled, population_all(whole, clusters), at, alone)
    assert (drawn == cluster_draws(labelled, population_all(whole, clusters), at, alone)).all()
    few = cluster_estimate(labelled, population_all(whole, np.arange(600) % 4), at, alone, Kind.SHARE)
    assert few.degrees_of_freedom == 3


def test_outlets_that_err_alike_may_share_a_correction_and_others_may_not() -> None:
    random = np.random.default_rng(7)
    outlet = np.repeat(np.arange(8), 20)
    alike = np.tile([1.0, -1.0, *[0.0] * 18], 8)
    unlike = np.where(outlet < 4, random.choice([0.0, 0, 1], 160), random.choice([-1.0, 0, 0], 160))
    assert not heterogeneity(alike, outlet).refused
    assert heterogeneity(unlike, outlet).p < 0.01  # type: ignore[operator]
    assert heterogeneity(unlike, outlet).refused
    assert heterogeneity(alike, outlet) == heterogeneity(alike, outlet)
    # A test that is silent because labels are few is no proof that outlets are alike.
    unsure = heterogeneity(random.choice([-1.0, 0, 0, 0, 0, 1], 160), outlet)
    assert unsure.p is not None and unsure.p > REFUSED_BELOW and unsure.refused
    # One outlet alone cannot be compared.
    assert heterogeneity(alike, np.zeros(160, int)).refused
    # The test keeps its level: outlets that err alike are refused about as often as it says.
    found = [heterogeneity(random.choice([-1.0, 0, 0, 0, 1], 160), outlet).p for _ in range(60)]
    assert sum(p is not None and p < REFUSED_BELOW for p in found) <= 60 * REFUSED_BELOW * 2


def _outlets(labels: int, *, apart: bool, error: float = 0.1) -> tuple[Labelled, Population, Pool, float]:
    """Outlet 0 of eight with few labels: its labelled stories, its population, the pool, and its true share."""
    random = np.random.default_rng(8)
    outlet = np.repeat(np.arange(8), 200)
    y = (random.random(1600) < 0.25).astype(float)
    f = np.where(random.random(1600) < error, 1 - y, y)
    if apart:
        # On the first half of the outlets the machine misses nothing and finds too much; on the others it misses most.
        f = np.where(outlet < 4, np.maximum(f, random.random(1600) < 0.3), f * (random.random(1600) < 0.3))
    order = random.permutation(1600)
    at = np.concatenate([order[outlet[order] == 0][:labels], order[outlet[order] > 0][:210]])
    sampling = simple_random(len(at), 1600)
    mine = outlet[at] == 0
    whole = labelled_all(y[at], f[at], sampling)
    own = labelled_all(y[at][mine], f[at][mine], sampling.take(mine))
    return own, population_all(f[outlet == 0]), Pool(whole, outlet[at]), float(y[outlet == 0].mean())


@pytest.mark.parametrize("apart", [False, True])
def test_from_ten_labels_on_an_outlet_has_its_own_correction_however_the_others_err(apart: bool) -> None:
    own, population, pool, truth = _outlets(24, apart=apart)
    assert pool.test.refused is apart
    found = part_estimate(own, population, pool)
    assert isinstance(found, tuple) and found[1]
    assert found[0].estimate.low < truth < found[0].estimate.high
    # The correction is its own: another error of all the others together moves it only through lambda.
    expected = pool.trust * float(population.f.mean()) + float((own.y - pool.trust * own.f).mean())
    assert found[0].estimate.value == pytest.approx(expected)
    assert part_estimate(own, population, None) is Reason.FEW_LABELS


def test_with_fewer_labels_it_borrows_the_correction_only_where_errors_are_alike() -> None:
    own, population, pool, truth = _outlets(6, apart=False, error=0.02)
    found = part_estimate(own, population, pool)
    assert isinstance(found, tuple) and found[1]
    assert found[0].estimate.low < truth < found[0].estimate.high
    own, population, pool, _ = _outlets(6, apart=True)
    assert part_estimate(own, population, pool) is Reason.ERRORS_DIFFER


def test_the_raw_share_misleads_and_ours_does_not() -> None:
    # The example of the measurement design: sensitivity .80, specificity .88, true share 15 %, N 2000.
    scenario = next(
        s for s in benchmark.scenarios() if s.name.startswith("share 15%, sensitivity 0.80") and "100" in s.name
    )
    scores = benchmark.run(scenario, 300, 1)
    assert scores["raw (Wilson)"].coverage == 0
    assert 0.92 <= scores["ours"].coverage <= 0.98
    assert scores["ours"].width < scores["labels only"].width
    assert abs(scores["ours"].bias / scores["ours"].figures) < 0.005


@pytest.mark.parametrize("part", ["design", "kind", "new"])
def test_intervals_hold_in_a_few_corpora_of_each_kind(part: str) -> None:
    # 60 corpora tell 95 % from 80 %, not from 93 %; the whole table is benchmarks/estimates.py.
    for scenario in benchmark.scenarios():
        if scenario.part == part:
            # A corpus of outlets holds many figures.
            corpora = 60 if part != "new" else 6
            for method, score in benchmark.run(scenario, corpora, 2).items():
                if method.startswith("ours") and score.figures >= 30:
                    assert score.coverage >= 0.85, (scenario.name, method)


def test_the_same_seed_gives_the_same_table() -> None:
    scenario = next(benchmark.scenarios())
    first, second = benchmark.run(scenario, 5, 3), benchmark.run(scenario, 5, 3)
    assert {name: (s.covered, s.width) for name, s in first.items()} == {
        name: (s.covered, s.width) for name, s in second.items()
    }


def test_the_baselines_are_the_published_ones() -> None:
    # Rogan and Gladen 1978: (.30 + .90 - 1) / (.80 + .90 - 1) = .2857
    y = np.repeat([1.0, 0.0], 50)
    f = np.concatenate([np.repeat([1.0, 0.0], [40, 10]), np.repeat([1.0, 0.0], [5, 45])])
    machine = np.repeat([1.0, 0.0], [300, 700])
    assert rogan_gladen(y, f, machine).value == pytest.approx(0.2 / 0.7)
    assert raw_share(machine) == wilson(300, 1000)
    assert labels_only(y, simple_random(100, 1000)) == wilson(50, 100)
    # A machine no better than chance has no answer.
    assert rogan_gladen(y, 1 - f, machine).width == 1.0
