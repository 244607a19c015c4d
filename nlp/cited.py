"""Where an article attributes words: verbs of saying with their evidence, *según* and its kin, headline colons.

In: a ``Reading``. Out: ``Cited`` rows: the attributing words, the speaker's noun phrase, and what is said. Who the
speaker is, is decided in nlp.roles.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lexicons.speech_data import Phrases
from nlp.quotes import Quote
from nlp.speakers import NounPhrase, Reading

# How many tokens may stand between a verb and its "que" (the speaker, whom it was told, where) or its quotation.
_QUE_REACH = 16
_QUOTE_REACH = 18
_APPOSITION_REACH = 50
# Longest name or title before or after the colon of a headline.
_COLON_SPEAKER = 7
# A reported clause holds a quotation of its own from so many words on; fewer are a borrowed word.
_QUOTED_WORDS = 3
_BREAKS = frozenset({".", ";", ":", "!", "?", "…", "\n", "\n\n"})
_DASHES = frozenset({"—", "–", "―", "-", "--"})
_COMMAS = frozenset({","}) | _DASHES


@dataclass(slots=True)
class Cited:
    """One attribution before its speaker is known. ``impersonal``: *se dijo*, *it is alleged*."""

    start: int
    end: int
    speaker: NounPhrase | None
    content: list[tuple[int, int]] = field(default_factory=list)
    quoted: bool = False
    impersonal: bool = False


@dataclass(slots=True)
class _Verb:
    """A verb of saying at ``start:end``; ``group`` is where its auxiliaries, adverbs and clitics begin."""

    start: int
    end: int
    kind: str
    form: str
    group: int
    reflexive: bool
    low: int  # bounds of the sentence, or of the quotation it stands in
    high: int


def read_attributions(reading: Reading) -> list[Cited]:
    """All attributions in order of their words."""
    found = _headline(reading)
    taken = {index for item in found for index in range(item.start, item.end)}
    lowers, sayings = reading.words.lowers, reading.speech.sayings
    triggers = reading.speech.triggers
    done = 0
    for index, lower in enumerate(lowers):
        # Most words attribute nothing: one look-up tells.
        if (lower not in triggers and "-" not in lower) or index < done or index in taken:
            continue
        cited = None
        if lower in sayings and (saying := _phrase_at(sayings, lowers, index)):
            cited = _saying(reading, index, *saying)
        if cited is None and (verb := _verb_at(reading, index)):
            cited = _of_verb(reading, verb)
        if cited is not None:
            found.append(cited)
            done = cited.end if cited.start <= index else 0
    found += _unlisted(reading, found)
    return sorted(found, key=lambda item: item.start)


def _unlisted(reading: Reading, found: list[Cited]) -> list[Cited]:
    """ "...", desafió el senador: after a quotation and its comma, any verb before a known speaker says it."""
    taken = {index for item in found for start, end in item.content for index in range(start, end)}
    taken |= {index for item in found for index in range(item.start, item.end)}
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    more: list[Cited] = []
    for quote in reading.quotes:
        if quote.depth or quote.inner_start in taken:
            continue
        verb = quote.end
        while verb < len(texts) and texts[verb] in _COMMAS:
            verb += 1
        if verb == quote.end and texts[quote.end - 2] != "," and quote.family != "dash":
            continue
        if verb + 1 >= len(texts) or verb in taken or not texts[verb].islower() or lowers[verb] in words.stops:
            continue
        if lowers[verb] in words.determiners or not lowers[verb].endswith(words.verb_endings):
            continue
        speaker = reading.phrase_after(verb + 1, reading.words.sentence(verb)[1])
        if speaker is not None and speaker.start == verb + 1 and speaker.known(reading):
            more.append(Cited(verb, speaker.end, speaker, [(quote.inner_start, quote.inner_end)], quoted=True))
    return more


def _phrase_at(table: Phrases, lowers: list[str], index: int) -> tuple[int, str] | None:
    candidates = table.get(lowers[index])
    if candidates is None:
        return None
    for phrase, value in candidates:
        if len(phrase) == 1 or tuple(lowers[index : index + len(phrase)]) == phrase:
            return index + len(phrase), value
    return None


def _bounds(reading: Reading, index: int) -> tuple[int, int]:
    low, high = reading.words.sentence(index)
    quote = reading.quote_at.get(index)
    if quote is not None:
        low, high = max(low, quote.inner_start), min(high, quote.inner_end)
    while high > low and "\n" in reading.words.texts[high - 1]:
        high -= 1
    return low, high


# ---- verbs


def _verb_at(reading: Reading, index: int) -> _Verb | None:
    lowers, speech = reading.words.lowers, reading.speech
    lower = lowers[index]
    entry = speech.verbs.get(lower)
    end = index + 1
    phrase = _phrase_at(speech.verb_phrases, lowers, index) if lower in speech.verb_phrases else None
    if phrase:
        end = phrase[0]
        kind, _, form = phrase[1].partition(":")
    elif entry:
        kind, form = entry
    elif "-" in lower and lower.partition("-")[0] in speech.verbs:  # disse-lhe, comenta-se
        kind, form = speech.verbs[lower.partition("-")[0]]
    else:
        return None
    if reading.in_role(index) and not _surely_verb(reading, index):
        return None
    low, high = _bounds(reading, index)
    if index > low and reading.words.texts[index][0].isupper() and reading.words.texts[index - 1][0].isalnum():
        return None  # State Supreme Court: a name
    if _phrase_at(speech.blocked, lowers, index) or (index and _phrase_at(speech.blocked, lowers, index - 1)):
        return None
    if speech.language == "en" and lower in speech.words.nouns and not _acts(reading, end, high):
        return None
    group = index
    reflexive = lower.endswith("-se") or (end < high and lowers[end] == "-" and lowers[end + 1 : end + 2] == ["se"])
    words = speech.words
    while group > low:
        before = lowers[group - 1]
        if before in words.reflexive:
            reflexive = True
        elif before not in words.auxiliaries and before not in words.adverbs and before not in words.clitics:
            break
        if before in words.determiners and _is_noun(reading, index):
            return None
        group -= 1
    if group == index and index > low and _is_noun(reading, index):
        return None
    return _Verb(index, end, kind, form, group, reflexive, low, high)


def _acts(reading: Reading, end: int, high: int) -> bool:
    """Does what follows make an English word such as *claims* or *reports* a verb?"""
    if end >= high:
        return False
    lower, words = reading.words.lowers[end], reading.speech.words
    begins = lower in words.determiners or lower in words.complementizers or lower in words.stops - words.prepositions
    return (begins and lower not in words.auxiliaries and lower not in words.conjunctions) or not lower[0].isalnum()


def _surely_verb(reading: Reading, index: int) -> bool:
    """A form that is also a title or a document (sentencia, informe) is a verb only after a known speaker."""
    before = index - 1
    return before >= 0 and (reading.is_name(before) or reading.in_role(before))


def _is_noun(reading: Reading, index: int) -> bool:
    """Is the form a noun here: la denuncia, her claims, sin demanda?"""
    lower, before = reading.words.lowers[index], reading.words.lowers[index - 1]
    words = reading.speech.words
    if reading.speech.language == "en":
        after_owner = before in words.determiners and before not in words.plural_pronouns
        return after_owner or before in words.of or before in words.prepositions
    beside = words.determiners | words.of | words.prepositions | words.conjunctions
    return lower in words.nouns and before in beside


def _of_verb(reading: Reading, verb: _Verb) -> Cited | None:
    if verb.form == "participle" or _is_passive(reading, verb):
        return _passive(reading, verb)
    before_verb = reading.words.lowers[verb.group : verb.start]
    if verb.form == "infinitive" and any(
        lower in reading.speech.words.auxiliaries and lower != "a" for lower in before_verb
    ):
        verb.form = "finite"  # chegou a informar, ha querido decir
    before = _quote_before(reading, verb.group, verb.start)
    after = reading.phrase_after(_past_adverbs(reading, verb.end, verb.high), verb.high)
    if after is None and verb.end < verb.high:
        after = reading.pronoun_at(verb.end) if _subject_pronoun(reading, verb.end) else None
    if verb.form in ("gerund", "infinitive"):
        return _nonfinite(reading, verb)
    if before is not None:
        return _after_quote(reading, verb, before, after)
    that = _that(reading, verb)
    quote = _quote_after(reading, verb, that)
    if after is not None and after.known(reading) and _thus(reading, verb):
        return _so_said(reading, verb, after)
    subject = _subject_before(reading, verb)
    nested = verb.start in reading.quote_at
    if nested and (that is None or subject is None) and quote is None:
        return None  # people speak of speech all the time: only a source they name counts
    certain = subject is not None and (bool(subject.pronoun) or subject.known(reading))
    if subject is not None and not certain and not (verb.kind == "say" and (_plain_that(reading, verb, that) or quote)):
        return None
    if verb.kind == "think":
        if not _plain_that(reading, verb, that):
            that = None
        if quote is not None and that is None and quote.start > verb.end + 2:
            quote = None
    if verb.kind == "act" and that is None and quote is None and subject is None:
        return _postposed(reading, verb, after)
    if _told_by(reading, verb, after) and _is_postposed(reading, verb, after, that):
        return _postposed(reading, verb, after)
    if subject is None and _is_postposed(reading, verb, after, that):
        return _postposed(reading, verb, after)
    if subject is not None and _introduced(reading, subject):
        # según informó la policía; as the judge said
        return _around(reading, verb, subject)
    if that is None and quote is None and reading.words.lowers[verb.group - 1 : verb.group] == ["que"]:
        return None  # the war that he described
    if that is None and quote is None:
        return _without_that(reading, verb, subject)
    speaker = subject
    if subject is None and after is not None and after.known(reading) and _inverted(reading, after, that, quote):
        speaker = after
    if speaker is None and _blocked_null(reading, verb, that, quote):
        return None
    if speaker is None and not verb.reflexive and verb.kind == "say":
        speaker = _sentence_subject(reading, verb)
        if speaker is not None:
            return _with_clause(reading, Cited(verb.group, verb.end, speaker), verb, that, quote)
    start = min(verb.group, speaker.start) if speaker else verb.group
    end = max(verb.end, speaker.end) if speaker else verb.end
    cited = Cited(start, end, speaker, impersonal=verb.reflexive and speaker is None)
    if cited.impersonal:
        cited.speaker = _locative(reading, verb)
        if cited.speaker is not None:
            cited.start, cited.end = min(start, cited.speaker.start), max(end, cited.speaker.end)
    return _with_clause(reading, cited, verb, that, quote)


# Forms of *be*: with one of them an English past tense is a passive participle.
_BE = frozenset({"was", "were", "is", "are", "been", "being", "be", "'s", "'re"})


def _is_passive(reading: Reading, verb: _Verb) -> bool:
    lowers = reading.words.lowers
    return (
        reading.speech.language == "en"
        and verb.form == "finite"
        and lowers[verb.start].endswith(("d", "n"))
        and any(lower in _BE for lower in lowers[verb.group : verb.start])
    )


def _plain_that(reading: Reading, verb: _Verb, that: int | None) -> bool:
    """Does *que* or *that* itself follow the verb at once?"""
    return that is not None and that == verb.end + 1 and reading.words.lowers[verb.end] in ("que", "that")


def _told_by(reading: Reading, verb: _Verb, after: NounPhrase | None) -> bool:
    """Does somebody who can speak stand right after the verb (..., informó la policía), whatever stands before it?"""
    if after is None or not after.known(reading) or reading.speech.language == "en":
        return False
    role = next((reading.role_at[each][2] for each in range(after.start, after.end) if each in reading.role_at), None)
    return role not in ("document", "directly_impacted") and after.start <= verb.end + 1


def _with_clause(reading: Reading, cited: Cited, verb: _Verb, that: int | None, quote: Quote | None) -> Cited:
    """What stands after *que* or *that* to the end of the sentence, or the quotation that follows."""
    if that is not None:
        cited.content.append((that, verb.high))
        inside = [each for each in reading.quotes if that <= each.start < verb.high]
        long = [each for each in inside if each.start <= that + 2 or _word_count(reading, each) >= _QUOTED_WORDS]
        cited.quoted = bool(long) and reading.quote_at.get(verb.start) is None
        cited.content += [(each.inner_start, each.inner_end) for each in long if each.inner_end > verb.high]
    elif quote is not None:
        cited.content.append((quote.inner_start, quote.inner_end))
        cited.quoted = reading.quote_at.get(verb.start) is None
    return cited


def _word_count(reading: Reading, quote: Quote) -> int:
    return sum(text[0].isalnum() for text in reading.words.texts[quote.inner_start : quote.inner_end])


def _past_adverbs(reading: Reading, index: int, high: int) -> int:
    words = reading.speech.words
    while index < high and (reading.words.lowers[index] in words.adverbs or reading.words.lowers[index] in _DASHES):
        index += 1
    return index


def _subject_pronoun(reading: Reading, index: int) -> bool:
    """Only he, she, they and their like follow their verb; *una*, *otra* there begin something else."""
    lower = reading.words.lowers[index]
    words = reading.speech.words
    return lower not in words.determiners and lower not in words.clitics


# ---- a quotation before the verb: "...", dijo la fiscal; "...," Kim said


def _quote_before(reading: Reading, group: int, verb: int) -> Quote | None:
    """The quotation that ends right before the verb, or before the subject that precedes it."""
    inner = reading.quote_at.get(verb)
    edges = [group]
    floor = max(0, group - _QUOTE_REACH)
    if group and reading.words.texts[group - 1] == ",":  # "...," Ann Poe, a lawyer, said
        ends = [each for each in range(floor, group - 1) if reading.words.texts[each] == ","]
    else:
        ends = [group] if group else []
    for end in ends:
        phrase = reading.phrase_before(end, floor) or (reading.pronoun_at(end - 1) if end else None)
        if phrase is not None:
            edges.append(phrase.start)
    texts = reading.words.texts
    for edge in edges:
        index = edge - 1
        while index >= 0 and (texts[index] in _COMMAS or texts[index] in (".", " ")):
            index -= 1
        quote = reading.quote_at.get(index) if index >= 0 else None
        # A dash closes a turn of dialogue but stands outside its words.
        while quote is not None and inner is not None and quote is inner:
            quote = None
        if quote is not None and quote.end <= edge and quote.end >= index:
            return _outermost(reading, quote, edge)
    return None


def _outermost(reading: Reading, quote: Quote, edge: int) -> Quote:
    for each in reading.quotes:
        if each.start <= quote.start and quote.end <= each.end <= edge:
            return each
    return quote


def _after_quote(reading: Reading, verb: _Verb, quote: Quote, after: NounPhrase | None) -> Cited | None:
    lowers = reading.words.lowers
    subject = _subject_before(reading, replace(verb, low=max(quote.end, verb.low))) if verb.group > quote.end else None
    if (
        subject is None
        and after is not None
        and (after.pronoun or after.known(reading) or lowers[after.start] in _articles(reading))
    ):
        subject = after
    if verb.kind == "think" and subject is None:
        return None
    start = min(verb.group, subject.start) if subject else verb.group
    end = max(verb.end, subject.end) if subject else verb.end
    cited = Cited(start, end, subject, [(quote.inner_start, quote.inner_end)], quoted=True)
    that = _that(reading, verb) if subject is not after else None
    if that is not None:
        cited.content.append((that, verb.high))
    return cited


def _articles(reading: Reading) -> frozenset[str]:
    return reading.speech.words.determiners


# ---- before the verb


def _subject_before(reading: Reading, verb: _Verb) -> NounPhrase | None:
    """The subject before a verb: beside it, before a relative, or before an apposition between commas."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    index = verb.group - 1
    if index < verb.low:
        return None
    if pronoun := reading.pronoun_at(index):
        return pronoun
    if lowers[index] in words.relatives:
        end = index
        while end > verb.low and texts[end - 1] in _COMMAS:
            end -= 1
        phrase = reading.phrase_before(end, verb.low)
        return phrase if phrase and phrase.known(reading) else None
    if texts[index] in _COMMAS or texts[index] in ")]":
        return _before_apposition(reading, verb, index)
    phrase = reading.phrase_before(verb.group, verb.low)
    if phrase is not None and _after_preposition(reading, phrase, verb.low):
        return _before_preposition(reading, phrase, verb.low)
    return phrase


