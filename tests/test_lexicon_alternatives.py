"""What is offered in place of a stigmatizing term: it says no more against a woman than the term did."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lexicons.cues import LANGUAGES, load_lexicon

# Plain past verbs that tell a deed as done. Behind one of BY_OTHERS they are somebody's word for it.
GUILT = {
    "es": "transportó|llevó|llevaba|mató|asesinó|robó|vendió|traficó|estafó|secuestró|abortó|ocultó|maltrató|abandonó",
    "pt": "transportou|transportava|levou|levava|matou|roubou|furtou|vendeu|traficou|fez um aborto|abandonou",
    "en": "carried|smuggled|killed|murdered|stole|robbed|sold|trafficked|kidnapped|deceived|abandoned",
}
BY_OTHERS = {
    "es": "según|acusada de|afirma que",
    "pt": "segundo|acusada de|suspeita de",
    "en": "accused of|police say|according to|convicted of",
}
# Words of release, the opposite of what most of S6 says.
RELEASE = {"es": "libre|libertad|liberada|excarcelada", "pt": "libertada|solta|liberdade", "en": "released|freed|free"}
# Offered only where the story bears it out.
CONDITION = r"\((?:si|solo|o|se|só|ou|if|only|or)\b"
NAMES = {"es": "su nombre", "pt": "pelo nome", "en": "her name"}
CODES = ("S1", "S3", "S4", "S5", "S6", "S7")


def alternatives(language: str, *codes: str) -> Iterator[tuple[str, str]]:
    for cue in load_lexicon(language).cues:
        if cue.code in codes:
            for text in cue.instead:
                yield cue.id, text


def holds(words: str, text: str) -> bool:
    return re.search(rf"\b(?:{words})\b", text) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_alternative_tells_a_deed_as_done(language: str) -> None:
    told = [
        found
        for found in alternatives(language, *CODES)
        if holds(GUILT[language], found[1]) and not holds(BY_OTHERS[language], found[1])
    ]
    assert not told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wish_for_prison_is_rewritten_as_a_release(language: str) -> None:
    freed = [
        found
        for found in alternatives(language, "S6")
        if holds(RELEASE[language], found[1]) and not re.search(CONDITION, found[1])
    ]
    assert not freed


@pytest.mark.parametrize("language", LANGUAGES)
def test_her_name_is_offered_only_after_a_conviction(language: str) -> None:
    named = [
        found
        for found in alternatives(language, "S2", *CODES)
        if holds(NAMES[language], found[1]) and not re.search(CONDITION, found[1])
    ]
    assert not named


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_nickname_is_not_rewritten_as_one_crime(language: str) -> None:
    """A queen of this or that is accused of what the charge says, which the list cannot know."""
    accused = [
        found for found in alternatives(language, "S4") if re.search(r"(?:acusada d|woman accused of)", found[1])
    ]
    assert all("…" in text for _, text in accused)
