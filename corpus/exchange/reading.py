"""Rows of a table file, one at a time: CSV, JSON lines, a JSON list, Parquet.

In: a path. Out: its columns, and per row its number as a user sees it with either its cells or what is wrong with it.
A file is told by what it holds, not by how it is called; only Parquet has a mark of its own.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import Any, TextIO

import pyarrow
import pyarrow.parquet

from corpus.exchange.encoding import broken, detect_encoding, error_handler
from lexicons.errors import EncuadreError

# A cell longer than this is an unclosed quotation mark, not an article: the longest novel has a tenth of it.
LONGEST_CELL = 32 * 1024 * 1024
# Rows of JSON may each have other keys; the first thousand show all columns of any real file.
_ROWS_SHOWING_COLUMNS = 1000
_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 1 << 16
# In memory at a time from a Parquet file.
_PARQUET_BATCH = 200
_PARQUET_MARK = b"PAR1"
# Spreadsheets, archives and pictures that are given in place of a text file.
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF", b"\x89PNG", b"SQLite format 3")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row. ``number``: spreadsheet row, line or position, counted from 1. ``problem``: why it cannot be read."""

    number: int
    cells: Mapping[str, Any] = field(default_factory=dict)
    problem: EncuadreError | None = None


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of rows. ``rows`` may be called again to read from the start; ``twice`` names columns that repeat."""

    path: Path
    form: str  # csv, jsonl, json, parquet
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[RawRow]]
    twice: frozenset[str] = frozenset()
    has_rows: bool = True


def open_table(path: Path) -> TableFile:
    """Look into a file and make it readable.

    Raises EncuadreError E220 (absent), E221 (folder), E222 (empty), E227 (damaged) or E228 (not text).
    """
    if path.is_dir():
        raise EncuadreError("E221", path=path)
    try:
        with path.open("rb") as stream:
            head = stream.read(_SAMPLE)
    except OSError as error:
        raise EncuadreError("E220", path=path, problem=error.strerror or error) from error
    if head.startswith(_PARQUET_MARK):
        return _parquet(path)
    if head.startswith(_NOT_TEXT):
        raise EncuadreError("E228", path=path)
    encoding = detect_encoding(path)
    with _opened(path, encoding) as text:
        start = text.read(_SAMPLE)
    if not start.strip("﻿ \t\r\n\x00"):
        raise EncuadreError("E222", path=path)
    first = start.lstrip("﻿ \t\r\n")[:1]
    if first == "[":
        return _json(path, "json", lambda: _json_list(path, encoding))
    if first == "{":
        return _json(path, "jsonl", lambda: _json_lines(path, encoding))
    return _csv(path, encoding, start)


def _opened(path: Path, encoding: str, newline: str | None = "") -> TextIO:
    return path.open(encoding=encoding, errors=error_handler(encoding), newline=newline)


# CSV


def _csv(path: Path, encoding: str, start: str) -> TableFile:
    csv.field_size_limit(LONGEST_CELL)
    separator = _separator(start)
    with _opened(path, encoding) as text:
        records = csv.reader(text, delimiter=separator)
        try:
            header = [name.strip("﻿ \t\r\n") for name in next(filter(any, records))]
            more = next(filter(any, records), None)
        except csv.Error as error:
            raise EncuadreError("E227", path=path, problem=error) from error
    twice = frozenset(name for name in header if header.count(name) > 1)
    columns = tuple(dict.fromkeys(name for name in header if name))
    return TableFile(
        path, "csv", columns, lambda: _csv_rows(path, encoding, separator, header), twice, more is not None
    )


def _separator(start: str) -> str:
    """The separator under which the first rows have the most columns and agree on how many."""

    def agreement(separator: str) -> tuple[float, int]:
        # the last record of the sample may be cut in the middle
        records = [record for record in csv.reader(io.StringIO(start, newline=""), delimiter=separator) if record]
        whole = records[:-1] if len(records) > 2 else records
        width = len(whole[0])
        same = sum(len(record) == width for record in whole) / len(whole)
        return (same if width > 1 else 0.0, width)

    def score(separator: str) -> tuple[float, int]:
        try:
            return agreement(separator)
        except csv.Error:
            return (0.0, 0)

    return max(_SEPARATORS, key=score)


class _Remembered:
    """Lines of a stream, remembering those of the record being read, to see whether its quotation mark was closed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self._lines.append(line)
            yield line

    def taken(self) -> list[str]:
        """The lines read since the last call."""
        lines, self._lines = self._lines, []
        return lines


def _csv_rows(path: Path, encoding: str, separator: str, header: list[str]) -> Iterator[RawRow]:
    with _opened(path, encoding) as text:
        source = _Remembered(text)
        records = _numbered(csv.reader(source, delimiter=separator))
        next(records)
        source.taken()
        last: RawRow | None = None
        lines: list[str] = []
        try:
            for number, record in records:
                if last is not None:
                    yield last
                last, lines = _csv_row(number, header, record), source.taken()
        except csv.Error:
            yield RawRow(last.number + 1 if last else 2, problem=EncuadreError("E231"))
        if last is not None:
            # the last record may have ended only because the file did
            yield RawRow(last.number, problem=EncuadreError("E231")) if _unclosed(lines, separator) else last


