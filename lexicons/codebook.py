"""The codebook: which codes, voices, source roles and framings exist, and what they are called in three languages.

In: codebook.toml, and a study's own (lexicons.own). Out: one immutable ``Codebook``. Pages, exports and explanations
ask ``load_codebook`` for names; within ``using_codebook`` that is the study's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lexicons.toml_files import checked, read_toml

# The side whose words weigh against those written about, and the one that speaks for them: these two make a framing.
AGAINST, FOR = "S", "R"


class Words(BaseModel):
    """One label in the three languages of the reports."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str
    es: str
    pt: str


class Code(Words):
    """One code of the codebook. ``code`` is what spans carry, ``name`` the field's term for it."""

    code: str = Field(pattern=r"^[A-Z][0-9]{0,2}$")
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")

    @property
    def side(self) -> str:
        """The side the code is on, its letter: S, R, H, T, C or X in the shipped codebook."""
        return self.code[0]


class Codebook(BaseModel):
    """All that may be coded. Mappings keep the order of the file, which is the order of every table.

    ``undeciding``: codes that never decide an article's framing, whatever their side. ``replaces``: the shipped codes
    do not hold beside these, so what encuadre knows of its own (which are labels, which rights) does not either.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: str = Field(min_length=1)
    undeciding: frozenset[str] = frozenset()
    replaces: bool = False
    sides: dict[str, Words]
    code: tuple[Code, ...]
    voices: dict[str, Words]
    roles: dict[str, Words]
    framings: dict[str, Words]

    @property
    def codes(self) -> dict[str, Code]:
        """Codes by their short name, in codebook order."""
        return {entry.code: entry for entry in self.code}

    @model_validator(mode="after")
    def _sound(self) -> Codebook:
        seen: set[str] = set()
        for entry in self.code:
            if entry.code in seen:
                raise ValueError(f"the code '{entry.code}' stands twice")
            if entry.side not in self.sides:
                raise ValueError(f"the code '{entry.code}' is on a side '{entry.side}' that [sides] does not name")
            seen.add(entry.code)
        if unknown := sorted(self.undeciding - seen):
            raise ValueError(f"'undeciding' names '{unknown[0]}', which is no code")
        return self


_IN_USE: ContextVar[Codebook | None] = ContextVar("codebook", default=None)


def load_codebook() -> Codebook:
    """The codebook in use: a study's own within ``using_codebook``, else the shipped one."""
    return _IN_USE.get() or shipped_codebook()


@contextmanager
def using_codebook(codebook: Codebook) -> Iterator[None]:
    """Until the end of the block names, tables and checks are those of this codebook."""
    token = _IN_USE.set(codebook)
    try:
        yield
    finally:
        _IN_USE.reset(token)


@cache
def shipped_codebook() -> Codebook:
    """The shipped codebook. Raises EncuadreError E101 or E102 when the file does not hold."""
    resource = files("lexicons") / "codebook.toml"
    return checked(Codebook, read_toml(resource, "codebook.toml"), "codebook.toml")
