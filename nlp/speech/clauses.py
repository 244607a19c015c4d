"""What is said: the clause after *que* or *that*, the quotation before or after a verb.

In: a ``Reading`` and a ``Verb``. Out: token positions and quotations that are evidence of an attribution and its
content.
"""

from __future__ import annotations

from lexicons.small_words import small_words
from nlp.speech.quotes import Quote
from nlp.speech.reading import Reading
from nlp.speech.verbs import BREAKS, COMMAS, Verb

# How many tokens may stand between a verb and its "que" (the speaker, whom it was told, where) or its quotation.
_QUE_REACH = 16
_QUOTE_REACH = 18
# The longest aside between a verb and its "que": sin embargo, por su parte, en la misma línea.
_ASIDE_WORDS = 5
# A short quotation so near still is what the verb says (calls the trial "absurd").
_NEAR = 4
# A reported clause holds a quotation of its own from so many words on; fewer are a borrowed word.
QUOTED_WORDS = 3
# A nickname between marks has at most so many words, and one of these before it where no article stands.
_LONGEST_NOUN = 5
_LISTS = small_words("speech_clauses")
_CONTRACTED = frozenset(_LISTS["contracted"])
_NAMING = frozenset(_LISTS["naming"])


def clause_start(reading: Reading, verb: Verb) -> int | None:
    """Where the reported clause begins: after *que*, *that*, *si*, *how*."""
    lowers, texts, words = reading.words.lowers, reading.words.texts, reading.speech.words
    first = words.that
    if verb.end < verb.high and lowers[verb.end] in words.complementizers and lowers[verb.end] != first:
        return verb.end
    if _governs_infinitive(reading, verb):
        return verb.end
    for index in range(verb.end, min(verb.high, verb.end + _QUE_REACH)):
        # not "lo que", "al que"
        if lowers[index] == first and (
            index == verb.end or lowers[index - 1] not in words.clitics | words.determiners | _CONTRACTED
        ):
            return index + 1 if index + 1 < verb.high else None
        if texts[index] in BREAKS or (index in reading.quote_at and verb.start not in reading.quote_at):
            return None
        entry = reading.speech.verbs.get(lowers[index])
        if entry and entry[1] == "finite" and entry[0] == "say" and not reading.in_role(index):
            return None
    return None


def plain_clause(reading: Reading, verb: Verb, that: int | None) -> bool:
    """Does *que* or *that* itself follow the verb at once, or after an aside (estimó, sin embargo, que)?"""
    if that is None:
        return False
    place = past_aside(reading, verb.end, verb.high)
    return that == place + 1 and reading.words.lowers[place] == reading.speech.words.that


def past_aside(reading: Reading, index: int, high: int) -> int:
    """Behind a few words between commas that begin at ``index``: *, sin embargo,*; *, however,*."""
    texts = reading.words.texts
    if index < high and texts[index] == ",":
        for close in range(index + 1, min(high, index + _ASIDE_WORDS + 2)):
            if texts[close] == ",":
                return close + 1
    return index


def _governs_infinitive(reading: Reading, verb: Verb) -> bool:
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


def quote_after(reading: Reading, verb: Verb, that: int | None) -> Quote | None:
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
            quote if close or that is not None or word_count(reading, quote) >= QUOTED_WORDS else _near(between, quote)
        )
    return None


def _near(between: list[str], quote: Quote) -> Quote | None:
    """A short quotation a few words on (calls the trial "absurd") still is what the verb says."""
    return quote if len(between) <= _NEAR else None


def word_count(reading: Reading, quote: Quote) -> int:
    """How many words the quotation has, its marks left out."""
    return sum(text[0].isalnum() for text in reading.words.texts[quote.inner_start : quote.inner_end])


def quote_before(reading: Reading, group: int, verb: int) -> Quote | None:
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
    if (described := _described_behind(reading, floor, group)) is not None:
        edges.append(described)
    for edge in edges:
        index = edge - 1
        while index >= 0 and (texts[index] in COMMAS or texts[index] in (".", " ")):
            index -= 1
        quote = reading.quote_at.get(index) if index >= 0 else None
        # A dash closes a turn of dialogue but stands outside its words.
        while quote is not None and inner is not None and quote is inner:
            quote = None
        if quote is not None and (_is_over(reading, quote, edge) or _is_noun(reading, quote)):
            quote = None
        if quote is not None and quote.end <= edge and quote.end >= index:
            return _outermost(reading, quote, edge)
    return None


def _described_behind(reading: Reading, floor: int, group: int) -> int | None:
    """ "...," a neighbour who asked not to be named said: where the speaker begins behind a quotation."""
    last = next((each for each in reversed(reading.quotes) if floor <= each.end <= group and not each.depth), None)
    if last is None:
        return None
    start = last.end
    while start < group and reading.words.texts[start] in COMMAS:
        start += 1
    phrase = reading.phrase_after(start, group)
    if phrase is None or phrase.start != start or phrase.end >= group or not phrase.known(reading):
        return None
    return start if reading.words.lowers[phrase.end] in reading.speech.words.relatives else None


def _is_noun(reading: Reading, quote: Quote) -> bool:
    """*La llamada “Reina de la Sierra” aceptó ...*: behind an article or a word of naming it is who acts, not what is
    said.
    """
    if quote.family == "dash" or not quote.start or quote.inner_end - quote.inner_start > _LONGEST_NOUN:
        return False
    before = reading.words.lowers[quote.start - 1]
    return before in reading.speech.words.determiners or before in _NAMING


def _is_over(reading: Reading, quote: Quote, edge: int) -> bool:
    """ "I want it back." The lawsuit says ...: a full stop in the marks and a capital behind them end the matter."""
    texts = reading.words.texts
    stopped = texts[quote.inner_end - 1][-1] in ".…" or texts[quote.end - 1] == "." or texts[quote.end - 2] == "."
    return stopped and quote.family != "dash" and edge == quote.end and texts[edge][0].isupper()


def _outermost(reading: Reading, quote: Quote, edge: int) -> Quote:
    for each in reading.quotes:
        if each.start <= quote.start and quote.end <= each.end <= edge:
            return each
    return quote


def is_clause(reading: Reading, start: int, high: int) -> bool:
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


def quotation_before(reading: Reading, index: int) -> Quote | None:
    """The quotation that *la frase fue dicha por* speaks of: right before, in its paragraph or the one before."""
    earlier = [quote for quote in reading.quotes if quote.end <= index and not quote.depth]
    if not earlier:
        return None
    paragraphs = reading.words.paragraph_of
    near = paragraphs[index] - paragraphs[earlier[-1].start] <= 2
    return earlier[-1] if near and word_count(reading, earlier[-1]) >= QUOTED_WORDS else None
