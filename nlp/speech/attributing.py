"""Where an article attributes words: verbs of saying with their evidence, *según* and its kin, headline colons.

In: a ``Reading``. Out: ``Cited`` rows: the attributing words, the speaker's noun phrase, and what is said. Who the
speaker is, is decided in nlp.speech.roles.
"""

from __future__ import annotations

from dataclasses import replace

from lexicons.small_words import small_words
from nlp.speech.behind import behind_phrase
from nlp.speech.cited import Cited
from nlp.speech.clauses import (
    clause_start,
    plain_clause,
    quotation_before,
    quote_after,
    quote_before,
)
from nlp.speech.nominal import of_nouns
from nlp.speech.nonfinite import chained, nonfinite, with_clause
from nlp.speech.quotes import Quote
from nlp.speech.reach import of_demands, within_reach
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.sayings import of_headline, of_other_verbs, of_saying
from nlp.speech.setoff import (
    around,
    claim_of,
    demanded,
    disagrees,
    fronted,
    is_postposed,
    postposed,
    seen_as,
    set_off,
    shown_behind,
    shows,
    so_said,
    speaks_of_last,
    taken_as,
)
from nlp.speech.silence import decides, is_silent, pleads
from nlp.speech.statements import before_colons, carry_on, partners
from nlp.speech.subjects import (
    document_inside,
    is_introduced,
    is_thing,
    past_day,
    sentence_subject,
    subject_before,
    subject_pronoun,
    told_by,
)
from nlp.speech.titles import of_court
from nlp.speech.unmarked import of_relative, tells_nothing, without_that
from nlp.speech.verbs import Verb, is_passive, phrase_at, verb_at

_LISTS = small_words("speech_reach")
# Passives of persons: reconocidas por dos víctimas, described by.
_OF_PERSONS = _LISTS["of_persons"]
# A verb of opinion takes a quotation no further than this: calls the trial "absurd".
_OPINION_REACH = 4


def read_attributions(reading: Reading) -> list[Cited]:
    """All attributions in order of their words."""
    found = of_headline(reading)
    taken = {index for item in found for index in range(item.start, item.end)}
    lowers, sayings = reading.words.lowers, reading.speech.sayings
    openings, last, hyphens = reading.speech.openings, len(lowers) - 1, reading.speech.language == "pt"
    triggers, verbs, verb_phrases = reading.speech.triggers, reading.speech.verbs, reading.speech.verb_phrases
    done = 0
    # Most words attribute nothing: one or two look-ups tell.
    candidates = set(reading.words.places(triggers))
    opening = reading.words.places(openings)
    candidates.update(at for at in opening if at < last and lowers[at + 1] in openings[lowers[at]])
    if hyphens:
        candidates.update(place for place, lower in enumerate(lowers) if "-" in lower)
    for index in sorted(candidates):
        lower = lowers[index]
        if index < done or index in taken:
            continue
        cited = None
        if lower in sayings and (saying := phrase_at(sayings, lowers, index)):
            cited = of_saying(reading, index, *saying)
        says = lower in verbs or lower in verb_phrases or "-" in lower
        if cited is None and says and (verb := verb_at(reading, index)):
            verb.follows = bool(found) and verb.low <= found[-1].start and found[-1].end <= verb.group
            cited = _of_verb(reading, verb)
            if cited is not None and is_silent(reading, verb, cited):
                cited = None
            elif cited is not None and (decides(reading, verb, cited) or pleads(reading, verb, cited)):
                cited.narrated = True
        if cited is not None:
            found.append(cited)
            done = cited.end if cited.start <= index else 0
    found += of_other_verbs(reading, found)
    found += before_colons(reading, found)
    found += [item for item in of_nouns(reading) if not any(_overlap(item, other) for other in found)]
    found += partners(reading, found)
    found += [item for item in of_demands(reading) if not any(_overlap_said(item, other) for other in found)]
    found = within_reach(reading, [item for item in found if not _is_outlet(reading, item)])
    found = carry_on(reading, found)
    return sorted(found, key=lambda item: item.start)


def _overlap_said(one: Cited, other: Cited) -> bool:
    """Do both attribute the same words?"""
    first, last = one.content[0]
    return any(start < last and first < end for start, end in other.content)


