"""Change after an event: each check gives a figure that holds, or the rule that forbids it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.store import Corpus
from reports.change.before_after import BeforeAfter, before_after
from reports.change.comparison import Comparison, comparison
from reports.change.composition import composition
from reports.change.events import Verdict, changes_of
from reports.change.interrupted import Interrupted, interrupted
from reports.change.months import MonthTable, Windows, month_table, windows_around
from reports.change.placebo import Placebo, placebo
from reports.change.refusals import Refused, Rule
from reports.events import Event
from reports.rows import ReportRows, read_rows
from tests.reports_study import build_study

JUNE_2021 = Event("ley", "2021-06", "month", ("MX",), "law", {"en": "Law"}, "", "")
WINDOWS = Windows(slice(18, 24), slice(25, 31))


def table(n: list[list[int]], share_before: list[float], share_after: list[float]) -> MonthTable:
    """Outlets with so many stories in each month before and after month 24, and exactly these shares."""
    months = np.arange(49)
    counts = np.array([np.where(months < 24, before, after) for before, after in n], float)
    shares = np.array([np.where(months < 24, b, a) for b, a in zip(share_before, share_after, strict=True)])
    names = tuple(f"outlet-{number}" for number in range(len(n)))
    return MonthTable(2019 * 12, names, counts, {"s": np.round(counts * shares)}, np.zeros(counts.shape, bool))


def test_a_shift_in_who_writes_is_no_change_within_outlets() -> None:
    # One outlet says it in 80 of 100 stories, the other in 20 of 100, always; the first comes to write more.
    shifted = table([[10, 30], [30, 10]], [0.8, 0.2], [0.8, 0.2])
    found = before_after(shifted, "s", WINDOWS)
    assert isinstance(found, BeforeAfter)
    assert found.raw == pytest.approx(0.30)
    assert found.difference.value == pytest.approx(0.0)
    assert found.mix == pytest.approx(0.30)


def test_a_change_within_outlets_and_a_shift_add_up() -> None:
    found = before_after(table([[10, 30], [30, 10]], [0.8, 0.2], [0.7, 0.1]), "s", WINDOWS)
    assert isinstance(found, BeforeAfter)
    assert found.difference.value == pytest.approx(-0.10)
    assert found.raw == pytest.approx(found.difference.value + found.mix)


def test_restless_months_widen_the_interval_and_raise_the_smallest_change_to_be_seen() -> None:
    calm = table([[40, 40]] * 3, [0.5] * 3, [0.5] * 3)
    waves = np.repeat(np.where(np.arange(49) // 3 % 2, 0.75, 0.25)[None, :], 3, axis=0)
    restless = replace(calm, hits={"s": np.round(calm.n * waves)})
    quiet, loud = before_after(calm, "s", WINDOWS), before_after(restless, "s", WINDOWS)
    assert isinstance(quiet, BeforeAfter) and isinstance(loud, BeforeAfter)
    assert loud.difference.width > 2 * quiet.difference.width
    assert loud.detectable > 2 * quiet.detectable


@pytest.mark.parametrize(
    ("n", "shares", "rule"),
    [
        ([[10, 0], [0, 10]], [0.5, 0.5], Rule.NO_PANEL),
        ([[2, 2]], [0.5], Rule.TOO_FEW),
        ([[6, 6]], [0.5], Rule.TOO_WIDE),
    ],
)
def test_a_rule_that_fails_takes_the_place_of_the_figure(n: list[list[int]], shares: list[float], rule: Rule) -> None:
    found = before_after(table(n, shares, shares), "s", WINDOWS)
    assert isinstance(found, Refused) and found.rule is rule


def test_stories_of_a_month_or_two_are_no_six_months() -> None:
    full = table([[40, 40]], [0.5], [0.5])
    n = full.n.copy()
    n[:, 18:22] = 0
    found = before_after(replace(full, n=n, hits={"s": np.minimum(full.hits["s"], n)}), "s", WINDOWS)
    assert isinstance(found, Refused) and found.rule is Rule.FEW_MONTHS


def test_a_fall_that_every_country_shows_is_nothing_beyond_the_others() -> None:
    fell = table([[30, 30]] * 2, [0.6, 0.6], [0.4, 0.4])
    own = before_after(fell, "s", WINDOWS)
    event = replace(JUNE_2021, date="2021-01")
    assert isinstance(own, BeforeAfter)
    alike = comparison(own, fell, "s", event, {"AR": fell, "CL": fell}, 6)
    assert isinstance(alike, Comparison) and alike.beyond.value == pytest.approx(0.0) and alike.as_large == 2
    steady = table([[30, 30]] * 2, [0.6, 0.6], [0.6, 0.6])
    apart = comparison(own, fell, "s", event, {"AR": steady, "CL": steady}, 6)
    assert isinstance(apart, Comparison) and apart.beyond.high < 0


def test_countries_that_disagree_widen_the_comparison() -> None:
    fell = table([[30, 30]] * 2, [0.6, 0.6], [0.4, 0.4])
    rose = table([[30, 30]] * 2, [0.3, 0.3], [0.7, 0.7])
    steady = table([[30, 30]] * 2, [0.6, 0.6], [0.6, 0.6])
    own = before_after(fell, "s", WINDOWS)
    event = replace(JUNE_2021, date="2021-01")
    assert isinstance(own, BeforeAfter)
    agree = comparison(own, fell, "s", event, {"AR": steady, "CL": steady}, 6)
    disagree = comparison(own, fell, "s", event, {"AR": steady, "CL": rose}, 6)
    assert isinstance(agree, Comparison) and isinstance(disagree, Comparison)
    assert disagree.between > agree.between == 0.0
    assert disagree.beyond.width > agree.beyond.width


def test_countries_that_drifted_apart_before_are_no_comparison() -> None:
    months = np.arange(49)
    steady = table([[30, 30]] * 3, [0.5] * 3, [0.5] * 3)
    # A step a year before: the windows that end where the event begins show it.
    drifted = replace(steady, hits={"s": np.round(steady.n * np.where(months < 18, 0.2, 0.8))})
    own = before_after(drifted, "s", WINDOWS)
    assert isinstance(own, BeforeAfter)
    event = replace(JUNE_2021, date="2021-01")
    found = comparison(own, drifted, "s", event, {"AR": steady}, 6)
    assert isinstance(found, Refused) and found.rule is Rule.ALREADY_APART
    everybody = replace(event, countries=("*",))
    regional = comparison(own, drifted, "s", everybody, {"AR": steady}, 6)
    assert isinstance(regional, Refused) and regional.rule is Rule.REGIONAL


def test_placebo_dates_stay_clear_of_the_event_and_need_a_dozen() -> None:
    found = placebo(table([[20, 20]] * 2, [0.6, 0.6], [0.3, 0.3]), "s", WINDOWS, -0.3)
    assert isinstance(found, Placebo)
    assert (found.dates, found.as_large) == (24, 0) and not found.often
    short = table([[20, 20]] * 2, [0.6, 0.6], [0.3, 0.3])
    short = replace(short, n=short.n[:, 12:37], hits={"s": short.hits["s"][:, 12:37]}, gaps=short.gaps[:, 12:37])
    few = placebo(short, "s", Windows(slice(6, 12), slice(13, 19)), -0.3)
    assert isinstance(few, Refused) and few.rule is Rule.FEW_DATES


def test_a_time_series_tells_a_trend_from_a_break() -> None:
    months = np.arange(49)
    steady = table([[50, 50]] * 2, [0.5, 0.5], [0.5, 0.5])
    trend = replace(steady, hits={"s": np.round(steady.n * (0.7 - 0.008 * months))})
    step = replace(steady, hits={"s": np.round(steady.n * np.where(months > 24, 0.4, 0.6))})
    drifting, broken = interrupted(trend, "s", WINDOWS), interrupted(step, "s", WINDOWS)
    assert isinstance(drifting, Interrupted) and isinstance(broken, Interrupted)
    assert drifting.level.low < 0 < drifting.level.high and drifting.trend.high < 0
    assert broken.level.high < 0 and broken.p < 0.001
    assert broken.points == (24, 24)


def test_a_time_series_needs_a_year_of_points_and_thirty_stories_a_month() -> None:
    thin = interrupted(table([[20, 20]], [0.5], [0.5]), "s", WINDOWS)
    assert isinstance(thin, Refused) and thin.rule is Rule.FEW_A_MONTH and thin.values["fewest"] == 30
    late = interrupted(table([[50, 50]], [0.5], [0.5]), "s", Windows(slice(34, 40), slice(41, 47)))
    assert isinstance(late, Refused) and late.rule is Rule.FEW_POINTS and late.values["after"] == 8


@pytest.fixture(scope="module")
def mexico(tmp_path_factory: pytest.TempPathFactory) -> ReportRows:
    corpus: Corpus = build_study(tmp_path_factory.mktemp("study"))
    with corpus:
        return read_rows(corpus).of_country("MX")


def test_composition_tells_outlets_cases_and_agency_copy_apart_and_counts_gaps(mexico: ReportRows) -> None:
    months = month_table(mexico)
    assert months is not None
    event = replace(JUNE_2021, date="2020-02")
    windows = windows_around(months, event, 6)
    assert windows is not None
    made = composition(mexico, months, "s", windows)
    found = before_after(months, "s", windows)
    assert isinstance(found, BeforeAfter)
    for part in made.parts.values():
        assert part.within + part.mix == pytest.approx(found.raw)
    assert made.parts["outlet"].mix == pytest.approx(found.mix)
    # La Ronda could not be collected in spring 2020: three of its six months, of the three outlets' eighteen.
    assert (made.gaps_before, made.gaps_after) == (0.0, pytest.approx(3 / 18))
    assert made.incomplete and made.whole is not None


def test_another_mix_of_outlets_has_a_verdict_of_its_own(mexico: ReportRows, tmp_path: Path) -> None:
    stories = mexico.stories.copy()
    after = stories["month"] > JUNE_2021.first_month
    loud = stories["outlet"] == "el-faro-norte"
    stories["s"] = loud
    # From the law on, only every sixth story of the other outlets is left.
    thinned = stories[~after | loud | (stories.index % 6 == 0)]
    change = changes_of("MX", {"MX": replace(mexico, stories=thinned)}, [JUNE_2021])[0]
    assert change.difference is not None and change.difference.value == pytest.approx(0.0)
    assert change.verdict is Verdict.MIX
