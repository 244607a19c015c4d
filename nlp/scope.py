"""The one pass that finds what bears on scope: evidence of a woman's custody, persons by sex, police and court, fiction.

In: ``Words``. Out: ``Scan``: weighted evidence per place, and the lists the relevance score and the mentions are made from.
The words are data (lexicons/<language>/scope.toml); this module knows only how they combine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from spacy.language import Language

from lexicons.language_data import Scope, ScopeRule, load_names, load_scope
from nlp.grammar import NounRule, is_title_case
from nlp.trie import PhraseTrie
from nlp.words import Words

# An object right after a verb of arrest ("arrested a Brooklyn woman", "detienen a la presunta ...").
_OBJECT_REACH = 6
# A subject further back than this in the sentence is another clause's.
_SUBJECT_REACH = 40
# An article is plainly about a woman with this many words that say "she", and this many for one that says "he".
_FEWEST_HERS = 2
_HERS_TO_HIS = 2
# What an event weighs when only the whole article says whose it is.
_UNNAMED = 0.7
# Rules that weigh less than this tell of a place or a hearing, not of an arrest or sentence.
_STRONG = 0.8
# A name is learned from evidence at least this heavy, and has at most this many words.
_SURE = 0.7
_LONGEST_NAME = 5
_NAME_REACH = 8
# A noun and the name in apposition to it: "la exlíder del Sindicato Nacional de ..., Elba".
_APPOSITION_REACH = 16
# A preposition this near before a person makes it an object.
_OBLIQUE_REACH = 2
_SAINTS = frozenset(
    {"san", "santa", "santo", "são", "saint", "st", "st.", "calle", "avenida", "rua", "hospital", "colonia"}
)
_AUXILIARIES = frozenset("was were been being is are be get got gets getting am 's 're".split())
_TAKE_OBJECT = frozenset({"a", "de", "da", "do", "of", "à", "contra", "para", "for", "against"})
_PT_ARRESTS = frozenset(
    "prende prendem prendeu prenderam detém deteve detiveram liberta libertam libertou soltou soltaram condena condenam"
    " condenou condenaram indicia indiciou captura capturou capturaram absolve absolveu solta soltam".split()
)
_AND = frozenset({"y", "e", "and"})
_CLAUSE_ENDS = frozenset({";", "y", "e", "and", "que", "who"})
_NAME_JOINERS = frozenset({"de", "da", "do", "dos", "das", "del", "la", "los", "las"})


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


class Person(NamedTuple):
    """A word that names a person of known sex. ``oblique``: as an object, or as somebody's relative."""

    start: int
    end: int
    woman: bool
    kind: str  # noun, occupation, pronoun, name
    oblique: bool


@dataclass(frozen=True)
class Scan:
    """What one article holds."""

    evidence: tuple[Evidence, ...]
    people: tuple[Person, ...]
    official: frozenset[int]
    setting: frozenset[int]  # numbers of the sentences that speak of police, court or prison
    fiction: tuple[int, ...]  # token indices
    true_story: bool
    names: frozenset[str]  # words of the names of the women in evidence


_SHARED: dict[str, ScopeScanner] = {}


