"""Where quotation marks hold words, however they were typed.

In: a Doc. Out: quotations as token ranges, outermost first. Known marks: “ ” „ " '' « » ‹ › << >> ‘ ’ ' and the dash
that opens a turn of dialogue (—text —she said—. text). An apostrophe is no mark. A quotation that runs over several
paragraphs is opened again in each. Marks that do not pair are never an error: the quotation ends with its sentence and
is flagged as not closed, and the rest of the text is read as if nothing had happened.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc

from nlp.texts.words import attached, starts_of, surfaces, text_of

Family = Literal["double", "angle", "single", "dash"]
_HOOK = "encuadre_quotes"

_FAMILIES: tuple[tuple[Family, tuple[str, ...]], ...] = (
    ("double", ("''", "``", *'“”„‟"〝〞')),
    ("angle", ("<<", ">>", *"«»‹›")),
    ("single", tuple("‘’‚‛'`´")),
)
_FAMILY = {mark: family for family, marks in _FAMILIES for mark in marks}
# Plain alternatives, the long marks first: with a set among them re could not skip to the next place where one begins.
_MARK = re.compile("|".join(map(re.escape, sorted(_FAMILY, key=len, reverse=True))))
_OPENERS = frozenset("“„‟«‹‘‚‛〝") | {"<<", "``"}
_CLOSERS = frozenset("”»›〞") | {">>"}
# What may stand before an opening mark: a space, an opening bracket, dash or other mark.
_BEFORE_OPENING = frozenset(" \n\t([{—–-―¿¡/:“«\"'‘")
_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"”»’']|$)")
# English words that begin with an apostrophe.
_ELIDED = re.compile(r"(?:em|til|tis|twas|cause|cos|bout|n|round|\d\ds?)\b", re.IGNORECASE)
_TURN = re.compile(r"\s*([—―–-])\s*(?=[^\s\d—―–-])")
_DASH = re.compile(r"[—―–]|(?<=\s)-(?=\s|\w)")
_INNER_TURN = re.compile(r"[.!?…:]\s*[—―–]\s?(?=[^\s\d—―–-])")
_WORD = re.compile(r"[^\W\d_]+")
# A narrator's aside (—dijo ella—) has its verb among its first words.
_ASIDE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation. ``start:end`` holds the marks, ``inner_start:inner_end`` the words. ``depth`` 0 stands in no
    other.

    ``closed`` is False where a mark was missing; ``continued`` is True where the next paragraph opens it again.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    family: Family
    closed: bool
    continued: bool = False


@dataclass(slots=True)
class _Found:
    """A quotation in characters of the text, marks included."""

    start: int
    end: int
    family: Family
    closed: bool
    continued: bool = False
    marks: int = 2  # how many of its two marks are really there: a turn of dialogue may have none


def quotes_of(doc: Doc, verbs: Container[str]) -> list[Quote]:
    """The quotations of a Doc in order. ``verbs`` are the verbs of saying that tell an aside from dialogue.

    Found once a Doc: they hang beside its word lists and are never serialized.
    """
    return attached(doc, _HOOK, lambda doc: _quotes(doc, verbs))


def _quotes(doc: Doc, verbs: Container[str]) -> list[Quote]:
    found = list(find_ranges(text_of(doc), verbs))
    return _as_tokens(surfaces(doc)[0], starts_of(doc), found) if found else []


def find_ranges(text: str, verbs: Container[str]) -> Iterator[_Found]:
    """The quotations of a text as character ranges."""
    start = 0
    paragraphs: list[tuple[int, str]] = []
    for line in text.split("\n"):
        paragraphs.append((start, line))
        start += len(line) + 1
    for index, (offset, line) in enumerate(paragraphs):
        if not line:
            continue
        marks = list(_MARK.finditer(line))
        turns = _dialogue(line, verbs) or _turn_inside(line, verbs)
        if not marks and not turns:
            continue
        following = next((later for _, later in paragraphs[index + 1 : index + 3] if later.strip()), "")
        for found in (*_marked(line, marks, following.lstrip()), *turns):
            found.start += offset
            found.end += offset
            yield found


def _marked(line: str, matches: list[re.Match[str]], following: str) -> list[_Found]:
    """Quotations between marks in one paragraph. ``following`` is the paragraph after it."""
    found: list[_Found] = []
    stack: list[tuple[str, Family, int]] = []
    for number, match in enumerate(matches):
        mark = match.group()
        family = _FAMILY[mark]
        open_now = any(item[1] == family for item in stack)
        role = _role(line, match, open_now, matches[number + 1 :])
        if role == "open":
            if family == "double" and mark == '"' and open_now:
                _give_up(line, stack, family, found, match.start())
            stack.append((mark, family, match.start()))
        elif role == "close" and open_now:
            while stack[-1][1] != family:
                _unclosed(line, stack.pop(), found, "")
            _, _, begin = stack.pop()
            found.append(_Found(begin, match.end(), family, closed=True))
        elif role == "close" and family != "single":
            _stray(line, match, family, found)
    for item in reversed(stack):
        _unclosed(line, item, found, following)
    return found


def _role(line: str, match: re.Match[str], open_now: bool, later: list[re.Match[str]]) -> str:
    """Does this mark open, close, or is it an apostrophe?"""
    mark, start, end = match.group(), match.start(), match.end()
    before = line[start - 1] if start else " "
    after = line[end] if end < len(line) else " "
    opens = before in _BEFORE_OPENING and (not after.isspace())
    closes = not before.isspace() or after in " .,;:!?)…" or after.isspace()
    if _FAMILY[mark] == "single":
        return _single_role(line, match, opens, open_now, later)
    if mark in _OPENERS:
        return "close" if open_now and not before.isspace() and not opens else "open"
    if mark in _CLOSERS:
        return "open" if not open_now and opens and before.isspace() and not after.isspace() else "close"
    if open_now:
        return "open" if opens and before.isspace() and after.isalnum() else "close"
    return "open" if opens or before.isspace() or not closes else "close"


def _single_role(line: str, match: re.Match[str], opens: bool, open_now: bool, later: list[re.Match[str]]) -> str:
    mark, start, end = match.group(), match.start(), match.end()
    before = line[start - 1] if start else " "
    after = line[end] if end < len(line) else " "
    if before.isalnum() and after.isalnum():
        return "apostrophe"
    if open_now and not before.isspace() and not after.isalnum():
        possessive = before in "sS" and line[end : end + 2].strip().islower()
        if possessive and any(_looks_closing(line, item) for item in later if _FAMILY[item.group()] == "single"):
            return "apostrophe"
        return "close"
    if not opens or mark in "´" or _ELIDED.match(line, end):
        return "apostrophe"
    # An opening mark that nothing closes is an apostrophe after all.
    if any(_looks_closing(line, item) for item in later if _FAMILY[item.group()] == "single"):
        return "open"
    return "apostrophe"


def _looks_closing(line: str, match: re.Match[str]) -> bool:
    before = line[match.start() - 1]
    after = line[match.end()] if match.end() < len(line) else " "
    return not before.isspace() and not after.isalnum()


def _give_up(line: str, stack: list[tuple[str, Family, int]], family: Family, found: list[_Found], until: int) -> None:
    """A new quotation opens while one of the same marks is open: the earlier one was never closed."""
    while stack and any(item[1] == family for item in stack):
        _unclosed(line[:until], stack.pop(), found, "")


def _unclosed(line: str, item: tuple[str, Family, int], found: list[_Found], following: str) -> None:
    mark, family, begin = item
    if following and _FAMILY.get(following[0]) == family and (following[0] in _OPENERS or following[0] == mark):
        found.append(_Found(begin, len(line), family, closed=False, continued=True, marks=1))
        return
    if family == "single":
        return
    stop = _SENTENCE_END.search(line, begin + len(mark))
    found.append(_Found(begin, stop.end() if stop else len(line), family, closed=False, marks=1))


def _stray(line: str, match: re.Match[str], family: Family, found: list[_Found]) -> None:
    """A closing mark that nothing opened closes what its sentence said, unless it is the sign for inches."""
    if match.start() and line[match.start() - 1].isdigit():
        return
    floor = max((item.end for item in found), default=0)
    # The stop right before the mark belongs to the quotation.
    stops = [stop.end() for stop in _SENTENCE_END.finditer(line, floor, max(floor, match.start() - 1))]
    begin = stops[-1] if stops else floor
    if match.start() > begin:
        found.append(_Found(begin, match.end(), family, closed=False, marks=1))


def _dialogue(line: str, verbs: Container[str]) -> list[_Found]:
    """Turns of dialogue: the speech between dashes of a paragraph that begins with one, without the narrator's
    asides.
    """
    opening = _TURN.match(line)
    if not opening:
        return []
    pieces: list[tuple[int, int, bool]] = []
    begin = opening.end()
    for dash in [*_DASH.finditer(line, opening.end()), None]:
        end = dash.start() if dash else len(line)
        first = _WORD.findall(line[begin:end])[:_ASIDE_WORDS]
        pieces.append((begin, end, bool(pieces) and any(word.lower() in verbs for word in first)))
        begin = dash.end() if dash else end
    aside = any(narrated for _, _, narrated in pieces)
    # A hyphen or a short dash also opens list items and datelines; a long one without a full sentence, a signature.
    if not aside and (opening.group(1) in "–-" or line.rstrip()[-1:] not in ".!?…"):
        return []
    found: list[_Found] = []
    for begin, end, narrated in pieces:
        if narrated or not _WORD.search(line[begin:end]):
            continue
        if found and not any(n for b, _, n in pieces if found[-1].end <= b < begin):
            found[-1].end = end
        else:
            found.append(_Found(begin, end, "dash", closed=True, marks=0))
    return found


def _turn_inside(line: str, verbs: Container[str]) -> list[_Found]:
    """A turn that begins inside its paragraph: *Fala baixo. —Não sou um número—, disse ela.* Only with its narrator."""
    opening = _INNER_TURN.search(line)
    if not opening:
        return []
    begin = opening.end()
    closing = _DASH.search(line, begin)
    if not closing:
        return []
    first = _WORD.findall(line, closing.end())[:_ASIDE_WORDS]
    if not any(word.lower() in verbs for word in first):
        return []
    return [_Found(begin, closing.start(), "dash", closed=True, marks=0)]


def _as_tokens(texts: list[str], starts: list[int], found: list[_Found]) -> list[Quote]:
    quotes: list[Quote] = []
    open_ends: list[int] = []
    for item in sorted(found, key=lambda each: (each.start, -each.end)):
        start = max(bisect_right(starts, item.start) - 1, 0)
        end = bisect_right(starts, max(item.end - 1, 0))
        inner_start, inner_end = start, end
        while inner_start < inner_end and not _has_word(texts[inner_start]):
            inner_start += 1
        while inner_end > inner_start and _is_mark(texts[inner_end - 1]):
            inner_end -= 1
        if inner_start >= inner_end:
            continue
        open_ends = [stop for stop in open_ends if stop > start]
        quotes.append(
            Quote(start, end, inner_start, inner_end, len(open_ends), item.family, item.closed, item.continued)
        )
        open_ends.append(end)
    return quotes


def _has_word(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _is_mark(text: str) -> bool:
    return all(char in _FAMILY or char in "'`" or char.isspace() for char in text)
