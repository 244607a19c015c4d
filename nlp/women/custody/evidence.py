"""Evidence of a woman's custody, what one article holds of it, and what it teaches: her name, and whom it is about.

In: ``Words``, persons and places of evidence. Out: ``Evidence``, ``Scan``, the names of the women in evidence, and the
woman an event is about that names nobody. The scanner (scope.py) finds the evidence; this module reads it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import NamedTuple

from lexicons.small_words import small_words
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words
from nlp.women.persons.names import capitals
from nlp.women.persons.people import APPOSITION_REACH, Person

# A name is learned from evidence at least this heavy.
_SURE = 0.7
# So many sentences back a woman may stand whom an event may befall that names nobody.
_SENTENCES_BACK = 3
_LISTS = small_words("evidence")
# What opens a clause about the noun before it.
_RELATIVES = frozenset(_LISTS["relatives"])
# His thing or relative, and not himself.
_HIS = frozenset(_LISTS["his"])


class Evidence(NamedTuple):
    """Words that show a woman's custody: where, by which rule, how much they weigh here, and whose they are.

    ``who`` is the token at which the woman's own noun or name begins, -1 when it is not near.
    """

    start: int
    end: int
    rule: str
    kind: str
    weight: float
    who: int = -1


@dataclass(frozen=True)
class Scan:
    """What one article holds."""

    evidence: tuple[Evidence, ...]
    people: tuple[Person, ...]
    official: frozenset[int]
    setting: frozenset[int]  # numbers of the sentences that speak of police, court or prison
    fiction: tuple[int, ...]  # token indices
    figurative: tuple[int, ...]  # token indices
    true_story: bool
    names: frozenset[str]  # words of the names of the women in evidence
    says: frozenset[int] = frozenset()  # token indices of verbs of saying
    civil: bool = False  # a civil judgment, and no word of liberty beside what is evidence


def opening_woman(
    words: Words, people: list[Person], found: list[Evidence], headline_end: int, says: frozenset[int]
) -> Person | None:
    """The woman with whose name or noun the text opens, when no man is in its headline or first sentence: a headline
    without a subject of known sex is about her ("Nurse jailed", then "Karen H., 41, ..."). Whom others did something
    to ("members of a gang that robbed a nurse") opens nothing; ``says``: behind a verb of saying stands what is told.
    """
    if headline_end >= len(words.texts):
        return None
    # The line end belongs to the headline's sentence.
    begin = next((at for at in range(headline_end, len(words.texts)) if not words.texts[at].isspace()), headline_end)
    number = words.sentence_of[begin]
    last = words.sentences[min(number + 1, len(words.sentences) - 1)][1]
    near = [person for person in people if person.start < last]
    if any(not person.woman and (not person.oblique or person.start < headline_end) for person in near) or any(
        item.kind == "male" and item.start < last for item in found
    ):
        return None
    woman = next((person for person in near if person.start >= begin and not person.oblique), None)
    behind = range(max(begin + 1, words.sentence(woman.start)[0]), woman.start) if woman is not None else ()
    if any(words.lowers[at] in _RELATIVES and at - 1 not in says for at in behind):
        return None
    return woman


def dropped_woman(words: Words, event: int, people: list[Person]) -> Person | None:
    """The woman of the sentence before, or of the headline, where this one names nobody: Romance drops "she"."""
    number = words.sentence_of[event]
    if not number:
        return None
    begin, (first, last) = words.sentences[number - 1][0], words.sentence(event)
    if number > 1 and words.paragraph_of[begin] != words.paragraph_of[event]:
        return None
    near = [person for person in people if begin <= person.start < last]
    if any(not person.woman or (person.start >= first and not person.oblique) for person in near):
        return None
    return next((person for person in near if not person.oblique), None)


def only_woman(words: Words, event: int, people: list[Person], found: list[Evidence]) -> Person | None:
    """The woman named in the sentence before or behind an event that names nobody, in a text that tells of no man:
    "La sentencia es de ayer: quince años por estafa. Ana Ruiz vendía pisos ajenos".
    """
    if any(not person.woman and not person.oblique for person in people) or any(item.kind == "male" for item in found):
        return None
    number = words.sentence_of[event]
    first = words.sentences[max(number - 1, 0)][0]
    last = words.sentences[min(number + 1, len(words.sentences) - 1)][1]
    near = [person for person in people if first <= person.start < last and person.kind == "name"]
    return next((person for person in near if not person.oblique), None)


def woman_near(words: Words, event: int, people: list[Person], official: Set[int]) -> Person | None:
    """The woman last named before an event whose subject is not plain, or first named behind it, no man between.

    ``official``: women in office and victims, whom it does not befall.
    """
    number = words.sentence_of[event]
    begin = words.sentences[max(number - _SENTENCES_BACK, 0)][0]
    end = words.sentences[min(number + 1, len(words.sentences) - 1)][1]
    at = bisect_left(people, (event,))
    before = next((each for each in reversed(people[:at]) if words.lowers[each.start] not in _HIS), None)
    if before is None or before.start < begin:
        before = people[at] if at < len(people) and people[at].start < end else None
    return before if before is not None and before.woman and before.start not in official else None


def _apposed(words: Words, noun: Person, by_start: dict[int, Person]) -> int:
    """Where the woman's name begins that follows her noun ("La exlíder del sindicato, Eliana T."), -1 when none."""
    last = words.sentence(noun.start)[1]
    for index in range(noun.end, min(noun.end + APPOSITION_REACH, last)):
        if index in by_start and by_start[index].kind == "name":
            return index if by_start[index].woman else -1
    return -1


