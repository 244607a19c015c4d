"""The page that explains one article's tags: its text with every mark, and for each mark the rule and what to write.

In: an article and its ``Explanation``. Out: one HTML page that needs nothing else: no scripts, no requests. The text is
the study's own, so the page asks not to be indexed and says that it is not for publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from corpus.records import Article, Part, Voice
from lexicons.codebook import load_codebook
from nlp.explain import Explanation, SpanExplanation
from nlp.relevance import ENOUGH
from nlp.tagger import SHIPPED_TOPIC
from reports.i18n import Words
from reports.pages.reasons import Reason, reason_of, reasons_of
from reports.pages.view import environment, press_text

# More lines under the same words cannot be told apart; further marks keep their numbers and notes.
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on a piece of text. ``opens``: the marked words begin here, so that the code and number stand here."""

    number: int
    code: str
    voice: str
    line: int  # which line under the words: 0 is nearest
    opens: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that carries the same marks from its first letter to its last, outermost mark first."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of one mark."""

    number: int
    code: str
    heading: str
    words: str
    voice: str
    voice_name: str
    source: str
    reasons: tuple[Reason, ...]
    cue: str
    status: str
    guides: tuple[str, ...]
    instead: tuple[str, ...]


def explanation_page(article: Article, explanation: Explanation, words: Words) -> str:
    """The page in the language of ``words``."""
    spans = _in_order(explanation.spans)
    title = press_text(article.title)
    own = "_own" if _own_words(explanation) else ""
    return (
        environment()
        .get_template("explanation.html.j2")
        .render(
            w=words,
            x=explanation,
            title=words.t("explain.of", title=title) if title else words.t("explain.title"),
            headline=title or words.t("explain.no_title"),
            where=_where(article, words),
            decision=_decision(explanation, words),
            framing_note=words.t(f"explain.framing_note{own}"),
            made_with=words.t(f"explain.made_with{own}"),
            parts=[(part.value, list(_paragraphs(_stored(article, part), part, spans))) for part in Part],
            notes=[_note(number, span, words) for number, span in enumerate(spans, start=1)],
            why=[reason_of(reason, words) for reason in explanation.why],
            legend=_legend(spans, words),
            sources=[
                (press_text(s.words), _name("roles", s.role, words), words.t(f"how.{s.how}"), words.t(f"part.{s.part}"))
                for s in explanation.sources
            ],
            clauses=[
                (
                    press_text(clause.words),
                    words.t("explain.acts" if clause.acts else "explain.acts_not"),
                    words.t(f"part.{clause.part}"),
                    reasons_of(clause.rule, words),
                )
                for clause in explanation.clauses
            ],
        )
    )


def _where(article: Article, words: Words) -> str:
    country = words.country(article.country) if article.country else ""
    outlet = press_text(article.outlet)
    place = words.t("explain.where", outlet=outlet, country=country) if outlet and country else outlet or country
    return " · ".join(part for part in (place, words.day(article.published_on) if article.published_on else "") if part)


def _own_words(explanation: Explanation) -> bool:
    """Is it about a topic or by codes of the study's own, so that the page's words for ours do not hold?"""
    return explanation.topic != SHIPPED_TOPIC or load_codebook().replaces


def _decision(explanation: Explanation, words: Words) -> list[tuple[str, str]]:
    """What the article's own labels are, as names and values."""
    t = words.t
    if explanation.language is None:
        return [(t("explain.topic"), t(f"explain.no_language{'_own' if _own_words(explanation) else ''}"))]
    if not explanation.on_topic:
        return [(t("explain.topic"), f"{t('explain.off_topic')}. {_relevance(explanation, words)}")]
    roles = words.listing([_name("roles", role, words) for role in explanation.voices])
    context = words.listing([_code_name(code, words) for code in explanation.context])
    topic = explanation.topic
    on_topic = t("explain.on_topic") if topic == SHIPPED_TOPIC else t("explain.on_own_topic", topic=topic)
    rows = [
        (t("explain.topic"), f"{on_topic}. {_relevance(explanation, words)}"),
        (t("explain.framing"), _name("framings", explanation.framing, words)),
        (t("explain.framing_headline"), _name("framings", explanation.headline, words)),
        (t("explain.voices"), roles or t("explain.nobody")),
        (t("explain.context"), context or t("explain.nothing")),
    ]
    if explanation.clauses:
        acts = sum(clause.acts for clause in explanation.clauses)
        rows.append((t("explain.agency"), t("explain.agency_of", acts=acts, n=len(explanation.clauses))))
    if explanation.naming is not None:
        named = explanation.naming.headline or explanation.naming.body
        key = "not_named" if not named else "named_after" if explanation.naming.convicted else "named_before"
        rows.append((t("explain.naming"), t(f"explain.{key}")))
    return rows


