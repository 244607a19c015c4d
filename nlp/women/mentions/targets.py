"""Where the women in scope are named in the text, so that a cue can be tied to them.

In: a Doc on topic. Out: ``doc._.targets``: every mention, from the labels and events that are evidence of custody to
names, nouns and pronouns that go on about the same women. Why: a stigmatizing or rights word counts only when it
is about them (rule 1 of the codebook); nlp/women/mentions/ties.py and nlp/agency/acting.py answer that for one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.language_data import TieWords, load_ties
from nlp.extensions import Mention, register
from nlp.texts.words import Words, attached, words_of
from nlp.women.custody.scope import Scan, ScopeScanner
from nlp.women.mentions.ties import LEAD_SENTENCES
from nlp.women.persons.names import capitals, names_at

register()

# Evidence this heavy says who the women of the article are.
_SURE = 0.7
# How far behind "la asociación" the women may stand whose it is: "de mujeres liberadas", "formada por ellas".
_GROUP_REACH = 7
_PLURAL = ("s", "women")
_KINDS = {"label": "label", "person_first": "person_first", "event": "event", "neutral": "event", "topic": "topic"}


def scan_of(doc: Doc, scanner: ScopeScanner) -> Scan:
    """The scan of a Doc, made once and shared by relevance and targets (kept where ``words_of`` keeps its lists)."""
    return attached(doc, "encuadre_scan", lambda doc: scanner.scan(words_of(doc), headline_end=doc._.headline_end))


def find_mentions(words: Words, scan: Scan, lists: TieWords) -> list[Mention]:
    """All mentions in order. Nouns and pronouns count only in paragraphs that already speak of these women."""
    mentions = [
        Mention(item.start, item.end, _KINDS[item.kind])
        for item in scan.evidence
        if item.kind in _KINDS and item.weight > 0
    ]
    subjects = {item.who for item in scan.evidence}
    mentions.extend(Mention(index, index + 1, "name") for index in names_at(words, scan.names))
    # The headline is about whom the article is about, and what opens the body goes on about the headline.
    paragraphs = {words.paragraph_of[mention.start] for mention in mentions} | {0}
    headline = words.sentences[0][1]
    if any(item.start < headline for item in mentions) or any(
        person.woman and not person.oblique and person.start < headline for person in scan.people
    ):
        paragraphs.add(1)
        mentions.extend(_named_in_lead(words, scan))
    for person in scan.people:
        if not person.woman or person.kind == "name" or person.start in scan.official:
            continue
        if person.start in subjects:
            mentions.append(Mention(person.start, person.end, "noun"))
        elif person.kind != "occupation" and words.paragraph_of[person.start] in paragraphs:
            mentions.append(Mention(person.start, person.end, person.kind))
    mentions.extend(_taken_up(words, scan, paragraphs, lists))
    mentions.extend(_own_groups(words, mentions, lists))
    mentions.sort()
    return mentions


def _taken_up(words: Words, scan: Scan, paragraphs: set[int], lists: TieWords) -> Iterator[Mention]:
    """*Las mujeres*, *the woman* in a paragraph that says nothing of custody: those of the article, where it knows no
    others.

    A definite noun takes up whom the text has brought in. Several women in custody make *the women* theirs, one makes
    *the woman* hers; a woman harmed, or one who holds office, may be meant as well, and then nobody is.
    """
    brought_in: dict[bool, int] = {}
    for item in scan.evidence:
        if item.kind in _KINDS and item.weight >= _SURE:
            inside = (at for at in range(item.start, item.end) if words.lowers[at] in lists.generic)
            noun = item.who if item.who >= 0 else next(inside, item.end - 1)
            plural = words.lowers[noun].endswith(_PLURAL) and not words.texts[noun][0].isupper()
            brought_in[plural] = min(brought_in.get(plural, item.start), item.start)
    for person in scan.people:
        if not person.woman or person.kind == "name" or words.paragraph_of[person.start] in paragraphs:
            continue
        lower = words.lowers[person.end - 1]
        plural = lower.endswith(_PLURAL)
        if not brought_in.get(plural, person.start) < person.start or person.start in scan.official:
            continue
        if lower in lists.they:
            yield Mention(person.start, person.end, person.kind)
            continue
        definite = lower in lists.generic and words.lowers[person.start - 1] in lists.definite
        if definite and not _is_harmed(words, person.start, lists):
            yield Mention(person.start, person.end, "noun")


def _is_harmed(words: Words, start: int, lists: TieWords) -> bool:
    """Does the sentence tell of harm done to somebody, who may be the woman named in it?"""
    first, last = words.sentence(start)
    return any(words.lowers[at] in lists.harming for at in range(first, last))


def _own_groups(words: Words, mentions: list[Mention], lists: TieWords) -> Iterator[Mention]:
    """*La asociación de expresas*, *the group she founded*: a group of theirs is they, wherever it is named again."""
    lowers = words.lowers
    places = words.places(lists.groups)
    if not places:
        return
    hers = {mention.start for mention in mentions if mention.kind != "event"}
    own: set[str] = set()
    for place in places:
        last = words.sentence(place)[1]
        near = range(place + 1, min(place + 1 + _GROUP_REACH, last))
        if any(at in hers and not lists.of_theirs.isdisjoint(lowers[place + 1 : at]) for at in near):
            own.add(lowers[place])
    yield from (Mention(place, place + 1, "noun") for place in places if lowers[place] in own and place not in hers)


def _named_in_lead(words: Words, scan: Scan) -> Iterator[Mention]:
    """The woman whose name opens the body is the one the headline is about, and so she is wherever her name returns."""
    for person in scan.people:
        sentence = words.sentence_of[person.start]
        if sentence == 0:
            continue
        if sentence > LEAD_SENTENCES or person.kind != "name" or not person.woman or person.oblique:
            return
        if any(words.sentences[sentence][0] <= index < person.start for index in scan.official):
            return
        hers = set(capitals(words, person.start)) - scan.names
        yield from (Mention(at, at + 1, "name") for at in range(len(words.texts)) if words.texts[at] in hers)
        return


class TargetFinder:
    """The component ``encuadre_targets``."""

    def __init__(self, nlp: Language) -> None:
        self._scanner = ScopeScanner.shared(nlp)
        self._lists = load_ties(str(nlp.lang))

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions; nothing on an article that is off topic."""
        if doc._.on_topic is False or not len(doc):
            return doc
        doc._.targets = find_mentions(words_of(doc), scan_of(doc, self._scanner), self._lists)
        return doc


@Language.factory("encuadre_targets", assigns=["doc._.targets"])
def make_targets(nlp: Language, name: str) -> TargetFinder:
    """``nlp.add_pipe("encuadre_targets")``."""
    return TargetFinder(nlp)
