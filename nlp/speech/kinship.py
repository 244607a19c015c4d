"""Words for relatives: whose relative, a nun, or of the victim.

In: a ``Reading``, the predicates of a language and a place. Out: yes or no. Why: *la hermana Rosario* is a nun, *su
hermana* is family, *madre de dos* tells of herself, and the victim's mother is no family of hers.
"""

from __future__ import annotations

from lexicons.speech_data import Roles
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.titles import Told


def is_nun(reading: Reading, roles: Roles, told: Told) -> bool:
    """La hermana Rosario, Sister Mary: the word before a name, and nobody's own sister."""
    words, index = reading.words, told.index
    if words.lowers[index] not in roles.predicates.religious or index + 1 >= len(words.lowers):
        return False
    owned = index > 0 and words.lowers[index - 1] in roles.predicates.possessive
    capital = roles.language != "en" or words.texts[index][0].isupper()
    return reading.is_name(index + 1) and not owned and capital


def of_victim(reading: Reading, roles: Roles, phrase: NounPhrase) -> bool:
    """La familia de la víctima, the victim's mother: not a relative of hers."""
    victims = roles.predicates.victims
    return any(lower in victims for lower in reading.words.lowers[phrase.start : phrase.end])


def is_kin(reading: Reading, roles: Roles, index: int) -> bool:
    """Su hermana, Kerr's mother, madre de la detenida: the relative of somebody else."""
    lowers, words = reading.words.lowers, reading.speech.words
    if index and lowers[index - 1] in roles.predicates.possessive:
        return True
    follows = lowers[index + 1 : index + 3]
    several = lowers[index].endswith("s")  # las madres de Santa Rita are in prison there
    return (
        len(follows) > 1
        and not several
        and follows[0] in words.of
        and follows[1] not in roles.predicates.children
        and (follows[1] not in roles.predicates.numerals or reading.in_role(index + 3))
    )
