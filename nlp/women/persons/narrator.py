"""Who tells an English article in the first person: "I was arrested ... I identify as a woman".

In: ``Words``. Out: whether "I" is a woman, by what she says of herself. Why: in Romance the participle tells her sex
("fui detenida"); English "I was arrested" tells none, and the nearest woman in the sentence is somebody else.
"""

from __future__ import annotations

from itertools import pairwise

from lexicons.small_words import small_words
from nlp.texts.words import Words

# An article is told in the first person with so many of these, outside what a source is quoted for.
_FEWEST = 4
# How far behind "I" she may call herself something.
_REACH = 8
_LISTS = small_words("narrator")
_WOMEN = frozenset(_LISTS["women"])
# Words that only she says of herself, or of those she stands with.
_HERS = tuple(tuple(pair.split()) for pair in _LISTS["hers"])
_QUOTES = frozenset('"“”')
_QUOTES_AND_I = _QUOTES | {"i"}
# How far before an event its "I" stands ("I was later arrested").
_EVENT_REACH = 3


def told_by_a_woman(words: Words) -> bool:
    """Does a woman tell the article, and say so?"""
    quoted = False
    tellers: list[int] = []
    for at in words.places(_QUOTES_AND_I):
        if words.lowers[at] in _QUOTES:
            quoted = not quoted
        elif not quoted:
            tellers.append(at)
    return len(tellers) >= _FEWEST and any(_calls_herself(words, at) for at in tellers)


def is_her_own(words: Words, start: int) -> bool:
    """Is the event at ``start`` the teller's ("I was arrested", "my cell")?"""
    near = words.lowers[max(words.sentence(start)[0], start - _EVENT_REACH) : start + 1]
    return "i" in near or near[-1] in ("my", "me")


def _calls_herself(words: Words, at: int) -> bool:
    last = words.sentence(at)[1]
    behind = words.lowers[at + 1 : min(last, at + 1 + _REACH)]
    for number, lower in enumerate(behind):
        if lower in _WOMEN and {"am", "'m", "as", "was"} & set(behind[:number]):
            return {"a", "an"} & set(behind[max(0, number - 3) : number]) != set()
    rest = words.lowers[at:last]
    return any(pair in _HERS for pair in pairwise(rest))
