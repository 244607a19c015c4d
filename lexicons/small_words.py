"""The short word lists of single rules: the articles, prepositions, endings and titles that a rule of grammar asks for.

In: lexicons/<language>/small_words.toml, one table a rule book. Out: the words of a table's lists in all languages.
Why data: a language is added, and a word mended, without opening a program. Why together: the rules that read them ask
about one short word beside a longer find in a known language, and stay the same for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import RootModel

from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from lexicons.forms import expand_braces
from lexicons.toml_files import checked, read_toml

_FILE = "small_words.toml"


class _Tables(RootModel[dict[str, dict[str, list[str]]]]):
    """The lists by table and name, as the file has them."""


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
    tables = checked(_Tables, read_toml(files("lexicons") / language / _FILE, file), file).root
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
