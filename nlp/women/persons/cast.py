"""The actors of a story: "Renata (Paulina Goto) escapa del penal".

In: ``Words``. Out: where a name stands with another full name in brackets, which is how the press gives a part and who
plays it. Why: a soap's synopsis speaks of arrests as news does and may hold no other word of fiction.
"""

from __future__ import annotations

from functools import cache

from lexicons.language_data import load_names
from nlp.texts.words import Words

_OPEN = frozenset({"("})
_SHORTEST, _LONGEST = 2, 4


def castings(words: Words) -> list[int]:
    """The places of brackets that hold an actor's name behind a character's."""
    first_names = _first_names()
    found = []
    for at in words.places(_OPEN):
        if not at or not words.texts[at - 1][0].isupper() or not words.texts[at - 1].isalpha():
            continue
        end = at + 1
        while end < len(words.texts) and words.texts[end][0].isupper() and words.texts[end].isalpha():
            end += 1
        closed = end < len(words.texts) and words.texts[end] == ")"
        if closed and _SHORTEST <= end - at - 1 <= _LONGEST and words.lowers[at + 1] in first_names:
            found.append(at)
    return found


@cache
def _first_names() -> frozenset[str]:
    names = load_names()
    return frozenset(names.women) | frozenset(names.men)