def _overlap(one: Cited, other: Cited) -> bool:
    return one.start < other.end and other.start < one.end


def _is_outlet(reading: Reading, item: Cited) -> bool:
    """Según constató este diario, our reporter: the outlet is no source of its own."""
    if item.speaker is None:
        return False
    lowers, words = reading.words.lowers, reading.speech.words
    return any(
        lowers[index] in words.own and index + 1 < len(lowers) and lowers[index + 1] in words.outlet
        for index in range(max(item.speaker.start, 1) - 1, item.speaker.end)
    )


def _of_verb(reading: Reading, verb: Verb) -> Cited | None:
    if (seen := seen_as(reading, verb)) is not None:
        return seen
    if verb.kind == "name":
        active = verb.form == "finite" and not is_passive(reading, verb)
        return taken_as(reading, verb, subject_before(reading, verb)) if active else None
    if _is_of_persons(reading, verb):
        return None
    if verb.form == "participle" or is_passive(reading, verb):
        return _passive(reading, verb)
    before_verb = reading.words.lowers[verb.group : verb.start]
    if verb.form == "infinitive" and any(
        lower in reading.speech.words.auxiliaries and lower != "a" for lower in before_verb
    ):
        verb.form = "finite"  # chegou a informar, ha querido decir
    if verb.form == "infinitive" and (head := chained(reading, verb)) is not None:
        verb.form, verb.group = "finite", head
    before = quote_before(reading, verb.group, verb.start)
    after = reading.phrase_after(past_day(reading, verb), verb.high)
    if after is None and verb.end < verb.high:
        after = reading.pronoun_at(verb.end) if subject_pronoun(reading, verb.end) else None
        after = after or behind_phrase(reading, verb)
    if after is not None and disagrees(reading, verb, after):
        after = None
    if verb.form in ("gerund", "infinitive"):
        return None if verb.form == "gerund" and verb.start in reading.quote_at else nonfinite(reading, verb)
    if before is not None and not _begins_anew(reading, verb, before):
        return _after_quote(reading, verb, before, after)
    return _of_finite(reading, verb, after)


def _is_of_persons(reading: Reading, verb: Verb) -> bool:
    """Reconocidas por dos víctimas, a bigamist described by a judge: who is spoken of, not what is said."""
    lowers = reading.words.lowers
    by = verb.end < verb.high and lowers[verb.end] in reading.speech.words.by
    return by and lowers[verb.start].startswith(_OF_PERSONS)


def _begins_anew(reading: Reading, verb: Verb, quote: Quote) -> bool:
    """La jueza la llamó "...". La Corte estimó que ...: a stop behind the marks, and a clause of its own."""
    stopped = quote.end < len(reading.words.texts) and reading.words.texts[quote.end] == "."
    return stopped and plain_clause(reading, verb, clause_start(reading, verb))


def _of_finite(reading: Reading, verb: Verb, after: NounPhrase | None) -> Cited | None:
    """A finite verb, no quotation before it. ``after``: the noun phrase behind it, which may be its subject."""
    that = clause_start(reading, verb)
    quote = quote_after(reading, verb, that)
    if after is not None and after.known(reading) and speaks_of_last(reading, verb):
        return so_said(reading, verb, after)
    if after is not None and after.known(reading) and fronted(reading, verb):
        return Cited(verb.group, after.end, after, [(verb.low + 1, verb.group)])
    subject = subject_before(reading, verb)
    nested = verb.start in reading.quote_at
    if nested and (that is None or subject is None) and quote is None:
        return None  # people speak of speech all the time: only a source they name counts
    subject = subject or _joined_subject(reading, verb)
    if verb.kind == "show":
        if subject is None or not shows(reading, subject):
            tail = set_off(reading, verb, subject) if subject is not None else None  # ..., a watchdog has found
            return tail or taken_as(reading, verb, subject) or shown_behind(reading, verb, after)
        verb.kind = "say"
    if subject is not None and not _may_speak(reading, verb, subject, that, quote):
        return None
    if verb.kind == "think":
        if not plain_clause(reading, verb, that):
            that = None
        if quote is not None and that is None and quote.start > verb.end + _OPINION_REACH:
            quote = None
        if that is None and quote is None and subject is not None and _opines(reading, verb, subject):
            return Cited(subject.start, verb.end, subject, [(verb.end, verb.high)])
    if verb.kind == "act" and that is None and quote is None and subject is None:
        return (
            postposed(reading, verb, after)
            or claim_of(reading, verb, after)
            or _headline_claim(reading, verb)
            or demanded(reading, verb)
        )
    if (subject is None or told_by(reading, verb, after)) and is_postposed(reading, verb, after, that):
        return postposed(reading, verb, after)
    if subject is not None and is_introduced(reading, subject):
        # según informó la policía; as the judge said
        return around(reading, verb, subject)
    if that is None and quote is None:
        if reading.words.lowers[verb.group - 1 : verb.group] == [reading.speech.words.that]:
            # the war that he described; una versión que confirmó la Fiscalía
            return of_relative(reading, verb, after)
        return without_that(reading, verb, subject)
    return _with_content(reading, verb, subject, after, that, quote)


