"""Romance nouns of women that no list holds, known by their form: "la chapeadora", "uma muambeira".

In: ``Words``. Out: places of nouns. Why: what a woman does, and what the press calls her for it, is named in words of
each country; the feminine article and the ending of who does something name a woman, unless the word is known to be
a thing (small_words.toml) or stands before another noun it only describes.
"""

from __future__ import annotations

from collections.abc import Iterator

from lexicons.small_words import small_words
from nlp.texts.words import Words

_LISTS = small_words("doers")
_ARTICLES = frozenset(_LISTS["articles"])
_ENDINGS = _LISTS["endings"]
# Things and bodies in these endings ("la computadora", "a bandeira"), and words that only describe.
_THINGS = frozenset(_LISTS["things"])
_QUOTES = frozenset("\"'“‘«")


def doers(words: Words) -> Iterator[int]:
    """Where a noun stands that names a woman by what she does."""
    for article in words.places(_ARTICLES):
        at = article + 1
        if at < len(words.texts) and words.texts[at] in _QUOTES:
            at += 1
        if at >= len(words.texts) or not words.texts[at].isalpha():
            continue
        lower = words.lowers[at]
        if not lower.endswith(_ENDINGS) or lower in _THINGS:
            continue
        if words.texts[at].islower() or words.texts[at].isupper():
            yield at
