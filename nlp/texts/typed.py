"""How a text was typed, undone where it hides words: lines broken by hand, words cut at a line's end, doubled angle
marks, hashtags written as one word.

In: a clean text (nlp/texts/article.py). Out: where it is to be read otherwise, in order: a wire wraps its lines at a
fixed width, and *trafi-* at the end of one goes on as *cante* in the next; *#ViudaNegra* is two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lexicons.small_words import small_words
from nlp.texts.spacing import LOWER, UPPER, Reading, spacing

_LISTS = small_words("typed")
# First halves of compounds, which keep their hyphen at the end of a line.
_KEEP_HYPHEN = frozenset(_LISTS["keep_hyphen"])
# A paragraph begins with a capital: a line that begins in lower case goes on with the one before it.
_WRAPPED = re.compile(rf"\n(?<=[{LOWER}{UPPER}0-9,]\n)(?=[{LOWER}])")
_CUT = re.compile(rf"-\n(?:(?<=[{LOWER}]-\n)(?=[{LOWER}])|(?<=[{UPPER}]-\n)(?=[{UPPER}]))")
_ANGLES = re.compile(r"<<(?=\S)|‹‹|>>|››")
_QUOTES = {"<<": "«", "‹‹": "«", ">>": "»", "››": "»"}
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_LONGEST_WORD = 20
_HASHTAG = re.compile(r"#\w+")
_HUMP = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}])")


def readings(text: str) -> list[Reading]:
    """The half-open ranges of the text that are read otherwise, in order, each with what is read there."""
    found: list[Reading] = []
    if "\n" in text:
        found.extend(_cut(text))
        found.extend((*match.span(), " ") for match in _WRAPPED.finditer(text))
    if "<<" in text or ">>" in text or "‹‹" in text or "››" in text:
        found.extend((*match.span(), _QUOTES[match.group()]) for match in _ANGLES.finditer(text))
    if "#" in text:
        found.extend(_hashtags(text))
    found.extend(spacing(text))
    return _apart(found)


def _apart(found: list[Reading]) -> list[Reading]:
    """In order, each place once: of two that meet the later is read in the next round."""
    kept: list[Reading] = []
    for reading in sorted(set(found)):
        if not kept or reading[0] > kept[-1][1] or (reading[0] == kept[-1][1] and reading[0] < reading[1]):
            kept.append(reading)
    return kept


def _cut(text: str) -> Iterator[Reading]:
    """A word cut at the end of its line; a compound keeps its hyphen: *hunger-* *strike*."""
    for match in _CUT.finditer(text):
        before = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
        stays = before is not None and before.group().lower() in _KEEP_HYPHEN
        yield match.start() + stays, match.end(), ""


def _hashtags(text: str) -> Iterator[Reading]:
    """A blank before every capital within a hashtag."""
    for tag in _HASHTAG.finditer(text):
        for hump in _HUMP.finditer(text, tag.start(), tag.end()):
            yield hump.start(), hump.start(), " "
