"""Reads the context rules of the lexicon in one article.

In: a Doc's words and lexicons/<language>/context.toml. Out: for a cue at a place, the rules that bear on it there, with
the words that say so. One pass over a sentence finds the phrases of all rules; only sentences that hold a cue are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from spacy.tokens import Doc

from lexicons.classes import Classes
from lexicons.context_rules import MARKS, Context, ContextRule, load_context
from lexicons.cues import LANGUAGES
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import Cut, Words, attached, cutter_of, words_of

# Marks that end a clause.
_STOPS = frozenset(".;:!?¿¡…—–()\n")
_COMMA = ","
# How far behind its sentence a phrase may still stand: "¿Narcotraficante? No."
_BEHIND = 3
# The longest word group joined to another by "ni" or "or".
_ITEM = 4


class Found(NamedTuple):
    """A rule's phrase where it stands."""

    start: int
    end: int
    rule: ContextRule


@dataclass(frozen=True, slots=True)
class Bearing:
    """A rule that bears on a cue, and the words that say so."""

    rule: ContextRule
    words: str
    # Where they stand, in tokens.
    start: int = 0
    end: int = 0

    @property
    def reason(self) -> str:
        """For the span's rule: ``'mal llamada' (es.metalinguistic.so-called)``."""
        return f"'{self.words}' ({self.rule.id})"


class ContextRules:
    """The rules of one language, compiled. Built once a pipeline; keeps nothing between articles."""

    def __init__(self, context: Context, tokenize: Cut) -> None:
        self.context = context
        members = context.classes.members
        self.near = PhraseTrie(tokenize, members)
        self.everywhere = self.near.sibling()
        for rule in context.rule:
            trie = self.everywhere if rule.scope == "article" else self.near
            for phrase in rule.phrases:
                trie.add(phrase, rule.id)
        self._bearing: dict[tuple[str, str], frozenset[str]] = {}
        self.by_id = {rule.id: rule for rule in context.rule}
        self.of_articles = frozenset(rule.id for rule in context.rule if rule.scope == "article")
        self.through = {rule.id: context.words(rule.through) for rule in context.rule}
        self.terminators = {rule.id: context.words(rule.terminators) for rule in context.rule}

    def bearing_on(self, code: str, cue: str) -> frozenset[str]:
        """Ids of the rules that speak of a code or cue; of all where the code is not known."""
        key = (code, cue)
        if key not in self._bearing:
            rules = self.context.rule
            self._bearing[key] = frozenset(rule.id for rule in rules if not code or rule.bears_on(code, cue))
        return self._bearing[key]


