"""The formats by name, and which of them a file has.

In: a name, or a path. Out: the functions that write and read it. Each format stands in a module of its own, loaded
when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.exchange.reading import open_table
from lexicons.errors import EncuadreError
from nlp.labels.exchange import doccano, gold, inception, label_studio, prodigy, tables
from nlp.labels.exchange.archives import check_size, is_zip, members
from nlp.labels.exchange.readings import Asked, Row
from nlp.labels.exchange.units import Unit

Writer = Callable[[Iterable[Unit], Path, Asked, str], list[Path]]
Reader = Callable[[Path, Asked], Iterator[Row]]


class Format(StrEnum):
    """What a labelling tool reads and writes."""

    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    PRODIGY = "prodigy"
    INCEPTION = "inception"
    CSV = "csv"
    XLSX = "xlsx"
    GOLD = "gold"


@dataclass(frozen=True, slots=True)
class _Functions:
    read: Reader
    write: Writer | None


_FORMATS = {
    Format.LABEL_STUDIO: _Functions(label_studio.read, label_studio.write),
    Format.DOCCANO: _Functions(doccano.read, doccano.write),
    Format.PRODIGY: _Functions(prodigy.read, prodigy.write),
    Format.INCEPTION: _Functions(inception.read, inception.write),
    Format.CSV: _Functions(tables.read_csv, tables.write_csv),
    Format.XLSX: _Functions(tables.read_xlsx, tables.write_xlsx),
    Format.GOLD: _Functions(gold.read, None),
}


def reader(form: Format) -> Reader:
    """The function that reads a format."""
    return _FORMATS[form].read


def writer(form: Format) -> Writer | None:
    """The function that writes a format; None for one that is only read."""
    return _FORMATS[form].write


def format_of(path: Path) -> Format:
    """The format of a file, by what it holds. Raises EncuadreError E440 when it is none of them."""
    if path.is_dir():
        return Format.CSV
    check_size(path)
    if is_zip(path):
        return _of_zip(path)
    if path.suffix.lower() == ".xmi":
        return Format.INCEPTION
    table = open_table(path)
    columns = set(table.columns)
    if table.form == "csv":
        return Format.CSV
    if "data" in columns and columns & {"annotations", "completions", "predictions"}:
        return Format.LABEL_STUDIO
    if "%FEATURE_STRUCTURES" in columns or "%TYPES" in columns:
        return Format.INCEPTION
    if columns & {"_task_hash", "_input_hash", "_view_id", "answer"}:
        return Format.PRODIGY
    if {"id", "on_topic"} <= columns:
        return Format.GOLD
    if columns & {"label", "labels", "cats", "entities"}:
        return Format.DOCCANO
    raise _unknown(path)


def _of_zip(path: Path) -> Format:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return Format.XLSX
    for name, _ in members(path, (".xmi", ".jsonl", ".json", ".xml")):
        if name.endswith("xl/workbook.xml"):
            return Format.XLSX
        if name.endswith(".jsonl"):
            return Format.DOCCANO
        if name.endswith((".xmi", ".xml", ".json")) and not name.startswith("["):
            return Format.INCEPTION
    raise _unknown(path)


def _unknown(path: Path) -> EncuadreError:
    known = ", ".join(Format)
    return EncuadreError("E440", path=path, format="a file of labels", problem=f"it is none of {known}")
