"""The short word lists of single rules: the articles, prepositions, endings and titles that a rule of grammar asks for.

In: lexicons/<language>/small_words.toml, one table a rule book. Out: the words of a table's lists in all languages.
Why data: a language is added, and a word mended, without opening a program. Why together: the rules that read them ask
about one short word beside a longer find in a known language, and stay the same for each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from lexicons.forms import expand_braces

_FILE = "small_words.toml"
_TABLES: TypeAdapter[dict[str, dict[str, list[str]]]] = TypeAdapter(dict[str, dict[str, list[str]]])


@cache
def small_words(table: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of a table by name, each word once. A language may leave out what its grammar does not have.

    Raises E101 or E102 for a file that does not hold.
    """
    lists: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for name, words in small_word_tables(language).get(table, {}).items():
            lists.setdefault(name, {}).update(dict.fromkeys(words))
    return MappingProxyType({name: tuple(words) for name, words in lists.items()})


@cache
def small_word_tables(language: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """The lists of one language by table and name, braces written out. Raises E101 or E102."""
    file = f"{language}/{_FILE}"
    try:
        tables = _TABLES.validate_python(tomllib.loads((files("lexicons") / language / _FILE).read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EncuadreError("E102", file=file, problem=error) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EncuadreError("E101", file=file, entry=where, problem=first["msg"]) from error
    return {
        table: {name: _written_out(words, file, f"{table}.{name}") for name, words in lists.items()}
        for table, lists in tables.items()
    }


def _written_out(words: list[str], file: str, entry: str) -> tuple[str, ...]:
    forms = tuple(form for text in words for form in expand_braces(text))
    for form in forms:
        if form != form.lower() or not form.strip():
            raise EncuadreError("E101", file=file, entry=entry, problem=f"'{form}' is empty or has capital letters")
        if forms.count(form) > 1:
            raise EncuadreError("E101", file=file, entry=entry, problem=f"'{form}' stands twice")
    return forms