def _relevance(explanation: Explanation, words: Words) -> str:
    score = words.number(explanation.relevance, 2)
    return words.t("explain.relevance", score=score, enough=words.number(ENOUGH, 2))


def _in_order(spans: Iterable[SpanExplanation]) -> list[SpanExplanation]:
    """Spans as a reader meets them; of two that begin together the longer first."""
    places = {part.value: place for place, part in enumerate(Part)}
    return sorted(spans, key=lambda span: (places[span.part], span.start, -span.end, span.code))


def _paragraphs(text: str, part: Part, spans: Sequence[SpanExplanation]) -> Iterator[list[Piece]]:
    """The text's lines that hold anything, each cut where a mark begins or ends."""
    numbered = [(number, span) for number, span in enumerate(spans, start=1) if span.part == part.value]
    lines = _lines(numbered)
    begin = 0
    for line in text.splitlines(keepends=True):
        end = begin + len(line)
        if line.strip():
            yield list(_pieces(text, begin, end, numbered, lines))
        begin = end


def _pieces(
    text: str, begin: int, end: int, numbered: Sequence[tuple[int, SpanExplanation]], lines: dict[int, int]
) -> Iterator[Piece]:
    inside = [(number, span) for number, span in numbered if span.start < end and begin < span.end]
    cuts = {begin, end} | {cut for _, span in inside for cut in (span.start, span.end) if begin < cut < end}
    ordered = sorted(cuts)
    for first, last in pairwise(ordered):
        marks = tuple(
            Mark(number, span.code, span.voice, lines[number], opens=span.start == first)
            for number, span in inside
            if span.start <= first and last <= span.end
        )
        yield Piece(_shown(text[first:last]), marks)


def _lines(numbered: Sequence[tuple[int, SpanExplanation]]) -> dict[int, int]:
    """For each mark the line under the words that it takes: marks on the same words take different ones."""
    taken: dict[int, int] = {}
    for at, (number, span) in enumerate(numbered):
        others = {taken[n] for n, other in numbered[:at] if other.start < span.end and span.start < other.end}
        taken[number] = next((line for line in range(_MOST_LINES) if line not in others), _MOST_LINES - 1)
    return taken


def _shown(text: str) -> str:
    """A piece as it is printed: on one line, without signs that steer text, its outer spaces kept."""
    plain = press_text(text)
    if not plain:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + plain + (" " if text[-1].isspace() else "")


def _note(number: int, span: SpanExplanation, words: Words) -> Note:
    source = ""
    if span.source is not None and span.source_role and span.source_how:
        role, how = _name("roles", span.source_role, words), words.t(f"how.{span.source_how}")
        source = words.t("explain.source_line", words=press_text(span.source), role=role, how=how)
    status = ""
    if span.status and span.severity is not None:
        status = words.t("explain.status_line", status=words.t(f"status.{span.status}"), severity=span.severity)
    name = _code_name(span.code, words)
    return Note(
        number=number,
        code=span.code,
        heading=words.t("explain.note", number=number, name=name),
        words=press_text(span.words),
        voice=span.voice,
        voice_name=_name("voices", span.voice, words),
        source=source,
        reasons=tuple(reasons_of(span.rule, words)),
        cue=span.cue,
        status=status,
        guides=span.guides,
        instead=span.instead,
    )


def _legend(spans: Sequence[SpanExplanation], words: Words) -> dict[str, Any]:
    """The codes and voices that occur, in codebook order."""
    codes, voices = {span.code for span in spans}, {span.voice for span in spans}
    return {
        "codes": [(code, _code_name(code, words)) for code in load_codebook().codes if code in codes],
        "voices": [(voice.value, _name("voices", voice.value, words)) for voice in Voice if voice.value in voices],
    }


def _name(kind: str, key: str, words: Words) -> str:
    """A role, voice or framing of the codebook in the page's language."""
    return str(getattr(getattr(load_codebook(), kind)[key], words.language))


def _code_name(code: str, words: Words) -> str:
    return str(getattr(load_codebook().codes[code], words.language))


def _stored(article: Article, part: Part) -> str:
    return {Part.HEADLINE: article.title, Part.LEAD: article.lead or "", Part.BODY: article.body}[part]
