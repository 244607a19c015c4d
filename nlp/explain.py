"""Why an article is tagged as it is: in words a newsroom can check and dispute.

In: an article and its tags. Out: an ``Explanation``: why it is on topic or not, who speaks, and for every span its
words, code, cue, rule, guide, what to write instead, whose voice and why. Its shape as JSON is documented in
docs/tagging.md and changes only with ``FORMAT``.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from typing import Any

from corpus.records import Article, ArticleTags, ClauseRow, Naming, Part, SourceRow, SpanRow
from lexicons.codebook import load_codebook
from lexicons.cues import Cue, load_guides, load_lexicon
from lexicons.own import OwnLexicons
from lexicons.profiles import Profile, weigh
from nlp.tagger import SHIPPED_TOPIC, Tagger

# The name and version of the JSON shape. A key may be added; one that changes its meaning or goes raises the number.
FORMAT = "encuadre.explanation/1"
_VOICES_IN_WORDS = {
    "outlet": "the outlet's own words",
    "quoted": "a source's words, in quotation marks",
    "paraphrased": "a source's words, reported",
    "metalinguistic": "discussed, denied or kept at a distance",
}


@dataclass(frozen=True, slots=True)
class SpanExplanation:
    """One span: its words, where they stand, and everything that made it count."""

    words: str
    part: str
    start: int
    end: int
    code: str
    code_name: str
    voice: str
    source: str | None  # the words that attribute it, where the speaker is known
    source_role: str | None
    source_how: str | None
    cue: str
    status: str
    severity: int | None
    weighed_by: str  # "profile NAME", "country AR PE" or "general"
    guides: tuple[str, ...]
    instead: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class SourceExplanation:
    """One attributed source: the words that attribute, where they stand, who speaks and how."""

    words: str
    part: str
    start: int
    end: int
    role: str
    how: str


@dataclass(frozen=True, slots=True)
class ClauseExplanation:
    """One clause about her, by the words of its verb, and whether she acts in it."""

    words: str
    part: str
    start: int
    end: int
    acts: bool
    rule: str


@dataclass(frozen=True, slots=True)
class NamingExplanation:
    """Where a story about one case names her, and whether it tells of a conviction. Never the name."""

    headline: bool
    body: bool
    convicted: bool
    before_conviction: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """One article: the decision, its reasons, its spans and its sources."""

    article: str
    title: str
    country: str | None
    language: str | None
    on_topic: bool
    relevance: float
    why: tuple[str, ...]
    framing: str
    headline: str
    voices: tuple[str, ...]
    context: tuple[str, ...]
    spans: tuple[SpanExplanation, ...]
    sources: tuple[SourceExplanation, ...]
    clauses: tuple[ClauseExplanation, ...] = ()
    naming: NamingExplanation | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    topic: str = SHIPPED_TOPIC  # what the study is about

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for ``--json``."""
        return {"format": FORMAT, **asdict(self)}

    def as_text(self) -> str:
        """Lines for a terminal."""
        topic = "on topic" if self.on_topic else "not on topic"
        lines = [
            self.title or "(no headline)",
            f"  {topic} (relevance {self.relevance:.2f}): {'; '.join(self.why) or 'no reason recorded'}",
        ]
        if not self.on_topic:
            lines.append(f"  Nothing else is tagged in an article that is not about {self.topic}.")
            return "\n".join(lines)
        lines.append(f"  framing: {self.framing}; headline alone: {self.headline}")
        if not self.spans:
            lines.append("  No cue of the lexicon counts in it.")
        for span in self.spans:
            lines.extend(_span_lines(span))
        lines.extend(self._agency_lines())
        return "\n".join(lines)

    def _agency_lines(self) -> list[str]:
        lines = []
        if self.clauses:
            acts = [f"“{' '.join(clause.words.split())}”" for clause in self.clauses if clause.acts]
            told = f": {', '.join(acts)}" if acts else ""
            lines.append(f"  she acts in {len(acts)} of {len(self.clauses)} clauses about her{told}")
        if self.naming is not None:
            named = "named" if self.naming.headline or self.naming.body else "not named"
            convicted = "a conviction is told" if self.naming.convicted else "no conviction is told"
            lines.append(f"  one case: she is {named} in full, {convicted}")
        return lines


