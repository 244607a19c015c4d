"""What an outlet prints under many articles: credits, newsletters, words about itself. It makes no two of them copies.

In: texts in the order of their days. Out: the sentences that an outlet repeats for longer than a story lives, and texts
without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.stories.window import DAYS

# A sentence that is not seen for so many days is forgotten, so that memory stays flat; furniture comes more often.
REMEMBERED = 60
# Fewer words ("Leer más") weigh nothing among shingles of three.
FEWEST_WORDS = 4
_END = re.compile(r"\n|(?<=[.!?…])\s+")


class Furniture:
    """Learns an outlet's repeated sentences, day after day, and takes them out of a text."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int], tuple[int, int]] = {}
        self._repeated: set[tuple[str, int]] = set()
        self._swept = 0

    def learn(self, outlet: str, day: int, text: str) -> None:
        """Take in a text. Days never go back."""
        self._sweep(day)
        for sentence in _sentences(text):
            key = (outlet, hash(sentence))
            if key in self._repeated:
                continue
            first, _ = self._seen.get(key, (day, day))
            if day - first > DAYS:
                self._repeated.add(key)
                del self._seen[key]
            else:
                self._seen[key] = (first, day)

    def without(self, outlet: str, text: str) -> str:
        """The text without the outlet's furniture."""
        if not self._repeated:
            return text
        return "\n".join(each for each in _sentences(text) if (outlet, hash(each)) not in self._repeated)

    def _sweep(self, day: int) -> None:
        if day - self._swept < REMEMBERED:
            return
        self._swept = day
        self._seen = {key: days for key, days in self._seen.items() if day - days[1] <= REMEMBERED}


def _sentences(text: str) -> Iterator[str]:
    for piece in _END.split(text):
        sentence = piece.strip()
        if len(sentence.split(None, FEWEST_WORDS - 1)) >= FEWEST_WORDS:
            yield sentence