def _before_preposition(reading: Reading, phrase: NounPhrase, low: int) -> NounPhrase | None:
    """A report by the charity, la directora en funciones: the title before the preposition is the subject."""
    whole = reading.phrase_before(phrase.start - 1, low)
    if whole is None or _after_preposition(reading, whole, low):
        return None
    titled = any(reading.in_role(index) for index in range(whole.start, whole.end))
    return NounPhrase(whole.start, phrase.end) if titled else None


def _after_preposition(reading: Reading, phrase: NounPhrase, low: int) -> bool:
    if phrase.start <= low:
        return False
    before = reading.words.lowers[phrase.start - 1]
    return before in reading.speech.words.prepositions


def _before_apposition(reading: Reading, verb: _Verb, last: int) -> NounPhrase | None:
    """NAME, apposition, VERB: the phrase before the earlier comma, widened to the apposition's end when short."""
    texts, lowers, words = reading.words.texts, reading.words.lowers, reading.speech.words
    low = max(verb.low, last - _APPOSITION_REACH)
    for comma in range(low + 1, last):
        if texts[comma] not in _COMMAS and texts[comma] != "(":
            continue
        phrase = reading.phrase_before(comma, verb.low)
        if phrase is not None and _after_preposition(reading, phrase, verb.low):
            phrase = _before_preposition(reading, phrase, verb.low)
        if phrase is None or not phrase.known(reading) or _introduced(reading, phrase):
            continue
        if not _opens_clause(reading, phrase, verb.low):
            continue
        relative = lowers[comma + 1] in words.relatives
        between = range(comma + 1, last)
        if not relative and any(
            lowers[each] in words.auxiliaries
            and lowers[each] not in words.prepositions
            or reading.words.texts[each] == ";"
            for each in between
        ):
            continue
        if any(reading.quote_at.get(each) is not reading.quote_at.get(verb.start) for each in between):
            continue
        return phrase
    return None


