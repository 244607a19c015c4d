"""``datapackage.json``: what the package holds, for people in three languages and for programs (Frictionless).

In: the tables, what the package is about, and the folder they were written to. Out: the descriptor of a Tabular Data
Package (specs.frictionlessdata.io). Translations stand beside each English text as ``title_es`` or
``description_pt``. Nothing depends on the clock.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lexicons.codebook import load_codebook
from lexicons.cues import LANGUAGES
from reports.i18n import words_for
from reports.package.tables import Column, Table
from reports.package.writing import sha256

NAME = "datapackage.json"
# By this a folder is known as an earlier publication.
MADE_WITH = "encuadre publish"
# Licences a publication may carry, with their addresses.
LICENCES: Mapping[str, tuple[str, str]] = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODbL-1.0": ("Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
_COUNT_COLUMN = re.compile(r"([A-Z]\d{0,2})_(outlet|others)")
_TRANSLATED = tuple(language for language in LANGUAGES if language != "en")


@dataclass(frozen=True, slots=True)
class About:
    """What is published: the study's name, its outlets, the versions of its rows, and when these were tagged."""

    study: str
    outlets: Sequence[str]
    version_set: str
    versions: Mapping[str, str]
    created: str
    licence: str
    fictional: bool


def descriptor(tables: Sequence[Table], folder: Path, about: About) -> dict[str, Any]:
    """The descriptor as a mapping, for tables that stand in the folder as CSV and Parquet."""
    title, path = LICENCES[about.licence]
    titles = {code: words_for(code).t("package.title", study=about.study) for code in LANGUAGES}
    return {
        "profile": "tabular-data-package",
        "name": _slug(about.study),
        **_in_languages("title", titles),
        **_in_languages("description", {code: description(about, code) for code in LANGUAGES}),
        "created": about.created,
        "version": about.version_set,
        "versions": dict(about.versions),
        "licenses": [{"name": about.licence, "title": title, "path": path}],
        "sources": [{"title": outlet} for outlet in about.outlets],
        "keywords": ["framing", "news media", "content analysis"],
        "made_with": MADE_WITH,
        "resources": [_resource(table, folder) for table in tables],
    }


def description(about: About, language: str) -> str:
    """What the package is, in one paragraph."""
    words = words_for(language)
    invented = [words.t("page.demo")] if about.fictional else []
    return " ".join([*invented, words.t("package.description"), words.t("package.pseudonymous")])


def table_texts(table: Table) -> Mapping[str, str]:
    """What a table is, by language; empty where nobody has described it."""
    return _texts()["table"].get(table.name, {})


def column_texts(table: Table, column: Column) -> Mapping[str, str]:
    """What a column is, by language: as described for its table, else for every table; empty where nobody has."""
    columns = _texts()["column"]
    if counted := _COUNT_COLUMN.fullmatch(column.name):
        code = load_codebook().codes[counted[1]]
        return {
            language: text.format(code=code.code, label=getattr(code, language))
            for language, text in columns[f"count_{counted[2]}"].items()
        }
    return columns.get(f"{table.name}.{column.name}") or columns.get(column.name, {})


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    path = folder / f"{table.name}.csv"
    schema: dict[str, Any] = {"fields": [_field(table, column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = table.key
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": other, "fields": field}}
            for column, (other, field) in table.refers.items()
        ]
    return {
        "profile": "tabular-data-resource",
        # The standard's names are in lower case; so are ours.
        "name": table.name,
        "path": path.name,
        **_in_languages("description", table_texts(table)),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        # The same rows; the profile allows CSV alone as a table.
        "parquet": f"{table.name}.parquet",
        "rows": len(table.rows),
        "schema": schema,
    }


def _field(table: Table, column: Column) -> dict[str, str]:
    return {"name": column.name, "type": column.type} | _in_languages("description", column_texts(table, column))


def _in_languages(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    if not texts:
        return {}
    return {name: texts["en"]} | {f"{name}_{language}": texts[language] for language in _TRANSLATED}


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "study"


@cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((files("reports.package") / "columns.toml").read_text("utf-8"))
