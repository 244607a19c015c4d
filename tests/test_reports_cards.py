"""A scorecard's figures can be counted again by an editor: from its lists, by the rule it prints, without the figure of
a competitor and without a woman's name."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from corpus.store import Corpus
from lexicons.cues import Cue
from reports.build import build_reports
from reports.change.trends import Direction, Trend, direction_of
from reports.figures.shares import Evidence, share_of
from reports.figures.terms import surface_of
from reports.i18n import words_for
from reports.pages.framing import trend_sentence, trend_title
from reports.pages.reasons import reasons_of
from reports.reply.behind import figures_of_mark
from reports.reply.spoken import HIDDEN, without_her_name
from reports.stats import Estimate
from reports.uses import first_of_use
from tests.reports_study import built_site, small, tagged

OUTLET = "la-ronda"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(tmp_path_factory.getbasetemp())


def rows_of(out: Path, name: str) -> list[dict[str, str]]:
    with (out / "figures" / f"outlet-{OUTLET}-{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_count_of_the_card_is_the_number_of_articles_that_say_so(out: Path) -> None:
    figures = {row["indicator"]: row for row in rows_of(out, "indicators")}
    articles = rows_of(out, "articles")
    said = Counter(name for row in articles for name in row["counts_in"].split())
    for name in ("O1", "O2", "S2", "O3", "O6", "O7", "O8", "O9", "O10"):
        assert said[name] == int(figures[name]["numerator"]), name
    assert sum(row["in_o8"] == "yes" for row in articles) == int(figures["O8"]["denominator"])
    assert sum(row["in_o7"] == "yes" for row in articles) == int(figures["O7"]["denominator"])
    page = (out / f"outlet-{OUTLET}.es.html").read_text("utf-8")
    acts, clauses = (sum(int(row[name] or 0) for row in articles) for name in ("her_actions", "her_clauses"))
    assert f"actúa en {acts} de {clauses} cláusulas" in page.replace("\u00a0", " ").replace(".", "").replace(",", "")
    # No name stands in it, and each story of the page is a row of it.
    assert not {"title", "url", "headline", "name"} & set(articles[0])
    assert all(row["story_ref"] in page for row in articles)


def test_every_use_of_o11_is_a_mark_of_the_list(out: Path) -> None:
    figures = {row["indicator"]: row for row in rows_of(out, "indicators")}
    marks = rows_of(out, "spans")
    for name in ("O11", "O11-S2"):
        assert sum(name in row["counts_in"].split() for row in marks) == int(figures[name]["numerator"])
    references = {row["mark_ref"] for row in marks}
    assert len(references) == len(marks)
    for row in marks:
        assert not row["same_use_as"] or (row["same_use_as"] in references and "O11" not in row["counts_in"].split())


def test_marks_on_the_same_words_belong_to_the_first() -> None:
    rows = [("a", "body", 0, 8), ("a", "body", 4, 12), ("a", "body", 20, 25), ("b", "body", 4, 12)]
    marks = pd.DataFrame(rows, columns=["article_id", "part", "start", "end"])
    assert list(first_of_use(marks)) == [0, 0, 2, 3]


def test_copies_count_in_o1_and_stand_below_their_story(tmp_path: Path) -> None:
    stories = [tagged(f"t{n}", story_id="una" if n < 3 else None, published_on=f"2021-01-0{n + 1}") for n in range(4)]
    with small(tmp_path, stories) as corpus:
        build_reports(corpus, tmp_path / "out", languages=["es"])
    with (tmp_path / "out/figures/outlet-uno-articles.csv").open(encoding="utf-8", newline="") as stream:
        articles = list(csv.DictReader(stream))
    first = next(row for row in articles if row["article_id"] == "t0")
    copies = [row for row in articles if row["copy_of"]]
    assert [row["article_id"] for row in copies] == ["t1", "t2"]
    assert {(row["copy_of"], row["counts_in"]) for row in copies} == {(first["story_ref"], "O1")}
    page = (tmp_path / "out/outlet-uno.es.html").read_text("utf-8")
    assert "O1 cuenta además 2 copias de este texto" in page


def test_the_others_are_withheld_where_they_would_be_one_competitor(out: Path) -> None:
    """Of Mexico's three outlets two are "the others"."""
    assert {(row["panel"], row["panel_withheld"]) for row in rows_of(out, "indicators")} == {("", "few_others")}
    for language, why in (("es", "son menos de 3"), ("en", "fewer than 3"), ("pt", "são menos de 3")):
        page = (out / f"outlet-{OUTLET}.{language}.html").read_text("utf-8")
        assert why in page and "◆" not in page
        assert words_for(language).t("around.others_before") not in page


def trend(before: tuple[int, int], after: tuple[int, int], difference: Estimate | None) -> Trend:
    return Trend("s", *before, *after, difference, (0, 11), (36, 47))


