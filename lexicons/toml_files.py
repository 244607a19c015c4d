"""Reading a TOML file of data: the one place where a slip in such a file becomes a sentence.

In: a file, or its content, and what it is called in messages. Out: its tables, or a checked record of them. An entry
of a list is told by its place, and by its name where it has one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from lexicons.errors import EncuadreError

_M = TypeVar("_M", bound=BaseModel)
_WHOLE_FILE = "top of the file"


def read_toml(resource: Traversable | Path, name: str) -> dict[str, Any]:
    """The tables of a file, called ``name`` in messages. Raises E102 for one that is not there or is no TOML."""
    try:
        return parse_toml(resource.read_bytes(), name)
    except FileNotFoundError as error:
        raise EncuadreError("E102", file=name, problem=error) from error


def parse_toml(raw: bytes, name: str) -> dict[str, Any]:
    """The tables of a file's bytes, for a caller who needs the bytes too. Raises E102 for what is no TOML in UTF-8."""
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EncuadreError("E102", file=name, problem=error) from error


def checked(model: type[_M], data: Mapping[str, object], name: str, *, whole: str = _WHOLE_FILE) -> _M:
    """The tables of the file ``name`` as a record. Raises E101 for the first entry that does not hold.

    ``whole``: what the record is called where no single entry of it is at fault.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        where, problem = first_fault(error, data)
        raise EncuadreError("E101", file=name, entry=where or whole, problem=problem) from error


def first_fault(error: ValidationError, data: object = None) -> tuple[str, str]:
    """Where the first fault is ("rule.7.forms", "" for the whole record) and what it is, in words. Entries of a list
    are counted from 1, as people count.

    ``data``: what was checked; an entry of a list in it is then told by name too ("rule.7.forms (people)").
    """
    first = error.errors()[0]
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    named = ""
    for part in first["loc"]:
        try:
            data = data[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):  # the fault is that it is not there, or is of another kind
            break
        if isinstance(part, int) and isinstance(data, dict):
            named = str(data.get("name", ""))
    return f"{where} ({named})" if named else where, first["msg"].removeprefix("Value error, ")
