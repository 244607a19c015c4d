"""Is an article about the topic of a study's own, and which of the study's cues count in it?

In: a Doc with sentences, and lexicons/<language>/topic.toml of a study (lexicons.topics). Out: what encuadre_relevance
writes (``doc._.on_topic``, ``.relevance``, ``.relevance_why``), and, for encuadre_cues, the hits. No woman in custody
is looked for: what a cue is about is the topic. It needs no grammar, so it works in any language that spaCy can cut.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.cues import Lexicon
from lexicons.errors import EncuadreError
from lexicons.own import OwnLexicons, Use, read_own
from lexicons.topics import Topic, TopicEvidence
from nlp.cues.conditions import Conditions, add_cues, applies_in
from nlp.cues.context import context_of
from nlp.cues.hits import Hit
from nlp.extensions import register
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import Cut, Words, cutter, words_of

register()

# Where no lead is given, it is the first two sentences of the body, as in encuadre_relevance.
LEAD_SENTENCES = 2


class TopicFinder:
    """The component ``encuadre_topic``."""

    def __init__(self, nlp: Language, own: OwnLexicons) -> None:
        self._topic = topic_of(own, str(nlp.lang))
        members = own.lexicons[str(nlp.lang)].classes.members
        self._forms = PhraseTrie(cutter(nlp), members)
        self._exclusions = self._forms.sibling()
        for trie, entries in ((self._forms, self._topic.evidence), (self._exclusions, self._topic.rules_out)):
            for number, entry in enumerate(entries):
                for form in entry.forms:
                    trie.add(form, number)

    def __call__(self, doc: Doc) -> Doc:
        """Write whether the article is on topic, how surely, and why."""
        words = words_of(doc)
        lead_end = max(doc._.lead_end, doc._.headline_end)
        if lead_end == doc._.headline_end:
            lead_end = _opening_end(words, lead_end)
        out, why = self._ruled_out(words, lead_end)
        total, reasons = 0.0, list(why)
        if out is not None:
            total, reasons = self._total(words, doc._.headline_end, lead_end, out)
        doc._.relevance = total / (total + self._topic.enough)
        doc._.on_topic = total >= self._topic.enough
        doc._.relevance_why = reasons or [f"nothing says {self._topic.title}"]
        return doc

    def _ruled_out(self, words: Words, lead_end: int) -> tuple[set[int] | None, list[str]]:
        """The sentences that do not count; None and the reason where the whole article does not."""
        sentences: set[int] = set()
        for start, _, number in self._exclusions.find(words):
            entry = self._topic.rules_out[number]
            if entry.within == "sentence":
                sentences.add(words.sentence_of[start])
            elif entry.within == "article" or start < lead_end:
                return None, [f"ruled out: {entry.means}"]
        return sentences, []

    def _total(self, words: Words, headline_end: int, lead_end: int, out: set[int]) -> tuple[float, list[str]]:
        """The sum over sentences, each with its heaviest form, and the reasons, heaviest first."""
        best: dict[int, tuple[float, str]] = {}
        for start, _, number in self._forms.find(words):
            sentence = words.sentence_of[start]
            entry = self._topic.evidence[number]
            place = "headline" if start < headline_end else "lead" if start < lead_end else "body"
            weight = _weight(entry, place)
            if sentence not in out and weight > best.get(sentence, (0.0, ""))[0]:
                best[sentence] = weight, f"{entry.means} ({place})"
        points: dict[str, float] = {}
        for weight, reason in best.values():
            points[reason] = points.get(reason, 0.0) + weight
        ordered = sorted(points.items(), key=lambda item: (-item[1], item[0]))
        return sum(points.values()), [f"{reason}: {gained:.1f}" for reason, gained in ordered]


class TopicCues:
    """The cues of a study's own topic: found by their forms, kept by their conditions; the longest wins in a code."""

    def __init__(self, lexicon: Lexicon, tokenize: Cut) -> None:
        members = lexicon.classes.members
        self._forms = PhraseTrie(tokenize, members)
        self._contexts, self._article = self._forms.sibling(), self._forms.sibling()
        add_cues(lexicon, self._forms, self._contexts, self._article)
        self._cues = lexicon.by_id

    def find(self, doc: Doc) -> list[Hit]:
        """All hits in order of their place."""
        words = words_of(doc)
        candidates = self._forms.find(words)
        if not candidates:
            return []
        conditions = Conditions(words, self._contexts, self._article, context_of(doc))
        country = doc._.country
        found = [
            (start, end, cue)
            for start, end, cue_id in candidates
            if applies_in(cue := self._cues[cue_id], country) and conditions.allow(cue, start, end)
        ]
        found.sort(key=lambda hit: (hit[0] - hit[1], hit[0], (country is None) ^ ("*" in hit[2].countries)))
        hits: list[Hit] = []
        taken: dict[str, list[tuple[int, int]]] = {}
        for start, end, cue in found:
            if any(start < right and left < end for left, right in taken.get(cue.code, ())):
                continue
            taken.setdefault(cue.code, []).append((start, end))
            text = " ".join(words.lowers[start:end])
            reason = f"form '{text}' ({cue.id}); the article is on topic{conditions.note(cue, start, end)}"
            hits.append(Hit(start, end, cue, reason))
        hits.sort(key=lambda hit: (hit.start, hit.end, hit.cue.code))
        return hits


def topic_of(own: OwnLexicons, language: str) -> Topic:
    """The topic in a language. Raises E115 where the study has none in it."""
    if language not in own.topics:
        raise EncuadreError("E115", folder=own.folder / language, language=language)
    return own.topics[language]


def _weight(entry: TopicEvidence, place: str) -> float:
    return {"headline": entry.headline, "lead": entry.lead, "body": entry.body}[place]


def _opening_end(words: Words, headline_end: int) -> int:
    """Where the first sentences of the body end; line ends that belong to no sentence of their own are passed over."""
    ends = [end for start, end in words.sentences if start >= headline_end and end - start > 1]
    return ends[min(LEAD_SENTENCES, len(ends)) - 1] if ends else headline_end


@Language.factory(
    "encuadre_topic",
    default_config={"lexicons": "lexicons", "use": "add"},
    assigns=["doc._.on_topic", "doc._.relevance", "doc._.relevance_why"],
)
def make_topic(nlp: Language, name: str, lexicons: str, use: Use) -> TopicFinder:
    """``nlp.add_pipe("encuadre_topic", config={"lexicons": "FOLDER"})``, in place of encuadre_relevance."""
    return TopicFinder(nlp, read_own(lexicons, use))