def _opens_clause(reading: Reading, phrase: NounPhrase, low: int) -> bool:
    """Does the phrase stand where a subject does, not as the object of a verb before it?"""
    if phrase.start <= low:
        return True
    before = reading.words.lowers[phrase.start - 1]
    return not before[0].isalnum() or before in reading.speech.words.stops


def _sentence_subject(reading: Reading, verb: _Verb) -> NounPhrase | None:
    """La fiscal visitó el penal y dijo que ...: a verb further on shares the subject that opens its sentence."""
    if verb.group <= verb.low + 1:
        return None
    phrase = reading.phrase_after(verb.low, verb.group)
    if phrase is None or phrase.start != verb.low or not phrase.known(reading):
        return None
    role = next((reading.role_at[each] for each in range(phrase.start, phrase.end) if each in reading.role_at), None)
    someone = (
        role[1] in ("title", "post", "person") and role[2] != "document" if role else len(phrase.names(reading)) > 1
    )
    return phrase if someone else None


def _introduced(reading: Reading, subject: NounPhrase) -> bool:
    """Is the clause brought in by según, segundo, conforme, como, as?"""
    before = reading.words.lowers[subject.start - 1] if subject.start else ""
    return before in _CLAUSE_SAYINGS


_CLAUSE_SAYINGS = frozenset({"según", "segundo", "conforme", "como", "as", "consoante"})


