"""English noun phrases: where one begins, whose they are, what is part of a name ("Women in Prison", "Ikoyi Prison").

In: ``Words`` and a place. Out: another place, or yes or no. Why: women that a body is named after are nobody in the
text, and "his pregnant girlfriend's mother" is as oblique as what stands before "his".
"""

from __future__ import annotations

from lexicons.small_words import small_words
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words

_LISTS = small_words("phrases")
# What bodies are named after, and small words inside a name.
_NAMED_AFTER = frozenset(_LISTS["named_after"])
_SMALL = frozenset(_LISTS["small"]) | {"&", "'", "’"}
# What an English noun phrase holds before its noun, at most so many.
_LONGEST_PHRASE = 4
_POSSESSIVE = frozenset({"'s", "’s"})
_DESCRIBING = frozenset(_LISTS["describing"])

# Adjectives that are also nouns for her.
_FEMALE = frozenset(_LISTS["female"])
# Women named by their man, and how far before his noun.
_WIVES = frozenset(_LISTS["wives"])
_KIN_REACH = 6

_JOINS = frozenset(_LISTS["joins"])
_OF = frozenset(_LISTS["of"])
_CLAUSE_ENDS = frozenset(_LISTS["clause_ends"]) | {";"}


def in_a_name(words: Words, index: int) -> bool:
    """Women that a body or a firm has in its name: "Women in Prison said", "an all-women law firm"."""
    if words.lowers[index] not in _NAMED_AFTER:
        return False
    if index > 1 and words.lowers[index - 2 : index] == ["all", "-"]:
        return True
    text = words.texts[index]
    if text.islower() or text.isupper() or is_title_case(words, index):
        return False
    first, last = words.sentence(index)
    before = words.texts[index - 1] if index > first + 1 else ""
    behind = next((word for word in words.texts[index + 1 : last] if word not in _SMALL), "")
    return (before[:1].isupper() and before.isalpha()) or (behind[:1].isupper() and index + 1 < last)


def ends_a_name(words: Words, start: int) -> bool:
    """Is it part of an English name: "Families Against Solitary Confinement", "Golden Grove Prison"?"""
    text, before = words.texts[start], words.texts[start - 1] if start else ""
    if not text[0].isupper() or text.isupper() or not before[:1].isupper() or not before.isalpha():
        return False
    return start - 1 > words.sentence(start)[0] and not is_title_case(words, start)


def begin_of_phrase(words: Words, start: int) -> int:
    """Where the English phrase of a noun begins but one: "(his pregnant) girlfriend's mother"."""
    first = words.sentence(start)[0]
    for _ in range(_LONGEST_PHRASE):
        if start - 2 > first and words.lowers[start - 1] in _POSSESSIVE:
            start -= 2
        elif start - 1 > first and words.lowers[start - 1] in _DESCRIBING:
            start -= 1
        else:
            break
    return start


def holds_office(words: Words, start: int, end: int, offices: set[int]) -> bool:
    """``Female (correctional) officers``: she is there for her office."""
    if words.lowers[start] not in _FEMALE:
        return False
    return end in offices or (end + 1 in offices and words.texts[end].islower() and words.texts[end].isalpha())


def of_a_wife(words: Words, start: int) -> bool:
    """``Wife of jailed journalist``: whose wife she is, is taken for a man."""
    first = max(words.sentence(start)[0], start - _KIN_REACH)
    near = words.lowers[first:start]
    return any(near[at] in _WIVES and near[at + 1] == "of" for at in range(len(near) - 1)) and "," not in near


def ends_clause(words: Words, index: int) -> bool:
    """Does a word join or open a clause, and no part of a title ("fiscal de Familia y de Género, Ana R.")?"""
    if words.texts[index] in _JOINS:
        behind = words.texts[index + 1] if index + 1 < len(words.texts) else ""
        return not (behind[:1].isupper() or behind in _OF)
    return words.texts[index] in _CLAUSE_ENDS
