"""What the words of a noun phrase tell of a role: titles, institutions, posts and nouns for people.

In: a token range of a read article. Out: ``Told``. What the rest of the article says of the speaker is read in
nlp.speech.roles.
"""

from __future__ import annotations

from dataclasses import dataclass

from lexicons.small_words import small_words
from nlp.speech.reading import NounPhrase, Reading

_LISTS = small_words("speech_titles")
# Datos, dados: of an institution, its own words.
_OWN_WORDS = frozenset(_LISTS["own_words"])
OTHER = "other"
IMPACTED = "directly_impacted"
DOCUMENT = "document"
FAMILY = "family"
ORGANIZATION = "organization"
POSSESSIVE = frozenset({"'s", "'", "’s", "’"})
# Strengths that settle a role; a post or a person's noun waits for more.
_SETTLING = frozenset({"title", "institution"})
# Offices that one leaves: a former mayor speaks for no government.
# Who writes of a case as a party to it.
_ACCUSERS = frozenset({"police_military", "prosecutor"})
OFFICES = frozenset({"government", "judge", "prosecutor", "police_military", "prison_authority"})


@dataclass(frozen=True, slots=True)
class Told:
    """What some words tell of a role: ``head`` are the words that do, at token ``index``."""

    role: str | None = None
    strength: str = ""
    head: str = ""
    index: int = -1

    @property
    def settles(self) -> bool:
        """Is the role certain, or only what holds when nothing says more?"""
        return self.strength in _SETTLING


def role_in(reading: Reading, start: int, end: int) -> Told:
    """What the words from ``start`` to ``end`` tell of a role; an empty ``Told`` when they tell nothing.

    The first title or institution settles it; a post before an institution takes the institution's role, a person's
    noun only a title's (*la joven abogada*). In an English compound the last noun is the head (*college student*).
    """
    english = reading.speech.language == "en"
    former = reading.speech.words.former
    found = Told()
    index = start
    beside = -1  # where a compound goes on
    while index < end:
        entry = reading.role_at.get(index)
        if entry is None:
            if english and index == beside and reading.words.lowers[index] in POSSESSIVE:
                beside += 1  # the officer's report, the inmate's mother: what is owned is the head
            index += 1
            continue
        stop, strength, role = entry
        if role == DOCUMENT and _owns(reading, stop, end):
            index = stop  # the bill's architects, whoever they are
            continue
        if _counts(reading, index, stop, end):
            index = stop  # un grupo de internas, a group of reporters: who they are is told behind
            continue
        if strength == "title" and role in OFFICES and index and reading.words.lowers[index - 1] in former:
            strength, role = "person", OTHER
        told = Told(role, strength, " ".join(reading.words.lowers[index:stop]), index)
        if not found.strength or (english and index == beside and strength != "post" and not _is_rank(found, told)):
            found = told
        elif found.settles:
            return _narrowed(reading, found, told, beside=index == beside)
        elif found.strength == "person" and reading.words.lowers[index - 1] in reading.speech.words.of - POSSESSIVE:
            break  # a survivor of child abuse
        elif told.strength == "title" and not (role == DOCUMENT and found.strength == "post"):
            return told
        elif told.strength == "institution" and found.strength == "person" and _one_name(reading, found.index, index):
            found = told  # Women's Empowerment Group
        elif told.strength == "institution" and found.strength == "post":
            return Told(role, "title" if role != OTHER else "post", found.head, found.index)
        elif found.role == OTHER and told.strength == "post":
            found = Told(role, "post", found.head, found.index)
        beside = stop
        index = stop
    return found


def _owns(reading: Reading, stop: int, end: int) -> bool:
    """Is what follows owned by it, and no word of a role?"""
    lowers = reading.words.lowers
    owned = stop + 1 < end and lowers[stop] in POSSESSIVE and lowers[stop + 1][0].isalpha()
    return owned and stop + 1 not in reading.role_at


def _counts(reading: Reading, index: int, stop: int, end: int) -> bool:
    """Does the post only say that they are several, of whom the next words tell?"""
    words, lowers = reading.speech.words, reading.words.lowers
    if reading.words.texts[index] not in words.groups or stop + 1 >= end or lowers[stop] not in words.of:
        return False
    entry = reading.role_at.get(stop + 1) or reading.role_at.get(stop + 2)
    return entry is not None and entry[1] in ("title", "person")


def _one_name(reading: Reading, start: int, end: int) -> bool:
    """Are all words from one to the other capitals, but for *and* and *of*?"""
    words, texts, lowers = reading.speech.words, reading.words.texts, reading.words.lowers
    small = words.of | words.conjunctions | words.determiners | words.prepositions
    return all(texts[index][0].isupper() or lowers[index] in small for index in range(start, end + 1))


def _narrowed(reading: Reading, found: Told, told: Told, *, beside: bool) -> Told:
    """What a second word makes of a title: coronel del penal, counsel for the prosecution, activista detenida."""
    if found.role == "police_military" and found.strength == "title" and told.role == "prison_authority":
        return Told(told.role, found.strength, found.head, found.index)
    if _is_theirs(reading, found, told):
        return Told(told.role, found.strength, found.head, found.index)
    accuses = told.role == "prosecutor" or (told.role == "police_military" and told.strength == "institution")
    if found.role == "defense" and found.strength == "title" and accuses:
        return Told("prosecutor", found.strength, found.head, found.index)
    if found.role == "defense" and told.strength == "institution" and told.role in ("government", ORGANIZATION):
        before = reading.words.lowers[max(found.index, told.index - 2) : told.index]
        if any(lower in reading.speech.words.of for lower in before):  # el abogado del INDH
            return Told(told.role, found.strength, found.head, found.index)
    if beside and told.role == IMPACTED and found.role != DOCUMENT and not _names_itself(reading, found, told):
        return told
    return found


def _names_itself(reading: Reading, found: Told, told: Told) -> bool:
    """La organización Mujeres en Prisión: what stands behind an institution's word in capitals is its name."""
    return found.strength == "institution" and reading.words.texts[told.index][0].isupper()


def _is_theirs(reading: Reading, found: Told, told: Told) -> bool:
    """La investigación de la Fiscalía, a nota da PSP: what the police or the prosecution write of a case is their word,
    and an institution's figures its own. The prison's doctor is of the prison.
    """
    if told.strength != "institution" or told.role is None:
        return False
    before = reading.words.lowers[max(found.index, told.index - 2) : told.index]
    if not any(lower in reading.speech.words.of for lower in before):
        return False
    if found.role == "expert" and found.strength == "title":
        return told.role == "prison_authority"
    if found.role != DOCUMENT:
        return False
    return told.role in _ACCUSERS or (told.role in OFFICES | {ORGANIZATION} and found.head in _OWN_WORDS)


def _is_rank(found: Told, told: Told) -> bool:
    """Police Prosecutor Inspector Dey, a prosecuting QC: a rank after a duty says less than the duty."""
    if found.head.startswith("prosecut") and told.role == "defense":
        return True
    return found.role in ("prosecutor", "judge") and told.role == "police_military"


def of_court(reading: Reading, speaker: NounPhrase) -> bool:
    """Is a judge or a court told by one of the words?"""
    return any(
        reading.role_at[each][2] == "judge" for each in range(speaker.start, speaker.end) if each in reading.role_at
    )
