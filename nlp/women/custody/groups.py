"""Women who share an arrest: one half of a couple, one of a pair, or only counted among many.

In: ``Words``, persons, the candidates of custody and the places of couple nouns. Out: which women are merely counted
("19 personas, entre ellas tres mujeres"), and evidence where a couple's or a pair's woman is told of by herself. Why:
the codebook leaves out a mixed group whose women are not discussed; whoever is discussed after a shared arrest is in
scope, though no sentence of hers names her custody again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from itertools import pairwise

from lexicons.language_data import Scope, ScopeRule
from lexicons.small_words import small_words
from nlp.texts.words import Words
from nlp.women.custody.evidence import Evidence
from nlp.women.persons.people import Person

# How far before a woman the word may stand that counts her among others, and how far a count of men from hers.
_AMONG_REACH = 4
_MEN_REACH = 4
# What joins the two of a pair, with their ages and surnames between.
_PAIR_REACH = 20
_LISTS = small_words("groups")
_PAIRED = frozenset(_LISTS["paired"]) | {"&", "(", ")", ",", "-"}
_JOINS = frozenset(_LISTS["joins"]) | {"&"}
# Verbs and what opens a clause: not inside an apposition.
_ACTIVE = frozenset(_LISTS["active"])
_SINGLE = frozenset(_LISTS["single"])
# How far behind a verb of arrest its object stands, and how far before a passive its subject.
_OBJECT_REACH = 8
_SUBJECT_REACH = 40
# How far behind a pair its participle stands (", de 35, fueron detenidos").
_PARTICIPLE_REACH = 9
# Evidence this heavy tells of an arrest or sentence.
_STRONG = 0.8
# A couple in custody, of whose woman nothing is said yet; a pair that names her; and a sentence about her afterwards.
_COUPLE = 0.3
_PAIR = 0.9
_ONE_OF_THEM = 0.9
# Words that may take up the woman of a couple: what she is called when she is not named.
_TAKEN_UP = frozenset(_LISTS["taken_up"])

# Participles in the plural that takes men and women together.
_MENS_PLURAL = _LISTS["mens_plural"]
# What may tell of an arrest that the two share.
_KINDS = frozenset({"male", "event", "neutral", "label"})

_Candidate = tuple[int, int, ScopeRule]


class GroupFinder:
    """Built once a language; keeps nothing between articles."""

    def __init__(self, scope: Scope) -> None:
        self._numerals = frozenset(scope.people.numerals)
        self._not_couples = frozenset(scope.people.couples_not)
        self._english = scope.language == "en"
        self._verbs = frozenset(scope.grammar.says) | frozenset(scope.grammar.copulas) | _ACTIVE
        self._deprived = scope.deprived

    def is_counted(self, words: Words, woman: Person, people: list[Person], among: Set[int]) -> bool:
        """Is she only a number in a group: "dieciséis hombres y cuatro mujeres", "including two women"?

        ``among``: where the words end that count the members of a group.
        """
        if woman.kind == "name" or woman.start < 1:
            return False
        first, last = words.sentence(woman.start)
        counted = words.lowers[woman.start - 1] in self._numerals or words.lowers[woman.start - 1].isdigit()
        near = range(max(first, woman.start - _AMONG_REACH), woman.start + 1)
        if any(at in among for at in near):
            return counted or words.lowers[woman.end - 1].endswith(("s", "women"))
        return counted and any(
            not person.woman
            and person.kind == "noun"
            and any(words.lowers[at] in _JOINS for at in range(*sorted((person.start, woman.start))))
            for person in people
            if first <= person.start < last and abs(person.start - woman.start) <= _MEN_REACH
        )

    def shared(
        self,
        words: Words,
        candidates: list[_Candidate],
        people: list[Person],
        couples: Iterable[int],
        among: Set[int],
    ) -> Iterator[Evidence]:
        """Evidence of a couple's or a pair's custody, and of the woman's when the text goes on about her alone."""
        arrests = [(start, end) for start, end, rule in candidates if rule.kind in _KINDS and rule.weight >= _STRONG]
        shared = -1
        for at in couples if arrests else ():
            if words.lowers[at - 1] not in self._not_couples and self._befalls(words, arrests, at, at + 1, single=True):
                shared = at if shared < 0 else min(shared, at)
                yield Evidence(at, at + 1, "one of a couple", "group", _COUPLE)
        for man, woman in self._pairs(words, people):
            begin, end = min(man.start, woman.start), max(man.end, woman.end)
            if self._befalls(words, arrests, begin, end, single=self._english) or self._are_arrested(words, end):
                shared = begin if shared < 0 else min(shared, begin)
                # "Entre ellos el exasambleísta ... y la expresidenta": two of many.
                many = any(at in among for at in range(begin - _AMONG_REACH, begin))
                yield Evidence(
                    woman.start, woman.end, "one of a pair", "neutral", _COUPLE if many else _PAIR, woman.start
                )
        if not self._english:
            for woman in people:
                if woman.woman and self._is_second(words, woman):
                    shared = woman.start if shared < 0 else min(shared, woman.start)
                    yield Evidence(woman.start, woman.end, "one of a pair", "neutral", _PAIR, woman.start)
        if shared >= 0:
            yield from self._taken_up(words, people, shared)

    def _pairs(self, words: Words, people: list[Person]) -> Iterator[tuple[Person, Person]]:
        """A man and a woman joined as one subject: "un hombre y una mujer", "Ana R., 40, e o marido"."""
        for left, right in pairwise(people):
            if left.woman == right.woman or right.start - left.end > _PAIR_REACH or left.kind == "pronoun":
                continue
            between = range(left.end, right.start)
            join = next((at for at in reversed(between) if words.lowers[at] in _JOINS), -1)
            if join < 0:
                continue
            plain = all(
                words.lowers[at] in _PAIRED or words.lowers[at] in _SINGLE or not words.texts[at].islower()
                for at in between
            )
            if (plain or self._is_apposed(words, left.end, join, right.start)) and not (
                _is_plural(words, left) or _is_plural(words, right)
            ):
                yield (right, left) if left.woman else (left, right)

    def _is_apposed(self, words: Words, begin: int, join: int, end: int) -> bool:
        """``Una mujer de 31 años, vecina de Lorca, y su marido``: only what she is stands before the "and"."""
        if words.lowers[join - 1] != "," or any(words.lowers[at] not in _SINGLE for at in range(join + 1, end)):
            return False
        return self._verbs.isdisjoint(words.lowers[begin:join])

    def _is_second(self, words: Words, woman: Person) -> bool:
        """``Cadeirante e esposa são presos``: joined to somebody, and both arrested in the plural of men."""
        at = woman.start - 1
        if at > 0 and words.lowers[at] in _SINGLE:
            at -= 1
        if at <= words.sentence(woman.start)[0] or words.lowers[at] not in _JOINS or _is_plural(words, woman):
            return False
        if words.texts[at - 1].islower() and words.lowers[at - 1].endswith("s"):
            return False  # "cinco homens e uma mulher"
        return self._are_arrested(words, woman.end)

    def _are_arrested(self, words: Words, end: int) -> bool:
        """Does a participle of arrest in the plural of men follow soon ("e marido são presos")?"""
        last = words.sentence(end - 1)[1]
        return not self._english and any(
            words.lowers[after].endswith(_MENS_PLURAL) and any(stem in words.lowers[after] for stem in self._deprived)
            for after in range(end, min(last, end + _PARTICIPLE_REACH))
        )

    def _befalls(self, words: Words, arrests: list[tuple[int, int]], begin: int, end: int, *, single: bool) -> bool:
        """Is the couple or pair at ``begin`` to ``end`` the one arrested? A pair takes the plural in Romance."""
        first, last = words.sentence(begin)
        for start, stop in arrests:
            if not first <= start < last:
                continue
            # An active verb before them, or a passive after them.
            if stop <= begin <= stop + _OBJECT_REACH and not words.lowers[stop - 1].endswith(
                ("ado", "ido", "ados", "idos")
            ):
                return True
            plural = single or words.lowers[stop - 1].endswith("s")
            if end <= start <= end + _SUBJECT_REACH and plural:
                return True
        return False

    def _taken_up(self, words: Words, people: list[Person], shared: int) -> Iterator[Evidence]:
        """Sentences after the shared arrest whose first subject is the woman: "A mulher confessou ..."."""
        done = words.sentence_of[shared]
        for person in people[bisect_left(people, (shared,)) :]:
            number = words.sentence_of[person.start]
            if number <= done:
                continue
            if person.oblique or not person.woman:
                if not person.oblique and not person.woman:
                    done = number  # he is whom this sentence is about
                continue
            if person.kind == "name" or words.lowers[person.end - 1] in _TAKEN_UP:
                done = number
                yield Evidence(person.start, person.end, "one of a couple", "neutral", _ONE_OF_THEM, person.start)


def _is_plural(words: Words, person: Person) -> bool:
    last = words.lowers[person.end - 1]
    return (person.kind != "name" and last.endswith("s")) or last in ("men", "women", "people", "children")