# ---- after the clause: ..., informó la policía


def _is_postposed(reading: Reading, verb: _Verb, after: NounPhrase | None, that: int | None) -> bool:
    lowers, texts = reading.words.lowers, reading.words.texts
    if verb.group <= verb.low:
        return False
    before = verb.group - 1
    if lowers[before] in _CLAUSE_SAYINGS:
        return True
    if texts[before] not in _COMMAS and texts[before] not in "?!":
        return False
    if that is not None and (after is None or that < after.end):
        return False
    ends = verb.end >= verb.high or texts[verb.end] in _BREAKS or texts[verb.end] in _COMMAS
    return ends or (after is not None and (after.known(reading) or lowers[after.start] in _articles(reading)))


def _postposed(reading: Reading, verb: _Verb, after: NounPhrase | None) -> Cited | None:
    if not _is_postposed(reading, verb, after, None):
        return None
    speaker = after if after is not None and (after.known(reading) or verb.kind == "say") else None
    if verb.kind != "say" and speaker is None:
        return None
    return _around(reading, verb, speaker)


def _thus(reading: Reading, verb: _Verb) -> bool:
    """Así lo informó ..., assim o disse ...: the verb speaks of the sentence before it."""
    before = reading.words.lowers[max(verb.low, verb.start - 3) : verb.start]
    return bool({"así", "assim"} & set(before)) and before[-1] in reading.speech.words.clitics


