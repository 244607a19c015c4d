"""Who is named in an article, and whether a woman or a man: nouns, pronouns, first names and the surnames they bring.

In: ``Words`` and the places where the people lists matched. Out: ``Person`` after ``Person``. Why by lists: tier 0 has
no tagger, and English does not mark a woman's arrest in the verb; a first name or a pronoun beside it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lexicons.language_data import load_names
from nlp.grammar import is_title_case
from nlp.words import Words

# A preposition this near before a person makes it an object.
_OBLIQUE_REACH = 2
# A noun and the name in apposition to it: "la exlíder del Sindicato Nacional de ..., Elba".
APPOSITION_REACH = 16
# Words of an office before its holder's name ("la jueza federal Ana R.").
_OFFICE_REACH = 2
# A name has at most this many words, and stands at most this far before its event.
_LONGEST_NAME = 5
_NAME_REACH = 8
# Shorter words in capitals are particles and abbreviations.
_SHORTEST_NAME = 3
# What makes a first name a place or a feast.
_SAINTS = frozenset(
    {"san", "santa", "santo", "são", "saint", "st", "st.", "calle", "avenida", "rua", "hospital", "colonia"}
)
_NAME_JOINERS = frozenset({"de", "da", "do", "dos", "das", "del", "la", "los", "las"})
# Words after which an apposition is another person's.
_CLAUSE_ENDS = frozenset({";", "y", "e", "and", "que", "who"})

Places = dict[str, list[tuple[int, int]]]


class Person(NamedTuple):
    """A word that names a person of known sex. ``oblique``: as an object, or as somebody's relative."""

    start: int
    end: int
    woman: bool
    kind: str  # noun, occupation, pronoun, name
    oblique: bool


class PeopleFinder:
    """Finds persons of known sex. Built once a language; keeps nothing between articles."""

    def __init__(self, oblique: Iterable[str]) -> None:
        names = load_names()
        self._women_names = frozenset(names.women)
        self._men_names = frozenset(names.men)
        self._first_names = self._women_names | self._men_names
        self._oblique = frozenset(oblique)

    def find(self, words: Words, lists: Places) -> list[Person]:
        """Persons of known sex in order. A name counts in capitals only; a man's noun beats "her" before it."""
        people: list[Person] = []
        for label in ("w:noun", "w:occupation", "m:noun", "w:pronoun", "m:pronoun"):
            woman, kind = label[0] == "w", label[2:]
            for start, end in lists.get(label, ()):
                people.append(Person(start, end, woman, kind, self._is_oblique(words, start)))
        for index, text in enumerate(words.texts):
            if not text[0].isupper():
                continue
            lower = words.lowers[index]
            woman = lower in self._women_names
            if not woman and lower not in self._men_names:
                continue
            before = words.lowers[index - 1] if index else ""
            # "José María", "Juan Carlos": the first of two first names tells.
            if before in _SAINTS or before in self._first_names:
                continue
            people.append(Person(index, index + 1, woman, "name", self._is_oblique(words, index)))
        people.extend(self._surnames(words, people))
        people.sort()
        # A name is as oblique as the noun before it: "de la exgobernadora Amalia".
        for number in range(1, len(people)):
            title, named = people[number - 1], people[number]
            if named.kind == "name" and title.oblique and title.end == named.start:
                people[number] = named._replace(oblique=True)
        men = {person.start for person in people if not person.woman}
        officials = lists.get("official", [])
        state = {
            text
            for person in people
            if self._is_official(words, person, officials)
            for text in capitals(words, person.start)
        }
        people = [person for person in people if person.kind != "name" or words.texts[person.start] not in state]
        return [
            person
            for person in people
            if not (person.woman and person.kind == "pronoun" and self._possesses(words, person, men))
        ]

    def _surnames(self, words: Words, people: list[Person]) -> list[Person]:
        """Later mentions by surname alone: "Salas" is the woman introduced as "Marta Salas"."""
        sexes: dict[str, bool | None] = {}
        used = {person.start for person in people}
        for person in people:
            if person.kind == "name":
                for offset, text in enumerate(capitals(words, person.start)):
                    if offset and not text.isupper() and text.lower() not in self._first_names:
                        sexes[text] = None if sexes.get(text, person.woman) is not person.woman else person.woman
        if not sexes:
            return []
        return [
            Person(index, index + 1, woman, "name", self._is_oblique(words, index))
            for index, text in enumerate(words.texts)
            if (woman := sexes.get(text)) is not None
            and index not in used
            and (not index or not words.texts[index - 1][0].isupper() or words.sentence(index)[0] == index)
        ]

    def _is_official(self, words: Words, person: Person, officials: list[tuple[int, int]]) -> bool:
        """``la visitadora del sistema penitenciario, Celia S.``: she speaks for the state and is nobody's prisoner."""
        if person.kind != "name" or not person.woman:
            return False
        first, _ = words.sentence(person.start)
        nearest = max((start for start, _ in officials if start < person.start), default=-1)
        if nearest < max(first, person.start - APPOSITION_REACH):
            return False
        # Beside the office ("Judge Mary O.") or in apposition after a comma; "deputies booked Anita H." is neither.
        if person.start - nearest > _OFFICE_REACH and words.texts[person.start - 1] != ",":
            return False
        return not any(words.texts[index] in _CLAUSE_ENDS for index in range(nearest, person.start))

    def _possesses(self, words: Words, person: Person, men: set[int]) -> bool:
        """``her husband``: the pronoun is not who the words are about."""
        return words.lowers[person.start] == "her" and (person.end in men or person.end + 1 in men)

    def _is_oblique(self, words: Words, start: int) -> bool:
        first = max(words.sentence(start)[0], start - _OBLIQUE_REACH)
        return any(words.lowers[index] in self._oblique for index in range(first, start))


def is_name(words: Words, index: int, names: frozenset[str]) -> bool:
    """Is this token a word of one of these names, in capitals or small capitals?"""
    text = words.texts[index]
    return text[0].isupper() and (text in names or (text.isupper() and text.capitalize() in names))


def capitals(words: Words, start: int) -> list[str]:
    """The words of the name that begins here, past the small words inside it (``María de los Ángeles Pérez``)."""
    found: list[str] = []
    for index in range(start, min(start + _LONGEST_NAME, len(words.texts))):
        text = words.texts[index]
        if text[0].isupper() and text.isalpha():
            if len(text) >= _SHORTEST_NAME:
                found.append(text.capitalize() if text.isupper() else text)
        elif text not in _NAME_JOINERS:
            break
    return found


def name_before(words: Words, event: int) -> int:
    """Where the name nearest before an event begins in its sentence, -1 when none is near: "Gordillo, actualmente
    presa".
    """
    first, _ = words.sentence(event)
    if is_title_case(words, event):
        return -1
    for index in range(event - 1, max(first, event - _NAME_REACH) - 1, -1):
        text = words.texts[index]
        if not text[0].isupper() or not text.isalpha() or len(text) < _SHORTEST_NAME:
            continue
        while index > first and words.texts[index - 1][0].isupper() and words.texts[index - 1].isalpha():
            index -= 1
        # The first word of a sentence has its capital from there.
        return index if index > first or words.texts[index + 1][0].isupper() else -1
    return -1
