"""Attributions set off by commas from what they attribute: ..., informó la policía; ..., police say; así lo dijo.

In: a ``Reading`` and a ``Verb``. Out: ``Cited`` rows whose content stands before the verb, or on both sides of it.
"""

from __future__ import annotations

from lexicons.small_words import small_words
from nlp.speech.cited import Cited
from nlp.speech.clauses import is_clause
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.subjects import is_introduced, past_adverbs
from nlp.speech.titles import of_court
from nlp.speech.verbs import BREAKS, COMMAS, Verb

_LISTS = small_words("speech_setoff")
# The beginnings of verbs that say yes or no, and of those that demand.
_ANSWERS = _LISTS["answers"]
_DEMANDS = _LISTS["demands"]
# Those who find and hear: researchers, juries.
_FINDERS = frozenset({"expert", "judge"})
# Fewer words before a comma are no clause: On Monday, police said ...
_CLAUSE_WORDS = 4
# "...": así lo: so many tokens stand between a quotation and the verb.
_SO_REACH = 3
# "Como" stands so near its verb: identificó a la esposa del alcalde como ...
_TAKEN_REACH = 9
# A day may stand between who takes her for something and "as".
_DAY = 3


def is_postposed(reading: Reading, verb: Verb, after: NounPhrase | None, that: int | None) -> bool:
    """Does the verb follow what it attributes: "...", said the judge; ..., informó la Policía? ``that``: its clause."""
    lowers, texts = reading.words.lowers, reading.words.texts
    if verb.group <= verb.low:
        return False
    before = verb.group - 1
    if lowers[before] in reading.speech.words.clause_sayings:
        return True
    if texts[before] not in COMMAS and texts[before] not in "?!":
        return False
    if that is not None and (after is None or that < after.end):
        return False
    ends = verb.end >= verb.high or texts[verb.end] in BREAKS or texts[verb.end] in COMMAS
    return ends or (
        after is not None and (after.known(reading) or lowers[after.start] in reading.speech.words.determiners)
    )


def postposed(reading: Reading, verb: Verb, after: NounPhrase | None) -> Cited | None:
    """What such a verb attributes: the words around it, to ``after`` where that can speak; None where it is none."""
    if not is_postposed(reading, verb, after, None):
        return None
    speaker = after if after is not None and (after.known(reading) or verb.kind == "say") else None
    if verb.kind != "say" and (speaker is None or _is_document(reading, speaker)):
        return None  # tanto la defensa como la fiscalía, interpusieron un recurso
    return around(reading, verb, speaker)


def _is_document(reading: Reading, phrase: NounPhrase) -> bool:
    roles = [reading.role_at[each][2] for each in range(phrase.start, phrase.end) if each in reading.role_at]
    return roles[:1] == ["document"]


def speaks_of_last(reading: Reading, verb: Verb) -> bool:
    """Así lo informó ..., assim o disse ...: the verb speaks of the sentence before it."""
    before = reading.words.lowers[max(verb.low, verb.start - 3) : verb.start]
    return bool({"así", "assim"} & set(before)) and before[-1] in reading.speech.words.clitics


def fronted(reading: Reading, verb: Verb) -> bool:
    """Que la ley llegó tarde lo dice la Pastoral: the clause opens the sentence, a clitic takes it up."""
    lowers, words = reading.words.lowers, reading.speech.words
    opens = verb.group > verb.low and lowers[verb.low] == words.that and words.that != "that"
    return opens and lowers[verb.start - 1] in words.clitics and verb.kind == "say"


def so_said(reading: Reading, verb: Verb, speaker: NounPhrase) -> Cited:
    """Así lo informó la Policía: the sentence before, and what follows the speaker, are its words."""
    quote = next((each for each in reversed(reading.quotes) if verb.low <= each.start and each.end <= verb.group), None)
    if quote is not None and verb.group - quote.end <= _SO_REACH:  # "...": así lo contó la fiscal
        return Cited(verb.group, speaker.end, speaker, [(quote.inner_start, quote.inner_end)], quoted=True)
    place = reading.words.sentence_of[verb.start]
    content = [reading.words.sentences[place - 1]] if place and not reading.is_headline(verb.low - 1) else []
    if speaker.end < verb.high:
        content.append((speaker.end, verb.high))
    return Cited(verb.group, speaker.end, speaker, content)


