"""Whom a pronoun or a verb without a subject may mean: the subjects of the sentences before it.

In: a ``Reading`` and a token. Out: noun phrases, the nearest first. A newspaper names somebody, tells of her, and then
quotes her as *she* or with no subject at all, often in the next paragraph: the last who spoke is not always meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.verbs import COMMAS

# How far back a subject may stand.
_SENTENCES = 6
_PARAGRAPHS = 2
# An opening phrase (On Monday, in court, ...) has at most this many words before its comma.
_OPENING_WORDS = 18


def subjects_before(reading: Reading, at: int, spoke_at: int) -> Iterator[NounPhrase]:
    """The subjects that open the sentences before token ``at``, back to where somebody last spoke (``spoke_at``)."""
    words = reading.words
    paragraph = words.paragraph_of[at]
    # Las otras, aclaró, esperan: who is told of around the verb is not who says it.
    aside = at > 1 and words.texts[at - 1] in COMMAS and at - 2 not in reading.quote_at
    for place in range(words.sentence_of[at] - aside, max(words.sentence_of[at] - _SENTENCES, -1), -1):
        low, high = words.sentences[place]
        if paragraph - words.paragraph_of[low] > _PARAGRAPHS or (low <= spoke_at and place != words.sentence_of[at]):
            return
        if low <= spoke_at or reading.is_headline(low):
            return
        phrase = opening_subject(reading, low, min(high, at))
        if phrase is not None:
            yield phrase


def opening_subject(reading: Reading, low: int, high: int) -> NounPhrase | None:
    """The noun phrase that opens a sentence, or that follows its opening phrase; None within a quotation."""
    words, texts = reading.speech.words, reading.words.texts
    while low < high and not texts[low][0].isalnum():
        low += 1
    if low >= high or low in reading.quote_at:
        return None
    if reading.words.lowers[low] in words.prepositions or reading.words.lowers[low] in words.adverbs:
        comma = next((each for each in range(low, min(high, low + _OPENING_WORDS)) if texts[each] in COMMAS), None)
        if comma is None:
            return None
        low = comma + 1
    phrase = reading.phrase_after(low, high)
    return phrase if phrase is not None and phrase.start == low and phrase.known(reading) else None


def number_of(reading: Reading, index: int) -> str:
    """p for a verb in the plural (alegaron, disseram), which has several subjects; empty for any other."""
    endings = reading.speech.words.plural_endings
    return "p" if endings and reading.words.lowers[index].endswith(endings) else ""
