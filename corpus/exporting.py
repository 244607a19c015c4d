"""Export: articles and spans out of the corpus, as files for other tools.

In: a corpus. Out: CSV, JSON lines or Parquet by the file's suffix. Without text unless asked for: no title, lead, body
or names of authors; spans never carry their words. An export with text can be imported again and gives the same
articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.exchange.columns import ARTICLE_COLUMNS, TEXT_COLUMNS
from corpus.exchange.writing import write_table
from corpus.records import Article, ArticleTags, Voice
from corpus.store import Corpus
from lexicons.codebook import load_codebook

_TAG_COLUMNS = {
    "tag_language": "str",
    "on_topic": "bool",
    "relevance": "float",
    "framing": "str",
    "headline_framing": "str",
    "voices": "list",
    "context": "list",
    "words": "int",
    "her_clauses": "int",
    "her_actions": "int",
    "tier": "int",
    "version_set": "str",
}
SPAN_COLUMNS = {
    "article_id": "str",
    "part": "str",
    "start": "int",
    "end": "int",
    "code": "str",
    "voice": "str",
    "cue_id": "str",
    "status": "str",
}
_MARKS = frozenset({"id", "published_precision", "extractor_version"})
_SPAN_MARKS = frozenset({"article_id", "cue_id", "voice"})


def export_columns(*, with_text: bool) -> dict[str, str]:
    """The columns of an export of articles and their types.

    For each code of the codebook two counts: ``S1_outlet`` spans in the outlet's own voice, ``S1_others`` in any other.
    """
    text = dict.fromkeys(TEXT_COLUMNS, "str") if with_text else {}
    article = dict.fromkeys(ARTICLE_COLUMNS, "str") | {"paywalled": "bool"}
    if with_text:
        text["authors"] = "list"
    counts = {f"{code}_{whose}": "int" for code in load_codebook().codes for whose in ("outlet", "others")}
    return article | text | _TAG_COLUMNS | counts


def export_articles(
    corpus: Corpus,
    path: Path,
    *,
    with_text: bool = False,
    outlet: str | None = None,
    country: str | None = None,
    language: str | None = None,
) -> int:
    """Write one row an article with its tags, if any, and say how many. An earlier export at ``path`` is replaced.

    Raises EncuadreError E250 (suffix), E251 (cannot be written), E252 (another file is there).
    """
    columns = export_columns(with_text=with_text)
    selection = corpus.tagged_articles(outlet=outlet, country=country, language=language)
    rows = (_article_row(article, tags, version_set, columns) for article, tags, version_set in selection)
    return write_table(path, columns, rows, _MARKS)


def export_spans(corpus: Corpus, path: Path, *, country: str | None = None) -> int:
    """Write one row a span (where, which code, whose voice, by which cue; no words), and say how many.

    Raises EncuadreError E250 to E252.
    """
    selection = corpus.tagged_articles(country=country)
    rows = (
        {"article_id": article.id} | {name: getattr(span, name) for name in SPAN_COLUMNS if name != "article_id"}
        for article, tags, _ in selection
        for span in (tags.spans if tags else ())
    )
    return write_table(path, SPAN_COLUMNS, rows, _SPAN_MARKS)


def _article_row(
    article: Article, tags: ArticleTags | None, version_set: str | None, columns: Iterable[str]
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(columns)
    row |= {name: getattr(article, name) for name in (*ARTICLE_COLUMNS, *TEXT_COLUMNS) if name in row}
    row["evidence"] = json.dumps(dict(article.evidence), ensure_ascii=False, sort_keys=True)
    if "authors" in row:
        row["authors"] = list(article.authors)
    if tags is not None:
        row |= _tag_cells(tags) | {"version_set": version_set}
        # an article with tags has a count for every code, an article without has none
        row |= {name: 0 for name in columns if name.endswith(("_outlet", "_others"))}
        for span in tags.spans:
            whose = "outlet" if span.voice is Voice.OUTLET else "others"
            if f"{span.code}_{whose}" in row:
                row[f"{span.code}_{whose}"] += 1
    return row


def _tag_cells(tags: ArticleTags) -> dict[str, Any]:
    return {
        "tag_language": tags.language,
        "on_topic": tags.on_topic,
        "relevance": tags.relevance,
        "framing": str(tags.framing),
        "headline_framing": str(tags.headline),
        "voices": list(tags.voices),
        "context": list(tags.context),
        "words": tags.words,
        # Whether she is named leaves the study only as a count over many stories, in a report.
        "her_clauses": len(tags.clauses),
        "her_actions": tags.actions,
        "tier": tags.tier,
    }
