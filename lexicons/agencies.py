"""News agencies: which one a byline, a dateline or a signature names.

In: a line or the paragraphs of a text, from a page or a researcher's file. Out: the agency's recorded name, or None. An
ordinary word is never taken for an agency: forms in capitals are matched in capitals only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from lexicons.folding import fold
from lexicons.toml_files import checked, read_toml

# "Agencia" and one to three capitalized words; "Agencia de viajes" or a sentence that begins with it is no byline.
_SAYS_AGENCY = re.compile(r"Ag(?:e|ê)ncia(?: de Not(?:i|í)cias)?(?: [A-ZÁÉÍÓÚÂÊÔÃÕÇÑ][\w.]+){1,3}")
_DATELINE_CHARS = 120
_SIGNATURE_CHARS = 40


def agency_named(text: str) -> str | None:
    """The agency's recorded name when the text is an agency's name and nothing more ("Agencia EFE", "AFP").

    An agency we have no entry for is believed when the text itself says that it is one ("Agencia Presentes").
    """
    shown = text.strip()
    folded = fold(shown)
    forms = _forms()
    known = forms.get(folded) or next(
        (forms[rest] for word in ("agencia ", "agencias ", "agency ") if (rest := folded.removeprefix(word)) in forms),
        None,
    )
    return known or (shown if _SAYS_AGENCY.fullmatch(shown) else None)


def agency_in_body(paragraphs: Sequence[str]) -> str | None:
    """The agency of a dateline in the first paragraph or of a signature at either end."""
    if not paragraphs:
        return None
    if match := _dateline().search(paragraphs[0][:_DATELINE_CHARS]):  # a dateline stands before the first words
        return agency_named(match.group(1))
    for line in (paragraphs[0], paragraphs[-1]):
        if match := _signature().match(line.strip()):
            return agency_named(match.group(1))
    if match := _dateline().search(paragraphs[-1][-_SIGNATURE_CHARS:]):
        return agency_named(match.group(1))
    return None


@cache
def dateline_forms() -> tuple[str, ...]:
    """What datelines print for agencies, the longest first."""
    return tuple(sorted((form for agency in _agencies() for form in agency.forms), key=len, reverse=True))


class _Agency(BaseModel):
    """``forms``: as a dateline prints it; ``byline``: further names, which stand for it only alone in a byline."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    forms: tuple[str, ...]
    byline: tuple[str, ...] = ()


class _AgenciesFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agency: tuple[_Agency, ...]


@cache
def _agencies() -> tuple[_Agency, ...]:
    """Raises E101 or E102 for a file that does not hold."""
    name = "agencies.toml"
    return checked(_AgenciesFile, read_toml(files("lexicons") / name, name), name).agency


@cache
def _forms() -> dict[str, str]:
    """Folded form -> recorded name, for texts that are nothing but an agency's name."""
    return {fold(form): agency.name for agency in _agencies() for form in (*agency.forms, *agency.byline)}


@cache
def _dateline() -> re.Pattern[str]:
    """An agency in brackets near the start of a text ("(EFE)", "(AP) —") or as its last words ("Fuente: EFE")."""
    forms = "|".join(map(re.escape, dateline_forms()))
    return re.compile(rf"[(\[](?:con información de |com informações de )?({forms})[)\]]")


@cache
def _signature() -> re.Pattern[str]:
    forms = "|".join(map(re.escape, dateline_forms()))
    return re.compile(rf"^(?:(?:Fuente|Fonte|Source|Por|By)\s*:?\s*|©\s*)?(?:\d{{4}}\s+)?({forms})\.?$")
