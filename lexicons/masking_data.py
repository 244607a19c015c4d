"""The word lists that decide which capitals may stand in what is published.

In: lexicons/masking.toml, the role lexicons, the first names and the names of countries, months and days. Out: an
immutable ``Capitals``, every word without accents and in small letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale
from pydantic import BaseModel, ConfigDict

from lexicons.actions import load_actions
from lexicons.cues import LANGUAGES, load_lexicon
from lexicons.folding import without_accents
from lexicons.forms import stretches
from lexicons.language_data import load_names
from lexicons.speech_data import load_roles, load_speech
from lexicons.toml_files import checked, read_toml


@dataclass(frozen=True, slots=True)
class Capitals:
    """``first_names``: women's and men's. ``surnames``: those that are words as well. ``bodies``: words of
    institutions, offices, countries, months and days. ``small``: articles, prepositions, auxiliaries. ``words``: verbs
    in their forms, and the words of cues. ``places``: by language, what stands before a place; ``believing``:
    beginnings of verbs after which it stands before a person. ``technical``: what addresses are made of besides words.
    """

    first_names: frozenset[str]
    surnames: frozenset[str]
    bodies: frozenset[str]
    small: frozenset[str]
    words: frozenset[str]
    places: Mapping[str, frozenset[str]]
    believing: tuple[str, ...]
    technical: frozenset[str]


class _OwnLists(BaseModel):
    """masking.toml: words separated by blanks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    surnames: str
    believing: str
    technical: str
    places: Mapping[str, str]


def folded(word: str) -> str:
    """Without accents and in small letters."""
    return without_accents(word.casefold())


@cache
def load_capitals() -> Capitals:
    """The lists. Raises E101 or E102 for a file that does not hold."""
    own = checked(_OwnLists, read_toml(files("lexicons") / "masking.toml", "masking.toml"), "masking.toml")
    names = load_names()
    return Capitals(
        first_names=_folded((*names.women, *names.men)),
        surnames=frozenset(own.surnames.split()),
        bodies=_folded(_bodies()) | _folded(names.bodies),
        small=_folded(word for language in LANGUAGES for word in load_speech(language).plain),
        words=_folded(_words()),
        places={language: frozenset(words.split()) for language, words in own.places.items()},
        believing=tuple(own.believing.split()),
        technical=frozenset(own.technical.split()),
    )


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for text in texts for word in text.split())


def _bodies() -> list[str]:
    found: list[str] = []
    for language in LANGUAGES:
        for entries in load_roles(language).phrases.values():
            # An office or a body; "person" is anybody.
            found += [" ".join(phrase) for phrase, value in entries if value.startswith(("title:", "institution:"))]
        locale = Locale.parse(language)
        found += [str(name) for code, name in locale.territories.items() if len(code) == 2]
        for calendar in (locale.months, locale.days):
            found += [str(name) for name in calendar["format"]["wide"].values()]
    return found


def _words() -> list[str]:
    found: list[str] = []
    for language in LANGUAGES:
        found += [*load_actions(language).forms, *load_speech(language).verbs]
        found += [words for cue in load_lexicon(language).cues for form in cue.forms for words in stretches(form)]
    return found
