"""Romance words that look like a woman and name none: "la justicia mexicana", "Protección Ciudadana", "fue detenida".

In: ``Words`` and the place of a word from the lists of women. Out: yes or no. Why: words of origin and participles are
adjectives as often as nouns, and capitals inside a sentence are somebody's or something's name.
"""

from __future__ import annotations

from collections.abc import Set

from lexicons.small_words import small_words
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words

_LISTS = small_words("lookalikes")
# Nouns in these endings are things and bodies; words of origin in those are hers only as nouns.
_THINGS = _LISTS["things"]
_ORIGINS = _LISTS["origins"]
# Participles that are also nouns for her.
_PARTICIPLES = _LISTS["participles"]
_ARTICLES = frozenset(_LISTS["articles"])
# A capital behind one of these is part of a name ("la cárcel de Dueñas").
_INSIDE_NAMES = frozenset(_LISTS["inside_names"])


def is_no_noun(words: Words, start: int, feminine: Set[str]) -> bool:
    """Is it a word of origin behind a thing, or a capital inside a name? ``feminine``: words that make it hers."""
    if start == words.sentence(start)[0] or words.texts[start].isupper():
        return False
    before = words.lowers[start - 1]
    if words.texts[start].islower():
        if before in feminine or before in _ARTICLES or not before.endswith(_THINGS):
            return False
        return words.lowers[start].rstrip("s").endswith(_ORIGINS)
    name = words.texts[start - 1][0].isupper() and before.endswith(_THINGS)
    return (words.texts[start - 1] in _INSIDE_NAMES or name) and not is_title_case(words, start)


def is_predicate(words: Words, start: int, end: int, copulas: Set[str]) -> bool:
    """``Las personas que fueron detenidas``: after a copula a participle names nobody."""
    return start > 0 and words.lowers[start - 1] in copulas and words.lowers[end - 1].endswith(_PARTICIPLES)
