"""Words that a text does not own: discussed, rejected, negated (the voice *metalinguistic*).

In: a ``Reading`` and a span. Out: the reason in plain English, or nothing. Four ways: a phrase beside the word (*the
so-called*), a negated verb that would make her one (*no la convierte en*), two that are both denied (*ni ... ni*), and
a call to name her otherwise (*dejen de llamarlas*).
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp.speech.reading import Reading

# How many words may stand between a negated copula, or a verb that makes or sees her as one, and the word it rejects.
_COPULA_REACH = 4
_LINKING_REACH = 6
# Words between them that no list knows: her, of my daughter.
_MOST_UNKNOWN = 2
# How far before a word the verb may stand by which others name her, and before that verb its refusal.
_NAMING_REACH = 9
_REFUSAL_REACH = 4
# The longest word group coordinated with the span: neither drug addicts nor ...
_ITEM = 4
# How far apart two denied words may stand.
_PAIR_REACH = 8
# Marks that may stand between a distancing word and the span.
_OPENING = frozenset("\"“”'‘’«»‹›(`")
_BREAKS = frozenset(".;:!?¿¡…—–\n")
_QUESTION = "?"


def distance_of(reading: Reading, start: int, end: int, code: str = "") -> str:
    """Why the text does not own the words ``start:end``; empty when it does."""
    if reading.words.sentence_of[start] not in reading.distancing:
        return ""
    lowers = reading.words.lowers
    low, high = reading.words.sentence(start)
    before = start
    while before > low and lowers[before - 1] in _OPENING:
        before -= 1
    places = [before, *_coordinated(reading, before, low)]
    found = next((phrase for place in places for phrase in _beside(reading, place, low) if phrase), "")
    if found or (found := _after(reading, end, high)):
        return f"put at a distance by '{found}'"
    reason = next((told for place in places if (told := _negation(reading, place, low))), "")
    if reason or code.startswith("R"):  # a call to speak otherwise names the better words too
        return reason
    return _both_denied(reading, before, low, high) or _unnamed(reading, before, low, quoted=before < start)


def _coordinated(reading: Reading, before: int, low: int) -> Iterator[int]:
    """Where the words joined with the span by *ni*, *or*, *y* may begin."""
    lowers, words = reading.words.lowers, reading.speech.words
    index = _past(reading, before, low, definite=False)
    if index <= low or (lowers[index - 1] not in words.conjunctions | reading.speech.distance.denying):
        return
    for place in range(index - 2, max(low, index - 2 - _ITEM) - 1, -1):
        if lowers[place] in _BREAKS:
            return
        if lowers[place][0].isalnum():
            yield place


def _past(reading: Reading, index: int, low: int, *, definite: bool = True) -> int:
    """Before the article and opening marks that end at ``index``; a definite article only when asked."""
    lowers, words = reading.words.lowers, reading.speech.words
    while index > low and (
        lowers[index - 1] in _OPENING
        or (lowers[index - 1] in words.determiners and (definite or lowers[index - 1] in words.indefinite))
    ):
        index -= 1
    return index


def _beside(reading: Reading, index: int, low: int) -> Iterator[str]:
    """Distancing phrases that end at ``index`` or before the articles there: tratadas como unas ..., just a ..."""
    lowers, speech = reading.words.lowers, reading.speech
    yield _ends_with(reading, index, low)
    while index > low and (lowers[index - 1] in speech.beside_articles or lowers[index - 1] in _OPENING):
        index -= 1
        yield _ends_with(reading, index, low)


def _ends_with(reading: Reading, index: int, low: int) -> str:
    """The distancing phrase that ends right before ``index``; empty when there is none."""
    if index <= low:
        return ""
    lowers = reading.words.lowers
    for phrase in reading.speech.distance_before.get(lowers[index - 1], ()):
        if index - len(phrase) >= low and tuple(lowers[index - len(phrase) : index]) == phrase:
            return " ".join(phrase)
    return ""


def _after(reading: Reading, end: int, high: int) -> str:
    """A distancing phrase after the span, or the question mark of a question answered with no."""
    lowers, distance = reading.words.lowers, reading.speech.distance
    after = end
    while after < high and lowers[after] in _OPENING | {","}:
        after += 1
    if after < len(lowers) and lowers[after] == _QUESTION:
        answer = after + 1
        while answer < len(lowers) and not lowers[answer][0].isalnum():
            answer += 1
        return "?" if lowers[answer : answer + 1] and lowers[answer] in distance.rejecting | {"no"} else ""
    for phrase, _ in reading.speech.distance_after.get(lowers[after], ()) if after < high else ():
        if tuple(lowers[after : after + len(phrase)]) == phrase:
            return " ".join(phrase)
    return ""


def _negation(reading: Reading, before: int, low: int) -> str:
    """no es una ...; they are not ...; a wife, not a ...; eso no la convierte en ...: the text rejects the word."""
    lowers, distance = reading.words.lowers, reading.speech.distance
    index = before
    while index > max(low, before - _COPULA_REACH) and (
        lowers[index - 1] in distance.between or lowers[index - 1] in _OPENING
    ):
        index -= 1
    if index <= low:
        return ""
    window = lowers[max(low, index - 3) : index]
    last = window[-1]
    negated = last in distance.copulas and any(word in distance.negations for word in window[:-1])
    if reading.speech.language == "en":  # are not, aren't, was no
        negated = negated or (last in distance.negations and any(word in distance.copulas for word in window[:-1]))
    if negated:
        return f"negated: '{' '.join(window[-2:])}'"
    joined = index - 1 > low and lowers[index - 2] in (",", "-", "—", "–", "y", "e", "and")
    first = index - 1 == low and reading.speech.language == "en"  # Not a thief, ...
    if last in distance.rejecting and (joined or first):
        return f"rejected: '{last}'"
    return _negated_link(reading, before, low)


def _negated_link(reading: Reading, before: int, low: int) -> str:
    """no se considera una ..., does not make her a ..., não faz dela uma ..."""
    lowers, distance, known = reading.words.lowers, reading.speech.distance, reading.speech.beside_links
    words = reading.speech.words
    if before > low and lowers[before - 1] in words.determiners - words.indefinite:
        return ""  # what justice does not see of the women: they are somebody, not something
    unknown = 0
    for index in range(before - 1, max(low, before - _LINKING_REACH) - 1, -1):
        lower = lowers[index]
        if lower in distance.linking:
            window = lowers[max(low, index - 3) : index]
            return f"negated: '{lower}'" if any(word in distance.negations for word in window) else ""
        unknown += lower not in known and lower not in _OPENING
        if unknown > _MOST_UNKNOWN or lower in _BREAKS or lower == ",":
            return ""
    return ""


def _both_denied(reading: Reading, before: int, low: int, high: int) -> str:
    """Ni mulas ni delincuentes; neither thugs nor junkies: bare nouns, not *ni la jueza*."""
    lowers, denying = reading.words.lowers, reading.speech.distance.denying
    index = _past(reading, before, low, definite=False)
    if index <= low or lowers[index - 1] not in denying:
        return ""
    others = [*range(max(low, index - 1 - _PAIR_REACH), index - 1), *range(before, min(high, before + _PAIR_REACH))]
    if any(lowers[other] in denying for other in others):
        return f"rejected: '{lowers[index - 1]}'"
    return ""


def _unnamed(reading: Reading, before: int, low: int, *, quoted: bool) -> str:
    """Stop calling them ..., no las llamen ..., dejó de usar "...": a refusal before a verb that names."""
    lowers, distance = reading.words.lowers, reading.speech.distance
    for index in range(before - 1, max(low, before - _NAMING_REACH) - 1, -1):
        lower = lowers[index]
        if lower in _BREAKS:
            return ""
        verb = lower.partition("-")[0]
        if lower in distance.naming or verb in distance.naming or (quoted and lower in distance.mentioning):
            window = lowers[max(low, index - _REFUSAL_REACH) : index]
            refused = next((word for word in reversed(window) if word in distance.refusing | distance.negations), "")
            return f"put at a distance by '{refused} ... {lower}'" if refused else ""
    return ""
