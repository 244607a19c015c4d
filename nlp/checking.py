"""What a newsroom might write otherwise in a draft: words that stigmatize or prejudge.

In: a draft as an ``Article``, not published yet. Out: ``Checked``: whether it is about women deprived of liberty, and a
``Finding`` for every S span that the country and profile hold for stigmatizing or contested. Words in a source's
quotation marks are findings too, marked as quoted: the newsroom chose to print them but did not choose them. Reported
speech is the newsroom's own wording and counts. A word that is discussed or denied is no finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Article, Voice
from lexicons.profiles import ACCEPTED
from nlp.explain import SpanExplanation, explain
from nlp.tagger import Tagger

# The side of the codebook that stigmatizes or prejudges.
CHECKED_SIDE = "S"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place to think again. ``part``, ``start`` and ``end`` in the draft are those of ``span``."""

    span: SpanExplanation
    severity: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's findings in the order of the text, or why it was not checked."""

    language: str | None
    on_topic: bool
    why: tuple[str, ...]
    findings: tuple[Finding, ...]


def check(draft: Article, tagger: Tagger, *, on_topic: bool = False) -> Checked:
    """Check one draft. ``on_topic``: the newsroom says that it is about such women; else its own words must say so."""
    explanation = explain(draft, tagger.tag(draft, on_topic=on_topic), tagger)
    parts = ("headline", "lead", "body")
    findings = [_finding(span) for span in explanation.spans if _counts(span)]
    findings.sort(key=lambda found: (parts.index(found.span.part), found.span.start, found.span.code))
    return Checked(explanation.language, explanation.on_topic, explanation.why, tuple(findings))


def _counts(span: SpanExplanation) -> bool:
    return (
        span.code.startswith(CHECKED_SIDE)
        and span.status not in ACCEPTED
        and span.voice != Voice.METALINGUISTIC
        and span.severity is not None
    )


def _finding(span: SpanExplanation) -> Finding:
    return Finding(span=span, severity=span.severity or 1, quoted=span.voice == Voice.QUOTED)
