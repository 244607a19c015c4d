"""The texts of the last days, and which of them share wording with a new one.

In: texts in the order of their days. Out: for each, the earlier texts it copies or that copy it, with how much. Only a
sample of the shingles is indexed (those divisible by ``SAMPLE``, Broder's *mod m* sketch): it holds for a text that
was cut to its first paragraphs, which MinHash bands miss, because a part's sample is a part of the whole's sample.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass

import numpy as np

from corpus.stories.shingles import Shingles, shared

# Copies run within days; the same words a month later are a template or an anniversary.
DAYS = 10
# One shingle of four is looked up: a note of 60 words still has some fifteen.
SAMPLE = 4
# So many sampled shingles in common before two texts are compared in full.
FEWEST_IN_SAMPLE = 3
# A shingle in more texts of one window than this is the outlets' furniture (credits, newsletters, templates).
FURNITURE = 40
# The share of the shorter text's shingles that a copy has in common with the longer one. Two reporters at one event
# share a tenth, mostly in quotations and names; benchmarks/stories.py shows both.
COPY = 0.34
# A shorter text must be copied more closely: few shingles agree by quoting the same statement.
SHORT, SHORT_COPY = 60, 0.6
# Under so many shingles a text is a caption, and no copy of anything.
FEWEST = 12


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier text with the shared part of the shorter one, and of the longer one, 0..1."""

    number: int
    of_shorter: float
    of_longer: float


@dataclass(frozen=True, slots=True)
class _Kept:
    day: int
    language: str
    shingles: Shingles


class Window:
    """What was read in the last ``DAYS`` days; older texts are forgotten, so that memory stays flat."""

    def __init__(self) -> None:
        self._texts: dict[int, _Kept] = {}
        self._holders: dict[int, list[int]] = defaultdict(list)
        self._order: deque[int] = deque()
        self._next = 0

    def matches(self, day: int, language: str, text: Shingles) -> list[Match]:
        """Earlier texts of the language that are copies of this one, best first. Days never go back."""
        self._forget(day)
        if text.size < FEWEST:
            return []
        counts: Counter[int] = Counter()
        for shingle in _sample(text):
            holders = self._holders.get(shingle, ())
            if len(holders) <= FURNITURE:
                counts.update(holders)
        found = []
        for number, common in counts.items():
            if common >= FEWEST_IN_SAMPLE and self._texts[number].language == language:
                match = self._compare(number, text)
                if match is not None:
                    found.append(match)
        return sorted(found, key=lambda match: (-match.of_shorter, -match.of_longer, match.number))

    def add(self, day: int, language: str, text: Shingles) -> int:
        """Keep a text; its number in the window."""
        number = self._next
        self._next += 1
        self._texts[number] = _Kept(day, language, text)
        self._order.append(number)
        if text.size >= FEWEST:
            for shingle in _sample(text):
                self._holders[shingle].append(number)
        return number

    def _compare(self, number: int, text: Shingles) -> Match | None:
        other = self._texts[number].shingles
        common = shared(text, other)
        shorter, longer = sorted((text.size, other.size))
        of_shorter = common / shorter
        if of_shorter < (SHORT_COPY if shorter < SHORT else COPY):
            return None
        return Match(number, of_shorter, common / longer)

    def _forget(self, day: int) -> None:
        while self._order and self._texts[self._order[0]].day < day - DAYS:
            number = self._order.popleft()
            for shingle in _sample(self._texts.pop(number).shingles):
                holders = self._holders.get(shingle)
                if holders and holders[0] == number:
                    # Texts leave in the order they came, so the oldest holder is the first.
                    del holders[0]
                    if not holders:
                        del self._holders[shingle]


def _sample(text: Shingles) -> list[int]:
    chosen: list[int] = text[text % np.uint64(SAMPLE) == 0].tolist()
    return chosen
