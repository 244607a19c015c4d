"""Finds the cues of the lexicon where they count, and says why.

In: a Doc on topic with its mentions. Out: ``doc.spans["encuadre"]``: spans whose label is the code and whose id is the
cue, with ``span._.rule``. One pass finds all forms; each is then asked its conditions: country, words beside it and in
its sentence, noun, subject, proper name, and whether it is about a woman in scope. The longest match wins within one
code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Span

from lexicons.cues import Cue, Lexicon, load_lexicon
from lexicons.language_data import load_ties
from nlp.acting import Acting
from nlp.context import ArticleContext, Bearing, context_of
from nlp.extensions import SPANS_KEY, Mention, register
from nlp.grammar import NameRule
from nlp.scope import ScopeScanner
from nlp.targets import scan_of
from nlp.ties import Ties
from nlp.trie import PhraseTrie
from nlp.words import Words, words_of

register()

# Codes whose cues are nouns for her: "la traficante", "the fraudster", "uma mula".
_LABELS = frozenset({"S1", "S3", "S4", "S7"})
# Rights words count where the article is about these women, not where they are one subject among many.
_RIGHTS = frozenset({"R2", "R3", "R4"})
_NAMING = _LABELS | {"S5", "T1", "T2"}
_OPENING = frozenset("\"“‘«'")
# Guilt stated as fact is none where something leaves it open; beside other words a hedge is only noted.
_GUILT = "S6"


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue where it counts: tokens, cue and the plain-English reason."""

    start: int
    end: int
    cue: Cue
    rule: str