class ArticleContext:
    """The rules of one article."""

    def __init__(self, rules: ContextRules, words: Words) -> None:
        self._rules = rules
        self._words = words
        self._sentences: dict[int, list[Found]] = {}

    def bearings(self, start: int, end: int, code: str, cue: str = "") -> list[Bearing]:
        """All rules that bear on the words ``start:end`` with this code, nearest first."""
        found = self._found(start, end, code, cue)
        found.sort(key=lambda each: abs(each.start - start))
        return [self._bearing(each) for each in found]

    def first(self, effect: str, start: int, end: int, code: str, cue: str = "") -> Bearing | None:
        """The nearest rule of one effect."""
        found = self._found(start, end, code, cue, effect)
        return self._bearing(min(found, key=lambda each: abs(each.start - start))) if found else None

    def _bearing(self, found: Found) -> Bearing:
        words = " ".join(self._words.lowers[found.start : found.end])
        return Bearing(found.rule, words, found.start, found.end)

    def _found(self, start: int, end: int, code: str, cue: str, effect: str = "") -> list[Found]:
        """The rules that bear on the words, of one effect if it is given."""
        here = self._in_sentence(start)
        if not (here or self._in_article):
            return []  # as mostly
        wanted = self._rules.bearing_on(code, cue)
        found = [
            each
            for each in here
            if each.rule.id in wanted and effect in ("", each.rule.effect) and self._reaches(each, start, end)
        ]
        if self._in_article:
            found += [each for each in self._in_article if each.rule.id in wanted and effect in ("", each.rule.effect)]
        return found

    def _in_sentence(self, index: int) -> list[Found]:
        number = self._words.sentence_of[index]
        known = self._sentences.get(number)
        if known is None:
            first, last = self._words.sentences[number]
            last = min(last + _BEHIND, len(self._words.texts))
            known = self._sentences[number] = self._find(self._rules.near, first, last)
        return known

    @cached_property
    def _in_article(self) -> list[Found]:
        """One place for each rule that counts wherever it stands."""
        found = self._find(self._rules.everywhere, 0, len(self._words.texts))
        return list({each.rule.id: each for each in found}.values())

    def _find(self, trie: PhraseTrie, first: int, last: int) -> list[Found]:
        by_id = self._rules.by_id
        found = [Found(start, end, by_id[name]) for start, end, name in trie.find(self._words, first, last)]
        pseudo = [each for each in found if each.rule.effect == "pseudo"]
        return [
            each
            for each in found
            if each.rule.effect != "pseudo" and not any(p.start <= each.start and each.end <= p.end for p in pseudo)
        ]

    def _reaches(self, found: Found, start: int, end: int) -> bool:
        """Does the phrase stand where its rule wants it, and near enough?"""
        direction = found.rule.direction
        if direction == "over":
            return found.start <= start and end <= found.end
        if direction != "backward" and found.end <= start:
            return any(self._spans(found, found.end, place) for place in self._places(start))
        if direction != "forward" and end <= found.start:
            return self._spans(found, end, found.start)
        return False

    def _places(self, start: int) -> Iterator[int]:
        """Where the cue begins, and where the words begin that are joined to it: *not junkies or* monsters."""
        yield start
        lowers, words = self._words.lowers, self._words
        first, _ = words.sentence(start)
        at = start - 1
        while at > first and lowers[at] in MARKS:
            at -= 1
        joiners = self._rules.context.joiners
        article = at - 1 if at > first and lowers[at] not in joiners else at
        joined = at if lowers[at] in joiners else article if lowers[article] in joiners else -1
        if joined <= first:
            return
        for place in range(joined - 1, max(first, joined - _ITEM - 1) - 1, -1):
            if lowers[place] in _STOPS:
                return
            if lowers[place][0].isalnum():
                yield place

    def _spans(self, found: Found, begin: int, stop: int) -> bool:
        """May the rule reach over the tokens ``begin:stop`` between its phrase and the cue?"""
        rule = found.rule
        if begin > stop:
            return False
        between = [lower for lower in self._words.lowers[begin:stop] if lower not in MARKS]
        if rule.scope == "sentence":
            number = self._words.sentence_of
            return number[begin - 1] == number[min(stop, len(number) - 1)] and self._rules.terminators[
                rule.id
            ].isdisjoint(between)
        if rule.scope == "quotation":
            return not any(lower in MARKS for lower in self._words.lowers[begin:stop])
        if rule.through:
            return len(between) <= rule.reach and self._rules.through[rule.id].issuperset(between)
        if not _STOPS.isdisjoint(between) or not self._rules.terminators[rule.id].isdisjoint(between):
            return False
        if rule.scope == "clause":
            return self._rules.context.breaks.isdisjoint(between)
        return sum(lower != _COMMA for lower in between) <= rule.reach


def context_of(doc: Doc) -> ArticleContext:
    """The context of a Doc, made once and shared by cues and voice."""
    return attached(doc, "encuadre_context", lambda doc: ArticleContext(rules_of(doc.lang_), words_of(doc)))


def follow(doc: Doc, rules: ContextRules) -> None:
    """From here on the rules of a study are those that bear on this Doc."""
    attached(doc, "encuadre_context", lambda doc: ArticleContext(rules, words_of(doc)))


@cache
def rules_of(language: str) -> ContextRules:
    """The shipped rules of a language, compiled once a process and cut as its tokenizer cuts; none for other ones."""
    context = (
        load_context(language) if language in LANGUAGES else Context(language=language, digest="", classes=Classes())
    )
    return ContextRules(context, cutter_of(language))