def _numbered(records: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, with the row a spreadsheet shows them in."""
    return ((number, record) for number, record in enumerate(records, start=1) if any(record))


def _unclosed(lines: list[str], separator: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _csv_row(number: int, header: list[str], record: list[str]) -> RawRow:
    width = len(header)
    if len(record) < width or any(record[width:]):
        return RawRow(number, problem=EncuadreError("E230", cells=len(record), header=width))
    cells = {name: value for name, value in zip(header, record, strict=False) if name}
    if any(broken(value) for value in record):
        return RawRow(number, cells, EncuadreError("E233"))
    return RawRow(number, cells)


# JSON


def _json(path: Path, form: str, rows: Callable[[], Iterator[RawRow]]) -> TableFile:
    columns: dict[str, None] = {}
    first_problem: EncuadreError | None = None
    row = None
    for row in islice(rows(), _ROWS_SHOWING_COLUMNS):
        columns |= dict.fromkeys(row.cells)
        first_problem = first_problem or row.problem
    if row is None:
        raise EncuadreError("E222", path=path)
    if not columns:
        problem = first_problem.values.get("problem") if first_problem else None
        raise EncuadreError("E227", path=path, problem=problem or "no row of it holds names and values")
    return TableFile(path, form, tuple(columns), rows)


def _json_lines(path: Path, encoding: str) -> Iterator[RawRow]:
    # only a line feed ends a line: a carriage return may stand inside a pretty row, and is white space to JSON
    with _opened(path, encoding, newline="\n") as text:
        for number, line in enumerate(text, start=1):
            stripped = line.strip("﻿ \t\r\n")
            if stripped:
                yield _parsed(number, stripped)


def _parsed(number: int, text: str) -> RawRow:
    try:
        return _json_row(number, text, json.loads(text))
    except (ValueError, RecursionError) as error:
        return RawRow(number, problem=EncuadreError("E233") if broken(text) else _json_problem(error))


def _json_row(number: int, text: str, value: object) -> RawRow:
    if not isinstance(value, dict):
        return RawRow(number, problem=EncuadreError("E232", problem="it is not an object in braces"))
    return RawRow(number, value, EncuadreError("E233") if broken(text) else None)


def _json_problem(error: ValueError | RecursionError) -> EncuadreError:
    if isinstance(error, json.JSONDecodeError):
        problem = f"{error.msg[0].lower()}{error.msg[1:]}, character {error.pos + 1}"
    else:
        problem = "it is nested too deep" if isinstance(error, RecursionError) else "it holds a number that is too long"
    return EncuadreError("E232", problem=problem)


def _json_list(path: Path, encoding: str) -> Iterator[RawRow]:
    """The items of one list, read a piece at a time. After an item that is not JSON nothing more can be found."""
    with _opened(path, encoding, newline=None) as text:
        buffer = text.read(_SAMPLE).lstrip("﻿ \t\r\n")[1:]
        for number in count(1):
            while not (buffer := buffer.lstrip(" \t\r\n,")) and (more := text.read(_SAMPLE)):
                buffer = more
            if buffer.startswith("]"):
                return
            row, rest = _next_item(number, buffer, text)
            yield row
            if rest is None:
                return
            buffer = rest


def _next_item(number: int, buffer: str, text: TextIO) -> tuple[RawRow, str | None]:
    """One item and what follows it; None when it cannot be read."""
    decoder = json.JSONDecoder()
    size = _SAMPLE
    while True:
        try:
            value, end = decoder.raw_decode(buffer)
        except json.JSONDecodeError as error:
            more = text.read(size)
            if not more or len(buffer) > LONGEST_CELL:
                return RawRow(number, problem=_json_problem(error)), None
            # doubled, so that a long item is not parsed over and over
            buffer, size = buffer + more, size * 2
        except (ValueError, RecursionError) as error:
            return RawRow(number, problem=_json_problem(error)), None
        else:
            return _json_row(number, buffer[:end], value), buffer[end:]


# Parquet


def _parquet(path: Path) -> TableFile:
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            names, rows = file.schema_arrow.names, file.metadata.num_rows
    except (pyarrow.ArrowException, OSError) as error:
        raise EncuadreError("E227", path=path, problem="the file is cut short or damaged") from error
    twice = frozenset(name for name in names if names.count(name) > 1)
    return TableFile(path, "parquet", tuple(dict.fromkeys(names)), lambda: _parquet_rows(path), twice, rows > 0)


def _parquet_rows(path: Path) -> Iterator[RawRow]:
    number = 0
    try:
        # without pre-buffering only the pages being read are in memory
        with pyarrow.parquet.ParquetFile(path, pre_buffer=False) as file:
            for batch in file.iter_batches(batch_size=_PARQUET_BATCH):
                for cells in batch.to_pylist():
                    number += 1
                    yield RawRow(number, cells)
    except (pyarrow.ArrowException, OSError):
        yield RawRow(number + 1, problem=EncuadreError("E234"))
