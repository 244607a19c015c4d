"""The one pass that finds what bears on scope: evidence of a woman's custody, persons, police and court, fiction.

In: ``Words``. Out: ``Scan``: weighted evidence per place, and the lists the relevance score and the mentions are made
from. The words are data (lexicons/<language>/scope.toml); this module knows only how they combine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from spacy.language import Language

from lexicons.cues import load_lexicon
from lexicons.language_data import Scope, ScopeRule, load_scope
from lexicons.small_words import small_words
from nlp.texts.grammar import NounRule
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import Cut, Words, cutter
from nlp.women.custody.evidence import (
    Evidence,
    Scan,
    dropped_woman,
    learn_names,
    only_woman,
    opening_woman,
    sentences_with,
    woman_near,
)
from nlp.women.custody.groups import GroupFinder
from nlp.women.custody.office import OfficeFinder
from nlp.women.custody.others import works_there
from nlp.women.custody.subjects import OBJECT_REACH, STRONG, SUBJECT_REACH, Subject, SubjectFinder
from nlp.women.custody.things import belongs_to_thing
from nlp.women.persons.cast import castings
from nlp.women.persons.names import is_name, name_before
from nlp.women.persons.narrator import is_her_own, told_by_a_woman
from nlp.women.persons.people import PeopleFinder, Person
from nlp.women.persons.phrases import ends_a_name

# An article is plainly about a woman with this many words that say "she", and this many for one that says "he".
_FEWEST_HERS = 2
_HERS_TO_HIS = 2
# What an event weighs when only the whole article says whose it is.
_UNNAMED = 0.7
# The same when no name at all stands before it.
_UNSAID = 0.4
# The same when she is the only one named near, and nobody else is its subject.
_ALONE = 0.9
# What it weighs when she is one of a group of men and women.
_MIXED = 0.3
# An article that speaks of police or court in so many sentences is about them, and a charge needs no more beside it;
# a word of another sense (presa, alone below this) still does.
_THROUGHOUT = 4
# In a short one fewer are enough: a third of all, and two at least.
_FEWEST_THROUGHOUT, _ONE_IN = 2, 3
_CHARGED = 0.3
# Around a charge or a judgment the words stand within this many that say what it costs.
_LIBERTY_REACH = 8
# A custody noun needs fewer.
_LABELLED = 2
# Codes whose nouns name a woman by a crime or by drugs, and so say of whom an event is.
_NAMING = ("S1", "S7")
_LISTS = small_words("scope")
# Words for somebody harmed, in whose story an arrest is another's.
_HARMED = frozenset(_LISTS["harmed"])
_EPICENE_ENDINGS = _LISTS["epicene_endings"]


# Where a rule's form stands: start, end, rule.
_Candidate = tuple[int, int, ScopeRule]
# An event whose subject is not plain yet; the last says that the words name somebody all the same.
_Waiting = tuple[int, int, ScopeRule, bool]


class _Seen(NamedTuple):
    """What the one pass found in a text beside the candidates: by what they are weighed."""

    words: Words
    headline_end: int
    people: list[Person]
    setting: set[int]  # sentences with a word of police, court or prison
    things: list[int]  # feminine nouns that are no woman
    says: frozenset[int]
    among: frozenset[int]
    wanting: list[tuple[int, int]]
    official: frozenset[int]  # officials and victims, who may be the woman beside an event


_SHARED: dict[str, ScopeScanner] = {}


class ScopeScanner:
    """All lists of one language, compiled. Built once a pipeline; keeps nothing between articles."""

    def __init__(self, language: str, tokenize: Cut) -> None:
        self.scope: Scope = load_scope(language)
        self.language = language
        self._romance = language != "en"
        self._prepositions = frozenset(self.scope.grammar.prepositions)
        self.noun_rule = NounRule(self.scope.grammar, language)
        self.tokenize = tokenize
        self._trie = PhraseTrie(tokenize)
        self._contexts = PhraseTrie(tokenize)
        self.oblique = frozenset(self.scope.people.oblique)
        self._subjects = SubjectFinder(self.scope)
        self._groups = GroupFinder(self.scope)
        self._offices = OfficeFinder(self.scope)
        self._works = frozenset(self.scope.grammar.works)
        self._people = PeopleFinder(self.scope.people, language, frozenset(self.scope.grammar.copulas))
        self._takes = frozenset(self.scope.grammar.takes_object)
        people = self.scope.people
        lists = {
            "w:noun": people.women,
            "w:occupation": people.occupations,
            "m:noun": people.men,
            "e:noun": people.epicene,
            "thing": people.not_women,
            "couple": people.couples,
            "among": people.among,
            "says": self.scope.grammar.says,
            "wanting": self.scope.grammar.wanting,
            "w:pronoun": people.she,
            "m:pronoun": people.he,
            "official": people.officials,
            "setting": self.scope.setting,
            "fiction": self.scope.fiction,
            "figurative": self.scope.figurative,
            "true_story": self.scope.true_story,
            "civil": self.scope.civil,
        }
        for label, forms in lists.items():
            for form in forms:
                self._trie.add(form, label)
        for form, label in _crime_nouns(language):
            self._trie.add(form, label)
        for number, rule in enumerate(self.scope.rule):
            for form in rule.forms:
                self._trie.add(form, number)
            for form in (*rule.left_not, *rule.right_not, *rule.sentence_not):
                self._contexts.add(form, form)

    @classmethod
    def shared(cls, nlp: Language) -> ScopeScanner:
        """The scanner of a pipeline's language, compiled once a process and shared by the components."""
        language = str(nlp.lang)
        if language not in _SHARED:
            _SHARED[language] = cls(language, cutter(nlp))
        return _SHARED[language]

    def scan(self, words: Words, *, headline_end: int = 0) -> Scan:
        """Find everything in one pass, then weigh it in order."""
        lists: dict[str, list[tuple[int, int]]] = {}
        candidates: list[_Candidate] = []
        for start, end, value in self._trie.find(words):
            if isinstance(value, int):
                candidates.append((start, end, self.scope.rule[value]))
            else:
                lists.setdefault(value, []).append((start, end))
        setting = {words.sentence_of[start] for start, _ in lists.get("setting", ())}
        self._move_accused(words, lists)
        people = self._people.find(words, lists)
        seen = _Seen(
            words,
            headline_end,
            people,
            setting,
            things=[start for start, _ in lists.get("thing", ())],
            says=frozenset(start for start, _ in lists.get("says", ())),
            among=frozenset(end - 1 for _, end in lists.get("among", ())),
            wanting=lists.get("wanting", []),
            official=frozenset(start for start, _ in lists.get("official", ())),
        )
        evidence, names = self._evidence(seen, candidates)
        couples = [start for start, _ in lists.get("couple", ())]
        shared = self._groups.shared(words, candidates, people, couples, seen.among)
        evidence = sorted([*evidence, *shared])
        plain = (item.kind in ("event", "neutral") and not self._tells_of_liberty(words, item) for item in evidence)
        civil = "civil" in lists and all(plain)
        return Scan(
            evidence=tuple(evidence),
            people=tuple(people),
            official=seen.official,
            setting=frozenset(setting),
            fiction=tuple(sorted([*(start for start, _ in lists.get("fiction", ())), *castings(words)])),
            figurative=tuple(start for start, _ in lists.get("figurative", ())),
            true_story="true_story" in lists,
            names=names,
            says=seen.says,
            civil=civil,
        )

    def _move_accused(self, words: Words, lists: dict[str, list[tuple[int, int]]]) -> None:
        """Women in office who are in custody themselves are no officials here; ``lists`` is changed."""
        offices = lists.get("official")
        if not offices:
            return
        nouns = ("w:noun", "w:occupation", "m:noun", "e:noun", "w:pronoun", "m:pronoun")
        others = {start for label in nouns for start, _ in lists.get(label, ())}
        says = {start for start, _ in lists.get("says", ())}
        accused = self._offices.accused(words, offices, others, says)
        if accused:
            label = "w:occupation" if self._romance else "e:noun"
            lists.setdefault(label, []).extend(place for place in offices if place[0] in accused)
            lists["official"] = [place for place in offices if place[0] not in accused]

    def _tells_of_liberty(self, words: Words, item: Evidence) -> bool:
        """Is it an arrest, a prison or a sentence in years, and not only "convicted", "accused"?"""
        first, last = words.sentence(item.start)
        near = " ".join(words.lowers[max(first, item.start - _LIBERTY_REACH) : min(last, item.end + _LIBERTY_REACH)])
        return any(stem in near for stem in self.scope.deprived)

    def _evidence(self, seen: _Seen, candidates: list[_Candidate]) -> tuple[list[Evidence], frozenset[str]]:
        """Weigh the candidates, longest first, so that "presas políticas" is not also "presas".

        Neutral events whose subject is not plain wait until the women's names are learned from the others.
        """
        words, people = seen.words, seen.people
        taken: set[int] = set()
        found: list[Evidence] = []
        waiting: list[_Waiting] = []
        contexts: dict[int, list[tuple[int, int, str]]] = {}
        candidates = self._first_objects(words, candidates)
        candidates.sort(key=lambda item: (item[0] - item[1], -item[2].weight, item[0]))
        told_by_her = not self._romance and told_by_a_woman(words)
        men = {words.sentence_of[start]: start for start, _, rule in candidates if rule.kind == "male"}
        for start, end, rule in candidates:
            if not taken.isdisjoint(range(start, end)) or self._blocked(words, start, end, rule, contexts):
                continue
            if rule.noun and not self.noun_rule.holds(words, start, end, headline_end=seen.headline_end):
                continue
            if (
                rule.kind == "event"
                and self._romance
                and belongs_to_thing(words, start, end, people, seen.things, self._prepositions)
            ):
                continue
            subject = self._subjects.find(
                words, start, end, people, men.get(words.sentence_of[start]), rule, seen.says, seen.wanting
            )
            if told_by_her and rule.kind == "neutral" and is_her_own(words, start):
                subject = Subject(Person(start, end, True, "pronoun", False), bound=True)
            weight = self._weight(seen, start, end, rule, subject)
            if not weight:
                continue
            if rule.kind == "neutral" and (subject.person is None or not subject.person.woman):
                if subject.person is None:
                    waiting.append((start, end, rule, subject.bound))
                continue
            taken.update(range(start, end))
            found.append(Evidence(start, end, rule.name, rule.kind, weight, _whose(words, start, rule, subject)))
        names = learn_names(words, found, people)
        found.extend(self._resolve(seen, waiting, found, names, taken))
        found.sort()
        return found, learn_names(words, found, people)

    def _weight(self, seen: _Seen, start: int, end: int, rule: ScopeRule, subject: Subject) -> float:
        """Beside words of police or court, or a woman, an ambiguous word is no longer ambiguous; 0 for one that is."""
        person = subject.person
        beside = person is not None and (person.end <= start or (person.woman and person.start >= end))
        plain = rule.alone is None or seen.words.sentence_of[start] in seen.setting or beside
        if not plain and rule.alone:
            throughout = min(_THROUGHOUT, max(_FEWEST_THROUGHOUT, len(seen.words.sentences) // _ONE_IN))
            charged = rule.alone >= _CHARGED and len(seen.setting) >= throughout
            plain = charged or (rule.kind == "label" and len(seen.setting) >= _LABELLED)
        weight = rule.weight if plain else rule.alone or 0.0
        one_of_many = subject.mixed and rule.kind in ("neutral", "person_first", "label")
        if one_of_many or (
            person is not None and person.woman and self._groups.is_counted(seen.words, person, seen.people, seen.among)
        ):
            weight *= _MIXED
        return weight

    def _resolve(
        self, seen: _Seen, waiting: list[_Waiting], found: list[Evidence], names: frozenset[str], taken: set[int]
    ) -> Iterable[Evidence]:
        """Neutral events beside a learned name, or of nobody else in an article that is plainly about a woman."""
        words, people, says = seen.words, seen.people, seen.says
        hers = sum(person.woman and person.kind == "pronoun" for person in people)
        his = sum(not person.woman and person.kind == "pronoun" for person in people)
        for item in found:
            hers += item.kind in ("event", "label")
            his += item.kind == "male"
        # Where a man is named, or somebody was harmed, an event that names nobody may be another's.
        men = any(not person.woman for person in people) or bool(words.places(_HARMED))
        about_her = hers >= _FEWEST_HERS and hers >= _HERS_TO_HIS * his
        opening = opening_woman(words, people, found, seen.headline_end, says)
        if opening is not None and self._groups.is_counted(words, opening, people, seen.among):
            opening = None
        for start, end, rule, bound in waiting:
            if not taken.isdisjoint(range(start, end)):
                continue
            if rule.weight < STRONG and works_there(words, start, end, self._works):
                continue
            first, last = words.sentence(start)
            near = range(end if bound else max(first, start - SUBJECT_REACH), min(last, end + OBJECT_REACH))
            who = next((index for index in near if is_name(words, index, names)), -1)
            if who < 0 and bound:
                continue
            if who < 0 and opening is not None and start < seen.headline_end and rule.weight >= STRONG:
                who, weight = opening.start, rule.weight
            elif who < 0 and about_her:
                # Before a verb of arrest stands who arrests.
                who = -1 if words.lowers[end - 1] in self._takes else name_before(words, start)
                if any(at in says for at in range(max(who, 0), start)):
                    who = -1  # "Kadam said the accused had met in jail"
                weight = rule.weight * (_UNNAMED if who >= 0 else _UNSAID)
            elif who < 0 and self.language != "en" and (dropped := dropped_woman(words, start, people)) is not None:
                who, weight = dropped.start, rule.weight * (_UNNAMED if seen.official else _ALONE)
            elif who < 0 and (lone := self._lone(seen, start, rule, found)) is not None:
                who, weight = lone.start, rule.weight * _ALONE
            elif who < 0 and not men and (near_her := self._near(seen, start)) is not None:
                who, weight = near_her.start, rule.weight * _UNNAMED
            elif who < 0:
                continue
            else:
                weight = rule.weight
            taken.update(range(start, end))
            yield Evidence(start, end, rule.name, rule.kind, weight, who)

    def _near(self, seen: _Seen, start: int) -> Person | None:
        """The woman near an event that names nobody; in English before it, and nobody's object."""
        woman = woman_near(seen.words, start, seen.people, seen.official)
        if woman is not None and not self._romance and (woman.oblique or woman.start > start):
            return None
        return woman

    def _lone(self, seen: _Seen, start: int, rule: ScopeRule, found: list[Evidence]) -> Person | None:
        """The only one whom an arrest or sentence can befall; of an English one its victim may be all that is named."""
        if not self._romance or seen.official or rule.weight < STRONG:
            return None
        return only_woman(seen.words, start, seen.people, found)

    def _blocked(
        self, words: Words, start: int, end: int, rule: ScopeRule, contexts: dict[int, list[tuple[int, int, str]]]
    ) -> bool:
        """Do words around forbid it? ``contexts`` keeps what was found in each sentence, by its first token."""
        in_name = rule.kind == "neutral" and self.language == "en" and ends_a_name(words, start)
        if in_name or (rule.inside_not and not set(rule.inside_not).isdisjoint(words.lowers[start:end])):
            return True
        if not (rule.left_not or rule.right_not or rule.sentence_not):
            return False
        first, last = words.sentence(start)
        if first not in contexts:
            contexts[first] = self._contexts.find(words, first, last)
        for left, right, form in contexts[first]:
            if form in rule.sentence_not and (right <= start or left >= end):
                return True
            if form in rule.left_not and right == start:
                return True
            if form in rule.right_not and left == end:
                return True
        return False

    def _first_objects(self, words: Words, candidates: list[_Candidate]) -> list[_Candidate]:
        """Of "detienen <5> a" keep the nearest "a": in "detienen a un hombre que mató a su esposa" he is the one."""
        if not self._romance:
            return candidates
        nearest: dict[int, int] = {}
        for start, end, rule in candidates:
            if rule.kind == "neutral" and words.lowers[end - 1] in self._takes:
                nearest[start] = min(nearest.get(start, end), end)
        return [
            (start, end, rule)
            for start, end, rule in candidates
            if start not in nearest or rule.kind != "neutral" or end <= nearest[start]
        ]


def _whose(words: Words, start: int, rule: ScopeRule, subject: Subject) -> int:
    """The token at which the woman stands whose custody it is, -1 where none is known."""
    who = subject.person.start if subject.person is not None and subject.person.woman else -1
    if rule.object_pronoun:
        return -1
    if rule.kind == "event" and not 0 <= who < start:
        # "Noeli ficou três dias detida": the participle names her less well than the name before it.
        named = name_before(words, start)
        return named if named >= 0 else who
    return who


def _crime_nouns(language: str) -> Iterable[tuple[str, str]]:
    """Nouns of the cue lexicon that name a woman by a crime, with the list they belong to. English ones tell no sex."""
    if language == "en":
        return
    lexicon = load_lexicon(language)
    for cue in lexicon.cues:
        for form in lexicon.written_out(cue.forms) if cue.code in _NAMING else ():
            if " " in form:
                continue
            feminine = form.endswith(("a", "as")) and not form.endswith(_EPICENE_ENDINGS)
            yield form, "w:occupation" if feminine else "e:noun"


__all__ = ["Evidence", "Scan", "ScopeScanner", "sentences_with"]
