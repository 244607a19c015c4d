"""Blanks and marks where they hide words: a blank left out after a stop, put inside quotation marks or between letters.

In: a clean text (nlp/texts/article.py). Out: where it is to be read otherwise: *mujeres.Ninguna*, *la presa,que*,
*"no",dijo* want a blank; *" mula "* and *r e c l u s a* have too many; *\\*mula\\** is emphasis; *--* is a dash,
*‹mula›* a quotation, *ﬁ* two letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# A half-open range of the text, and what is read there.
Reading = tuple[int, int, str]
LOWER = "a-zß-öø-ÿ"
UPPER = "A-ZÀ-ÖØ-Þ"
_LETTER = r"[^\W\d_]"
_GLYPHS = {
    "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "‐": "-", "‑": "-", "＂": '"', "❝": "“", "❞": "”",
    "‹": "“", "›": "”",
}  # fmt: skip


class _Slip(NamedTuple):
    """A slip: signs without which it is not there, where it stands, and how it is read."""

    signs: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Iterator[Reading]]


def spacing(text: str) -> Iterator[Reading]:
    """What is read otherwise. Ranges of two slips may meet."""
    for signs, pattern, read in _SLIPS:
        if any(sign in text for sign in signs):
            for match in pattern.finditer(text):
                yield from read(match)


def _blank_after(match: re.Match[str]) -> Iterator[Reading]:
    yield match.end(), match.end(), " "


def _blank_before(match: re.Match[str]) -> Iterator[Reading]:
    yield match.start(), match.start(), " "


def _glyph(match: re.Match[str]) -> Iterator[Reading]:
    yield *match.span(), _GLYPHS[match.group()]


def _dash(match: re.Match[str]) -> Iterator[Reading]:
    yield *match.span(), "—"


def _without_groups(match: re.Match[str]) -> Iterator[Reading]:
    yield *match.span(1), ""
    yield *match.span(2), ""


def _close_up(match: re.Match[str]) -> Iterator[Reading]:
    for place in range(match.start(), match.end(), 2):
        yield place, place + 1, ""


# A pattern begins with its sign, so that it costs nothing where that does not stand.
_SLIPS = (
    _Slip((",", ";"), re.compile(rf"[,;](?<=[^\s\d].)(?={_LETTER})"), _blank_after),
    _Slip((":", "!", "?", "…"), re.compile(rf"[:!?…](?<={_LETTER}{{2}}.)(?=[{LOWER}{UPPER}¿¡“«])"), _blank_after),
    # A capital behind a stop begins a sentence unless it is one of several (EE.UU., Ph.D.).
    _Slip((".",), re.compile(rf"\.(?<={_LETTER}[{LOWER}].)(?<!www\.)(?=[{UPPER}¿¡“«—][^.])"), _blank_after),
    _Slip(("”", "»"), re.compile(rf"[”»](?={_LETTER})"), _blank_after),
    _Slip(("“", "«"), re.compile(r"[“«](?<=[^\W_].|[,;:.!?].)(?=\w)"), _blank_before),
    _Slip(('" ',), re.compile(r"\"(?<=\s.)( )\w[^\"\n]{0,60}\w( )\"(?=[\s.,;:!?)])"), _without_groups),
    _Slip(("' ",), re.compile(r"'(?<=\s.)( )\w[^'\n]{0,60}\w( )'(?=[\s.,;:!?)])"), _without_groups),
    _Slip(("*",), re.compile(r"(?<![\w*])(\*{1,3})(?=\w)[^*\n]{1,80}(?<=\w)(\*{1,3})(?![\w*])"), _without_groups),
    _Slip(("_",), re.compile(r"(?<!\w)(_)(?=[^\W_])[^_\n]{1,80}(?<=[^\W_])(_)(?!\w)"), _without_groups),
    _Slip(tuple(_GLYPHS), re.compile("‹(?!‹)(?<!‹‹)|›(?!›)(?<!››)|" + "|".join(set(_GLYPHS) - {"‹", "›"})), _glyph),
    _Slip(("--",), re.compile(r"--(?<![-\w]..)(?![->\w])|--(?<=[^\W\d_]..)(?=[^\W\d_])"), _dash),
    # Five letters on their own are a word spaced out.
    _Slip(
        (" ",),
        re.compile(rf" (?<={_LETTER} )(?<!\S\S ){_LETTER}(?!\S)(?: {_LETTER}(?!\S)){{3,}}"),
        _close_up,
    ),
)