class CueMatcher:
    """The component ``encuadre_cues``."""

    def __init__(self, nlp: Language, *, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or load_lexicon(nlp.lang)
        self._scanner = ScopeScanner.shared(nlp)
        self._names = NameRule(self._scanner.scope.grammar)
        self._language = str(nlp.lang)
        self._lists = load_ties(self._language)
        grammar = self._scanner.scope.grammar
        self._determiners = frozenset(grammar.determiners)
        self._plain = self._determiners | frozenset(grammar.between)
        self._romance = nlp.lang != "en"
        tokenize = self._scanner.tokenize
        members = self._lexicon.classes.members
        self._forms = PhraseTrie(tokenize, members)
        self._contexts = PhraseTrie(tokenize, members)
        self._article = PhraseTrie(tokenize, members)
        for cue in self._lexicon.cues:
            for pattern in cue.patterns:
                self._forms.add(pattern, cue.id)
            for form in _context_forms(cue):
                self._contexts.add(form, form)
            for form in (*cue.article_not, *(cue.sentence_any if cue.code == "S8" else ())):
                self._article.add(form, form)
        self._cues = self._lexicon.by_id

    def __call__(self, doc: Doc) -> Doc:
        """Write the spans; none on an article that is off topic."""
        spans = []
        if doc._.on_topic is not False:
            for hit in self.find(doc):
                span = Span(doc, hit.start, hit.end, label=hit.cue.code, span_id=hit.cue.id)
                span._.rule = hit.rule
                spans.append(span)
        doc.spans[SPANS_KEY] = spans
        return doc

    def find(self, doc: Doc) -> list[Hit]:
        """All hits in order of their place."""
        words = words_of(doc)
        candidates = self._forms.find(words)
        if not candidates:
            return []
        country = doc._.country
        contexts = _Contexts(words, self._contexts, self._article, context_of(doc))
        hits: list[Hit] = []
        taken: dict[str, list[tuple[int, int]]] = {}
        found = [
            (start, end, cue)
            for start, end, cue_id in candidates
            if applies_in(cue := self._cues[cue_id], country) and contexts.allow(cue, start, end)
        ]
        # Longest first within a code; of equal length the country's own entry, or, where none is known, everybody's.
        found.sort(key=lambda match: (match[0] - match[1], match[0], (country is None) ^ ("*" in match[2].countries)))
        ties = self._ties(doc, words, found)
        acting = Acting(ties, words, scan_of(doc, self._scanner), self._scanner.oblique, self._lists, self._plain)
        for start, end, cue in found:
            if any(start < right and left < end for left, right in taken.get(cue.code, ())):
                continue
            reason = self._reason(words, cue, start, end, ties, acting, doc._.headline_end)
            if reason is None:
                continue
            taken.setdefault(cue.code, []).append((start, end))
            text = " ".join(words.lowers[start:end])
            hits.append(Hit(start, end, cue, f"form '{text}' ({cue.id}); {reason}{contexts.note(cue, start, end)}"))
        hits.sort(key=lambda hit: (hit.start, hit.end, hit.cue.code))
        return hits

    def _ties(self, doc: Doc, words: Words, found: list[tuple[int, int, Cue]]) -> Ties:
        """The ties of an article; labels that name a woman themselves are mentions of her like any other."""
        scan = scan_of(doc, self._scanner)
        own = [Mention(start, end, "label") for start, end, cue in found if self._names_her(words, cue, start)]
        mentions = sorted({*doc._.targets, *own})
        return Ties(words, scan, mentions, doc._.headline_end, self._lists)

    def _reason(
        self, words: Words, cue: Cue, start: int, end: int, ties: Ties, acting: Acting, headline_end: int
    ) -> str | None:
        """Why the words count, or None when they do not."""
        reasons: list[str] = []
        if cue.noun:
            if not self._scanner.noun_rule.holds(words, start, end, headline_end=headline_end):
                return None
            reasons.append("used as a noun")
        if self._names.protects(words, start, end, goes_on=cue.code in _RIGHTS):
            return None
        if cue.subject:
            if not acting.is_subject(start, end, drops_pronouns=self._romance):
                return None
            reasons.append("a woman in scope is its subject")
        elif cue.about == "topic":
            tie = ties.of_topic(start, end) if cue.code in _RIGHTS else "article"
            if tie is None:
                return None
            reasons.append(f"the article is on topic ({tie})" if tie != "article" else "the article is on topic")
        elif cue.code == "S2" and self._romance:
            reasons.append("a custody noun in the feminine names her itself")
        else:
            tie = None if cue.code in _RIGHTS and ties.is_anothers(start) else self._tie(words, cue, start, end, ties)
            if tie is None:
                return None
            reasons.append(f"about a woman in scope ({tie})")
        return "; ".join(reasons)

    def _tie(self, words: Words, cue: Cue, start: int, end: int, ties: Ties) -> str | None:
        """How the words are about her: by what stands near, or because a label in the feminine names her itself."""
        last = words.lowers[end - 1]
        feminine = self._romance and last.endswith(("a", "as"))
        own = self._names_her(words, cue, start)
        # A bare plural may be anybody: "banda de delincuentes".
        named = own or (
            cue.code in _NAMING and (not last.endswith("s") or self._after_article(words, start, self._determiners))
        )
        tie = ties.tie(start, end, feminine=feminine or own, label=named)
        return "names her itself" if tie is None and own else tie

    def _names_her(self, words: Words, cue: Cue, start: int) -> bool:
        """Is it a label whose article says that it names a woman: "la narcotraficante", "uma bandida"?"""
        return cue.code in _LABELS and self._after_article(words, start, self._lists.feminine)

    def _after_article(self, words: Words, start: int, articles: frozenset[str]) -> bool:
        """Does the label begin with one of these articles or stand right after one?"""
        at = start if words.lowers[start] in articles else start - 1
        while at > 0 and words.texts[at] in _OPENING:
            at -= 1
        if at < words.sentence(start)[0] or words.lowers[at] not in articles:
            return False
        # "a traficantes": before a plural the preposition.
        following = words.lowers[at + 1]
        return words.lowers[at] != "a" or not following.endswith("s")


class _Contexts:
    """What stands around the cues of one article: the context rules, and the words a cue itself asks for or forbids.

    A sentence is read once, and only where it holds a cue.
    """

    def __init__(self, words: Words, trie: PhraseTrie, article: PhraseTrie, rules: ArticleContext) -> None:
        self._words = words
        self._trie = trie
        self._article = article
        self._rules = rules
        self._found: dict[int, list[tuple[int, int, str]]] = {}

    def _sentence(self, number: int) -> list[tuple[int, int, str]]:
        found = self._found.get(number)
        if found is None:
            inside = 0 <= number < len(self._words.sentences)
            found = self._found[number] = self._trie.find(self._words, *self._words.sentences[number]) if inside else []
        return found

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        """The context words that count wherever they stand in the article."""
        return frozenset(form for _, _, form in self._article.find(self._words))

    def allow(self, cue: Cue, start: int, end: int) -> bool:
        """Do the context rules and the words beside the match, in its sentence and in the article allow it?"""
        bearings = self._rules.bearings(start, end, cue.code, cue.id)
        kept = any(each.rule.effect == "keep" for each in bearings)
        if any(_takes_away(each, cue, kept=kept) for each in bearings):
            return False
        if cue.article_not and not self._everywhere.isdisjoint(cue.article_not):
            return False
        if not _context_forms(cue):
            return True
        number = self._words.sentence_of[start]
        left, right, around = set(), set(), set()
        for begin, stop, form in self._sentence(number):
            if stop <= start:
                around.add(form)
                if start - stop < cue.window:
                    left.add(form)
            elif begin >= end:
                around.add(form)
                if begin - end < cue.window:
                    right.add(form)
        if not (
            left.isdisjoint(cue.left_not) and right.isdisjoint(cue.right_not) and around.isdisjoint(cue.sentence_not)
        ):
            return False
        # What a label needs beside it may stand in the next sentence, and that she is trans anywhere in the article; a
        # label that is discussed needs nothing.
        if cue.code == "S8":
            around |= self._everywhere
        elif cue.code in _LABELS and cue.sentence_any and around.isdisjoint(cue.sentence_any):
            for near in (number - 1, number + 1):
                around.update(form for _, _, form in self._sentence(near))
        return kept or _required(cue, left, right, around)

    def note(self, cue: Cue, start: int, end: int) -> str:
        """What a hedge beside a cue that counts all the same adds to its reason."""
        hedge = self._rules.first("hedged", start, end, cue.code, cue.id)
        return f"; hedged by {hedge.reason}" if hedge else ""


def _takes_away(bearing: Bearing, cue: Cue, *, kept: bool) -> bool:
    """Does a rule take the cue away? What is kept still falls where it is part of another phrase (presa La Boca)."""
    if bearing.rule.effect == "hedged":
        return cue.code == _GUILT
    return bearing.rule.effect == "block" and (not kept or bearing.rule.direction == "over")


def _required(cue: Cue, left: set[str], right: set[str], around: set[str]) -> bool:
    """At least one hit of every list that requires one."""
    pairs = ((cue.left_any, left), (cue.right_any, right), (cue.sentence_any, around))
    return all(not wanted or not found.isdisjoint(wanted) for wanted, found in pairs)


def _context_forms(cue: Cue) -> tuple[str, ...]:
    return cue.left_any + cue.left_not + cue.right_any + cue.right_not + cue.sentence_any + cue.sentence_not


def applies_in(cue: Cue, country: str | None) -> bool:
    """Is the cue one of this country's? Where the country is not known, every cue applies."""
    return country is None or "*" in cue.countries or country in cue.countries


@Language.factory("encuadre_cues", requires=["doc._.targets"], assigns=["doc.spans"])
def make_cues(nlp: Language, name: str) -> CueMatcher:
    """``nlp.add_pipe("encuadre_cues")``: the shipped lexicon of the pipeline's language."""
    return CueMatcher(nlp)
