"""Many phrases found in one pass over the tokens of an article.

In: phrases (lower case, gaps of up to n words ``<n>``, a name ``<name>``, braces, classes ``@deny``) with a value each.
Out: (start, end, value) for every place a phrase stands. Why not spaCy's PhraseMatcher: phrases have gaps, texts in
capitals match without accents, and plain dictionaries over the shared word lists are faster than either of its ways to
do that.

A phrase is cut and built when a word that begins it is first read: most phrases of a lexicon begin with words that a
text does not hold. How the search goes on from there is nlp/texts/states.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from lexicons.forms import NAME, expand_braces, pieces
from nlp.texts.states import Behind, Node, States
from nlp.texts.words import Cut, Words, strip_accents

Match = tuple[int, int, Any]
T = TypeVar("T")


class Choice(NamedTuple):
    """One of several wordings: a class such as ``@deny``, or a word with braces, ``presa{,s}``."""

    name: str


class NamePlace(NamedTuple):
    """A name: a few words with a capital."""


class Openings(NamedTuple):
    """The wordings of a choice by the token that they begin with, and whether the choice may be left out."""

    wordings: dict[str, list[str]]
    optional: bool


# A token, a gap of up to so many words, a choice, or a name.
Step = str | int | Choice | NamePlace


class PhraseTrie:
    """Phrases, searched once as written and once without accents for words in capitals."""

    def __init__(self, tokenize: Cut, members: Callable[[str], Iterable[str]] | None = None) -> None:
        """``members`` gives the phrases a class such as ``@deny`` stands for."""
        self._cutter = _Cutter(tokenize, members)
        self._phrases: list[tuple[str, object]] = []
        self._exact: _Search | None = None
        self._plain: _Search | None = None

    def sibling(self) -> PhraseTrie:
        """An empty search beside this one, which shares what is known of words and classes."""
        other = PhraseTrie(self._cutter.tokenize, self._cutter.members)
        other._cutter = self._cutter
        return other

    def add(self, phrase: str, value: object) -> None:
        """Add one phrase, braces and classes as written. The tokenizer that will cut the articles cuts it too."""
        self._phrases.append((phrase, value))
        self._exact = self._plain = None

    def find(self, words: Words, start: int = 0, end: int | None = None) -> list[Match]:
        """All places in tokens ``start`` to ``end`` where a phrase stands, each once, by beginning and end; values of
        one place in the order they were added in.
        """
        if self._exact is None:
            self._exact = _Search(self._cutter, self._phrases)
        stop = len(words.lowers) if end is None else end
        # Most words begin no phrase.
        indices = words.places(self._exact.begins)
        if start or stop < len(words.lowers):
            indices = indices[bisect_left(indices, start) : bisect_left(indices, stop)]
        found = self._exact.find(words.lowers, words.texts, indices, stop) if indices else []
        shouted = [index for index in words.shouted if start <= index < stop] if words.shouted else ()
        fresh = self._find_shouted(words, shouted, stop) if shouted else ()
        if fresh:
            known = set(found)
            found.extend([match for match in fresh if match not in known])
            found.sort(key=lambda match: match[0])
        return found

    def _find_shouted(self, words: Words, shouted: Sequence[int], stop: int) -> list[Match]:
        """Places in capitals, which have often lost their accents. Also where the first word has none to lose and a
        later one has ("MUJERES EN PRISION").
        """
        if self._plain is None:
            self._plain = _Search(self._cutter, self._phrases, plain=True)
        folded, begins = words.folded, self._plain.begins
        indices = [index for index in shouted if folded[index] in begins]
        found = self._plain.find(folded, words.texts, indices, stop) if indices else []
        return [match for match in found if _in_capitals(words.texts, match)]


def _in_capitals(texts: list[str], match: Match) -> bool:
    return all(text.isupper() or not text.isalpha() for text in texts[match[0] : match[1]])


def _is_word(text: str) -> bool:
    """Is it a word that stands for itself?"""
    return text != "" and text[0] != "@" and "{" not in text and "<" not in text


def _by_first_word(phrases: Iterable[tuple[str, T]]) -> dict[str, list[tuple[str, T]]]:
    """Phrases by what stands before their first blank: thousands begin with the same few hundred words."""
    found: dict[str, list[tuple[str, T]]] = {}
    for entry in phrases:
        found.setdefault(entry[0].partition(" ")[0], []).append(entry)
    return found


class _Cutter:
    """Cuts phrases into steps, and choices into the steps of their wordings; each word and choice once."""

    def __init__(self, tokenize: Cut, members: Callable[[str], Iterable[str]] | None) -> None:
        self.tokenize = tokenize
        self.members = members
        self._known: dict[str, tuple[str, ...]] = {}
        self._openings: dict[str, Openings] = {}
        self._accented: dict[str, bool] = {}

    def steps(self, phrase: str) -> list[Step]:
        """Tokens, gaps as numbers, names and choices."""
        steps: list[Step] = []
        if "@" not in phrase and "{" not in phrase and "<" not in phrase:
            for word in phrase.split():
                steps += self._cut(word)
            return steps
        for piece in pieces(phrase):
            step = self._step(piece)
            if step is None:
                steps.extend(self._cut(piece))
            else:
                steps.append(step)
        return steps

    def first(self, phrase: str) -> Step | None:
        """The first step alone, which is all that is asked of most phrases; None of an empty one."""
        word = phrase.partition(" ")[0]
        if _is_word(word):
            return next(iter(self._cut(word)), None)
        piece = next(iter(pieces(phrase)), None)
        if piece is None:
            return None
        step = self._step(piece)
        return step if step is not None else next(iter(self._cut(piece)), None)

    def wordings(self, name: str) -> Iterable[str]:
        """The phrases that a choice stands for."""
        return expand_braces(name) if "{" in name or self.members is None else self.members(name)

    def openings(self, name: str) -> Openings:
        """What a choice may begin with."""
        known = self._openings.get(name)
        if known is None:
            wordings: dict[str, list[str]] = {}
            optional = False
            for word, alike in _by_first_word((wording, wording) for wording in self.wordings(name)).items():
                if _is_word(word) and (cut := self._cut(word)):
                    wordings.setdefault(cut[0], []).extend([wording for wording, _ in alike])
                    continue
                for wording, _ in alike:
                    begins, ends = self.beginnings(self.steps(wording))
                    optional = optional or ends
                    for token in dict.fromkeys(begins):
                        wordings.setdefault(token, []).append(wording)
            known = self._openings[name] = Openings(wordings, optional)
        return known

    def beginnings(self, steps: list[Step]) -> tuple[list[str], bool]:
        """The tokens that these steps may begin with, and whether they may be nothing. A gap or a name begins none."""
        tokens: list[str] = []
        for step in steps:
            if isinstance(step, str):
                return [*tokens, step], False
            if not isinstance(step, Choice):
                return tokens, False
            begins, optional = self.openings(step.name)
            tokens.extend(begins.keys())
            if not optional:
                return tokens, False
        return tokens, True

    def may_have_accents(self, phrase: str) -> bool:
        """May a wording of this phrase hold an accent?"""
        if not phrase.isascii():
            return True
        if "{" not in phrase and "@" not in phrase:
            return False
        return any(isinstance(step, Choice) and self._has_accents(step.name) for step in self.steps(phrase))

    def _has_accents(self, name: str) -> bool:
        known = self._accented.get(name)
        if known is None:
            known = self._accented[name] = any(map(self.may_have_accents, self.wordings(name)))
        return known

    def _step(self, piece: str) -> Step | None:
        """What a piece is, None for a word."""
        if "{" in piece or (self.members is not None and piece[0] == "@"):
            return Choice(piece)
        if piece[0] != "<" or piece == "<":
            return None
        return NamePlace() if piece == NAME else int(piece[1])

    def _cut(self, word: str) -> tuple[str, ...]:
        """The tokens of one word. The tokenizer cuts at blanks first, so a word is cut the same in every phrase."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self.tokenize(word)
        return known