def _so_said(reading: Reading, verb: _Verb, speaker: NounPhrase) -> Cited:
    place = reading.words.sentence_of[verb.start]
    content = [reading.words.sentences[place - 1]] if place and not reading.is_headline(verb.low - 1) else []
    if speaker.end < verb.high:
        content.append((speaker.end, verb.high))
    return Cited(verb.group, speaker.end, speaker, content)


def _around(reading: Reading, verb: _Verb, speaker: NounPhrase | None) -> Cited:
    """The words on both sides of an attribution set off by commas: all of its sentence up to it, and on when it goes on."""
    lowers, texts = reading.words.lowers, reading.words.texts
    start = min(verb.group, speaker.start) if speaker else verb.group
    end = max(verb.end, speaker.end) if speaker else verb.end
    if start > verb.low and lowers[start - 1] in _CLAUSE_SAYINGS:
        start -= 1
    cited = Cited(start, end, speaker, impersonal=verb.reflexive and speaker is None)
    if start > verb.low + 1:
        cited.content.append((verb.low, start))
    goes_on = end < verb.high and texts[end] in _COMMAS
    if goes_on and (
        start <= verb.low + 1 or speaker is None or speaker.pronoun or _is_clause(reading, end + 1, verb.high)
    ):
        cited.content.append((end + 1, verb.high))
    return cited


