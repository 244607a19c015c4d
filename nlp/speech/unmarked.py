"""What is said with neither *que* nor quotation marks: Cops claimed they ...; la fiscal pidió la pena máxima.

In: a ``Reading``, a finite verb and its subject. Out: ``Cited``, or None where nothing tells that words are attributed.
"""

from __future__ import annotations

from nlp.speech.cited import Cited
from nlp.speech.nonfinite import claimed
from nlp.speech.reach import listed_below
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.setoff import answers, set_off
from nlp.speech.subjects import document_inside, told_by
from nlp.speech.titles import of_court
from nlp.speech.verbs import BREAKS, COMMAS, Verb


def without_that(reading: Reading, verb: Verb, subject: NounPhrase | None) -> Cited | None:
    """A known speaker before the verb and no *que*: Cops claimed they ...; la fiscal pidió la pena máxima."""
    if tells_nothing(reading, verb):
        return None
    if verb.reflexive and subject is None:
        return _impersonal(reading, verb)
    if subject is not None and (tail := set_off(reading, verb, subject)):
        return tail
    if subject is None or verb.kind == "think" or verb.reflexive:
        return None
    english = reading.speech.language == "en"
    if subject.pronoun and not (english and verb.kind == "say"):
        return None
    if not subject.pronoun and not subject.known(reading):
        return None
    stop = reading.words.texts[verb.end] if verb.end < verb.high else "."
    if stop == ":" and (lines := listed_below(reading, verb.end)):
        return Cited(min(subject.start, verb.group), verb.end, subject, lines)
    if stop in BREAKS and not (english and stop == ":"):
        return answers(reading, verb, subject)
    rules = verb.kind == "act" or reading.words.lowers[verb.start].startswith(reading.speech.words.deciding)
    if rules and of_court(reading, subject):
        return None
    content = claimed(reading, verb) if verb.kind == "act" else (verb.end, verb.high)
    step = verb.kind == "act" and reading.words.lowers[verb.start].startswith(reading.speech.words.steps)
    return Cited(min(subject.start, verb.group), verb.end, subject, [content], narrated=step)


def of_relative(reading: Reading, verb: Verb, after: NounPhrase | None) -> Cited | None:
    """Un dato que confirmó la Fiscalía, algo que niega la defensa: behind the verb stands somebody with an office."""
    if after is None or verb.kind != "say" or verb.form != "finite" or not told_by(reading, verb, after):
        return None
    closed = after.end >= verb.high or not reading.words.texts[after.end][0].isalnum()
    titled = any(
        reading.role_at[each][1] in ("title", "institution")
        for each in range(after.start, after.end)
        if each in reading.role_at
    )
    return Cited(verb.group, after.end, after, [(verb.low, verb.group - 1)]) if closed and titled else None


def _impersonal(reading: Reading, verb: Verb) -> Cited | None:
    """..., se precisa en el informe: the document is the source; without one nobody is."""
    speaker = document_inside(reading, verb)
    before = reading.words.texts[verb.group - 1] if verb.group > verb.low else ""
    if verb.kind == "act" or (speaker is None and before not in COMMAS):
        return None
    start = min(verb.group, speaker.start) if speaker else verb.group
    end = max(verb.end, speaker.end) if speaker else verb.end
    content = [(verb.low, start)] if start > verb.low else [(end, verb.high)] if end < verb.high else []
    return Cited(start, end, speaker, content, impersonal=True)


def tells_nothing(reading: Reading, verb: Verb) -> bool:
    """Did not say, no informó: nothing is told, unless what is not confirmed or not denied."""
    lowers = reading.words.lowers
    negated = any(lower in reading.speech.words.negations for lower in lowers[verb.group : verb.start])
    return negated and verb.kind != "act" and not lowers[verb.start].startswith(reading.speech.words.confirming)
