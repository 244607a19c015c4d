"""Under which conditions a cue counts where it stands: the context rules, and the words it asks for or forbids.

In: an article's words, the compiled context words of a lexicon and the context rules. Out: yes or no for a cue at a
place, and what a hedge adds to its reason. What encuadre knows of its own codes stands in nlp/cues/component.py; this
holds for any codebook.
"""

from __future__ import annotations

from functools import cached_property

from lexicons.cues import Cue, Lexicon, Near
from lexicons.forms import orders
from nlp.cues.context import ArticleContext, Bearing
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import Words


def context_forms(cue: Cue) -> tuple[str, ...]:
    """The words a cue asks for or forbids near it."""
    return cue.left_any + cue.left_not + cue.right_any + cue.right_not + cue.sentence_any + cue.sentence_not


def applies_in(cue: Cue, country: str | None) -> bool:
    """Is the cue one of this country's? Where the country is not known, every cue applies."""
    return country is None or "*" in cue.countries or country in cue.countries


def add_cues(lexicon: Lexicon, forms: PhraseTrie, contexts: PhraseTrie, article: PhraseTrie) -> None:
    """Fill the three searches of a lexicon: its forms, the words near them, and those that count article-wide."""
    for cue in lexicon.cues:
        for text in cue.patterns:
            for pattern in orders(text):
                forms.add(pattern, cue.id)
        for form in context_forms(cue):
            contexts.add(form, form)
        for form in cue.article_not:
            article.add(form, form)


class Conditions:
    """What stands around the cues of one article. A sentence is read once, and only where it holds a cue."""

    def __init__(self, words: Words, contexts: PhraseTrie, article: PhraseTrie, rules: ArticleContext) -> None:
        self._words = words
        self._trie = contexts
        self._article = article
        self._rules = rules
        self._found: dict[int, list[tuple[int, int, str]]] = {}

    def sentence(self, number: int) -> list[tuple[int, int, str]]:
        """The context words of a sentence, none where there is no such sentence."""
        found = self._found.get(number)
        if found is None:
            inside = 0 <= number < len(self._words.sentences)
            found = self._found[number] = self._trie.find(self._words, *self._words.sentences[number]) if inside else []
        return found

    @cached_property
    def everywhere(self) -> frozenset[str]:
        """The context words that count wherever they stand in the article."""
        return frozenset(form for _, _, form in self._article.find(self._words))

    def allow(self, cue: Cue, start: int, end: int) -> bool:
        """Do the context rules and the words beside the match, in its sentence and in the article allow it?"""
        bearings = self._rules.bearings(start, end, cue.code, cue.id)
        kept = False
        if bearings:
            kept = any(each.rule.effect == "keep" for each in bearings)
            if any(self.takes_away(each, cue, kept=kept) for each in bearings):
                return False
        if cue.article_not and self.forbidden(cue):
            return False
        near, nearby = cue.near, cue.nearby
        if not nearby:
            return True
        number = self._words.sentence_of[start]
        left, right, around, inside = set(), set(), set(), set()
        for begin, stop, form in self.sentence(number):
            if form not in nearby:
                continue
            if stop > start and begin < end:
                # "Reported her partner's violence": what a gap of the form takes in stands in the sentence too.
                inside.add(form)
            elif stop <= start:
                around.add(form)
                if start - stop < cue.window:
                    left.add(form)
            else:
                around.add(form)
                if begin - end < cue.window:
                    right.add(form)
        if not (
            left.isdisjoint(near.left_not)
            and right.isdisjoint(near.right_not)
            and around.isdisjoint(near.sentence_not)
            and inside.isdisjoint(near.sentence_not)
        ):
            return False
        return kept or _required(near, left, right, self.farther(cue, number, around))

    def forbidden(self, cue: Cue) -> bool:
        """Does a word stand in the article that forbids the cue anywhere in it?"""
        return not self.everywhere.isdisjoint(cue.article_not)

    def takes_away(self, bearing: Bearing, cue: Cue, *, kept: bool) -> bool:
        """Does a rule take the cue away? What is kept still falls where it is part of a phrase (presa La Boca)."""
        return bearing.rule.effect == "block" and (not kept or bearing.rule.direction == "over")

    def farther(self, cue: Cue, number: int, around: set[str]) -> set[str]:
        """Where the words that a cue requires may stand: in its sentence."""
        return around

    def note(self, cue: Cue, start: int, end: int) -> str:
        """What a hedge beside a cue that counts all the same adds to its reason."""
        hedge = self._rules.first("hedged", start, end, cue.code, cue.id)
        return f"; hedged by {hedge.reason}" if hedge else ""


def _required(near: Near, left: set[str], right: set[str], around: set[str]) -> bool:
    """At least one hit of every list that requires one."""
    pairs = ((near.left_any, left), (near.right_any, right), (near.sentence_any, around))
    return all(not wanted or not found.isdisjoint(wanted) for wanted, found in pairs)
