"""A draft's prose with a way back from every letter to the file.

In: pieces of a source text, copied or put. Out: ``Prose``, whose ``place`` finds the letter's offset in the source.
Why: marks of Markdown and HTML must not stand between words when they are read, and a finding must point into the file.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

# Between two paragraphs of the prose.
BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Prose:
    """The text to read. ``places[i]`` is the offset in the source of letter ``i``."""

    text: str
    places: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The range of the source that ``text[start:end]`` came from; ``start < end`` is expected."""
        return self.places[start], self.places[end - 1] + 1


class ProseBuilder:
    """Collects prose in the order of the source."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._letters: list[str] = []
        self._places: list[int] = []

    def copy(self, start: int, end: int) -> None:
        """Take a piece of the source as it is."""
        self._letters.extend(self._source[start:end])
        self._places.extend(range(start, end))

    def put(self, text: str, at: int) -> None:
        """Put text that stands for what is at one place: a decoded entity, a space for a line end."""
        self._letters.extend(text)
        self._places.extend([at] * len(text))

    def paragraph(self, at: int) -> None:
        """End the paragraph, if one was begun."""
        if self._letters and self._letters[-1] != "\n":
            self.put(BREAK, at)

    def space(self, at: int) -> None:
        """Put a space where none is."""
        if self._letters and not self._letters[-1].isspace():
            self.put(" ", at)

    def build(self) -> Prose:
        """What was collected."""
        return Prose("".join(self._letters), tuple(self._places))


class Lines:
    """Where the lines of a source begin. Lines and columns count from 1, columns in letters, as editors count."""

    def __init__(self, source: str) -> None:
        self._starts = [0]
        self._starts += [at + 1 for at, letter in enumerate(source) if letter == "\n"]

    def position(self, offset: int) -> tuple[int, int]:
        """(line, column) of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
