"""What annotators have begun and not said done: kept in the study, so that no crash and no closed tab loses it.

In and out: a draft as JSON. A label is never made from a draft; drafts hold offsets, answers and notes, no article
text. The file also keeps the secret of the page's address, so that an open tab goes on after the server was killed.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lexicons.errors import EncuadreError

FILE_NAME = "labelling.sqlite"
# As for the corpus: no write here takes longer than an instant, and a slow disk gets its time.
BUSY_SECONDS = 30
_SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (
    sample TEXT NOT NULL, annotator TEXT NOT NULL, article_id TEXT NOT NULL, draft TEXT NOT NULL,
    PRIMARY KEY (sample, annotator, article_id)
);
"""


class Drafts:
    """The drafts of a study. Every call is a transaction of its own, safe from any thread."""

    def __init__(self, folder: Path) -> None:
        """Open or make the file. Raises EncuadreError E450 where it cannot be written."""
        self.path = folder / FILE_NAME
        try:
            # Drafts and the secret are for this user alone, whatever the folder's rights are.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            with self._open() as connection:
                connection.executescript(_SCHEMA)
                connection.execute(
                    "INSERT INTO secret SELECT ? WHERE NOT EXISTS (SELECT 1 FROM secret)", (secrets.token_urlsafe(32),)
                )
                self.secret: str = connection.execute("SELECT value FROM secret").fetchone()[0]
        except (OSError, sqlite3.DatabaseError) as error:
            raise EncuadreError("E450", path=self.path, problem=error) from error

    def of(self, sample: str, annotator: str) -> dict[str, dict[str, Any]]:
        """The drafts of one annotator, by article."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT article_id, draft FROM drafts WHERE sample = ? AND annotator = ?", (sample, annotator)
            ).fetchall()
        return {article: json.loads(draft) for article, draft in rows}

    def keep(self, sample: str, annotator: str, article: str, draft: Mapping[str, Any]) -> None:
        """Keep a draft in place of the one before, unless that one is newer (two tabs, or a late request)."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO drafts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET draft = excluded.draft "
                "WHERE json_extract(drafts.draft, '$.changed') <= json_extract(excluded.draft, '$.changed')",
                (sample, annotator, article, json.dumps(draft, ensure_ascii=False)),
            )

    def drop(self, sample: str, annotator: str, article: str) -> None:
        """The label is stored: the draft has done its work."""
        with self._open() as connection:
            connection.execute(
                "DELETE FROM drafts WHERE sample = ? AND annotator = ? AND article_id = ?", (sample, annotator, article)
            )

    def keep_only(self, sample: str, articles: Iterable[str]) -> None:
        """Drop drafts of articles that the sample no longer has, since they were forgotten."""
        known = set(articles)
        with self._open() as connection:
            gone = [
                (sample, article)
                for (article,) in connection.execute(
                    "SELECT DISTINCT article_id FROM drafts WHERE sample = ?", (sample,)
                )
                if article not in known
            ]
            connection.executemany("DELETE FROM drafts WHERE sample = ? AND article_id = ?", gone)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
        try:
            # What is dropped is overwritten: a note on a forgotten article must not remain in free pages.
            connection.execute("PRAGMA secure_delete = ON")
            with connection:
                yield connection
        finally:
            connection.close()
