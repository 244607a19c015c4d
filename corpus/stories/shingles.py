"""A text as the set of its runs of words, by which two texts can be compared.

In: a text. Out: its distinct ``RUN``-word shingles as sorted 64-bit numbers. Letters lose case and accents first, since
outlets that copy a text set capitals and accents anew. After Broder 1997, *On the resemblance and containment of
documents*.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from lexicons.folding import comparable

Shingles = NDArray[np.uint64]

# Three words in a row are seldom shared by chance, and a sentence that changed two words keeps some of them.
RUN = 3
_WORD = re.compile(r"\w+")
# Odd numbers, so that a word weighs differently at each place of the run and no bit is lost (Fibonacci hashing).
_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
# The words of a language that news uses: beyond it they are rare and cheap to hash again.
_KNOWN_WORDS = 100_000


def shingles(text: str) -> Shingles:
    """The distinct shingles of a text, sorted; empty for a text shorter than a run."""
    words = _WORD.findall(text)
    if len(words) < RUN:
        return np.empty(0, dtype=np.uint64)
    hashed = np.fromiter(map(_word, words), dtype=np.uint64, count=len(words))
    runs = np.zeros(len(words) - RUN + 1, dtype=np.uint64)
    for place, factor in enumerate(_PLACES):
        runs ^= hashed[place : place + runs.size] * factor
    # A last mixing, so that the low bits, by which shingles are sampled, depend on all words.
    runs ^= runs >> np.uint64(29)
    runs *= _PLACES[0]
    runs ^= runs >> np.uint64(32)
    return np.unique(runs)


@lru_cache(maxsize=_KNOWN_WORDS)
def _word(word: str) -> int:
    return int.from_bytes(blake2b(comparable(word).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def shared(one: Shingles, other: Shingles) -> int:
    """How many shingles two texts have in common."""
    return int(np.intersect1d(one, other, assume_unique=True).size)