def _is_clause(reading: Reading, start: int, high: int) -> bool:
    """Does the sentence take up its own clause again after the attribution, rather than describe the speaker?"""
    if start >= high:
        return False
    words = reading.speech.words
    lower = reading.words.lowers[start]
    return not (
        lower in words.determiners
        or lower in words.relatives
        or lower in words.conjunctions
        or lower in words.prepositions
        or reading.in_role(start)
        or reading.is_name(start)
        or reading.speech.verbs.get(lower, ("say", "finite"))[1] == "gerund"
    )


# ---- that, and no that


def _that(reading: Reading, verb: _Verb) -> int | None:
    """Where the reported clause begins: after *que*, *that*, *si*, *how*."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    first = "that" if reading.speech.language == "en" else "que"
    if verb.end < verb.high and lowers[verb.end] in words.complementizers and lowers[verb.end] != first:
        return verb.end
    if _governs_infinitive(reading, verb):
        return verb.end
    for index in range(verb.end, min(verb.high, verb.end + _QUE_REACH)):
        if lowers[index] == first and (index == verb.end or lowers[index - 1] not in words.clitics):  # not "lo que"
            return index + 1 if index + 1 < verb.high else None
        if texts[index] in _BREAKS or (index in reading.quote_at and verb.start not in reading.quote_at):
            return None
        entry = reading.speech.verbs.get(lowers[index])
        if entry and entry[1] == "finite" and entry[0] == "say" and not reading.in_role(index):
            return None
    return None


def _governs_infinitive(reading: Reading, verb: _Verb) -> bool:
    """confesó haber ..., disse ter ...: an infinitive does the work of a clause with *que*."""
    if reading.speech.language == "en" or verb.kind != "say" or verb.form != "finite" or verb.end >= verb.high:
        return False
    lower = reading.words.lowers[verb.end]
    clause = (
        lower.endswith(("ar", "er", "ir", "arse", "erse", "irse"))
        and len(lower) > 2
        and lower not in reading.speech.words.stops
    )
    return clause and not reading.in_role(verb.end) and not reading.is_name(verb.end)


def _quote_after(reading: Reading, verb: _Verb, that: int | None) -> Quote | None:
    """The quotation that the verb introduces, in its sentence or right after its colon."""
    inner = reading.quote_at.get(verb.start)
    low = that or verb.end
    texts = reading.words.texts
    for quote in reading.quotes:
        if quote.start < low or quote is inner:
            continue
        if quote.start >= min(verb.end + _QUOTE_REACH, len(texts)):
            return None
        between = texts[verb.end : quote.start]
        if quote.start > verb.high and not (between and ":" in between[-3:]):
            return None
        if any(text in (".", ";", "!", "?") for text in between):
            return None
        close = len(between) <= 1 or between[-1] in (":", ",") or ":" in between[-2:]
        return (
            quote
            if close or that is not None or _word_count(reading, quote) >= _QUOTED_WORDS
            else _near(between, quote)
        )
    return None


def _near(between: list[str], quote: Quote) -> Quote | None:
    """A short quotation a few words on (calls the trial "absurd") still is what the verb says."""
    return quote if len(between) <= 4 else None


def _inverted(reading: Reading, after: NounPhrase, that: int | None, quote: Quote | None) -> bool:
    limit = that if that is not None else quote.start if quote is not None else after.end
    return after.end <= limit


def _blocked_null(reading: Reading, verb: _Verb, that: int | None, quote: Quote | None) -> bool:
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


def _without_that(reading: Reading, verb: _Verb, subject: NounPhrase | None) -> Cited | None:
    """A known speaker before the verb and no *que*: Cops claimed they ...; la fiscal pidió la pena máxima."""
    if verb.reflexive and subject is None:
        return _impersonal(reading, verb)
    if subject is None or verb.kind == "think" or verb.reflexive:
        return None
    english = reading.speech.language == "en"
    if subject.pronoun and not (english and verb.kind == "say"):
        return None
    if not subject.pronoun and not subject.known(reading):
        return None
    if verb.end >= verb.high or (not english and reading.words.texts[verb.end] in _BREAKS):
        return None
    return Cited(min(subject.start, verb.group), verb.end, subject, [(verb.end, verb.high)])


def _impersonal(reading: Reading, verb: _Verb) -> Cited | None:
    """..., se precisa en el informe: the document is the source; without one nobody is."""
    speaker = _locative(reading, verb)
    before = reading.words.texts[verb.group - 1] if verb.group > verb.low else ""
    if verb.kind == "act" or (speaker is None and before not in _COMMAS):
        return None
    start = min(verb.group, speaker.start) if speaker else verb.group
    end = max(verb.end, speaker.end) if speaker else verb.end
    content = [(verb.low, start)] if start > verb.low else [(end, verb.high)] if end < verb.high else []
    return Cited(start, end, speaker, content, impersonal=True)


_INSIDE = frozenset({"en", "no", "na", "nos", "nas", "em", "num", "numa", "in"})


def _locative(reading: Reading, verb: _Verb) -> NounPhrase | None:
    """The document that *en el informe se señala* and *se advierte en el informe* name."""
    lowers = reading.words.lowers
    for index in range(verb.low, min(verb.high, verb.end + _QUE_REACH)):
        entry = reading.role_at.get(index)
        if entry is None or entry[2] != "document" or verb.start <= index < verb.end:
            continue
        phrase = reading.phrase_after(index, verb.high)
        end = phrase.end if phrase else entry[0]
        start = index
        while start > verb.low and lowers[start - 1] in reading.speech.words.determiners:
            start -= 1
        beside = start - 1 in (verb.end, verb.end + 1) or end in (verb.group, verb.group - 1)
        if beside and start > verb.low and lowers[start - 1] in _INSIDE:
            return NounPhrase(start, end)
    return None


# ---- other forms


# Before an infinitive: "al señalar que" tells of speech, "hay que decir que" does not.
_ON_SAYING = frozenset({"al", "ao", "tras", "após"})


def _nonfinite(reading: Reading, verb: _Verb) -> Cited | None:
    """alegando que ..., saying "...": the speaker is the sentence's, or the last one."""
    that = _that(reading, verb)
    quote = _quote_after(reading, verb, that)
    if that is not None and that > verb.end + 1:
        that = None
    if (that is None and quote is None) or verb.kind == "think":
        return None
    if verb.form == "infinitive" and reading.words.lowers[max(verb.group - 1, 0)] not in _ON_SAYING:
        return None
    subject: NounPhrase | None = None
    for index in range(verb.low, verb.group):
        if reading.in_role(index) or reading.is_name(index):
            phrase = reading.phrase_after(_phrase_start(reading, index, verb.low), verb.group)
            if phrase and not _after_preposition(reading, phrase, verb.low):
                subject = phrase
            break
    if subject is None and reading.speech.language == "en":
        subject = reading.pronoun_at(verb.low)
        if subject is None:
            return None
    return _with_clause(reading, Cited(verb.start, verb.end, subject), verb, that, quote)


