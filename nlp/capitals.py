"""Which words of a headline may be a person's name: every capital that is not surely something else.

In: a text, the words that the study writes in small letters, and what the lists know. Out: words, folded. A name that
no list knows is still a capital, so what is published fails safe: what is neither an institution, an office, a place
nor a common word counts as a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from enum import Enum, auto

from lexicons.masking_data import Capitals, folded, load_capitals
from lexicons.small_words import small_words

WORD = re.compile(r"[^\W\d_]+")
_LISTS = small_words("capitals")
JOINERS = frozenset(_LISTS["joiners"])
# Words that are written small somewhere; not those of an address or a handle.
_SMALL = re.compile(r"(?<![@#/.\w-])[^\W\d_]{2,}(?![@\w]|[./]\w)")
# After these a word has a capital whatever it is.
_BEGINS = frozenset("-.:;?!|¿¡«»\"“”‘’'()[]—–…•")
# Two words in capitals are a name; a headline where most are has them on all words.
_TITLE_CASE, _FEWEST, _LONG = 0.6, 3, 4
# Once may be a slip of the rule.
_PLACED_OFTEN = 2
_SAINTS = frozenset(_LISTS["saints"])
_ACRONYM = 6
# The longest name of a place: "San Juan de los Lagos"; where every word has a capital, "St. Louis".
_PLACE, _PLACE_TITLE = 5, 2
# A name inside an address: words joined by signs, of letters enough to be one.
_SLUG = re.compile(r"[^/?&=]+")
_SLUG_JOINS, _SHORTEST = 2, 4


class _Is(Enum):
    """How a word in capitals is taken."""

    SURE = auto()  # an institution, an office, a country, a small word
    COMMON = auto()  # written small elsewhere
    NAME = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    capital: bool
    begins: bool  # its capital comes from its place
    joined: bool  # nothing but a space, or small words of names, since the capital before it
    gap: str


@dataclass(slots=True)
class Vocabulary:
    """The words a study writes in small letters; the more it has read, the fewer capitals it takes for names."""

    common: set[str] = field(default_factory=set)
    _seen_placed: Counter[str] = field(default_factory=Counter)
    _known: Capitals = field(default_factory=load_capitals)

    def learn(self, text: str, language: str | None) -> None:
        """Take over the words that an article writes in small letters, and the places it tells."""
        self.common.update({folded(word) for word in set(_SMALL.findall(text)) if word.islower()})
        tokens = _tokens(text)
        placed = (tokens[at] for at in self._placed(tokens, language, title=False))
        self._seen_placed.update({folded(token.word) for token in placed if token.capital})

    def ambiguous(self, text: str) -> frozenset[str]:
        """The surnames that this text writes as words."""
        small = {folded(word) for word in set(_SMALL.findall(text)) if word.islower()}
        return frozenset(small & self._known.surnames)

    def sure(self, word: str) -> bool:
        """Whether a folded word is no name wherever it stands."""
        known = self._known
        return word not in known.first_names and word not in known.surnames and (
            word in known.bodies or word in known.small or word in known.words or word in self.common
            or self._is_known_place(word)
        )  # fmt: skip

    def names_in(self, text: str, language: str | None, own: Set[str] = frozenset()) -> frozenset[str]:
        """The words of the text that may be a person's name, folded. ``own``: surnames that its article writes as
        words."""
        tokens = _tokens(text)
        long = [each for each in tokens if len(each.word) >= _LONG]
        capitals = sum(each.capital for each in long)
        title = capitals >= _FEWEST and capitals > _TITLE_CASE * len(long)
        # In a headline of capitals alone an acronym looks like any word.
        shouted = title and sum(each.word.isupper() for each in long) > _TITLE_CASE * len(long)
        placed = self._placed(tokens, language, title=title)
        found: set[str] = set()
        named = first = False  # the word before in the same run is a name; it is the run's first
        for at, token in enumerate(tokens):
            if not token.capital:
                if folded(token.word) not in JOINERS:
                    named = False
                continue
            kind = self._kind(token, shouted=shouted, free=not (title or token.begins), own=own)
            follows = named and token.joined
            if kind is _Is.COMMON and follows and (first or not title):
                # "Melibea Campos": beside a name a common word is her surname.
                kind = _Is.NAME
            if kind is _Is.NAME and at in placed and self._is_place(tokens, at):
                kind = _Is.COMMON
            first = kind is _Is.NAME and not follows
            named = kind is _Is.NAME
            if named:
                found.add(folded(token.word))
        return frozenset(found)

    def address_tells(self, words: str, title: str, names: Set[str]) -> bool:
        """Whether an address has a word in its readable part that may be a name: one that neither the study nor the
        headline writes as another word."""
        safe = {folded(word) for word in WORD.findall(title)} - set(names)
        for part in _SLUG.findall(words):
            if len(re.findall(r"[-_+ ]", part)) < _SLUG_JOINS:
                continue
            for word in map(folded, WORD.findall(part)):
                known = len(word) < _SHORTEST or word in safe or word in self._known.technical or self.sure(word)
                # An address is cut at some length: "derechos-huma".
                if not known and not any(each.startswith(word) for each in safe):
                    return True
        return False

    def _kind(self, token: _Token, *, shouted: bool, free: bool, own: Set[str]) -> _Is:
        word, known = folded(token.word), self._known
        if len(word) == 1:
            return _Is.SURE
        if word in known.first_names:
            return _Is.NAME
        if word in known.surnames:
            return _Is.COMMON if word in own and not free else _Is.NAME
        if word in known.bodies or (word in known.small and not free):
            return _Is.SURE
        if token.word.isupper() and len(word) <= _ACRONYM and not shouted:
            return _Is.SURE
        common = word in self.common or word in known.small or word in known.words or self._is_known_place(word)
        return _Is.COMMON if common else _Is.NAME

    def _is_known_place(self, word: str) -> bool:
        """Whether several articles say that something happened in it."""
        return self._seen_placed[word] >= _PLACED_OFTEN

    def _is_place(self, tokens: list[_Token], at: int) -> bool:
        """Whether a word behind "in" is a place: a first name is one only of a saint ("São Paulo")."""
        saint = at > 0 and folded(tokens[at - 1].word) in _SAINTS
        return saint or folded(tokens[at].word) not in self._known.first_names

    def _placed(self, tokens: list[_Token], language: str | None, *, title: bool) -> frozenset[int]:
        """The words in capitals behind "in", but not behind "believes in"."""
        before = self._known.places.get(language or "", frozenset())
        found: set[int] = set()
        for at, token in enumerate(tokens):
            believed = at > 0 and folded(tokens[at - 1].word).startswith(self._known.believing)
            if token.word.lower() not in before or believed:
                continue
            last = min(len(tokens), at + 1 + (_PLACE_TITLE if title else _PLACE))
            for follows in range(at + 1, last):
                word, joins = tokens[follows], tokens[follows].word.lower() in JOINERS | {"the"}
                if word.gap.strip(" ") or not (word.capital or joins) or (title and self.sure(folded(word.word))):
                    break
                found.add(follows)
        return frozenset(found)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    end, after_capital = 0, False
    for match in WORD.finditer(text):
        word, gap = match.group(), text[end : match.start()]
        # Without a blank it is an apostrophe: "D'Angelo".
        begins = not tokens or (any(sign.isspace() for sign in gap) and bool(set(gap) & _BEGINS))
        joined = after_capital and not set(gap.strip(" ")) - set(".-'’")
        tokens.append(_Token(word, word[0].isupper(), begins, joined, gap))
        # A small word of names keeps the run.
        after_capital = word[0].isupper() or (joined and word.lower() in JOINERS)
        end = match.end()
    return tokens
