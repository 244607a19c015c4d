"""Word classes: a verb paradigm or a set of nouns stated once and used in cue forms as ``@deny`` or ``@care``.

In: lexicons/<language>/classes.toml. Out: an immutable ``Classes``: every surface form that ``@name`` stands for. Cues
keep the name; the matcher follows it, so that ``@deny <3> @care`` is one form and not twenty thousand. Of the shipped
classes each is written out when it is first asked for: a language's have three hundred thousand forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from lexicons.errors import EncuadreError
from lexicons.forms import REFERENCE, expand
from lexicons.paradigms import PARTS, conjugate
from lexicons.toml_files import read_toml

# ``@deny`` alone are the finite forms and the words; ``.any`` is all there is; ``.noun`` the nouns of the act.
SELECTORS = (*PARTS, "noun", "any")


class WordClass(BaseModel):
    """One class as written: verbs by their infinitive, the nouns of the act, and words that belong as they stand."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    means: str = Field(min_length=1)
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    # Classes above this one whose members are members here too.
    includes: tuple[str, ...] = ()

    @field_validator("verbs", "nouns", "words")
    @classmethod
    def _expand(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return expand(value)


@dataclass(frozen=True)
class Classes:
    """The classes of one language, each with its forms by selector."""

    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __contains__(self, reference: str) -> bool:
        return reference in self.forms

    @property
    def names(self) -> frozenset[str]:
        """The classes without their selectors: ``@deny``."""
        return frozenset(reference.partition(".")[0] for reference in self.forms)

    def members(self, reference: str) -> tuple[str, ...]:
        """The surface forms of ``@deny`` or ``@deny.inf``. Raises ValueError for a class that is not there."""
        if reference not in self.forms:
            raise ValueError(f"classes.toml has no class '{reference}'")
        return self.forms[reference]


class _WrittenWhenAsked(Mapping[str, tuple[str, ...]]):
    """The forms by reference of classes that are known to hold."""

    def __init__(self, language: str, data: Mapping[str, Any]) -> None:
        self._language = language
        self._entries: Mapping[str, Any] = data["class"]
        self._irregular: Mapping[str, Mapping[str, str]] = data.get("irregular", {})
        self._known: dict[str, dict[str, tuple[str, ...]]] = {}

    def __getitem__(self, reference: str) -> tuple[str, ...]:
        return self._class(reference.removeprefix("@").partition(".")[0])[reference]

    def __iter__(self) -> Iterator[str]:
        return (reference for key in self._entries for reference in self._class(key))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _class(self, key: str) -> dict[str, tuple[str, ...]]:
        known = self._known.get(key)
        if known is None:
            entry = WordClass.model_validate(self._entries[key])
            written = _written_out(entry, self._language, self._irregular, self)
            known = self._known[key] = {_reference(key, part): members for part, members in written.items()}
        return known


@cache
def load_classes(language: str) -> Classes:
    """The shipped classes of a language, which the tests have checked. Raises E102 for a file that is no TOML."""
    name = f"{language}/classes.toml"
    return Classes(forms=_WrittenWhenAsked(language, read_toml(files("lexicons") / language / "classes.toml", name)))


def check_classes(language: str) -> Classes:
    """``load_classes(language)`` with every class written out and checked. Raises E101 or E102."""
    return read_classes(files("lexicons") / language / "classes.toml", language)


def read_classes(
    resource: Traversable, language: str, *, where: str | None = None, shipped: Classes | None = None
) -> Classes:
    """Read and check one file of classes, called ``where`` in messages.

    Those of ``shipped`` hold beside them and may be included; a class of the same name takes the shipped one's place.
    """
    name = where or f"{language}/classes.toml"
    data = read_toml(resource, name)
    forms: dict[str, tuple[str, ...]] = dict(shipped.forms) if shipped else {}
    irregular = data.get("irregular", {})
    if strange := set(data) - {"irregular", "class"}:
        problem = "a file of classes holds [class.NAME] and [irregular]"
        raise EncuadreError("E101", file=name, entry=min(strange), problem=problem)
    for key, entry in data.get("class", {}).items():
        try:
            if not re.fullmatch(REFERENCE, f"@{key}") or "." in key:
                raise ValueError("a class is named in lower-case letters and hyphens")
            for part in ("", *SELECTORS):
                forms.pop(_reference(key, part), None)  # a shipped class of this name gives way
            written = _written_out(WordClass.model_validate(entry), language, irregular, forms)
        except (ValidationError, ValueError) as error:
            problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            raise EncuadreError("E101", file=name, entry=key, problem=problem.removeprefix("Value error, ")) from error
        forms.update({_reference(key, part): members for part, members in written.items()})
    return Classes(forms=forms)


def _reference(key: str, part: str) -> str:
    """``@deny`` or, of one of its parts, ``@deny.inf``."""
    return f"@{key}.{part}" if part else f"@{key}"


def _written_out(
    entry: WordClass, language: str, irregular: Mapping[str, Mapping[str, str]], above: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """All members by selector; "" is what the bare name stands for. A selector without members is left out."""
    parts: dict[str, list[str]] = {part: [] for part in ("", *SELECTORS)}
    for verb in entry.verbs:
        for part, members in conjugate(language, verb, irregular.get(verb.split()[0], {})).items():
            parts[part].extend(members)
    # A class of nouns stands for its nouns, whatever it includes.
    parts[""] = parts["finite"] + list(entry.words) or list(entry.nouns)
    parts["noun"].extend(entry.nouns)
    for other in entry.includes:
        if f"@{other}" not in above:
            raise ValueError(f"includes '{other}', which is no class above it")
        for part in parts:
            parts[part].extend(above.get(_reference(other, part), ()))
    if not parts[""]:
        parts[""] = list(parts["noun"])
    parts["any"] = [form for part in ("", *PARTS, "noun", "any") for form in parts[part]]
    return {part: tuple(dict.fromkeys(members)) for part, members in parts.items() if members}
