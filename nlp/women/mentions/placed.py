"""Which words that look like a woman's name are a place's: the town she was arrested in, whose gang it was.

In: ``Words``, the scan, the speakers and the words taken for her names. Out: those of them that stand in places only.
Why: no list holds every town, and a town beside an arrest reads like a name. A run of capitals is a place when the text
puts it where places stand ("em X", "na rodoviária de X", "mothers from X", "who terrorized X") and nowhere gives it to
a person: an age, a title or noun of hers before it, a verb of arrest or of saying with it as subject, a first name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from lexicons.language_data import load_names
from lexicons.small_words import small_words
from nlp.speech.sources import Attribution
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words, places_of
from nlp.women.custody.evidence import Scan
from nlp.women.persons.names import NAME_JOINERS

_LISTS = small_words("placed")
# Behind these a capital is where something is.
_WHERE = frozenset(_LISTS["where"])
# Behind these it may be whose or whom: a place by the noun before them alone.
_OF = frozenset(_LISTS["of"])
_PREPOSITIONS = _WHERE | _OF | frozenset(_LISTS["beside"])
# Whose "de X" and "of X" say where: settlements, ways, buildings, courts, prisons, people by where they live.
_PLACES = frozenset(_LISTS["places"])
# "São Telmo" is a place unless the text makes it a person; "Santa Pérez" may be a woman.
_SAINTS = frozenset(_LISTS["saints"])
_TITLES = frozenset(_LISTS["titles"])
# Who is called so, is she: "la mujer que llaman X", "a woman who was X".
_CALLING = frozenset(_LISTS["calling"])
_SHORTEST_VERB = 4
_BEFORE_AGE = frozenset({",", "(", ",("})
# An age and not a number of things: "de 31 anos", "34,", "(27)".
_AFTER_AGE = frozenset(_LISTS["after_age"]) | {")", "),", ").", ",", "."}
_AGE_REACH = 3
_YOUNGEST, _OLDEST = 12, 99
_HERS = frozenset({"event", "label"})


def words_of_places(
    words: Words, scan: Scan, attributions: Iterable[Attribution], names: frozenset[str]
) -> frozenset[str]:
    """The words of these names that the text gives to places and to no person."""
    if not names:
        return frozenset()
    nouns = {person.end for person in scan.people if person.woman and person.kind in ("noun", "occupation")}
    subjects = {item.who for item in scan.evidence if item.kind in _HERS and item.who >= 0}
    subjects |= {item.speaker_start for item in attributions if item.speaker_start is not None}
    placed: set[str] = set()
    personal: set[str] = set()
    for start, end in _runs(words, names):
        texts = {text for text in words.texts[start:end] if text[0].isupper()}
        if is_title_case(words, start):
            continue
        if _is_where(words, start):
            placed |= texts
        elif _is_person(words, start, end, nouns, subjects):
            personal |= texts
        elif words.lowers[start] in _SAINTS or _is_terrorized(words, start, nouns):
            placed |= texts
    return frozenset(names & (placed - personal))


def _runs(words: Words, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Each run of capitals, small words inside it, that holds a word of these names."""
    reached = 0
    for at in places_of(words.texts, names):
        if at < reached:
            continue
        first, last = words.sentence(at)
        start = at
        while (before := _next_capital(words, start, -1, first, last)) is not None and (
            # The first word of a sentence has its capital from there.
            before > first or words.texts[before] in names or _is_first_name(words.lowers[before], or_saint=True)
        ):
            start = before
        end = at
        while (after := _next_capital(words, end, 1, first, last)) is not None:
            end = after
        reached = end + 1
        yield start, end + 1


def _next_capital(words: Words, at: int, step: int, first: int, last: int) -> int | None:
    """The next word with a capital, small words of names aside."""
    at += step
    while first <= at < last and words.texts[at] in NAME_JOINERS:
        at += step
    found = first <= at < last and words.texts[at][0].isupper() and words.lowers[at] not in _PREPOSITIONS
    return at if found else None


def _is_where(words: Words, start: int) -> bool:
    """Does a preposition of place stand before it, or one of belonging behind a noun of places or their people?"""
    first = words.sentence(start)[0]
    before = _before(words, start, first)
    if before in _WHERE:
        return True
    return before in _OF and _before(words, start - 1, first) in _PLACES


def _before(words: Words, at: int, first: int) -> str:
    return words.lowers[at - 1] if at > first else ""


def _is_person(words: Words, start: int, end: int, nouns: set[int], subjects: set[int]) -> bool:
    """Does the text give the run that stands here to a person?"""
    before = _before(words, start, words.sentence(start)[0])
    if before in _TITLES or start in nouns or (before == "," and start - 1 in nouns):
        return True
    if _is_first_name(words.lowers[start], or_saint=False) or _has_age(words, end):
        return True
    return before not in _PREPOSITIONS and any(at in subjects for at in range(start, end))


def _has_age(words: Words, end: int) -> bool:
    if end >= len(words.texts) or words.texts[end] not in _BEFORE_AGE:
        return False
    for at in range(end + 1, min(end + 1 + _AGE_REACH, len(words.texts) - 1)):
        if words.texts[at].isdecimal():
            return _YOUNGEST <= int(words.texts[at]) <= _OLDEST and words.lowers[at + 1] in _AFTER_AGE
    return False


def _is_terrorized(words: Words, start: int, nouns: set[int]) -> bool:
    """``Bandida que aterrorizava X``, ``who terrorized X``: what she did something to is not she.

    *O crime que cometeu X* has its subject last, so *que* counts behind a noun of hers only.
    """
    verb = start - 1
    if (
        verb - 1 <= words.sentence(start)[0]
        or len(words.texts[verb]) < _SHORTEST_VERB
        or not words.texts[verb].islower()
    ):
        return False
    relative = words.lowers[verb - 1]
    return words.lowers[verb] not in _CALLING and (relative == "who" or (relative == "que" and verb - 1 in nouns))


def _is_first_name(lower: str, *, or_saint: bool) -> bool:
    """Is the word a first name? Where it may name a saint too, as ``or_saint`` says."""
    return or_saint if lower in _SAINTS else lower in _first_names()


@cache
def _first_names() -> frozenset[str]:
    names = load_names()
    return frozenset(names.women) | frozenset(names.men)
