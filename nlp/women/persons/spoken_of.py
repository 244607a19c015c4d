"""Whom an English article speaks of with its pronouns: a woman, a man, or both.

In: ``Words`` and the places where the people lists matched. Out: True, False or None. Why: English nouns tell no sex,
and "the inmate" of an article full of "she" is a woman; but "she said" of a spokeswoman or a judge speaks of neither.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set

from lexicons.small_words import small_words
from nlp.texts.words import Words

# An article speaks of a woman, or of a man, with so many pronouns and so many times as many as of the other.
_FEWEST_PRONOUNS = 3
# Fewer where the other has none.
_FEWEST_ALONE = 2
_PRONOUN_RATIO = 3
# How far behind an office its holder's names stand.
_NAME_AFTER = 3
_LISTS = small_words("spoken_of")
_SUBJECTS = frozenset(_LISTS["subjects"])

Places = dict[str, list[tuple[int, int]]]


def mostly_about(words: Words, lists: Places, first_names: Set[str]) -> bool | None:
    """Does the article speak of a woman (True), of a man (False), or of both or too little to tell (None)?"""
    officials = _of_officials(words, [start for start, _ in lists.get("official", ())])
    nouns = {start for label in ("w:noun", "m:noun", "e:noun") for start, _ in lists.get(label, ())}
    others = sorted(nouns.difference(officials) | {at for at in words.capitals if _is_plain(words, at, first_names)})

    def counts(at: int) -> bool:
        """Is the last person before the pronoun no official?"""
        last = bisect_left(officials, at) - 1
        if last < 0 or words.lowers[at] not in _SUBJECTS:
            return True
        beside = bisect_left(others, at) - 1
        return beside >= 0 and others[beside] > officials[last]

    hers = sum(counts(start) for start, _ in lists.get("w:pronoun", ()))
    his = sum(counts(start) for start, _ in lists.get("m:pronoun", ()))
    fewest = _FEWEST_PRONOUNS if hers and his else _FEWEST_ALONE
    if max(hers, his) < fewest or _PRONOUN_RATIO * min(hers, his) > max(hers, his):
        return None
    return hers > his


def _is_plain(words: Words, at: int, first_names: Set[str]) -> bool:
    """A first name with no title before it."""
    return words.lowers[at] in first_names and not (at and words.texts[at - 1][0].isupper())


def _of_officials(words: Words, offices: list[int]) -> list[int]:
    """Where officials are named, by their office or later by name ("Lieutenant Monica A. said", "A. added")."""
    names = {
        words.texts[at]
        for office in offices
        for at in range(office + 1, min(office + 1 + _NAME_AFTER, len(words.texts)))
        if words.texts[at][0].isupper() and words.texts[at].isalpha()
    }
    return sorted({*offices, *(at for at in words.capitals if words.texts[at] in names)}) if names else offices
