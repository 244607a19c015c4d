"""Many phrases found in one pass over the tokens of an article.

In: phrases (lower case, gaps of up to n words written ``<n>``) with a value each. Out: (start, end, value) for every
place a phrase stands. Why not spaCy's PhraseMatcher: phrases have gaps, texts in capitals match without accents, and
plain dictionaries over the shared word lists are faster than either of its ways to do that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from nlp.words import Words, fold, strip_accents

_GAP = re.compile(r"<([1-9])>")
# Keys that no token can be: the values that end here, and the gaps that begin here.
_VALUES = "\0values"
_GAPS = "\0gaps"
# A gap never reaches over these: what stands behind them is another clause.
_GAP_STOPS = frozenset('.;:!?…()[]"“”«»\n')

Match = tuple[int, int, Any]


class PhraseTrie:
    """Phrases as nested dictionaries, once as written and once without accents for words in capitals."""

    def __init__(self, tokenize: Callable[[str], Iterable[str]]) -> None:
        self._tokenize = tokenize
        self._exact: dict[str, Any] = {}
        self._plain: dict[str, Any] = {}
        self._known: dict[str, tuple[str, ...]] = {}

    def add(self, phrase: str, value: object) -> None:
        """Add one phrase. The tokenizer that will cut the articles cuts it too."""
        steps: list[str | int] = []
        for index, piece in enumerate(_GAP.split(phrase)):
            if index % 2:
                steps.append(int(piece))
            else:
                for word in piece.split():
                    steps.extend(self._cut(word))
        _insert(self._exact, steps, value)
        _insert(self._plain, [strip_accents(step) if isinstance(step, str) else step for step in steps], value)

    def _cut(self, word: str) -> tuple[str, ...]:
        """The tokens of one word. The tokenizer cuts at blanks first, so a word is cut the same in every phrase."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = tuple(fold(token) for token in self._tokenize(word) if token.strip())
        return known

    def find(self, words: Words, start: int = 0, end: int | None = None) -> list[Match]:
        """All places in tokens ``start`` to ``end`` where a phrase stands, in order of their beginning."""
        lowers, texts = words.lowers, words.texts
        stop = len(lowers) if end is None else end
        exact, plain = self._exact, self._plain
        found: list[Match] = []
        for index in range(start, stop):
            before = len(found)
            node = exact.get(lowers[index])
            if node is not None:
                _walk(node, lowers, texts, index, index + 1, stop, found)
            # Both: the first word may have no accent to lose where a later one has ("MUJERES EN PRISION").
            if texts[index].isupper() and len(texts[index]) > 1:
                node = plain.get(words.folded[index])
                if node is None:
                    continue
                fresh: list[Match] = []
                _walk(node, words.folded, texts, index, index + 1, stop, fresh)
                known = found[before:]
                found.extend(match for match in fresh if match not in known and _in_capitals(texts, match))
        return found


def _insert(root: dict[str, Any], steps: list[str | int], value: object) -> None:
    node = root
    for step in steps:
        if isinstance(step, int):
            gaps = node.setdefault(_GAPS, [])
            following: dict[str, Any] = {}
            gaps.append((step, following))
            node = following
        else:
            node = node.setdefault(step, {})
    values = node.setdefault(_VALUES, [])
    if value not in values:
        values.append(value)


def _walk(
    node: dict[str, Any], lowers: list[str], texts: list[str], start: int, at: int, stop: int, found: list[Match]
) -> None:
    """Follow the phrases through the tokens from ``at``; ``start`` is where they began."""
    while True:
        for value in node.get(_VALUES, ()):
            found.append((start, at, value))
        for most, following in node.get(_GAPS, ()):
            for behind in range(at, min(at + most + 1, stop)):
                if behind > at and texts[behind - 1] in _GAP_STOPS:
                    break
                step = following.get(lowers[behind])
                if step is not None:
                    _walk(step, lowers, texts, start, behind + 1, stop, found)
        if at >= stop:
            return
        node = node.get(lowers[at])  # type: ignore[assignment]
        if node is None:
            return
        at += 1


def _in_capitals(texts: list[str], match: Match) -> bool:
    return all(text.isupper() or not text.isalpha() for text in texts[match[0] : match[1]])
