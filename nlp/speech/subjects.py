"""Who a verb's subject is: beside it, before a relative or an apposition, at the head of its sentence.

In: a ``Reading`` and a ``Verb``. Out: the noun phrase that speaks, or None.
"""

from __future__ import annotations

from dataclasses import replace

from lexicons.small_words import small_words
from nlp.speech.antecedents import opening_subject
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.verbs import BREAKS, COMMAS, DASHES, Verb

_APPOSITION_REACH = 50
_INSIDE_REACH = 16
# An article and an adjective may stand before the noun that speaks: la presunta víctima.
_HEAD_WORDS = 3
# The description of a title before its comma: responsable del caso en aquella época.
_TITLE_REACH = 12
# So many words behind a preposition are more than where somebody is from.
_REST_WORDS = 5
# hace ya dos años: so many words at most.
_TIME_WORDS = 4
_LISTS = small_words("speech_subjects")
# Spanish and Portuguese participles.
_PARTICIPLES = _LISTS["participles"]
_DAY_OPENERS = frozenset(_LISTS["day_openers"])
_DAYS = frozenset(_LISTS["days"])
_WEEKDAYS = frozenset(_LISTS["weekdays"])
_BEFORE_DAYS = frozenset({"on", "late", "early", "last"})


def past_adverbs(reading: Reading, index: int, high: int) -> int:
    """The first token from ``index`` on, before ``high``, that is neither an adverb nor a dash."""
    words = reading.speech.words
    while index < high and (reading.words.lowers[index] in words.adverbs or reading.words.lowers[index] in DASHES):
        index += 1
    return index


def past_day(reading: Reading, verb: Verb) -> int:
    """Behind *este martes 4 de mayo*, *nesta quinta-feira (12)*, *esta tarde*, where the speaker stands behind it."""
    lowers, words, high = reading.words.lowers, reading.speech.words, verb.high
    place = index = past_adverbs(reading, verb.end, high)
    if verb.kind == "act":
        return index  # pidió este martes la prisión: what is asked for
    if place < high and lowers[place] in _DAY_OPENERS:
        place += 1
    if words.that == "that" or place >= high or not (lowers[place] in words.not_names or lowers[place] in _DAYS):
        return index
    while place < high and (
        lowers[place] in words.not_names
        or lowers[place] in _DAYS
        or lowers[place] in ("(", ")", ",")
        or lowers[place][0].isdigit()
        or (lowers[place] in words.of and place + 1 < high and lowers[place + 1] in words.not_names | _DAYS)
    ):
        place += 1
    while lowers[place - 1] in (",", "("):
        place -= 1
    return place


def subject_pronoun(reading: Reading, index: int) -> bool:
    """Only he, she, they and their like follow their verb; *una*, *otra* there begin something else."""
    lower = reading.words.lowers[index]
    words = reading.speech.words
    return lower not in words.determiners and lower not in words.clitics


def told_by(reading: Reading, verb: Verb, after: NounPhrase | None) -> bool:
    """Does somebody who can speak stand right after the verb (..., informó la policía), whatever stands before it?"""
    if after is None or not after.known(reading) or reading.speech.language == "en":
        return False
    head = range(after.start, min(after.end, after.start + _HEAD_WORDS))
    if not any(reading.in_role(each) or reading.is_name(each) for each in head):
        return False  # sostuvo el plantón frente a los juzgados
    role = next((reading.role_at[each][2] for each in range(after.start, after.end) if each in reading.role_at), None)
    near = max(verb.end + 1, past_day(reading, verb))
    return role not in ("document", "directly_impacted") and after.start <= near


