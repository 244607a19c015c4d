"""What a page for everybody says of single outlets: nothing of those that could not reply, in table, chart and CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.store import Corpus
from reports import told
from reports.build import build_reports
from reports.charts.dots import Dot
from reports.csvs import share_cells
from reports.figures.shares import Evidence, share_of
from reports.figures.voices import Composition
from reports.i18n import words_for
from reports.only import Kind, Only
from reports.pages import content
from reports.pages.content import outlets_figure
from tests.reports_study import EVENTS, PLANS, built_site, outlet

MEXICO = [plan.outlet for plan in PLANS if plan.outlet.country == "MX"]
HEARD = "la-ronda"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of Mexico for everybody, where one outlet of three had its reply period."""
    store = built_site(tmp_path_factory.getbasetemp()).parent / "corpus.sqlite"
    folder = tmp_path_factory.mktemp("published")
    (folder / "events.csv").write_text(EVENTS)
    # Of three outlets, with one heard, two are left: as if that were enough not to tell of one.
    with pytest.MonkeyPatch.context() as patch, Corpus.open(store) as corpus:
        patch.setattr(told, "FEWEST_OTHERS", 2)
        build_reports(
            corpus, folder / "out", languages=["en"], country="MX", only=Only(Kind.COUNTRY, "MX"),
            events_path=folder / "events.csv", published=frozenset({HEARD}),
        )  # fmt: skip
    return folder / "out"


def test_a_figure_is_told_where_none_or_three_of_its_outlets_are_unheard() -> None:
    assert [told.enough(range(unheard)) for unheard in range(5)] == [True, False, False, True, True]
    assert not told.enough(["uno", "dos", "uno"])


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / f"figures/country-MX-{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_no_csv_tells_the_framing_of_an_outlet_that_could_not_reply(out: Path) -> None:
    made = rows(out, "composition")
    framed = {row["value"] for row in made if row["group"] in ("outlet_s", "outlet_r")}
    assert framed == {HEARD}
    # How many stories an outlet has is nothing said of it.
    assert {row["value"] for row in made if row["group"] == "outlet"} == {each.id for each in MEXICO}
    for name in ("states", "outlets"):
        assert {row["outlet"] for row in rows(out, name)} <= {HEARD}
    unheard = [each.id for each in MEXICO if each.id != HEARD]
    for path in (out / "figures").glob("country-MX-*.csv"):
        if path.stem.removeprefix("country-MX-") not in ("composition", "health", "changes"):
            assert not [each for each in unheard if each in path.read_text("utf-8")], path.name


def test_without_any_outlet_heard_the_csvs_by_outlet_are_left_out(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = built_site(tmp_path_factory.getbasetemp()).parent / "corpus.sqlite"
    with Corpus.open(store) as corpus:
        build_reports(corpus, tmp_path, country="MX", only=Only(Kind.COUNTRY, "MX"), published=frozenset())
    assert not [row for row in rows(tmp_path, "composition") if row["group"] in ("outlet_s", "outlet_r")]
    assert not (tmp_path / "figures/country-MX-outlets.csv").exists()
    assert not (tmp_path / "figures/country-MX-states.csv").exists()


def test_outlets_unheard_and_outlets_that_refused_have_rows_without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts only for the one, dashes and the reason for the other, and neither in the chart."""
    drawn: list[str] = []

    def spy(dots: Sequence[Dot], *_: object, **__: object) -> str:
        drawn.extend(dot.label for dot in dots)
        return ""

    monkeypatch.setattr(content, "dot_chart", spy)
    words = words_for("en")
    heard, unheard, refused = outlet("a", "Alba", "MX", "es"), outlet("b", "Brisa", "MX", "es"), MEXICO[0]
    many, none = (share_of(30, 100), share_of(40, 100), share_of(100, 200)), (share_of(0, 0),) * 3
    made = Composition(200, {}, {}, ((heard, *many), (unheard, *many), (refused, *none)), 0, 0, 0)
    figure = outlets_figure(
        made, ("a", "b"), words, missing={refused.id: "refused by the site"}, walled={}, published={"a"}
    )
    assert figure.table is not None
    by_name = {row[0]: row[1:] for row in figure.table.rows}
    assert by_name["Alba"][3].startswith("30%")
    assert by_name["Brisa"][:3] == ["100", "50%", "yes"]
    assert by_name["Brisa"][3:5] == ["–", "–"]
    assert by_name["Brisa"][5] == words.t("multiples.counts_only")
    assert by_name[refused.name] == ["–"] * 5 + ["refused by the site"]
    assert {label.split(" · ")[0] for label in drawn} == {"Alba"}


def test_a_count_that_was_rightly_disputed_is_in_no_csv() -> None:
    assert share_cells(replace(share_of(7, 90), evidence=Evidence.WITHHELD, estimate=None))[:3] == (None, 90, None)
