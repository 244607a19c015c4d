"""Nouns that report in the place of a verb: *es el relato de una de ellas*, *o argumento da promotora foi que*.

In: a ``Reading``. Out: ``Cited`` rows. A noun of speech counts only with its speaker and with what is said beside it: a
clause with *que* or *that* behind a copula, or a quotation before or after.
"""

from __future__ import annotations

from lexicons.small_words import small_words
from nlp.speech.cited import Cited
from nlp.speech.clauses import quotation_before, word_count
from nlp.speech.quotes import Quote
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.subjects import phrase_start
from nlp.speech.titles import POSSESSIVE
from nlp.speech.verbs import BREAKS, COMMAS

# es el relato de, these were the words of: the copula stands so near before the noun.
_COPULA_REACH = 3
# Her reaction was brief: the colon stands so near behind the copula.
_SUMMED_WORDS = 6
_LISTS = small_words("speech_nominal")
_PARTS = frozenset(_LISTS["parts"])
_BY_ACCOUNT = frozenset(_LISTS["by_account"])
_ACCOUNTS = frozenset(_LISTS["accounts"])
# Shorter quotations are borrowed words.
_QUOTED_WORDS = 3


def of_nouns(reading: Reading) -> list[Cited]:
    """All reports by nouns, in order."""
    words = reading.speech.words
    found: list[Cited] = []
    for index in reading.words.places(words.reporting):
        low, high = reading.words.sentence(index)
        if index in reading.quote_at:
            continue
        speaker, end = _owner(reading, index, low, high)
        if speaker is None:
            cited = _from_whom(reading, index, low, high)
        else:
            cited = (
                _with_clause(reading, index, speaker, end, high)
                or _with_quotation(reading, index, speaker, low, high)
                or _summed_up(reading, index, speaker, end, low, high)
                or _by_account(reading, index, speaker, low, high)
            )
        if cited is not None:
            found.append(cited)
    return found


def _owner(reading: Reading, index: int, low: int, high: int) -> tuple[NounPhrase | None, int]:
    """Whose words they are, and the token behind noun and owner: el relato de Ana; the lawyer's argument."""
    lowers, words = reading.words.lowers, reading.speech.words
    if index + 2 < high and lowers[index + 1] in words.reporters:
        phrase = reading.phrase_after(index + 2, high)
        if phrase is not None and phrase.start == index + 2 and phrase.known(reading):
            return phrase, phrase.end
    if index - 1 > low and lowers[index - 1] in POSSESSIVE:
        phrase = reading.phrase_before(index - 1, low)
        if phrase is not None and phrase.known(reading):
            return phrase, index + 1
    return None, index + 1


def _with_clause(reading: Reading, index: int, speaker: NounPhrase, end: int, high: int) -> Cited | None:
    """El argumento de la fiscal fue que ...; reports from the police are that ..."""
    lowers, words = reading.words.lowers, reading.speech.words
    if end + 3 >= high or lowers[end] not in words.copulas:
        return None
    that = end + 1 + (lowers[end + 1] in words.of)  # é de que
    return (
        Cited(min(index, speaker.start), end + 1, speaker, [(that + 1, high)]) if lowers[that] == words.that else None
    )


def _with_quotation(reading: Reading, index: int, speaker: NounPhrase, low: int, high: int) -> Cited | None:
    """ "...", es el relato de una de ellas; esas fueron las palabras de Ana."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    head = phrase_start(reading, min(index, speaker.start), low)
    copula = next(
        (place for place in range(head - 1, max(low, head - _COPULA_REACH) - 1, -1) if lowers[place] in words.copulas),
        None,
    )
    if copula is None:
        return None
    before = copula - 1
    while before >= low and texts[before] in COMMAS:
        before -= 1
    quote = reading.quote_at.get(before) if before >= low else None
    points = before < low or lowers[before] in words.determiners or lowers[before] in words.pointing
    if quote is None and points:
        quote = _opened_behind(reading, speaker.end, high) or quotation_before(reading, copula)
    if quote is None or word_count(reading, quote) < _QUOTED_WORDS or not (points or quote.end <= copula):
        return None
    return Cited(copula, speaker.end, speaker, [(quote.inner_start, quote.inner_end)], quoted=True)


def _from_whom(reading: Reading, index: int, low: int, high: int) -> Cited | None:
    """A frase é da defensora; la crítica viene de la ONG: the noun opens its sentence, and a copula or a verb of coming
    joins the speaker.
    """
    lowers, words = reading.words.lowers, reading.speech.words
    if index == low or lowers[index - 1] not in words.determiners or index + 3 >= high:
        return None
    verb = index + 1
    joins = lowers[verb] in words.copulas or lowers[verb] in _PARTS
    if not joins or lowers[verb + 1] not in words.reporters:
        return None
    speaker = reading.phrase_after(verb + 2, high, determined=True)
    opens = phrase_start(reading, index, low) <= low + 1
    if speaker is None or speaker.start != verb + 2 or not speaker.known(reading) or not opens:
        return None
    start = phrase_start(reading, index, low)
    quote = _opened_behind(reading, speaker.end, high) or quotation_before(reading, start)
    if quote is not None and word_count(reading, quote) >= _QUOTED_WORDS:
        return Cited(start, speaker.end, speaker, [(quote.inner_start, quote.inner_end)], quoted=True)
    return Cited(start, speaker.end, speaker, [(speaker.end, high)] if speaker.end < high else [])


def _summed_up(reading: Reading, index: int, speaker: NounPhrase, end: int, low: int, high: int) -> Cited | None:
    """Her lawyer's reaction was brief: "..."; la respuesta de la ministra fue tajante: "..."."""
    lowers, texts = reading.words.lowers, reading.words.texts
    if end >= high or lowers[end] not in reading.speech.words.copulas:
        return None
    colon = next((place for place in range(end, min(high, end + _SUMMED_WORDS)) if texts[place] == ":"), None)
    quote = next((each for each in reading.quotes if colon is not None and each.start == colon + 1), None)
    if quote is None or word_count(reading, quote) < _QUOTED_WORDS:
        return None
    start = phrase_start(reading, min(index, speaker.start), low)
    return Cited(start, end, speaker, [(quote.inner_start, quote.inner_end)], quoted=True)


def _by_account(reading: Reading, index: int, speaker: NounPhrase, low: int, high: int) -> Cited | None:
    """..., by her husband's account; in the judge's view, ...: English, set off by a comma or at an end."""
    lowers, texts = reading.words.lowers, reading.words.texts
    before = speaker.start - 1
    if before < low or speaker.start > index or lowers[index] not in _ACCOUNTS or lowers[before] not in _BY_ACCOUNT:
        return None
    closed = index + 1 >= high or texts[index + 1] in COMMAS or texts[index + 1] in BREAKS
    if not closed or not (before == low or texts[before - 1] in COMMAS or not texts[before - 1][0].isalnum()):
        return None
    content = [(low, before)] if before > low + 1 else []
    return Cited(before, index + 1, speaker, content + ([(index + 1, high)] if index + 1 < high else []))


def _opened_behind(reading: Reading, index: int, high: int) -> Quote | None:
    """The quotation behind the colon that ends the report."""
    closes = index < high and reading.words.texts[index] in BREAKS
    return next((each for each in reading.quotes if closes and each.start == index + 1), None)