def _joined_subject(reading: Reading, verb: Verb) -> NounPhrase | None:
    """A spokesman declined to comment but said: a verb behind a conjunction has the subject of its sentence."""
    words = reading.speech.words
    before = reading.words.lowers[verb.group - 1] if verb.group > verb.low else ""
    joined = before in words.conjunctions or before in words.contrast
    return sentence_subject(reading, verb) if joined and verb.kind in ("say", "act") else None


def _may_speak(reading: Reading, verb: Verb, subject: NounPhrase, that: int | None, quote: Quote | None) -> bool:
    """Somebody whom the lists know, or whom *que*, a quotation or the place shows to be a person who says it."""
    if subject.pronoun or subject.known(reading):
        return True
    told = plain_clause(reading, verb, that) or quote or _opens(that, subject, verb)
    return verb.kind == "say" and bool(told) and not is_thing(reading, subject)


def _with_content(
    reading: Reading,
    verb: Verb,
    subject: NounPhrase | None,
    after: NounPhrase | None,
    that: int | None,
    quote: Quote | None,
) -> Cited | None:
    """What is said is there, as a clause (``that``) or a quotation: who says it is before, behind, or a document."""
    if quote is None and tells_nothing(reading, verb) and not plain_clause(reading, verb, that):
        return None
    speaker = subject
    if subject is None and after is not None and after.known(reading) and _inverted(reading, verb, after, that, quote):
        speaker = after
    if speaker is None and _blocked_null(reading, verb, that, quote):
        return None
    if speaker is None and not verb.reflexive and verb.kind == "say":
        speaker = sentence_subject(reading, verb)
        if speaker is not None:
            return with_clause(reading, Cited(verb.group, verb.end, speaker), verb, that, quote)
    start = min(verb.group, speaker.start) if speaker else verb.group
    end = max(verb.end, speaker.end) if speaker else verb.end
    cited = Cited(start, end, speaker, impersonal=verb.reflexive and speaker is None)
    if cited.impersonal:
        cited.speaker = document_inside(reading, verb)
        if cited.speaker is not None:
            cited.start, cited.end = min(start, cited.speaker.start), max(end, cited.speaker.end)
    return with_clause(reading, cited, verb, that, quote)


def _opens(that: int | None, subject: NounPhrase, verb: Verb) -> bool:
    """O fiscal da loja relatou aos policiais que: somebody whom no list knows, but who opens the sentence."""
    return that is not None and subject.start == verb.low and subject.end > subject.start + 1


def _opines(reading: Reading, verb: Verb, subject: NounPhrase) -> bool:
    """She fears the bill could ...: an English clause of opinion without *that*, of somebody named or titled."""
    words, lowers = reading.speech.words, reading.words.lowers
    if lowers[verb.start] not in words.opining or subject.pronoun or verb.end + 1 >= verb.high:
        return False
    begins = lowers[verb.end] in words.determiners or reading.pronoun_at(verb.end) or reading.is_name(verb.end)
    return bool(begins) and subject.known(reading)