class _Search:
    """The phrases by the tokens they begin with, built into nodes as these tokens are read."""

    def __init__(self, cutter: _Cutter, phrases: list[tuple[str, object]], *, plain: bool = False) -> None:
        """``plain``: without accents, and only the phrases that have any: the others are found as they are."""
        self._cutter = cutter
        self._plain = plain
        # Phrases by their first token and by the choice that they begin with, and how many steps come before it.
        self._by_token: dict[str, list[tuple[str, int, object]]] = {}
        self._by_choice: dict[str, list[tuple[str, int, object]]] = {}
        self._choices: dict[str, Node] = {}
        self._behind: dict[str, Node] = {}
        self._states = States(self._openings, self._choice)
        # The tokens that begin a phrase, each with the choices that it may begin.
        self.begins: dict[str, list[str]] = {}
        if plain:
            phrases = [(phrase, value) for phrase, value in phrases if cutter.may_have_accents(phrase)]
        for _, value in phrases:
            self._states.rank(value)
        for word, alike in _by_first_word(phrases).items():
            if _is_word(word) and isinstance(first := cutter.first(word), str):
                begun = self._by_token.setdefault(self._written(first), [])
                begun.extend([(phrase, 0, value) for phrase, value in alike])
                continue
            for phrase, value in alike:
                self._index(phrase, value)
        for token in self._by_token:
            self.begins[token] = []
        for name in self._by_choice:
            for token in dict.fromkeys(map(self._written, cutter.openings(name).wordings)):
                self.begins.setdefault(token, []).append(name)

    def find(self, tokens: list[str], texts: list[str], indices: Iterable[int], stop: int) -> list[Match]:
        """The phrases that begin at one of the ``indices``."""
        return self._states.find(tokens, texts, indices, stop)

    def _index(self, phrase: str, value: object) -> None:
        """Note what a phrase begins with that does not begin with a word."""
        # Where a choice may be left out, the phrase begins with the next step too.
        for skipped, step in enumerate(self._cutter.steps(phrase)):
            if isinstance(step, str):
                self._by_token.setdefault(self._written(step), []).append((phrase, skipped, value))
            elif isinstance(step, Choice):
                self._by_choice.setdefault(step.name, []).append((phrase, skipped, value))
            if not isinstance(step, Choice) or not self._cutter.openings(step.name).optional:
                break

    def _written(self, token: str) -> str:
        return strip_accents(token) if self._plain else token

    def _openings(self, token: str) -> list[tuple[Node, Behind | None]]:
        """The nodes of all phrases that may begin with this token."""
        root = Node()
        for phrase, skipped, value in self._by_token.get(token, ()):
            self._path(root, self._cutter.steps(phrase)[skipped:]).values.append(value)
        nodes: list[tuple[Node, Behind | None]] = [(root, None)]
        nodes += [
            (self._begun(name, token), Behind(self._after_choice(name), None)) for name in self.begins.get(token, ())
        ]
        return nodes

    def _begun(self, name: str, token: str) -> Node:
        """The wordings of a choice that begin with a token: of a class, a few of its thousands."""
        if self._plain:
            return self._choice(name)
        return self._built(self._cutter.openings(name).wordings[token])

    def _after_choice(self, name: str) -> Node:
        """The node behind a choice that begins phrases."""
        node = self._behind.get(name)
        if node is None:
            node = self._behind[name] = Node()
            for phrase, skipped, value in self._by_choice[name]:
                self._path(node, self._cutter.steps(phrase)[skipped + 1 :]).values.append(value)
        return node

    def _choice(self, name: str) -> Node:
        """The wordings of a choice as phrases of their own."""
        node = self._choices.get(name)
        if node is None:
            node = self._choices[name] = self._built(self._cutter.wordings(name))
        return node

    def _built(self, wordings: Iterable[str]) -> Node:
        node = Node()
        for wording in wordings:
            self._path(node, self._cutter.steps(wording)).values = [True]
        return node

    def _path(self, node: Node, steps: list[Step]) -> Node:
        """The node that the steps lead to from ``node``, made where it is not there yet."""
        for step in steps:
            if isinstance(step, str):
                node = self._states.follow(node, self._written(step))
            elif isinstance(step, int):
                node = node.gaps.setdefault(step, Node())
            elif isinstance(step, Choice):
                node = node.choices.setdefault(step.name, Node())
            else:
                node.name = node.name or Node()
                node = node.name
        return node
