"""A cue where it counts.

In: nothing. Out: ``Hit``, which the finders of cues give and ``encuadre_cues`` writes; hits that make one claim joined.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from lexicons.cues import Cue
from lexicons.small_words import small_words
from nlp.texts.words import Words

# How many words may stand between the parts of one claim, and what makes it two.
_BETWEEN = 3
_LISTS = small_words("hits")
_DIVIDERS = frozenset(_LISTS["dividers"])


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue where it counts: tokens, cue and the plain-English reason."""

    start: int
    end: int
    cue: Cue
    rule: str


def join_claims(words: Words, hits: list[Hit], codes: Collection[str]) -> list[Hit]:
    """Hits in order, where parts of one claim ("*fails to meet* | the *Mandela Rules*") are one hit.

    Parts of one claim are of one of the ``codes``, the same, in one sentence, with few words and neither a mark nor
    *and* between them. The longer part is the one whose cue is kept.
    """
    joined: list[Hit] = []
    open_at: dict[str, int] = {}
    for hit in hits:
        code = hit.cue.code
        at = open_at.get(code)
        if code in codes and at is not None and _one_claim(words, joined[at].end, hit.start):
            joined[at] = _joined(words, joined[at], hit)
        else:
            open_at[code] = len(joined)
            joined.append(hit)
    return joined


def _one_claim(words: Words, end: int, start: int) -> bool:
    if not 0 <= start - end <= _BETWEEN or words.sentence_of[end - 1] != words.sentence_of[start]:
        return False
    return all(lower[0].isalnum() and lower not in _DIVIDERS for lower in words.lowers[end:start])


def _joined(words: Words, one: Hit, other: Hit) -> Hit:
    kept, part = (other, one) if other.end - other.start > one.end - one.start else (one, other)
    text = " ".join(words.lowers[part.start : part.end])
    return replace(
        kept, start=one.start, end=max(one.end, other.end), rule=f"{kept.rule}; joined with '{text}' ({part.cue.id})"
    )
