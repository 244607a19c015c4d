"""Who is named in an article, and whether a woman or a man: nouns, pronouns, first names and the surnames they bring.

In: ``Words`` and the places where the people lists matched. Out: ``Person`` after ``Person``. Why by lists: tier 0 has
no tagger, and English does not mark a woman's arrest in the verb; a first name or a pronoun beside it does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set
from typing import NamedTuple

from lexicons.language_data import People, load_names
from lexicons.small_words import small_words
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words
from nlp.women.persons.doers import doers
from nlp.women.persons.lookalikes import is_no_noun, is_predicate
from nlp.women.persons.names import (
    NAME_JOINERS,
    capitals,
    has_surname,
    is_full,
    is_last_of_a_name,
    length_of_name,
    names_a_body,
    names_the_subject,
)
from nlp.women.persons.phrases import begin_of_phrase, ends_clause, holds_office, in_a_name, of_a_wife
from nlp.women.persons.spoken_of import Places, mostly_about

# A preposition this near before a person makes it an object.
_OBLIQUE_REACH = 2
# A noun and the name in apposition to it: "la exlíder del Sindicato Nacional de ..., Elba".
APPOSITION_REACH = 16
# Words of an office before its holder's name ("la jueza federal Ana R.").
_OFFICE_REACH = 2
_LISTS = small_words("people")
# Before an office they say that it is no longer held; an arrested ex-minister is in scope.
_FORMER = frozenset(_LISTS["former"]) | {"-"}
# Endings of verbs that may stand between an office and the person it arrests.
_VERB_ENDINGS = _LISTS["verb_endings"]
# How far a feminine or masculine word may stand before the noun whose sex it tells ("una presunta joven ...").
_DETERMINER_REACH = 3
# How far after a name the pronoun that tells its sex may stand, and how far into the next sentence.
_PRONOUN_REACH = 30
_PRONOUN_INTO_NEXT = 5
# After these a capital is a place; these open a sentence and no name.
_PLACED = frozenset(_LISTS["placed"])
_NO_NAME = frozenset(_LISTS["no_name"])
# English verbs before their object: "for robbing two women", "after killing her sister".
_OBJECT_BEHIND = _LISTS["object_behind"]
_NOT_OBJECT_BEHIND = frozenset(_LISTS["not_object_behind"])
# What makes a first name a place or a feast.
_SAINTS = frozenset(_LISTS["saints"])
# Counsel of somebody is spoken of for somebody else's sake ("la abogada de los presos").
_COUNSEL = frozenset(_LISTS["counsel"])
_OF = frozenset(_LISTS["of"])
# Words after which an apposition is another person's.
_QUOTES = frozenset("\"'“‘«")
_FEMININE_SINGULAR = _LISTS["feminine_singular"]
_FEMININE_PLURAL = _LISTS["feminine_plural"]
_FEMININE_ENDINGS = _FEMININE_SINGULAR + _FEMININE_PLURAL
# What a person does, in either sex or the feminine, and the articles that make it hers.
_DOES = _LISTS["does"]
_FEMININE_ARTICLES = frozenset(_LISTS["feminine_articles"])

# Portuguese: hers, behind what is hers.
_HERS_BEHIND = frozenset(_LISTS["hers_behind"])

# A couple is no woman, but a woman is one half of it ("pareja detenida").
_COUPLES = frozenset(_LISTS["couples"])


class Person(NamedTuple):
    """A word that names a person of known sex. ``oblique``: as an object, or as somebody's relative."""

    start: int
    end: int
    woman: bool
    kind: str  # noun, occupation, pronoun, name
    oblique: bool


