"""Versions of an article's text, in and out of the store.

In: rows of articles. Out: ``Version`` records, oldest first. A text is kept once, however often an outlet goes back
and forth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from corpus.schema import article_versions, articles
from corpus.storage.database import Database
from corpus.versions import Version

_CARRIED = ("content_hash", "raw", "title", "lead", "body")


def keep_version(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep the text of a row of ``articles`` as a version of it."""
    known = select(article_versions.c.id).where(
        article_versions.c.article_id == row["id"], article_versions.c.content_hash == row["content_hash"]
    )
    if connection.execute(known).first():
        return
    values = {name: row[name] for name in _CARRIED}
    connection.execute(article_versions.insert().values(article_id=row["id"], seen_at=row["fetched_at"], **values))


def merge_versions(connection: Connection, database: Database, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep versions that another store kept, of articles that are in this one."""
    mine = select(articles.c.id).where(articles.c.id.in_({row["article_id"] for row in rows}))
    here = set(connection.execute(mine).scalars())
    if kept := [dict(row) for row in rows if row["article_id"] in here]:
        connection.execute(database.insert_new(article_versions), kept)


def read_versions(connection: Connection, article_id: str) -> list[Version]:
    """Every text of an article, the oldest first; texts of unknown time come before all others."""
    current = connection.execute(select(articles).where(articles.c.id == article_id)).mappings().one()
    mine = select(article_versions).where(article_versions.c.article_id == article_id)
    earlier = connection.execute(mine.order_by(article_versions.c.id)).mappings().all()
    versions = [
        _version(dict(row), seen_at=row["seen_at"], current=False)
        for row in earlier
        if row["content_hash"] != current["content_hash"]
    ]
    versions.append(_version({**current, "article_id": article_id}, seen_at=current["fetched_at"], current=True))
    return sorted(versions, key=lambda version: version.seen_at or "")


def changed_headlines(connection: Connection) -> list[str]:
    """Identifiers of the articles of which another headline is kept."""
    rows = (
        select(article_versions.c.article_id)
        .join(articles, articles.c.id == article_versions.c.article_id)
        .where(article_versions.c.title != articles.c.title)
        .group_by(article_versions.c.article_id)
        .order_by(article_versions.c.article_id)
    )
    return list(connection.execute(rows).scalars())


def raw_of_versions(connection: Connection, article_ids: Sequence[str]) -> list[str]:
    """Where the raw pages of these articles' other versions are."""
    raw = select(article_versions.c.raw).where(article_versions.c.article_id.in_(article_ids))
    return [each for each in connection.execute(raw).scalars() if each]


def _version(row: Mapping[str, Any], *, seen_at: str | None, current: bool) -> Version:
    return Version(
        article_id=row["article_id"],
        seen_at=seen_at,
        title=row["title"],
        lead=row["lead"],
        body=row["body"],
        raw=row["raw"],
        current=current,
    )
