"""Whether a participle in the feminine belongs to a noun that is no woman: "la banda fue detenida", "pessoas presas".

In: ``Words``, the place of the participle, the persons and the nouns known to be things. Out: yes or no. Why: Romance
participles agree with gangs, families and loads as they do with women; the noun they agree with is the subject, which
stands first in its clause or right before them, and never behind a preposition of its own.
"""

from __future__ import annotations

from collections.abc import Set

from lexicons.small_words import small_words
from nlp.texts.words import Words
from nlp.women.persons.people import Person

# How far before a participle the noun it belongs to may stand ("cinco personas que viajaban fueron detenidas").
_NOUN_REACH = 9
# And how far after it ("fueron detenidas cinco personas").
_NOUN_AFTER = 2
_LISTS = small_words("things")
# Nouns in these endings are never a woman, whatever they mean ("la administración", "a prefeitura").
_ABSTRACT = _LISTS["abstract"]
_ARTICLES = frozenset(_LISTS["articles"])
# What opens a clause about the noun right before it, and what brings in another subject there.
_RELATIVES = frozenset(_LISTS["relatives"])
_OTHER_CLAUSE = frozenset(_LISTS["joins"]) | {","}


def belongs_to_thing(
    words: Words, start: int, end: int, people: list[Person], things: list[int], prepositions: Set[str]
) -> bool:
    """Does the participle at ``start`` to ``end`` agree with a thing, a gang or "persons", and with no woman?"""
    first, last = words.sentence(start)
    women = [
        person.start
        for person in people
        if person.woman and first <= person.start < last and person.start not in things
        if not start <= person.start < end
    ]
    if any(end <= at < min(last, end + _NOUN_AFTER) for at in things) and not any(
        at < min(last, end + _NOUN_AFTER) for at in women
    ):
        return True
    # "Gabriela Pessoa está presa": a noun in capitals inside a sentence is a name.
    nouns = [at for at in things if first <= at < start and (at == first or words.texts[at].islower())]
    nouns += [at for at in range(max(first, start - _NOUN_REACH), start) if _is_abstract(words, at)]
    nearest = max(nouns, default=-1)
    if nearest < 0:
        return False
    before = [at for at in women if at < start]
    relative = words.lowers[nearest + 1] in _RELATIVES and not any(nearest < at for at in before)
    if relative and _OTHER_CLAUSE.isdisjoint(words.lowers[nearest + 2 : start]):
        return True  # "madres de personas que están encarceladas"
    if nearest == start - 1:
        return nearest not in before
    if _is_behind(words, first, nearest, prepositions):
        # Not the subject; but where no woman is named before it, it is the best there is.
        return not before and start - nearest <= _NOUN_REACH and not any(at < start + _NOUN_REACH for at in women)
    if start - nearest > _NOUN_REACH:
        return not before
    return not any(nearest < at < min(last, end + _NOUN_AFTER) for at in women)


def _is_abstract(words: Words, at: int) -> bool:
    return words.lowers[at].endswith(_ABSTRACT) and at > 0 and words.lowers[at - 1] in _ARTICLES


def _is_behind(words: Words, first: int, at: int, prepositions: Set[str]) -> bool:
    before = at - 1
    if before >= first and words.lowers[before] in _ARTICLES:
        before -= 1
    return before >= first and words.lowers[before] in prepositions
