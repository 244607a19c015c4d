"""How far reported words reach: not past the clause that is reported, but on through a list below.

In: a ``Reading`` and the attributions read from it. Out: the same, each with the words that its speaker answers for.
Why: without a parser a reported clause runs to the end of its sentence, where the outlet may long speak again (*Ana,
who denies it, remains in custody*; *dijo que iría al cine, y esta la investiga*).
"""

from __future__ import annotations

from dataclasses import replace

from lexicons.small_words import small_words
from nlp.speech.cited import Cited
from nlp.speech.reading import Reading
from nlp.speech.verbs import BREAKS, COMMAS

_LISTS = small_words("speech_reach")
# What is said of before: denies it, lo niega, nega isso.
_TAKEN_UP = frozenset(_LISTS["taken_up"])
# The other person: y esta la investiga.
_NEWCOMERS = frozenset(_LISTS["newcomers"])
# What holds demands.
_DEMANDS = frozenset(_LISTS["demands"])
_DEMANDS_REACH = 14
_BULLETS = frozenset("•-–—*·▪●►‣✓")
# A semicolon parts two clauses; several part the entries of a list.
_CLAUSES = 1


def within_reach(reading: Reading, found: list[Cited]) -> list[Cited]:
    """The attributions with what is said cut where another clause begins, or gone on through a list of lines."""
    return [item if item.quoted else _shortened(reading, item) for item in found]


def _shortened(reading: Reading, item: Cited) -> Cited:
    content = [(start, _end(reading, item, start, end) if start >= item.end else end) for start, end in item.content]
    return item if content == item.content else replace(item, content=content)


def _end(reading: Reading, item: Cited, start: int, end: int) -> int:
    texts, lowers, words = reading.words.texts, reading.words.lowers, reading.speech.words
    if start + 1 < end and lowers[start] in _TAKEN_UP and (texts[start + 1] in COMMAS or texts[start + 1] in BREAKS):
        return start + 1
    stops = [each for each in range(start, end) if texts[each] == ";"]
    if len(stops) == _CLAUSES and words.that not in lowers[stops[0] + 1 : stops[0] + 3]:
        end = stops[0]
    for index in range(start + 1, end - 1):
        joined = lowers[index] in _NEWCOMERS and lowers[index - 1] in words.conjunctions
        if joined and lowers[index + 1] in words.clitics | words.auxiliaries | words.negations:
            return index - 1
    if _is_aside(reading, item):
        return next((each for each in range(start + 1, end) if texts[each] in COMMAS), end)
    return end


def _is_aside(reading: Reading, item: Cited) -> bool:
    """Ann Poe, who says the trial was unfair, lives ...: is the attribution a clause about a subject that opens the
    sentence?
    """
    speaker = item.speaker
    if speaker is None or speaker.start - reading.words.sentence(speaker.start)[0] > 1:
        return False
    texts, lowers = reading.words.texts, reading.words.lowers
    # The relative of the verb itself: no comma closes its clause before.
    for index in range(item.end - 1, speaker.start, -1):
        if texts[index] in COMMAS:
            return lowers[index + 1] in reading.speech.words.relatives
    return False


def listed_below(reading: Reading, colon: int) -> list[tuple[int, int]]:
    """The lines of a list after a colon that ends its line: exigen: • agua • un médico."""
    sentences, texts = reading.words.sentences, reading.words.texts
    number = reading.words.sentence_of[colon]
    found: list[tuple[int, int]] = []
    if "\n" not in texts[sentences[number][1] - 1] or any(t[0].isalnum() for t in texts[colon : sentences[number][1]]):
        return found
    for start, end in sentences[number + 1 :]:
        if texts[start][0] not in _BULLETS:
            break
        found.append((start + 1, end))
    return found


def of_demands(reading: Reading) -> list[Cited]:
    """El pliego: talleres, ...; a list of demands was read out: • ...: what stands in it nobody has to say."""
    texts, sentences, found = reading.words.texts, reading.words.sentences, list[Cited]()
    for index in reading.words.places(_DEMANDS):
        high = sentences[reading.words.sentence_of[index]][1]
        colon = next((each for each in range(index, min(high, index + _DEMANDS_REACH)) if texts[each] == ":"), None)
        if colon is None or index in reading.quote_at or reading.is_headline(index):
            continue
        content = listed_below(reading, colon) or [(colon + 1, high)]
        if content[0][0] < content[0][1] and not any(text in '“«"' for text in texts[colon + 1 : colon + 2]):
            found.append(Cited(index, index + 1, None, content, impersonal=True))
    return found
