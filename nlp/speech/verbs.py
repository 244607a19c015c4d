"""Verbs of saying in a text, told from the nouns that look like them.

In: a ``Reading`` and a token. Out: a ``Verb`` with its auxiliaries, clitics and bounds, or None. Why: *la denuncia*,
*her claims* and *la cuenta* attribute nothing, and tier 0 has no tagger to say so.
"""

from __future__ import annotations

from dataclasses import dataclass

from lexicons.speech_data import Phrases
from nlp.speech.reading import Reading

BREAKS = frozenset({".", ";", ":", "!", "?", "…", "\n", "\n\n"})
DASHES = frozenset({"—", "–", "―", "-", "--"})
COMMAS = frozenset({","}) | DASHES
_HAVE = frozenset({"has", "have", "had", "ha", "han"})


@dataclass(slots=True)
class Verb:
    """A verb of saying at ``start:end``; ``group`` is where its auxiliaries, adverbs and clitics begin."""

    start: int
    end: int
    kind: str
    form: str
    group: int
    reflexive: bool
    low: int  # bounds of the sentence, or of the quotation it stands in
    high: int
    follows: bool = False  # another attribution of the sentence stands before it


def bounds_of(reading: Reading, index: int) -> tuple[int, int]:
    """Start and end of the sentence of a token, or of the quotation it stands in, line ends left out."""
    low, high = reading.words.sentence(index)
    quote = reading.quote_at.get(index)
    if quote is not None:
        low, high = max(low, quote.inner_start), min(high, quote.inner_end)
    while high > low and "\n" in reading.words.texts[high - 1]:
        high -= 1
    return low, high


def phrase_at(table: Phrases, lowers: list[str], index: int) -> tuple[int, str] | None:
    """Where the longest phrase of the table that begins at the token ends, and its value; None where none does."""
    candidates = table.get(lowers[index])
    if candidates is None:
        return None
    for phrase, value in candidates:
        # Most phrases fail on their second word: no slice for those.
        if len(phrase) == 1 or (
            index + 1 < len(lowers)
            and lowers[index + 1] == phrase[1]
            and tuple(lowers[index : index + len(phrase)]) == phrase
        ):
            return index + len(phrase), value
    return None


def verb_at(reading: Reading, index: int) -> Verb | None:
    """The verb of saying whose own word is the token, with its group; None where the form is none here."""
    lowers, speech = reading.words.lowers, reading.speech
    lower = lowers[index]
    entry = speech.verbs.get(lower)
    end = index + 1
    phrase = phrase_at(speech.verb_phrases, lowers, index) if lower in speech.verb_phrases else None
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
    low, high = bounds_of(reading, index)
    if index > low and reading.words.texts[index][0].isupper() and reading.words.texts[index - 1][0].isalnum():
        return None  # State Supreme Court: a name
    if phrase_at(speech.blocked, lowers, index) or (index and phrase_at(speech.blocked, lowers, index - 1)):
        return None
    if end == index + 1 and speech.language == "en" and lower in speech.words.nouns and not _acts(reading, end, high):
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
    if lower in words.only_reflexive and not reflexive:
        return None
    return Verb(index, end, kind, form, group, reflexive, low, high)


def _acts(reading: Reading, end: int, high: int) -> bool:
    """Does what follows make an English word such as *claims* or *reports* a verb?"""
    if end >= high:  # the end of a headline: ..., prosecutor claims
        return end > 1 and (reading.in_role(end - 2) or reading.is_name(end - 2))
    lower, words = reading.words.lowers[end], reading.speech.words
    stop = lower in words.stops and lower not in words.prepositions and lower not in words.of
    begins = lower in words.determiners or lower in words.complementizers or stop or lower.endswith("ly")
    return (begins and lower not in words.auxiliaries and lower not in words.conjunctions) or not lower[0].isalnum()


def _surely_verb(reading: Reading, index: int) -> bool:
    """A form that is also a title or a document (sentencia, informe) is a verb only after a known speaker."""
    before, lowers, words = index - 1, reading.words.lowers, reading.speech.words
    if index + 1 < len(lowers) and lowers[index + 1] in words.by and reading.speech.verbs[lowers[index]][1] != "finite":
        return True  # señalada por la policía como
    if before >= 0 and (reading.is_name(before) or reading.in_role(before) or lowers[before] in _HAVE):
        return True  # the prosecutor accused, the charity has accused
    clause = index + 1 < len(lowers) and lowers[index + 1] == words.that and reading.speech.language != "en"
    return clause and (before < 0 or lowers[before] not in words.determiners | words.of)


def _is_noun(reading: Reading, index: int) -> bool:
    """Is the form a noun here: la denuncia, her claims, sin demanda?"""
    lower, before = reading.words.lowers[index], reading.words.lowers[index - 1]
    words = reading.speech.words
    if reading.speech.language == "en":
        if before == "'s" and index > 1 and reading.words.lowers[index - 2] == "it":
            return False  # it's reported that
        after_owner = before in words.determiners and before not in words.plural_pronouns
        return after_owner or before in words.of or before in words.prepositions
    beside = (words.determiners, words.of, words.prepositions, words.conjunctions)
    return lower in words.nouns and any(before in group for group in beside)


def is_passive(reading: Reading, verb: Verb) -> bool:
    """English: *was told*, *it's reported*; Romance passives are participles and are known by their form."""
    lowers = reading.words.lowers
    if reading.words.lowers[max(verb.start - 2, verb.low) : verb.start] == ["it", "'s"]:
        return True  # it's reported that
    return (
        reading.speech.language == "en"
        and verb.form == "finite"
        and lowers[verb.start].endswith(("d", "n"))
        and any(lower in reading.speech.words.be for lower in lowers[verb.group : verb.start])
    )
