"""What an annotator is asked of an article: ids and options that are stored, and their words in three languages.

In: questions.toml, and the codebook in use for the options that are its framings, roles and context codes. A study of
another topic brings its own questions.toml. Out: ``Question`` records, in the order of asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lexicons.codebook import Codebook, Words, load_codebook
from lexicons.errors import EncuadreError
from lexicons.toml_files import checked, read_toml

CONTEXT_SIDE = "C"


class Question(Words):
    """One question. ``options``: the stored answer to its words; ``several``: more than one may be chosen.

    ``asked_if``: the id of a yes-no question that must be answered yes first; None when it is always asked.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    options: dict[str, Words]
    several: bool = False
    asked_if: str | None = None

    @model_validator(mode="after")
    def _sound(self) -> Question:
        if len(self.options) < 2:
            raise ValueError("a question needs two options or more")
        if spaced := [option for option in self.options if not option or " " in option]:
            raise ValueError(f"the option '{spaced[0]}' must be one word, since several answers are joined by a space")
        return self

    def accepts(self, answer: str) -> bool:
        """Is this a stored answer to the question? Nothing chosen is an answer where several may be."""
        chosen = answer.split(" ") if answer else []
        return set(chosen) <= set(self.options) and (self.several or len(chosen) == 1)


class _Asked(Words):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    options: str
    several: bool = False
    asked_if: str | None = Field(default=None, alias="if")


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    question: tuple[_Asked, ...]
    options: dict[str, dict[str, Words]] = {}


def load_questions(path: Path | None = None) -> tuple[Question, ...]:
    """The questions of a file, or the shipped ones, with the options of the codebook in use.

    Raises EncuadreError E101 or E102 when the file does not hold.
    """
    resource = path if path is not None else files("lexicons") / "questions.toml"
    name = str(path) if path is not None else "questions.toml"
    given = checked(_File, read_toml(resource, name), name)
    options = {**_of_codebook(load_codebook()), **given.options}
    questions = tuple(_question(asked, options, name) for asked in given.question)
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise EncuadreError("E101", file=name, entry=question.id, problem="the question stands twice")
        if question.asked_if is not None and question.asked_if not in seen:
            raise EncuadreError(
                "E101", file=name, entry=question.id, problem=f"'{question.asked_if}' is not asked before"
            )
        seen.add(question.id)
    return questions


def _question(asked: _Asked, options: Mapping[str, dict[str, Words]], name: str) -> Question:
    words = asked.model_dump(exclude={"options"})
    return checked(Question, {**words, "options": options.get(asked.options, {})}, name, whole=asked.id)


def _of_codebook(codebook: Codebook) -> dict[str, dict[str, Words]]:
    """The options that the codebook itself lists."""
    return {
        "framings": codebook.framings,
        "roles": codebook.roles,
        "context": {code: entry for code, entry in codebook.codes.items() if entry.side == CONTEXT_SIDE},
        "codes": dict(codebook.codes),
    }
