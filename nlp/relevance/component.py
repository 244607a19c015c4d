"""The decision that an article is about women deprived of liberty, and why.

In: a Doc. Out: ``doc._.on_topic``, ``doc._.relevance`` in 0..1 and ``doc._.relevance_why``, the rules that found
evidence and what spoke against it. The codebook calls an article on topic when such women are in its headline or lead,
or in three sentences, or quoted; what that comes to in an article where men, officials and victims stand beside them
was learned from labelled articles, as points (lexicons/relevance.toml) for what can be counted (``measures``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.relevance_points import load_points
from nlp.extensions import register
from nlp.relevance.gate import GATE_PASSED, may_be_relevant
from nlp.relevance.measures import MEASURES, measure
from nlp.texts.words import Words, held_by, text_of, words_of
from nlp.women.custody.scope import Scan, ScopeScanner
from nlp.women.mentions.targets import scan_of

register()

# The score from which an article is on topic: as many such articles are as are not.
ENOUGH = 0.5
# What is told of a measure that took this many points away.
_TOLD = -0.5
_AGAINST: Mapping[str, str] = {
    "fiction": "words of fiction",
    "animals_or_sport": "words of animals or sport",
    "civil": "a civil judgment",
    "men_in_custody": "a man's arrest or prison",
}


@dataclass(frozen=True)
class Relevance:
    """The decision, its score in 0..1 and the rules behind it, heaviest first."""

    on_topic: bool
    score: float
    why: tuple[str, ...]


class RelevanceScorer:
    """The component ``encuadre_relevance``."""

    def __init__(self, nlp: Language, *, enough: float = ENOUGH) -> None:
        self._scanner = ScopeScanner.shared(nlp)
        self._points = load_points(MEASURES)
        self._enough = enough

    def __call__(self, doc: Doc) -> Doc:
        """Decide and write the decision on the Doc."""
        if not held_by(doc, GATE_PASSED) and not may_be_relevant(text_of(doc), self._scanner.language):
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
        """Count, and add up the points of what was counted."""
        if all(item.weight <= 0 for item in scan.evidence):
            return Relevance(False, 0.0, ("no woman in custody found",))
        found = measure(
            words,
            scan,
            headline_end=headline_end,
            lead_end=lead_end,
            drops_pronouns=self._scanner.language != "en",
        )
        points = self._points.of(found.measures.as_dict())
        score = round(self._points.score(points), 4)
        against = [reason for name, reason in _AGAINST.items() if points.get(name, 0.0) <= _TOLD]
        return Relevance(score >= self._enough, score, (*found.rules, *against) or ("no woman in custody found",))


@Language.factory(
    "encuadre_relevance",
    assigns=["doc._.on_topic", "doc._.relevance", "doc._.relevance_why"],
    default_config={"enough": ENOUGH},
)
def make_relevance(nlp: Language, name: str, enough: float) -> RelevanceScorer:
    """``nlp.add_pipe("encuadre_relevance")``. ``enough``: the score from which an article is on topic, 0 to 1."""
    return RelevanceScorer(nlp, enough=enough)