def test_a_share_that_may_not_be_printed_makes_no_change_and_its_counts_are_told() -> None:
    """22 of 34 has an interval of more than 30 points, so the rule that the card prints tells the counts of both."""
    words = words_for("es", "MX")
    assert share_of(22, 34).evidence is Evidence.TOO_WIDE and share_of(7, 33).shown
    wide = trend((22, 34), (7, 33), None)
    assert direction_of(wide) is Direction.FEW
    assert "22 de 34 en los primeros doce meses y 7 de 33 en los últimos doce" in trend_title("s", wide, words)
    assert "demasiado incierta" in trend_title("s", wide, words)
    assert "muy pocas historias" in trend_title("s", trend((12, 20), (7, 33), None), words)
    fell = trend((20, 38), (3, 35), Estimate(-0.44, -0.60, -0.23))
    assert direction_of(fell) is Direction.FELL and "bajó" in trend_title("s", fell, words)


def test_no_clear_change_says_how_large_a_change_may_be() -> None:
    flat = trend((11, 35), (10, 33), Estimate(0.0, -0.36, 0.36))
    assert "Cabe un cambio de hasta 36 puntos" in trend_sentence(flat, words_for("es", "US"))


def test_both_sides_stand_by_year_whatever_may_be_drawn(out: Path) -> None:
    words = words_for("pt")
    for outlet in (path.name.split(".")[0] for path in out.glob("outlet-*.pt.html")):
        page = (out / f"{outlet}.pt.html").read_text("utf-8")
        for side in ("s", "r"):
            assert words.t("series.table", side=words.t(f"side.{side}_share")) in page, outlet


def test_a_rule_tells_the_role_of_who_speaks_and_not_her_name() -> None:
    said = "in quotation marks, said by 'Amapola Brisanueva' (directly_impacted)"
    inside = "said by 'Amapola Brisanueva' (directly_impacted) inside another's quotation"
    for language in ("es", "pt", "en"):
        for rule in (said, inside):
            (told,) = reasons_of(rule, words_for(language), speakers=False)
            assert "Brisanueva" not in told.text and not told.english
            assert "Brisanueva" in reasons_of(rule, words_for(language))[0].text


@pytest.mark.parametrize(
    ("words", "role", "shown"),
    [
        ("dijo Amapola Brisanueva", "directly_impacted", f"dijo {HIDDEN}"),
        ("Amapola Brisanueva, ya libre, contó", "directly_impacted", f"{HIDDEN}, ya libre, contó"),
        ("Las mujeres presas exigieron", "directly_impacted", "Las mujeres presas exigieron"),
        ("afirmó el fiscal de Puerto Alto", "prosecutor", "afirmó el fiscal de Puerto Alto"),
        ("contó María Brisanueva", "other", f"contó {HIDDEN}"),
    ],
)  # fmt: skip
def test_the_words_of_a_source_name_no_woman(words: str, role: str, shown: str) -> None:
    assert without_her_name(words, role) == shown


def test_a_mark_that_a_decided_framing_overrules_counts_in_no_share() -> None:
    span = {"code": "S1", "voice": "outlet", "accepted": False, "use": True, "overruled": False}
    assert figures_of_mark(span) == "O2 O4 O5 O11"
    assert figures_of_mark({**span, "overruled": True}) == "O11"
    assert figures_of_mark({**span, "code": "R1", "use": False, "overruled": True}) == ""


def test_an_entry_of_several_phrases_goes_by_them_all() -> None:
    cue = replace_forms(("night bird", "told sweet lies", "night birds"))
    assert surface_of(cue, {"night bird": 6, "night birds": 2, "told sweet lies": 6}, cue.id) == (
        "night bird / told sweet lies"
    )


def replace_forms(forms: tuple[str, ...]) -> Cue:
    from tests.reports_study import cue_of

    return cue_of("en", "S1").model_copy(update={"forms": forms})


def test_stories_on_paper_are_a_short_list() -> None:
    style = Path("reports/templates/print.css").read_text("utf-8")
    assert ".stories .marks { display: none; }" in style and "attr(href)" in style


def test_a_note_after_a_dispute_stands_beside_its_figure(out: Path) -> None:
    from reports.csvs_card import card_csvs
    from reports.figures.states import standings_of
    from reports.pages.card_tables import figures_table
    from reports.pages.glossary import Glossary
    from reports.pages.scorecard import card_figures
    from reports.rows import read_rows

    with Corpus.open(out.parent / "corpus.sqlite") as corpus:
        rows = read_rows(corpus).of_country("MX")
    outlet = next(each for each in rows.outlets if each.id == OUTLET)
    card = replace(card_figures(outlet, rows, standings_of(rows, (), {})), notes={"O8": "dos casos eran públicos"})
    words = words_for("es")
    table = figures_table(card, "", words, Glossary(words))
    (noted,) = [row for row in table.rows if "dos casos" in row[1]]
    assert noted[0].startswith("O8")
    assert "dos casos eran públicos" in card_csvs(card)["indicators"]
