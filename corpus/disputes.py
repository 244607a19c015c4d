"""Right of reply: what an outlet was shown, what it disputes, how that was decided, and what it answers.

In and out: frozen records, as corpus.records has them for machines. Nothing here is ever overwritten: a decision is a
new version of its dispute, a corrected reply a new reply, and each step of a hearing a row of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.records import Part

# Digits of a dispute's or a mark's name: among a hundred thousand, two meet with a chance of one in two hundred.
_DIGITS = 10


class About(StrEnum):
    """What of a scorecard is disputed."""

    MARK = "mark"  # the marked words should not be marked, or carry another code
    ATTRIBUTION = "attribution"  # the marked words are somebody else's than the mark says
    ARTICLE = "article"  # the article should not count, or counts elsewhere
    LABEL = "label"  # the framing, the headline or the sources of the article are read wrongly
    FIGURE = "figure"  # an indicator as a whole does not hold for this outlet


class Decision(StrEnum):
    """How a dispute stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class StepKind(StrEnum):
    """A step of hearing an outlet."""

    DRAFTED = "drafted"
    WAIVED = "waived"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPlace:
    """The place of a mark in its article, half-open as in ``SpanRow``, with the code it carried."""

    part: Part
    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One version of a dispute. ``corrections`` says what changes, by field; it is empty unless something does.
    ``article_id`` is empty where it is about a ``figure``, an indicator's id.
    """

    id: str
    version: int
    outlet: str
    article_id: str
    about: About
    claim: str
    raised_by: str
    raised_at: str
    mark: MarkPlace | None = None
    figure: str = ""
    decision: Decision = Decision.OPEN
    corrections: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    decided_by: str = ""
    recorded_at: str = ""

    @property
    def corrects(self) -> bool:
        """Whether it changes figures."""
        return self.decision in (Decision.ACCEPTED, Decision.PARTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an outlet answers, word for word. ``signed``: by whom, as the outlet wants it printed. One without words
    takes back the reply that it replaces.
    """

    id: int
    outlet: str
    text: str
    signed: str
    received_on: str
    replaces: int | None = None
    recorded_at: str = ""

    @property
    def withdrawal(self) -> bool:
        """Whether it says nothing but that an earlier reply is taken back."""
        return not self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a hearing. ``due_on``: the last day to reply. ``version_set``, ``stories``: what was shown."""

    outlet: str
    kind: StepKind
    day: str
    due_on: str | None = None
    reason: str = ""
    by: str = ""
    version_set: str | None = None
    stories: int | None = None
    recorded_at: str = ""


def article_reference(article_id: str) -> str:
    """A short name of an article for people: the same in every pack, and no number to a spreadsheet."""
    return "a-" + _digest([article_id])


def mark_reference(article_id: str, place: MarkPlace) -> str:
    """A short name of a mark, by where it stands and what it says."""
    return "m-" + _digest([article_id, place.part.value, place.start, place.end, place.code])


def dispute_id(outlet: str, article_id: str, about: About, place: MarkPlace | None, figure: str = "") -> str:
    """The name of a dispute: a second claim on the same matter is another version of the same dispute."""
    where = [place.part.value, place.start, place.end, place.code] if place else [figure] if figure else []
    return "d-" + _digest([outlet, article_id, about.value, *where])


def _digest(parts: list[str | int]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:_DIGITS]
