"""What was said before a figure was computed, and which figures were computed: the study's preregistrations.

In and out: ``preregistrations.jsonl`` in the study's folder, one line a registration or a look (a figure that was
computed). Each line carries the digest of the line before it, so that a line changed, taken out or put in between
breaks the chain and is named. A file of lines, not a table of the store: people can read it, a repository shows its
history, it outlives a store that is built again, and its last digest is all that must be sent to a third party to fix a
date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from lexicons.errors import EncuadreError
from reports.change.lines import append, read_lines
from reports.events import Event
from reports.rows import ReportRows

FILE_NAME = "preregistrations.jsonl"
# What a story is to a figure. Other columns may change without changing it.
_COLUMNS = ["outlet", "article_id", "month", "s", "r"]


class Direction(StrEnum):
    """Which way a hypothesis expects a share to go."""

    UP = "up"
    DOWN = "down"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What a registration or look rested on: the version set, the stories of the country, and their digest."""

    version_set: str
    stories: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A hypothesis and all that would let one choose after seeing: window, panel, countries, indicator, direction.

    ``stories_after``: stories that the study held already in the window after the event. With none, even the data were
    still to come. ``digest``: of the line.
    """

    event: str
    date: str
    precision: str
    country: str
    side: str
    direction: Direction
    months: int
    panel: tuple[str, ...]
    against: tuple[str, ...]
    hypothesis: str
    data: Data
    stories_after: int
    at: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A figure that was computed around a date: from then on nothing about it can be registered."""

    event: str
    date: str
    country: str
    side: str
    months: int
    data: Data
    by: str
    at: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """A study's registrations and looks, in the order in which they were made. The chain holds."""

    path: Path
    registrations: tuple[Registration, ...] = ()
    looks: tuple[Look, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Registry:
        """The registry of a study's folder; empty where none is. Raises E531 with the line that does not hold."""
        path = folder / FILE_NAME
        registrations, looks = [], []
        for number, line in enumerate(read_lines(path), start=1):
            try:
                if line["kind"] == "registration":
                    registrations.append(_registration(line))
                else:
                    looks.append(_look(line))
            except (KeyError, TypeError, ValueError) as error:
                raise EncuadreError("E531", file=path, line=number, problem="it is no registration") from error
        return cls(path, tuple(registrations), tuple(looks))

    def of_country(self, country: str) -> dict[tuple[str, str], Registration]:
        """The registrations of a country by event and side."""
        return {(each.event, each.side): each for each in self.registrations if each.country == country}

    def register(self, plan: Registration, *, now: Callable[[], datetime] | None = None) -> Registration:
        """Add a registration. Raises E532 where a figure was computed already, E533 where it is registered already."""
        for known in self.registrations:
            if (known.event, known.country, known.side) == (plan.event, plan.country, plan.side):
                raise EncuadreError("E533", event=plan.event, country=plan.country, side=plan.side, at=known.at[:10])
        for look in self.looks:
            # By month: a look at the day is a look at its month.
            if (look.date[:7], look.country, look.side) == (plan.date[:7], plan.country, plan.side):
                where = {"event": plan.event, "country": plan.country, "side": plan.side}
                raise EncuadreError("E532", **where, at=look.at[:10], by=look.by)
        (written,) = append(self.path, [_plain(plan, "registration")], _time(now))
        return _registration(written)

    def record(self, looks: Sequence[Look], *, now: Callable[[], datetime] | None = None) -> int:
        """Add the looks that are not there yet; returns how many. The same figure from the same rows is one look."""
        known = {_same(look) for look in self.looks}
        new = {_same(look): look for look in looks if _same(look) not in known}
        if new:
            append(self.path, [_plain(look, "look") for look in new.values()], _time(now))
        return len(new)


def data_of(rows: ReportRows) -> Data:
    """What stands for a country's rows in a registration: changed stories or tags change the digest."""
    stories = rows.stories[_COLUMNS].sort_values(["outlet", "article_id"], kind="stable")
    text = stories.to_csv(index=False, lineterminator="\n")
    return Data(
        version_set=rows.version_set,
        stories=len(stories),
        digest=hashlib.sha256(text.encode()).hexdigest()[:16],
    )


def look_at(event: Event, country: str, side: str, months: int, data: Data, by: str) -> Look:
    """The look that computing a figure is."""
    return Look(event=event.id, date=event.date, country=country, side=side, months=months, data=data, by=by)


def _same(look: Look) -> tuple[object, ...]:
    return (look.event, look.date, look.country, look.side, look.months, look.data.digest, look.data.version_set)


def _time(now: Callable[[], datetime] | None) -> str:
    moment = now() if now is not None else datetime.now(UTC)
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _plain(record: Registration | Look, kind: str) -> dict[str, Any]:
    plain = asdict(record)
    del plain["at"], plain["digest"]
    return {"kind": kind, **plain}


def _registration(line: dict[str, Any]) -> Registration:
    values = _values(line)
    lists: dict[str, Any] = {name: tuple(values[name]) for name in ("panel", "against")}
    return Registration(**{**values, **lists, "direction": Direction(values["direction"])})


def _look(line: dict[str, Any]) -> Look:
    return Look(**_values(line))


def _values(line: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in line.items() if name not in ("kind", "previous")}
    return {**values, "data": Data(**values["data"])}


def panel_changed(plan: Registration, outlets: Iterable[str]) -> tuple[str, ...]:
    """Outlets of the registered panel that the figure lacks."""
    return tuple(sorted(set(plan.panel) - set(outlets)))
