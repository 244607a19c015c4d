"""Where sentences begin: rules fast enough for every article and careful enough for news.

In: a tokenized Doc. Out: the same Doc with sentence starts set. A line end always ends a sentence; a full stop does
unless it follows an abbreviation or an initial, stands in a number, or the next word goes on in lower case; closing
quotation marks and brackets stay with the sentence they close.
"""

from __future__ import annotations

from itertools import compress, count
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from lexicons.small_words import small_words
from nlp.texts.words import Remembered, surfaces

_LISTS = small_words("sentences")
# Abbreviations that are followed by what they belong to, so that no sentence ends after them, in the three languages.
_ABBREVIATIONS = frozenset(_LISTS["abbreviations"])
# These may also end a sentence, so a capital after them decides.
_MAY_END = frozenset(_LISTS["may_end"])
_NEVER_END = _ABBREVIATIONS - _MAY_END
_PLACES = frozenset({"U.K", "D.C", "L.A", "E.U", "U.E", "E.U.A", "N.Y"})
_FINAL = frozenset({".", "!", "?", "…", "...", "..", "....", "?!", "!?", "!!", "!!!", "??", "???"})
_CAN_END = frozenset(".!?…\n")
_MAY_BE_LAST = Remembered(lambda token: token[-1] in _CAN_END)
_CLOSING = frozenset("”’»)]}›")
_EITHER = frozenset("\"'")  # opens or closes, by the space beside it
_MOST_OPENING = 4  # a dash, a quotation mark, an inverted mark and the word
_OPENING = frozenset("“‘«([{‹¿¡—–-•*")


class SentenceBoundaries:
    """The component ``encuadre_sentences``. It keeps nothing between documents."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts of all tokens."""
        if not len(doc):
            return doc
        flags: Any = np.full(len(doc), -1, dtype="int64")
        flags[0] = 1
        for index in sentence_starts(*surfaces(doc)):
            flags[index] = 1
        doc.from_array(["SENT_START"], flags.astype("uint64"))
        return doc


@Language.factory("encuadre_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> SentenceBoundaries:
    """``nlp.add_pipe("encuadre_sentences")``."""
    return SentenceBoundaries()


def sentence_starts(tokens: list[str], spaces: list[bool]) -> list[int]:
    """Indices (other than 0) at which a sentence starts. ``spaces`` tells whether a space follows each token."""
    starts: list[int] = []
    total = len(tokens)
    # Few tokens can end a sentence: look at those only.
    for index in compress(count(), map(_MAY_BE_LAST.__getitem__, tokens)):
        token = tokens[index]
        if "\n" in token:
            if index + 1 < total:
                starts.append(index + 1)
            continue
        if token not in _FINAL and len(token) == 1:
            continue
        follows = _after_closing(tokens, spaces, index)
        if follows < total and "\n" not in tokens[follows] and _ends(tokens, spaces, index, follows):
            starts.append(follows)
    return sorted(set(starts))


def _after_closing(tokens: list[str], spaces: list[bool], index: int) -> int:
    """The first token after a final mark that does not close a quotation or bracket with it."""
    follows = index + 1
    while follows < len(tokens):
        mark = tokens[follows]
        if mark in _FINAL or mark in _CLOSING or (mark in _EITHER and not spaces[follows - 1]):
            follows += 1
        else:
            break
    return follows


def _ends(tokens: list[str], spaces: list[bool], index: int, follows: int) -> bool:
    """Does the final mark at ``index`` end its sentence, given the token that follows?"""
    first = _first_letter(tokens, follows)
    if not (first.isupper() or first.isdigit()):
        return False
    mark = tokens[index]
    if mark not in _FINAL:  # the tokenizer kept the stop on its word: Sra., EE.UU., p.m.
        return mark[:-1].lower() not in _NEVER_END and not _is_initial(mark[:-1])
    if mark != "." or index == 0 or follows > index + 1:
        return first.isupper() or mark == "."
    if spaces[index - 1]:  # a stop that stands apart is a real one
        return True
    before = tokens[index - 1]
    if before.lower() in _ABBREVIATIONS:
        return before.lower() in _MAY_END and first.isupper()
    # "No. 5", "art. 18" are above; "2.500" is one token; a digit after a stop begins a sentence only after a space.
    return not _is_initial(before) and (not first.isdigit() or spaces[index])


def _first_letter(tokens: list[str], index: int) -> str:
    """The first letter or digit of the text from ``index`` on, past opening marks; empty when there is none near."""
    for token in tokens[index : index + _MOST_OPENING]:
        for char in token:
            if char.isalnum():
                return char
            if char not in _OPENING and char not in _EITHER:
                return ""
    return ""


def _is_initial(text: str) -> bool:
    """One capital, or several with stops between (B.K. Tomar); countries so written may end a sentence."""
    if len(text) == 1:
        return text.isupper()
    letters = text.split(".")
    return all(len(letter) == 1 and letter.isupper() for letter in letters) and text not in _PLACES
