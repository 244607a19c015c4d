"""The codebook: which codes, voices, source roles and framings exist, and what they are called in three languages.

In: codebook.toml. Out: one immutable ``Codebook``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError

from lexicons.errors import EncuadreError

# S2 and H1 never decide an article's framing: several custody terms are official somewhere, and a hedge is the legal
# minimum.
UNDECIDING_CODES = frozenset({"S2", "H1"})


class Words(BaseModel):
    """One label in the three languages of the reports."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str
    es: str
    pt: str


class Code(Words):
    """One code of the codebook. ``code`` is what spans carry, ``name`` the field's term for it."""

    code: str
    name: str

    @property
    def side(self) -> str:
        """The side the code is on: S, R, H, T, C or X."""
        return self.code[0]


class Codebook(BaseModel):
    """All that may be coded. Mappings keep the order of the file, which is the order of every table."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: str
    sides: dict[str, Words]
    code: tuple[Code, ...]
    voices: dict[str, Words]
    roles: dict[str, Words]
    framings: dict[str, Words]

    @property
    def codes(self) -> dict[str, Code]:
        """Codes by their short name, in codebook order."""
        return {entry.code: entry for entry in self.code}


@cache
def load_codebook() -> Codebook:
    """The shipped codebook. Raises EncuadreError E101 or E102 when the file does not hold."""
    resource = files("lexicons") / "codebook.toml"
    try:
        return Codebook.model_validate(tomllib.loads(resource.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise EncuadreError("E102", file="codebook.toml", problem=error) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EncuadreError("E101", file="codebook.toml", entry=where, problem=first["msg"]) from error
