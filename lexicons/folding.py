"""Text folded for comparing: without accents, without capitals, one character for one, or words alone."""

from __future__ import annotations

import re
import unicodedata

# Latin letters to their bare lower-case form, one character for one, so that offsets in a flat text are the text's own.
_BARE = {
    code: unicodedata.normalize("NFD", chr(code))[0].lower()[0]
    for code in (*range(0x250), *range(0x1E00, 0x1F00))
    if not 0x7F <= code < 0xA0
}
_WORDS = re.compile(r"[a-z0-9]+")


def flat(text: str) -> str:
    """Lower case without accents, character for character."""
    return text.lower() if text.isascii() else text.translate(_BARE)


def fold(text: str) -> str:
    """Lower case, no accents, only letters and digits with single blanks: for comparing names."""
    return " ".join(_WORDS.findall(flat(text)))


def without_accents(text: str) -> str:
    """``Prisão`` gives ``Prisao``; ñ and ç lose their marks too, as they do in some capitals."""
    return text if text.isascii() else _without_marks(unicodedata.normalize("NFD", text))


def comparable(text: str) -> str:
    """Accents and capitals aside, and ligatures and wide letters as plain ones: of any length, for comparing only."""
    return _without_marks(unicodedata.normalize("NFKD", text.casefold()))


def _without_marks(decomposed: str) -> str:
    return "".join(char for char in decomposed if not unicodedata.combining(char))
