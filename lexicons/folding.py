"""Text folded for comparing names: one character for one, or words alone."""

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
