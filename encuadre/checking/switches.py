"""Comments in a draft that switch findings off.

In: a draft's source. Out: ``Switches``: which codes are off on which line, and where the comments stand, so that they
are not read as prose. Written ``<!-- encuadre: ignore -->`` or ``[encuadre: ignore]``, with codes after it if only
these are meant (``[encuadre: ignore S2]``): ``ignore`` for its own line, ``ignore-next-line``, ``off`` until ``on``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from encuadre.checking.prose import Lines
from lexicons.codebook import load_codebook

_COMMENT = re.compile(r"<!--\s*encuadre:(?P<html>[^>]*?)-->|\[encuadre:(?P<plain>[^\]\n]*)\]", re.IGNORECASE)
_ORDERS = ("ignore", "ignore-next-line", "off", "on")
_SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Order:
    """One comment: what it says, for which codes (all where empty), and where it stands."""

    line: int
    start: int
    end: int
    order: str
    codes: frozenset[str]
    problem: str = ""  # the comment as it stands, where nobody can tell what it means


class Switches:
    """What the comments of one draft switch off."""

    def __init__(self, source: str) -> None:
        lines = Lines(source)
        self.orders = [_read(match, lines) for match in _COMMENT.finditer(source)]

    @property
    def problems(self) -> list[tuple[int, str]]:
        """Comments that nobody can tell the meaning of: (line, comment)."""
        return [(order.line, order.problem) for order in self.orders if order.problem]

    def without(self, source: str) -> str:
        """The source with spaces for the comments, so that every offset stays."""
        for order in self.orders:
            blank = re.sub(r"[^\n]", " ", source[order.start : order.end])
            source = source[: order.start] + blank + source[order.end :]
        return source

    def off(self, line: int, code: str) -> bool:
        """Is this code switched off on this line?"""
        ranged = False
        for order in self.orders:
            if order.problem or (order.codes and code not in order.codes):
                continue
            if order.order == "ignore" and order.line == line:
                return True
            if order.order == "ignore-next-line" and order.line == line - 1:
                return True
            if order.order in ("off", "on") and order.line <= line:
                ranged = order.order == "off"
        return ranged


def _read(match: re.Match[str], lines: Lines) -> Order:
    line, _ = lines.position(match.start())
    words = [word for word in _SEPARATORS.split((match["html"] or match["plain"] or "").strip()) if word]
    order, codes = (words[0].lower() if words else ""), frozenset(word.upper() for word in words[1:])
    sound = order in _ORDERS and codes <= load_codebook().codes.keys()
    return Order(line, match.start(), match.end(), order, codes, "" if sound else " ".join(match[0].split()))
