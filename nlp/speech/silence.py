"""Verbs of saying by which nobody says anything: decisions of a court, thoughts, announced speech, nobody's speech.

In: a ``Reading``, a ``Verb`` and the attribution read from it. Out: whether to leave it out, or to call it narrated.
Why: a newspaper tells what courts decide, what people think and what will be said with the same verbs by which it
cites them (*el juez negó el amparo*, *nadie dijo nada*, *el ministerio informará*).
"""

from __future__ import annotations

from lexicons.small_words import small_words
from nlp.speech.cited import Cited
from nlp.speech.clauses import QUOTED_WORDS, clause_start, plain_clause
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.titles import OFFICES, of_court
from nlp.speech.verbs import Verb

# The verb of a clause that orders stands among its first words: que la acusada sea trasladada.
_ORDER_REACH = 7
_LISTS = small_words("silence")
# Insiste en mantenerla presa: an infinitive, with its clitics.
_INFINITIVES = _LISTS["infinitives"]
# Denied, admits: what the accused answers to a charge.
_PLEAS = frozenset(_LISTS["pleas"])
_CHARGES = frozenset(_LISTS["charges"])
# Denied two counts of the charge: the word stands so near behind.
_CHARGE_REACH = 4


def is_silent(reading: Reading, verb: Verb, cited: Cited) -> bool:
    """Does nobody say anything by this verb?"""
    lower, words = reading.words.lowers[verb.start], reading.speech.words
    speaker = cited.speaker
    if speaker is not None and _is_nobody(reading, speaker):
        return True
    if speaker is not None and _is_accused(reading, verb, speaker):
        return True
    if cited.quoted:
        return False
    if words.future_endings and verb.form == "finite" and lower.endswith(words.future_endings):
        that = clause_start(reading, verb)
        if that is None or reading.words.lowers[that - 1] != words.that:
            return True  # comunicará la decisión; la defensa insistirá en que tells already what it holds
    if lower in words.thoughts:
        return True
    if verb.reflexive and lower.startswith(words.self_acts):
        return not plain_clause(reading, verb, clause_start(reading, verb))
    if (
        speaker is None
        and not verb.reflexive
        and lower.startswith(words.asking)
        and lower.endswith(words.plural_endings)
    ):
        return True  # se ríe cuando le preguntan
    return _insists_on_acting(reading, verb)


def decides(reading: Reading, verb: Verb, cited: Cited) -> bool:
    """El juez negó otorgarle el beneficio, a Vara determinou que ela seja levada: a ruling without reasons."""
    lower, words = reading.words.lowers[verb.start], reading.speech.words
    if cited.speaker is None or not lower.startswith(words.decisions) or not of_court(reading, cited.speaker):
        return False
    if cited.quoted and max((end - start for start, end in cited.content), default=0) > QUOTED_WORDS:
        return False
    that = clause_start(reading, verb)
    if that is None or reading.words.lowers[that - 1] != words.that:
        return True
    return any(word in words.commands for word in reading.words.lowers[that : that + _ORDER_REACH])


def pleads(reading: Reading, verb: Verb, cited: Cited) -> bool:
    """Denied the charge, admits neglect, had denied killing him: an English plea, which narrates a step in the case
    where no clause and no quotation follow. Of an office it is an answer.
    """
    lowers = reading.words.lowers
    if reading.speech.language != "en" or cited.quoted or lowers[verb.start] not in _PLEAS or cited.speaker is None:
        return False
    if verb.form != "finite" or verb.end >= verb.high or clause_start(reading, verb) is not None:
        return False
    roles = [
        reading.role_at[each][2] for each in range(cited.speaker.start, cited.speaker.end) if each in reading.role_at
    ]
    follows = lowers[verb.end : min(verb.high, verb.end + _CHARGE_REACH)]
    charged = not _CHARGES.isdisjoint(follows) and not follows[0].endswith("ing")
    return not OFFICES.intersection(roles) and (charged or "had" in lowers[verb.group : verb.start])


def _is_nobody(reading: Reading, speaker: NounPhrase) -> bool:
    """Nadie dijo, la gente dice, somebody told me: not anybody who could be asked."""
    words = reading.speech.words
    said = reading.words.lowers[speaker.start : speaker.end]
    bare = [lower for lower in said if lower not in words.determiners]
    return bare[:1] != [] and bare[0] in words.nobody and len(bare) == 1


def _is_accused(reading: Reading, verb: Verb, speaker: NounPhrase) -> bool:
    """A woman accused of theft, a man charged with assault: the participle, in English, of who is before it."""
    follows = reading.words.lowers[verb.end : verb.end + 1]
    of_whom = {"accused": ["of"], "charged": ["with"]}.get(reading.words.lowers[verb.start])
    return follows == of_whom and speaker.end <= verb.group and reading.speech.language == "en"


def _insists_on_acting(reading: Reading, verb: Verb) -> bool:
    """El gobierno insiste en mantenerla presa: he acts, and says nothing."""
    lowers, words = reading.words.lowers, reading.speech.words
    if not lowers[verb.start].startswith("insist") or verb.end + 1 >= verb.high or not words.chaining:
        return False
    governed = lowers[verb.end] in words.prepositions
    return governed and lowers[verb.end + 1].endswith(_INFINITIVES) and not reading.in_role(verb.end + 1)
