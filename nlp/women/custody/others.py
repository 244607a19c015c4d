"""Whose sentence or prison it is when the woman beside it is somebody else: a relative, a guard, one who wants it.

In: ``Words``, the woman found as the subject of an event, and the event. Out: yes or no. Why: "the wife of a man jailed
for nine years", "officers at the prison", "la viuda pide veinte años de cárcel" put a woman right beside words of
custody that are not hers.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from lexicons.small_words import small_words
from nlp.texts.words import Words
from nlp.women.persons.people import Person

_LISTS = small_words("others")
# Women named by whose they are.
_KIN = frozenset(_LISTS["kin"])
_MOTHERS = frozenset(_LISTS["mothers"])
_OF = frozenset(_LISTS["of"])
# After "mother of" they count or name her children, and what follows is hers: "mother of two jailed".
_CHILDREN = frozenset(_LISTS["children"])
# How long the phrase is of whoever she belongs to, and what ends it.
_LONGEST_PHRASE = 14
_ENDS_PHRASE = frozenset(_LISTS["ends_phrase"]) | {",", ":", ";", "–", "—"}
# Between a place and the work done there ("guardia del penal", "officer at the state prison").
_BETWEEN = frozenset(_LISTS["between"]) | {"-"}
_WORK_REACH = 6
_COURT = _LISTS["court"]
# What is no penalty: "pide su libertad" may be asked by her.
_LIBERTY = _LISTS["liberty"]
_PENALTY = _LISTS["penalty"]


def belongs_to_kin(words: Words, person: Person, event: int, auxiliaries: Set[str]) -> bool:
    """``The wife of a journalist sentenced to``: it befell whom she belongs to, and no verb of hers stands between."""
    kin = words.lowers[person.end - 1]
    if person.end >= event or words.lowers[person.end] not in _OF or kin not in _KIN | _MOTHERS:
        return False
    between = words.lowers[person.end + 1 : event]
    if kin in _MOTHERS and (not between or not _CHILDREN.isdisjoint(between[:2])):
        return False
    if len(between) > _LONGEST_PHRASE or not _ENDS_PHRASE.isdisjoint(between):
        return False
    return auxiliaries.isdisjoint(between) and words.lowers[event] not in auxiliaries


def works_there(words: Words, start: int, end: int, works: Set[str]) -> bool:
    """Is the prison or court only where somebody works ("directora del penal", "prison officers")?"""
    if end < len(words.lowers) and words.lowers[end] in works:
        return True
    if any(lower.startswith(_COURT) for lower in words.lowers[start:end]):
        return False
    first = max(words.sentence(start)[0], start - _WORK_REACH)
    for at in range(start - 1, first - 1, -1):
        if words.lowers[at] in works:
            return True
        if words.lowers[at] not in _BETWEEN:
            return False
    return False


def is_wanted(words: Words, person: Person, start: int, end: int, wanting: Sequence[tuple[int, int]]) -> bool:
    """``La viuda pide veinte años de cárcel``, ``she welcomed the sentence``: a penalty that she wants or judges."""
    if not any(person.end <= verb < start for verb, _ in wanting):
        return False
    event = words.lowers[start:end]
    if any(word.startswith(_LIBERTY) for word in event):
        return False
    return any(word.startswith(_PENALTY) for word in event)
