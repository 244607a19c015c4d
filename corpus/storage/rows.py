"""Records to table rows and back. Cleans what no database can keep, and says when two articles are the same text.

In: the frozen records of corpus.records. Out: plain mappings for SQLAlchemy, and records again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from corpus.records import (
    Article,
    ArticleTags,
    ClauseRow,
    Fetch,
    Found,
    Framing,
    Naming,
    Outcome,
    Outlet,
    Part,
    Run,
    SourceRow,
    SpanRow,
    Voice,
)
from lexicons.digests import digest_of

# PostgreSQL keeps no NUL, and no database keeps half a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# What the article says and where it stands; how it was found and read (evidence, raw, times, versions) may differ.
_CONTENT = (
    "canonical_url",
    "outlet",
    "country",
    "language",
    "published_at",
    "published_on",
    "title",
    "lead",
    "body",
    "authors",
    "section",
)
_OUTLET_LISTS = ("languages", "feeds", "sitemaps", "archives", "needs")
_OPTIONAL_TEXT = tuple(
    field.name
    for field in fields(Article)
    if field.default is None and field.name not in {"paywalled", "country", "language"}
)


def now_text(timespec: str = "seconds") -> str:
    """This instant, as the store writes instants."""
    return datetime.now(UTC).isoformat(timespec=timespec)


def storable(text: str) -> str:
    """Text as every database can keep it: NUL dropped, half a surrogate pair replaced by U+FFFD."""
    if not _UNSTORABLE.search(text):
        return text
    return _UNSTORABLE.sub(lambda match: "" if match[0] == "\x00" else "�", text)


def clean_article(article: Article) -> Article:
    """The article as it is stored and read back: storable text, empty text as None, codes in their usual case."""
    texts: dict[str, Any] = {name: _text_or_none(getattr(article, name)) for name in _OPTIONAL_TEXT}
    return replace(
        article,
        **texts,
        id=storable(article.id),
        title=storable(article.title),
        body=storable(article.body),
        outlet=storable(article.outlet),
        country=article.country.upper() if article.country else None,
        language=article.language.lower() if article.language else None,
        authors=tuple(storable(author) for author in article.authors if author.strip()),
        evidence={storable(key): storable(value) for key, value in article.evidence.items()},
    )


def article_row(article: Article) -> dict[str, Any]:
    """The row of a cleaned article."""
    row = {field.name: getattr(article, field.name) for field in fields(Article)}
    return row | {
        "authors": list(article.authors),
        "evidence": dict(article.evidence),
        "content_hash": content_hash(article),
    }


def content_hash(article: Article) -> str:
    """A digest of what the article says and where it stands, by which a second import is recognized as unchanged."""
    content = [getattr(article, name) for name in _CONTENT]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def to_article(row: RowMapping) -> Article:
    """The article of a row of ``articles``."""
    values = {field.name: row[field.name] for field in fields(Article)}
    return Article(**values | {"authors": tuple(row["authors"])})


def fingerprint(key: str) -> str:
    """What is kept of a forgotten identifier or address: enough to recognize it, not to read it."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def outlet_row(outlet: Outlet) -> dict[str, Any]:
    """The row of an outlet."""
    row = {field.name: getattr(outlet, field.name) for field in fields(Outlet)}
    lists = {name: list(row[name]) for name in _OUTLET_LISTS}
    return row | lists | {"country": outlet.country.upper()}


def to_outlet(row: RowMapping) -> Outlet:
    """The outlet of a row of ``outlets``."""
    values = {field.name: row[field.name] for field in fields(Outlet)}
    lists = {name: tuple(row[name] or ()) for name in _OUTLET_LISTS}
    return Outlet(**values | lists | {"source": row["source"] or ""})


def found_row(found: Found) -> dict[str, Any]:
    """The row of an address that a listing named."""
    hints = {storable(key): storable(value) for key, value in found.hints.items()}
    return {
        "canonical_url": storable(found.canonical_url),
        "url": storable(found.url),
        "outlet": found.outlet,
        "discovered_by": storable(found.discovered_by),
        "found_at": found.found_at,
        "hints": hints,
    }


def to_found(row: RowMapping) -> Found:
    """The address of a row of ``found``."""
    return Found(**{field.name: row[field.name] for field in fields(Found)})


