"""The planner: what it promises before labelling is what the estimator gives afterwards."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as scipy_stats

from reports.estimates.planning import (
    Machine,
    detectable_change,
    half_width,
    labels_for_change,
    labels_for_half_width,
    labels_to_draw,
    rho_squared,
)
from reports.estimates.ppi import labelled_all, population_all, share_estimate
from reports.estimates.weights import simple_random
from reports.stats import minimum_detectable_change

BLIND = Machine(prevalence=0.5, rho2=0.0)


def test_without_a_machine_the_numbers_are_the_textbooks() -> None:
    # 1.96^2 * .25 / .05^2 = 384.1 and .10: 96.04 (Cochran 1977, 4.4).
    assert labels_for_half_width(0.05, 100_000, BLIND) == 385
    assert labels_for_half_width(0.10, 100_000, BLIND) == 97
    assert half_width(100, 10_000, BLIND) == pytest.approx(0.098, abs=5e-4)


@pytest.mark.parametrize(("stories", "points"), [(30, 39), (120, 21), (600, 9)])
def test_detectable_changes_are_those_of_the_measurement_design(stories: int, points: int) -> None:
    change = detectable_change(stories, stories)
    assert 100 * change == pytest.approx(points, abs=1)
    assert change == pytest.approx(minimum_detectable_change(stories, stories))
    assert labels_for_change(change, 10 * stories) == stories


def test_a_machine_of_known_error_rates_has_a_known_correlation() -> None:
    truth, found = (
        np.array([1] * 80 + [1] * 20 + [0] * 48 + [0] * 352),
        np.array([1] * 80 + [0] * 20 + [1] * 48 + [0] * 352),
    )
    assert rho_squared(0.2, 0.8, 0.88) == pytest.approx(np.corrcoef(truth, found)[0, 1] ** 2)
    assert rho_squared(0.2, 1, 1) == 1
    assert rho_squared(0.2, 0.5, 0.5) == 0
    assert rho_squared(0, 0.8, 0.88) == 0


def test_a_better_machine_needs_fewer_labels_and_a_design_effect_more() -> None:
    good = Machine(prevalence=0.3, rho2=0.5)
    poor = Machine(prevalence=0.3, rho2=0.1)
    numbers = [labels_for_half_width(0.05, 5000, each) or 0 for each in (good, poor)]
    assert numbers[0] < numbers[1] < (labels_for_half_width(0.05, 5000, poor, design_effect=1.5) or 0)
    assert (labels_for_change(0.15, 5000, good) or 0) < (labels_for_change(0.15, 5000, poor) or 0)


def test_what_no_number_of_labels_gives_is_said() -> None:
    assert labels_for_half_width(0.05, 80, BLIND) is None
    assert labels_for_change(0.1, 30, BLIND) is None


def test_labels_lost_to_stories_off_topic_are_drawn_on_top() -> None:
    assert labels_to_draw(90, Machine(prevalence=0.3, rho2=0, on_topic=0.9)) == 100
    assert labels_to_draw(90, Machine(prevalence=0.3, rho2=0, on_topic=0.9), off_topic_share=0.2) == 125


def draw(chance: np.random.Generator, share: float, stories: int) -> tuple[np.ndarray, np.ndarray]:
    """The truth of so many stories, and what a machine of sensitivity .80 and specificity .88 says of them."""
    truth = chance.random(stories) < share
    return truth.astype(float), np.where(truth, chance.random(stories) < 0.8, chance.random(stories) < 0.12).astype(
        float
    )


@pytest.mark.parametrize(("share", "wanted"), [(0.3, 0.06), (0.15, 0.05), (0.5, 0.1)])
def test_the_planned_labels_give_the_promised_width(share: float, wanted: float) -> None:
    stories, chance = 2000, np.random.default_rng(5)
    labels = labels_for_half_width(wanted, stories, Machine(prevalence=share, rho2=rho_squared(share, 0.8, 0.88)))
    assert labels is not None
    widths, covered = [], 0
    for _ in range(300):
        truth, found = draw(chance, share, stories)
        chosen = chance.choice(stories, labels, replace=False)
        sampling = simple_random(labels, stories)
        got = share_estimate(labelled_all(truth[chosen], found[chosen], sampling), population_all(found)).estimate
        widths.append(got.width / 2)
        covered += got.low <= share <= got.high
    # The estimator's own caution with few labels may cost a few hundredths of the width.
    assert np.mean(widths) == pytest.approx(wanted, rel=0.06)
    assert covered / 300 > 0.92


def test_the_planned_labels_see_the_change_four_times_of_five() -> None:
    stories, chance, times = 1500, np.random.default_rng(6), 600
    before, after = 0.25, 0.4
    machine = Machine(prevalence=0.325, rho2=rho_squared(0.325, 0.8, 0.88))
    labels = labels_for_change(after - before, stories, machine, design_effect=1.0)
    assert labels is not None
    seen = 0
    for _ in range(times):
        got = []
        for share in (before, after):
            truth, found = draw(chance, share, stories)
            chosen = chance.choice(stories, labels, replace=False)
            result = share_estimate(
                labelled_all(truth[chosen], found[chosen], simple_random(labels, stories)), population_all(found)
            )
            got.append((result.estimate.value, result.variance))
        error = (got[0][1] + got[1][1]) ** 0.5
        seen += abs(got[1][0] - got[0][0]) / error > scipy_stats.norm.ppf(0.975)
    assert seen / times == pytest.approx(0.8, abs=0.06)
