"""Small readings of text that every module here shares: one line, folded for comparing, flat for matching rules."""

from __future__ import annotations

from lxml.html import HtmlElement

from lexicons.folding import flat, fold

__all__ = ["flat", "fold", "one_line", "overlap"]

_FUNCTION_WORD = 3  # letters, at most


def one_line(element: HtmlElement) -> str:
    """An element's text with single blanks; words of neighbouring elements do not run together."""
    return " ".join(" ".join(element.itertext()).split())


def overlap(one: str, other: str) -> float:
    """The share of the shorter text's words that the other has too; articles and prepositions do not count."""
    first, second = _content_words(one), _content_words(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _content_words(text: str) -> set[str]:
    words = fold(text).split()
    return {word for word in words if len(word) > _FUNCTION_WORD} or set(words)
