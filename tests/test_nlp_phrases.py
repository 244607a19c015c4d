"""Phrases are found where they stand, with gaps, classes, names and words in capitals, each once and in one order."""

from __future__ import annotations

import spacy

from lexicons.classes import Classes
from nlp.texts import states
from nlp.texts.trie import Match, PhraseTrie
from nlp.texts.words import cutter, words_of

CLASSES = Classes(
    forms={
        "@deny": ("niega", "niegan", "deja sin", "dejan <1> sin"),
        "@care": ("atención médica", "medicinas", "cura"),
        "@both": ("cura", "la cura"),
    }
)


def search(phrases: dict[str, object], text: str) -> list[Match]:
    """The matches of phrases in a text."""
    nlp = spacy.blank("es")
    trie = PhraseTrie(cutter(nlp), CLASSES.members)
    for phrase, value in phrases.items():
        trie.add(phrase, value)
    return trie.find(words_of(nlp(text)))


def test_gaps_reach_over_words_and_never_over_marks() -> None:
    phrases = {"niega <2> agua": "x"}
    assert search(phrases, "Le niega agua") == [(1, 3, "x")]
    assert search(phrases, "Le niega toda el agua") == [(1, 5, "x")]
    assert search(phrases, "Le niega toda el buena agua") == []
    assert search(phrases, "Le niega todo. Agua") == []


def test_classes_stand_at_the_beginning_and_in_the_middle_with_gaps_of_their_own() -> None:
    phrases = {"@deny <2> @care": "x", "que @deny agua": "y"}
    assert search(phrases, "el penal niega la atención médica") == [(2, 6, "x")]
    assert search(phrases, "los dejan siempre sin medicinas") == [(1, 5, "x")]
    assert search(phrases, "la que deja sin agua") == [(1, 5, "y")]


def test_a_choice_that_may_be_left_out_begins_a_phrase_too() -> None:
    phrases = {"{,las} presas{, políticas}": "x"}
    assert search(phrases, "vio a las presas políticas") == [(2, 4, "x"), (2, 5, "x"), (3, 4, "x"), (3, 5, "x")]


def test_a_name_is_a_few_words_with_a_capital() -> None:
    phrases = {"la señora <name> dijo": "x"}
    assert search(phrases, "la señora Ana María Ruiz dijo") == [(0, 6, "x")]
    assert search(phrases, "la señora de siempre dijo") == []


def test_capitals_match_without_accents_and_other_words_do_not() -> None:
    phrases = {"mujeres en prisión": "x"}
    assert search(phrases, "MUJERES EN PRISION") == [(0, 3, "x")]
    assert search(phrases, "MUJERES EN PRISIÓN") == [(0, 3, "x")]
    assert search(phrases, "mujeres en prision") == []


def test_a_place_is_given_once_a_value_and_values_in_the_order_they_were_added() -> None:
    phrases = {"niega <3> @both": "b", "@deny <1> cura": "a", "niega la cura": "c"}
    assert search(phrases, "niega la cura") == [(0, 3, "b"), (0, 3, "a"), (0, 3, "c")]


def test_what_was_remembered_can_be_forgotten(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(states, "MOST_STEPS", 1)
    phrases = {"@deny <2> @care": "x", "que @deny agua": "y"}
    text = "la que deja sin agua y niega la atención médica, la que deja sin agua"
    assert search(phrases, text) == [(1, 5, "y"), (6, 10, "x"), (12, 16, "y")]
