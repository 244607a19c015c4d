"""Attributions without a verb of their own: *según*, *according to*, a headline's colon, any verb after a quotation.

In: a ``Reading``. Out: ``Cited`` rows.
"""

from __future__ import annotations

from lexicons.small_words import small_words
from nlp.speech.cited import Cited
from nlp.speech.clauses import QUOTED_WORDS, word_count
from nlp.speech.quotes import Quote
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.subjects import is_thing
from nlp.speech.verbs import BREAKS, COMMAS, bounds_of

# Longest name or title before or after the colon of a headline.
_COLON_SPEAKER = 7
_LISTS = small_words("sayings")
# Prepositions that hold an article: del, da, dos.
_CONTRACTED = frozenset(_LISTS["contracted"])
# Information that somebody gives: nouns, endings of the participle behind them, and what the outlet gets itself.
_INFORMATION = frozenset(_LISTS["information"])
_GIVEN = _LISTS["given"]
_GOT = _LISTS["got"]
_BY_REACH = 9
# A quotation of so many words may be said by any verb without a subject.
_STATEMENT_WORDS = 4


def of_saying(reading: Reading, index: int, end: int, strength: str) -> Cited | None:
    """según la policía, segundo a defesa, according to police; "Para la defensa, ..."."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    low, high = bounds_of(reading, index)
    if index > low and lowers[index - 1] in words.determiners:
        return None
    if index > low and texts[index][0].isupper() and texts[index - 1][0].isalnum():
        return None  # Segundo Curín: a name
    if end >= high or lowers[end] in words.not_a_source:
        return None
    given = _given_by(reading, end, high)
    article = given is not None or lowers[end - 1] in _CONTRACTED
    end = end if given is None else given
    phrase = reading.phrase_after(end, high, determined=article) or (
        reading.pronoun_at(end) if lowers[end] not in words.clitics else None
    )
    if phrase is None and lowers[end] in words.objects and strength == "strong":
        phrase = NounPhrase(end, end + 1, words.objects[lowers[end]])  # according to him
    if phrase is None or any(lowers[each] in words.not_a_source for each in range(end, min(high, phrase.start + 2))):
        return None
    kin = reading.role_at.get(end)
    several = lowers[end].endswith("s")  # segundo familiares
    if (
        kin is not None
        and kin[2] == "family"
        and not several
        and strength == "strong"
        and lowers[index] in words.ordinals
    ):
        return None  # o segundo filho, without an article
    set_off = phrase.end >= high or texts[phrase.end] in COMMAS or texts[phrase.end] in BREAKS
    begins = (
        index == low
        or texts[index - 1] in COMMAS
        or (index == low + 1 and (strength != "weak" or not texts[low][0].isalnum()))
    )
    if strength == "weak":
        role = reading.role_at.get(phrase.start) or reading.role_at.get(phrase.start + 1)
        certain = role is not None and role[2] not in ("document", "other", "directly_impacted")
        opens = phrase.end + 1 < high and any(quote.start == phrase.end + 1 for quote in reading.quotes)
        someone = phrase.pronoun and lowers[phrase.start] not in words.determiners  # Para ela, o trabalho foi a saída
        if not (begins and set_off and (certain or opens or someone or phrase.names(reading))) or index > low + 1:
            return None
    elif not (phrase.known(reading) or phrase.pronoun or (begins and set_off)):
        return None
    content = [(low, index)] if index > low + 1 else []
    if phrase.end < high:
        content.append((phrase.end, high))
    quote = _quote_beside(reading, index, phrase.end)
    if quote is not None:
        content = [(quote.inner_start, quote.inner_end)]
    return Cited(index, phrase.end, phrase, content, quoted=quote is not None and index not in reading.quote_at)


def _given_by(reading: Reading, start: int, high: int) -> int | None:
    """Según datos difundidos el lunes por la fiscalía, according to figures released by: behind *by*, who gives them.

    What the outlet got or saw by itself is not given by anybody.
    """
    lowers = reading.words.lowers
    if start + 2 >= high or lowers[start] not in _INFORMATION or not lowers[start + 1].endswith(_GIVEN):
        return None
    if lowers[start + 1].startswith(_GOT):
        return None
    for index in range(start + 2, min(high - 1, start + _BY_REACH)):
        if lowers[index] in reading.speech.words.by:
            return index + 1
        if lowers[index] == ",":
            return None
    return None


def _quote_beside(reading: Reading, start: int, end: int) -> Quote | None:
    """Según la ONG, "..."; "...", according to the charity: a quotation that only a comma parts from the words."""
    texts = reading.words.texts
    after = end
    while after < len(texts) and (texts[after] in COMMAS or texts[after] == ":"):
        after += 1
    before = start
    while before > 0 and texts[before - 1] in COMMAS:
        before -= 1
    for quote in reading.quotes:
        beside = quote.start == after or quote.end == before
        if beside and not quote.depth and word_count(reading, quote) >= QUOTED_WORDS:
            return quote
    return None


def of_headline(reading: Reading) -> list[Cited]:
    """Fiscal: "..."; ...: CNDH. Only in the headline, where a colon stands for a verb."""
    texts, end = reading.words.texts, reading.headline_end
    while end > 0 and "\n" in texts[end - 1]:
        end -= 1
    found: list[Cited] = []
    low = 0
    for index in range(end + 1):  # two who answer each other are parted by a semicolon
        if index == end or texts[index] == ";":
            found += _at_colon(reading, low, index)
            low = index + 1
    return found


def _at_colon(reading: Reading, low: int, end: int) -> list[Cited]:
    texts = reading.words.texts
    colons = [index for index in range(low, end) if texts[index] == ":"]
    if len(colons) != 1:
        return []
    colon = colons[0]
    left = reading.phrase_after(low, colon)
    if left is None and colon - low <= 2:
        left = NounPhrase(low, colon)
    quote = next((each for each in reading.quotes if each.start == colon + 1), None)
    if left is not None and left.end == colon and colon - low <= _COLON_SPEAKER:
        role = reading.role_at.get(left.start) or reading.role_at.get(left.start + 1)
        if quote is not None and (left.known(reading) or role):
            return [Cited(low, colon, left, [(quote.inner_start, quote.inner_end)], quoted=True)]
        # A prison before a colon is where, not who.
        place = role is not None and role[1:] == ("institution", "prison_authority") and not texts[left.start].isupper()
        speaks = role is not None and role[2] not in ("directly_impacted", "document", "other")
        held = role is not None and role[1] == "post"
        quotes = any(colon < each.start < end for each in reading.quotes)  # Ministra: las reclusas "no son ..."
        if role is not None and speaks and (quotes or not held) and not place:
            return [Cited(low, colon, left, [(colon + 1, end)])]
    if left is not None and left.known(reading) and left.end == colon - 1 and quote is None:
        says = reading.speech.verbs.get(reading.words.lowers[colon - 1], ("", ""))
        if says == ("say", "finite"):  # Ministra garantiza: ...
            return [Cited(low, colon, left, [(colon + 1, end)])]
    right = reading.phrase_after(colon + 1, end)
    before = next((each for each in reading.quotes if each.end == colon and each.start == low), None)
    if right is not None and right.end == end and end - colon - 1 <= _COLON_SPEAKER and _speaker(reading, right):
        return [Cited(right.start, right.end, right, [(low, colon)], quoted=before is not None)]
    if before is not None and word_count(reading, before) >= QUOTED_WORDS:  # "...": habla la madre de ...
        return [Cited(colon, colon + 1, None, [(before.inner_start, before.inner_end)], quoted=True, impersonal=True)]
    return []


def _speaker(reading: Reading, phrase: NounPhrase) -> bool:
    """Does a headline's tail name somebody, not only say of whom it tells (...: mujeres)?"""
    head = phrase.start + (reading.words.lowers[phrase.start] in reading.speech.words.determiners)
    if not (reading.in_role(head) or reading.is_name(head)):
        return False  # ...: el derrumbe de Ana Poe
    roles = [reading.role_at[each][1] for each in range(phrase.start, phrase.end) if each in reading.role_at]
    return bool(phrase.names(reading)) or any(strength != "person" for strength in roles)


