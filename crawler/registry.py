"""The outlet registry: outlets.csv in, checked ``Outlet`` rows out, and back.

The file is made for spreadsheets: comma or semicolon, with or without a byte order mark; lists inside a cell are
separated by `` | ``. Every mistake is named with file, row and outlet, all at once, so that one reading mends all.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

from babel import Locale

from corpus.records import Outlet
from crawler.archives import parse_pattern
from crawler.sites import is_web
from lexicons.errors import EncuadreError

COLUMNS = (
    "id",
    "name",
    "country",
    "time_zone",
    "languages",
    "kind",
    "homepage",
    "feeds",
    "sitemaps",
    "archives",
    "needs",
    "delay",
    "source",
    "verified",
    "notes",
)
_REQUIRED = ("id", "name", "country", "time_zone", "languages", "homepage")
# What an outlet's pages may need beyond plain reading.
NEEDS = ("javascript",)
_OUTLET_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Two-letter codes in Unicode's territory list that are not countries of ISO 3166-1.
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
_LONGEST_DELAY = 3600.0
# A column of wrong cells makes one mistake a row: enough to see what they have in common.
_MOST_SHOWN = 10


class RegistryError(EncuadreError):
    """Every mistake found in a registry; ``problems`` holds one sentence each."""

    def __init__(self, problems: list[EncuadreError]) -> None:
        first = problems[0]
        super().__init__(first.code, **first.values)
        self.problems = tuple(str(problem) for problem in problems)
        shown = list(self.problems[:_MOST_SHOWN])
        if len(problems) > _MOST_SHOWN:
            shown.append(f"{len(problems) - _MOST_SHOWN} more such mistakes follow.")
        self.args = ("\n".join(shown),)


def read_outlets(path: Path) -> list[Outlet]:
    """The outlets of ``path`` in the file's order. Raises ``RegistryError`` or E301-E303."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""), delimiter=_delimiter(path), strict=True)
    found = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    missing = [name for name in _REQUIRED if name not in found]
    if missing:
        raise EncuadreError("E302", file=path, missing=", ".join(missing), columns=",".join(COLUMNS))
    rows.fieldnames = found
    outlets: list[Outlet] = []
    problems: list[EncuadreError] = []
    first_row: dict[str, int] = {}
    try:
        for row in rows:
            cells = {name: _unguarded((row.get(name) or "").strip()) for name in COLUMNS}
            if not any(cells.values()):
                continue
            line = rows.line_num
            mistakes = _mistakes(cells)
            if cells["id"] in first_row:
                mistakes.append(f"the id already stands in row {first_row[cells['id']]}")
            if None in row:
                mistakes.append("it has more cells than the heading, so a comma may lack its quotation marks")
            first_row.setdefault(cells["id"], line)
            problems += [
                EncuadreError("E303", file=path, row=line, outlet=cells["id"] or "without id", problem=mistake)
                for mistake in mistakes
            ]
            if not mistakes:
                outlets.append(_outlet(cells))
    except csv.Error as error:
        raise EncuadreError("E303", file=path, row=rows.line_num, outlet="", problem=str(error)) from error
    if problems:
        raise RegistryError(problems)
    return outlets


def write_outlets(path: Path, outlets: Iterable[Outlet]) -> None:
    """Write the registry, whole or not at all. Cells that a spreadsheet would run as a formula are guarded."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=".outlets-", suffix=".csv", delete=False
    ) as file:
        try:
            table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            table.writeheader()
            for outlet in outlets:
                table.writerow({name: _guarded(_cell(outlet, name)) for name in COLUMNS})
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)  # a temporary file starts as its owner's alone
            Path(file.name).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(file.name).unlink()
            raise


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EncuadreError("E301", file=path) from error
    except OSError as error:
        raise EncuadreError("E300", file=path, problem=error.strerror or str(error)) from error


def _delimiter(path: Path) -> str:
    heading = _text(path).partition("\n")[0]
    return ";" if heading.count(";") > heading.count(",") else ","


def _mistakes(cells: Mapping[str, str]) -> list[str]:
    """What is wrong with one row, each in words that complete "outlet X: ..."."""
    wrong = [f"'{name}' is empty" for name in _REQUIRED if not cells[name]]
    if cells["id"] and not _OUTLET_ID.match(cells["id"]):
        wrong.append(f"the id '{cells['id']}' may hold only lower-case letters, digits, '.', '_' and '-', at most 64")
    if cells["country"] and cells["country"].upper() not in _countries():
        wrong.append(f"'{cells['country']}' is not a country code of ISO 3166-1, such as MX")
    if cells["time_zone"] and not _is_time_zone(cells["time_zone"]):
        wrong.append(f"'{cells['time_zone']}' is not a time zone, such as America/Lima")
    wrong += [
        f"'{language}' is not a language code of ISO 639-1, such as es"
        for language in _list(cells["languages"])
        if language.lower() not in _languages()
    ]
    addresses = [cells["homepage"], *_list(cells["feeds"]), *_list(cells["sitemaps"])]
    wrong += [
        f"'{address}' is not an http or https address" for address in addresses if address and not is_web(address)
    ]
    wrong += [
        f"'{need}' is nothing that pages can need; it may be {' or '.join(NEEDS)}"
        for need in _list(cells["needs"])
        if need not in NEEDS
    ]
    for pattern in _list(cells["archives"]):
        try:
            parse_pattern(pattern)
        except ValueError as problem:
            wrong.append(f"the archive pattern '{pattern}' {problem}")
    if cells["verified"] and not _is_day(cells["verified"]):
        wrong.append(f"'{cells['verified']}' is not a day such as 2026-11-22; leave 'verified' empty if never")
    if cells["delay"] and _seconds(cells["delay"]) is None:
        wrong.append(f"the delay '{cells['delay']}' is not a number of seconds from 0 to {_LONGEST_DELAY:.0f}")
    return wrong


def _outlet(cells: Mapping[str, str]) -> Outlet:
    return Outlet(
        id=cells["id"],
        name=cells["name"],
        country=cells["country"].upper(),
        time_zone=cells["time_zone"],
        languages=tuple(language.lower() for language in _list(cells["languages"])),
        kind=cells["kind"],
        homepage=cells["homepage"],
        feeds=_list(cells["feeds"]),
        sitemaps=_list(cells["sitemaps"]),
        archives=_list(cells["archives"]),
        needs=_list(cells["needs"]),
        delay=_seconds(cells["delay"]) if cells["delay"] else None,
        source=cells["source"],
        verified=cells["verified"] or None,
        notes=cells["notes"],
    )


def _cell(outlet: Outlet, name: str) -> str:
    value = getattr(outlet, name)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " | ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def _seconds(cell: str) -> float | None:
    try:
        seconds = float(cell.replace(",", "."))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= _LONGEST_DELAY else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_time_zone(name: str) -> bool:
    if "/" not in name and name != "UTC":
        return False  # abbreviations such as EST carry no history of summer time
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, or a path that leads out of the database
        return False
    return True


@cache
def _countries() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES)


@cache
def _languages() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)
