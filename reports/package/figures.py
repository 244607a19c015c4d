"""The figures of the pages as tables of the package: one table a kind of figure, all countries in it.

In: the folder of CSVs that a build wrote. Out: tables. They are read from the pages' own CSVs, so that the package and
the pages cannot disagree.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

from corpus.exchange.cells import unguarded
from reports.csvs import Cell
from reports.package.tables import Column, Row, Table

_COUNTRY = re.compile(r"country-([A-Z]{2})-(\w+)")
# Files that are no figures of countries: events are a table of their own, what changed after them is in
# figures_changes, and scorecards stay out of the package.
_NOT_FIGURES = ("events", "event-", "outlet-")
_MONTHS = frozenset({"first_month", "first_from", "first_to", "last_from", "last_to"})
# Columns whose cells may look like numbers and are none.
_WORDS = frozenset({"date", "value", "registered", "compared_with", "outlet", "name", "event", "term", "reason"})


def figure_tables(folder: Path) -> list[Table]:
    """One table a kind of figure, in order of their names."""
    heads: dict[str, list[str]] = {}
    cells: defaultdict[str, list[list[str]]] = defaultdict(list)
    for path in sorted(folder.glob("*.csv")):
        if path.stem.startswith(_NOT_FIGURES):
            continue
        found = _COUNTRY.fullmatch(path.stem)
        name = found[2] if found else path.stem
        with path.open(encoding="utf-8", newline="") as stream:
            first, *rest = csv.reader(stream)
        # A count without a share ends its line early.
        rest = [row + [""] * (len(first) - len(row)) for row in rest]
        heads[name] = ["country", *first] if found else first
        cells[name] += [[found[1], *row] for row in rest] if found else rest
    return [_table(f"figures_{name}", heads[name], cells[name]) for name in sorted(heads)]


def _table(name: str, heads: list[str], rows: list[list[str]]) -> Table:
    columns = tuple(Column(head, _type(head, [row[place] for row in rows])) for place, head in enumerate(heads))
    typed: list[Row] = [[_cell(cell, column.type) for cell, column in zip(row, columns, strict=True)] for row in rows]
    return Table(name, columns, typed)


def _type(head: str, cells: list[str]) -> str:
    if head in _MONTHS:
        return "yearmonth"
    return "number" if head not in _WORDS and any(cells) and all(map(_is_number, filter(None, cells))) else "string"


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell) is not None


def _cell(cell: str, kind: str) -> Cell:
    if not cell:
        return None
    if kind == "number":
        return int(cell) if re.fullmatch(r"-?\d+", cell) else float(cell)
    return unguarded(cell)
