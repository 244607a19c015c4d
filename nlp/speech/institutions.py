"""The institution that words without one mean: whose director, whose spokesman, which *entidad*.

In: a ``Reading`` and a place. Out: the role of the institution named last before it, or its noun phrase.
"""

from __future__ import annotations

from collections.abc import Container

from lexicons.small_words import small_words
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.titles import OFFICES, ORGANIZATION, Told, role_in

# Whose director, whose spokesman: a prison is mostly where she is; only who directs it is of it.
HOUSES = frozenset({"prison_authority", ORGANIZATION, "expert", "defense"})
BODIES = OFFICES - {"prison_authority"} | {ORGANIZATION, "expert", "defense"}
# A minister is of the court or of the government, whichever was named last.
COURT_OR_STATE = frozenset({"judge", "government"})
# A paragraph mark may stand between two paragraphs and count as one.
_PARAGRAPHS_BACK = 2
# Proyecto Esperanza, the Howard Road Project: nouns that head or end the name of a body.
_LISTS = small_words("institutions")
_HEADS = frozenset(_LISTS["heads"])
_ENDS = frozenset(_LISTS["ends"])
# AJPD: so many capitals are an acronym; fewer may be initials.
_ACRONYM = range(3, 10)


def is_body(reading: Reading, phrase: NounPhrase, told: Told) -> bool:
    """Does a phrase name a body that no list knows: Centro Ana Gil, the Howard Road Project, the AJPD?"""
    texts, words = reading.words.texts, reading.speech.words
    if told.strength not in ("", "post") or told.role not in (None, "other"):
        return False
    names = [each for each in range(phrase.start, phrase.end) if reading.words.lowers[each] not in words.determiners]
    if len(names) == 1 and not told.strength:
        text = texts[names[0]]
        return len(text) in _ACRONYM and text.isalpha() and text.isupper()
    if len(names) < 2 or not texts[names[0]][0].isupper() or not texts[names[-1]][0].isupper():
        return False
    headed = reading.words.lowers[names[0]] in _HEADS and names[0] > reading.words.sentence(names[0])[0]
    return headed or reading.words.lowers[names[-1]] in _ENDS


def institution_before(reading: Reading, at: int, wanted: Container[str], *, one: bool = False) -> str | None:
    """The role of the institution named last before. ``one``: not of several, which have no head."""
    paragraph = reading.words.paragraph_of
    for index in reversed([place for place in reading.role_at if place < at]):
        if paragraph[at] - paragraph[index] > _PARAGRAPHS_BACK and wanted not in (HOUSES, COURT_OR_STATE):
            return None
        _, strength, role = reading.role_at[index]
        several = one and reading.words.texts[index].islower() and reading.words.lowers[index].endswith("s")
        if strength == "institution" and role in wanted and index not in reading.quote_at and not several:
            return role
    return None


def of_prison(reading: Reading, at: int) -> bool:
    """The governor, whom the article names nowhere, where a prison was named: a state's governor has a name."""
    lowers = reading.words.lowers
    named = any(
        lowers[end - 1] in ("governor", "gov", "gov.") and end < len(lowers) and reading.is_name(end)
        for end, _, role in reading.role_at.values()
        if role == "government"
    )
    of_state = at + 1 < len(lowers) and lowers[at + 1] == "of"
    if named or of_state or reading.words.texts[at][0].isupper():
        return False
    return any(place < at and role == "prison_authority" for place, (_, _, role) in reading.role_at.items())


def body_before(reading: Reading, at: int) -> NounPhrase | None:
    """The institution that *la entidad* means where none has spoken: the one named last, in full."""
    paragraph = reading.words.paragraph_of
    for index in reversed([place for place in reading.role_at if place < at]):
        if paragraph[at] - paragraph[index] > _PARAGRAPHS_BACK:
            return None
        end, strength, _ = reading.role_at[index]
        if strength != "institution" or not reading.words.texts[index][0].isupper():
            continue
        whole = reading.phrase_before(end, reading.words.sentence(index)[0])
        if whole is not None and (told := role_in(reading, whole.start, whole.end)).strength == "institution":
            return whole if told.role in BODIES else None
    return None
