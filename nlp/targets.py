"""Where the women in scope are named in the text, so that a cue can be tied to them.

In: a Doc on topic. Out: ``doc._.targets``: every mention, from the labels and events that are evidence of custody to
names, nouns and pronouns that go on about the same women. Why: a stigmatizing or rights word counts only when it
is about them (rule 1 of the codebook); ``tie`` answers that for one place and says how.
"""

from __future__ import annotations

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.language_data import Grammar
from nlp.extensions import Mention, register
from nlp.people import Person, is_name
from nlp.scope import Scan, ScopeScanner
from nlp.words import Words, attached, words_of

register()

# Fewer mentions than this say nothing about a whole article.
_FEWEST_MENTIONS = 4
# How many words may stand between a subject and its verb, before it and after it.
_SUBJECT_BEFORE = 10
_SUBJECT_AFTER = 4
# English "her" is an object or a possessor.
_OBJECT_PRONOUNS = frozenset({"her", "hers"})
# How many sentences back in a paragraph a mention still carries.
_SENTENCES_BACK = 2
_KINDS = {"label": "label", "person_first": "person_first", "event": "event", "neutral": "event", "topic": "topic"}


def scan_of(doc: Doc, scanner: ScopeScanner) -> Scan:
    """The scan of a Doc, made once and shared by relevance and targets (kept where ``words_of`` keeps its lists)."""
    return attached(doc, "encuadre_scan", lambda doc: scanner.scan(words_of(doc), headline_end=doc._.headline_end))


def find_mentions(words: Words, scan: Scan) -> list[Mention]:
    """All mentions in order. Nouns and pronouns count only in paragraphs that already speak of these women."""
    mentions = [
        Mention(item.start, item.end, _KINDS[item.kind])
        for item in scan.evidence
        if item.kind in _KINDS and item.weight > 0
    ]
    subjects = {item.who for item in scan.evidence}
    if scan.names:
        for index in range(len(words.texts)):
            if is_name(words, index, scan.names):
                mentions.append(Mention(index, index + 1, "name"))
    # The headline is about whom the article is about.
    paragraphs = {words.paragraph_of[mention.start] for mention in mentions} | {0}
    for person in scan.people:
        if not person.woman or person.kind == "name" or person.start in scan.official:
            continue
        if person.start in subjects:
            mentions.append(Mention(person.start, person.end, "noun"))
        elif person.kind != "occupation" and words.paragraph_of[person.start] in paragraphs:
            mentions.append(Mention(person.start, person.end, person.kind))
    mentions.sort()
    return mentions


class Ties:
    """Answers, for one article, whether words at a place are about the women in scope."""

    def __init__(
        self,
        words: Words,
        scan: Scan,
        mentions: list[Mention],
        grammar: Grammar,
        oblique: frozenset[str],
        headline_end: int,
    ) -> None:
        self._words = words
        self._scan = scan
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._men = [person for person in scan.people if not person.woman and not person.oblique]
        self._men_starts = [person.start for person in self._men]
        self._determiners = frozenset(grammar.determiners) | frozenset(grammar.between)
        self._oblique = oblique
        in_headline = any(mention.start < headline_end for mention in mentions)
        # An article that names these women twice as often as any man is about them throughout.
        self._hers = in_headline or len(mentions) >= max(_FEWEST_MENTIONS, 2 * len(self._men))

    def mentions_between(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in tokens ``start`` to ``end``."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def men_between(self, start: int, end: int) -> list[Person]:
        """Men named as subjects in tokens ``start`` to ``end``."""
        return self._men[bisect_left(self._men_starts, start) : bisect_left(self._men_starts, end)]

    def tie(self, start: int, end: int, *, feminine: bool = False) -> str | None:
        """How the words are about a woman in scope: "sentence", "previous sentence", "article", or None.

        ``feminine``: the words themselves say that they are about a woman, so that a man nearby takes nothing away.
        """
        first, last = self._words.sentence(start)
        here = self.mentions_between(first, last)
        men = [] if feminine else self.men_between(first, last)
        if here:
            nearest_man = max((man.start for man in men if man.start < start), default=-1)
            nearest_woman = max((mention.start for mention in here if mention.start < end), default=-1)
            return "sentence" if nearest_woman >= nearest_man else None
        if men:
            return None
        number = self._words.sentence_of[start]
        paragraph = self._words.paragraph_of[start]
        for back in range(number - 1, max(-1, number - 1 - _SENTENCES_BACK), -1):
            begin, stop = self._words.sentences[back]
            if self._words.paragraph_of[begin] != paragraph:
                break
            if self.mentions_between(begin, stop):
                return "previous sentence"
            if not feminine and self.men_between(begin, stop):
                return None
        return "article" if self._hers else None

    def is_subject(self, start: int, end: int, *, drops_pronouns: bool) -> bool:
        """Is a woman in scope the subject of the verb at ``start``? Nearest before it, just after it, or understood."""
        first, last = self._words.sentence(start)
        before = [mention for mention in self.mentions_between(first, start) if mention.end <= start]
        if before:
            return self._acts(before[-1], first, start)
        if self._other_between(first, start) or self.men_between(first, start):
            return False
        following = self.mentions_between(end, min(last, end + _SUBJECT_AFTER))
        if following and not self._is_oblique(following[0], first):
            return following[0].kind != "event"
        number = self._words.sentence_of[start]
        if not drops_pronouns or start - first > _SUBJECT_AFTER or not number:
            return False
        begin, stop = self._words.sentences[number - 1]
        same = self._words.paragraph_of[begin] == self._words.paragraph_of[start]
        return same and bool(self.mentions_between(begin, stop)) and not self.men_between(begin, stop)

    def _acts(self, mention: Mention, first: int, verb: int) -> bool:
        """Is this mention near the verb, not an object, and nobody else between them?"""
        return (
            verb - mention.end <= _SUBJECT_BEFORE
            and not self._is_oblique(mention, first)
            and not self.men_between(mention.end, verb)
            and not self._other_between(mention.end, verb)
        )

    def _is_oblique(self, mention: Mention, first: int) -> bool:
        """Does a preposition stand before the mention ("la defensa de Sandra Á.", "entre las internas")?"""
        if self._words.lowers[mention.start] in _OBJECT_PRONOUNS:
            return True
        at = mention.start - 1
        while at >= first and (
            self._words.texts[at][0].isupper()
            or self._words.lowers[at] in self._determiners
            or self._words.lowers[at].isdigit()
        ):
            if self._words.lowers[at] in self._oblique and not self._words.texts[at][0].isupper():
                return True
            at -= 1
        return at >= first and self._words.lowers[at] in self._oblique

    def _other_between(self, start: int, end: int) -> bool:
        """Does anybody else stand here: an official, or a name that is not one of hers?"""
        for index in range(start, end):
            if index in self._scan.official:
                return True
            text = self._words.texts[index]
            following = self._words.texts[index + 1] if index + 1 < end else ""
            if text[0].isupper() and following[:1].isupper() and not is_name(self._words, index, self._scan.names):
                return True
        return False


class TargetFinder:
    """The component ``encuadre_targets``."""

    def __init__(self, nlp: Language) -> None:
        self._scanner = ScopeScanner.shared(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions; nothing on an article that is off topic."""
        if doc._.on_topic is False:
            return doc
        doc._.targets = find_mentions(words_of(doc), scan_of(doc, self._scanner))
        return doc


@Language.factory("encuadre_targets", assigns=["doc._.targets"])
def make_targets(nlp: Language, name: str) -> TargetFinder:
    """``nlp.add_pipe("encuadre_targets")``."""
    return TargetFinder(nlp)
