"""What the tests of import share: a study to import into, files written for it, and what became of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.importing import ImportResult, import_file
from corpus.records import Article
from corpus.store import Corpus

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BODY = "La mujer privada de libertad pidió atención médica; el año pasado también."


@contextmanager
def empty_study(tmp_path: Path) -> Iterator[Corpus]:
    """A study with nothing in it, in a folder of its own beside the files to import."""
    folder = tmp_path / "study"
    folder.mkdir()
    with Corpus.open(folder / "corpus.sqlite", create=True) as opened:
        yield opened


def write(tmp_path: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def bring(corpus: Corpus, path: Path, **options: Any) -> ImportResult:
    settings: dict[str, Any] = {"mapping": {}, "now": NOW} | options
    return import_file(corpus, path, **settings)


def only(corpus: Corpus) -> Article:
    (article,) = corpus.articles()
    return article


def rejects(result: ImportResult) -> list[dict[str, str]]:
    assert result.rejects_path is not None
    with result.rejects_path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
