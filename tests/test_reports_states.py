"""The worded states: who is called clearly different, who never is, and why nothing is said."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Outlet
from lexicons.cues import LANGUAGES
from reports.estimates.cells import Reason
from reports.estimates.intervals import share_interval
from reports.estimates.shares import Corrected
from reports.figures.funnel import FEWEST_OUTLETS, Funnel, Placed, Side, dispersion, funnel_of
from reports.figures.states import SMALL_PANEL, State, alphabetical, standings_of
from reports.i18n import words_for
from reports.pages.standings import card_summary, state_text
from reports.rows import read_rows
from reports.stats import Estimate
from tests.estimates_study import audited
from tests.reports_study import build_study, built_site, outlet


def placed(share: float, stories: float) -> Placed:
    return Placed(share_interval(share, stories, 1000), stories, share * (1 - share) / stories)


def test_limits_of_a_panel_without_over_dispersion_are_those_of_the_binomial() -> None:
    funnel = Funnel(median=0.3, between=0.0, spread=0.21, outlets=20, bounded=True)
    low, high = funnel.limits(100)
    # 0.3 +- 3.0902 * sqrt(0.21 / 100)
    assert (low, high) == pytest.approx((0.15839, 0.44161), abs=1e-5)


def test_over_dispersion_is_added_to_the_variance_of_every_outlet() -> None:
    funnel = Funnel(median=0.3, between=0.04, spread=0.21, outlets=20, bounded=True)
    # sqrt(0.0021 + 0.0016) and, for very many stories, 0.04 alone.
    assert funnel.error(100) == pytest.approx(0.0608276, abs=1e-6)
    assert funnel.error(1e12) == pytest.approx(0.04, abs=1e-6)


def test_dispersion_is_one_by_chance_and_hardly_moved_by_an_outlet_far_off() -> None:
    scores = np.random.default_rng(1).normal(size=100_000)
    assert dispersion(scores) == pytest.approx(1.0, abs=0.02)
    assert dispersion(3 * scores) == pytest.approx(9.0, abs=0.2)
    twenty = np.linspace(-1.6, 1.6, 20)
    assert dispersion(np.append(twenty, 40.0)) < 1.4 * dispersion(twenty)


def test_the_spread_between_outlets_is_found_again() -> None:
    chance = np.random.default_rng(2)
    truths = np.clip(0.4 + 0.08 * chance.normal(size=400), 0.05, 0.95)
    funnel = funnel_of([placed(chance.binomial(500, p) / 500, 500) for p in truths], bounded=True)
    assert funnel is not None
    assert funnel.between == pytest.approx(0.08, abs=0.01)
    assert funnel.median == pytest.approx(0.4, abs=0.015)


def simulated(
    outlets: int, stories: float, spread: float, reps: int, seed: int, far: float = 0.0
) -> tuple[float, float]:
    """Shares of ordinary outlets, and of the one that is ``far`` points off, that are called clearly different."""
    chance = np.random.default_rng(seed)
    called, found = 0, 0
    for _ in range(reps):
        sizes = np.maximum(30, np.round(stories * np.exp(chance.normal(0, 0.6, outlets)))).astype(int)
        truths = np.clip(0.3 + spread * chance.normal(size=outlets), 0.02, 0.98)
        truths[0] += far
        panel = [placed(chance.binomial(n, p) / n, n) for n, p in zip(sizes, truths, strict=True)]
        panel = [each for each in panel if each.estimate.width <= 0.30]
        funnel = funnel_of(panel, bounded=True)
        assert funnel is not None
        sides = [funnel.side(each) in (Side.MORE, Side.LESS) for each in panel]
        found += sides[0]
        called += sum(sides[1:]) if far else sum(sides)
    return called / reps / (outlets - bool(far)), found / reps


def test_forty_identical_outlets_of_55_stories_are_almost_never_called_different() -> None:
    called, _ = simulated(outlets=40, stories=55, spread=0.0, reps=400, seed=3)
    assert called < 0.003


def test_outlets_that_differ_as_outlets_do_are_not_called_different_for_it() -> None:
    called, _ = simulated(outlets=20, stories=300, spread=0.08, reps=300, seed=4)
    assert called < 0.012


def test_an_outlet_thirty_points_off_is_called_different() -> None:
    _, found = simulated(outlets=12, stories=200, spread=0.03, reps=200, seed=5, far=0.3)
    assert found > 0.9


def test_below_eight_outlets_there_are_no_limits() -> None:
    panel = [placed(0.3, 200)] * FEWEST_OUTLETS
    assert funnel_of(panel, bounded=True) is not None
    assert funnel_of(panel[:-1], bounded=True) is None


@pytest.mark.parametrize(
    ("low", "high", "stories", "side"),
    [
        (0.42, 0.58, 150, Side.MORE),
        (0.02, 0.10, 150, Side.LESS),
        (0.34, 0.50, 150, Side.NEAR),  # not wholly beyond 35 %
        (0.36, 0.50, 30, Side.WITHIN),  # beyond it, and within the limits of 30 stories
    ],
)
def test_clearly_needs_both_the_interval_and_the_limits(low: float, high: float, stories: float, side: Side) -> None:
    funnel = Funnel(median=0.3, between=0.0, spread=0.21, outlets=20, bounded=True)
    assert funnel.side(Placed(Estimate((low + high) / 2, low, high), stories, 0.001)) is side


def test_without_labels_nothing_is_graded_and_the_reason_is_said(tmp_path: Path) -> None:
    with build_study(tmp_path) as corpus:
        rows = read_rows(corpus).of_country("MX")
    standings = standings_of(rows, tuple(o.id for o in rows.outlets), None)
    assert {(line.state, line.reason) for group in standings.values() for line in group.outlets} == {
        (State.NOT_GRADED, Reason.NO_AUDIT.value)
    }
    spoken = {
        language: state_text(standings["O2"].of("la-ronda"), standings["O2"], words_for(language, "MX"))
        for language in LANGUAGES
    }
    assert spoken == {
        "en": "not graded: uncorrected (there are no audit labels)",
        "es": "sin calificar: sin corregir (nadie ha revisado a mano una muestra)",
        "pt": "sem nota: sem correção (ninguém revisou à mão uma amostra)",
    }
    assert "uncorrected" in card_summary(standings, "la-ronda", words_for("en")) or "Nothing" in card_summary(
        standings, "la-ronda", words_for("en")
    )


def test_a_small_panel_grades_nobody_even_with_labels(tmp_path: Path) -> None:
    with build_study(tmp_path) as corpus:
        audited(corpus, 400)
        rows = read_rows(corpus).of_country("MX")
    group = standings_of(rows, tuple(o.id for o in rows.outlets), None)["O2"]
    shown = [line for line in group.outlets if line.placed is not None]
    assert group.funnel is None
    assert {(line.state, line.reason) for line in shown} == {(State.NOT_ENOUGH, SMALL_PANEL)}


def test_outlets_stand_by_the_alphabet_without_regard_to_accents() -> None:
    outlets: list[Outlet] = [
        outlet(key, name, "MX", "es") for key, name in (("c", "Zona"), ("b", "Época"), ("a", "eco"))
    ]
    assert [each.name for each in sorted(outlets, key=alphabetical)] == ["eco", "Época", "Zona"]


def test_csv_and_json_say_the_same_and_a_scorecard_says_its_part(tmp_path_factory: pytest.TempPathFactory) -> None:
    out = built_site(tmp_path_factory.getbasetemp())
    table = list(csv.DictReader(io.StringIO((out / "figures/country-MX-states.csv").read_text())))
    data = json.loads((out / "figures/country-MX-states.json").read_text())
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in data] == table
    assert {row["state"] for row in table} == {"not_graded"}
    card = list(csv.DictReader(io.StringIO((out / "figures/outlet-la-ronda-indicators.csv").read_text())))
    assert {row["indicator"]: row["state_reason"] for row in card}["O2"] == "no_audit"
    assert {row["indicator"]: row["state_reason"] for row in card}["O11"] == "machine_only"


def test_a_corrected_figure_that_may_not_be_printed_is_not_enough_data() -> None:
    found = Corrected("O2", 3, 20, 20, estimate=Estimate(0.15, 0.05, 0.36), variance=0.01, effective=12, stories=20)
    assert found.evidence.value == "counts_only"
