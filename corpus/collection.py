"""A collection: all that a crawl brought home, as a folder of Parquet files that another study takes in.

In: a study's store. Out: ``collection.json`` and one file a table (outlets, crawl runs, addresses found, every attempt,
articles with their text and what they said before, counts of what was passed over); and back: ``merge_collection``
adds what is not there yet, so that machines that share nothing but files make one corpus, and merging twice changes
nothing. Rows go through in batches: memory stays flat.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
from sqlalchemy import JSON, Boolean, Float, Integer, Select, Table, select, tuple_

from corpus.exchange.writing import write_table
from corpus.schema import article_versions, articles, fetches, found, outlets, passed_over, runs
from corpus.storage import crawl_log
from corpus.storage.articles import Added, add_each
from corpus.storage.database import Database
from corpus.storage.revisions import keep_version, merge_versions
from corpus.storage.rows import article_row, to_article
from lexicons.errors import EncuadreError

MANIFEST = "collection.json"
_KIND = "encuadre.collection"
# 2: with the versions of articles and what was passed over.
_FORMAT = 2
# What is carried, each table by the columns that say in which order its rows are read. Runs come before what they made.
_TABLES: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "outlets": (outlets, ("id",)),
    "runs": (runs, ("id",)),
    "found": (found, ("canonical_url",)),
    "fetches": (fetches, ("id",)),
    "articles": (articles, ("id",)),
    "versions": (article_versions, ("id",)),
    "passed_over": (passed_over, ("file", "outlet", "week", "reason")),
}
_BATCH = 500

Progress = Callable[[int, int | None], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of a collection: rows new here, and articles that did not become one here because another text stands
    in their place (under the same identifier theirs is kept as a version of it) or because they were forgotten here.
    """

    articles: int
    unchanged: int
    conflicting: int
    forgotten: int
    found: int
    fetches: int


def is_collection(path: Path) -> bool:
    """Is this the folder of a collection?"""
    return path.is_dir() and (path / MANIFEST).is_file()


def write_collection(database: Database, folder: Path) -> dict[str, int]:
    """Write the collection of a store; rows by table. The manifest comes last: without it a folder is not whole.

    Raises EncuadreError E251 when the folder cannot be written, E253 when it holds anything else.
    """
    if folder.exists() and not is_collection(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise EncuadreError("E253", folder=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).unlink(missing_ok=True)
        counts = {}
        for name, (table, order) in _TABLES.items():
            columns = _columns(table)
            counts[name] = write_table(folder / f"{name}.parquet", columns, _rows(database, table, order), frozenset())
        manifest = {"kind": _KIND, "format": _FORMAT, "rows": counts}
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise EncuadreError("E251", path=folder, problem=error.strerror or error) from error
    return counts


def merge_collection(database: Database, folder: Path, progress: Progress | None = None) -> Merged:
    """Add what the collection holds and the store does not. Raises EncuadreError E254 when it is damaged."""
    counts = _manifest(folder)
    files = {name: _open(folder, name, table) for name, (table, _) in _TABLES.items()}
    tell = _Teller(progress, sum(counts.values()))
    for name, table in (("outlets", outlets), ("runs", runs), ("passed_over", passed_over)):
        for batch in _batches(files[name], table):
            with database.writing() as connection:
                kept = [row for row in batch if table is not runs or row["kind"] == "crawl"]
                if kept:
                    connection.execute(database.insert_new(table), kept)
            tell.more(len(batch))
    outcomes = dict.fromkeys(Added, 0)
    for batch in _batches(files["articles"], articles):
        with database.writing() as connection:
            items = [to_article(row) for row in batch]  # type: ignore[arg-type]
            for item, outcome in zip(items, add_each(connection, database, items), strict=True):
                outcomes[outcome] += 1
                if outcome is Added.CONFLICTING:
                    keep_version(connection, article_row(item))
        tell.more(len(batch))
    for batch in _batches(files["versions"], article_versions):
        with database.writing() as connection:
            merge_versions(connection, database, batch)
        tell.more(len(batch))
    merged = {"found": 0, "fetches": 0}
    for name, table, merge in (
        ("found", found, crawl_log.merge_found),
        ("fetches", fetches, crawl_log.merge_fetches),
    ):
        for batch in _batches(files[name], table):
            merged[name] += merge(database, batch)
            tell.more(len(batch))
    return Merged(
        articles=outcomes[Added.ADDED],
        unchanged=outcomes[Added.UNCHANGED] + outcomes[Added.PLACED],
        conflicting=outcomes[Added.CONFLICTING] + outcomes[Added.SAME_ADDRESS],
        forgotten=outcomes[Added.FORGOTTEN],
        **merged,
    )


@dataclass(slots=True)
class _Teller:
    progress: Progress | None
    total: int
    done: int = 0

    def more(self, rows: int) -> None:
        self.done += rows
        if self.progress is not None:
            self.progress(self.done, self.total)


def _columns(table: Table) -> dict[str, str]:
    """Column names and their types in the file. Numbers that a store gives its own rows stay behind."""
    kinds = ((JSON, "str"), (Boolean, "bool"), (Integer, "int"), (Float, "float"))
    return {
        column.name: next((kind for type_, kind in kinds if isinstance(column.type, type_)), "str")
        for column in table.columns
        if column.autoincrement is not True
    }


def _rows(database: Database, table: Table, order: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """All rows, a batch in memory at a time; JSON cells as text."""
    keys = [table.c[name] for name in order]
    statement: Select[Any] = select(table).order_by(*keys).limit(_BATCH)
    after = statement
    while True:
        with database.reading() as connection:
            rows = connection.execute(after).mappings().all()
        for row in rows:
            yield {
                column.name: json.dumps(row[column.name], ensure_ascii=False)
                if isinstance(column.type, JSON)
                else row[column.name]
                for column in table.columns
            }
        if len(rows) < _BATCH:
            return
        after = statement.where(tuple_(*keys) > tuple_(*(rows[-1][name] for name in order)))


def _manifest(folder: Path) -> dict[str, int]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if manifest["kind"] != _KIND or manifest["format"] != _FORMAT:
            raise EncuadreError("E254", folder=folder, problem=f"{MANIFEST} is of another kind or format")
        return {name: int(manifest["rows"][name]) for name in _TABLES}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncuadreError("E254", folder=folder, problem=f"{MANIFEST} cannot be read") from error


def _open(folder: Path, name: str, table: Table) -> pyarrow.parquet.ParquetFile:
    path = folder / f"{name}.parquet"
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise EncuadreError("E254", folder=folder, problem=f"{path.name} cannot be read") from error
    missing = sorted(set(_columns(table)) - set(file.schema_arrow.names))
    if missing:
        raise EncuadreError("E254", folder=folder, problem=f"{path.name} has no column '{missing[0]}'")
    return file


def _batches(file: pyarrow.parquet.ParquetFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Rows as the store takes them. Raises E254 where the file breaks off."""
    columns = _columns(table)
    json_columns = [column.name for column in table.columns if isinstance(column.type, JSON)]
    batches = file.iter_batches(batch_size=_BATCH, columns=list(columns))
    while True:
        try:
            batch = next(iter(islice(batches, 1)), None)
            if batch is None:
                return
            rows: list[dict[str, Any]] = batch.to_pylist()
            for row in rows:
                for name in json_columns:
                    row[name] = json.loads(row[name]) if row[name] is not None else None
        except (OSError, ValueError, pyarrow.ArrowException) as error:
            raise EncuadreError("E254", folder=table.name, problem=f"{table.name}.parquet is damaged") from error
        yield rows
