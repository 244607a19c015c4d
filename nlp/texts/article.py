"""An article as one clean text, with a way back from every character to the stored text.

In: title, lead and body as stored. Out: ``ArticleText``: the three parts normalized and joined by a blank line, and the
map that leads an offset in it back to (part, offset in the stored part). Why: spans are found in clean text (composed
letters, no invisible characters, single spaces) but must point into what the outlet published, however it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Part
from nlp.texts.spacing import Reading
from nlp.texts.typed import readings

# Characters that are not seen and only split words: soft hyphen, zero-width space and joiners, direction marks, BOM.
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
# Every kind of line end: \r\n and \r, vertical tab, form feed, next line, line and paragraph separators.
_LINE_END = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
# Blanks other than the plain space, and control characters, which no reader sees.
_BLANK = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
# Lone halves of surrogate pairs cannot be written as UTF-8, so spaCy cannot hold them.
_SURROGATE = "\ud800-\udfff"
_ANY_SPACE = f"[ {_BLANK}{_LINE_END}]"
# A lone space or newline inside the text is left alone, and is not even matched: most blanks are like that.
_SPECIAL = re.compile(
    f"(?P<invisible>[{_INVISIBLE}]+)"
    rf"|(?P<space>(?:[{_BLANK}]|(?!\n)[{_LINE_END}]|[ \n](?=[ {_BLANK}{_LINE_END}{_INVISIBLE}]|\Z)|\A[ \n])"
    f"(?:[ {_BLANK}{_LINE_END}{_INVISIBLE}]*{_ANY_SPACE})?)"
    f"|(?P<surrogate>[{_SURROGATE}])"
)
_HAS_LINE_END = re.compile(f"\r\n|[{_LINE_END}]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A stored text made clean. ``starts[i]`` and ``ends[i]`` bound the stored characters that made character ``i``."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def to_stored(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the stored text that ``text[start:end]`` came from; ``start < end`` is expected."""
        if not self.text:
            return (0, 0)
        first = min(max(start, 0), len(self.text) - 1)
        last = min(max(end - 1, first), len(self.text) - 1)
        return (self.starts[first], self.ends[last])


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Headline, lead and body as one text. ``parts`` holds (part, offset in ``text``, its normalized text)."""

    text: str
    parts: tuple[tuple[Part, int, NormalizedText], ...]

    @classmethod
    def build(cls, title: str, lead: str | None, body: str) -> ArticleText:
        """Normalize and join the parts; an empty part leaves no trace. Never raises, however broken the text is."""
        parts: list[tuple[Part, int, NormalizedText]] = []
        texts: list[str] = []
        offset = 0
        for part, stored in ((Part.HEADLINE, title), (Part.LEAD, lead), (Part.BODY, body)):
            normalized = normalize(stored or "")
            if not normalized.text:
                continue
            parts.append((part, offset, normalized))
            texts.append(normalized.text)
            offset += len(normalized.text) + len(_SEPARATOR)
        return cls(text=_SEPARATOR.join(texts), parts=tuple(parts))

    @property
    def headline_end(self) -> int:
        """Where the headline ends in ``text``: 0 when there is none."""
        if self.parts and self.parts[0][0] is Part.HEADLINE:
            return len(self.parts[0][2].text)
        return 0

    @property
    def lead_end(self) -> int:
        """Where the lead ends in ``text``: the headline's end when there is none."""
        for part, offset, normalized in self.parts:
            if part is Part.LEAD:
                return offset + len(normalized.text)
        return self.headline_end

    def to_stored(self, start: int, end: int) -> tuple[Part, int, int]:
        """Where ``text[start:end]`` stands in the stored texts. A range over two parts is cut at the end of the
        first.
        """
        here: tuple[Part, int, NormalizedText] | None = None
        for entry in self.parts:
            if here is not None and start < entry[1]:
                break
            here = entry
        if here is None:
            return (Part.BODY, 0, 0)
        part, offset, normalized = here
        return (part, *normalized.to_stored(start - offset, end - offset))


