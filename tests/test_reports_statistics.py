"""The statistics of the reports against published values and small simulations."""

from __future__ import annotations

import numpy as np
import pytest

from reports.figures.shares import Evidence, share_of
from reports.stats import (
    block_draws,
    from_draws,
    holm,
    jeffreys_rate,
    minimum_detectable_change,
    paired_difference,
    quasi_poisson_rate,
    score_difference,
    wilson,
)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(count: int, n: int, low: float, high: float) -> None:
    estimate = wilson(count, n)
    assert estimate.low == pytest.approx(low, abs=5e-5)
    assert estimate.high == pytest.approx(high, abs=5e-5)


def test_wilson_refuses_counts_that_are_no_share() -> None:
    for count, n in ((1, 0), (5, 4), (-1, 4)):
        with pytest.raises(ValueError, match="share"):
            wilson(count, n)


def test_jeffreys_rate_is_the_gamma_quantiles_and_starts_at_zero_without_counts() -> None:
    # Half a chi-square quantile with 2x + 1 degrees of freedom: 11 degrees give 3.8157 and 21.9200.
    estimate = jeffreys_rate(5, 1)
    assert (estimate.low, estimate.high) == (
        pytest.approx(3.81575 / 2, abs=1e-4),
        pytest.approx(21.92005 / 2, abs=1e-4),
    )
    assert jeffreys_rate(0, 10).low == 0.0


def test_quasi_poisson_is_wider_when_stories_differ_more_than_chance() -> None:
    even = quasi_poisson_rate([2] * 50, [1.0] * 50)
    clumped = quasi_poisson_rate([20, *[0] * 9] * 5, [1.0] * 50)
    assert even.value == clumped.value == 2.0
    assert clumped.width > 3 * even.width


def test_paired_difference_is_signed_and_narrower_than_unpaired() -> None:
    estimate = paired_difference(both=40, first_only=30, second_only=10, neither=20)
    assert estimate.value == pytest.approx(0.20)
    assert 0.05 < estimate.low < 0.20 < estimate.high < 0.35
    assert estimate == paired_difference(40, 30, 10, 20)


def test_difference_of_two_shares_gives_the_published_interval() -> None:
    # Newcombe 1998, Statistics in Medicine 17, p. 873, method 10: 56 of 70 against 48 of 80
    estimate = score_difference(48, 80, 56, 70)
    assert (estimate.low, estimate.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_nothing_seen_is_not_certainty() -> None:
    estimate = paired_difference(both=0, first_only=0, second_only=0, neither=50)
    assert estimate.value == 0
    assert -0.08 < estimate.low < 0 < estimate.high < 0.08
    assert score_difference(0, 50, 0, 50).width > 0.1


def test_block_bootstrap_covers_the_truth_where_blocks_differ() -> None:
    """Shares that vary from block to block: a Wilson interval would cover far less than 95 %."""
    chance, covered, rounds = np.random.default_rng(1), 0, 150
    for _ in range(rounds):
        sizes = chance.integers(3, 12, size=24).astype(float)
        shares = chance.beta(6, 10, size=24)
        hits = chance.binomial(sizes.astype(int), shares).astype(float)
        estimate = from_draws(hits.sum() / sizes.sum(), block_draws(hits, sizes))
        covered += estimate.low <= 6 / 16 <= estimate.high
    assert covered / rounds >= 0.90


def test_holm_is_the_textbook_step_down() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@pytest.mark.parametrize(("n", "points"), [(30, 39), (120, 21), (600, 9)])
def test_smallest_change_to_be_seen_agrees_with_the_design(n: int, points: int) -> None:
    assert 100 * minimum_detectable_change(n, n) == pytest.approx(points, abs=1.0)


def test_smallest_change_suffers_from_the_smaller_side_and_is_whole_without_stories() -> None:
    assert minimum_detectable_change(30, 600) > minimum_detectable_change(120, 120)
    assert minimum_detectable_change(0, 50) == 1.0


@pytest.mark.parametrize(
    ("count", "n", "evidence"),
    [
        (0, 0, Evidence.COUNTS_ONLY),
        (10, 29, Evidence.COUNTS_ONLY),
        (15, 30, Evidence.TOO_WIDE),
        (1, 30, Evidence.PROVISIONAL),
        (40, 99, Evidence.PROVISIONAL),
        (40, 100, Evidence.FULL),
    ],
)
def test_evidence_rules(count: int, n: int, evidence: Evidence) -> None:
    assert share_of(count, n).evidence is evidence
