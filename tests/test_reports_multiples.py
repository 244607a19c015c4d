"""Small charts of outlets, the strip of the collection, and what the mix of stories moved."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.disputes import About, Decision, Dispute
from reports.change.trends import Direction, Trend, direction_of
from reports.charts.multiples import multiples_chart
from reports.charts.series import series_chart
from reports.charts.strip import strip_finding
from reports.figures.multiples import Multiples, multiples_of
from reports.figures.series import Point, Series
from reports.figures.shares import share_of
from reports.i18n import words_for
from reports.pages.framing import trend_title
from reports.pages.multiples import multiples_figures
from reports.reply.corrections import Applied
from reports.reply.deciding import Field
from reports.rows import read_rows
from reports.stats import Estimate
from tests.reports_study import build_study, outlet

FIRST = 2020  # a period of a year is a year


def series(*hits: tuple[int, int], collected: float | None = 1.0, gaps: tuple[int, ...] = ()) -> Series:
    points = []
    for place, (count, n) in enumerate(hits):
        share = share_of(count, n)
        gap = place in gaps
        points.append(Point(FIRST + place, 12, n, {"s": share, "r": share}, {"s": 0.3, "r": 0.3}, 2, gap, collected))
    return Series(12, tuple(points), ("a", "b"))


FELL, SAME = series((80, 100), (50, 100), (20, 100)), series((30, 100), (32, 100), (31, 100))
FOUND = Multiples(
    SAME, ((outlet("a", "El $x$ <b>", "MX", "es"), FELL), (outlet("b", "Otro", "MX", "es"), SAME)), left_out=1, few=2
)


def trend(difference: Estimate | None) -> Trend:
    return Trend("s", 60, 100, 30, 100, difference, (24228, 24239), (24252, 24263))


def test_an_outlet_changed_only_where_the_rule_of_its_scorecard_says_so() -> None:
    fell = trend(Estimate(-0.3, -0.45, -0.15))
    found = replace(FOUND, trends={"a": {"s": fell}, "b": {"s": trend(None)}})
    assert found.directions("s") == [Direction.FELL, Direction.FEW]
    assert direction_of(trend(Estimate(0.0, -0.1, 0.1))) is Direction.FLAT
    # The chart falls from 80 to 20 %, but without a difference that may be told the page does not say that it fell.
    words = words_for("en")
    figures, _ = multiples_figures(replace(found, trends={}), words, None)
    assert "down in" not in figures[0].title
    assert trend_title("s", None, words) == words.t("series.title_few", side=words.t("side.s_share"))
    assert "too few stories or too uncertain" in figures[0].title


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_title_is_the_finding_and_a_table_follows(language: str) -> None:
    words = words_for(language)
    figures, notes = multiples_figures(FOUND, words, None)
    assert [figure.svg is not None for figure in figures] == [True, True]
    assert figures[0].table is not None
    assert len(figures[0].table.rows) == len(FOUND.outlets) + 1  # and the panel
    assert words.t("multiples.left_out", n=1) in notes
    assert words.t("multiples.not_drawn", n=2) in notes


def test_on_a_page_for_everybody_stand_only_outlets_that_could_reply() -> None:
    words = words_for("en")
    figures, notes = multiples_figures(FOUND, words, frozenset())
    assert figures == []
    assert notes == [words.t("standing.unpublished")]
    figures, _ = multiples_figures(FOUND, words, frozenset({"b"}))
    assert figures[0].table is not None
    assert [row[0] for row in figures[0].table.rows][:-1] == ["Otro"]


def test_without_two_outlets_a_sentence_stands_in_place_of_the_charts() -> None:
    words = words_for("pt")
    assert multiples_figures(None, words, None) == ([], [words.t("multiples.none")])


def test_drawings_are_the_same_twice_and_names_are_only_words() -> None:
    words = words_for("es")
    outlets = [(each.name, own) for each, own in FOUND.outlets]
    drawn = [multiples_chart(outlets, SAME, "s", words, key="m", alt="Gráfico") for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "<b>" not in drawn[0]
    assert re.search(r'viewBox="0 0 390 \d+"', drawn[0])


def test_the_strip_says_gaps_or_none_or_that_nothing_is_known() -> None:
    words = words_for("en")
    assert strip_finding(SAME, words) == "Collection: no gaps"
    assert "1 of 3 periods has a gap" in strip_finding(series((1, 9), (1, 9), (1, 9), gaps=(1,)), words)
    assert "not known" in strip_finding(series((1, 9), collected=None), words)


def test_a_gap_is_hatched_in_the_strip_too() -> None:
    words = words_for("en")
    whole, broken = (
        series_chart(each, "s", [], words, key="k", alt="Chart", top=1.0)
        for each in (SAME, replace(SAME, points=(replace(SAME.points[0], gap=True), *SAME.points[1:])))
    )
    assert "pattern" not in whole
    assert "pattern" in broken


def test_an_outlet_that_rightly_disputed_its_share_has_no_small_chart(tmp_path: Path) -> None:
    with build_study(tmp_path, crawled=False) as corpus:
        rows = read_rows(corpus).of_country("MX")
    found = multiples_of(rows)
    assert found is not None and not found.withheld
    one = found.outlets[0][0].id
    won = Dispute(
        id="d", version=1, outlet=one, article_id="", about=About.FIGURE, figure="O2", claim="", raised_by="",
        raised_at="", decision=Decision.ACCEPTED, corrections={Field.WITHHOLD: "yes"},
    )  # fmt: skip
    left = multiples_of(replace(rows, corrected=(Applied(won, True),)))
    drawn = [] if left is None else [each.id for each, _ in left.outlets]
    assert one not in drawn and (left is None or left.withheld == 1)
