"""A data package, read back: one SQLite file of its tables, and what the package says of each.

In: a publication, or its folder ``data``. Out: tables whose types are those of the description. What the package does
not describe, or what its list of checksums does not know as it stands, is refused.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet

from lexicons.errors import EncuadreError
from reports.package.datapackage import NAME
from reports.package.writing import read_sums, sha256

_SQLITE = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Package:
    """A package on disk, and its description."""

    folder: Path
    described: dict[str, Any]

    @property
    def tables(self) -> list[dict[str, Any]]:
        """Its tables as described."""
        return list(self.described["resources"])


def open_package(folder: Path) -> Package:
    """The package in a folder or in the folder ``data`` below it.

    Raises E563 where there is none, E564 for one that is not as its publication left it.
    """
    for place in (folder / "data", folder):
        if (place / NAME).is_file():
            break
    else:
        raise EncuadreError("E563", folder=folder)
    try:
        described = json.loads((place / NAME).read_text("utf-8"))
        files = {str(each["parquet"]) for each in described["resources"]}
        fields = [field["name"] for each in described["resources"] for field in each["schema"]["fields"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncuadreError("E564", path=place / NAME, problem="it cannot be read") from error
    sums = read_sums(place)
    for name in sorted(files):
        if Path(name).name != name or not (place / name).is_file():
            raise EncuadreError("E564", path=place / name, problem="it is missing")
        if sums.get(name) != sha256(place / name):
            raise EncuadreError("E564", path=place / name, problem="its checksum differs")
    if not all(isinstance(field, str) for field in fields):
        raise EncuadreError("E564", path=place / NAME, problem="a column has no name")
    return Package(place, described)


def write_database(package: Package, path: Path) -> None:
    """The tables as one SQLite file, with the keys the description names."""
    with closing(sqlite3.connect(path)) as database:
        for table in package.tables:
            schema = table["schema"]
            columns = [f"{_quoted(field['name'])} {_SQLITE.get(field['type'], 'TEXT')}" for field in schema["fields"]]
            key = schema.get("primaryKey")
            columns += [f"PRIMARY KEY ({_quoted(key)})"] if key else []
            columns += [
                f"FOREIGN KEY ({_quoted(each['fields'])}) REFERENCES "
                f"{_quoted(each['reference']['resource'])} ({_quoted(each['reference']['fields'])})"
                for each in schema.get("foreignKeys", ())
            ]
            name, marks = _quoted(table["name"]), ", ".join("?" * len(schema["fields"]))
            database.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            # Names come from the description, quoted; values are bound.
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", _rows(package.folder / table["parquet"]))  # noqa: S608
        database.commit()


def _rows(path: Path) -> Iterator[tuple[object, ...]]:
    for batch in pyarrow.parquet.ParquetFile(path).iter_batches(_ROWS_AT_ONCE):
        columns = [batch.column(place).to_pylist() for place in range(batch.num_columns)]
        for row in zip(*columns, strict=True):
            yield tuple(cell.isoformat() if hasattr(cell, "isoformat") else cell for cell in row)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
