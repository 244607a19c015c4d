"""Whose an event of custody is: the woman arrested, the man who killed her, or nobody that the words show.

In: ``Words``, the persons of known sex and the place of an event. Out: a ``Subject``. Why by rules: tier 0 has no
parser; the nearest person before a passive and the first after an active verb are right in most news sentences, and
the lists of scope.toml say where they are not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from lexicons.language_data import Scope, ScopeRule
from lexicons.small_words import small_words
from nlp.texts.words import Words
from nlp.women.custody.clauses import WHO, ClauseReader
from nlp.women.custody.others import belongs_to_kin, is_wanted, works_there
from nlp.women.persons.names import capitals, name_before
from nlp.women.persons.people import Person

# An object right after a verb of arrest ("arrested a Brooklyn woman", "detienen a la presunta ...").
OBJECT_REACH = 6
PARENTHESIS_REACH = 12
# A subject further back than this in the sentence is another clause's.
SUBJECT_REACH = 40
# Rules that weigh less than this tell of a place or a hearing, not of an arrest or sentence.
STRONG = 0.8
# Between the two halves of "cinco hombres y una mujer".
_GROUP_REACH = 4
_LISTS = small_words("subjects")
_POSSESSIVES = frozenset(_LISTS["possessives"])
# Before and at the end of a noun that names several who are not only women.
_MASCULINE_PLURAL = frozenset(_LISTS["masculine_plural"])
_MENS_ENDINGS = _LISTS["mens_endings"]
# Spans of time end so too ("condena de cuatro años").
_TIMES = frozenset(_LISTS["times"])
# Nouns of an arrest whose "de" names whom it befalls, and what makes one a place ("na prisão de Tires").
_ARRESTS = _LISTS["arrests"]
_OF = frozenset(_LISTS["of"])
_IN = frozenset(_LISTS["in"])
_SOMEBODY = frozenset(_LISTS["somebody"])
# What opens a clause with a subject of its own after "dijo que".
_OTHERS = frozenset(_LISTS["others"])
_AND = frozenset(_LISTS["and"]) | {"&"}
_ADVERBS = frozenset(_LISTS["adverbs"])


# English verbs that are nouns too: verbs only beside their subject ("police charge", but "a charge").
_ALSO_NOUNS = frozenset(_LISTS["also_nouns"])
_FORCES = frozenset(_LISTS["forces"])
# English verbs of a plural subject, how far before an event theirs may stand, and what joins two persons to one.
_PLURAL_VERBS = frozenset(_LISTS["plural_verbs"])
_VERB_REACH = 3
# Before a verb of the main clause.
_PERFECT = frozenset(_LISTS["perfect"])
_UNITS = frozenset(_LISTS["units"])
# Who sends others to prison, and what stands before a place.
_SENDING = frozenset(_LISTS["sending"])
_PLACES = frozenset(_LISTS["places"])
_JOINING = frozenset(_LISTS["joining"]) | {"&", ","}
_SEVERAL = frozenset(_LISTS["several"])
_PLURAL_NOUNS = frozenset(_LISTS["plural_nouns"])
# Romance prepositions before whoever is arrested; "de" also stands before the length of a sentence.
_LONGEST_PREPOSITION = 5
_BEFORE_OBJECT = frozenset(_LISTS["before_object"])


# Verbs that take a person into custody, and her article with what may stand before her noun.
_HOLDING = _LISTS["holding"]
_ONE_WOMAN = frozenset(_LISTS["one_woman"])
_BEFORE_NOUN = frozenset(_LISTS["before_noun"]) | {"-"}
_QUOTES = frozenset("\"'“‘«")
_ABSTRACT = _LISTS["abstract"]
# Whom a woman may have in her care: "her client" is not she.
_CLIENTS = frozenset(_LISTS["clients"])


class Subject(NamedTuple):
    """``person`` is None when nobody of known sex is near; ``bound`` says that the words name somebody all the same."""

    person: Person | None
    bound: bool = False
    mixed: bool = False


class SubjectFinder:
    """Built once a language; keeps nothing between articles."""

    def __init__(self, scope: Scope) -> None:
        self._english = scope.language == "en"
        self._takes = frozenset(scope.grammar.takes_object)
        self._auxiliaries = frozenset(scope.grammar.auxiliaries)
        self._no_object = frozenset(scope.grammar.no_object)
        self._oblique = frozenset(scope.people.oblique)
        self._verbs = self._auxiliaries | frozenset(scope.grammar.copulas) | _PERFECT
        self._works = frozenset(scope.grammar.works)
        self._clauses = ClauseReader(self._verbs)
        self._things = frozenset(scope.people.not_women)
        self._anothers = frozenset(scope.people.epicene) | _CLIENTS

    def find(
        self,
        words: Words,
        start: int,
        end: int,
        people: list[Person],
        man_at: int | None,
        rule: ScopeRule,
        says: frozenset[int] = frozenset(),
        wanting: Sequence[tuple[int, int]] = (),
    ) -> Subject:
        """Whom the event befalls: the object after a verb of arrest, else the nearest person before, else just after.

        An event in the feminine looks for women only.
        """
        first, last = words.sentence(start)
        neutral = rule.kind == "neutral"
        if neutral and self._english and (opened := self._behind_opening(words, start, end, people)) is not None:
            return Subject(opened, bound=True)
        if self._takes_object(words, start, end, last):
            befallen = self._object(words, start, end, last, people, rule)
            if befallen is not None:
                return befallen
        best = self._clauses.main_subject(words, start, first, people, says) if neutral and self._english else None
        relative = self._clauses.relative(words, start, first, people)
        if best is None and relative is None and neutral and self._clauses.relates_to_a_name(words, start, first):
            return Subject(None, bound=True)
        best = best or relative or (self._beside(words, start, people) if neutral else None)
        best = best or self._nearest(words, start, end, people, rule)
        if self._english and best is not None and best.woman and neutral and self._is_anothers(words, best, start, end):
            return Subject(None, bound=True)
        if neutral and best is not None and best.kind != "pronoun" and self._only_says(words, best, start, says):
            return Subject(None, bound=True)
        if neutral and best is not None and best.woman and self._is_not_hers(words, best, start, end, rule, wanting):
            return Subject(None, bound=True)
        if neutral and man_at is not None and words.lowers[start] in _POSSESSIVES:
            return Subject(None, bound=True)  # "regresara a su celda, pero el recluso ..."
        if neutral and man_at is not None and (best is None or not best.woman or best.start < man_at < start):
            return Subject(Person(man_at, man_at + 1, False, "noun", False), bound=True)
        if self._english and best is not None and best.woman and neutral and self._owns_the_subject(words, best, start):
            return Subject(None, bound=True)
        if neutral and best is not None and best.woman and self._someone_between(words, best.end, start):
            return Subject(None)
        mixed = best is not None and best.woman and self._with_men(words, best, people, first)
        return Subject(best, bound=best is not None, mixed=mixed)

    def _object(
        self, words: Words, start: int, end: int, last: int, people: list[Person], rule: ScopeRule
    ) -> Subject | None:
        """Whom a verb of arrest has as its object; None where the words behind it leave that open."""
        direct = self._english and (words.lowers[end - 1] not in self._oblique or words.lowers[end - 1] == "against")
        # "Prenderam, nesta quarta-feira (5), Simone A.": what stands between commas does not count.
        reach = end + (PARENTHESIS_REACH if words.lowers[end : end + 1] == [","] else OBJECT_REACH)
        after = people[bisect_left(people, (end,)) : bisect_left(people, (min(reach + 1, last),))]
        if direct:
            # A verb's own object has no preposition: "charges suspect with murder of Anna B." is not about her.
            after = [each for each in after if not each.oblique or each.kind == "pronoun" or each.start == end]
            # "Arrested two men, rescued ten girls": what comes after the comma is no longer its object.
            after = [person for person in after if "," not in words.lowers[end + 1 : person.start]]
        elif self._english:
            # "A sentence for murdering Anna B.": what follows the preposition is the crime, and she its victim.
            after = [person for person in after if not self._is_deeper(words, end, person.start)]
        if (
            not self._english
            and self._takes_many(words, end, last)
            and not any(person.start <= end + 1 for person in after)
        ):
            # "Prende 51 acusados de agressão a mulheres".
            return Subject(None, bound=True)
        if not self._english and (unlisted := self._unlisted_woman(words, start, end, last, after)) is not None:
            return Subject(unlisted, bound=True)
        for number, person in enumerate(after):
            # "la prisión de João y Monica": the woman of a couple counts.
            joined = any(words.lowers[index] in _AND for index in range(person.end, min(last, end + OBJECT_REACH + 1)))
            if person.woman or number + 1 == len(after) or not joined:
                return Subject(person, bound=True)
        if direct:
            # "jailed banker", "arrested the suspect": somebody else's, whoever stands before.
            return Subject(None, bound=True)
        if not self._english and rule.weight >= STRONG and self._names_object(words, start, end, last):
            return Subject(None, bound=True)
        return None

    def _behind_opening(self, words: Words, start: int, end: int, people: list[Person]) -> Person | None:
        """``Convicted of fraud in 2019, Ana B. now ...``: the subject stands behind the comma that ends the opening."""
        first, last = words.sentence(start)
        if start != first or not self._is_participle(words, start + 1):
            return None
        comma = next((at for at in range(end, min(last, end + OBJECT_REACH * 2)) if words.lowers[at] == ","), -1)
        if comma < 0:
            return None
        return next((each for each in people if comma < each.start <= comma + 2 and not each.oblique), None)

    def _is_not_hers(
        self,
        words: Words,
        woman: Person,
        start: int,
        end: int,
        rule: ScopeRule,
        wanting: Sequence[tuple[int, int]],
    ) -> bool:
        """Does she only belong to whom it befell, work in that place, or want that penalty for another?"""
        if woman.start >= start:
            return False
        if rule.weight < STRONG and works_there(words, start, end, self._works):
            return True
        return belongs_to_kin(words, woman, start, self._verbs) or is_wanted(words, woman, start, end, wanting)

    def _nearest(self, words: Words, start: int, end: int, people: list[Person], rule: ScopeRule) -> Person | None:
        first, last = words.sentence(start)
        neutral = rule.kind == "neutral"
        # Of a mere place or hearing the nearest person is the one, also as an object: "killed her son in jail".
        strict = neutral and rule.weight < STRONG
        # English puts the subject first; the others may put it last ("salió de la cárcel Rosa Ruiz").
        reach = start if self._english else end + OBJECT_REACH
        best: Person | None = None
        for person in people[bisect_left(people, (max(first, start - SUBJECT_REACH),)) :]:
            if person.start >= last or person.start > reach or (person.start >= start and best is not None):
                break
            apposed = person.kind == "name" and self._is_apposed(words, person, start)
            if (person.oblique and person.kind != "pronoun" and not strict and not apposed) or not (
                neutral or person.woman
            ):
                continue
            if words.lowers[person.start] == "her" and words.lowers[person.end] in self._anothers:
                continue  # "her client was jailed"
            if strict and person.oblique and person.kind == "occupation":
                continue  # "golpea a una funcionaria en la cárcel": she works there
            best = person
        return best

    def _is_apposed(self, words: Words, person: Person, event: int) -> bool:
        """Do only the rest of a name and a comma stand between: "una carta de Karen M., en prisión preventiva"?"""
        between = words.texts[person.end : event]
        return bool(between) and between[-1] == "," and all(text[0].isupper() for text in between[:-1])

    def _beside(self, words: Words, start: int, people: list[Person]) -> Person | None:
        """Whoever stands right before an English place: "mothers with sons in solitary"."""
        at = start if words.lowers[start] in _PLACES else start - 1
        if not self._english or words.lowers[at] not in _PLACES:
            return None
        person = people[bisect_left(people, (at,)) - 1] if people else None
        return person if person is not None and person.end == at and person.kind == "noun" else None

    def _is_anothers(self, words: Words, person: Person, start: int, end: int) -> bool:
        """Is it the event of several, while this is one woman: "inmates who have spent", "a gang that robbed her were
        arrested", "visited the prisoners"?
        """
        if person.start > start or _is_plural(words.lowers[person.end - 1], person.kind):
            return False
        if words.lowers[start] == "to" and not _SENDING.isdisjoint(words.lowers[person.end : start]):
            # "The judge has sent hundreds to jail"; "she was sent to jail" is hers.
            verb = next(at for at in range(start - 1, person.end - 1, -1) if words.lowers[at] in _SENDING)
            return self._auxiliaries.isdisjoint(words.lowers[verb - 2 : verb])
        for at in range(start, person.end, -1):
            if words.lowers[at] in WHO:
                of = at - 2 if words.lowers[at - 1] == "," else at - 1
                return of > person.end and words.texts[of].islower() and _is_plural(words.lowers[of], "noun")
        first = max(words.sentence(start)[0], start - _VERB_REACH)
        at = next((at for at in range(start, first - 1, -1) if words.lowers[at] in _PLURAL_VERBS), -1)
        if at <= person.start:
            return person.start < start and words.lowers[end - 1] in _SEVERAL
        # "Anna B. and Carla D. were arrested"; "she and her sister have been charged".
        before = words.lowers[max(0, person.start - (1 if person.kind == "pronoun" else 2)) : person.start]
        return _JOINING.isdisjoint(words.lowers[person.end : at]) and _JOINING.isdisjoint(before)

    def _unlisted_woman(self, words: Words, start: int, end: int, last: int, after: Sequence[Person]) -> Person | None:
        """``Detienen a una repostera``, ``PF prende uma "mula"``: a verb of arrest takes persons, whatever they do."""
        if not words.lowers[start].startswith(_HOLDING) or end >= last or words.lowers[end] not in _ONE_WOMAN:
            return None
        at = end + 1
        while at < last and (words.lowers[at] in _BEFORE_NOUN or words.texts[at] in _QUOTES):
            at += 1
        if (
            at >= last
            or not words.texts[at].islower()
            or not words.texts[at].isalpha()
            or words.lowers[at] in self._things
        ):
            return None
        if any(person.start <= at for person in after) or words.lowers[at].endswith(_ABSTRACT):
            return None
        return Person(at, at + 1, True, "occupation", False)

    def _names_object(self, words: Words, start: int, end: int, stop: int) -> bool:
        """Do the words end with a verb of arrest or the preposition before its object, and so name whom it befalls?"""
        last = words.lowers[end - 1]
        place = words.lowers[start] == "prisão" and start > 0 and words.lowers[start - 1] in _IN
        if words.lowers[start].startswith(_ARRESTS) and not place and end < stop:
            # "La detención de uno de los implicados".
            many = self._takes_many(words, end, stop)
            if words.lowers[end] in _OF:
                return True  # "comandou a captura de um foragido": no woman stood behind it
            return many or words.lowers[end] in _SOMEBODY or last in _BEFORE_OBJECT
        return last in _BEFORE_OBJECT or (last in self._takes and len(last) > _LONGEST_PREPOSITION)

    def _takes_many(self, words: Words, end: int, last: int) -> bool:
        """Does a verb of arrest have several men, or men and women, right behind it as its object?"""
        at = end
        while at < last and (words.lowers[at] in _MASCULINE_PLURAL or words.texts[at].isdigit()):
            at += 1
        lower = words.lowers[at] if at < last else ""
        return lower.endswith(_MENS_ENDINGS) and words.texts[at].islower() and lower not in _TIMES

    def _is_deeper(self, words: Words, end: int, person: int) -> bool:
        between = words.lowers[end:person]
        return any(lower in self._oblique or lower.endswith("ing") for lower in between)

    def _only_says(self, words: Words, person: Person, event: int, says: frozenset[int]) -> bool:
        """Does this person only speak of the event ("Barnes said dealers belong in prison", "dijo que los ...")?"""
        verb = next((at for at in range(event - 1, person.end - 1, -1) if at in says), -1)
        if verb < 0:
            return False
        if self._english:
            return True
        opening = words.lowers[verb + 1 : verb + 3]
        return len(opening) == 2 and opening[0] == "que" and (opening[1] in _OTHERS or opening[1].endswith("os"))

    def _with_men(self, words: Words, woman: Person, people: list[Person], first: int) -> bool:
        """``Five men and a woman``: one of a mixed group, of whom the sentence tells nothing of her own."""
        if woman.kind == "name":
            return False
        joined = any(words.lowers[at] in _AND for at in range(max(first, woman.start - 2), woman.start))
        return joined and any(
            not person.woman and woman.start - _GROUP_REACH <= person.start < woman.start and person.kind == "noun"
            for person in people
        )

    def _owns_the_subject(self, words: Words, person: Person, event: int) -> bool:
        """``Rowena, whose brother died in a cell``: what comes next befalls whoever is hers."""
        at = next((at for at in range(event - 1, person.end - 1, -1) if words.lowers[at] == "whose"), -1)
        return at >= 0 and "," not in words.lowers[at:event]

    def _someone_between(self, words: Words, begin: int, event: int) -> bool:
        """Does a full name of unknown sex stand between the woman and the event, as its nearer subject?"""
        at = name_before(words, event)
        if at < begin or words.lowers[at - 1] in self._oblique:
            return False
        return len(capitals(words, at)) > 1

    def _takes_object(self, words: Words, start: int, end: int, last: int) -> bool:
        """Does the person arrested follow ("detienen a", "prende", "arrested a woman"), rather than come before?"""
        forces = words.lowers[start] in _FORCES or (start > 0 and words.lowers[start - 1] in _FORCES)
        if self._english and words.lowers[end - 1] in _ALSO_NOUNS and not forces:
            return False
        if words.lowers[end - 1] == "for" and not _UNITS.isdisjoint(words.lowers[end : end + 4]):
            return False  # in prison for nine years
        if words.lowers[end - 1] in self._takes:
            # "Convicted of killing": what follows is the crime.
            return not (self._english and words.lowers[end - 1] == "of" and self._befalls(words, start))
        if not self._english or not self._is_participle(words, end):
            return False
        for at in range(start - 1, max(start - 3, -1), -1):
            before = words.lowers[at]
            if before in self._auxiliaries:
                return False
            if not (before.endswith("ly") or before in _ADVERBS):
                break
        following = words.texts[end] if end < last else ""
        # At the end of its clause, or before a preposition: "Man arrested after woman found dead".
        return following.isalpha() and following.lower() not in self._no_object and not following.endswith("ly")

    def _befalls(self, words: Words, start: int) -> bool:
        return words.lowers[start].endswith("ed") or words.lowers[start] in ("guilty", "found")

    def _is_participle(self, words: Words, end: int) -> bool:
        return words.lowers[end - 1].endswith("ed")


def _is_plural(last: str, kind: str) -> bool:
    return last in _PLURAL_NOUNS or (kind != "name" and last.endswith("s") and not last.endswith("ss"))
