"""The package's files: CSV and Parquet of a table, and lists of checksums.

In: tables. Out: bytes on disk that depend on the table alone, so that two publications are the same to the byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.parquet

from reports.csvs import write_rows
from reports.package.tables import Table

SUMS = "SHA256SUMS"
_CHUNK = 1 << 20
_PARQUET = {
    "string": pyarrow.string(),
    "yearmonth": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
}


def write_csv(table: Table, path: Path) -> None:
    """The table as CSV: UTF-8, lines ended by LF, nothing a spreadsheet would run."""
    heads = [column.name for column in table.columns]
    rows = ([_worded(cell) for cell in row] for row in table.rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_rows(stream, heads, rows)


def write_parquet(table: Table, path: Path) -> None:
    """The same rows with their types."""
    schema = pyarrow.schema([(column.name, _PARQUET[column.type]) for column in table.columns])
    arrays = [
        pyarrow.array([_typed(row[place], column.type) for row in table.rows], type=_PARQUET[column.type])
        for place, column in enumerate(table.columns)
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), path, compression="zstd")


def sha256(path: Path) -> str:
    """The checksum of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_sums(folder: Path) -> None:
    """List every file below the folder with its checksum, as ``sha256sum -c`` reads it."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = (f"{sha256(folder / name)}  {name}\n" for name in names if name != SUMS)
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="")


def read_sums(folder: Path) -> Mapping[str, str]:
    """Checksums by name, of names that lie inside the folder; empty where there is no list."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return dict(_sound(lines))


def _sound(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        digest, _, name = line.partition("  ")
        path = Path(name)
        # A list that somebody edited must not lead outside of its folder.
        if name and not path.is_absolute() and ".." not in path.parts:
            yield name, digest


def _worded(cell: str | int | float | bool | None) -> str | int | float | None:
    return ("true" if cell else "false") if isinstance(cell, bool) else cell


def _typed(cell: str | int | float | bool | None, kind: str) -> object:
    if cell is None:
        return None
    if kind == "date":
        return date.fromisoformat(str(cell))
    return float(cell) if kind == "number" else cell
