"""What verbs tell of the woman who is their subject: state, harm, custody, crime, speech or an action of her own.

In: lexicons/<language>/actions.toml (infinitives by class, small words) and verbs.toml (strong verbs). Out: an
immutable ``Actions``: every surface form of every tense with its class. Checked on load; an error names file and entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, field_validator

from lexicons.conjugation import Form, Strong, conjugate
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from lexicons.toml_files import checked, read_toml

# In this order a form that several verbs share (fue, sentó) is read.
CLASSES = ("state", "harm", "custody", "crime", "goods", "move", "say", "act")


class VerbForm(NamedTuple):
    """One surface form: its class (empty for a verb that only introduces an infinitive), and what its ending tells."""

    kind: str
    form: Form
    light: bool = False
    passive: bool = False  # a form of ser, estar, be: a participle after it says what is done to the subject
    perfect: bool = False  # a form of haber, ter, have


class ActionWords(BaseModel):
    """The small words of a language; actions.toml explains each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prepositions: frozenset[str]
    object_marks: frozenset[str]
    determiners: frozenset[str]
    others: frozenset[str]
    she: frozenset[str]
    i: frozenset[str]
    relatives: frozenset[str]
    subordinators: frozenset[str]
    joining: frozenset[str]
    clitics: frozenset[str]
    object_clitics: frozenset[str]
    direct_clitics: frozenset[str]
    reflexives: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    auxiliaries: tuple[str, ...]
    perfect: tuple[str, ...]
    nouns: frozenset[str]
    times: frozenset[str]
    illegal: frozenset[str]
    custody: frozenset[str]
    clients: frozenset[str]
    feminine: frozenset[str]
    participles: frozenset[str]
    helpers: frozenset[str] = frozenset()

    @field_validator("*", mode="after")
    @classmethod
    def _lower(cls, value: frozenset[str] | tuple[str, ...]) -> frozenset[str] | tuple[str, ...]:
        for word in value:
            if word != word.lower() or not word.strip():
                raise ValueError(f"the word '{word}' is empty or has capital letters")
        return value


class _ActionsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    verbs: Mapping[str, tuple[str, ...]]
    words: ActionWords

    @field_validator("verbs", mode="after")
    @classmethod
    def _known(cls, value: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        for name in (*CLASSES, "light"):
            if name not in value:
                raise ValueError(f"the list '{name}' is missing")
        for name in value:
            if name not in (*CLASSES, "light"):
                raise ValueError(f"there is no class '{name}'; the classes are {', '.join((*CLASSES, 'light'))}")
        return value


class _VerbsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    strong: tuple[Strong, ...] = ()


@dataclass(frozen=True)
class Actions:
    """All of one language. ``forms`` maps a surface form to what it is."""

    language: str
    forms: Mapping[str, VerbForm]
    words: ActionWords


@cache
def load_actions(language: str) -> Actions:
    """The verbs of es, pt or en. Raises E103 for another language, E101 or E102 for a file that does not hold."""
    if language not in LANGUAGES:
        raise EncuadreError("E103", language=language, known=", ".join(LANGUAGES))
    strong = _strong(language)
    name = f"{language}/actions.toml"
    data = checked(_ActionsFile, read_toml(files("lexicons") / name, name), name)
    return Actions(language, _forms(language, data, strong), data.words)


def _forms(language: str, data: _ActionsFile, strong: tuple[Strong, ...]) -> dict[str, VerbForm]:
    light = {text for entry in data.verbs["light"] for text, _ in conjugate(language, entry, strong)}
    passive = {text for entry in data.words.auxiliaries for text, _ in conjugate(language, entry, strong)}
    perfect = {text for entry in data.words.perfect for text, _ in conjugate(language, entry, strong)}
    forms: dict[str, VerbForm] = {}
    entries = [(name, entry) for name in CLASSES for entry in data.verbs[name]]
    for kind, entry in [*entries, *(("", entry) for entry in data.verbs["light"])]:
        for text, form in conjugate(language, entry, strong):
            known = forms.get(text)
            # A third person is commoner in news than a first, and a finite verb is what clauses are made of.
            if known is None or (known.form.person == 1 and form.person == 3 and form.mood == "finite"):
                forms[text] = VerbForm(kind, form, text in light, text in passive, text in perfect)
    for text in data.words.helpers:
        known = forms.get(text)
        form = known.form if known else Form("finite")
        forms[text] = VerbForm("state", form, True, text in passive, text in perfect)
    return forms


def _strong(language: str) -> tuple[Strong, ...]:
    name = f"{language}/verbs.toml"
    verbs = checked(_VerbsFile, read_toml(files("lexicons") / name, name), name).strong
    # The longest ending that fits is the verb's own: "prever" before "ver".
    return tuple(sorted(verbs, key=lambda each: -len(each.verb)))