def subject_before(reading: Reading, verb: Verb) -> NounPhrase | None:
    """The subject before a verb: beside it, before a relative, or before an apposition between commas."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    if (day := _before_day(reading, verb.group, verb.low)) is not None:
        return subject_before(reading, replace(verb, group=day))
    index = verb.group - 1
    if index < verb.low:
        return None
    if pronoun := reading.pronoun_at(index):
        return pronoun
    if lowers[index] in words.relatives:
        end = index
        while end > verb.low and texts[end - 1] in COMMAS:
            end -= 1
        ago = _before_time(reading, end, verb.low)
        phrase = reading.phrase_before(end if ago is None else ago, verb.low)
        return _apposed_to(reading, phrase, verb.low) if phrase and phrase.known(reading) else None
    if told := _in_statement(reading, index, verb.low):  # the spokesman, in a statement, said
        return subject_before(reading, replace(verb, group=told))
    if texts[index] in COMMAS or texts[index] in ")]":
        return _before_apposition(reading, verb, index)
    if head := _head_of_relative(reading, verb):
        return head
    if (ago := _before_time(reading, verb.group, verb.low)) is not None:
        return subject_before(reading, replace(verb, group=ago))  # sus abogados, quienes hace dos años dijeron
    phrase = reading.phrase_before(verb.group, verb.low)
    if phrase is not None and after_preposition(reading, phrase, verb.low):
        if lowers[phrase.start - 1] in words.spokes and phrase.start - 1 == verb.low:
            return phrase
        if behind := _behind_document(reading, phrase):
            return behind
        return _before_preposition(reading, phrase, verb.low)
    return phrase


def _before_day(reading: Reading, index: int, low: int) -> int | None:
    """Justice Mensah on Monday said, the magistrate Wednesday ruled: where the day begins between subject and verb."""
    lowers = reading.words.lowers
    if reading.speech.language != "en" or index - 1 <= low or lowers[index - 1] not in _WEEKDAYS:
        return None
    start = index - 1
    while start > low and lowers[start - 1] in _BEFORE_DAYS:
        start -= 1
    return start if start > low else None


def _before_time(reading: Reading, index: int, low: int) -> int | None:
    """Where *hace dos años*, *há três meses* begins that ends at ``index``; None where nothing of the kind does."""
    lowers, words = reading.words.lowers, reading.speech.words
    if index - 1 <= low or lowers[index - 1] not in words.time_units:
        return None
    start = index - 1
    while start > low and index - start <= _TIME_WORDS and lowers[start] not in words.since:
        start -= 1
    return start if lowers[start] in words.since and start > low else None


def _apposed_to(reading: Reading, phrase: NounPhrase, low: int) -> NounPhrase:
    """Ana Gil, juez de control, quien ...: the name to which a title is in apposition."""
    lowers, texts = reading.words.lowers, reading.words.texts
    comma = phrase.start - 1
    if comma <= low or texts[comma] not in COMMAS or phrase.names(reading) or not reading.in_role(phrase.start):
        return phrase
    if lowers[phrase.start] in reading.speech.words.determiners:
        return phrase
    named = reading.phrase_before(comma, low)
    return named if named is not None and len(named.names(reading)) > 1 else phrase


def _in_statement(reading: Reading, index: int, low: int) -> int | None:
    """Where *in a statement* begins that ends at ``index``, its comma included: between a subject and its verb."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    if texts[index] in COMMAS:
        index -= 1
    while index > low and not reading.in_role(index):
        if lowers[index] in words.stops or lowers[index] in reading.speech.verbs or not lowers[index][0].isalnum():
            return None
        index -= 1
    start = index
    while start > low and start not in reading.role_at:
        start -= 1
    if start not in reading.role_at or reading.role_at[start][2] != "document":
        return None
    while start > low and lowers[start - 1] in words.determiners:
        start -= 1
    inside = start - 1
    if inside <= low or lowers[inside] not in words.inside:
        return None
    return inside - 1 if texts[inside - 1] in COMMAS else inside


def _behind_document(reading: Reading, phrase: NounPhrase) -> NounPhrase | None:
    """In a statement Ann Poe said: the name behind the document is the subject."""
    if reading.words.lowers[phrase.start - 1] not in reading.speech.words.inside:
        return None
    for index in range(phrase.start, phrase.end):
        entry = reading.role_at.get(index)
        if entry is not None:
            rest = entry[0]
            named = rest < phrase.end and (reading.is_name(rest) or reading.in_role(rest))
            return NounPhrase(rest, phrase.end) if entry[2] == "document" and named else None
    return None