def _introduced(words: Words, event: int, people: list[Person]) -> int:
    """Where her name begins who is last named before an event, no man after her ("Gloria M. ... She was in prison")."""
    number = words.sentence_of[event]
    begin = words.sentences[max(number - 1, 0)][0]
    if words.paragraph_of[begin] != words.paragraph_of[event]:
        begin = words.sentences[number][0]
    near = [person for person in people if begin <= person.start < event and not (person.oblique and not person.woman)]
    for person in reversed(near):
        if not person.woman:
            return -1
        if person.kind == "name" and not person.oblique:
            return person.start
    return -1


def learn_names(words: Words, evidence: Iterable[Evidence], people: list[Person]) -> frozenset[str]:
    """The words of the names of the women in evidence: ``Ávila`` and ``Beltrán`` after "Sandra Ávila Beltrán,
    detenida ...".
    """
    by_start = {person.start: person for person in people}
    men = {
        text
        for person in people
        if person.kind == "name" and not person.woman
        for text in capitals(words, person.start)
    }
    names: set[str] = set()
    for item in evidence:
        if item.weight < _SURE or item.kind in ("male", "prison", "topic"):
            continue
        if item.who >= 0 and is_title_case(words, item.who):
            continue
        person = by_start.get(item.who)
        at = -1
        if item.who >= 0 and (person is None or person.kind == "name"):
            at = item.who
        elif person is not None and person.kind in ("noun", "occupation"):
            at = _apposed(words, person, by_start)
        pronoun = person is not None and person.kind == "pronoun"
        if at < 0 and (item.kind == "event" or (item.kind == "neutral" and pronoun)):
            at = _introduced(words, item.start, people)
        if at >= 0:
            names.update(capitals(words, at))
    return frozenset(names - men)


def sentences_with(evidence: Iterable[Evidence], words: Words) -> dict[int, Evidence]:
    """The heaviest evidence of each sentence that has any, men's apart."""
    best: dict[int, Evidence] = {}
    for item in evidence:
        if item.kind == "male":
            continue
        sentence = words.sentence_of[item.start]
        if sentence not in best or item.weight > best[sentence].weight:
            best[sentence] = item
    return best
