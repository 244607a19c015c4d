"""Countries and languages as researchers write them, to ISO codes.

In: 'mx', 'MEX', 'México', 'es-MX', 'español'. Out: ``MX``, ``es``; None for what is not surely one of them.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from babel.core import get_global

from lexicons.folding import comparable

# Tables of the three languages of the project; names in others are not read.
_NAMING_LANGUAGES = ("es", "pt", "en")
# Listed by CLDR among the territories, but ISO assigns them to no country.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
# What the names of CLDR lack and tables of the press have.
_OTHER_NAMES = {"usa": "US", "eeuu": "US", "eua": "US", "uk": "GB", "england": "GB", "inglaterra": "GB"}


def plain(text: str) -> str:
    """Lower case without accents, spaces or marks: what names are compared by."""
    return re.sub(r"[\W_]", "", comparable(text))


def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2 of a code of two or three letters, or of a name in Spanish, Portuguese or English."""
    return _countries().get(plain(text))


def language_code(text: str) -> str | None:
    """ISO 639-1 of a code (es, spa), a tag (es-MX, pt_BR), or a name in Spanish, Portuguese or English."""
    tag = re.fullmatch(r"([A-Za-z]{2})[-_][A-Za-z0-9_-]{2,}", text.strip())
    return _languages().get(plain(tag[1] if tag else text))


@cache
def _countries() -> dict[str, str]:
    codes = {code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)} - _NO_COUNTRIES
    known: dict[str, str] = {
        plain(Locale(naming).territories.get(code, code)): code for naming in _NAMING_LANGUAGES for code in codes
    }
    # alpha-3 codes are listed as aliases of alpha-2
    for alias, targets in get_global("territory_aliases").items():
        if re.fullmatch("[A-Z]{3}", alias) and len(targets) == 1 and targets[0] in codes:
            known[plain(alias)] = targets[0]
    return known | _OTHER_NAMES | {code.lower(): code for code in codes}


@cache
def _languages() -> dict[str, str]:
    codes = {code for code in map(str, Locale("en").languages) if re.fullmatch("[a-z]{2}", code)}
    known: dict[str, str] = {
        plain(Locale(naming).languages.get(code, code)): code for naming in _NAMING_LANGUAGES for code in codes
    }
    for alias, target in get_global("language_aliases").items():
        if re.fullmatch("[a-z]{3}", alias) and target in codes:
            known[alias] = target
    return known | {"castellano": "es"} | {code: code for code in codes}
