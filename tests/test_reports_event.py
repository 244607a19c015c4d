"""The page of an event: the answer first, every figure from its CSV, a reason where a rule forbids one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

import pytest

from corpus.store import Corpus
from lexicons.cues import LANGUAGES
from lexicons.errors import UsageError
from reports.build import build_reports
from reports.change.events import changes_of
from reports.change.refusals import Refused, Rule
from reports.change.registry import Direction, Registration, Registry, data_of
from reports.charts.slopes import Slope
from reports.events import Event
from reports.figures.event import Level
from reports.figures.shares import share_of
from reports.i18n import words_for
from reports.only import Kind, Only
from reports.pages import event_pictures
from reports.pages.changes import rule_text
from reports.pages.event import event_stem
from reports.pages.event_pictures import slope_figure
from reports.rows import read_rows
from tests.reports_study import EVENTS, built_site, cue_of


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def study(out: Path) -> Iterator[Corpus]:
    with Corpus.open(out.parent / "corpus.sqlite") as corpus:
        yield corpus


def words_of(page: Path) -> str:
    """The words of a page as a reader meets them."""
    text = re.sub(r"<(style|svg|script)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def section(page: Path, name: str) -> str:
    text = page.read_text("utf-8")
    start = text.index(f'aria-labelledby="{name}"')
    part = text[start : text.index("</section>", start)]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())


def rows(out: Path, name: str, event: str = "event-MX-ley") -> list[dict[str, str]]:
    with (out / "figures" / f"{event}-{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def alone(study: Corpus, folder: Path, only: Only, events: str = EVENTS, **options: object) -> list[Path]:
    """One page, built into a folder of its own."""
    folder.parent.mkdir(exist_ok=True)
    table = folder.parent / "events.csv"
    table.write_text(events, "utf-8")
    return build_reports(study, folder, languages=["en"], events_path=table, only=only, **options)  # type: ignore[arg-type]


def test_the_first_words_are_whether_coverage_changed_and_how_sure_that_is(out: Path) -> None:
    first = section(out / "event-MX-ley.en.html", "summary")
    answer = first.index("Yes: the share of stigmatizing stories went from")
    assert first.index("it does not show that the event caused it") > answer
    for words in (
        "It holds up against chance",
        "the countries without the event",
        "It could not be checked against",
        "The smallest change that would have been seen",
        "Nobody registered beforehand",
        "All shares are uncorrected",
    ):
        assert words in first, words
    assert "Sin cambio claro" in section(out / "event-BR-corte.es.html", "summary")
    assert "Sem mudança clara" in section(out / "event-BR-corte.pt.html", "summary")


def test_each_check_says_whether_to_build_on_it(out: Path) -> None:
    trusted = section(out / "event-MX-ley.en.html", "trust")
    assert trusted.count("with care: the machine's own reading") >= 2
    assert "not done: one of many questions that could have been asked" in trusted
    assert re.search(r"Break of the monthly trend not done: \d+ stories a month; 30 are the minimum", trusted)


def test_shares_and_differences_follow_from_the_csv(out: Path) -> None:
    page = words_of(out / "event-MX-ley.en.html")
    levels = rows(out, "countries")
    assert {row["country"] for row in levels} == {"MX", "BR", "US"}
    for row in levels:
        hits, n = int(row["hits_before"]), int(row["n_before"])
        printed = f"{round(100 * hits / n)}% ({hits} of {n})" if share_of(hits, n).shown else f"{hits} of {n}"
        assert printed in page
        if row["before"]:
            assert float(row["before"]) == pytest.approx(hits / n, abs=1e-4)
    own = next(row for row in levels if row["side"] == "s" and row["own"] == "1")
    change = next(row for row in rows(out, "changes") if row["side"] == "s")
    raw = int(own["hits_after"]) / int(own["n_after"]) - int(own["hits_before"]) / int(own["n_before"])
    assert float(change["raw_difference"]) == pytest.approx(raw, abs=1e-4)
    assert float(change["difference"]) + float(change["mix_of_outlets"]) == pytest.approx(raw, abs=2e-4)


def test_a_share_that_may_not_be_printed_stands_nowhere(out: Path) -> None:
    """The stories of the United States are too few: their counts stand alone in table and CSV."""
    few = [row for row in rows(out, "countries") if int(row["n_before"]) < 30]
    assert {row["country"] for row in few} == {"US"}
    assert {row["before"] + row["after"] for row in few} == {""}
    slopes = section(out / "event-MX-ley.en.html", "slopes")
    assert "Not drawn, since their shares are too uncertain to print: United States." in slopes
    assert re.search(r"United States \d+ of 24 \d+ of 24 –", slopes)


def test_a_country_with_too_few_stories_has_no_slope(study: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def spy(slopes: Sequence[Slope], *_: object, **__: object) -> str:
        drawn.extend(each.before_text for each in slopes)
        return ""

    monkeypatch.setattr(event_pictures, "slope_chart", spy)
    countries = {code: read_rows(study).of_country(code) for code in ("MX", "BR", "US")}
    law = Event("ley", "2021-06", "month", ("MX",), "law", {"en": "Law"}, "", "")
    change = next(each for each in changes_of("MX", countries, [law]) if each.side == "s")
    few = Level("US", 10, 24, 8, 24, own=False)
    slope_figure(
        change, [Level("MX", 39, 72, 11, 72, own=True), Level("BR", 24, 54, 22, 54, own=False), few], words_for("en")
    )
    assert drawn == ["Mexico 54%", "Brazil 44%"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", [Rule.TOO_FEW, Rule.TOO_WIDE])
def test_where_nothing_may_be_said_no_smallest_change_is_named(language: str, rule: Rule) -> None:
    said = rule_text(Refused(rule, {"before": 12, "after": 14}), words_for(language))
    assert set(re.findall(r"\d+", said)) <= {"12", "14", "30"}
    assert not re.search(r"\b(points?|puntos?|pontos?)\b", said)


def test_events_of_the_countries_compared_and_who_was_heard_are_told(study: Corpus, tmp_path: Path) -> None:
    table = EVENTS + "outro,2021-09,month,BR,report,Informe,Relatório,Report of Brazil,invented,\n"
    page = words_of(alone(study, tmp_path / "out", Only(Kind.EVENT, "ley"), table)[0])
    assert "events of their own in these months" in page
    assert "Report of Brazil (Brazil, Sep 2021)" in page
    heard = r"At least one directly impacted woman, or her organization, is quoted or paraphrased in \d+% \(.*?\)"
    assert re.search(heard + " of the stories in the 6 months before", page)


def test_the_title_of_a_series_tells_the_event_and_the_picture_marks_its_months(out: Path) -> None:
    framing = section(out / "event-MX-ley.en.html", "framing")
    own = next(row for row in rows(out, "countries") if row["side"] == "s" and row["own"] == "1")
    before, after = (round(100 * int(own[f"hits_{when}"]) / int(own[f"n_{when}"])) for when in ("before", "after"))
    title = f"{before}% in the 6 months before the event, {after}% in the 6 months after"
    assert title in framing
    assert "what the title compares: Dec 2020 to May 2021 and Jul 2021 to Dec 2021" in framing
    country = section(out / "country-MX.en.html", "framing")
    assert "what the title compares: Jan 2019 to Dec 2019 and Jan 2022 to Dec 2022" in country


def test_placebo_dates_composition_and_terms_follow_from_the_csv(out: Path) -> None:
    page = words_of(out / "event-MX-ley.en.html")
    dates = [row for row in rows(out, "placebo") if row["side"] == "s"]
    own = next(float(row["change"]) for row in dates if row["own"] == "1")
    others = [float(row["change"]) for row in dates if row["own"] == "0"]
    as_large = sum(abs(value) >= abs(own) for value in others)
    assert f"{as_large} of {len(others)} other dates show as large a change as the event" in page
    made = rows(out, "composition")
    for row in made:
        assert f"{round(100 * int(row['count']) / int(row['n']))}% ({row['count']})" in page
    assert sum(int(row["count"]) for row in made if row["window"] == "before") == int(made[0]["n"])
    lost = rows(out, "terms")[0]
    assert lost["cue_id"] == cue_of("es", "S1").id
    assert float(lost["per_1000_after"]) < float(lost["per_1000_before"])
    assert float(lost["high"]) < 0
    assert f"Fewer: “{lost['term']}”" in page


def test_the_collection_of_the_months_is_a_map_with_its_table(out: Path) -> None:
    health = rows(out, "health")
    assert {row["month"] for row in health} == {f"2020-{m:02d}" for m in range(12, 13)} | {
        f"2021-{m:02d}" for m in range(1, 13)
    }
    assert "Items by outlet and month" in section(out / "event-MX-ley.en.html", "health")


def test_a_day_is_a_line_and_a_month_a_band(out: Path) -> None:
    """A line has no width, a band has that of its month; both charts say the date."""
    for name, date in (("event-BR-corte", "Mar 8, 2022"), ("event-MX-ley", "Jun 2021")):
        assert date in words_of(out / f"{name}.en.html")


def test_where_a_rule_forbids_a_figure_its_reason_stands(study: Corpus, tmp_path: Path) -> None:
    early = EVENTS + "viejo,1999-05-02,day,MX,law,Antigua,Antiga,Old,invented,\n"
    pages = alone(study, tmp_path / "out", Only(Kind.EVENT, "viejo"), early)
    text = words_of(pages[0])
    untold = "It cannot be said whether the share of stigmatizing stories changed: the stories do not cover the months"
    assert untold in text
    assert "%" not in section(pages[0], "slopes")
    assert "Terms are not compared" in text


def test_a_regional_event_is_not_set_against_other_countries(study: Corpus, tmp_path: Path) -> None:
    pages = alone(study, tmp_path / "out", Only(Kind.EVENT, "foro"))
    names = {page.name for page in pages if page.suffix == ".html"}
    assert names == {f"event-{code}-foro.en.html" for code in ("BR", "MX", "US")}
    assert "the event is everybody's" in words_of(tmp_path / "out" / "event-MX-foro.en.html")


def test_a_page_made_alone_has_the_figures_of_the_full_report_and_no_dead_link(
    study: Corpus, out: Path, tmp_path: Path
) -> None:
    pages = alone(study, tmp_path / "out", Only(Kind.EVENT, "ley"), demo=True)
    assert [page.name for page in pages if page.suffix == ".html"] == ["event-MX-ley.en.html"]
    for page in pages:
        if page.suffix == ".csv":
            assert page.read_bytes() == (out / "figures" / page.name).read_bytes(), page.name
    for link in re.findall(r'href="([^"#][^"]*)"', pages[0].read_text("utf-8")):
        assert link.startswith("data:") or (tmp_path / "out" / link).is_file(), link
    for only, name in (
        (Only(Kind.COUNTRY, "BR"), "country-BR.en.html"),
        (Only(Kind.SCORECARD, "la-ronda"), "outlet-la-ronda.en.html"),
    ):
        made = alone(study, tmp_path / name / "out", only, country="BR" if only.kind is Kind.COUNTRY else None)
        assert [page.name for page in made if page.suffix == ".html"] == [name]


def test_what_was_registered_stands_on_the_page_word_by_word(study: Corpus, tmp_path: Path) -> None:
    country = read_rows(study).of_country("MX")
    plan = Registration(
        event="ley",
        date="2021-06",
        precision="month",
        country="MX",
        side="s",
        direction=Direction.DOWN,
        months=4,
        panel=("la-ronda", "el-faro-norte"),
        against=("BR",),
        hypothesis="Less stigma <b>after</b> the law",
        data=data_of(country),
        stories_after=0,
    )
    registry = Registry.read(tmp_path)
    registry.register(plan)
    pages = alone(study, tmp_path / "out", Only(Kind.EVENT, "ley"), registry=Registry.read(tmp_path))
    said = section(pages[0], "registered")
    assert "Less stigma <b>after</b> the law" in said and "a fall" in said
    assert "<b>after</b>" not in pages[0].read_text("utf-8")
    assert "4 months each" in section(pages[0], "slopes")
    # Only the event that was shown counts as seen.
    assert {look.event for look in Registry.read(tmp_path).looks} == {"ley"}


def test_hostile_words_in_the_events_table_stay_words(study: Corpus, tmp_path: Path) -> None:
    label = "<script>alert(1)</script> {{ 7*7 }} \u202ednetx"
    row = f'=../../x,2021-06,month,MX,=law<b>,"{label}","{label}","{label}",=cmd|x <img src=x>,\n'
    pages = alone(study, tmp_path / "out", Only(Kind.EVENT, "=../../x"), EVENTS + row)
    assert all((tmp_path / "out") in page.parents for page in pages)
    assert pages[0].name.startswith("event-MX-") and ".." not in pages[0].name
    text = pages[0].read_text("utf-8")
    assert "<script" not in text and "<img" not in text and "\u202e" not in text
    assert "&lt;script&gt;" in text and "{{ 7*7 }}" in text
    for page in pages:
        if page.suffix == ".csv":
            for line in csv.reader(page.read_text("utf-8").splitlines()):
                assert not [cell for cell in line if cell.startswith(("=", "@"))]


def test_a_page_that_cannot_be_made_is_a_sentence(study: Corpus, tmp_path: Path) -> None:
    for only, code in ((Only(Kind.EVENT, "nada"), "E550"), (Only(Kind.SCORECARD, "nadie"), "E512")):
        with pytest.raises(UsageError) as caught:
            alone(study, tmp_path / "out", only)
        assert caught.value.code == code
    chile = EVENTS + "chile,2021-06,month,CL,law,Ley,Lei,Law,invented,\n"
    with pytest.raises(UsageError, match="is of CL"):
        alone(study, tmp_path / "out", Only(Kind.EVENT, "chile"), chile)


def test_names_of_files_stay_apart_whatever_the_ids_are() -> None:
    stems = {event_stem(each, "MX") for each in ("a", "A", "a/", "a ", "../a", "ñ", "x" * 99, "x" * 98)}
    assert len(stems) == 8
    assert all(re.fullmatch(r"event-MX-[a-z0-9_-]*", stem) for stem in stems)


def test_every_language_has_the_page(out: Path) -> None:
    for language in LANGUAGES:
        for name in ("event-MX-ley", "event-BR-corte"):
            assert (out / f"{name}.{language}.html").is_file()
        index = (out / f"index.{language}.html").read_text("utf-8")
        assert f'href="event-MX-ley.{language}.html"' in index
        assert f'href="event-MX-ley.{language}.html"' in (out / f"country-MX.{language}.html").read_text("utf-8")
