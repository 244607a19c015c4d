"""Speakers that stand behind their verb and something else: whom it was told, where, when.

In: a ``Reading`` and a ``Verb``. Out: the noun phrase that speaks, or None. Why: Spanish and Portuguese put the speaker
last (*..., informó en un comunicado la Fiscalía*); English does not.
"""

from __future__ import annotations

from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.subjects import past_day
from nlp.speech.verbs import COMMAS, Verb

# a este diario, en rueda de prensa: so many words may stand between a verb and its speaker.
_BETWEEN = 7
# , en la audiencia del martes,: the words of an aside and its commas.
_ASIDE = 12


def behind_phrase(reading: Reading, verb: Verb) -> NounPhrase | None:
    """..., aseguró a este diario Ana Ruiz; ..., informó en un comunicado la Fiscalía: the speaker behind whom it was
    told, or where.
    """
    lowers, words = reading.words.lowers, reading.speech.words
    if reading.speech.language == "en" or verb.group <= verb.low or verb.form != "finite":
        return None
    before = reading.words.texts[verb.group - 1]
    taken_up = lowers[verb.group] in ("así", "assim")  # "...": así lo contó, en la audiencia, el sargento
    if before not in COMMAS and before not in "?!" and before not in words.clause_sayings and not taken_up:
        return None
    index = past_day(reading, verb)
    if (aside := _behind_aside(reading, verb, index)) is not None:
        return aside
    if index >= verb.high or lowers[index] not in words.prepositions | words.of:
        return None
    for place in range(index + 1, min(verb.high, index + _BETWEEN)):
        if not lowers[place][0].isalnum() or lowers[place] in words.relatives:
            return None
        name = reading.is_name(place) and reading.is_name(place - 1)  # the rest of the name of whom it was told
        governed = lowers[place - 1] in words.prepositions | words.of | words.determiners or name
        if governed or not (reading.is_name(place) or lowers[place] in words.determiners):
            continue
        speaker = reading.phrase_after(place, verb.high)
        return speaker if speaker is not None and speaker.known(reading) else None
    return None


def _behind_aside(reading: Reading, verb: Verb, index: int) -> NounPhrase | None:
    """..., contó, en la audiencia del martes, la sargento Ruiz: the speaker behind an aside that says where."""
    texts, words = reading.words.texts, reading.speech.words
    if index + 1 >= verb.high or texts[index] != "," or reading.words.lowers[index + 1] not in words.prepositions:
        return None
    close = next((each for each in range(index + 2, min(verb.high, index + _ASIDE)) if texts[each] == ","), None)
    speaker = reading.phrase_after(close + 1, verb.high) if close is not None else None
    if speaker is None or close is None or speaker.start != close + 1 or not speaker.known(reading):
        return None
    ends = speaker.end >= verb.high or not texts[speaker.end][0].isalnum()
    return speaker if ends else None
