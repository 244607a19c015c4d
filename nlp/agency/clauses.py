"""Whose the verbs of an article are: which have a woman in scope as subject, and which act on her.

In: a Doc with mentions and attributions. Out: ``Verb`` after ``Verb``, by a walk over every sentence
(nlp/agency/walk.py), read once and shared by cues and agency; ``Clause`` is one about her. Tier 0 has no parser; at
tier 1 the walk asks one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc

from lexicons.actions import Actions, load_actions
from nlp.agency.parse import Parse, parse
from nlp.agency.places import HER, OTHER, Language, Places, Verb
from nlp.agency.verbs import VerbGroup
from nlp.agency.walk import Walk
from nlp.extensions import Mention
from nlp.speech.sources import QUOTED, Attribution, read_doc
from nlp.texts.words import Words, attached
from nlp.women.custody.scope import Scan
from nlp.women.mentions.named import IMPACTED, women_of

# For so many sentences an unstressed pronoun in the feminine may still be her ("la golpearon").
_STILL_NEAR = 2
_UNKNOWN = "other"  # the role of a speaker of whom the text tells nothing


class Clause(NamedTuple):
    """A clause about her, by its verb group. ``subject``: is she the subject? ``how`` says how that was read."""

    group: VerbGroup
    subject: bool
    how: str


def verbs_of(doc: Doc, language: str, words: Words, scan: Scan, *, tier: int = 0) -> list[Verb]:
    """The verbs of a Doc and whose they are. Labels of hers that cues have written by then name her too."""

    def read(doc: Doc) -> list[Verb]:
        named = women_of(doc, language, words, scan).mentions
        reading = read_doc(doc)
        quotes = [(quote.inner_start, quote.inner_end) for quote in reading.quotes] if reading else []
        parsed = parse(doc, language) if tier else None
        return _reader(language).verbs(words, named, doc._.targets, scan, doc._.attributions, quotes, parsed)

    return attached(doc, f"encuadre_verbs_{tier}", read)


@cache
def _reader(language: str) -> ClauseReader:
    return ClauseReader(load_actions(language))


class ClauseReader:
    """Built once a language; keeps nothing between articles."""

    def __init__(self, actions: Actions) -> None:
        self._language = Language(actions)

    def verbs(
        self,
        words: Words,
        named: Iterable[Mention],
        events: Iterable[Mention],
        scan: Scan,
        attributions: Sequence[Attribution],
        quotes: Sequence[tuple[int, int]] = (),
        parsed: Parse | None = None,
    ) -> list[Verb]:
        """All verbs of the sentences that may speak of her, in order, each with whose it is.

        ``named`` are her mentions, ``events`` those that tell of her custody. ``quotes``: the quotations of the
        article; what nobody else is known to say is hers, where it speaks of *I* and *we*. ``parsed``: at tier 1 the
        subjects and objects that a trained pipeline sees go before those of the walk.
        """
        places = _places(named, events, scan, attributions, quotes)
        if not places.mentions and not places.events:
            return []
        topic, number = 0, 0
        found: list[Verb] = []
        anchored = _sentences_of(words, places)
        # At tier 1 any token may be a verb by the parse.
        busy = range(len(words.texts)) if parsed else self._language.busy(words, places)
        named_in = -_STILL_NEAR - 1
        for sentence, bounds in enumerate(words.sentences):
            named_in = sentence if sentence in anchored else named_in
            # Of a sentence that names her nowhere something is told only where she is understood.
            near = self._language.drops and sentence - named_in <= _STILL_NEAR
            if sentence not in anchored and not near and not (self._language.drops and topic == HER):
                continue
            walk = Walk(self._language, words, places, bounds, (topic, number), parsed, near)
            found.extend(walk.run(busy))
            topic, number = walk.topic, walk.topic_number
        return found


def _sentences_of(words: Words, places: Places) -> set[int]:
    hers = (at for at, who in places.speaks.items() if who == HER)
    return {words.sentence_of[at] for group in (places.mentions, places.events, places.hers, hers) for at in group}


def about_her(verb: Verb) -> Clause | None:
    """The clause of a verb that has her as its subject or acts on her; None for another's."""
    if verb.who == HER and not (verb.group.passive and verb.group.masculine and verb.group.number == 1):
        return Clause(verb.group, True, verb.how)
    return Clause(verb.group, False, "acted upon") if verb.object_is_her else None


def _places(
    mentions: Iterable[Mention],
    told: Iterable[Mention],
    scan: Scan,
    attributions: Sequence[Attribution],
    quotes: Sequence[tuple[int, int]],
) -> Places:
    named: dict[int, Mention] = {}
    for mention in mentions:
        named.setdefault(mention.start, mention)
    events = {at for mention in told if mention.kind == "event" for at in range(mention.start, mention.end)}
    others = {person.start for person in scan.people if person.start not in named} | set(scan.official - named.keys())
    said = [part for item in attributions if item.role not in (IMPACTED, _UNKNOWN) for part in item.content]
    hers = [quote for quote in quotes if not any(start < quote[1] and quote[0] < end for start, end in said)]
    speaks: dict[int, int] = {}
    for item in attributions:
        who = {IMPACTED: HER, _UNKNOWN: 0}.get(item.role, OTHER)
        if who == HER and item.how == QUOTED:
            hers.extend(item.content)
        if who:
            speaks.update(dict.fromkeys(range(item.cue_start, item.cue_end), who))
    covered = frozenset(at for mention in named.values() for at in range(mention.start, mention.end))
    said_by_her = frozenset(at for start, end in hers for at in range(start, end))
    return Places(named, frozenset(events), frozenset(others), said_by_her, speaks, covered)
