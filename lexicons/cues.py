"""Cues: the surface forms that carry a code, with the conditions under which they count.

In: lexicons/<language>/cues/*.toml, and a study's own folder (lexicons.own). Out: an immutable ``Lexicon``. A form may
hold braces for inflection, ``reclusa{,s}``, gaps, ``vulneraron <3> derechos`` (up to three words between), and word
classes, ``@deny <3> @care``; gaps and classes are left to the matcher, and the braces of a form with gaps with them.
What a study brings is checked on load, what comes with encuadre by ``encuadre lexicon check`` and the tests: to write
out its two hundred thousand forms would take a fifth of every start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    computed_field,
    field_validator,
    model_validator,
)

from lexicons.classes import Classes, check_classes, load_classes, read_classes
from lexicons.codebook import load_codebook, shipped_codebook, using_codebook
from lexicons.digests import digest_of
from lexicons.errors import EncuadreError
from lexicons.forms import classes_in, expand, expand_gapless
from lexicons.toml_files import first_fault, parse_toml, read_toml

LANGUAGES = ("es", "pt", "en")
# Every country code the shipped lexicons use; "*" means wherever the language is written.
_COUNTRY = re.compile(r"^(\*|[A-Z]{2})$")
_CLASSES = "classes.toml"
# The fields of a cue that hold words near it, and all that hold forms.
_NEAR_FIELDS = (
    "left_any",
    "left_not",
    "right_any",
    "right_not",
    "sentence_any",
    "sentence_not",
    "article_not",
)
_FORM_FIELDS = ("forms", *_NEAR_FIELDS)
# Said to the validators: these entries are checked elsewhere.
_SHIPPED = "shipped"


class Near(NamedTuple):
    """The words that a cue asks for or forbids near it."""

    left_any: frozenset[str]
    left_not: frozenset[str]
    right_any: frozenset[str]
    right_not: frozenset[str]
    sentence_any: frozenset[str]
    sentence_not: frozenset[str]


class Cue(BaseModel):
    """One entry of a cue lexicon: forms that carry one code, and when they do.

    ``left_*`` and ``right_*`` look at the words just before and after the match (within ``window`` words),
    ``sentence_*`` anywhere in its sentence. ``*_not`` lists block the match, ``*_any`` lists require at least one hit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[a-z]{2,3}\.[a-z][0-9]{0,2}\.[a-z0-9-]+$")
    code: str
    # The forms as their author wrote them, braces and all: what the matcher reads.
    patterns: tuple[str, ...] = Field(alias="forms", min_length=1, exclude=True, repr=False)
    countries: tuple[str, ...] = ("*",)
    status: Literal["stigmatizing", "contested", "official", "neutral"]
    severity: int = Field(ge=1, le=3)
    instead: tuple[str, ...] = ()
    source: tuple[str, ...] = Field(min_length=1)
    note: str = ""
    # "woman": a woman in scope must be the one it is about; "topic": an article on topic is enough.
    about: Literal["woman", "topic"] = "woman"
    # The form counts only as a noun naming her, not as an adjective beside a noun or after a copula.
    noun: bool = False
    # The form is a verb and counts only with her as its subject.
    subject: bool = False
    # Plain reports use these words too: they count only where the article holds words of rights that they do not.
    doubtful: bool = False
    window: int = Field(default=2, ge=1, le=8)
    left_any: tuple[str, ...] = ()
    left_not: tuple[str, ...] = ()
    right_any: tuple[str, ...] = ()
    right_not: tuple[str, ...] = ()
    sentence_any: tuple[str, ...] = ()
    sentence_not: tuple[str, ...] = ()
    # Anywhere in the article: guilt stated as fact is no prejudgement where she was convicted.
    article_not: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms without braces, but for those with gaps. Raises ValueError for one that is ill-formed."""
        return expand_gapless(self.patterns)

    @cached_property
    def near(self) -> Near:
        """The words near a match as sets."""
        lists = (getattr(self, field) for field in Near._fields)
        return Near(*(frozenset(forms) for forms in lists))

    @cached_property
    def nearby(self) -> frozenset[str]:
        """All words that matter near a match."""
        return frozenset[str]().union(*self.near)

    _expand = field_validator(*_NEAR_FIELDS, mode="after")(expand)

    @field_validator("patterns")
    @classmethod
    def _hold(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.context != _SHIPPED:
            expand_gapless(value)
        return value

    @field_validator("countries")
    @classmethod
    def _countries(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for country in value:
            if not _COUNTRY.match(country):
                raise ValueError(f"'{country}' is neither '*' nor a two-letter country code in capitals")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Cue:
        if self.code not in load_codebook().codes:
            raise ValueError(f"the codebook has no code '{self.code}'")
        if self.id.split(".")[1] != self.code.lower():
            raise ValueError(f"the id '{self.id}' does not carry its code '{self.code.lower()}'")
        # What the S side of another codebook is about may have no other word.
        if self.code.startswith("S") and not self.instead and not load_codebook().replaces:
            raise ValueError("an S cue says what to write instead")
        unknown = sorted(set(self.source) - load_guides().keys())
        if unknown:
            raise ValueError(f"guides.toml has no guide '{unknown[0]}'")
        return self


class Guide(BaseModel):
    """A language guide, standard or study that a cue may cite. ``language``: of its title; None where it is a name in
    any language."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    publisher: str
    scope: str
    year: int | None = None
    language: str | None = None


