"""Is an article about women deprived of liberty? A gate on the raw text, then a score that can say why.

In: an article's text (``may_be_relevant``), then its Doc (``encuadre_relevance``). Out: ``doc._.on_topic``,
``doc._.relevance`` in 0..1 and ``doc._.relevance_why``, the names of the rules that decided. The codebook calls an
article on topic when such women are in its headline or lead, or in three sentences; the score counts in those units:
evidence in the headline or lead weighs ``HEADLINE`` or ``LEAD`` sentences, and ``ENOUGH`` sentences make it on topic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.language_data import load_scope
from nlp.extensions import register
from nlp.people import is_name
from nlp.scope import Evidence, Scan, ScopeScanner, sentences_with
from nlp.targets import scan_of
from nlp.words import Words, words_of

register()

# In sentences of the body. ENOUGH is the codebook's "at least three sentences", of which one may be ambiguous.
ENOUGH = 2.7
HEADLINE = 3.0
LEAD = 3.0
# The lead of an article that gives none apart: about two sentences of news.
LEAD_WORDS = 70
# A sentence that goes on about a woman already in evidence (her name, a pronoun) without evidence of its own.
CONTINUED = 0.5
# The same right after it in one paragraph.
SAME_PARAGRAPH = 0.9
# Fewer tokens are an interjection or a heading.
SHORTEST_SENTENCE = 4
# Without one place of evidence this heavy (an arrest, a sentence, a custody noun) there are only rooms and hearings.
STRONG = 0.8
WEAK_FACTOR = 0.7
# Fiction: this many words of stories and films and no word of a true account.
FICTION_WORDS = 3
FICTION_FACTOR = 0.3


@dataclass(frozen=True)
class Relevance:
    """The decision, its score in 0..1 and the rules behind it, heaviest first."""

    on_topic: bool
    score: float
    why: tuple[str, ...]


def may_be_relevant(text: str, language: str) -> bool:
    """The gate: does any word of custody occur at all? Substring search on the raw text, no tokens."""
    lower = text.lower()
    return any(stem in lower for stem in load_scope(language).gate)


class RelevanceScorer:
    """The component ``encuadre_relevance``."""

    def __init__(self, nlp: Language, *, enough: float = ENOUGH) -> None:
        self._scanner = ScopeScanner.shared(nlp)
        self._enough = enough

    def __call__(self, doc: Doc) -> Doc:
        """Decide and write the decision on the Doc."""
        if not may_be_relevant(doc.text, self._scanner.language):
            result = Relevance(False, 0.0, ("no word of custody",))
        else:
            words = words_of(doc)
            scan = scan_of(doc, self._scanner)
            result = self.decide(words, scan, headline_end=doc._.headline_end, lead_end=doc._.lead_end)
        doc._.on_topic = result.on_topic
        doc._.relevance = result.score
        doc._.relevance_why = list(result.why)
        return doc

    def decide(self, words: Words, scan: Scan, *, headline_end: int, lead_end: int) -> Relevance:
        """Add up the evidence in sentences of the body; see the constants of this module."""
        lead_until = max(lead_end, headline_end + LEAD_WORDS)
        best = sentences_with(scan.evidence, words)
        points: dict[str, float] = {}
        most = {"headline": 0.0, "lead": 0.0}
        for item in best.values():
            place = _place(item.start, headline_end, lead_until)
            gained = item.weight
            if place != "body":
                # The headline counts once, and so does the lead: a second sentence there is like one of the body.
                whole = item.weight * (HEADLINE if place == "headline" else LEAD)
                gained, most[place] = max(item.weight * CONTINUED, whole - most[place]), max(most[place], whole)
            _add(points, item.rule, place, gained)
        for index, gained in _continued(words, scan, best):
            place = _place(index, headline_end, lead_until)
            if place == "headline" and not most["headline"]:
                gained = HEADLINE * CONTINUED
            _add(points, "goes on about her", place, gained)
        total = sum(points.values())
        if all(item.weight < STRONG for item in best.values()):
            total *= WEAK_FACTOR
        why = [name for name, _ in sorted(points.items(), key=lambda entry: -entry[1])]
        if total and len(scan.fiction) >= FICTION_WORDS and not scan.true_story:
            total *= FICTION_FACTOR
            why.append("words of fiction")
        if not why:
            why = ["no woman in custody found"]
        return Relevance(total >= self._enough, round(total / (total + self._enough), 4), tuple(why))


def _place(index: int, headline_end: int, lead_until: int) -> str:
    return "headline" if index < headline_end else "lead" if index < lead_until else "body"


def _add(points: dict[str, float], rule: str, place: str, gained: float) -> None:
    key = f"{rule} ({place})"
    points[key] = points.get(key, 0.0) + gained


def _continued(words: Words, scan: Scan, best: Mapping[int, Evidence]) -> list[tuple[int, float]]:
    """Sentences without evidence that go on about a woman in evidence: where, and what they weigh.

    Her name anywhere; and, sentence upon sentence after strong evidence in one paragraph, a woman, "she" or her name
    where no man is the subject. Together they are the codebook's "paragraph of their own".
    """
    named = {words.sentence_of[index] for index in range(len(words.texts)) if is_name(words, index, scan.names)}
    women = {words.sentence_of[person.start] for person in scan.people if person.woman} | named
    men = {words.sentence_of[person.start] for person in scan.people if not person.woman and not person.oblique}
    found: list[tuple[int, float]] = []
    goes_on = -1  # the paragraph in which the sentence before was about her
    for number, (start, end) in enumerate(words.sentences):
        paragraph = words.paragraph_of[start]
        if number in best:
            goes_on = paragraph if best[number].weight >= STRONG else -1
        elif end - start < SHORTEST_SENTENCE:
            continue
        elif goes_on == paragraph and number in women and number not in men:
            found.append((start, SAME_PARAGRAPH))
        else:
            goes_on = -1
            if number in named:
                found.append((start, CONTINUED))
    return found


@Language.factory(
    "encuadre_relevance",
    assigns=["doc._.on_topic", "doc._.relevance", "doc._.relevance_why"],
    default_config={"enough": ENOUGH},
)
def make_relevance(nlp: Language, name: str, enough: float) -> RelevanceScorer:
    """``nlp.add_pipe("encuadre_relevance")``. ``enough``: sentences of evidence that make an article on topic."""
    return RelevanceScorer(nlp, enough=enough)


__all__ = ["Evidence", "Relevance", "RelevanceScorer", "make_relevance", "may_be_relevant"]
