"""The English cue lexicon: it loads, covers every code, and its entries can be acted on."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from lexicons.codebook import load_codebook
from lexicons.cues import Lexicon, load_guides, load_lexicon
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import words_of
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


# One meaning in the words of different newspapers: paradigms, nouns of the act, passives, idioms.
WORDINGS = {
    "R2": [
        "denied her insulin", "medication was withheld", "went without clean water", "her pleas were ignored",
        "held for nine days without charge", "the detention was unlawful", "sued the prison service",
        "strip-searched by male officers", "forced to sign a statement", "in breach of the rules",
        "entitled to an interpreter", "separated from her newborn", "judges threw out the confession",
        "had never seen a doctor", "the jurors were not told", "bail she could not afford", "forced to squat",
        "the court refused to hear", "broke its own rules", "miscarriage is not a crime",
    ],
    "R3": [
        "calls for the release of pregnant women", "stop sending women to jail", "community orders",
        "treatment rather than prison", "a plea for clemency", "rebuild her life", "hires former inmates with a record",
        "a law that would expunge old records", "cuts reoffending", "legalise street vending",
        "belongs with her children", "no new prisons", "served in the community", "ready for release",
    ],
    "R4": [
        "founded a collective", "went on hunger strike", "wrote to the minister", "runs a reading group",
        "smuggled out letters", "teaches other women", "broke her silence", "testified before a committee",
        "drew up a list of demands", "shouted from the windows", "the women voted",
    ],
    "S6": [
        "should be hanged", "throw away the key", "poisoned her husband", "ran a drug ring", "finally behind bars",
        "a danger to society", "slap on the wrist", "preyed on pensioners", "got what was coming",
        "has been supplying addicts", "should never be let out",
    ],
    "S4": ["queen of scams", "black widow", "leggy brunette", "racy selfies", "seduced the guard"],
    "S5": ["abandoned her baby", "used her baby as a shield", "what kind of mother", "not fit to be a mother"],
}  # fmt: skip


@pytest.fixture(scope="module")
def forms(lexicon: Lexicon) -> PhraseTrie:
    trie = PhraseTrie(str.split, lexicon.classes.members)
    for cue in lexicon.cues:
        if cue.code in WORDINGS:
            for form in cue.forms:
                trie.add(form, cue.code)
    return trie


@pytest.mark.parametrize(("code", "words"), [(code, each) for code, all_ in WORDINGS.items() for each in all_])
def test_the_many_wordings_of_one_meaning_are_known(forms: PhraseTrie, code: str, words: str) -> None:
    doc = Doc(Vocab(), words=words.split())
    doc[0].is_sent_start = True
    assert code in {found for _, _, found in forms.find(words_of(doc))}
