"""Gerunds and infinitives of saying, and what a verb of saying governs.

In: a ``Reading`` and a ``Verb``. Out: ``Cited`` rows for *alegando que ...*, *saying "..."*, *para exigir ...*, *as
saying*; the content behind a verb.
"""

from __future__ import annotations

from nlp.speech.cited import Cited
from nlp.speech.clauses import QUOTED_WORDS, clause_start, quote_after, quote_before, word_count
from nlp.speech.quotes import Quote
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.subjects import clause_subject
from nlp.speech.verbs import COMMAS, Verb

# The beginnings of verbs by which somebody does not say what follows.
_REFUSES = ("neg", "rehus", "recus", "declin", "evit", "resist")


def with_clause(reading: Reading, cited: Cited, verb: Verb, that: int | None, quote: Quote | None) -> Cited:
    """What stands after *que* or *that* to the end of the sentence, or the quotation that follows."""
    if that is not None:
        cited.content.append((that, verb.high))
        inside = [each for each in reading.quotes if that <= each.start < verb.high]
        long = [each for each in inside if each.start <= that + 2 or word_count(reading, each) >= QUOTED_WORDS]
        cited.quoted = bool(long) and reading.quote_at.get(verb.start) is None
        cited.content += [(each.inner_start, each.inner_end) for each in long if each.inner_end > verb.high]
    elif quote is not None:
        cited.content.append((quote.inner_start, quote.inner_end))
        cited.quoted = reading.quote_at.get(verb.start) is None
    return cited


def claimed(reading: Reading, verb: Verb) -> tuple[int, int]:
    """What is asked for or denounced, without the clauses by which the outlet then describes it."""
    words = reading.speech.words
    for index in range(verb.end + 1, verb.high):
        if reading.words.lowers[index] in words.relatives | words.purpose:
            return verb.end, index
        if reading.words.texts[index] in COMMAS and not _is_list(reading, verb.end, index, verb.high):
            return verb.end, index
    return verb.end, verb.high


def _is_list(reading: Reading, start: int, comma: int, high: int) -> bool:
    """Piden el cierre, la libertad de todas y una reparación: what the comma parts begins as the others do."""
    words, lowers = reading.speech.words, reading.words.lowers
    if reading.words.texts[comma] != "," or comma + 1 >= high:
        return False
    kind = _item(reading, start)
    if not kind or _item(reading, comma + 1) != kind:
        return False
    for index in range(comma + 1, high - 1):
        if lowers[index] in words.conjunctions and _item(reading, index + 1) == kind:
            return True
        if lowers[index] in words.relatives:
            return False
    return False


def _item(reading: Reading, index: int) -> str:
    """How an item of a list begins: with a determiner, with a bare noun, or neither."""
    words, lower = reading.speech.words, reading.words.lowers[index]
    if lower in words.determiners:
        return "determined"
    plain = lower[0].isalpha() and reading.words.texts[index][0].islower()
    if not plain or lower in words.stops or lower in words.prepositions or lower in reading.speech.verbs:
        return ""
    return "" if lower in words.auxiliaries or lower in words.adverbs or lower in words.relatives else "bare"


def chained(reading: Reading, verb: Verb) -> int | None:
    """Se limitó a decir que, alcançou dizer: where the verb stands that leads to an infinitive of saying."""
    lowers, words = reading.words.lowers, reading.speech.words
    head = verb.start - 2
    if head < verb.low or lowers[head + 1] not in words.chaining:
        return None
    if not lowers[head].removesuffix("-se").endswith(words.past_endings) or lowers[head].startswith(_REFUSES):
        return None  # se negaron a explicar
    told = clause_start(reading, verb) is not None or quote_after(reading, verb, None) is not None
    if not told and quote_before(reading, head, head) is None:
        return None
    return head - 1 if head > verb.low and lowers[head - 1] in words.reflexive else head