def _headline_claim(reading: Reading, verb: Verb) -> Cited | None:
    """Piden liberar a ...: a headline leaves out who claims."""
    opens = verb.group == verb.low or not reading.words.texts[verb.group - 1][0].isalnum()
    if not reading.is_headline(verb.start) or not opens or verb.reflexive or verb.end >= verb.high:
        return None
    return Cited(verb.group, verb.end, None, [(verb.end, verb.high)], impersonal=True)


def _after_quote(reading: Reading, verb: Verb, quote: Quote, after: NounPhrase | None) -> Cited | None:
    lowers = reading.words.lowers
    subject = subject_before(reading, replace(verb, low=max(quote.end, verb.low))) if verb.group > quote.end else None
    if (
        subject is None
        and after is not None
        and (after.pronoun or after.known(reading) or lowers[after.start] in reading.speech.words.determiners)
    ):
        subject = after
    if verb.kind == "think" and (verb.low >= quote.end or (subject is None and reading.speech.language == "en")):
        return None
    if subject is None and verb.reflexive:  # "...", lê-se no comunicado
        subject = document_inside(reading, verb)
    start = min(verb.group, subject.start) if subject else verb.group
    end = max(verb.end, subject.end) if subject else verb.end
    cited = Cited(start, end, subject, [(quote.inner_start, quote.inner_end)], quoted=True)
    that = clause_start(reading, verb) if subject is not after else None
    if that is not None:
        cited.content.append((that, verb.high))
    return cited


def _inverted(reading: Reading, verb: Verb, after: NounPhrase, that: int | None, quote: Quote | None) -> bool:
    """Does the speaker follow its verb? In English only at the head of a sentence: *said the judge: "..."*."""
    if reading.speech.language == "en" and verb.group > verb.low:
        return False
    limit = that if that is not None else quote.start if quote is not None else after.end
    return after.end <= limit


def _blocked_null(reading: Reading, verb: Verb, that: int | None, quote: Quote | None) -> bool:
    """A verb without subject needs more: English always, an opinion or demand its "que", a sentence of its own."""
    if reading.speech.language == "en":
        return True
    if verb.reflexive:
        return that is None and verb.kind != "say"
    if that is None:
        return quote is None or verb.kind != "say"
    if that > verb.end + 8:
        return True
    lowers = reading.words.lowers
    return verb.group > verb.low and lowers[verb.group - 1] in reading.speech.words.prepositions


def _passive(reading: Reading, verb: Verb) -> Cited | None:
    """informado por el vocero; a afirmação foi feita pela empresária; it is alleged that."""
    lowers, words = reading.words.lowers, reading.speech.words
    if verb.kind != "say":
        return None
    if verb.end < verb.high and lowers[verb.end] in words.by:
        phrase = reading.phrase_after(verb.end + 1, verb.high)
        if phrase is None or not phrase.known(reading):
            return None
        if lowers[verb.start].startswith(words.deciding) and of_court(reading, phrase):
            return None  # um pedido negado pela Justiça
        start = verb.group
        if lowers[verb.start] in reading.speech.words.made:
            nominal = next(
                (
                    each
                    for each in range(start - 1, max(verb.low, start - 6) - 1, -1)
                    if lowers[each] in reading.speech.nominals
                ),
                None,
            )
            if nominal is None:
                return None
            start = nominal
        cited = Cited(start, phrase.end, phrase, [(verb.low, start)] if start > verb.low else [])
        if lowers[start] in reading.speech.nominals and (quote := quotation_before(reading, start)):
            cited.content, cited.quoted = [(quote.inner_start, quote.inner_end)], True
        return cited
    if reading.speech.language == "en" and "it" in lowers[verb.low : verb.start]:
        that = clause_start(reading, verb)
        if that is not None and that == verb.end + 1:
            return Cited(verb.group, that, None, [(that, verb.high)], impersonal=True)
    perfect = (
        lowers[verb.start] not in reading.speech.words.made
        and verb.form == "participle"
        and verb.group < verb.start
        and reading.speech.language != "en"
    )
    if perfect and any(lower in reading.speech.words.have for lower in lowers[verb.group : verb.start]):
        return _of_verb(
            reading, Verb(verb.start, verb.end, verb.kind, "finite", verb.group, verb.reflexive, verb.low, verb.high)
        )
    return None
