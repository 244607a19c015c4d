"""Small readings of text that every module here shares: one line, folded for comparing, flat for matching rules."""

from __future__ import annotations

import re
import unicodedata

from lxml.html import HtmlElement

# Latin letters to their bare lower-case form, one character for one, so that offsets in a flat text are the text's own.
_BARE = {
    code: unicodedata.normalize("NFD", chr(code))[0].lower()[0]
    for code in (*range(0x250), *range(0x1E00, 0x1F00))
    if not 0x7F <= code < 0xA0
}
_FUNCTION_WORD = 3  # letters, at most
_WORDS = re.compile(r"[a-z0-9]+")


def one_line(element: HtmlElement) -> str:
    """An element's text with single blanks; words of neighbouring elements do not run together."""
    return " ".join(" ".join(element.itertext()).split())


def flat(text: str) -> str:
    """Lower case without accents, character for character."""
    return text.lower() if text.isascii() else text.translate(_BARE)


def fold(text: str) -> str:
    """Lower case, no accents, only letters and digits with single blanks: for comparing names."""
    return " ".join(_WORDS.findall(flat(text)))


def overlap(one: str, other: str) -> float:
    """The share of the shorter text's words that the other has too; articles and prepositions do not count."""
    first, second = _content_words(one), _content_words(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _content_words(text: str) -> set[str]:
    words = fold(text).split()
    return {word for word in words if len(word) > _FUNCTION_WORD} or set(words)
