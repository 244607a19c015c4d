"""Whether a bare plural that names people by a crime names women in scope, or people at large.

In: the words before *traficantes*, *drug dealers*, *criminals*, and how they are tied to her. Out: yes or no. Such
plurals have one form for women and men and stand in any crime report ("users and dealers", "catorce delincuentes"),
so that something must say whom they mean: an article or a noun in the feminine, a verb that says it of these women, or
quotation marks.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lexicons.language_data import TieWords
from lexicons.small_words import small_words
from nlp.texts.words import Words
from nlp.women.mentions.ties import Ties

# Feminine by their form: ladronas, criminosas; of either sex: terroristas, golpistas.
_FEMININE = re.compile(r"(?<!ist)(?<!cid)as$")
# How far before the plural that which says whom it means may stand.
_REACH = 4
# The same for "one of the country's most successful cocaine smugglers".
_ONE_OF_REACH = 9
_LISTS = small_words("plurals")
_ONE_OF = frozenset(tuple(pair.split()) for pair in _LISTS["one_of"])
_OPENING = frozenset("\"“‘«'")
_ENDS = frozenset(";:.()—–")


def means_anybody(words: Words, start: int, end: int, ties: Ties, lists: TieWords, *, tie: str, romance: bool) -> bool:
    """Is the plural at ``start:end`` one that nothing says is these women?"""
    last = words.lowers[end - 1]
    if not last.endswith("s") or last.endswith("ss") or (romance and _FEMININE.search(last)):
        return False
    first, _ = words.sentence(start)
    if start > first and words.texts[start - 1] in _OPENING:
        return False
    for at in range(start - 1, max(first, start - _REACH) - 1, -1):
        lower = words.lowers[at]
        if lower in lists.female or lower in lists.said_of:
            return False
        if lower in _ENDS:
            break
    before = words.lowers[max(first, start - _ONE_OF_REACH) : start]
    if not _ONE_OF.isdisjoint(pairwise(before)):
        return False
    if start < ties.headline_end:
        return not (tie == "sentence" or (romance and tie == "lead"))
    # "The robbers fled": several women were named before and no man.
    article = words.lowers[start - 1] if start > first else ""
    taken_up = article in lists.definite and tie in ("sentence", "previous sentence")
    return not (taken_up and not romance and not ties.men_between(0, start))
