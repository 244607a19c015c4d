"""Questions for annotators: the shipped ones hold, a study's own are read, and mistakes are named."""

from pathlib import Path

import pytest

from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError
from lexicons.questions import load_questions

OWN = """
[[question]]
id = "theme"
en = "Which theme?"
es = "¿Qué tema?"
pt = "Que tema?"
options = "themes"
several = true
[options.themes]
laws = { en = "Laws", es = "Leyes", pt = "Leis" }
victims = { en = "Victims", es = "Víctimas", pt = "Vítimas" }
"""


def test_the_shipped_questions_offer_what_the_codebook_lists() -> None:
    questions = {question.id: question for question in load_questions()}
    assert list(questions)[:3] == ["on_topic", "framing", "headline"]
    assert list(questions["framing"].options) == list(load_codebook().framings)
    assert "directly_impacted" in questions["voices"].options
    assert list(questions["context"].options) == ["C1", "C2", "C3", "C4"]
    assert questions["framing"].asked_if == "on_topic"


def test_an_answer_is_one_option_or_several_where_several_may_be_chosen() -> None:
    questions = {question.id: question for question in load_questions()}
    assert questions["framing"].accepts("both")
    assert not questions["framing"].accepts("")
    assert not questions["framing"].accepts("both neither")
    assert questions["voices"].accepts("")
    assert questions["voices"].accepts("judge police_military")
    assert not questions["voices"].accepts("judge neighbour")


def test_a_study_asks_its_own(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(OWN, "utf-8")
    (question,) = load_questions(tmp_path / "questions.toml")
    assert question.accepts("laws victims")
    assert question.options["laws"].pt == "Leis"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (OWN.replace("[options.themes]", "[options.other]"), "two options"),
        (OWN.replace('id = "theme"', 'id = "Theme!"'), "pattern"),
        (OWN.replace("several = true", 'if = "on_topic"'), "is not asked before"),
        (OWN + OWN[: OWN.index("[options")], "stands twice"),
        (OWN.replace("laws =", '"gun laws" ='), "one word"),
        (OWN.replace("several", "sveral"), "not permitted"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, given: str, says: str) -> None:
    path = tmp_path / "questions.toml"
    path.write_text(given.replace("[options", "[options"), "utf-8")
    with pytest.raises(EncuadreError, match=says) as caught:
        load_questions(path)
    assert str(path) in str(caught.value)