def normalize(stored: str) -> NormalizedText:
    """Compose letters (NFC), drop invisible characters, make every blank one space and every run of line ends one or
    two newlines, trim both ends, and undo how it was typed where that hides words.
    """
    text, starts, ends = _clean_space(stored)
    if not unicodedata.is_normalized("NFC", text):
        text, starts, ends = _compose(text, starts, ends)
    while otherwise := readings(text):  # what one slip hides, the next round reads
        text, starts, ends = _reread(text, starts, ends, otherwise)
    return NormalizedText(text=text, starts=starts, ends=ends)


def _clean_space(stored: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Replace what ``_SPECIAL`` finds. Text that needs no change is returned with ranges as its maps, which cost
    nothing.
    """
    length = len(stored)
    if _is_clean(stored):
        return stored, range(length), range(1, length + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0

    def copy(until: int) -> None:
        if until > position:
            pieces.append(stored[position:until])
            starts.extend(range(position, until))
            ends.extend(range(position + 1, until + 1))

    for match in _SPECIAL.finditer(stored):
        begin, end = match.span()
        new = _replacement(match, at_edge=not (pieces or begin > position) or end == length)
        if new == match.group():
            continue
        copy(begin)
        position = end
        pieces.append(new)
        starts.extend([begin] * len(new))
        ends.extend([end] * len(new))
    copy(length)
    return _trim("".join(pieces), starts, ends)


def _is_clean(stored: str) -> bool:
    """Is there nothing to replace? Asked first: nearly all text is clean, and the pattern costs more than all else.

    ``isprintable`` is False for exactly what ``_SPECIAL`` is made of, the plain space apart.
    """
    return (
        stored.replace("\n", "").isprintable()
        and stored[:1] not in (" ", "\n")
        and stored[-1:] not in (" ", "\n")
        and not any(run in stored for run in ("  ", " \n", "\n ", "\n\n\n"))
    )


def _replacement(match: re.Match[str], *, at_edge: bool) -> str:
    if match["invisible"]:
        return ""
    if match["surrogate"]:
        return _REPLACEMENT
    if at_edge:
        return ""
    line_ends = len(_HAS_LINE_END.findall(match.group()))
    return " " if line_ends == 0 else "\n" * min(line_ends, 2)


def _trim(text: str, starts: list[int], ends: list[int]) -> tuple[str, Sequence[int], Sequence[int]]:
    """Cut blanks that stand at an edge only because something invisible beside them went away."""
    if text[:1] not in (" ", "\n") and text[-1:] not in (" ", "\n"):
        return text, starts, ends
    first = len(text) - len(text.lstrip(" \n"))
    last = max(len(text.rstrip(" \n")), first)
    return text[first:last], starts[first:last], ends[first:last]


def _compose(text: str, starts: Sequence[int], ends: Sequence[int]) -> tuple[str, Sequence[int], Sequence[int]]:
    """NFC by clusters: a base letter and the marks that follow it compose together and map to all they came from."""
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    begin = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _joins_previous(text[index]):
            continue
        composed = unicodedata.normalize("NFC", text[begin:index])
        pieces.append(composed)
        new_starts.extend([starts[begin]] * len(composed))
        new_ends.extend([ends[index - 1]] * len(composed))
        begin = index
    return "".join(pieces), new_starts, new_ends


def _reread(
    text: str, starts: Sequence[int], ends: Sequence[int], otherwise: list[Reading]
) -> tuple[str, Sequence[int], Sequence[int]]:
    """What was typed, as it is read. Characters put in or instead map to the place they stand for."""
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    position = 0
    for begin, end, new in [*otherwise, (len(text), len(text), "")]:
        pieces += [text[position:begin], new]
        new_starts.extend(starts[position:begin])
        new_ends.extend(ends[position:begin])
        if new:
            new_starts.extend([starts[begin]] * len(new))
            new_ends.extend([ends[max(end - 1, begin)]] * len(new))
        position = end
    return "".join(pieces), new_starts, new_ends


def _joins_previous(char: str) -> bool:
    """May this character compose with the one before it? Marks do, and the vowels and finals of Hangul syllables."""
    if char < "\u0300":
        return False
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"
