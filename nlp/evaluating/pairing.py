"""Pairing labelled words, which carry no offsets, with tagged words, which do.

In: pieces of one article. Out: pairs, each piece used once. A labelled span stands wherever its words occur in its
part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from corpus.records import Article, Part

_SPACE = re.compile(r"\s+")
# Costs of a pairing, by weight: that it pairs at all, that texts and kinds are equal, that it keeps the order.
_IMPOSSIBLE = 1e6
_UNEQUAL = 1.0
_OUT_OF_ORDER = 1e-4


@dataclass(frozen=True)
class Piece:
    """Words in one part of an article, at ``start:end`` of that part's text; ``kind`` must agree or breaks ties."""

    part: str
    ranges: tuple[tuple[int, int], ...]
    text: str
    kind: str


def pair_up(gold: Sequence[Piece], predicted: Sequence[Piece]) -> list[tuple[int, int]]:
    """Pairs (gold, predicted) that overlap in the same part, each used once, as many as possible.

    Among equally many, equal texts and kinds go together, then the order of the text is kept. Voices and roles play no
    part.
    """
    if not gold or not predicted:
        return []
    cost = np.full((len(gold), len(predicted)), _IMPOSSIBLE)
    for i, labelled in enumerate(gold):
        for j, tagged in enumerate(predicted):
            if _overlap(labelled, tagged):
                unequal = (_plain(labelled.text) != _plain(tagged.text)) + 2 * (labelled.kind != tagged.kind)
                cost[i, j] = _UNEQUAL * unequal + _OUT_OF_ORDER * abs(i - j)
    rows, columns = linear_sum_assignment(cost)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if cost[i, j] < _IMPOSSIBLE]


def _overlap(gold: Piece, tagged: Piece) -> bool:
    if gold.part and gold.part != tagged.part:
        return False
    if not gold.ranges:  # the coder's words are not literally there: compare what both say
        one, other = _plain(gold.text), _plain(tagged.text)
        return bool(one and other) and (one in other or other in one)
    start, end = tagged.ranges[0]
    return any(first < end and start < last for first, last in gold.ranges)


def labelled_piece(article: Article, text: str, part: Part | None, kind: str) -> Piece:
    """Where a coder's words stand: every place they occur in their part, in offsets of ``_text``.

    Sources have no part: they are looked for in the whole article, headline first.
    """
    wanted = _pattern(text)
    where = _side(part) if part else ""
    haystack = _text(article, where)
    ranges = tuple(match.span() for match in wanted.finditer(haystack)) if wanted else ()
    return Piece(where, ranges, text, kind)


def _pattern(text: str) -> re.Pattern[str] | None:
    words = text.split()
    return re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE) if words else None


def tagged_piece(article: Article, part: Part, start: int, end: int, kind: str) -> Piece:
    """A tagged span, in offsets of ``_text`` of its side, or of the whole article for sources (``kind`` given)."""
    lead = f"{article.lead}\n\n" if article.lead else ""
    stored = {Part.HEADLINE: article.title, Part.LEAD: article.lead or "", Part.BODY: article.body}[part]
    shift = len(lead) if part is Part.BODY else 0
    if kind and part is not Part.HEADLINE:
        shift += len(article.title) + 2
    return Piece("" if kind else _side(part), ((start + shift, end + shift),), stored[start:end], kind)


def _side(part: Part) -> str:
    return Part.HEADLINE.value if part is Part.HEADLINE else Part.BODY.value


def _text(article: Article, side: str) -> str:
    """The headline; lead and body; or, for an empty ``side``, all of them."""
    rest = f"{article.lead}\n\n{article.body}" if article.lead else article.body
    return {Part.HEADLINE.value: article.title, Part.BODY.value: rest}.get(side, f"{article.title}\n\n{rest}")


def _plain(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip().casefold()