class PeopleFinder:
    """Finds persons of known sex. Built once a language; keeps nothing between articles."""

    def __init__(self, people: People, language: str, copulas: Set[str] = frozenset()) -> None:
        names = load_names()
        self._women_names = frozenset(names.women)
        self._before_surname = frozenset(names.before_surname) - self._women_names
        self._men_names = frozenset(names.men)
        self._places = frozenset(names.places) if language == "en" else frozenset[str]()
        self._first_names = self._women_names | self._men_names
        self._oblique = frozenset(people.oblique)
        self._feminine = frozenset(people.feminine)
        self._masculine = frozenset(people.masculine)
        # The first of each list is the subject's pronoun.
        self._she, self._he = people.she[0], people.he[0]
        self._english = language == "en"
        self._things = frozenset(people.not_women)
        self._persons = self._things - _COUPLES
        self._copulas = copulas

    def find(self, words: Words, lists: Places) -> list[Person]:
        """Persons of known sex in order. A name counts in capitals only; a man's noun beats "her" before it."""
        mostly = mostly_about(words, lists, self._first_names) if self._english else None
        officials = lists.get("official", [])
        offices = {start for start, _ in officials}
        people = _outermost([*self._of_one_sex(words, lists, offices), *self._of_either(words, lists, mostly)])
        people.extend(self._named(words, people, offices, mostly))
        people.extend(self._surnames(words, people))
        people.sort()
        # A name is as oblique as the noun before it: "de la exgobernadora Amalia".
        for number in range(1, len(people)):
            title, named = people[number - 1], people[number]
            apposed = words.texts[title.end] == "," and title.kind != "name" if title.end + 1 == named.start else False
            if named.kind == "name" and title.oblique and (title.end == named.start or apposed):
                people[number] = named._replace(oblique=True)
        men = {person.start for person in people if not person.woman}
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

    def _of_one_sex(self, words: Words, lists: Places, offices: set[int]) -> list[Person]:
        """Nouns and pronouns that tell the sex themselves. ``offices``: where an office begins."""
        people: list[Person] = []
        for label in ("w:noun", "w:occupation", "m:noun", "w:pronoun", "m:pronoun"):
            woman, kind = label[0] == "w", label[2:]
            for start, end in lists.get(label, ()):
                if label in ("w:noun", "w:occupation") and start and words.texts[start - 1] in self._persons:
                    continue  # "pessoas presas", "la banda detenida", "facção criminosa"
                if not self._english and end - start == 1 and is_no_noun(words, start, self._feminine):
                    continue
                if label == "w:noun" and holds_office(words, start, end, offices):
                    continue
                if label == "w:noun" and (
                    in_a_name(words, start) if self._english else is_predicate(words, start, end, self._copulas)
                ):
                    continue
                people.append(Person(start, end, woman, kind, self._is_oblique(words, start)))
        if not self._english:
            known = {start for places in lists.values() for start, _ in places}
            unlisted = (at for at in doers(words) if at not in known)
            people.extend(Person(at, at + 1, True, "occupation", self._is_oblique(words, at)) for at in unlisted)
        return people

    def _of_either(self, words: Words, lists: Places, mostly: bool | None) -> list[Person]:
        """Nouns of either sex whose sex the words near by tell. ``mostly``: of whom an English article speaks."""
        people: list[Person] = []
        for start, end in lists.get("e:noun", ()):
            if words.texts[start][0].isupper() and (
                is_last_of_a_name(words, start, set()) if self._english else is_no_noun(words, start, self._feminine)
            ):
                continue  # "Matthew Cook", "Operação Narco Vela"
            sex = self._sex_taken_up(words, end, mostly) if self._english else self._sex_beside(words, start, end)
            if sex and self._english and of_a_wife(words, start):
                sex = False
            if sex is not None:
                kind = "occupation" if sex else "noun"
                people.append(Person(start, end, sex, kind, self._is_oblique(words, start)))
        return people

    def _sex_taken_up(self, words: Words, after: int, mostly: bool | None) -> bool | None:
        """The sex of an English noun or unknown name: the pronoun after it, unless the article speaks of the other.

        "She" takes up no plural: "teachers", "youths" stay of either sex.
        """
        last = words.lowers[after - 1]
        if last.endswith("s") and not last.endswith("ss") and words.texts[after - 1].islower():
            return None
        sex = self._sex_of_pronoun(words, after)
        if sex is None and mostly and self._names_a_man(words, after):
            return None  # "a 63-year-old retired plumber. Ronald T. is being held": an article about her, but not she
        return mostly if sex is None else None if mostly not in (None, sex) else sex

    def _names_a_man(self, words: Words, after: int) -> bool:
        """Is the first name that follows, here or as the next sentence begins, a man's?"""
        number = words.sentence_of[after - 1]
        last = words.sentences[number][1]
        if number + 1 < len(words.sentences):
            last = min(words.sentences[number + 1][1], last + _PRONOUN_INTO_NEXT)
        names = (
            words.lowers[at]
            for at in range(after, last)
            if words.texts[at][0].isupper() and words.lowers[at] in self._first_names
        )
        return next(names, "") in self._men_names

    def _looks_personal(self, words: Words, index: int, length: int) -> bool:
        """Is an unknown English name a person's? With an age behind it, or a surname that returns alone; no place."""
        before, texts = words.lowers[index - 1] if index else "", words.texts
        if before in _PLACED or words.lowers[index] in _NO_NAME:
            return False
        after = index + length
        if after + 1 < len(texts) and texts[after] == "," and texts[after + 1].isdigit():
            return True
        surname = texts[after - 1]
        later = words.capitals[bisect_left(words.capitals, after) :]
        return any(texts[at] == surname and not texts[at - 1][0].isupper() for at in later)

    def _named(self, words: Words, people: list[Person], officials: set[int], mostly: bool | None) -> list[Person]:
        """Names: by the first name; else by the noun before it or the pronoun that takes it up."""
        found: list[Person] = []
        nouns = {person.end: person.woman for person in people if person.kind != "pronoun"}
        known = set(nouns) | {start + 1 for start in officials}
        titles = {person.start for person in people} | officials
        owners: dict[str, bool] = {}
        behind = 0  # the words of a name that is read as a whole are not read again
        for index in words.capitals:
            if index < behind:
                continue
            lower = words.lowers[index]
            before = words.lowers[index - 1] if index else ""
            woman = lower in self._women_names or (lower in self._before_surname and has_surname(words, index))
            if woman or lower in self._men_names:
                owner = owners.get(words.texts[index])
                if owner is not None and not is_full(words, index):
                    found.append(Person(index, index + 1, owner, "name", self._is_oblique(words, index)))
                    continue
                # "José María", "Juan Carlos": the first of two first names tells.
                if (
                    before not in _SAINTS
                    and not names_a_body(words, index)
                    and not (lower in self._places and self._is_land(words, index))
                    and before not in self._first_names
                    and not is_last_of_a_name(words, index, known)
                ):
                    found.append(Person(index, index + 1, woman, "name", self._is_oblique(words, index)))
                    # "Marissa Alexander", and later "Alexander": a surname, whatever it is as a first name.
                    surname = words.texts[index + 1] if index + 1 < len(words.texts) else ""
                    if surname.lower() in self._first_names and surname[0].isupper() and self._english:
                        owners.setdefault(surname, woman)
                continue
            length = length_of_name(words, index)
            if length > 1 and before not in _SAINTS and index not in titles and not is_title_case(words, index):
                sex: bool | None
                if index in nouns:
                    sex = nouns[index]
                elif self._english:
                    person = self._looks_personal(words, index, length)
                    subjects = ((each.start, each.woman) for each in people if each.kind == "noun" and not each.oblique)
                    sex = names_the_subject(words, index, index + length, subjects)
                    if sex is None:
                        sex = self._sex_taken_up(words, index + length, mostly) if person else None
                else:
                    sex = True if self._is_titled(words, index) else self._sex_of_pronoun(words, index + length)
                # The last word may be a first name that serves as a surname.
                if sex is not None and not any(
                    words.lowers[at] in self._first_names for at in range(index, index + length - 1)
                ):
                    found.append(Person(index, index + 1, sex, "name", self._is_oblique(words, index)))
                    behind = index + length
        return found

    def _is_land(self, words: Words, index: int) -> bool:
        """``Georgia inmate``, ``in Virginia``: a name that is a place as well is a woman's only before a surname."""
        following = words.texts[index + 1] if index + 1 < len(words.texts) else ""
        surname = following[:1].isupper() and following.isalpha() and not is_title_case(words, index)
        return not surname or (index > 0 and words.lowers[index - 1] in _PLACED)

    def _is_titled(self, words: Words, index: int) -> bool:
        """``a activista Laurinda G.``: a feminine article and what she does before a name that no list holds."""
        what = words.lowers[index - 1] if index > 1 else ""
        return what.endswith(_DOES) and words.lowers[index - 2] in _FEMININE_ARTICLES and what not in self._things

    def _sex_of_pronoun(self, words: Words, after: int) -> bool | None:
        """What the next "she" or "he" says of the name that ends here, when no other name comes first."""
        number = words.sentence_of[after - 1]
        last = words.sentences[number][1]
        stop = min(last, after + _PRONOUN_REACH)
        ranges = [range(after, stop)]
        if stop == last and number + 1 < len(words.sentences):
            start, end = words.sentences[number + 1]
            ranges.append(range(start, min(end, start + _PRONOUN_INTO_NEXT)))
        for places in ranges:
            for index in places:
                if words.lowers[index] == self._she:
                    return True
                if words.lowers[index] == self._he:
                    return False
                if words.lowers[index] in self._first_names and words.texts[index][0].isupper():
                    return None
        return None

    def _sex_beside(self, words: Words, start: int, end: int) -> bool | None:
        """The sex of "delincuente", "artista": the determiner before it or the feminine word after it tells."""
        first, last = words.sentence(start)
        if start > first and words.lowers[start - 1] in self._things:
            return None  # la banda criminal
        for index in range(start - 1, max(first, start - _DETERMINER_REACH) - 1, -1):
            if words.lowers[index] in self._feminine:
                return True
            if words.lowers[index] in self._masculine:
                return False
            if words.lowers[index] in self._oblique:
                break
        following = words.lowers[end] if end < last else ""
        if following in _QUOTES and end + 1 < last and words.lowers[end + 1] in ("la", "a", "las", "as"):
            return words.texts[end + 1][0].isupper() or None  # narcotraficante "La Chata"
        return True if following.endswith(_FEMININE_ENDINGS) else None

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
            for index in words.capitals
            if (woman := sexes.get(words.texts[index])) is not None
            and index not in used
            and (
                not index
                or not words.texts[index - 1][0].isupper()
                or words.lowers[index - 1] in NAME_JOINERS
                or words.sentence(index)[0] == index
            )
        ]

    def _is_official(self, words: Words, person: Person, officials: list[tuple[int, int]]) -> bool:
        """``la visitadora del sistema penitenciario, Celia S.``: she speaks for the state and is nobody's prisoner."""
        if person.kind != "name" or not person.woman:
            return False
        first, _ = words.sentence(person.start)
        nearest = max((start for start, _ in officials if start < person.start), default=-1)
        if nearest < max(first, person.start - APPOSITION_REACH):
            return False
        if nearest > first and words.lowers[nearest - 1] in _FORMER:
            return False
        between = words.lowers[nearest + 1 : person.start]
        # Several officers are not one woman; over a verb they act on her: "deputies arrested Anita H.".
        if words.lowers[nearest].endswith("s") or any(word.endswith(_VERB_ENDINGS) for word in between[-1:]):
            return False
        # Beside the office ("Judge Mary O.") or in apposition after a comma; "deputies booked Anita H." is neither.
        if person.start - nearest > _OFFICE_REACH and words.texts[person.start - 1] != ",":
            return False
        return not any(ends_clause(words, index) for index in range(nearest, person.start))

    def _possesses(self, words: Words, person: Person, men: set[int]) -> bool:
        """``her husband``, ``o marido dela``: the pronoun is not who the words are about."""
        lower = words.lowers[person.start]
        if lower in _HERS_BEHIND:
            return person.start - 1 in men
        return lower == "her" and (person.end in men or person.end + 1 in men)

    def _is_oblique(self, words: Words, start: int) -> bool:
        if self._english:
            start = begin_of_phrase(words, start)
        if (
            words.lowers[start] in _COUNSEL
            and words.lowers[start + 1 : start + 2][:1]
            and words.lowers[start + 1] in _OF
        ):
            return True
        first = max(words.sentence(start)[0], start - _OBLIQUE_REACH)
        lowers = words.lowers[first:start]
        if any(lower in self._oblique for lower in lowers):
            return True
        return self._english and any(
            lower.endswith(_OBJECT_BEHIND) and lower not in _NOT_OBJECT_BEHIND for lower in lowers
        )


def _outermost(people: list[Person]) -> list[Person]:
    """Without persons nested in a longer match: "narcotraficante" in "la narcotraficante"."""
    people.sort(key=lambda person: (person.start, -person.end))
    kept: list[Person] = []
    reached = 0
    for person in people:
        if person.end > reached or (kept and kept[-1][:2] == person[:2]):
            kept.append(person)
            reached = max(reached, person.end)
    return kept
