"""The labelling desk: the order of articles, what annotators see of one another, what is checked, where words are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from corpus.labels import LabelledSpan, Purpose
from corpus.records import ArticleTags, Framing, Part, SpanRow, Voice
from corpus.store import Corpus
from encuadre.labelling.desk import Desk, Refused, Task, clean_name
from encuadre.labelling.drafts import Drafts
from encuadre.labelling.page import guide, words_of_page
from encuadre.labelling.words import word_offsets
from encuadre.study import Study
from lexicons.codebook import load_codebook
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError, UsageError
from lexicons.questions import load_questions
from tests.labelling_study import HOSTILE, SAMPLE, copy_of, study_to_label

OFF_TOPIC = {"article": "hostile", "answers": {"on_topic": "no"}, "spans": [], "note": "", "changed": 1}
ON_TOPIC = {
    "article": "nota-1",
    "answers": {
        "on_topic": "yes",
        "framing": "both",
        "headline": "neither",
        "voices": "police_military family",
        "acts": "no",
        "named": "none",
    },
    "spans": [{"part": "headline", "start": 4, "end": 12, "code": "S2", "voice": "outlet"}],
    "note": "ok",
    "changed": 5,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_to_label(tmp_path_factory.mktemp("made") / "study")


@pytest.fixture
def study(made: Study, tmp_path: Path) -> Study:
    return copy_of(made, tmp_path / "study")


@pytest.fixture
def desk(study: Study) -> Iterator[Desk]:
    with study.corpus() as corpus:
        yield desk_of(corpus, study)


def desk_of(corpus: Corpus, study: Study, **options: bool) -> Desk:
    sample = next(each for each in corpus.samples() if each.name == SAMPLE)
    return Desk(corpus, Drafts(study.folder), Task(sample, load_questions(), load_codebook(), **options))


def order(desk: Desk, annotator: str) -> list[str]:
    return [each["id"] for each in desk.overview(annotator)]


def states(desk: Desk, annotator: str) -> dict[str, str]:
    return {each["id"]: each["state"] for each in desk.overview(annotator)}


def test_each_annotator_has_an_order_of_her_own_that_stays(desk: Desk) -> None:
    orders = {name: order(desk, name) for name in ("ana", "bea", "carla", "dora", "eva")}
    assert all(sorted(each) == ["hostile", "nota-1", "nota-2"] for each in orders.values())
    assert len({tuple(each) for each in orders.values()}) > 1
    assert orders == {name: order(desk, name) for name in orders}


def test_an_article_that_leaves_does_not_change_the_order_of_the_others(desk: Desk, study: Study) -> None:
    before = [each for each in order(desk, "ana") if each != "hostile"]
    desk.keep_draft("ana", OFF_TOPIC)
    with study.corpus() as corpus:
        corpus.forget("hostile")
        assert order(desk, "ana") == before
        # What was noted on it goes with it.
        desk_of(corpus, study)
        assert Drafts(study.folder).of(SAMPLE, "ana") == {}


def test_a_label_is_stored_at_once_as_said(desk: Desk, study: Study) -> None:
    desk.keep_label("ana", "periodista", ON_TOPIC)
    with study.corpus() as corpus:
        (label,) = corpus.labels()
    assert (label.article_id, label.annotator, label.group) == ("nota-1", "ana", "periodista")
    assert (label.purpose, label.sample, label.suggested) == (Purpose.AUDIT, SAMPLE, False)
    assert label.answers == {
        "on_topic": "yes",
        "framing": "both",
        "headline": "neither",
        "voices": "family police_military",
        "context": "",
        "acts": "no",
        "named": "none",
    }
    assert label.spans == (LabelledSpan(part=Part.HEADLINE, start=4, end=12, code="S2", voice=Voice.OUTLET),)
    assert (label.note, label.codebook_version) == ("ok", load_codebook().version)


def test_annotators_see_nothing_of_one_another(desk: Desk) -> None:
    desk.keep_label("ana", None, OFF_TOPIC)
    desk.keep_draft("ana", ON_TOPIC)
    assert set(states(desk, "bea").values()) == {"open"}
    seen = desk.article("bea", "hostile")
    assert seen["label"] is None and seen["draft"] is None and seen["suggested"] is None
    assert desk.titles("bea") == {}
    assert desk.count("ana") == (1, 3) and desk.count("bea") == (0, 3)


def test_a_draft_is_kept_until_the_label_is_stored_and_never_becomes_one(desk: Desk, study: Study) -> None:
    desk.keep_draft("ana", {**ON_TOPIC, "answers": {"on_topic": "yes"}})
    assert states(desk, "ana")["nota-1"] == "begun"
    desk.keep_draft("ana", {**ON_TOPIC, "answers": {}, "changed": 3})  # older, come late
    with study.corpus() as again:
        reopened = desk_of(again, study)
        assert reopened.article("ana", "nota-1")["draft"]["answers"] == {"on_topic": "yes"}
        assert again.labels() == []
        reopened.keep_label("ana", None, ON_TOPIC)
        assert states(reopened, "ana")["nota-1"] == "done"
        assert reopened.article("ana", "nota-1")["draft"] is None


def test_answers_under_a_question_not_answered_yes_fall_away(desk: Desk, study: Study) -> None:
    desk.keep_label("ana", None, {**OFF_TOPIC, "answers": {"on_topic": "no", "framing": "both"}})
    with study.corpus() as corpus:
        assert corpus.labels()[0].answers == {"on_topic": "no"}


def test_where_no_words_are_asked_for_the_label_does_not_claim_that_there_were_none(study: Study) -> None:
    with study.corpus() as corpus:
        plain = desk_of(corpus, study, spans=False)
        plain.keep_label("ana", None, OFF_TOPIC)
        assert corpus.labels()[0].spans is None
        # Nor does it take away the marks of an earlier sitting.
        desk_of(corpus, study).keep_label("ana", None, ON_TOPIC)
        plain.keep_label("ana", None, {**ON_TOPIC, "spans": [], "note": "later"})
        assert [(each.note, each.spans and len(each.spans)) for each in corpus.labels()] == [("", None), ("later", 1)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": 3},
        {"answers": {"on_topic": "perhaps"}},
        {"answers": {"weather": "yes"}},
        {"answers": ["on_topic"]},
        {"spans": {}},
        {"spans": [{"part": "headline", "start": 4, "end": 400, "code": "S2", "voice": "outlet"}]},
        {"spans": [{"part": "headline", "start": 4, "end": 4, "code": "S2", "voice": "outlet"}]},
        {"spans": [{"part": "headline", "start": True, "end": 4, "code": "S2", "voice": "outlet"}]},
        {"spans": [{"part": "margin", "start": 1, "end": 4, "code": "S2", "voice": "outlet"}]},
        {"spans": [{"part": "headline", "start": 1, "end": 4, "code": "Z9", "voice": "outlet"}]},
        {"spans": [{"part": "headline", "start": 1, "end": 4, "code": "S2", "voice": "choir"}]},
        {"spans": [{"part": ["headline"], "start": 1, "end": 4, "code": "S2", "voice": ["outlet"]}]},
        {"note": None},
        {"note": "x" * 5000},
        {"note": "\ud800"},
        {"changed": "now"},
        {"changed": -1},
    ],
)
def test_what_does_not_hold_is_refused_whole(desk: Desk, study: Study, wrong: dict[str, Any]) -> None:
    for keep in (desk.keep_draft, lambda who, sent: desk.keep_label(who, None, sent)):
        with pytest.raises(Refused):
            keep("ana", {**ON_TOPIC, **wrong})
    assert set(states(desk, "ana").values()) == {"open"}


def test_a_label_needs_every_answer_a_draft_does_not(desk: Desk) -> None:
    begun = {**ON_TOPIC, "answers": {"on_topic": "yes"}}
    desk.keep_draft("ana", begun)
    with pytest.raises(Refused, match="unanswered framing"):
        desk.keep_label("ana", None, begun)


@pytest.mark.parametrize("article", ["nota-3", "nowhere", "", "../corpus.sqlite"])
def test_articles_of_another_sample_are_not_on_the_desk(desk: Desk, article: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.article("ana", article)
    assert refused.value.status == 404
    with pytest.raises(Refused):
        desk.keep_label("ana", None, {**OFF_TOPIC, "article": article})


def test_suggestions_are_shown_only_where_wanted_and_the_label_says_that_they_were(study: Study) -> None:
    span = SpanRow(part=Part.HEADLINE, start=4, end=12, code="S2", voice=Voice.OUTLET, cue_id="c", rule="r")
    tags = ArticleTags(
        article_id="nota-1",
        language="es",
        on_topic=True,
        relevance=0.9,
        framing=Framing.NEITHER,
        headline=Framing.NEITHER,
        voices=("family",),
        spans=(span, replace(span, code="C1")),
    )
    with study.corpus() as corpus:
        corpus.write_tags([tags], corpus.start_run("tag", {"encuadre": "1"}))
        assert desk_of(corpus, study).article("ana", "nota-1")["suggested"] is None
        shown = desk_of(corpus, study, suggestions=True)
        suggested = shown.article("ana", "nota-1")["suggested"]
        assert suggested["answers"]["voices"] == "family"
        assert [(each["code"], each["voice"]) for each in suggested["spans"]] == [("S2", "outlet"), ("C1", None)]
        # Taken over as they are, suggestions hold.
        shown.keep_label("ana", None, {**ON_TOPIC, **suggested})
        shown.keep_label("ana", None, OFF_TOPIC)  # not tagged, so nothing was suggested
        assert {label.article_id: label.suggested for label in corpus.labels()} == {"nota-1": True, "hostile": False}


def test_training_samples_give_training_labels(tmp_path: Path) -> None:
    study = study_to_label(tmp_path / "train", Purpose.TRAIN)
    with study.corpus() as corpus:
        desk_of(corpus, study).keep_label("ana", None, OFF_TOPIC)
        assert corpus.labels()[0].purpose is Purpose.TRAIN


@pytest.mark.parametrize("name", ["", "  ", "a" * 65, "a\x00b", "a\u202eb", "Adjudicated"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UsageError, check=lambda error: error.code == "E451"):
        clean_name(name)


def test_one_name_is_one_annotator_however_it_is_typed() -> None:
    assert clean_name("  Jose\u0301  Luis ") == clean_name("José Luis")


def test_drafts_that_cannot_be_kept_are_said(tmp_path: Path) -> None:
    (tmp_path / "labelling.sqlite").write_text("no database, but long enough to be taken for one" * 30)
    with pytest.raises(EncuadreError, check=lambda error: error.code == "E450"):
        Drafts(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("«Las reclusas», dijo.", ["Las", "reclusas", "dijo"]),
        ("the women's ex-boss", ["the", "women's", "ex", "boss"]),
        ("'quoted' d’água", ["quoted", "d’água"]),
        ("atencio\u0301n médica", ["atencio\u0301n", "médica"]),
        ("👩‍👧 y 👍🏽 🐍", ["👩‍👧", "y", "👍🏽", "🐍"]),
        ("سجينات يطالبن", ["سجينات", "يطالبن"]),
        ("女囚の権利", list("女囚の権利")),
        ("1.234 casos", ["1", "234", "casos"]),
        ("", []),
        ("\u0301 !", []),
    ],
)
def test_words_are_what_a_caret_should_stop_at(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in word_offsets(text)] == words


def test_words_of_hostile_text_lie_in_it_one_after_the_other() -> None:
    for text in (HOSTILE.title, HOSTILE.lead or "", HOSTILE.body):
        ends = [0, *(place for pair in word_offsets(text) for place in pair), len(text)]
        assert ends == sorted(ends)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_same_in_every_language(language: str) -> None:
    assert words_of_page(language).texts.keys() == words_of_page("en").texts.keys()
    assert guide(language).keys() == load_codebook().codes.keys()


def test_every_word_of_the_page_is_used() -> None:
    folder = files("encuadre.labelling")
    used = "".join(
        (folder / kind / name.name).read_text("utf-8")
        for kind in ("templates", "assets")
        for name in (folder / kind).iterdir()
    ) + (folder / "server.py").read_text("utf-8")
    made = ("keys.", "guide.", "said.state_")  # put together from parts
    lacking = [
        key
        for key in words_of_page("en").texts
        if not key.startswith(made)
        and key not in used
        and f"words.{key.removeprefix('said.')}" not in used
        and f'"{key.removeprefix("said.")}"' not in used
    ]
    assert lacking == []