def nonfinite(reading: Reading, verb: Verb) -> Cited | None:
    """alegando que ..., saying "...": the speaker is the sentence's, or the last one."""
    words = reading.speech.words
    before = reading.words.lowers[max(verb.group - 1, 0)]
    if verb.kind == "act" and verb.form == "infinitive" and before in words.purpose and verb.end < verb.high:
        return Cited(verb.start, verb.end, None, [claimed(reading, verb)], impersonal=True)
    that = clause_start(reading, verb)
    if that is not None and (speaker := _own_subject(reading, verb)) is not None:
        cited = Cited(min(speaker.start, verb.start), max(speaker.end, verb.end), speaker)
        return with_clause(reading, cited, verb, that, None)
    quote = quote_after(reading, verb, that)
    if that is not None and that > verb.end + 1:
        that = None
    if verb.form == "gerund" and before == "as":
        return _as_saying(reading, verb, that, quote)
    reasons = verb.form == "infinitive" and that is not None and before in words.on_saying | words.giving_reasons
    if (that is None and quote is None) or (verb.kind == "think" and not reasons):
        return None
    if verb.follows:  # ..., said the chief, adding that ...
        return with_clause(reading, Cited(verb.start, verb.end, None), verb, that, quote)
    if verb.form == "infinitive" and before not in words.on_saying and not (verb.kind == "think" and reasons):
        return None
    subject = _document_beside(reading, verb)
    subject = subject or clause_subject(reading, verb.low, verb.group)
    if subject is None and reading.speech.language == "en":
        subject = reading.pronoun_at(verb.low)
        if subject is None:
            return None
    return with_clause(reading, Cited(verb.start, verb.end, subject), verb, that, quote)


def _document_beside(reading: Reading, verb: Verb) -> NounPhrase | None:
    """A lawsuit alleging that ...: the document right before speaks, not the subject of the sentence."""
    phrase = reading.phrase_before(verb.group, verb.low) if verb.form == "gerund" else None
    if phrase is None:
        return None
    told = [reading.role_at[index] for index in range(phrase.start, phrase.end) if index in reading.role_at]
    return phrase if told and told[-1][0] == phrase.end and told[-1][2] == "document" else None


def _own_subject(reading: Reading, verb: Verb) -> NounPhrase | None:
    """Al considerar la jueza que; considerando o tribunal que; após o Ministério Público informar que: its subject."""
    lowers, words = reading.words.lowers, reading.speech.words
    if reading.speech.language == "en":
        return None
    governed = words.on_saying | words.of | {"por"}
    if verb.form == "gerund" or lowers[verb.start - 1] in words.on_saying:
        after = reading.phrase_after(verb.end, verb.high)
        ends = after is not None and after.end < verb.high and lowers[after.end] == words.that
        return after if after is not None and ends and after.known(reading) else None
    before = reading.phrase_before(verb.group, verb.low)
    if before is None or before.start <= verb.low or not before.known(reading):
        return None
    addressed = before.start - 2 >= verb.low and lowers[before.start - 2] in reading.speech.verbs  # afirmou ao G1 ter
    return before if lowers[before.start - 1] in governed and not addressed else None


def _as_saying(reading: Reading, verb: Verb, that: int | None, quote: Quote | None) -> Cited | None:
    """It quoted the commander, Mr B, as saying ...: who is quoted stands before *as*."""
    end = verb.group - 1
    while end > verb.low and reading.words.texts[end - 1] in COMMAS:
        end -= 1
    speaker = reading.phrase_before(end, verb.low)
    if speaker is None or not speaker.known(reading):
        return None
    cited = with_clause(reading, Cited(speaker.start, verb.end, speaker), verb, that, quote)
    if not cited.content:
        inside = [each for each in reading.quotes if verb.low <= each.start and each.end <= speaker.start]
        cited.content = [(each.inner_start, each.inner_end) for each in inside] or [(verb.end, verb.high)]
        cited.content = [each for each in cited.content if each[0] < each[1]]
        cited.quoted = bool(inside)
    return cited
