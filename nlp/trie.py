"""Many phrases found in one pass over the tokens of an article.

In: phrases (lower case, gaps of up to n words written ``<n>``, word classes written ``@deny``) with a value each. Out:
(start, end, value) for every place a phrase stands. Why not spaCy's PhraseMatcher: phrases have gaps, texts in capitals
match without accents, and plain dictionaries over the shared word lists are faster than either of its ways to do that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from nlp.words import Words, fold, strip_accents

_GAP = re.compile(r"<([1-9])>")
# Keys that no token can be: the values that end here, the gaps that begin here, the classes that may follow, and where
# a phrase goes on after a class whose member ends here. A class is entered once for all phrases that begin alike.
_VALUES = "\0values"
_GAPS = "\0gaps"
_CLASSES = "\0classes"
_AFTER = "\0after"
# A gap never reaches over these: what stands behind them is another clause.
_GAP_STOPS = frozenset('.;:!?…()[]"“”«»\n')

Match = tuple[int, int, Any]
# A token, a gap of up to so many words, or a class.
Step = str | int


class PhraseTrie:
    """Phrases as nested dictionaries, once as written and once without accents for words in capitals."""

    def __init__(
        self, tokenize: Callable[[str], Iterable[str]], members: Callable[[str], Iterable[str]] | None = None
    ) -> None:
        """``members`` gives the phrases a class such as ``@deny`` stands for."""
        self._tokenize = tokenize
        self._members = members
        self._exact: dict[str, Any] = {}
        self._plain: dict[str, Any] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._written: dict[str, list[list[Step]]] = {}

    def add(self, phrase: str, value: object) -> None:
        """Add one phrase. The tokenizer that will cut the articles cuts it too."""
        steps = self._steps(phrase)
        for root, plain in ((self._exact, False), (self._plain, True)):
            values = self._path(root, steps, plain=plain).setdefault(_VALUES, [])
            if value not in values:
                values.append(value)

    def _steps(self, phrase: str) -> list[Step]:
        """Tokens, gaps as numbers, and class names."""
        steps: list[Step] = []
        for index, piece in enumerate(_GAP.split(phrase)):
            if index % 2:
                steps.append(int(piece))
                continue
            for word in piece.split():
                if self._members is not None and word.startswith("@"):
                    steps.append(word)
                else:
                    steps.extend(self._cut(word))
        return steps

    def _path(self, node: dict[str, Any], steps: list[Step], *, plain: bool) -> dict[str, Any]:
        """The node that the steps lead to from ``node``, made where it is not there yet."""
        for step in steps:
            if isinstance(step, int):
                node = node.setdefault(_GAPS, {}).setdefault(step, {})
            elif self._members is not None and step.startswith("@"):
                node = self._through(node, step, plain=plain)
            else:
                node = node.setdefault(strip_accents(step) if plain else step, {})
        return node

    def _through(self, node: dict[str, Any], name: str, *, plain: bool) -> dict[str, Any]:
        """The node behind a class: every member's path from ``node`` goes on there."""
        classes: dict[str, dict[str, Any]] = node.setdefault(_CLASSES, {})
        if name not in classes:
            behind = classes[name] = {}
            for steps in self._spelled(name):
                self._path(node, steps, plain=plain).setdefault(_AFTER, []).append(behind)
        return classes[name]

    def _spelled(self, name: str) -> list[list[Step]]:
        """The members of a class as steps, cut once."""
        known = self._written.get(name)
        if known is None:
            members = self._members(name) if self._members else ()
            known = self._written[name] = [self._steps(member) for member in members]
        return known

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
        exact = self._exact
        found: list[Match] = []
        # Most words begin no phrase.
        for index in [index for index in range(start, stop) if lowers[index] in exact]:
            _walk(exact[lowers[index]], lowers, texts, index, index + 1, stop, found)
        fresh = self._find_shouted(words, start, stop)
        if fresh:
            found.extend([match for match in fresh if match not in found])
            found.sort(key=lambda match: match[0])
        return found

    def _find_shouted(self, words: Words, start: int, stop: int) -> list[Match]:
        """Places in capitals, which have often lost their accents. Also where the first word has none to lose and a
        later one has ("MUJERES EN PRISION").
        """
        texts = words.texts
        found: list[Match] = []
        for index in words.shouted:
            node = self._plain.get(words.folded[index]) if start <= index < stop else None
            if node is not None:
                _walk(node, words.folded, texts, index, index + 1, stop, found)
        return [match for match in found if _in_capitals(texts, match)]


def _walk(
    node: dict[str, Any], lowers: list[str], texts: list[str], start: int, at: int, stop: int, found: list[Match]
) -> None:
    """Follow the phrases through the tokens from ``at``; ``start`` is where they began."""
    while True:
        for value in node.get(_VALUES, ()):
            found.append((start, at, value))
        for behind_class in node.get(_AFTER, ()):
            _walk(behind_class, lowers, texts, start, at, stop, found)
        for most, following in node[_GAPS].items() if _GAPS in node else ():
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
