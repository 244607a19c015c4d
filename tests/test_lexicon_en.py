"""The English cue lexicon: it loads, covers every code, and its entries can be acted on."""

import pytest

from lexicons.codebook import load_codebook
from lexicons.cues import Lexicon, load_guides, load_lexicon
from tests.lexicon_conditions import takes_away


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon("en")


def test_there_are_at_least_150_cues_over_all_codes(lexicon: Lexicon) -> None:
    assert len(lexicon.cues) >= 150
    assert {cue.code for cue in lexicon.cues} == set(load_codebook().codes)


def test_every_stigmatizing_cue_says_what_to_write_instead_and_who_says_so(lexicon: Lexicon) -> None:
    for cue in lexicon.cues:
        assert set(cue.source) <= load_guides().keys()
        if cue.code.startswith("S"):
            assert cue.instead, cue.id


@pytest.mark.parametrize("singular", ["inmate", "convict", "drug mule", "offender", "junkie", "queenpin", "felon"])
def test_labels_are_listed_in_the_plural_too(lexicon: Lexicon, singular: str) -> None:
    forms = {form for cue in lexicon.cues for form in cue.forms}
    assert {singular, f"{singular}s"} <= forms


def test_one_form_carries_one_code_once(lexicon: Lexicon) -> None:
    seen: set[tuple[str, str]] = set()
    for cue in lexicon.cues:
        for form in cue.forms:
            assert (cue.code, form) not in seen, f"{cue.id}: '{form}' stands twice under {cue.code}"
            seen.add((cue.code, form))


@pytest.mark.parametrize(("form", "blocker"), [("mule", "donkey"), ("black widow", "marvel"), ("inmate", "population")])
def test_known_false_friends_are_blocked(lexicon: Lexicon, form: str, blocker: str) -> None:
    cue = next(cue for cue in lexicon.cues if form in cue.forms)
    assert any(word.startswith(blocker) for word in takes_away(cue))
