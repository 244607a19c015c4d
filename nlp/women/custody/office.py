"""Women in office who are themselves arrested or sentenced: "la jueza fue detenida", "prison officer jailed".

In: ``Words``, the places of offices (judge, deputy, directora) and of other persons. Out: the places of offices whose
holder the text says is in custody. Why: who holds an office acts for the state and is nobody's prisoner, so neither her
noun nor her name counts as a woman's in custody; but a judge in the dock or a guard who smuggles is in scope.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from lexicons.language_data import Scope
from lexicons.small_words import small_words
from nlp.texts.words import Words

# How far behind her office what befalls her stands ("La jueza de control Ana R., de 50 años, fue ...").
_BEHIND = 18
# How far before it the verb or noun of arrest stands ("detienen a una presunta ...", "la detención de la ...").
_BEFORE = 5
# How far before a participle its auxiliary stands ("ha sido formalmente acusada", "was later charged").
_AUXILIARY = 3
_LISTS = small_words("office")
# Between an arrest and the office it befalls.
_SMALL = frozenset(_LISTS["small"]) | {"-"}
# After these a participle is a noun, somebody else's ("visitó a las detenidas").
_DETERMINERS = frozenset(_LISTS["determiners"])
_PAST = _LISTS["past"]
_NOBODY = frozenset(_LISTS["nobody"])


class OfficeFinder:
    """Built once a language; keeps nothing between articles."""

    def __init__(self, scope: Scope) -> None:
        self._english = scope.language == "en"
        self._befalling = frozenset(scope.grammar.befalling)
        self._arresting = tuple(scope.grammar.arresting)
        self._auxiliaries = frozenset(scope.grammar.auxiliaries) | frozenset(scope.grammar.copulas)
        self._no_object = frozenset(scope.grammar.no_object)

    def accused(
        self, words: Words, offices: Sequence[tuple[int, int]], others: Set[int], says: Set[int]
    ) -> frozenset[int]:
        """Where the offices begin whose holders are arrested, charged or sentenced, wherever they are named again.

        ``others``: where other persons are named, whose custody it may be; ``says``: verbs of saying.
        """
        hers = {
            start
            for start, end in offices
            if words.lowers[start] not in _NOBODY
            and (self._befalls(words, start, end, others, says) or self._is_object(words, start))
        }
        if not hers:
            return frozenset()
        titles = {words.lowers[start] for start in hers}
        names = {name for start, end in offices if start in hers for name in _names_behind(words, end)}
        for start, end in offices:
            named = _names_behind(words, end)
            if words.lowers[start] in titles and (not named or not names.isdisjoint(named)):
                hers.add(start)
        return frozenset(hers)

    def _befalls(self, words: Words, start: int, end: int, others: Set[int], says: Set[int]) -> bool:
        """Does a passive follow ("fue detenida", "was charged", "pleaded guilty") before another person does?"""
        last = min(words.sentence(start)[1], end + _BEHIND)
        for at in range(end, last):
            lower = words.lowers[at]
            if lower in self._befalling and self._is_passive(words, at, end):
                return True
            if at in says or (at in others and words.texts[at].islower()):
                return False
        return False

    def _is_passive(self, words: Words, at: int, end: int) -> bool:
        before = words.lowers[at - 1]
        if before in _DETERMINERS:
            return False
        if not self._auxiliaries.isdisjoint(words.lowers[max(end, at - _AUXILIARY) : at]):
            return True
        if self._english:
            following = words.lowers[at + 1] if at + 1 < len(words.lowers) else ""
            return not words.lowers[at].endswith("ed") or following in self._no_object or not following.isalpha()
        # "La jueza Ana R., detenida desde mayo"; "Jueza detenida por cohecho".
        return at == end or before == "," or words.texts[at - 1][0].isupper()

    def _is_object(self, words: Words, start: int) -> bool:
        """``Detienen a una jueza``, ``juicio contra la ministra``, ``police arrest deputy``."""
        first = words.sentence(start)[0]
        for at in range(start - 1, max(first, start - _BEFORE) - 1, -1):
            lower = words.lowers[at]
            if lower in _SMALL:
                continue
            return lower.startswith(self._arresting) and not lower.endswith(_PAST)
        return False


def _names_behind(words: Words, end: int) -> set[str]:
    """The words of the name that stands right behind an office."""
    names = set()
    for at in range(end, len(words.texts)):
        if not words.texts[at][0].isupper() or not words.texts[at].isalpha():
            break
        names.add(words.texts[at])
    return names
