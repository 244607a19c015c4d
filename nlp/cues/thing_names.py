"""Labels that are the name of a thing, an animal or an officer: *el taller Las Bandidas*, *Bandida, una malinois*,
*Sargento Musa*, *Inmate Ltd*.

In: an article's words. Out: the words that name something other than her, wherever they stand with a capital (rule 3 of
the codebook). What says so: a noun of things before the name or in apposition to it, a rank before it, a company's
letters after it.
"""

from __future__ import annotations

from lexicons.small_words import small_words
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words

_LISTS = small_words("thing_names")
_THINGS = frozenset(_LISTS["things"])
_RANKS = frozenset(_LISTS["ranks"])
_AFTER = frozenset(_LISTS["after"])
# What may stand between the noun of the thing and its name, and between a name and the noun that explains it.
_BETWEEN = frozenset(_LISTS["between"]) | frozenset("\"“‘«'")
_ARTICLES = frozenset(_LISTS["articles"])
_MARKS = frozenset({",", "(", "—", "–"})
_MOST_BETWEEN = 3
_APPOSITION = 3
_LONGEST = 3


def thing_names(words: Words) -> frozenset[str]:
    """The words, in lower case, that are part of a thing's or an officer's name in this article."""
    found: set[str] = set()
    capitals = words.capitals
    for index in capitals:
        if not words.lowers[index][0].isalpha() or words.texts[index].isupper():
            continue
        if _is_explained(words, index) or _is_introduced(words, index):
            found.update(words.lowers[index : _end(words, index)])
    return frozenset(found)


def _end(words: Words, index: int) -> int:
    """Where the run of capitals ends that begins here."""
    stop = index + 1
    while stop < min(len(words.texts), index + _LONGEST) and words.texts[stop][:1].isupper():
        stop += 1
    return stop


def _is_introduced(words: Words, index: int) -> bool:
    """Does a noun of things, or a rank, stand before it? In Title Case every noun has a capital, and tells nothing."""
    first, _ = words.sentence(index)
    if index == first or is_title_case(words, index):
        return False
    at = index - 1
    if words.lowers[at] in _RANKS:
        return True
    for _ in range(_MOST_BETWEEN):
        if at > first and words.lowers[at] in _BETWEEN:
            at -= 1
    return words.lowers[at] in _THINGS


def _is_explained(words: Words, index: int) -> bool:
    """*Inmate, the escape-room chain*; *Inmate Ltd*; *Las Bandidas es el nombre*."""
    end = _end(words, index)
    _, last = words.sentence(index)
    if end >= last:
        return False
    if words.lowers[end] in _AFTER or (words.lowers[end - 1] in _AFTER and end - 1 > index):
        return True
    if " ".join(words.lowers[end : end + 3]) in _AFTER:
        return True
    if words.texts[end] not in _MARKS or end + 1 >= last or words.lowers[end + 1] not in _ARTICLES:
        return False
    return any(words.lowers[at] in _THINGS for at in range(end + 2, min(last, end + 2 + _APPOSITION)))
