"""Why an article is tagged as it is: in words a newsroom can check and dispute.

In: an article and its tags. Out: an ``Explanation``: why it is on topic or not, and for every span its words, code,
cue, rule, guide, what to write instead, whose voice and why.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from corpus.records import Article, ArticleTags, Part, SpanRow
from lexicons.codebook import load_codebook
from lexicons.cues import Cue, load_guides, load_lexicon

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
    source: str | None
    cue: str
    status: str
    guides: tuple[str, ...]
    instead: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One article: the decision, its reasons, and its spans."""

    article: str
    title: str
    language: str | None
    on_topic: bool
    relevance: float
    why: tuple[str, ...]
    framing: str
    headline: str
    spans: tuple[SpanExplanation, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for ``--json``."""
        return asdict(self)

    def as_text(self) -> str:
        """Lines for a terminal."""
        topic = "on topic" if self.on_topic else "not on topic"
        lines = [
            self.title or "(no headline)",
            f"  {topic} (relevance {self.relevance:.2f}): {'; '.join(self.why) or 'no reason recorded'}",
        ]
        if not self.on_topic:
            lines.append("  Nothing else is tagged in an article that is not about women deprived of liberty.")
            return "\n".join(lines)
        lines.append(f"  framing: {self.framing}; headline alone: {self.headline}")
        if not self.spans:
            lines.append("  No cue of the lexicon counts in it.")
        for span in self.spans:
            lines.extend(_span_lines(span))
        return "\n".join(lines)


def explain(article: Article, tags: ArticleTags) -> Explanation:
    """Put an article's tags into words. The tags must be of this version of the lexicons: a cue must be found again."""
    cues = load_lexicon(tags.language).by_id if tags.language else {}
    return Explanation(
        article=article.id,
        title=article.title,
        language=tags.language,
        on_topic=tags.on_topic,
        relevance=tags.relevance,
        why=tags.why,
        framing=tags.framing.value,
        headline=tags.headline.value,
        spans=tuple(_explain_span(article, tags, span, cues.get(span.cue_id)) for span in tags.spans),
    )


def _explain_span(article: Article, tags: ArticleTags, span: SpanRow, cue: Cue | None) -> SpanExplanation:
    guides = load_guides()
    source = tags.sources[span.source_index] if span.source_index is not None else None
    return SpanExplanation(
        words=_stored(article, span.part)[span.start : span.end],
        part=span.part.value,
        start=span.start,
        end=span.end,
        code=span.code,
        code_name=load_codebook().codes[span.code].name,
        voice=span.voice.value,
        source=_stored(article, source.part)[source.start : source.end] if source else None,
        cue=span.cue_id,
        status=cue.status if cue else "",
        guides=tuple(f"{guides[key].title} ({guides[key].publisher})" for key in cue.source) if cue else (),
        instead=cue.instead if cue else (),
        rule=span.rule,
    )


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