def _phrase_start(reading: Reading, index: int, low: int) -> int:
    while index > low and reading.words.lowers[index - 1] in reading.speech.words.determiners:
        index -= 1
    return index


# Auxiliaries of the perfect tenses: with one of them a participle is a verb of its own.
_HAVE = frozenset(
    "ha han había habían hubo habría habrían haya hayan tem têm tinha tinham havia haviam teria teriam".split()
)
# "made by": an attribution only with a noun of speech before it.
_MADE = frozenset({"feito", "feita", "feitos", "feitas", "hecha", "hecho", "hechas"})


def _passive(reading: Reading, verb: _Verb) -> Cited | None:
    """informado por el vocero; a afirmação foi feita pela empresária; it is alleged that."""
    lowers, words = reading.words.lowers, reading.speech.words
    if verb.kind != "say":
        return None
    if verb.end < verb.high and lowers[verb.end] in words.by:
        phrase = reading.phrase_after(verb.end + 1, verb.high)
        if phrase is None or not phrase.known(reading):
            return None
        start = verb.group
        if lowers[verb.start] in _MADE:
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
        if lowers[start] in reading.speech.nominals and (quote := _said_before(reading, start)):
            cited.content, cited.quoted = [(quote.inner_start, quote.inner_end)], True
        return cited
    if reading.speech.language == "en" and "it" in lowers[verb.low : verb.start]:
        that = _that(reading, verb)
        if that is not None and that == verb.end + 1:
            return Cited(verb.group, that, None, [(that, verb.high)], impersonal=True)
    perfect = (
        lowers[verb.start] not in _MADE
        and verb.form == "participle"
        and verb.group < verb.start
        and reading.speech.language != "en"
    )
    if perfect and any(lower in _HAVE for lower in lowers[verb.group : verb.start]):
        return _of_verb(
            reading, _Verb(verb.start, verb.end, verb.kind, "finite", verb.group, verb.reflexive, verb.low, verb.high)
        )
    return None


