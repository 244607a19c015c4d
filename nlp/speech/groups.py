"""One of several: *uno de ellos*, *um dos parentes*, *one of them* speak as what the several are.

In: a ``Reading`` and a pronoun that begins a partitive. Out: the role of the several, or None.
"""

from __future__ import annotations

from lexicons.small_words import small_words
from nlp.speech.reading import NounPhrase, Reading

_LISTS = small_words("speech_groups")
_THEM = frozenset(_LISTS["them"])
# So far before *uno de ellos* its group is named.
_REACH = 60
# Roles that stand in the plural without being an office that acts in the case.
_GROUPS = frozenset({"family", "organization", "expert", "defense", "police_military", "prison_authority"})


def group_of(reading: Reading, phrase: NounPhrase) -> str | None:
    """Uno de ellos, um deles: the role of the several men or people named last; None where they are nobody known."""
    lowers, words = reading.words.lowers, reading.speech.words
    start = phrase.start + 1
    if start + 1 < len(lowers) and lowers[start] in words.of:
        start += 1
    if start >= len(lowers) or lowers[start] not in _THEM or start - phrase.start > 2:
        return None
    for index in range(phrase.start - 1, max(-1, phrase.start - _REACH), -1):
        entry = reading.role_at.get(index)
        if entry is None or index in reading.quote_at or not lowers[entry[0] - 1].endswith("s"):
            continue
        if entry[2] in _GROUPS and entry[1] == "title":
            return entry[2]
    return None
