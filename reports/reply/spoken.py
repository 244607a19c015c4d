"""The words by which an outlet's own articles attribute what somebody says: what O6 and O7 rest on.

In: articles of a store. Out: by article, each source with its role, its part of the article and those words. A woman's
name among them is not printed: for the study the words that may be hers go, for everybody else what the mask finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lexicons.folding import fold
from lexicons.language_data import load_names
from reports.estimates.measures import IMPACTED
from reports.pages.view import press_text
from reports.rows import ReportRows

if TYPE_CHECKING:
    from corpus.store import Corpus

# Stands for a name in every language.
HIDDEN = "[…]"
# An attribution is a clause; what is longer was read beyond its end.
_LONGEST = 90
# A word in capitals with what belongs to the same name: "Ana de la Cruz".
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]*(?:\s+(?:(?:de|da|do|dos|das|del|la|las|los|y|e)\s+)*[A-ZÀ-ÖØ-Þ][\w'’-]*)*")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One source of an article: its role, the part it speaks in, and the words that say so."""

    role: str
    part: str
    words: str


Spokens = Mapping[str, tuple[Spoken, ...]]


def spoken_in(corpus: Corpus, rows: ReportRows, hide: Callable[[str, str], str] | None = None) -> Spokens:
    """The sources of the stories that speak in roles the stories count. ``hide``: takes the names of an article out of
    a text; without it the words that may name a woman who is quoted as directly impacted go."""
    counted = dict(zip(rows.stories["article_id"], rows.stories["voices"], strict=True))
    frame = corpus.source_frame(spoken_in=list(counted))
    found: dict[str, dict[Spoken, None]] = {}
    for article, role, part, text in zip(
        *(frame[name] for name in ("article_id", "role", "part", "text")), strict=True
    ):
        # A dispute may have taken a role from the story.
        if role not in counted[article]:
            continue
        words = press_text(text if isinstance(text, str) else "")
        words = hide(words, str(article)) if hide is not None else without_her_name(words, str(role))
        shown = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        found.setdefault(str(article), {})[Spoken(str(role), str(part), shown)] = None
    return {article: tuple(spoken) for article, spoken in found.items()}


def without_her_name(words: str, role: str) -> str:
    """The words without what may be the name of a woman: any first name of women that the lists know, with its
    surnames; of a source that is directly impacted, whatever is written in capitals inside the words."""
    women = _women()

    def hidden(found: re.Match[str]) -> str:
        first, *more = found.group().split()
        # A clause begins with a capital whoever speaks; two in a row are a name.
        plain = found.start() == 0 and not more and not words[found.end() :].startswith(",")
        known = fold(first) in women
        return HIDDEN if known or (role == IMPACTED and not plain) else found.group()

    return _NAME.sub(hidden, words)


# Thousands of names, asked for at every attribution.
@cache
def _women() -> frozenset[str]:
    return frozenset(fold(name) for name in load_names().women)