def around(reading: Reading, verb: Verb, speaker: NounPhrase | None) -> Cited:
    """The words on both sides of an attribution set off by commas: all of its sentence up to it, and on when it goes
    on.
    """
    lowers, texts = reading.words.lowers, reading.words.texts
    start = min(verb.group, speaker.start) if speaker else verb.group
    end = max(verb.end, speaker.end) if speaker else verb.end
    if start > verb.low and lowers[start - 1] in reading.speech.words.clause_sayings:
        start -= 1
    cited = Cited(start, end, speaker, impersonal=verb.reflexive and speaker is None)
    if start > verb.low + 1:
        cited.content.append((verb.low, start))
    goes_on = end < verb.high and texts[end] in COMMAS
    if goes_on and (
        start <= verb.low + 1
        or speaker is None
        or speaker.pronoun
        or is_clause(reading, end + 1, verb.high)
        or lowers[start - 2] in reading.speech.words.copulas  # era, diz o MP, uma ...
    ):
        cited.content.append((end + 1, verb.high))
    return cited


def set_off(reading: Reading, verb: Verb, subject: NounPhrase) -> Cited | None:
    """..., police say; the dealer, prosecutors believe, ...: the clause stands before the comma."""
    texts, words = reading.words.texts, reading.speech.words
    opens = subject.start - verb.low
    if opens < 2 or texts[subject.start - 1] not in COMMAS or verb.kind == "act":
        return None
    holds = reading.words.lowers[verb.start] in words.opining or of_court(reading, subject)  # ..., the judge held
    if verb.kind == "think" and not holds:
        return None  # ..., the woman wept
    if not (subject.pronoun or subject.known(reading)) or is_introduced(reading, subject):
        return None
    after = past_adverbs(reading, verb.end, verb.high)
    if reading.words.lowers[verb.start] in words.addressed and (told := reading.phrase_after(after, verb.high)):
        after = told.end  # ..., a doctor told the inquest
    closed = after >= verb.high or texts[after] in BREAKS or texts[after] in COMMAS
    if opens < _CLAUSE_WORDS and not (closed and after < verb.high and texts[after] in COMMAS):
        return None
    if not closed:
        governed = reading.words.lowers[after] in words.prepositions or reading.words.lowers[after] in words.not_names
        if not governed or reading.words.lowers[verb.low] in words.prepositions | words.stops:
            return None
    return around(reading, verb, subject)


def shows(reading: Reading, subject: NounPhrase) -> bool:
    """Is it a document or an institution, which say what they show, find or hear?"""
    roles = [reading.role_at[each] for each in range(subject.start, subject.end) if each in reading.role_at]
    return any(role[2] == "document" or role[1] == "institution" or role[2] in _FINDERS for role in roles)


def shown_behind(reading: Reading, verb: Verb, after: NounPhrase | None) -> Cited | None:
    """..., mostra o censo da secretaria; ..., estableció la sentencia: what shows stands behind its verb."""
    if after is None or not shows(reading, after) or not is_postposed(reading, verb, after, None):
        return None
    return around(reading, verb, after)


def answers(reading: Reading, verb: Verb, subject: NounPhrase) -> Cited | None:
    """La fiscalía lo niega. A provedora concorda. The ministry disagrees: a sentence that only says yes or no."""
    roles = [reading.role_at[each] for each in range(subject.start, subject.end) if each in reading.role_at]
    office = any(role[1] in ("title", "institution") and role[2] not in ("document", "judge") for role in roles)
    if not office or verb.reflexive or subject.start != verb.low or subject.end != verb.group:
        return None
    agrees = reading.words.lowers[verb.start].startswith(_ANSWERS)
    return Cited(subject.start, verb.end, subject, []) if agrees else None


