"""Machine tags: an article's label, spans, sources and clauses, replaced together.

In: ``ArticleTags`` and the run that made them. Out: the same, read back. An article has the tags of one run, or none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, RowMapping, delete, select

from corpus.records import ArticleTags, Run
from corpus.schema import article_labels, articles, clauses, sources, spans
from corpus.storage.database import Database
from corpus.storage.rows import clause_row, label_row, source_row, span_row, to_tags


def write_tags(database: Database, tags: Sequence[ArticleTags], run: Run) -> None:
    """Replace all tags of these articles in one transaction. Articles forgotten in the meantime are passed over."""
    latest = {item.article_id: item for item in tags}
    with database.writing() as connection:
        there = set(connection.execute(select(articles.c.id).where(articles.c.id.in_(latest))).scalars())
        kept = [item for item in latest.values() if item.article_id in there]
        delete_tags(connection, [item.article_id for item in kept])
        labels = [label_row(item, run) for item in kept]
        span_rows = [span_row(item.article_id, span) for item in kept for span in item.spans]
        source_rows = [
            source_row(item.article_id, position, source)
            for item in kept
            for position, source in enumerate(item.sources)
        ]
        clause_rows = [clause_row(item.article_id, clause) for item in kept for clause in item.clauses]
        written = ((article_labels, labels), (spans, span_rows), (sources, source_rows), (clauses, clause_rows))
        for table, rows in written:
            if rows:
                connection.execute(table.insert(), rows)


def delete_tags(connection: Connection, article_ids: Sequence[str]) -> None:
    """Remove all machine tags of these articles."""
    for table in (article_labels, spans, sources, clauses):
        connection.execute(delete(table).where(table.c.article_id.in_(article_ids)))


def read_tags(connection: Connection, article_ids: Collection[str]) -> dict[str, tuple[ArticleTags, str]]:
    """The tags of those of the articles that have any, and the version set that made them."""
    labels = connection.execute(select(article_labels).where(article_labels.c.article_id.in_(article_ids))).mappings()
    by_article: dict[str, tuple[list[RowMapping], list[RowMapping], list[RowMapping]]] = defaultdict(
        lambda: ([], [], [])
    )
    for place, table, order in ((0, spans, spans.c.id), (1, sources, sources.c.position), (2, clauses, clauses.c.id)):
        rows = connection.execute(select(table).where(table.c.article_id.in_(article_ids)).order_by(order)).mappings()
        for row in rows:
            by_article[row["article_id"]][place].append(row)
    return {
        label["article_id"]: (to_tags(label, *by_article[label["article_id"]]), label["version_set"])
        for label in labels
    }