class ScopeScanner:
    """All lists of one language, compiled. Built once a pipeline; keeps nothing between articles."""

    def __init__(self, language: str, tokenize: Callable[[str], Iterable[str]]) -> None:
        self.scope: Scope = load_scope(language)
        self.language = language
        self.noun_rule = NounRule(self.scope.grammar, language)
        self.tokenize = tokenize
        self._trie = PhraseTrie(tokenize)
        self._contexts = PhraseTrie(tokenize)
        self.oblique = frozenset(self.scope.people.oblique)
        names = load_names()
        self._women_names = frozenset(names.women)
        self._men_names = frozenset(names.men)
        people = self.scope.people
        lists = {
            "w:noun": people.women,
            "w:occupation": people.occupations,
            "m:noun": people.men,
            "w:pronoun": people.she,
            "m:pronoun": people.he,
            "official": people.officials,
            "setting": self.scope.setting,
            "fiction": self.scope.fiction,
            "true_story": self.scope.true_story,
        }
        for label, forms in lists.items():
            for form in forms:
                self._trie.add(form, label)
        for number, rule in enumerate(self.scope.rule):
            for form in rule.forms:
                self._trie.add(form, number)
            for form in (*rule.left_not, *rule.right_not, *rule.sentence_not):
                self._contexts.add(form, form)

    @classmethod
    def shared(cls, nlp: Language) -> ScopeScanner:
        """The scanner of a pipeline's language, compiled once a process and shared by the components."""
        if nlp.lang not in _SHARED:
            _SHARED[nlp.lang] = cls(nlp.lang, lambda text: [token.text for token in nlp.make_doc(text)])
        return _SHARED[nlp.lang]

    def scan(self, words: Words, *, headline_end: int = 0) -> Scan:
        """Find everything in one pass, then weigh it in order."""
        lists: dict[str, list[tuple[int, int]]] = {}
        candidates: list[tuple[int, int, ScopeRule]] = []
        for start, end, value in self._trie.find(words):
            if isinstance(value, int):
                candidates.append((start, end, self.scope.rule[value]))
            else:
                lists.setdefault(value, []).append((start, end))
        setting = {words.sentence_of[start] for start, _ in lists.get("setting", ())}
        people = self._people(words, lists)
        evidence, names = self._evidence(words, candidates, people, setting, headline_end)
        return Scan(
            evidence=tuple(evidence),
            people=tuple(people),
            official=frozenset(start for start, _ in lists.get("official", ())),
            setting=frozenset(setting),
            fiction=tuple(start for start, _ in lists.get("fiction", ())),
            true_story="true_story" in lists,
            names=names,
        )

    def _people(self, words: Words, lists: dict[str, list[tuple[int, int]]]) -> list[Person]:
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
            if before in _SAINTS or (before in self._men_names or before in self._women_names):
                continue
            people.append(Person(index, index + 1, woman, "name", self._is_oblique(words, index)))
        people.extend(self._surnames(words, people))
        people.sort()
        # A name is as oblique as the noun before it: "de la exgobernadora Amalia".
        for number in range(1, len(people)):
            before, person = people[number - 1], people[number]
            if person.kind == "name" and before.oblique and before.end == person.start:
                people[number] = person._replace(oblique=True)
        men = {person.start for person in people if not person.woman}
        officials = lists.get("official", [])
        state = {
            text
            for person in people
            if self._is_official(words, person, officials)
            for text in _capitals(words, person.start)
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
                for offset, text in enumerate(_capitals(words, person.start)):
                    if offset and not text.isupper() and text.lower() not in self._women_names | self._men_names:
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
        if nearest < max(first, person.start - _APPOSITION_REACH):
            return False
        return not any(words.texts[index] in _CLAUSE_ENDS for index in range(nearest, person.start))

    def _possesses(self, words: Words, person: Person, men: set[int]) -> bool:
        """``her husband``: the pronoun is not who the words are about."""
        return words.lowers[person.start] == "her" and (person.end in men or person.end + 1 in men)

    def _is_oblique(self, words: Words, start: int) -> bool:
        first = max(words.sentence(start)[0], start - _OBLIQUE_REACH)
        return any(words.lowers[index] in self.oblique for index in range(first, start))

    def _evidence(
        self,
        words: Words,
        candidates: list[tuple[int, int, ScopeRule]],
        people: list[Person],
        setting: set[int],
        headline_end: int,
    ) -> tuple[list[Evidence], frozenset[str]]:
        """Weigh the candidates, longest first, so that "presas políticas" is not also "presas".

        Neutral events whose subject is not plain wait until the women's names are learned from the others.
        """
        taken: set[int] = set()
        found: list[Evidence] = []
        waiting: list[tuple[int, int, ScopeRule]] = []
        candidates = _first_objects(words, candidates)
        candidates.sort(key=lambda item: (item[0] - item[1], -item[2].weight, item[0]))
        men = {words.sentence_of[start]: start for start, _, rule in candidates if rule.kind == "male"}
        for start, end, rule in candidates:
            if any(index in taken for index in range(start, end)) or self._blocked(words, start, end, rule):
                continue
            if rule.noun and not self.noun_rule.holds(words, start, end, headline_end=headline_end):
                continue
            sentence = words.sentence_of[start]
            subject = self._subject(words, start, end, people, men.get(sentence), rule)
            # Beside words of police or court, or a woman, an ambiguous word is no longer ambiguous.
            plain = rule.alone is None or sentence in setting or (subject is not None and subject.end <= start)
            weight = rule.weight if plain else rule.alone
            if not weight:
                continue
            if rule.kind == "neutral" and (subject is None or not subject.woman):
                if subject is None:
                    waiting.append((start, end, rule))
                continue
            taken.update(range(start, end))
            who = subject.start if subject is not None and subject.woman else -1
            if who < 0 and rule.kind == "event":
                who = _name_before(words, start)
            found.append(Evidence(start, end, rule.name, rule.kind, weight, who))
        names = learn_names(words, found, people)
        found.extend(self._resolve(words, waiting, found, people, names, taken))
        found.sort()
        return found, learn_names(words, found, people)

    def _resolve(
        self,
        words: Words,
        waiting: list[tuple[int, int, ScopeRule]],
        found: list[Evidence],
        people: list[Person],
        names: frozenset[str],
        taken: set[int],
    ) -> Iterable[Evidence]:
        """Neutral events beside a learned name, or of nobody else in an article that is plainly about a woman."""
        hers = sum(person.woman and person.kind == "pronoun" for person in people)
        his = sum(not person.woman and person.kind == "pronoun" for person in people)
        for item in found:
            hers += item.kind in ("event", "label")
            his += item.kind == "male"
        about_her = hers >= _FEWEST_HERS and hers >= _HERS_TO_HIS * his
        for start, end, rule in waiting:
            if any(index in taken for index in range(start, end)):
                continue
            first, last = words.sentence(start)
            near = range(max(first, start - _SUBJECT_REACH), min(last, end + _OBJECT_REACH))
            who = next((index for index in near if is_name(words, index, names)), -1)
            if who < 0 and about_her:
                who = _name_before(words, start)
                weight = rule.weight * _UNNAMED
            elif who < 0:
                continue
            else:
                weight = rule.weight
            taken.update(range(start, end))
            yield Evidence(start, end, rule.name, rule.kind, weight, who)

    def _blocked(self, words: Words, start: int, end: int, rule: ScopeRule) -> bool:
        if not (rule.left_not or rule.right_not or rule.sentence_not):
            return False
        first, last = words.sentence(start)
        for left, right, form in self._contexts.find(words, first, last):
            if form in rule.sentence_not and (right <= start or left >= end):
                return True
            if form in rule.left_not and right == start:
                return True
            if form in rule.right_not and left == end:
                return True
        return False

    def _subject(
        self, words: Words, start: int, end: int, people: list[Person], man_at: int | None, rule: ScopeRule
    ) -> Person | None:
        """Whom the event befalls: the object right after a verb of arrest, else the nearest person before, else just after.

        None when nobody of known sex is near. An event in the feminine looks for women only.
        """
        first, last = words.sentence(start)
        neutral = rule.kind == "neutral"
        # Of a mere place or hearing the nearest person is the one, also as an object: "killed her son in jail".
        strict = neutral and rule.weight < _STRONG
        if self._takes_object(words, start, end):
            after = [person for person in people if end <= person.start <= end + _OBJECT_REACH and person.start < last]
            for number, person in enumerate(after):
                # "la prisión de João y Monica": the woman of a couple counts.
                joined = any(
                    words.lowers[index] in _AND for index in range(person.end, min(last, end + _OBJECT_REACH + 1))
                )
                if person.woman or number + 1 == len(after) or not joined:
                    return person
        best: Person | None = None
        for person in people:
            if person.start < max(first, start - _SUBJECT_REACH):
                continue
            if (
                person.start >= last
                or person.start > end + _OBJECT_REACH
                or (person.start >= start and best is not None)
            ):
                break
            if (person.oblique and person.kind != "pronoun" and not strict) or not (neutral or person.woman):
                continue
            best = person
        if neutral and man_at is not None and (best is None or not best.woman or best.start < man_at < start):
            return Person(man_at, man_at + 1, False, "noun", False)
        return best

    def _takes_object(self, words: Words, start: int, end: int) -> bool:
        last = words.lowers[end - 1]
        if last in _TAKE_OBJECT:
            return True
        if self.language == "pt":
            return last in _PT_ARRESTS or last == "soltar" or last == "prender"
        before = words.lowers[start - 1] if start else ""
        return self.language == "en" and last.endswith("ed") and before not in _AUXILIARIES


def learn_names(words: Words, evidence: Iterable[Evidence], people: list[Person]) -> frozenset[str]:
    """The words of the names of the women in evidence: ``Ávila`` and ``Beltrán`` after "Sandra Ávila Beltrán, detenida ..."."""
    by_start = {person.start: person for person in people}
    men = {
        text
        for person in people
        if person.kind == "name" and not person.woman
        for text in _capitals(words, person.start)
    }
    names: set[str] = set()
    for item in evidence:
        if item.who < 0 or item.weight < _SURE or item.kind in ("male", "prison", "topic"):
            continue
        if is_title_case(words, item.who):
            continue
        person = by_start.get(item.who)
        if person is None or person.kind == "name":
            names.update(_capitals(words, item.who))
        elif person.kind in ("noun", "occupation"):
            # "La exlíder del sindicato, Eliana T.": the first woman's name after the noun.
            last = words.sentence(person.start)[1]
            for index in range(person.end, min(person.end + _APPOSITION_REACH, last)):
                if index in by_start and by_start[index].kind == "name":
                    if by_start[index].woman:
                        names.update(_capitals(words, index))
                    break
    return frozenset(names - men)


def is_name(words: Words, index: int, names: frozenset[str]) -> bool:
    """Is this token a word of one of these names, in capitals or small capitals?"""
    text = words.texts[index]
    return text[0].isupper() and (text in names or (text.isupper() and text.capitalize() in names))


def _capitals(words: Words, start: int) -> list[str]:
    """The words of the name that begins here, past the small words inside it (``María de los Ángeles Pérez``)."""
    found: list[str] = []
    for index in range(start, min(start + _LONGEST_NAME, len(words.texts))):
        text = words.texts[index]
        if text[0].isupper() and text.isalpha():
            if len(text) > 2:
                found.append(text.capitalize() if text.isupper() else text)
        elif text not in _NAME_JOINERS:
            break
    return found


def _name_before(words: Words, event: int) -> int:
    """Where the name nearest before an event begins in its sentence, -1 when none is near: "Gordillo, actualmente presa"."""
    first, _ = words.sentence(event)
    if is_title_case(words, event):
        return -1
    for index in range(event - 1, max(first, event - _NAME_REACH) - 1, -1):
        text = words.texts[index]
        if not text[0].isupper() or not text.isalpha() or len(text) <= 2:
            continue
        while index > first and words.texts[index - 1][0].isupper() and words.texts[index - 1].isalpha():
            index -= 1
        # The first word of a sentence has its capital from there.
        return index if index > first or words.texts[index + 1][0].isupper() else -1
    return -1


def _first_objects(words: Words, candidates: list[tuple[int, int, ScopeRule]]) -> list[tuple[int, int, ScopeRule]]:
    """Of "detienen <5> a" keep the nearest "a": in "detienen a un hombre que mató a su esposa" he is the one arrested."""
    nearest: dict[int, int] = {}
    for start, end, rule in candidates:
        if rule.kind == "neutral" and words.lowers[end - 1] in _TAKE_OBJECT:
            nearest[start] = min(nearest.get(start, end), end)
    return [
        (start, end, rule)
        for start, end, rule in candidates
        if start not in nearest or rule.kind != "neutral" or end <= nearest[start]
    ]


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
