"""What the figures count, when they are printed, and what is said of a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.store import Break, Corpus
from lexicons.errors import EncuadreError, NotEnoughDataError, UsageError
from reports.change.comparison import Comparison
from reports.change.events import Verdict, changes_of
from reports.change.months import MONTHS_EACH_SIDE
from reports.change.placebo import Placebo
from reports.change.refusals import Refused, Rule
from reports.change.trends import trends_of
from reports.events import load_events
from reports.figures.health import Volumes, broken_periods, outlet_health, short_periods, volumes_by_outlet
from reports.figures.indicators import indicators_of
from reports.figures.panel import panel_shares
from reports.figures.series import series_of
from reports.figures.terms import terms_of
from reports.rows import ReportRows, read_rows
from tests.reports_study import EVENTS, PLANS, VERSIONS, build_study, small, tagged


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with build_study(tmp_path_factory.mktemp("study")) as corpus:
        yield corpus


@pytest.fixture(scope="module")
def rows(study: Corpus) -> ReportRows:
    return read_rows(study)


@pytest.fixture(scope="module")
def by_country(rows: ReportRows) -> dict[str, ReportRows]:
    return {country: rows.of_country(country) for country in rows.countries}


def test_copies_of_a_story_count_once_in_an_outlet_and_once_more_in_another(tmp_path: Path) -> None:
    articles = [
        tagged("a", story_id="s"),
        tagged("b", story_id="s", published_on="2021-02-05"),
        tagged("c", story_id="s", outlet="dos"),
        tagged("d"),
    ]
    with small(tmp_path, articles) as corpus:
        stories = read_rows(corpus).stories
    assert sorted(stories["article_id"]) == ["a", "c", "d"]


def test_an_article_without_a_day_counts_in_totals_and_in_no_period(tmp_path: Path) -> None:
    articles = [tagged("a"), tagged("b", published_on=None), tagged("c", published_precision="year")]
    with small(tmp_path, articles) as corpus:
        rows = read_rows(corpus)
    assert len(rows.stories) == 3
    assert sum(point.n for point in series_of(rows).points) == 1


def test_an_empty_study_an_untagged_one_and_one_off_topic_each_say_what_to_type(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "empty.sqlite", create=True) as corpus, pytest.raises(NotEnoughDataError) as caught:
        read_rows(corpus)
    assert "encuadre crawl" in str(caught.value)
    with Corpus.open(tmp_path / "untagged.sqlite", create=True) as corpus:
        corpus.add_articles([tagged("a")[0]])
        with pytest.raises(NotEnoughDataError, match="encuadre tag"):
            read_rows(corpus)
    (tmp_path / "off").mkdir()
    article, tags = tagged("a")
    with (
        small(tmp_path / "off", [(article, replace(tags, on_topic=False))]) as corpus,
        pytest.raises(NotEnoughDataError),
    ):
        read_rows(corpus)


def test_rows_of_two_versions_are_refused_by_name_of_the_command(tmp_path: Path) -> None:
    with small(tmp_path, [tagged("a")]) as corpus:
        article, tags = tagged("b")
        corpus.add_articles([article])
        corpus.write_tags([tags], corpus.start_run("tag", {**VERSIONS, "tier": "1"}))
        with pytest.raises(EncuadreError, match="encuadre tag") as caught:
            read_rows(corpus)
    assert caught.value.code == "E502"


def test_a_country_without_stories_is_named_beside_those_that_have_some(study: Corpus) -> None:
    with pytest.raises(UsageError, match="'PE'; the countries with stories are BR, MX, US"):
        read_rows(study, "PE")


def test_the_period_is_the_finest_that_can_be_printed(by_country: dict[str, ReportRows]) -> None:
    assert series_of(by_country["MX"]).months == 6
    assert series_of(by_country["US"]).months == 12


def test_a_collection_gap_has_no_figure_and_is_not_zero(by_country: dict[str, ReportRows]) -> None:
    mexico = by_country["MX"]
    ronda = mexico.of_outlet(next(outlet for outlet in mexico.outlets if outlet.id == "la-ronda"))
    gap = next(point for point in series_of(ronda, 3).points if point.first_month == 2020 * 12 + 3)
    assert gap.gap and gap.n == 0
    assert not gap.shares["s"].shown
    assert not any(point.gap for point in series_of(by_country["BR"]).points)


def test_a_small_outlet_has_no_gap_by_chance_and_an_imported_one_none_at_all(tmp_path: Path) -> None:
    assert short_periods({1: 3, 2: 2, 3: 3, 4: 4}) == set()
    assert short_periods({1: 40, 2: 38, 3: 15, 4: 41}) == {3}
    with build_study(tmp_path, plans=PLANS[:1], crawled=False) as corpus:
        rows = read_rows(corpus)
    assert volumes_by_outlet(rows, 3) == {}
    assert [health.known for health in outlet_health(rows)] == [False]


def test_a_month_lost_to_a_wall_is_a_gap_though_its_volume_is_as_usual() -> None:
    wall = Break(
        outlet="a",
        measure="length",
        first_week="2024-03-04",
        last_week="2024-04-08",
        weeks=6,
        value=300.0,
        usual=2000.0,
        lasting=False,
        coverage=True,
    )
    march, april = 2024 * 12 + 2, 2024 * 12 + 3
    assert broken_periods([wall], 1) == {march}, "two Mondays of five are no half of April"
    assert Volumes({march: 40, april: 41}, broken_periods([wall], 1)).short() == {march}
    assert broken_periods([wall], 12) == frozenset()


def test_refusals_are_counted_as_refusals(by_country: dict[str, ReportRows]) -> None:
    health = {health.outlet.id: health for health in outlet_health(by_country["MX"])}
    assert health["la-ronda"].mostly_denied
    assert health["la-ronda"].denied > 0
    assert not health["diario-abierto"].mostly_denied


def test_the_panel_weighs_outlets_equally(by_country: dict[str, ReportRows]) -> None:
    mexico = by_country["MX"]
    series = series_of(mexico)
    panel = panel_shares(mexico, series.panel)["s"]
    assert panel is not None
    own = [mexico.of_outlet(outlet).stories["s"].mean() for outlet in mexico.outlets]
    assert panel.estimate.value == pytest.approx(sum(own) / 3)
    assert panel.estimate.low < panel.estimate.value < panel.estimate.high


def test_the_invented_law_stands_out_in_its_country_only(by_country: dict[str, ReportRows], tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(EVENTS)
    events = load_events(tmp_path / "events.csv")
    mexico = {(c.event.id, c.side): c for c in changes_of("MX", by_country, [e for e in events if e.touches("MX")])}
    law = mexico["ley", "s"]
    assert law.verdict is Verdict.CONSISTENT
    assert law.difference is not None and law.difference.high < 0
    assert isinstance(law.comparison, Comparison) and list(law.comparison.others) == ["BR", "US"]
    assert isinstance(law.placebo, Placebo) and law.placebo.as_large < law.placebo.dates
    assert mexico["ley", "r"].verdict is not Verdict.CONSISTENT
    assert law.found is not None and law.p_holm is not None and law.found.p <= law.p_holm
    brazil = changes_of("BR", by_country, [e for e in events if e.touches("BR")])
    assert all(change.verdict is not Verdict.CONSISTENT for change in brazil)


def test_a_change_without_evidence_has_a_reason_and_no_figure(
    by_country: dict[str, ReportRows], tmp_path: Path
) -> None:
    head = EVENTS.splitlines()[0]
    (tmp_path / "events.csv").write_text(f"{head}\na,2019-03,month,US,law,A,,,s,\nb,2021-03,month,US,law,B,,,s,\n")
    early, thin = load_events(tmp_path / "events.csv")
    changes = [c for c in changes_of("US", by_country, [early, thin]) if c.side == "s"]
    reasons = {c.event.id: c.result.rule for c in changes if isinstance(c.result, Refused)}
    assert reasons == {"a": Rule.OUTSIDE, "b": Rule.TOO_FEW}
    assert MONTHS_EACH_SIDE == 6


def test_a_shift_that_every_country_shows_is_not_special(by_country: dict[str, ReportRows], tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(EVENTS)
    law = next(event for event in load_events(tmp_path / "events.csv") if event.id == "ley")
    twin = {"MX": by_country["MX"], "AR": by_country["MX"]}
    change = next(c for c in changes_of("MX", twin, [law]) if c.side == "s")
    assert change.verdict is Verdict.NOT_SPECIAL


def test_trends_compare_whole_years_and_need_two(by_country: dict[str, ReportRows], tmp_path: Path) -> None:
    trend = trends_of(by_country["MX"])["s"]
    assert trend.difference is not None and trend.difference.high < 0
    with small(tmp_path, [tagged("a"), tagged("b", published_on="2021-11-05")]) as corpus:
        assert trends_of(read_rows(corpus)) == {}


def test_indicators_carry_their_counts_and_the_other_outlets(
    by_country: dict[str, ReportRows], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.figures.indicators.FEWEST_OTHERS", 2)
    mexico = by_country["MX"]
    outlet = next(o for o in mexico.outlets if o.id == "el-faro-norte")
    stories = mexico.of_outlet(outlet).stories
    lines = {line.id: line for line in indicators_of(outlet, mexico)}
    names = ["O1", "O2", "S2", "S2-accepted", *(f"O{number}" for number in range(3, 12)), "O11-S2"]
    assert list(lines) == names
    # What is official or ordinary there is shown apart and counts against nobody.
    assert (lines["S2"].numerator, lines["S2-accepted"].numerator) == tuple(stories[["s2", "s2_accepted"]].sum())
    assert (lines["O2"].numerator, lines["O2"].denominator) == (int(stories["s"].sum()), len(stories))
    assert lines["O2"].panel is not None
    assert lines["O1"].denominator == len(mexico.of_outlet(outlet).items)
    balance = dict(lines["O4"].parts)
    assert sum(stories["s"] & stories["r"]) == balance["both"]
    assert sum(~stories["s"] & ~stories["r"]) == balance["neither"]
    assert lines["O4"].estimate is not None
    assert lines["O4"].estimate.value == pytest.approx((stories["r"].sum() - stories["s"].sum()) / len(stories))
    assert lines["O7"].denominator == int((stories["voices"].map(len) > 0).sum())
    assert lines["O11"].denominator == int(stories["words"].sum())
    one_case = stories[stories["convicted"].notna()]
    named = (one_case["named_in_headline"] | one_case["named_in_body"]) & ~one_case["convicted"]
    assert (lines["O8"].numerator, lines["O8"].denominator) == (int(named.sum()), len(one_case))
    assert 0 < lines["O8"].numerator < lines["O8"].denominator < len(stories)
    assert (lines["O9"].numerator, lines["O9"].denominator) == (int((stories["her_actions"] > 0).sum()), len(stories))
    parts = dict(lines["O9"].parts)
    assert (parts["acts"], parts["clauses"]) == (stories["her_actions"].sum(), stories["her_clauses"].sum())


def test_the_headline_gap_is_over_stories_that_have_a_headline(tmp_path: Path) -> None:
    stories = [tagged(f"h{number}") for number in range(4)]
    stories += [tagged(f"n{number}", title=title) for number, title in enumerate(("", "  "))]
    with small(tmp_path, stories) as corpus:
        rows = read_rows(corpus)
    lines = {line.id: line for line in indicators_of(rows.outlets[0], rows)}
    assert lines["O5"].denominator == 4
    assert lines["O4"].denominator == 6


def test_terms_show_the_lexicon_words_and_what_to_write_instead(by_country: dict[str, ReportRows]) -> None:
    terms = terms_of(by_country["MX"], "MX")
    crime = next(term for term in terms if term.code == "S1")
    assert crime.own > 0 and crime.instead and crime.guides and crime.status
    assert crime.rate.value == pytest.approx(1000 * crime.own / by_country["MX"].stories["words"].sum())


def test_a_panels_figure_obeys_the_rule_of_every_share(by_country: dict[str, ReportRows]) -> None:
    """Outlets that weigh the same say together less than all their stories do: an interval too wide prints nothing."""
    mexico = by_country["MX"]
    whole, fine = series_of(mexico), series_of(mexico, 1)
    assert all(point.panel["s"] is not None for point in whole.points)
    assert all(point.panel["s"] is None for point in fine.points if point.n < 30)
    uneven = mexico.stories[(mexico.stories["outlet"] == "la-ronda") | (mexico.stories.index % 40 == 0)]
    thin = series_of(replace(mexico, stories=uneven), 12)
    assert any(point.n >= 30 and point.panel_outlets > 1 and point.panel["s"] is None for point in thin.points)
