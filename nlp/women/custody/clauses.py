"""Whose clause an event is in: "a mum who hurt her son has been jailed", "Ana, whose husband is held, was released".

In: ``Words``, the persons of a sentence and the place of an event. Out: the person before "who", or the one with whom
the main clause goes on. Why: between a subject and its verb others are named, and the nearest person is one of them.
"""

from __future__ import annotations

from collections.abc import Set

from lexicons.small_words import small_words
from nlp.texts.words import Words
from nlp.women.persons.people import Person

# "who" this near before an event makes whoever stands before it the subject.
_RELATIVE_REACH = 8
# And as far where no comma stands between.
_LONGEST_CLAUSE = 22
_PUNCTUATION = frozenset({",", ";", ":", '"', "”", "—"})
_LISTS = small_words("clauses")
WHO = frozenset(_LISTS["who"])
_BEFORE_WHO = frozenset(_LISTS["before_who"])
# How far before "who" the apposition it closes may begin.
_APPOSITION = 9
_ARTICLES = frozenset(_LISTS["articles"])
_RELATIVES = frozenset(_LISTS["relatives"])
# What goes on with the clause before it.
_NO_CLAUSE_BEHIND = frozenset(_LISTS["no_clause_behind"])


class ClauseReader:
    """``verbs``: auxiliaries and perfects, before a verb of the main clause."""

    def __init__(self, verbs: Set[str]) -> None:
        self._verbs = verbs

    def relative(self, words: Words, start: int, first: int, people: list[Person]) -> Person | None:
        """Whoever stands right before "who" is the subject of its verb: "their husbands, who were arrested"."""
        at = self._who(words, start, first)
        if at < 0:
            return None
        end = at - 1 if words.lowers[at - 1] in _BEFORE_WHO and at - 1 > first else at  # "Ana R., a quien"
        end = end - 1 if words.lowers[end - 1] == "," else end
        begin = begin_of_name(words, end, first)
        beside = next((each for each in people if first <= each.start and each.end <= at <= each.end + 1), None)
        beside = beside or next((each for each in people if begin <= each.start < end), None)
        return beside or self._apposed(words, end, first, people)

    def _who(self, words: Words, start: int, first: int) -> int:
        """Where the "who" stands whose clause the event is in, -1 when in none; the clause ends at a comma."""
        for at in range(start - 1, max(first, start - _LONGEST_CLAUSE) - 1, -1):
            if words.lowers[at] in WHO:
                return at
            if start - at > _RELATIVE_REACH and words.lowers[at] in _PUNCTUATION:
                return -1
        return -1

    def _apposed(self, words: Words, end: int, first: int, people: list[Person]) -> Person | None:
        """``Vladimir K., an opposition activist who was jailed``: the name that the noun before "who" is said of."""
        comma = next(
            (at for at in range(end - 1, max(first, end - _APPOSITION) - 1, -1) if words.lowers[at] == ","), -1
        )
        if comma <= first or words.lowers[comma + 1] not in _ARTICLES:
            return None
        begin = begin_of_name(words, comma, first)
        return next((each for each in people if begin <= each.start < comma and each.kind == "name"), None)

    def relates_to_a_name(self, words: Words, start: int, first: int) -> bool:
        """Does a name of unknown sex stand right before "who" ("Dr. Amir Q., who is charged")?"""
        for at in range(start - 1, max(first, start - _RELATIVE_REACH) - 1, -1):
            if words.lowers[at] in WHO:
                end = at - 1 if words.lowers[at - 1] == "," else at
                return end - begin_of_name(words, end, first) > 1
        return False

    def main_subject(
        self, words: Words, start: int, first: int, people: list[Person], says: frozenset[int]
    ) -> Person | None:
        """Who stands before "who" where the main clause goes on: "a mum who hurt her son has been jailed"."""
        at = start
        while at > first and words.lowers[at - 1] in self._verbs:
            at -= 1
        if at == start and words.lowers[start] not in self._verbs:
            return None
        if words.lowers[at - 1] in _NO_CLAUSE_BEHIND:
            return None
        if words.lowers[at - 1] == ",":
            return self._before_clause(words, at - 1, first, people)
        who = next((index for index in range(at - 1, first, -1) if words.lowers[index] in WHO), -1)
        # "Who said that his wife had been jailed": what is said has a subject of its own.
        if who < 0 or any(index in says for index in range(who, at)) or "," in words.lowers[who + 1 : at - 1]:
            return None
        return next((each for each in people if each.end == who and each.start >= first and each.kind == "noun"), None)

    def _before_clause(self, words: Words, comma: int, first: int, people: list[Person]) -> Person | None:
        """Who stands before a clause between commas: "Ana, whose husband is still held, was released"."""
        who = next((index for index in range(comma - 1, first, -1) if words.lowers[index] in _RELATIVES), -1)
        if who <= first or words.lowers[who - 1] != ",":
            return None
        before = [each for each in people if first <= each.start and each.end < who]
        if not before or not all(text[0].isupper() for text in words.texts[before[-1].end : who - 1]):
            return None
        return before[-1]


def begin_of_name(words: Words, end: int, first: int) -> int:
    """Where the words in capitals begin that end here."""
    while end > first and words.texts[end - 1][0].isupper() and words.texts[end - 1].isalpha():
        end -= 1
    return end
