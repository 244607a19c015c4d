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

from lexicons.small_words import small_words
from nlp.extensions import register
from nlp.relevance.gate import GATE_PASSED, may_be_relevant
from nlp.texts.words import Words, held_by, text_of, words_of
from nlp.women.custody.scope import Evidence, Scan, ScopeScanner, sentences_with
from nlp.women.mentions.passages import CONTINUED, STRONG, find_passages
from nlp.women.mentions.targets import scan_of
from nlp.women.persons.names import is_name, names_at

register()

# In sentences of the body. ENOUGH is the codebook's "at least three sentences", of which one may be ambiguous.
ENOUGH = 2.6
# One plain event of hers in the headline or lead is enough (STRONG x this), a room or a hearing is not.
HEADLINE = 3.4
LEAD = 3.4
# The lead of an article that gives none apart: so many sentences, datelines and bylines not counted.
LEAD_SENTENCES = 2
SHORTEST_LEAD_SENTENCE = 6
# A paragraph that is mostly about her adds to its sentences.
OWN_PARAGRAPH = 1.0
# A woman in evidence who is quoted is a source, which the codebook holds for enough beside that evidence.
QUOTED = 2.0
# Headline or lead open with the woman whose custody comes further down: by name, or as the only one there.
OPENING_NAME = 1.8
OPENING_WOMAN = 1.8
# How far from a verb of saying its speaker stands.
SPEAKER_REACH = 3
# Without one place of strong evidence (an arrest, a sentence, a custody noun) there are only rooms and hearings.
WEAK_FACTOR = 0.7
# Fiction: this many words of stories and films and no word of a true account.
FICTION_WORDS = 3
FICTION_OPENING = 2
MANY_FICTION_WORDS = 7
FICTION_FACTOR = 0.3
# An article about animals or sport: this many different words of theirs, no fewer than sentences of police or court.
FIGURATIVE_WORDS = 4
# Evidence that is a woman's own, and evidence that names her.
_OF_HER = frozenset({"label", "event", "neutral"})
_NAMING_HER = frozenset({"label", "person_first"})
_LISTS = small_words("relevance")
_VISITS = frozenset(_LISTS["visits"])
_ACCUSING = _LISTS["accusing"]
# Between a verb of saying and a name they make the name another's ("dijo el abogado de Rosa").
_NOT_THE_SPEAKER = frozenset(_LISTS["not_the_speaker"])


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
        """Add up the evidence in sentences of the body; see the constants of this module."""
        lead_until = lead_end if lead_end > headline_end else _end_of_lead(words, headline_end)
        best = sentences_with(scan.evidence, words)
        points: dict[str, float] = {}
        most = {"headline": 0.0, "lead": 0.0}
        passages = find_passages(words, scan, best, drops_pronouns=self._scanner.language != "en")
        goes_on = dict(passages.goes_on)
        for number, item in best.items():
            place = _place(item.start, headline_end, lead_until)
            # A room or a hearing in a passage about her is a sentence about her.
            gained = max(item.weight, goes_on.pop(number, 0.0))
            if place != "body":
                # The headline counts once, and so does the lead: a second sentence there is like one of the body.
                whole = item.weight * (HEADLINE if place == "headline" else LEAD)
                gained, most[place] = max(gained * CONTINUED, whole - most[place]), max(most[place], whole)
            _add(points, item.rule, place, gained)
        for number, gained in goes_on.items():
            place = _place(words.sentences[number][0], headline_end, lead_until)
            if place == "headline" and not most["headline"]:
                gained = HEADLINE * CONTINUED
            _add(points, "goes on about her", place, gained)
        if passages.own:
            _add(points, "a paragraph of her own", "body", OWN_PARAGRAPH)
        opens = _opens_with_her(words, scan, best, headline_end, lead_until)
        if opens and max(most.values()) < STRONG * LEAD:
            _add(points, "it opens with her", "lead", opens)
        if _is_quoted(words, scan):
            _add(points, "she is quoted", "body", QUOTED)
        total = sum(points.values())
        if all(item.weight < STRONG for item in best.values()):
            total *= WEAK_FACTOR
        why = [name for name, _ in sorted(points.items(), key=lambda entry: -entry[1])]
        opening = sum(index < lead_until for index in scan.fiction)
        # "A série mostra a vida de mulheres na prisão": words for real women do not outweigh many of fiction.
        told = any(item.kind == "person_first" for item in scan.evidence) and len(scan.fiction) < MANY_FICTION_WORDS
        real = scan.true_story or told
        if total and not real and (len(scan.fiction) >= FICTION_WORDS or opening >= FICTION_OPENING):
            total *= FICTION_FACTOR if len(scan.fiction) < MANY_FICTION_WORDS else FICTION_FACTOR**2
            why.append("words of fiction")
        named = any(index < lead_until for index in names_at(words, scan.names))
        plain = named and max(most.values()) >= STRONG * LEAD
        figures = len({words.lowers[index] for index in scan.figurative})
        if total and not (real or plain) and figures >= FIGURATIVE_WORDS and len(scan.figurative) >= len(scan.setting):
            total *= FICTION_FACTOR
            why.append("words of animals or sport")
        if total and scan.civil:
            total *= FICTION_FACTOR
            why.append("a civil judgment")
        if not why:
            why = ["no woman in custody found"]
        return Relevance(total >= self._enough, round(total / (total + self._enough), 4), tuple(why))


