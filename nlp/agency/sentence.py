"""What the words of one sentence tell by their neighbours alone, whoever was spoken of before.

In: ``Words`` and the bounds of a sentence, and at tier 1 its parse. Out: answers about a place in it: which preposition
it stands behind, whether it is a name, which verb begins there. The walk (nlp/agency/walk.py) remembers; this does not.
"""

from __future__ import annotations

from lexicons.actions import VerbForm
from lexicons.small_words import small_words
from nlp.agency.parse import Parse
from nlp.agency.places import ARTICLE_TOO, ENDING, PREPOSITION, VERBAL, Language, in_name
from nlp.agency.verbs import VerbGroup
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words

# How far before a noun its preposition may stand ("de la presunta líder").
PHRASE = 4
_POSSESSIVES = frozenset(small_words("agency_walk")["possessives"])


class Sentence:
    """The tokens ``first`` to ``last`` (which is the next sentence's) of an article."""

    def __init__(self, language: Language, words: Words, bounds: tuple[int, int], parsed: Parse | None) -> None:
        self._language, self._words, self._lists, self._parsed = language, words, language.lists, parsed
        self.first, self.last = bounds
        self._title_case: bool | None = None

    def lower_at(self, index: int) -> str:
        """The word there in small letters, "" outside the sentence."""
        return self._words.lowers[index] if self.first <= index < self.last else ""

    def form_before(self, index: int) -> VerbForm | None:
        """What the word before is as a form of a verb; None where it is none."""
        return self._language.verbs.form(self._words, index - 1) if index > self.first else None

    # ---- nouns

    def preposition_before(self, start: int, within: int = PHRASE) -> str:
        """The preposition of the phrase that stands here, "" when it has none."""
        lowers, kinds = self._words.lowers, self._language.before_noun
        for at in range(start - 1, max(self.first, start - within) - 1, -1):
            kind = kinds[lowers[at]]
            if kind == PREPOSITION:
                return lowers[at]
            if kind == ARTICLE_TOO and at + 1 == start:
                return lowers[at] if self._is_preposition(at) else ""
            if kind == ENDING or (kind == VERBAL and not in_name(self._words, at)):
                return ""
        return ""

    def _is_preposition(self, at: int) -> bool:
        """Portuguese *a* is an article or a preposition: the latter only after a verb and before a name."""
        return self._words.texts[at + 1][0].isupper() and at > self.first and self._words.texts[at - 1].isalpha()

    def is_name(self, index: int) -> bool:
        """A name, where capitals tell: in mid-sentence, or two words, or before a verb."""
        words = self._words
        if words.lowers[index] in self._language.function:
            return False
        if self._title_case is None:
            self._title_case = is_title_case(words, self.first)
        if self._title_case or not words.texts[index].isalpha():
            return False
        if index > self.first and words.texts[index - 1].isalpha():
            return True
        following = words.texts[index + 1] if index + 1 < self.last else ""
        form = self._language.verbs.form(words, index + 1) if following else None
        return following[:1].isupper() or (form is not None and form.form.mood in ("finite", "past"))

    def is_noun_phrase(self, determiner: int) -> bool:
        """Is what the determiner begins a noun phrase that could be a subject, and no time ("the last week")?"""
        noun, second = self.lower_at(determiner + 1), self.lower_at(determiner + 2)
        return noun[:1].isalnum() and noun not in self._lists.times and second not in self._lists.times

    def is_of(self, determiner: int, person: int) -> bool:
        """Is the phrase another thing than the person in it: "la defensa de Ana", not "la detenida"?"""
        lowers = self._words.lowers
        between = lowers[determiner + 1 : person]
        return lowers[determiner] in _POSSESSIVES or not self._lists.prepositions.isdisjoint(between)

    def is_possessive(self, index: int) -> bool:
        """English *her*: before a noun a possessive ("her aunt said"), else an object ("arrested her")."""
        following = self.lower_at(index + 1)
        return following.isalpha() and following not in self._language.function

    def after_comma(self, index: int) -> bool:
        """Does a comma stand before the word, or before its determiner?"""
        at = index - 1 - (self.lower_at(index - 1) in self._lists.determiners)
        return at >= self.first and self._words.texts[at] == ","

    # ---- verbs

    def verb_at(self, index: int, *, subject_before: bool, close: bool) -> VerbGroup | None:
        """The verb group that begins here, as the lists have it and at tier 1 the parse; None where none does."""
        group = self._language.verbs.read(
            self._words, index, self.first, self.last, subject_before=subject_before, close=close
        )
        return group if self._parsed is None else self._as_parsed(self._parsed, index, group)

    def _as_parsed(self, parsed: Parse, index: int, group: VerbGroup | None) -> VerbGroup | None:
        """What may be a noun is a verb only by the parse, and so is a finite verb that no list knows."""
        if group is not None:
            doubtful = self._words.lowers[group.start] in self._lists.nouns
            return None if doubtful and parsed.verbs.isdisjoint(range(group.start, group.end)) else group
        known = self._language.verbs.form(self._words, index) is not None
        return VerbGroup(index, index + 1, "act", 0, 3, False) if index in parsed.finite and not known else None