class Lexicon(BaseModel):
    """All cues of one language. ``digest`` changes when any cue does; rows tagged with it can be told apart."""

    model_config = ConfigDict(frozen=True)
    language: str
    cues: tuple[Cue, ...]
    digest: str
    # What the class names in the forms stand for.
    classes: Classes = Classes()

    @property
    def by_id(self) -> dict[str, Cue]:
        """Cues by id."""
        return {cue.id: cue for cue in self.cues}

    def written_out(self, forms: Iterable[str]) -> Iterator[str]:
        """Forms as they stand; for a form that is nothing but a class, its members."""
        for form in forms:
            yield from self.classes.members(form) if form in self.classes else (form,)


_OWN_LEXICONS: ContextVar[Mapping[str, Lexicon] | None] = ContextVar("lexicons", default=None)


def lexicons_in_use() -> Mapping[str, Lexicon]:
    """The lexicon of every language that is read: a study's own within ``using_lexicons``, else the shipped ones."""
    return _OWN_LEXICONS.get() or {language: load_lexicon(language) for language in LANGUAGES}


@contextmanager
def using_lexicons(lexicons: Mapping[str, Lexicon]) -> Iterator[None]:
    """Until the end of the block tables find their cues in these."""
    token = _OWN_LEXICONS.set(lexicons)
    try:
        yield
    finally:
        _OWN_LEXICONS.reset(token)


_OWN_GUIDES: ContextVar[Mapping[str, Guide] | None] = ContextVar("guides", default=None)


def load_guides() -> Mapping[str, Guide]:
    """The guides cues may cite, by key: the shipped ones and, within ``using_guides``, the study's own."""
    return shipped_guides() | dict(_OWN_GUIDES.get() or {})


@contextmanager
def using_guides(guides: Mapping[str, Guide]) -> Iterator[None]:
    """Until the end of the block these may be cited too."""
    token = _OWN_GUIDES.set(guides)
    try:
        yield
    finally:
        _OWN_GUIDES.reset(token)


@cache
def shipped_guides() -> dict[str, Guide]:
    """The guides that come with encuadre. Raises E101 or E102."""
    return read_guides(files("lexicons") / "guides.toml", "guides.toml")


def read_guides(resource: Traversable, name: str) -> dict[str, Guide]:
    """Read and check one file of guides, called ``name`` in messages. Raises E101 or E102."""
    guides = {}
    for key, entry in _tables(read_toml(resource, name), "guides", name).items():
        try:
            guides[key] = Guide.model_validate(entry)
        except ValidationError as error:
            raise _bad_entry(name, key, error) from error
    return guides


@cache
def load_lexicon(language: str) -> Lexicon:
    """The shipped cues of es, pt or en, whose forms are not written out. Raises E103 for another language, E101 or E102
    for a file at fault.
    """
    return _shipped(language, check=False)