def _said_before(reading: Reading, index: int) -> Quote | None:
    """The quotation that *la frase fue dicha por* speaks of: right before, in its paragraph or the one before."""
    earlier = [quote for quote in reading.quotes if quote.end <= index and not quote.depth]
    if not earlier:
        return None
    paragraphs = reading.words.paragraph_of
    near = paragraphs[index] - paragraphs[earlier[-1].start] <= 2
    return earlier[-1] if near and _word_count(reading, earlier[-1]) >= _QUOTED_WORDS else None


def _saying(reading: Reading, index: int, end: int, strength: str) -> Cited | None:
    """según la policía, segundo a defesa, according to police; "Para la defensa, ..."."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    low, high = _bounds(reading, index)
    if index > low and lowers[index - 1] in words.determiners:
        return None
    if end >= high or lowers[end] in words.not_a_source:
        return None
    phrase = reading.phrase_after(end, high) or (reading.pronoun_at(end) if lowers[end] not in words.clitics else None)
    if phrase is None or any(lowers[each] in words.not_a_source for each in range(end, min(high, phrase.start + 2))):
        return None
    set_off = phrase.end >= high or texts[phrase.end] in _COMMAS or texts[phrase.end] in _BREAKS
    begins = index == low or texts[index - 1] in _COMMAS or (index == low + 1)
    if strength == "weak":
        role = reading.role_at.get(phrase.start) or reading.role_at.get(phrase.start + 1)
        certain = role is not None and role[2] not in ("document", "other", "directly_impacted")
        opens = phrase.end + 1 < high and any(quote.start == phrase.end + 1 for quote in reading.quotes)
        if not (begins and set_off and (certain or opens or phrase.names(reading))) or index > low + 1:
            return None
    elif not (phrase.known(reading) or phrase.pronoun or (begins and set_off)):
        return None
    content = [(low, index)] if index > low + 1 else []
    if phrase.end < high:
        content.append((phrase.end, high))
    return Cited(index, phrase.end, phrase, content)


# ---- headlines


def _headline(reading: Reading) -> list[Cited]:
    """Fiscal: "..."; ...: CNDH. Only in the headline, where a colon stands for a verb."""
    texts, end = reading.words.texts, reading.headline_end
    while end > 0 and "\n" in texts[end - 1]:
        end -= 1
    colons = [index for index in range(end) if texts[index] == ":"]
    if len(colons) != 1:
        return []
    colon = colons[0]
    left = reading.phrase_after(0, colon)
    if left is None and colon <= 2:
        left = NounPhrase(0, colon)
    quote = next((each for each in reading.quotes if each.start == colon + 1), None)
    if left is not None and left.end == colon and colon <= _COLON_SPEAKER:
        role = reading.role_at.get(left.start) or reading.role_at.get(left.start + 1)
        if quote is not None and (left.known(reading) or role):
            return [Cited(0, colon, left, [(quote.inner_start, quote.inner_end)], quoted=True)]
        if role is not None and role[2] not in ("directly_impacted", "document") and role[1] != "post":
            return [Cited(0, colon, left, [(colon + 1, end)])]
    right = reading.phrase_after(colon + 1, end)
    if right is not None and right.end == end and end - colon - 1 <= _COLON_SPEAKER and right.known(reading):
        before = next((each for each in reading.quotes if each.end == colon and each.start == 0), None)
        return [Cited(right.start, right.end, right, [(0, colon)], quoted=before is not None)]
    return []