def _head_of_relative(reading: Reading, verb: Verb) -> NounPhrase | None:
    """La jueza que autorizó la salida alegó; a woman who knew the couple said: whom the relative clause describes."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    low = verb.low
    while low < verb.group and not texts[low][0].isalnum():
        low += 1
    phrase = reading.phrase_after(low, verb.group)
    if phrase is None or phrase.start != low or not phrase.known(reading):
        return None
    comma = next((each for each in range(low, verb.group) if texts[each] == ","), verb.group)
    if (
        phrase.end <= comma < verb.group and lowers[phrase.end] not in words.relatives
    ):  # Mãe de primeira viagem, uma presa que
        behind = reading.phrase_after(comma + 1, verb.group)
        if behind is not None and behind.start == comma + 1 and behind.known(reading) and not behind.definite(reading):
            phrase = behind
    relative = phrase.end
    if relative + 1 >= verb.group or not (lowers[relative] in words.relatives or _describes(reading, relative)):
        return None
    for each in range(relative + 1, verb.group):
        entry = reading.speech.verbs.get(lowers[each])
        if texts[each] in COMMAS or lowers[each] == words.that or (entry is not None and entry[0] == "say"):
            return None
    return phrase


def _describes(reading: Reading, index: int) -> bool:
    """A lawyer representing the women, a woman named Ann: an English participle right after the noun."""
    lower = reading.words.lowers[index]
    return reading.speech.language == "en" and lower.endswith(("ing", "ed")) and lower not in reading.speech.verbs


def _before_preposition(reading: Reading, phrase: NounPhrase, low: int) -> NounPhrase | None:
    """A report by the charity, la directora en funciones: the title before the preposition is the subject."""
    whole = reading.phrase_before(phrase.start - 1, low)
    if whole is None or after_preposition(reading, whole, low):
        return None
    titled = any(reading.in_role(index) for index in range(whole.start, whole.end))
    return NounPhrase(whole.start, phrase.end) if titled else None


def after_preposition(reading: Reading, phrase: NounPhrase, low: int) -> bool:
    """Does a preposition stand before the phrase, so that it is no subject?"""
    if phrase.start <= low:
        return False
    before, words = reading.words.lowers[phrase.start - 1], reading.speech.words
    return before in words.prepositions and before not in words.conjoining


def _before_apposition(reading: Reading, verb: Verb, last: int) -> NounPhrase | None:
    """NAME, apposition, VERB: the phrase before the earlier comma, widened to the apposition's end when short."""
    texts, lowers, words = reading.words.texts, reading.words.lowers, reading.speech.words
    low = max(verb.low, last - _APPOSITION_REACH)
    for comma in range(low + 1, last):
        if texts[comma] not in COMMAS and texts[comma] != "(":
            continue
        phrase = reading.phrase_before(comma, verb.low)
        if phrase is not None and after_preposition(reading, phrase, verb.low):
            phrase = _before_preposition(reading, phrase, verb.low)
        if phrase is None or is_introduced(reading, phrase):
            continue
        if not phrase.known(reading) and phrase.start != verb.low:
            continue
        if not _opens_clause(reading, phrase, verb.low) or _is_rest(reading, verb, comma):
            continue
        between = range(comma + 1, last)
        relative = any(lowers[each] in words.relatives or lowers[each] in words.whose for each in between)
        if not relative and any(
            (lowers[each] in words.auxiliaries and lowers[each] not in words.prepositions)
            or reading.words.texts[each] == ";"
            for each in between
        ):
            continue
        if any(reading.quote_at.get(each) is not reading.quote_at.get(verb.start) for each in between):
            continue
        return phrase
    return _long_title(reading, verb, last)


def _is_rest(reading: Reading, verb: Verb, comma: int) -> bool:
    """Dejó su pueblo, San Marcos, en 2014 para trabajar, dijo.: what goes on behind a preposition up to a verb that
    ends the sentence is the rest of what is said, no apposition.
    """
    words, texts = reading.speech.words, reading.words.texts
    ends = verb.end >= verb.high or texts[verb.end] == "."
    return ends and verb.group - comma > _REST_WORDS and reading.words.lowers[comma + 1] in words.prepositions


def _long_title(reading: Reading, verb: Verb, last: int) -> NounPhrase | None:
    """O delegado responsável pelo caso na época, Zanelli A., notou: a title whose description runs to the comma."""
    phrase = sentence_subject(reading, verb)
    if phrase is None or verb.kind != "say":
        return None
    texts = reading.words.texts
    comma = next((each for each in range(phrase.end, last) if texts[each] in COMMAS), last)
    if comma == last and not _parted(reading, verb, phrase, last):
        return None
    if comma - phrase.end > _TITLE_REACH:
        return None
    words = range(phrase.end, comma)
    finite = any(
        reading.words.lowers[each] in reading.speech.words.auxiliaries - reading.speech.words.prepositions
        for each in words
    )
    return None if finite else phrase


