"""A slip in a TOML file of data is one sentence: which file, which entry, what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from lexicons.errors import EncuadreError
from lexicons.questions import load_questions
from lexicons.toml_files import checked, parse_toml, read_toml


class Rule(BaseModel):
    name: str
    weight: float = Field(le=1)


class Rules(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rule: tuple[Rule, ...] = ()


RULES = {"rule": [{"name": "arrests", "weight": 1}, {"name": "releases", "weight": 7}]}


def test_the_entry_at_fault_is_told_by_name_and_by_place_counted_from_one() -> None:
    with pytest.raises(
        EncuadreError, match=r"rules\.toml, entry rule\.2\.weight \(releases\): .*less than or equal to 1"
    ):
        checked(Rules, RULES, "rules.toml")


@pytest.mark.parametrize(
    ("data", "entry"),
    [
        ({"rules": []}, "rules"),
        ({"rule": 3}, "rule"),
        ({"rule": [3]}, "rule.1"),
        ({"rule": [{"name": 3}]}, "rule.1.name"),
    ],
)
def test_a_list_that_is_none_and_an_entry_without_a_name_are_told_too(data: dict[str, object], entry: str) -> None:
    with pytest.raises(EncuadreError, match=rf"entry {re.escape(entry)}( \(.*\))?: "):
        checked(Rules, data, "rules.toml")


@pytest.mark.parametrize("raw", [b"[[rule]\n", b'name = "prisi\xf3n"\n'])
def test_a_file_that_is_no_toml_in_utf_8_is_one_sentence(raw: bytes) -> None:
    with pytest.raises(EncuadreError, match=r"rules\.toml is not valid TOML") as told:
        parse_toml(raw, "rules.toml")
    assert told.value.code == "E102"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncuadreError, match=r"rules\.toml") as told:
        read_toml(tmp_path / "rules.toml", "rules.toml")
    assert told.value.code == "E102"


def test_questions_saved_in_another_encoding_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "questions.toml"
    path.write_text('[[question]]\nid = "prisión"\n', "cp1252")
    with pytest.raises(EncuadreError, match=r"questions\.toml is not valid TOML"):
        load_questions(path)


def test_a_question_without_options_is_told_by_its_id_and_without_the_words_of_a_library(tmp_path: Path) -> None:
    path = tmp_path / "questions.toml"
    path.write_text('[[question]]\nid = "tone"\nen = "Tone?"\nes = "¿Tono?"\npt = "Tom?"\noptions = "tones"\n', "utf-8")
    with pytest.raises(EncuadreError, match=r"entry tone: a question needs two options or more"):
        load_questions(path)
