"""A row of the registry from a homepage's address: what its name and its site show, and what a person must say.

In: an address, and what the check of it found. Out: an ``Outlet``. The country comes from the address or from the
user, the time zone from the country (the zone database lists the most populous first); both are for a person to check,
and the row's notes say so where there was a choice.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from corpus.records import Outlet
from crawler.sites import host_of, site_of
from lexicons.errors import UsageError

_ID_CHARS = re.compile(r"[^a-z0-9]+")


def outlet_at(
    homepage: str,
    *,
    country: str | None,
    name: str | None = None,
    time_zone: str | None = None,
    language: str | None = None,
    outlet_id: str | None = None,
) -> Outlet:
    """A row for the outlet at ``homepage``. Raises UsageError E340 when its country cannot be told."""
    code = (country or _country_of(homepage) or "").upper()
    zones = _zones().get(code, ())
    if not zones:
        raise UsageError("E340", homepage=homepage)
    languages = (language,) if language else _languages_of(code)
    notes = ""
    if time_zone is None and len(zones) > 1:
        notes = f"time zone: the first of {len(zones)} of {code}; check it"
    return Outlet(
        id=outlet_id or _ID_CHARS.sub("-", site_of(homepage)).strip("-"),
        name=name or host_of(homepage).removeprefix("www."),
        country=code,
        time_zone=time_zone or zones[0],
        languages=languages,
        kind="",
        homepage=homepage,
        source="encuadre outlets add",
        notes=notes,
    )


def _country_of(homepage: str) -> str | None:
    """The country that the last label of the host stands for, where it stands for one."""
    label = host_of(homepage).rpartition(".")[2].upper()
    label = {"UK": "GB"}.get(label, label)
    return label if label in _zones() else None


def _languages_of(country: str) -> tuple[str, ...]:
    try:
        official = get_official_languages(country)
    except UnknownLocaleError:
        official = ()
    return tuple(code for code in official if code in Locale("en").languages)[:1] or ("es",)


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """Time zones by country, from the zone database."""
    zones: dict[str, list[str]] = {}
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            zones.setdefault(country, []).append(zone)
    return {country: tuple(named) for country, named in zones.items()}
