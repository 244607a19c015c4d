"""Many phrases found in one pass over the tokens of an article.

In: phrases (lower case, gaps of up to n words ``<n>``, a name ``<name>``, braces, classes ``@deny``) with a value each.
Out: (start, end, value) for every place a phrase stands. Why not spaCy's PhraseMatcher: phrases have gaps, texts in
capitals match without accents, and plain dictionaries over the shared word lists are faster than either of its ways to
do that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from lexicons.forms import NAME, expand_braces
from nlp.texts.words import Words, fold, strip_accents

_GAP = re.compile(r"<([1-9])>")
# The pieces of a phrase: braces keep the blanks in them.
_PIECES = re.compile(r"<[1-9]>|<name>|(?:\{[^{}]*\}|[^\s{}<])+")
# Keys that no token can be: the values that end here, the gaps that begin here, the choices that may follow, where a
# phrase goes on after a choice that ends here, and whether a choice may begin with more than its own tokens.
_VALUES = "\0values"
_GAPS = "\0gaps"
_CHOICES = "\0choices"
_AFTER = "\0after"
_OPEN = "\0open"
# One to so many words with a capital, as names have.
_NAME = "\0name"
_LONGEST_NAME = 4
# A gap never reaches over these: what stands behind them is another clause.
_GAP_STOPS = frozenset('.;:!?…()[]"“”«»\n')

_NONE: frozenset[str] = frozenset()

Match = tuple[int, int, Any]
Node = dict[str, Any]


class Choice(NamedTuple):
    """One of several wordings: a class such as ``@deny``, or a word with braces, ``presa{,s}``."""

    name: str


# A token, a gap of up to so many words, or a choice.
Step = str | int | Choice


class PhraseTrie:
    """Phrases as nested dictionaries, once as written and once without accents for words in capitals.

    A choice is not written out where it stands in a phrase: its wordings are kept once, beside the phrases, and the
    search goes through them. Only at the beginning of a phrase are they written out, since most words begin none.
    """

    def __init__(
        self, tokenize: Callable[[str], Iterable[str]], members: Callable[[str], Iterable[str]] | None = None
    ) -> None:
        """``members`` gives the phrases a class such as ``@deny`` stands for."""
        self._tokenize = tokenize
        self._members = members
        self._exact: Node = {}
        self._plain: Node = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._steps_of: dict[str, list[list[Step]]] = {}
        self._choices: dict[tuple[str, bool], Node] = {}
        # Which choices may begin with a token, exact and plain.
        self._begins: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
        self._accented: dict[str, bool] = {}

    def add(self, phrase: str, value: object) -> None:
        """Add one phrase, braces and classes as written. The tokenizer that will cut the articles cuts it too."""
        steps = self._steps(phrase)
        roots = [(self._exact, False)]
        if self._has_accents(steps):  # else words in capitals are found as they are
            roots.append((self._plain, True))
        for root, plain in roots:
            for node in self._paths(root, steps, plain=plain):
                values = node.setdefault(_VALUES, [])
                if value not in values:
                    values.append(value)

    def _has_accents(self, steps: list[Step]) -> bool:
        """May a wording of these steps hold an accent?"""
        return any(
            self._choice_accented(step.name)
            if isinstance(step, Choice)
            else isinstance(step, str) and not step.isascii()
            for step in steps
        )

    def _choice_accented(self, name: str) -> bool:
        known = self._accented.get(name)
        if known is None:
            known = self._accented[name] = any(self._has_accents(steps) for steps in self._wordings(name))
        return known

    def _steps(self, phrase: str) -> list[Step]:
        """Tokens, gaps as numbers, and choices."""
        steps: list[Step] = []
        for piece in _PIECES.findall(phrase):
            if "{" in piece or (self._members is not None and piece.startswith("@")):
                steps.append(Choice(piece))
            elif piece == NAME:
                steps.append(_NAME)
            elif _GAP.fullmatch(piece):
                steps.append(int(piece[1]))
            else:
                steps.extend(self._cut(piece))
        return steps

    def _paths(self, root: Node, steps: list[Step], *, plain: bool) -> Iterator[Node]:
        """Where the steps lead to from a root: one place, or one more for a first step that may be left out."""
        first = steps[0]
        if isinstance(first, Choice):
            yield self._path(self._written_out(root, first.name, plain=plain), steps[1:], plain=plain)
            if [] in self._wordings(first.name):
                yield from self._paths(root, steps[1:], plain=plain)
        else:
            yield self._path(root, steps, plain=plain)

    def _path(self, node: Node, steps: list[Step], *, plain: bool) -> Node:
        """The node that the steps lead to from ``node``, made where it is not there yet."""
        for step in steps:
            if isinstance(step, str):
                node = node.setdefault(strip_accents(step) if plain else step, {})
            elif isinstance(step, int):
                node = node.setdefault(_GAPS, {}).setdefault(step, {})
            else:
                choices = node.setdefault(_CHOICES, {})
                if step.name not in choices:
                    choices[step.name] = (self._choice(step.name, plain=plain), {})
                node = choices[step.name][1]
        return node

    def _written_out(self, root: Node, name: str, *, plain: bool) -> Node:
        """The node behind a choice that begins phrases: every wording's path goes on there."""
        behind: dict[str, Node] = root.setdefault(_CHOICES, {})
        if name not in behind:
            node = behind[name] = {}
            for steps in self._wordings(name):
                for end in self._paths(root, steps, plain=plain) if steps else ():
                    end.setdefault(_AFTER, []).append(node)
        return behind[name]

    def _choice(self, name: str, *, plain: bool) -> Node:
        """The wordings of a choice as phrases of their own, made once."""
        key = (name, plain)
        if key not in self._choices:
            root = self._choices[key] = {}
            for steps in self._wordings(name):
                self._path(root, steps, plain=plain)[_VALUES] = [True]
            begins = self._begins[plain]
            if _CHOICES in root or _VALUES in root:
                begins.setdefault(_OPEN, set()).add(name)
            for token in root:
                begins.setdefault(token, set()).add(name)
        return self._choices[key]

    def _wordings(self, name: str) -> list[list[Step]]:
        """What a choice stands for, as steps, cut once."""
        known = self._steps_of.get(name)
        if known is None:
            wordings = expand_braces(name) if "{" in name or self._members is None else self._members(name)
            known = self._steps_of[name] = [self._steps(wording) for wording in wordings]
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
        exact, begins = self._exact, self._begins[False]
        found: list[Match] = []
        # Most words begin no phrase.
        for index in [index for index in range(start, stop) if lowers[index] in exact]:
            _walk(exact[lowers[index]], lowers, texts, index, index + 1, stop, found, begins)
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
                _walk(node, words.folded, texts, index, index + 1, stop, found, self._begins[True])
        return [match for match in found if _in_capitals(texts, match)]


