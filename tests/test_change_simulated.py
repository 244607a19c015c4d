"""No false alarms, and the power that was promised, on a few corpora; benchmarks/change.py has a thousand of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.change import CHANGE, NO_CHANGE, Scenario, bootstrap, simulate
from reports.change.before_after import estimated, window_counts

CORPORA = 100
# Of 100 corpora, 5 alarms are right and more than 11 would come about by chance once in a hundred times.
MOST_ALARMS = 11
BY_NAME = {scenario.name: scenario for scenario in (*NO_CHANGE, *CHANGE)}


def called(scenario: Scenario) -> Counter[str]:
    total: Counter[str] = Counter()
    for seed in range(CORPORA):
        table, windows = simulate(scenario, np.random.default_rng(seed))
        found = estimated(table, "s", windows, window_counts(table, "s", windows))
        total["within"] += found.p < 0.05
        total["bootstrap"] += bootstrap(table, windows) < 0.05
        total["seen"] += abs(found.difference.value) > 0 and found.detectable < abs(scenario.change)
    return total


@pytest.mark.parametrize(
    "name",
    ["independent stories", "the same, many stories", "shift, restless and gaps", "lasting waves over all outlets"],
)
def test_no_more_alarms_than_promised_where_nothing_changed(name: str) -> None:
    assert called(BY_NAME[name])["within"] <= MOST_ALARMS


def test_drawing_months_as_if_independent_raises_false_alarms() -> None:
    """Why the reports do not: the same corpora, the design's first method."""
    assert called(BY_NAME["who writes shifts twofold"])["bootstrap"] > 2 * MOST_ALARMS


@pytest.mark.parametrize("scenario", CHANGE[:3], ids=lambda scenario: scenario.name)
def test_the_promised_change_is_seen_four_times_in_five(scenario: Scenario) -> None:
    assert called(scenario)["within"] >= 0.70 * CORPORA


def test_a_scenario_without_change_is_the_same_corpus_twice() -> None:
    scenario = replace(BY_NAME["1 outlet"], change=0.0)
    first, _ = simulate(scenario, np.random.default_rng(3))
    second, _ = simulate(scenario, np.random.default_rng(3))
    assert (first.n == second.n).all() and (first.hits["s"] == second.hits["s"]).all()
