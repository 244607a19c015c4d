"""Where the words of a text are, as an annotator's caret steps through them.

In: a text as stored. Out: half-open offsets in code points, so that the browser, which counts UTF-16, never counts.
"""

from __future__ import annotations

import unicodedata

ZERO_WIDTH_JOINER = "\u200d"
# Inside a word these do not end it: apostrophes, soft hyphen, zero-width non-joiner, the Catalan middle dot.
_INNER = frozenset("'’ʼ·\u00ad\u200c")


def word_offsets(text: str) -> list[tuple[int, int]]:
    """(start, end) of every word, in order. A pictograph is a word, and so is each sign of a script without spaces."""
    found: list[tuple[int, int]] = []
    start, kind = 0, ""
    for place, sign in enumerate(text):
        now = _kind(sign)
        if kind and (now == "joins" or text[place - 1] == ZERO_WIDTH_JOINER):
            continue
        if kind == "letter" and (
            now == "letter" or (sign in _INNER and _kind(text[place + 1 : place + 2]) == "letter")
        ):
            continue
        if kind:
            found.append((start, place))
        start, kind = place, "" if now == "joins" else now
    if kind:
        found.append((start, len(text)))
    return found


def _kind(sign: str) -> str:
    if not sign:
        return ""
    category = unicodedata.category(sign)
    if category[0] == "M" or sign == ZERO_WIDTH_JOINER or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return "joins"  # accents, variation selectors and skin tones belong to the sign before
    if category == "So" or (category == "Lo" and unicodedata.east_asian_width(sign) in "WF"):
        return "alone"
    return "letter" if category[0] in "LN" or sign == "_" else ""