def of_other_verbs(reading: Reading, found: list[Cited]) -> list[Cited]:
    """ "...", desafió el senador: after a quotation and its comma, any verb before a known speaker says it."""
    taken = {index for item in found for start, end in item.content for index in range(start, end)}
    taken |= {index for item in found for index in range(item.start, item.end)}
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    more: list[Cited] = []
    for quote in reading.quotes:
        if quote.depth or quote.inner_start in taken:
            continue
        verb = quote.end
        while verb < len(texts) and texts[verb] in COMMAS:
            verb += 1
        if verb == quote.end and texts[quote.end - 2] != "," and quote.family != "dash":
            continue
        if verb + 1 >= len(texts) or verb in taken:
            continue
        content = [(quote.inner_start, quote.inner_end)]
        high = reading.words.sentence(verb)[1]
        first = verb
        if lowers[verb] in words.reflexive and verb + 2 < len(texts):
            verb += 1  # "...", se ufana la jueza
        said = _said(reading, verb)
        speaker = reading.phrase_after(verb + 1, high) if said else None
        if speaker is not None and speaker.start == verb + 1 and _speaks(reading, speaker, quote):
            more.append(Cited(first, speaker.end, speaker, content, quoted=True))
        elif said and _ends(reading, verb, quote):
            more.append(Cited(verb, verb + 1, None, content, quoted=True))  # "...", espetó.
        elif not said and words.subject_first:
            speaker = reading.pronoun_at(verb) or reading.phrase_after(verb, high)
            known = speaker is not None and speaker.start == verb and (speaker.pronoun or speaker.known(reading))
            if speaker is not None and known and speaker.end + 1 < high and _closes(reading, speaker.end):
                more.append(Cited(verb, speaker.end + 1, speaker, content, quoted=True))  # "...", one dished.
    return more