def check_lexicon(language: str) -> Lexicon:
    """``load_lexicon(language)`` with every form written out and checked."""
    return _shipped(language, check=True)


def _shipped(language: str, *, check: bool) -> Lexicon:
    if language not in LANGUAGES:
        raise EncuadreError("E103", language=language, known=", ".join(LANGUAGES))
    folder = files("lexicons") / language / "cues"
    # Also when first asked for by a study with a codebook of its own.
    with using_codebook(shipped_codebook()):
        return read_lexicon(folder, language, check=check)


def cues_digest(language: str) -> str:
    """``load_lexicon(language).digest`` without reading the entries, which takes seconds."""
    return digest_of(*(resource.read_bytes() for resource in _files_of(files("lexicons") / language / "cues")))


def _files_of(folder: Traversable) -> list[Traversable]:
    return sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)


def read_lexicon(
    folder: Traversable,
    language: str,
    *,
    classes: Classes | None = None,
    where: str | None = None,
    defaults: Mapping[str, object] | None = None,
    check: bool = True,
) -> Lexicon:
    """Read every ``*.toml`` in a folder of cue files, in name order, and ``check`` all forms.

    ``classes``: the word classes; without them a ``classes.toml`` in the folder, else those shipped for the language.
    ``where``: what the folder is called in messages. ``defaults``: fields that entries may leave out.
    """
    cues: dict[str, Cue] = {}
    read: list[bytes] = []
    if classes is None:
        own = folder / _CLASSES
        shipped = check_classes if check else load_classes
        classes = read_classes(own, language) if own.is_file() else shipped(language)
    for resource in _files_of(folder):
        name = f"{where or f'{language}/cues'}/{resource.name}"
        read.append(resource.read_bytes())
        data = parse_toml(read[-1], name)
        if resource.name == _CLASSES:
            continue
        entries: object = data.get("cue", [])
        if not isinstance(entries, list) or set(data) - {"cue"}:
            problem = "a file of cues holds [[cue]] tables and nothing else"
            raise EncuadreError("E101", file=name, entry=next(iter(set(data) - {"cue"}), "cue"), problem=problem)
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict):
                raise EncuadreError("E101", file=name, entry=f"number {number}", problem="write it as a [[cue]] table")
            label = str(entry.get("id", f"number {number}"))
            try:
                cue = Cue.model_validate({**(defaults or {}), **entry}, context=None if check else _SHIPPED)
            except ValidationError as error:
                raise _bad_entry(name, label, error) from error
            if check and (unknown := _unknown_class(cue, classes)):
                raise EncuadreError(
                    "E101", file=name, entry=label, problem=f"classes.toml of '{language}' has no class '{unknown}'"
                )
            if cue.id in cues:
                raise EncuadreError("E101", file=name, entry=label, problem="this id stands twice")
            if not cue.id.startswith(f"{language}."):
                raise EncuadreError("E101", file=name, entry=label, problem=f"this id is not of language '{language}'")
            cues[cue.id] = cue
    return Lexicon(language=language, cues=tuple(cues.values()), digest=digest_of(*read), classes=classes)


def _tables(data: Mapping[str, object], key: str, name: str) -> dict[str, object]:
    """The tables under ``[key.*]``, and nothing else in the file."""
    entries = data.get(key, {})
    if not isinstance(entries, dict) or set(data) - {key}:
        problem = f"this file holds [{key}.NAME] tables and nothing else"
        raise EncuadreError("E101", file=name, entry=next(iter(set(data) - {key}), key), problem=problem)
    return entries


def _unknown_class(cue: Cue, classes: Classes) -> str | None:
    """The first class a cue names that is not there."""
    named = (name for field in _FORM_FIELDS for form in getattr(cue, field) for name in classes_in(form))
    return next((name for name in named if name not in classes), None)


def _bad_entry(file: str, entry: str, error: ValidationError) -> EncuadreError:
    where, problem = first_fault(error)
    return EncuadreError("E101", file=file, entry=entry, problem=f"{where}: {problem}" if where else problem)
