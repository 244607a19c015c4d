"""The tagger on the challenge set: invented articles, each written from the codebook to try one of its rules."""

from __future__ import annotations

import tomllib

import pytest

from benchmarks.challenge import CATEGORIES, FOLDER, LANGUAGES, Item, load_items, try_item
from nlp.tagger import Tagger

FLOORS = tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_is_tried_in_every_language(language: str) -> None:
    items = load_items(language)
    assert {item.category for item in items} == set(CATEGORIES)
    assert {item.language for item in items} == {language}
    assert len({item.id for item in items}) == len(items)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fewer_items_pass_than_before(language: str, tagger: Tagger) -> None:
    outcomes = [try_item(item, tagger) for item in load_items(language)]
    passed = sum(outcome.passed for outcome in outcomes)
    failing = ", ".join(outcome.item.id for outcome in outcomes if not outcome.passed)
    assert passed >= FLOORS[language], f"see python benchmarks/challenge.py --language {language}; failing: {failing}"


def test_an_expectation_about_words_that_do_not_occur_is_refused() -> None:
    with pytest.raises(ValueError, match="does not occur"):
        Item.model_validate(
            {
                "id": "en-voice-nowhere",
                "category": "voice",
                "country": "GB",
                "title": "Woman jailed",
                "body": "She will serve a year.",
                "on_topic": True,
                "expect": [{"text": "inmate", "code": "S2"}],
            }
        )


def test_a_missed_span_a_wrong_voice_and_a_forbidden_span_are_faults(tagger: Tagger) -> None:
    body = "The woman was jailed for theft. The inmate will be moved to Brackley prison."
    item = Item.model_validate(
        {
            "id": "en-voice-faults",
            "category": "voice",
            "country": "GB",
            "title": "Woman jailed for stealing from her employer",
            "body": body,
            "on_topic": False,
            "expect": [
                {"text": "inmate", "code": "S2", "voice": "quoted"},
                {"text": "Brackley", "code": "R3"},
            ],
            "forbid": [{"text": "The inmate", "code": "S2"}],
        }
    )
    outcome = try_item(item, tagger)
    assert not outcome.passed
    told = " | ".join(outcome.faults)
    assert "on_topic True" in told
    assert "voice outlet, expected quoted" in told
    assert "missed R3 'Brackley'" in told
    assert "forbidden S2 'inmate'" in told