def _walk(
    node: Node,
    lowers: list[str],
    texts: list[str],
    start: int,
    at: int,
    stop: int,
    found: list[Match],
    begins: dict[str, set[str]],
) -> None:
    """Follow the phrases through the tokens from ``at``; ``start`` is where they began."""
    while True:
        if _VALUES in node:
            found.extend([(start, at, value) for value in node[_VALUES]])
        if _AFTER in node:
            for behind in node[_AFTER]:
                _walk(behind, lowers, texts, start, at, stop, found, begins)
        if _CHOICES in node:
            _choose(node[_CHOICES], lowers, texts, start, at, stop, found, begins)
        if _NAME in node:
            for end in range(at, min(at + _LONGEST_NAME, stop)):
                if not texts[end][0].isupper():
                    break
                _walk(node[_NAME], lowers, texts, start, end + 1, stop, found, begins)
        if _GAPS in node:
            for most, following in node[_GAPS].items():
                choices = following.get(_CHOICES)
                for place in range(at, min(at + most + 1, stop)):
                    if place > at and texts[place - 1] in _GAP_STOPS:
                        break
                    step = following.get(lowers[place])
                    if step is not None:
                        _walk(step, lowers, texts, start, place + 1, stop, found, begins)
                    if choices is not None:
                        _choose(choices, lowers, texts, start, place, stop, found, begins)
        if at >= stop:
            return
        node = node.get(lowers[at])  # type: ignore[assignment]
        if node is None:
            return
        at += 1


def _choose(
    choices: dict[str, Any],
    lowers: list[str],
    texts: list[str],
    start: int,
    at: int,
    stop: int,
    found: list[Match],
    begins: dict[str, set[str]],
) -> None:
    """Go through the choices that may follow at a node, and on behind each wording that stands at ``at``."""
    names = begins.get(lowers[at], _NONE) if at < stop else _NONE
    if _OPEN in begins:
        names = names | begins[_OPEN]
    for name in choices.keys() & names:
        wordings, behind = choices[name]
        ends: list[Match] = []
        _walk(wordings, lowers, texts, at, at, stop, ends, begins)
        for end in {match[1] for match in ends}:
            _walk(behind, lowers, texts, start, end, stop, found, begins)


def _in_capitals(texts: list[str], match: Match) -> bool:
    return all(text.isupper() or not text.isalpha() for text in texts[match[0] : match[1]])