def explain(article: Article, tags: ArticleTags, tagger: Tagger | None = None) -> Explanation:
    """Put an article's tags into words. The tags must be ``tagger``'s (without one, the shipped lexicons'): each cue
    must be found again, with what it depends on and whose guide weighs it.
    """
    own = tagger.own if tagger else None
    with own.in_use() if own else nullcontext():
        return _explain(article, tags, tagger, own)


def _explain(article: Article, tags: ArticleTags, tagger: Tagger | None, own: OwnLexicons | None) -> Explanation:
    profile = tagger.weights if tagger else None
    lexicon = None
    if tags.language:
        lexicon = own.lexicons.get(tags.language) if own else load_lexicon(tags.language)
    cues = lexicon.by_id if lexicon else {}
    return Explanation(
        article=article.id,
        title=article.title,
        country=article.country,
        language=tags.language,
        on_topic=tags.on_topic,
        relevance=tags.relevance,
        why=tags.why,
        framing=tags.framing.value,
        headline=tags.headline.value,
        voices=tags.voices,
        context=tags.context,
        spans=tuple(_explain_span(article, tags, span, cues.get(span.cue_id), profile) for span in tags.spans),
        sources=tuple(_explain_source(article, source) for source in tags.sources),
        clauses=tuple(_explain_clause(article, clause) for clause in tags.clauses),
        naming=_explain_naming(tags.naming),
        versions=tagger.versions() if tagger else {},
        topic=tagger.topic(tags.language) if tagger else SHIPPED_TOPIC,
    )


def _explain_span(
    article: Article, tags: ArticleTags, span: SpanRow, cue: Cue | None, profile: Profile | None
) -> SpanExplanation:
    guides = load_guides()
    words = _stored(article, span.part)[span.start : span.end]
    weight = weigh(cue, " ".join(words.split()), profile) if cue else None
    source = tags.sources[span.source_index] if span.source_index is not None else None
    return SpanExplanation(
        words=words,
        part=span.part.value,
        start=span.start,
        end=span.end,
        code=span.code,
        code_name=load_codebook().codes[span.code].name,
        voice=span.voice.value,
        source=_stored(article, source.part)[source.start : source.end] if source else None,
        source_role=source.role if source else None,
        source_how=source.how if source else None,
        cue=span.cue_id,
        status=weight.status if weight else "",
        severity=weight.severity if weight else None,
        weighed_by=weight.by if weight else "",
        guides=tuple(f"{guides[key].title} ({guides[key].publisher})" for key in weight.source) if weight else (),
        instead=weight.instead if weight else (),
        rule=span.rule,
    )


def _explain_source(article: Article, source: SourceRow) -> SourceExplanation:
    return SourceExplanation(
        words=_stored(article, source.part)[source.start : source.end],
        part=source.part.value,
        start=source.start,
        end=source.end,
        role=source.role,
        how=source.how,
    )


def _explain_clause(article: Article, clause: ClauseRow) -> ClauseExplanation:
    return ClauseExplanation(
        words=_stored(article, clause.part)[clause.start : clause.end],
        part=clause.part.value,
        start=clause.start,
        end=clause.end,
        acts=clause.acts,
        rule=clause.rule,
    )


def _explain_naming(naming: Naming | None) -> NamingExplanation | None:
    if naming is None:
        return None
    return NamingExplanation(naming.headline, naming.body, naming.convicted, naming.before_conviction)


def _stored(article: Article, part: Part) -> str:
    return {Part.HEADLINE: article.title, Part.LEAD: article.lead or "", Part.BODY: article.body}[part]


def _span_lines(span: SpanExplanation) -> list[str]:
    voice = _VOICES_IN_WORDS[span.voice] + (f": {' '.join(span.source.split())}" if span.source else "")
    lines = [
        f"  {span.code} {span.code_name}: “{' '.join(span.words.split())}”"
        f" ({span.part}, characters {span.start}-{span.end})",
        f"      voice: {voice}",
        f"      rule: {span.rule}",
    ]
    if span.guides:
        lines.append(f"      status: {span.status}; see {'; '.join(span.guides)}")
    if span.instead:
        lines.append(f"      instead: {' / '.join(span.instead)}")
    return lines
