"""A cue where it counts.

In: nothing. Out: ``Hit``, which the finders of cues give and ``encuadre_cues`` writes; hits that make one claim joined,
and a nickname found again where it stands without its marks.
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
_QUOTES = frozenset("\"“”‘’«»'")
# A nickname is this long at most.
_NICKNAME = 3


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


def named_again(words: Words, hits: list[Hit], codes: Collection[str], articles: Collection[str]) -> list[Hit]:
    """The hits and, where a label stood between quotation marks, the same words after an article: *"la princesita"*
    in the headline is *la princesita* in the body.
    """
    found = list(hits)
    for hit in hits:
        if hit.cue.code not in codes:
            continue
        label = [at for at in range(hit.start, hit.end) if words.texts[at] not in _QUOTES]
        if label and words.lowers[label[0]] in articles:
            label = label[1:]
        if not 0 < len(label) <= _NICKNAME or not _is_quoted(words, label[0], label[-1] + 1, articles):
            continue
        wording = words.lowers[label[0] : label[-1] + 1]
        for at in range(1, len(words.lowers) - len(wording) + 1):
            end = at + len(wording)
            if words.lowers[at:end] != wording or words.lowers[at - 1] not in articles:
                continue
            if any(at < other.end and other.start < end for other in found if other.cue.code in codes):
                continue
            text = " ".join(wording)
            found.append(Hit(at, end, hit.cue, f"form '{text}' ({hit.cue.id}); named so between marks before"))
    found.sort(key=lambda each: (each.start, each.end, each.cue.code))
    return found


def _is_quoted(words: Words, start: int, end: int, articles: Collection[str]) -> bool:
    before = start - 1 if start and words.lowers[start - 1] not in articles else start - 2
    return before >= 0 and words.texts[before] in _QUOTES and end < len(words.texts) and words.texts[end] in _QUOTES
