"""Files written as a whole: under another name first, then put in place, so that nobody ever reads half a file.

In: rows as mappings. Out: CSV, JSON lines or Parquet. A cell of a CSV that a spreadsheet would run is guarded.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from corpus.exchange.cells import guarded
from corpus.exchange.reading import open_table
from lexicons.errors import EncuadreError, UsageError

Row = Mapping[str, Any]
# Column types of Parquet by name; the frames of corpus.storage use the same words.
_TYPES = {
    "str": pyarrow.string(),
    "bool": pyarrow.bool_(),
    "int": pyarrow.int64(),
    "float": pyarrow.float64(),
    "list": pyarrow.list_(pyarrow.string()),
}
_FORMATS = (".csv", ".jsonl", ".parquet")
# One row group: read whole by most tools, a few tens of megabytes with text.
_ROW_GROUP = 5000


def write_table(path: Path, columns: Mapping[str, str], rows: Iterable[Row], marks: frozenset[str]) -> int:
    """Write rows to a file by its suffix and say how many there were.

    ``columns`` gives the type of each column: str, bool, int, float or list. ``marks`` are columns by which an earlier
    output of the same kind is known; only such a file is replaced. Raises EncuadreError E250 to E252.
    """
    check_target(path, marks)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    write = {".csv": _write_csv, ".jsonl": _write_jsonl, ".parquet": _write_parquet}[path.suffix.lower()]
    try:
        try:
            n = write(temporary, columns, rows)
            temporary.replace(path)
        except OSError as error:
            raise EncuadreError("E251", path=path, problem=error.strerror or error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return n


def check_target(path: Path, marks: frozenset[str]) -> None:
    """Refuse a file name that says no format, and a file that is not an earlier output."""
    if path.suffix.lower() not in _FORMATS:
        raise UsageError("E250", path=path)
    if path.is_dir():
        raise EncuadreError("E251", path=path, problem="it is a folder")
    if not path.parent.is_dir():
        raise EncuadreError("E251", path=path, problem=f"the folder {path.parent} does not exist")
    if path.exists() and path.stat().st_size and not _is_output(path, marks):
        raise EncuadreError("E252", path=path)


def _is_output(path: Path, marks: frozenset[str]) -> bool:
    try:
        return marks.issubset(open_table(path).columns)
    except EncuadreError:
        return False


def _write_csv(path: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> int:
    n = 0
    # with a mark, or Excel reads the accents of UTF-8 as windows-1252
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in columns])
            n += 1
        _to_disk(stream.fileno())
    return n


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    # a negative number is no formula
    return guarded(value) if isinstance(value, str) else str(value)


def _write_jsonl(path: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> int:
    n = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            stream.write(json.dumps({name: row[name] for name in columns}, ensure_ascii=False) + "\n")
            n += 1
        _to_disk(stream.fileno())
    return n


def _write_parquet(path: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> int:
    schema = pyarrow.schema([(name, _TYPES[kind]) for name, kind in columns.items()])
    n = 0
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
            n += len(group)
    return n


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while group := list(islice(source, _ROW_GROUP)):
        yield group


def _to_disk(descriptor: int) -> None:
    # before the rename, or a power cut could leave the new name with nothing in it
    os.fsync(descriptor)