def fetch_row(fetch: Fetch) -> dict[str, Any]:
    """The row of an attempt."""
    row = {field.name: getattr(fetch, field.name) for field in fields(Fetch)}
    return row | {
        "url": storable(fetch.url),
        "outcome": str(fetch.outcome),
        "detail": _text_or_none(fetch.detail),
    }


def to_fetch(row: RowMapping) -> Fetch:
    """The attempt of a row of ``fetches``."""
    values = {field.name: row[field.name] for field in fields(Fetch)}
    return Fetch(**values | {"outcome": Outcome(row["outcome"])})


def label_row(tags: ArticleTags, run: Run) -> dict[str, Any]:
    """The row of an article's machine label."""
    return {
        "article_id": tags.article_id,
        "run_id": run.id,
        "version_set": run.version_set or "",
        "tier": tags.tier,
        "language": tags.language,
        "on_topic": tags.on_topic,
        "relevance": tags.relevance,
        "framing": str(tags.framing),
        "headline": str(tags.headline),
        "voices": list(tags.voices),
        "context": list(tags.context),
        "why": list(tags.why),
        "words": tags.words,
        "her_clauses": len(tags.clauses),
        "her_actions": tags.actions,
        "named_in_headline": tags.naming.headline if tags.naming else None,
        "named_in_body": tags.naming.body if tags.naming else None,
        "convicted": tags.naming.convicted if tags.naming else None,
    }


def span_row(article_id: str, span: SpanRow) -> dict[str, Any]:
    """The row of a span."""
    row = {field.name: getattr(span, field.name) for field in fields(SpanRow)}
    return row | {
        "article_id": article_id,
        "part": str(span.part),
        "voice": str(span.voice),
        "rule": storable(span.rule),
    }


def source_row(article_id: str, position: int, source: SourceRow) -> dict[str, Any]:
    """The row of a source; ``position`` is what ``SpanRow.source_index`` points at."""
    row = {field.name: getattr(source, field.name) for field in fields(SourceRow)}
    return row | {"article_id": article_id, "position": position, "part": str(source.part)}


def clause_row(article_id: str, clause: ClauseRow) -> dict[str, Any]:
    """The row of a clause."""
    row = {field.name: getattr(clause, field.name) for field in fields(ClauseRow)}
    return row | {"article_id": article_id, "part": str(clause.part), "rule": storable(clause.rule)}


def to_tags(
    label: RowMapping, spans: list[RowMapping], sources: list[RowMapping], clauses: list[RowMapping]
) -> ArticleTags:
    """An article's tags of its rows; spans, sources and clauses in the order they were written."""
    return ArticleTags(
        article_id=label["article_id"],
        language=label["language"],
        on_topic=label["on_topic"],
        relevance=label["relevance"],
        framing=Framing(label["framing"]),
        headline=Framing(label["headline"]),
        voices=tuple(label["voices"]),
        context=tuple(label["context"]),
        why=tuple(label["why"]),
        words=label["words"],
        tier=label["tier"],
        spans=tuple(SpanRow(**_values(SpanRow, row) | _span_values(row)) for row in spans),
        sources=tuple(SourceRow(**_values(SourceRow, row) | {"part": Part(row["part"])}) for row in sources),
        clauses=tuple(ClauseRow(**_values(ClauseRow, row) | {"part": Part(row["part"])}) for row in clauses),
        naming=_naming(label),
    )


def _span_values(row: RowMapping) -> dict[str, Any]:
    return {"part": Part(row["part"]), "voice": Voice(row["voice"]), "status": row["status"] or ""}


def _naming(label: RowMapping) -> Naming | None:
    if label["convicted"] is None:
        return None
    return Naming(headline=label["named_in_headline"], body=label["named_in_body"], convicted=label["convicted"])


def to_run(row: RowMapping) -> Run:
    """The run of a row of ``runs``."""
    return Run(**_values(Run, row))


def _values(record: type, row: RowMapping) -> dict[str, Any]:
    return {field.name: row[field.name] for field in fields(record)}


def _text_or_none(value: str | None) -> str | None:
    return storable(value) if value and value.strip("\x00 \t\r\n") else None


def versions_digest(versions: Mapping[str, str]) -> str:
    """The short name of a set of versions: rows of one report share it."""
    # twelve hexadecimal digits: short enough to read aloud, and a study sees a handful of sets
    return digest_of(json.dumps(dict(versions), sort_keys=True).encode())