def _speaks(reading: Reading, speaker: NounPhrase, quote: Quote) -> bool:
    """Is it somebody, or after a whole statement a noun that no list knows and that is no thing: provoca a puxadora?"""
    if speaker.known(reading):
        return True
    determined = reading.words.lowers[speaker.start] in reading.speech.words.determiners
    return determined and _is_statement(reading, quote) and not is_thing(reading, speaker)


def _ends(reading: Reading, verb: int, quote: Quote) -> bool:
    """ "...", espetó. "...", festeja. A verb without a subject: in the past, or at the end of its sentence."""
    lowers, words = reading.words.lowers, reading.speech.words
    closes = verb + 1 < len(lowers) and lowers[verb + 1] == "." and reading.speech.language != "en"
    return (closes or lowers[verb].endswith(words.past_endings)) and _is_statement(reading, quote)


def _is_statement(reading: Reading, quote: Quote) -> bool:
    """Does the quotation open a sentence or clause (not: conocida como "la reina", cayó ...) and say enough?"""
    before = reading.words.texts[quote.start - 1] if quote.start > reading.words.sentence(quote.start)[0] else ","
    return not before[0].isalnum() and word_count(reading, quote) >= _STATEMENT_WORDS


def _said(reading: Reading, index: int) -> bool:
    """May the word after a quotation be a verb that says it?"""
    lower, words = reading.words.lowers[index], reading.speech.words
    if not reading.words.texts[index].islower() or lower in words.stops or lower in words.determiners:
        return False
    return lower.endswith(words.verb_endings) and reading.pronoun_at(index) is None


def _closes(reading: Reading, index: int) -> bool:
    """Is it a verb at the end of its clause or before a preposition: one dished., she grins over her tea?"""
    words, after = reading.speech.words, reading.words.lowers[index + 1]
    ends = after in words.prepositions or not after[0].isalnum()
    return ends and _said(reading, index) and reading.words.lowers[index] not in words.auxiliaries
