"""Revisions of one address: what an article said before, and what changed in its headline.

In: the versions kept of an article, oldest first. Out: each change of the headline, in words taken out and put in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_WORD = re.compile(r"\w+(?:[-'’]\w+)*", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of an article. ``seen_at``: when it was fetched. ``current``: the one that is tagged and counted."""

    article_id: str
    seen_at: str | None
    title: str
    lead: str | None
    body: str
    raw: str | None
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineChange:
    """One change of a headline. ``taken_out`` and ``put_in``: runs of words, in their order."""

    seen_at: str | None
    before: str
    after: str
    taken_out: tuple[str, ...]
    put_in: tuple[str, ...]


def headline_changes(versions: Sequence[Version]) -> list[HeadlineChange]:
    """The changes between one version's headline and the next one's. A change of case or marks alone is one too."""
    return [
        HeadlineChange(
            seen_at=later.seen_at, before=earlier.title, after=later.title, **_words(earlier.title, later.title)
        )
        for earlier, later in pairwise(versions)
        if earlier.title != later.title
    ]


def _words(before: str, after: str) -> dict[str, tuple[str, ...]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    folded = [word.casefold() for word in old], [word.casefold() for word in new]
    taken_out, put_in = [], []
    for what, i, j, k, end in SequenceMatcher(None, *folded, autojunk=False).get_opcodes():
        if what != "equal":
            taken_out.append(" ".join(old[i:j]))
            put_in.append(" ".join(new[k:end]))
    return {"taken_out": tuple(filter(None, taken_out)), "put_in": tuple(filter(None, put_in))}
