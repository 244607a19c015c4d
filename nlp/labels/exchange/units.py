"""What annotators get to read: the parts of an article as one text, and the way back from its offsets.

In: an article. Out: a ``Unit`` whose text has exactly as many code points as its parts and the blank lines between
them, so that every offset of a tool leads back to the stored text. Signs that a tool's files cannot hold are shown as
another sign of the same length. A span that leaves its part, or whose words are not there, is refused with a
sentence.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.labels import LabelledSpan
from corpus.records import Article, Part, Voice
from lexicons.errors import EncuadreError

# Between two parts: tools show it as an empty line.
BETWEEN = "\n\n"
_REPLACEMENT, _BOX = "\ufffd", "□"
_LAST_BMP = 0xFFFF
# Enough of a text to see whether it is the one that was handed out, and less than any spreadsheet cuts off.
_COMPARED = 500
_WORD = re.compile(r"\S+")


class Counting(StrEnum):
    """What a tool's offsets count."""

    POINTS = "points"  # Unicode code points, as Python and the store do
    EITHER = "either"  # code points or UTF-16 units, by the version of the tool: the span's words decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A span as a file has it. ``part`` None: the offsets are those of the unit's text. No offsets: ``words`` are
    looked for, and ``nth`` says which time they stand there (0 is the first); ``lead_too``: the file calls headline
    and body apart only, so that the lead is the beginning of the body.
    """

    code: str
    start: int | None = None
    end: int | None = None
    voice: str | None = None
    part: Part | None = None
    words: str | None = None
    nth: int = 0
    lead_too: bool = False
    counting: Counting = Counting.POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a machine would say. ``model`` names it with its version; it stands in every file that shows it."""

    model: str
    answers: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[LabelledSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One article to label. ``starts``: where each part that holds text begins in ``text``."""

    article: Article
    text: str
    starts: Mapping[Part, int]
    suggestion: Suggestion | None = None

    def joint(self, span: LabelledSpan) -> tuple[int, int]:
        """A stored span's offsets in ``text``."""
        begin = self.starts[span.part]
        return begin + span.start, begin + span.end

    def stored(self, part: Part) -> str:
        """The stored text of a part."""
        article = self.article
        return {Part.HEADLINE: article.title, Part.LEAD: article.lead or "", Part.BODY: article.body}[part]


def unit_of(article: Article, suggestion: Suggestion | None = None) -> Unit:
    """The unit of an article: headline, lead and body, those that hold text, an empty line between them."""
    texts = {Part.HEADLINE: article.title, Part.LEAD: article.lead or "", Part.BODY: article.body}
    starts: dict[Part, int] = {}
    text = ""
    for part, content in texts.items():
        if content:
            text += BETWEEN if text else ""
            starts[part] = len(text)
            text += content
    return Unit(article, shown(text), starts, suggestion)


def shown(text: str) -> str:
    """The text with signs that XML or a browser cannot hold shown as others, one for one."""
    return "".join(map(_shown, text))


def _shown(sign: str) -> str:
    if sign in "\n\t" or (sign >= " " and sign.isprintable()):
        return sign
    category = unicodedata.category(sign)
    if category == "Cs" or ord(sign) & 0xFFFE == 0xFFFE:
        return _REPLACEMENT
    return " " if category == "Cc" else sign


def boxed(text: str) -> str:
    """The text with every sign beyond the basic plane (emoji) shown as a box, so that all ways to count agree."""
    return "".join(_BOX if ord(sign) > _LAST_BMP else sign for sign in text)


def check_text(unit: Unit, given: str) -> None:
    """Is this the text that was handed out? White space may differ one for one. Raises EncuadreError E442."""
    for wanted in (unit.text, boxed(unit.text)):
        if given == wanted or _spaced(given) == _spaced(wanted):
            return
    differs = next((n for n, (a, b) in enumerate(zip(given, unit.text, strict=False)) if a != b), None)
    where = min(len(given), len(unit.text)) if differs is None else differs
    raise EncuadreError("E442", article=unit.article.id, place=where + 1)


def check_seen(unit: Unit, seen: Mapping[Part, str]) -> None:
    """The same for a table: the beginnings of its cells, whatever the white space. Raises EncuadreError E442."""
    for part, given in seen.items():
        wanted, there = (" ".join(shown(text).split()) for text in (given, unit.stored(part)))
        if wanted[:_COMPARED] != there[:_COMPARED]:
            place = next((n for n, (a, b) in enumerate(zip(wanted, there, strict=False)) if a != b), 0)
            raise EncuadreError("E442", article=unit.article.id, place=place + 1)


def _spaced(text: str) -> str:
    return "".join(" " if sign.isspace() else sign for sign in text)


def place(unit: Unit, marked: Marked, codes: frozenset[str]) -> LabelledSpan:
    """The span in the stored text. Raises EncuadreError E443 (no such place) or E444 (unknown code or voice)."""
    if marked.code not in codes:
        raise EncuadreError("E444", given=marked.code, kind="code", known=", ".join(sorted(codes)))
    if marked.start is None or marked.end is None:
        part, start, end = _found(unit, marked)
    else:
        part, start, end = _at(unit, marked, marked.start, marked.end)
    return LabelledSpan(part=part, start=start, end=end, code=marked.code, voice=_voice(marked.voice))


def _voice(given: str | None) -> Voice | None:
    if not given:
        return None
    try:
        return Voice(given.strip().lower())
    except ValueError:
        raise EncuadreError("E444", given=given, kind="voice", known=", ".join(Voice)) from None


def _at(unit: Unit, marked: Marked, start: int, end: int) -> tuple[Part, int, int]:
    text = unit.text if marked.part is None else unit.stored(marked.part)
    start, end = _in_points(text, marked, start, end)
    if not 0 <= start < end <= len(text):
        raise _refused(marked, f"does not lie in a text of {len(text)} characters")
    if marked.part is not None:
        return marked.part, start, end
    inside = _inside(unit, start, end)
    if inside is None:
        # A selection often takes the empty line beside it along.
        inside = _inside(unit, *_trimmed(text, start, end))
    if inside is None:
        raise _refused(marked, "goes from one part of the article into the next")
    return inside


def _inside(unit: Unit, start: int, end: int) -> tuple[Part, int, int] | None:
    for part, begin in unit.starts.items():
        if begin <= start and end <= begin + len(unit.stored(part)):
            return part, start - begin, end - begin
    return None


def _in_points(text: str, marked: Marked, start: int, end: int) -> tuple[int, int]:
    """The offsets in code points, whatever the tool counts."""
    if marked.counting is Counting.POINTS:
        _check_words(marked, text[start:end])
        return start, end
    units = _utf16_offsets(text)
    first, last = bisect_left(units, start), bisect_left(units, end)
    other = (first, last) if units[min(first, len(text))] == start and units[min(last, len(text))] == end else None
    if other == (start, end):
        _check_words(marked, text[start:end])
        return start, end
    fits = {
        _trimmed(text, *ends)
        for ends in ((start, end), other)
        if ends and marked.words and _same(text[ends[0] : ends[1]], marked.words)
    }
    if len(fits) != 1:
        raise _refused(marked, "stands behind an emoji, and its words do not tell how the tool counts it")
    return fits.pop()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends; as it is where there is nothing else."""
    words = text[start:end]
    if not words.strip():
        return start, end
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _utf16_offsets(text: str) -> list[int]:
    """For each code point, and for the end, the UTF-16 units before it."""
    offsets = [0]
    for sign in text:
        offsets.append(offsets[-1] + (2 if ord(sign) > _LAST_BMP else 1))
    return offsets


def _check_words(marked: Marked, there: str) -> None:
    if marked.words is not None and marked.words.strip() and not _same(there, marked.words):
        raise _refused(marked, "does not hold the words that the file says it does")


def _same(one: str, other: str) -> bool:
    # Label Studio writes a line end inside a span as a backslash and an n.
    return _WORD.findall(boxed(one)) == _WORD.findall(boxed(other.replace("\\n", "\n")))


def _found(unit: Unit, marked: Marked) -> tuple[Part, int, int]:
    """The place of the words, by ``nth`` or the last one where they stand less often."""
    if not (marked.words or "").strip():
        raise EncuadreError("E443", span="", label=marked.code, problem="has neither words nor places")
    parts = [part for part in unit.starts if marked.part in (None, part)]
    if marked.lead_too and marked.part is Part.BODY and Part.LEAD in unit.starts:
        parts.insert(0, Part.LEAD)
    found = [(part, *ends) for part in parts for ends in occurrences(unit.stored(part), marked.words or "")]
    if not found:
        where = f" in the {marked.part.value}" if marked.part else ""
        problem = f"has words that do not stand{where or ' anywhere in the article'}"
        raise EncuadreError("E443", span=f"number {marked.nth + 1}", label=marked.code, problem=problem)
    return found[min(marked.nth, len(found) - 1)]


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand in a text, whatever the white space between them and their capitals."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)] if words.strip() else []


def _refused(marked: Marked, problem: str) -> EncuadreError:
    return EncuadreError("E443", span=f"{marked.start}-{marked.end}", label=marked.code, problem=problem)