def _opens_with_her(
    words: Words, scan: Scan, best: Mapping[int, Evidence], headline_end: int, lead_until: int
) -> float:
    """What it weighs that headline or lead are about the woman whose custody is told further down.

    By her name, learned from that evidence, or by a woman there as a subject, when no man is one and no official.
    """
    if not any(
        item.weight >= STRONG and item.kind in _OF_HER and item.start >= lead_until and not _only_accuses(words, item)
        for item in best.values()
    ):
        return 0.0
    if any(index < lead_until for index in names_at(words, scan.names)):
        return OPENING_NAME
    if not _VISITS.isdisjoint(words.lowers[:lead_until]):
        return 0.0  # women who open an article about visits are those who visit
    women = men = False
    for person in scan.people:
        if person.start >= lead_until:
            break
        if person.woman:
            subject = person.kind != "pronoun" and not person.oblique
            women = women or (subject and person.start not in scan.official)
        elif not person.oblique and (not women or person.kind == "name"):
            men = True  # but "Mulher mata marido": a man behind her is whom she did it to
    return OPENING_WOMAN if women and not men else 0.0


def _only_accuses(words: Words, item: Evidence) -> bool:
    """``La diputada la acusó de mentir``: a reproach, which politics is full of, and no charge yet."""
    return item.kind != "label" and any(words.lowers[at].startswith(_ACCUSING) for at in range(item.start, item.end))


def _end_of_lead(words: Words, headline_end: int) -> int:
    """Where the first sentences of the body end."""
    left = LEAD_SENTENCES
    for start, end in words.sentences:
        if start < headline_end or end - start < SHORTEST_LEAD_SENTENCE:
            continue
        left -= 1
        if not left:
            return end
    return len(words.texts)


def _place(index: int, headline_end: int, lead_until: int) -> str:
    return "headline" if index < headline_end else "lead" if index < lead_until else "body"


def _add(points: dict[str, float], rule: str, place: str, gained: float) -> None:
    key = f"{rule} ({place})"
    points[key] = points.get(key, 0.0) + gained


def _is_quoted(words: Words, scan: Scan) -> bool:
    """Is a woman in evidence, by name or by a word for her, the speaker of a verb of saying?"""
    hers = {item.start for item in scan.evidence if item.kind in _NAMING_HER and item.weight >= STRONG}
    hers |= {item.end - 1 for item in scan.evidence if item.kind in _NAMING_HER and item.weight >= STRONG}
    for at in scan.says:
        first, last = words.sentence(at)
        for index in range(max(first, at - SPEAKER_REACH), min(last, at + 1 + SPEAKER_REACH)):
            if words.lowers[index] in _NOT_THE_SPEAKER and index > at:
                break
            if index in hers or is_name(words, index, scan.names):
                return True
    return False


@Language.factory(
    "encuadre_relevance",
    assigns=["doc._.on_topic", "doc._.relevance", "doc._.relevance_why"],
    default_config={"enough": ENOUGH},
)
def make_relevance(nlp: Language, name: str, enough: float) -> RelevanceScorer:
    """``nlp.add_pipe("encuadre_relevance")``. ``enough``: sentences of evidence that make an article on topic."""
    return RelevanceScorer(nlp, enough=enough)