def _parted(reading: Reading, verb: Verb, phrase: NounPhrase, comma: int) -> bool:
    """El presidente consultado por este diario, dijo que: does a stray comma part a subject from its verb?

    Not where a comma closes the verb as well (las otras, aclaró, esperan).
    """
    texts = reading.words.texts
    if reading.speech.language == "en" or verb.end >= verb.high:
        return False
    beside = phrase.end == comma or reading.words.lowers[phrase.end].endswith(_PARTICIPLES)
    return beside and texts[verb.end] not in COMMAS and texts[verb.end] not in BREAKS


def _opens_clause(reading: Reading, phrase: NounPhrase, low: int) -> bool:
    """Does the phrase stand where a subject does, not as the object of a verb before it?"""
    if phrase.start <= low + 1:
        return True
    before = reading.words.lowers[phrase.start - 1]
    return not before[0].isalnum() or (before in reading.speech.words.stops and before not in reading.speech.words.of)


def sentence_subject(reading: Reading, verb: Verb) -> NounPhrase | None:
    """La fiscal visitó el penal y dijo que ...: a verb further on shares the subject that opens its sentence."""
    if verb.group <= verb.low + 1:
        return None
    phrase = reading.phrase_after(verb.low, verb.group)
    if phrase is None or phrase.start != verb.low or not phrase.known(reading):
        phrase = opening_subject(reading, verb.low, verb.group)
    if phrase is None:
        return None
    role = next((reading.role_at[each] for each in range(phrase.start, phrase.end) if each in reading.role_at), None)
    someone = (
        role[1] in ("title", "post", "person") and role[2] != "document" if role else len(phrase.names(reading)) > 1
    )
    return phrase if someone else None


def is_introduced(reading: Reading, subject: NounPhrase) -> bool:
    """Is the clause brought in by según, segundo, conforme, como, as?"""
    before = reading.words.lowers[subject.start - 1] if subject.start else ""
    return before in reading.speech.words.clause_sayings


def document_inside(reading: Reading, verb: Verb) -> NounPhrase | None:
    """The document that *en el informe se señala* and *se advierte en el informe* name."""
    lowers = reading.words.lowers
    for index in range(verb.low, min(verb.high, verb.end + _INSIDE_REACH)):
        entry = reading.role_at.get(index)
        if entry is None or entry[2] != "document" or verb.start <= index < verb.end:
            continue
        phrase = reading.phrase_after(index, verb.high)
        end = phrase.end if phrase else entry[0]
        start = index
        while start > verb.low and lowers[start - 1] in reading.speech.words.determiners:
            start -= 1
        beside = start - 1 in (verb.end, verb.end + 1) or end in (verb.group, verb.group - 1)
        if beside and start > verb.low and lowers[start - 1] in reading.speech.words.inside:
            return NounPhrase(start, end)
    return None


def is_thing(reading: Reading, phrase: NounPhrase) -> bool:
    """Os exames confirmaram, o episódio mostra: a noun that no list of roles knows and that does not speak."""
    words, lowers = reading.speech.words, reading.words.lowers
    head = next((lowers[each] for each in range(phrase.start, phrase.end) if lowers[each] not in words.determiners), "")
    return head in words.things or head.endswith(words.thing_endings)


def clause_subject(reading: Reading, low: int, high: int) -> NounPhrase | None:
    """The first phrase with a name or a title that no preposition governs: Consultada por ella, la abogada ..."""
    index = low
    while index < high:
        if not (reading.in_role(index) or reading.is_name(index)):
            index += 1
            continue
        phrase = reading.phrase_after(phrase_start(reading, index, low), high)
        if phrase is None:
            return None
        before = reading.words.lowers[phrase.start - 1] if phrase.start > low else ""
        if not after_preposition(reading, phrase, low) and before not in reading.speech.words.by:
            return phrase
        index = next((each + 1 for each in range(phrase.end, high) if reading.words.texts[each] == ","), high)
    return None


def phrase_start(reading: Reading, index: int, low: int) -> int:
    """Where a noun phrase begins whose first noun is at ``index``: at its determiners, none before ``low``."""
    while index > low and reading.words.lowers[index - 1] in reading.speech.words.determiners:
        index -= 1
    return index
