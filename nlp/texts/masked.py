"""Words printed with a mask: *p\\*ta*, *dr\\*gadicta*, *CR@CUDA*.

In: a token and the language. Out: the label of the lexicon that is meant, or None. A paper that masks a slur prints it
all the same, and its readers read it.
"""

from __future__ import annotations

import re

from lexicons.cues import Lexicon, lexicons_in_use
from lexicons.folding import without_accents

MASKS = "*@"
# A letter to begin with, so that a footnote's asterisk or an address is none; what is masked has no digits.
_MASKED = re.compile(r"[^\W\d_]+(?:[*@][^\W\d_]*)+")
# Codes whose words are names for her.
_NAMES = ("S1", "S2", "S3", "S4", "S7")
_SHORTEST = 4


def is_masked(token: str) -> bool:
    """Do marks stand in the place of letters?"""
    return len(token) >= _SHORTEST and _MASKED.fullmatch(token) is not None


def unmasked(token: str, language: str) -> str | None:
    """The one label that fits the letters left; None where none does, or several."""
    lexicon = lexicons_in_use().get(language)
    if lexicon is None:
        return None
    letters = re.sub("[*@]", ".", without_accents(token.lower()))
    fitting = {word for word in _labels(lexicon) if re.fullmatch(letters, without_accents(word))}
    return fitting.pop() if len(fitting) == 1 else None


# By digest: a study's own lexicon takes the place of the shipped one in the same process.
_LABELS: dict[str, frozenset[str]] = {}


def _labels(lexicon: Lexicon) -> frozenset[str]:
    if lexicon.digest not in _LABELS:
        forms = (form for cue in lexicon.cues if cue.code in _NAMES for form in cue.forms)
        _LABELS[lexicon.digest] = frozenset(filter(str.isalpha, forms))
    return _LABELS[lexicon.digest]
