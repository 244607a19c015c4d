"""Statements larger than one verb and its speaker: two who say the same, words after a colon, a sentence that goes on.

In: a ``Reading`` and the attributions read so far. Out: more of them, or the same with more content.
"""

from __future__ import annotations

from dataclasses import replace

from nlp.speech.cited import Cited
from nlp.speech.clauses import QUOTED_WORDS, word_count
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.subjects import after_preposition, clause_subject

# How far before a colon the speaker may stand.
_COLON_REACH = 30
# La asociación reaccionó: "...": a prison or an outlet before a colon is where, not who.
_SPEAKING_BODIES = frozenset({"organization", "government", "defense", "prosecutor", "police_military", "judge"})


def partners(reading: Reading, found: list[Cited]) -> list[Cited]:
    """La fiscal y el juez dijeron ...: the other of two speakers joined by *y*, who says the same."""
    more: list[Cited] = []
    for cited in found:
        if cited.speaker is None or cited.speaker.pronoun:
            continue
        other = _joined_before(reading, cited) or _joined_after(reading, cited)
        if other is not None:
            more.append(Cited(other.start, other.end, other, list(cited.content), cited.quoted))
    return more


def _joined_before(reading: Reading, cited: Cited) -> NounPhrase | None:
    words = reading.speech.words
    speaker = cited.speaker
    if (
        speaker is None
        or speaker.start < cited.start
        or reading.words.lowers[speaker.start - 1] not in words.conjunctions
    ):
        return None
    low = reading.words.sentence(speaker.start)[0]
    if speaker.start - 1 <= low or speaker.end > cited.end or speaker.start != cited.start:
        return None
    other = reading.phrase_before(speaker.start - 1, low)
    if other is None or not _has_role(reading, other) or after_preposition(reading, other, low):
        return None
    opens = other.start == low or not reading.words.lowers[other.start - 1][0].isalnum()
    return other if opens else None


def _joined_after(reading: Reading, cited: Cited) -> NounPhrase | None:
    """The second of *dijeron la fiscal y el juez*, which reads as one noun phrase."""
    words = reading.speech.words
    speaker = cited.speaker
    if speaker is None:
        return None
    for index in range(speaker.start + 1, speaker.end - 1):
        joined = reading.words.lowers[index] in words.conjunctions
        if joined and reading.words.lowers[index + 1] in words.determiners:
            other = NounPhrase(index + 1, speaker.end)
            if _has_role(reading, other) and _has_role(reading, NounPhrase(speaker.start, index)):
                return other
    return None


def _has_role(reading: Reading, phrase: NounPhrase) -> bool:
    """Does a title, an institution or a post stand in it, none of them a document?"""
    told = next((reading.role_at[each] for each in range(phrase.start, phrase.end) if each in reading.role_at), None)
    return told is not None and told[1] != "person" and told[2] != "document"


def before_colons(reading: Reading, found: list[Cited]) -> list[Cited]:
    """La fiscal fue tajante: "...": a statement after a colon belongs to the subject of its sentence."""
    taken = {index for item in found for start, end in item.content for index in range(start, end)}
    texts = reading.words.texts
    more: list[Cited] = []
    for quote in reading.quotes:
        colon = quote.start - 1
        if colon > 0 and "\n" in texts[colon]:
            colon -= 1
        if quote.depth or colon < 1 or texts[colon] != ":" or quote.inner_start in taken or reading.is_headline(colon):
            continue
        low = reading.words.sentence(colon)[0]
        if (owner := _owner_of(reading, low, colon)) is not None:
            more.append(Cited(low, colon, owner, [(quote.inner_start, quote.inner_end)], quoted=True))
            continue
        if colon - low > _COLON_REACH or word_count(reading, quote) < QUOTED_WORDS - 1:
            continue
        speaker = _subject_of(reading, low, colon)
        if speaker is not None:
            more.append(Cited(speaker.start, colon, speaker, [(quote.inner_start, quote.inner_end)], quoted=True))
    return more


def _owner_of(reading: Reading, low: int, colon: int) -> NounPhrase | None:
    """Do advogado: "..."; de la sentencia: "...": whose words they are, and nothing else before the colon."""
    if reading.speech.language == "en" or reading.words.lowers[low] not in reading.speech.words.of:
        return None
    phrase = reading.phrase_after(low + 1, colon, determined=True)
    return phrase if phrase is not None and phrase.end == colon and phrase.known(reading) else None


def _subject_of(reading: Reading, low: int, high: int) -> NounPhrase | None:
    """The first person of a sentence that no preposition governs, or the pronoun that opens it."""
    if pronoun := reading.pronoun_at(low):
        return pronoun
    phrase = clause_subject(reading, low, high)
    if phrase is None or phrase.end >= high:
        return None
    role = next((reading.role_at[each] for each in range(phrase.start, phrase.end) if each in reading.role_at), None)
    if role is None:
        return phrase if phrase.names(reading) else None
    speaks = role[1] in ("title", "post") or role[2] in _SPEAKING_BODIES
    return phrase if speaks else None


def carry_on(reading: Reading, found: list[Cited]) -> list[Cited]:
    """Según la policía, huyó. La mujer habría ...: what is only rumoured after a statement is its source's too."""
    rumour = reading.speech.words.rumour
    hits = reading.words.places(rumour)
    if not hits:
        return found
    places = reading.words.sentence_of
    said = {places[start]: number for number, item in enumerate(found) for start, end in item.content if end > start}
    cues = {places[item.start] for item in found}
    result = list(found)
    for index in hits:
        place = places[index]
        number = said.get(place - 1)
        if number is None or place in said or place in cues or result[number].quoted:
            continue
        start, end = reading.words.sentences[place]
        paragraph = reading.words.paragraph_of
        if paragraph[start] == paragraph[result[number].start] and not reading.is_headline(result[number].start):
            result[number] = replace(result[number], content=[*result[number].content, (start, end)])
            said[place] = number
    return result


__all__ = ["before_colons", "carry_on", "partners"]
