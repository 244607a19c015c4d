"""Whether the words after a name say that she was deprived of liberty: Ana Gil, detenida el lunes; Ana, who was jailed.

In: a ``Reading``, the roles of a language and the token behind a name. Out: yes or no.
"""

from __future__ import annotations

from lexicons.speech_data import Roles
from nlp.speech.reading import Reading

# How far after a name the words may stand.
_PREDICATE_REACH = 9


def told_in_custody(reading: Reading, roles: Roles, start: int) -> bool:
    """Do the words after a name say that she was deprived of liberty?"""
    words = reading.words
    if start >= len(words.texts):
        return False
    first, end = words.sentence(start)
    table = roles.custody
    behind = range(start, min(end, start + _PREDICATE_REACH))
    if not any(map(table.__contains__, words.lowers[start : behind.stop])):
        return False  # as mostly
    for index in behind:
        if _is_other_clause(reading, index) or (index > start and _goes_on(reading, index)):
            return False
        for phrase, _ in table.get(words.lowers[index], ()):
            if tuple(words.lowers[index : index + len(phrase)]) == phrase:
                return _about_woman(reading, roles, first, end)
    return False


def _goes_on(reading: Reading, index: int) -> bool:
    """Para o ministro, elas devem permanecer presas: a pronoun after a comma begins what is told of others."""
    words = reading.speech.words
    pronoun = reading.pronoun_at(index) is not None and reading.words.lowers[index] not in words.determiners
    return pronoun and reading.words.texts[index - 1] == "," and reading.speech.language != "en"


def _is_other_clause(reading: Reading, index: int) -> bool:
    """Do the words from here on tell what she said, or of somebody else?"""
    verb = reading.speech.verbs.get(reading.words.lowers[index])
    return verb is not None and verb == ("say", "finite") and not reading.in_role(index)


def _about_woman(reading: Reading, roles: Roles, start: int, end: int) -> bool:
    """English predicates have no gender: a sentence that speaks of him and not of her is about a man."""
    if roles.language != "en":
        return True
    lowers = reading.words.lowers[start:end]
    return not any(word in roles.predicates.male for word in lowers) or any(
        word in roles.predicates.female for word in lowers
    )