def demanded(reading: Reading, verb: Verb) -> Cited | None:
    """Exigen agua y médicos. Cobram a nutricionista prometida: several, told of before, who demand something."""
    words, lowers = reading.speech.words, reading.words.lowers
    if verb.form != "finite" or verb.group != verb.low or verb.start != verb.group or verb.reflexive:
        return None
    if not words.plural_endings or not lowers[verb.start].endswith(words.plural_endings) or verb.end + 1 >= verb.high:
        return None
    demands = lowers[verb.start].startswith(_DEMANDS) and not lowers[verb.start].endswith(words.future_endings)
    something = lowers[verb.end] in words.determiners or lowers[verb.end][0].isalpha()
    return Cited(verb.group, verb.end, None, [(verb.end, verb.high)]) if demands and something else None


def disagrees(reading: Reading, verb: Verb, after: NounPhrase) -> bool:
    """Han lamentado el fallo: a verb in the plural before a noun in the singular has it as its object."""
    lowers, words = reading.words.lowers, reading.speech.words
    if not words.plural_endings or lowers[after.start] not in words.feminine | words.masculine:
        return False
    joined = any(lower in words.conjunctions for lower in lowers[after.start : after.end])
    head = verb.start if verb.form == "finite" and verb.group == verb.start else verb.group
    return not joined and lowers[head].endswith(words.plural_endings)


def claim_of(reading: Reading, verb: Verb, after: NounPhrase | None) -> Cited | None:
    """Denuncia su esposo irregularidades: a demand that opens its clause, then who makes it, then what it is."""
    if after is None or reading.speech.language == "en" or after.start != verb.end or after.end >= verb.high:
        return None
    texts = reading.words.texts
    opens = verb.group <= verb.low or not texts[verb.group - 1][0].isalnum()
    role = next((reading.role_at[each] for each in range(after.start, after.end) if each in reading.role_at), None)
    speaks = role is not None and role[1] in ("title", "institution") and role[2] not in ("document", "judge")
    if not opens or not speaks or not texts[after.end][0].isalnum() or after.pronoun:
        return None
    return Cited(verb.group, after.end, after, [(after.end, verb.high)])


def seen_as(reading: Reading, verb: Verb) -> Cited | None:
    """Considerada por la Policía como cabecilla; described by prosecutors as: what somebody takes her for."""
    lowers, words = reading.words.lowers, reading.speech.words
    if verb.end >= verb.high or lowers[verb.end] not in words.by:
        return None
    phrase = reading.phrase_after(verb.end + 1, verb.high)
    if phrase is None or not phrase.known(reading) or phrase.end + 1 >= verb.high:
        return None
    near = range(phrase.end, min(verb.high, phrase.end + _DAY))  # described by a judge today as
    taken = next((each for each in near if lowers[each] in words.taken_for), None)
    if taken is None:
        return None
    return Cited(verb.group, phrase.end, phrase, [(taken, _aside_end(reading, verb, taken))])


def taken_as(reading: Reading, verb: Verb, subject: NounPhrase | None) -> Cited | None:
    """La Fiscalía la identifica como sicaria; police name a nurse as: a known speaker takes somebody for something."""
    words, texts = reading.speech.words, reading.words.texts
    if subject is None or subject.pronoun or not subject.known(reading) or verb.reflexive:
        return None
    for index in range(verb.end, min(verb.high - 1, verb.end + _TAKEN_REACH)):
        if reading.words.lowers[index] in words.taken_for:
            return Cited(subject.start, verb.end, subject, [(index, verb.high)])
        if texts[index] in BREAKS or texts[index] in COMMAS:
            return None
    return None


def _aside_end(reading: Reading, verb: Verb, index: int) -> int:
    """Where what she is taken for ends: with its aside, or with the sentence."""
    texts = reading.words.texts
    if verb.group > verb.low and texts[verb.group - 1] not in COMMAS:
        return verb.high
    return next((each for each in range(index, verb.high) if texts[each] in COMMAS), verb.high)
