"""One page in place of all: which country, scorecard or event is meant, and what else is there to link to.

In: what was typed and the rows. Out: the countries, outlets and events whose pages are written. A page made alone is
the same as in a full report but for links to pages that are not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.records import Outlet
from lexicons.errors import UsageError
from reports.events import Event


class Kind(StrEnum):
    """Types of pages."""

    COUNTRY = "country"
    SCORECARD = "scorecard"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Only:
    """The page asked for: its kind, and the country's code, the outlet's or the event's id."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is written. ``countries``: those whose figures are needed; ``event``: None unless one was asked for."""

    countries: tuple[str, ...]
    cards: tuple[Outlet, ...]
    event: Event | None = None


def chosen_of(
    only: Only | None,
    countries: tuple[str, ...],
    cards: tuple[Outlet, ...],
    events: Sequence[Event],
    events_file: str,
    country: str | None,
) -> Chosen:
    """The pages to write. Raises E512 (outlet), E550 (event) and E551 (an event that does not concern the country)."""
    if only is None:
        return Chosen(countries, cards)
    if only.kind is Kind.COUNTRY:
        return Chosen(countries, ())
    if only.kind is Kind.SCORECARD:
        found = tuple(outlet for outlet in cards if outlet.id == only.id)
        if not found:
            raise UsageError("E512", outlet=only.id, known=", ".join(outlet.id for outlet in cards))
        return Chosen((found[0].country,), found)
    event = next((event for event in events if event.id == only.id), None)
    if event is None:
        known = ", ".join(event.id for event in events)
        raise UsageError("E550", event=only.id, file=events_file, known=known)
    touched = tuple(code for code in countries if event.touches(code))
    if not touched:
        raise UsageError(
            "E551", event=event.id, own=", ".join(event.countries), known=", ".join(countries), given=country or ""
        )
    return Chosen(touched, (), event)


def pages_there(folder: Path) -> frozenset[str]:
    """The pages that an earlier report left in the folder."""
    return frozenset(path.name for path in folder.glob("*.html"))
