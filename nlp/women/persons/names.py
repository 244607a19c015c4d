"""Names in a text: how long one is, which words make it, the one nearest before an event, and what is a body's name.

In: ``Words`` and a place. Out: a length, words or a place. Why: a name of unknown sex is known by its place beside an
event, and "Georgia Supreme Court" is nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lexicons.language_data import load_names
from lexicons.small_words import small_words
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words

# A name has at most this many words, and stands at most this far before its event.
LONGEST_NAME = 5
_NAME_REACH = 8
# Shorter words in capitals are particles and abbreviations.
SHORTEST_NAME = 3
_LISTS = small_words("names")
_INDEFINITE = frozenset(_LISTS["indefinite"])
# After these a capital is a place.
_PLACED = frozenset(_LISTS["placed"])
NAME_JOINERS = frozenset(_LISTS["name_joiners"])


def length_of_name(words: Words, start: int) -> int:
    """How many words with capitals stand together from here."""
    at = start
    while at < len(words.texts) and at < start + LONGEST_NAME and words.texts[at][0].isupper():
        if not words.texts[at].isalpha():
            break
        at += 1
    return at - start


def is_name(words: Words, index: int, names: frozenset[str]) -> bool:
    """Is this token a word of one of these names, in capitals or small capitals?"""
    text = words.texts[index]
    return text[0].isupper() and (text in names or (text.isupper() and text.capitalize() in names))


def names_at(words: Words, names: frozenset[str]) -> list[int]:
    """All tokens that are a word of one of these names, found once an article."""
    known = words.named.get(names)
    if known is None:
        known = [index for index in words.capitals if is_name(words, index, names)] if names else []
        words.named[names] = known
    return known


def capitals(words: Words, start: int) -> list[str]:
    """The words of the name that begins here, past the small words inside it (``María de los Ángeles Pérez``)."""
    found: list[str] = []
    for index in range(start, min(start + LONGEST_NAME, len(words.texts))):
        text = words.texts[index]
        if text[0].isupper() and text.isalpha():
            if len(text) >= SHORTEST_NAME:
                found.append(text.capitalize() if text.isupper() else text)
        elif text not in NAME_JOINERS:
            break
    return found


def name_before(words: Words, event: int) -> int:
    """Where the name nearest before an event begins in its sentence, -1 when none is near: "Gordillo, actualmente
    presa".
    """
    first, _ = words.sentence(event)
    if is_title_case(words, event):
        return -1
    for index in range(event - 1, max(first, event - _NAME_REACH) - 1, -1):
        text = words.texts[index]
        if not text[0].isupper() or not text.isalpha() or len(text) < SHORTEST_NAME:
            continue
        while index > first and words.texts[index - 1][0].isupper() and words.texts[index - 1].isalpha():
            index -= 1
        if names_a_body(words, index):
            return -1
        # The first word of a sentence has its capital from there, unless it has one elsewhere too.
        if index > first or words.texts[index + 1][0].isupper():
            return index
        elsewhere = (at for at in words.capitals if words.texts[at] == text and at != index)
        return index if any(words.sentence(at)[0] != at for at in elsewhere) else -1
    return -1


def has_surname(words: Words, index: int) -> bool:
    """``Rosario Beltrán``, ``Grace Kim``: a common word or a place is a first name by the surname behind it."""
    first, last = words.sentence(index)
    before = words.texts[index - 1] if index > first else ""
    if before.lower() in _PLACED or before[:1].isupper():
        return False
    following = words.texts[index + 1] if index + 1 < last else ""
    plain = following[:1].isupper() and following.isalpha() and len(following) >= SHORTEST_NAME
    return plain and not following.isupper() and not is_title_case(words, index) and not names_a_body(words, index)


def is_full(words: Words, index: int) -> bool:
    """Does another word of a name stand beside this one ("Marissa Alexander", "Alexander Petrov")?"""
    beside = (words.texts[at] for at in (index - 1, index + 1) if 0 <= at < len(words.texts))
    first = words.sentence(index)[0]
    return any(text[0].isupper() and text.isalpha() for text in beside) and index != first


def is_last_of_a_name(words: Words, index: int, known: set[int]) -> bool:
    """Does a first name stand last in a longer name, as a surname ("Anneke Lucas", "Zoila Ortega Rosario")?"""
    if index == words.sentence(index)[0] or index in known or is_title_case(words, index):
        return False
    before = words.texts[index - 1]
    if not before[0].isupper() or not before.isalpha() or len(before) < SHORTEST_NAME:
        return False
    following = words.texts[index + 1] if index + 1 < len(words.texts) else ""
    return not (following[:1].isupper() and following.isalpha())


def names_the_subject(words: Words, start: int, end: int, subjects: Iterable[tuple[int, bool]]) -> bool | None:
    """``A Florida woman slit ... Cathrin K., 35, is accused``: a name with an age that opens a sentence is whom the one
    before brought in. Out: whether a woman, None where it brought in nobody. ``subjects``: places and sexes of nouns.
    """
    number = words.sentence_of[start]
    aged = end + 1 < len(words.texts) and words.texts[end] == "," and words.texts[end + 1].isdigit()
    if not aged or not number or words.sentences[number][0] != start:
        return None
    first, last = words.sentences[number - 1]
    at, woman = next(((at, woman) for at, woman in subjects if first <= at < last), (-1, False))
    return woman if at >= 0 and not _INDEFINITE.isdisjoint(words.lowers[max(first, at - 3) : at]) else None


def names_a_body(words: Words, start: int) -> bool:
    """Do the capitals that begin here name a court, a police force, a street ("Georgia Supreme Court")?"""
    bodies = _bodies()
    return any(words.lowers[at] in bodies for at in range(start, start + length_of_name(words, start)))


@cache
def _bodies() -> frozenset[str]:
    return frozenset(load_names().bodies)
