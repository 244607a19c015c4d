"""Profiles: how one guide, or the usage of one country, weighs terms that others weigh otherwise.

In: lexicons/profiles/*.toml, or a study's own file of that shape. Out: an immutable ``Profile``, and ``weigh``: the
status and severity of a term as the chosen profile, else the country's own entry, else the general entry has it.
Profiles that disagree stand side by side; none is chosen unless a study or a user names it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from lexicons.codebook import load_codebook, shipped_codebook, using_codebook
from lexicons.cues import LANGUAGES, Cue, Lexicon, load_guides, load_lexicon
from lexicons.digests import digest_of
from lexicons.errors import EncuadreError
from lexicons.folding import without_accents
from lexicons.forms import expand, stretches
from lexicons.toml_files import checked, parse_toml

Status = Literal["stigmatizing", "contested", "official", "neutral"]
# A term of the S side with one of these is official or ordinary there: recorded, shown apart, held against nobody.
ACCEPTED: frozenset[str] = frozenset({"official", "neutral"})
SUFFIX = ".toml"
# What is written where no profile was chosen.
NO_PROFILE = "none"


class ProfileTerm(BaseModel):
    """What a profile says of some forms of one code in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    language: Literal["es", "pt", "en"]
    code: str
    forms: tuple[str, ...] = Field(min_length=1)
    status: Status
    severity: int = Field(ge=1, le=3)
    source: tuple[str, ...] = Field(min_length=1)
    instead: tuple[str, ...] = ()
    note: str = ""

    @field_validator("forms")
    @classmethod
    def _expand(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        forms = expand(value)
        for form in forms:
            if "<" in form or "@" in form:
                raise ValueError(f"the form '{form}' has a gap or a class; a profile names plain forms")
        return forms

    @model_validator(mode="after")
    def _known(self) -> ProfileTerm:
        if self.code not in load_codebook().codes:
            raise ValueError(f"the codebook has no code '{self.code}'")
        _check_guides(self.source)
        return self


class Profile(BaseModel):
    """A named way of weighing terms. ``countries`` says where it was written for; a study may use it anywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    countries: tuple[str, ...] = ("*",)
    guides: tuple[str, ...] = Field(min_length=1)
    note: str = ""
    term: tuple[ProfileTerm, ...] = Field(min_length=1)
    digest: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Profile:
        _check_guides(self.guides)
        seen: set[tuple[str, str, str]] = set()
        for term in self.term:
            for form in term.forms:
                key = (term.language, term.code, form)
                if key in seen:
                    raise ValueError(f"the form '{form}' ({term.code}) stands twice; it can have one weight")
                seen.add(key)
        return self

    @property
    def version(self) -> str:
        """Its name and digest, for the versions of a run: an edit of the file makes the next run tag again."""
        return f"{self.name} {self.digest}"

    def term_of(self, language: str, code: str, words: str) -> ProfileTerm | None:
        """What it says of words, in whatever case and with or without accents: of its forms that they hold, the longest
        decides (*arresto domiciliario* in *pidió el arresto domiciliario*).
        """
        plain = _plain(words)
        return next((term for pattern, term in self._forms[language, code] if pattern.search(plain)), None)

    @cached_property
    def _forms(self) -> defaultdict[tuple[str, str], list[tuple[re.Pattern[str], ProfileTerm]]]:
        """The forms of a language and code as patterns of whole words, longest first."""
        found: defaultdict[tuple[str, str], list[tuple[re.Pattern[str], ProfileTerm]]] = defaultdict(list)
        forms = ((form, term) for term in self.term for form in term.forms)
        for form, term in sorted(forms, key=lambda each: -len(each[0])):
            found[term.language, term.code].append((re.compile(rf"(?<!\w){re.escape(_plain(form))}(?!\w)"), term))
        return found


@dataclass(frozen=True, slots=True)
class Weight:
    """How a term weighs in one place. ``by`` says who decides: ``profile NAME``, ``country AR PE`` or ``general``."""

    status: str
    severity: int
    by: str
    source: tuple[str, ...]
    instead: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class TermWeight:
    """One opinion of a term: of a country's entry, of the general entry, of a profile."""

    language: str
    code: str
    by: str
    status: str
    severity: int
    source: tuple[str, ...]
    instead: tuple[str, ...]
    note: str
    cue: str


def weights_of(term: str) -> list[TermWeight]:
    """What every entry and every shipped profile says of a term, in the order: countries, general, profiles."""
    plain = _plain(" ".join(term.split()))
    found: list[TermWeight] = []
    for language in LANGUAGES:
        cues = [cue for cue in load_lexicon(language).cues if any(_plain(form) == plain for form in cue.forms)]
        for cue in sorted(cues, key=lambda cue: "*" in cue.countries):
            found.append(_opinion(cue, weigh(cue, term)))
        for profile in shipped_profiles().values():
            # One opinion a code: entries of several countries share it.
            for cue in {cue.code: cue for cue in cues}.values():
                if profile.term_of(language, cue.code, plain) is not None:
                    found.append(_opinion(cue, weigh(cue, plain, profile)))
    return found


def _opinion(cue: Cue, weight: Weight) -> TermWeight:
    return TermWeight(
        language=cue.id.split(".")[0],
        code=cue.code,
        by=weight.by,
        status=weight.status,
        severity=weight.severity,
        source=weight.source,
        instead=weight.instead,
        note=weight.note,
        cue=cue.id,
    )


def weigh(cue: Cue, form: str, profile: Profile | None = None) -> Weight:
    """The weight of a cue found by ``form``. The cue is the country's own where there is one, so only the profile is
    asked before it.
    """
    term = profile.term_of(cue.id.split(".")[0], cue.code, form) if profile else None
    if profile is not None and term is not None:
        instead = term.instead or cue.instead
        return Weight(term.status, term.severity, f"profile {profile.name}", term.source, instead, term.note)
    by = "general" if "*" in cue.countries else f"country {' '.join(cue.countries)}"
    return Weight(cue.status, cue.severity, by, cue.source, cue.instead, cue.note)


@cache
def shipped_profiles() -> dict[str, Profile]:
    """The profiles that come with encuadre, by name. Raises E101 or E102 for a file at fault."""
    folder = files("lexicons") / "profiles"
    with using_codebook(shipped_codebook()):
        named = [entry for entry in folder.iterdir() if entry.name.endswith(SUFFIX)]
        found = [_read(entry, f"profiles/{entry.name}") for entry in named]
    return {profile.name: profile for profile in sorted(found, key=lambda profile: profile.name)}


def load_profile(name: str, folder: Path | None = None) -> Profile:
    """A shipped profile by its name, or a file of that shape: a name that ends in .toml, looked for in ``folder``.

    Raises E104 for a name that is none, E105 where the file is not there, E101 or E102 where it does not hold.
    """
    if not name.endswith(SUFFIX):
        if name not in shipped_profiles():
            raise EncuadreError("E104", given=name, known=", ".join(shipped_profiles()))
        return shipped_profiles()[name]
    path = Path(name) if folder is None else folder / name
    if not path.is_file():
        raise EncuadreError("E105", path=path)
    return _read(path, str(path))


def check_profile(profile: Profile, lexicons: Iterable[Lexicon] | None = None) -> list[str]:
    """Forms of a profile that stand in no cue of their language and code: they would weigh nothing."""
    known: dict[tuple[str, str], list[str]] = {(term.language, term.code): [] for term in profile.term}
    for lexicon in lexicons or (load_lexicon(language) for language in LANGUAGES):
        for cue in (cue for cue in lexicon.cues if (lexicon.language, cue.code) in known):
            known[lexicon.language, cue.code] += [f" {words} " for form in cue.forms for words in stretches(form)]
    return [
        f"{form} ({term.language}, {term.code})"
        for term in profile.term
        for form in term.forms
        if not any(f" {form} " in other for other in known[term.language, term.code])
    ]


def _read(resource: Traversable | Path, name: str) -> Profile:
    content = resource.read_bytes()
    return checked(Profile, {**parse_toml(content, name), "digest": digest_of(content)}, name)


def _check_guides(keys: tuple[str, ...]) -> None:
    unknown = sorted(set(keys) - load_guides().keys())
    if unknown:
        raise ValueError(f"guides.toml has no guide '{unknown[0]}'")


def _plain(form: str) -> str:
    """A form in lower case without accents, which capitals often lack."""
    return without_accents(form.lower())
