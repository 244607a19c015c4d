"""Dated events that coverage may have answered to: the shipped table, or a study's own.

In: a CSV file a spreadsheet can edit. Out: immutable events whose date is as precise as the source knows it. A month
or a year is a band, never a day that nobody stated.
"""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as calendar_day
from importlib.resources import files
from pathlib import Path

from corpus.dates import EARLIEST_YEAR
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError, UsageError

EVERYWHERE = "*"
_SHAPES = {"day": r"^\d{4}-\d{2}-\d{2}$", "month": r"^\d{4}-\d{2}$", "year": r"^\d{4}$"}
_PRECISIONS = {4: "year", 7: "month", 10: "day"}
_COLUMNS = ("id", "date_start", "precision", "countries", "kind")
_COUNTRY = re.compile(r"^(\*|[A-Z]{2})$")


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``date`` is as long as ``precision`` (day, month, year) allows; ``countries`` may be ``("*",)``."""

    id: str
    date: str
    precision: str
    countries: tuple[str, ...]
    kind: str
    labels: dict[str, str]
    source: str
    note: str

    @property
    def first_month(self) -> int:
        """First month the event may have happened in, in months since year 0."""
        month = 1 if self.precision == "year" else int(self.date[5:7])
        return int(self.date[:4]) * 12 + month - 1

    @property
    def last_month(self) -> int:
        """Last month the event may have happened in."""
        return self.first_month + (11 if self.precision == "year" else 0)

    @property
    def moment(self) -> float | None:
        """Where its day stands, in months since year 0; None for an event whose day is not known."""
        if self.precision != "day":
            return None
        days = monthrange(int(self.date[:4]), int(self.date[5:7]))[1]
        return self.first_month + (int(self.date[8:10]) - 0.5) / days

    @property
    def regional(self) -> bool:
        """True for an event of every country."""
        return EVERYWHERE in self.countries

    def touches(self, country: str) -> bool:
        """True when the event is the country's own or everybody's."""
        return self.regional or country in self.countries

    def label(self, language: str) -> str:
        """What happened, in the language of the page or in whichever the table has."""
        return self.labels.get(language) or next(iter(self.labels.values()))


def load_events(path: Path | None = None) -> list[Event]:
    """The events of a CSV file, or the shipped ones, by date. Raises E506 with file and row when one does not hold."""
    name = "reports/events.csv" if path is None else str(path)
    try:
        text = (files("reports") / "events.csv" if path is None else path).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EncuadreError("E506", file=name, row=1, problem="it is not UTF-8 text") from error
    except OSError as error:
        raise EncuadreError("E506", file=name, row=1, problem=f"it cannot be read ({error.strerror})") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise EncuadreError("E506", file=name, row=1, problem=f"the column '{missing[0]}' is missing")
    events: list[Event] = []
    for number, row in enumerate(reader, start=2):
        event = _event(row, name, number)
        if any(event.id == known.id for known in events):
            raise EncuadreError("E506", file=name, row=number, problem=f"the id '{event.id}' stands above already")
        events.append(event)
    return sorted(events, key=lambda event: (event.first_month, event.date, event.id))


def events_between(events: Iterable[Event], country: str, first: int, last: int) -> list[Event]:
    """The events that touch a country within the months ``first`` to ``last``, by date."""
    return [e for e in events if e.touches(country) and e.last_month >= first and e.first_month <= last]


def add_event(path: Path, values: Mapping[str, str]) -> Event:
    """Add a row to a study's table and return its event; a study without a table gets the shipped one first.

    ``values``: by column name, the date as precise as it is known. The rows that stand there are not touched. Raises
    UsageError E554 where the row does not hold, E555 where the id is taken, EncuadreError E506 for a table that does
    not hold, E508 where it cannot be written.
    """
    precision = _PRECISIONS.get(len(values["date_start"]), "day")
    row: dict[str, str | None] = {**values, "precision": precision}
    try:
        event = _event(row, str(path), 0)
    except EncuadreError as error:
        raise UsageError("E554", problem=error.values["problem"]) from error
    shipped = (files("reports") / "events.csv").read_text("utf-8")
    known = load_events(path if path.exists() else None)
    if any(event.id == each.id for each in known):
        raise UsageError("E555", event=event.id, file=path)
    text = path.read_text("utf-8-sig") if path.exists() else shipped
    heads = next(csv.reader(io.StringIO(text, newline="")))
    if lost := [name for name, value in row.items() if value and name not in heads]:
        raise EncuadreError("E506", file=path, row=1, problem=f"the column '{lost[0]}' is missing")
    line = io.StringIO()
    csv.DictWriter(line, heads, restval="", extrasaction="ignore", lineterminator="\n").writerow(row)
    whole = text + ("" if text.endswith("\n") else "\n") + line.getvalue()
    new = path.with_suffix(".new")
    try:
        new.write_text(whole, "utf-8", newline="")
        new.replace(path)
    except OSError as error:
        raise EncuadreError("E508", path=path, problem=error.strerror or error) from error
    return event


def _event(row: dict[str, str | None], file: str, number: int) -> Event:
    values = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str | None) and key}

    def wrong(problem: str) -> EncuadreError:
        return EncuadreError("E506", file=file, row=number, problem=problem)

    if not values["id"]:
        raise wrong("it has no id")
    date, precision = values["date_start"], values["precision"]
    if precision not in _SHAPES:
        raise wrong(f"precision '{precision}' is not day, month or year")
    if not re.match(_SHAPES[precision], date) or not real_date(date):
        raise wrong(f"'{date}' is no date of precision '{precision}', as in {_example(precision)}")
    if int(date[:4]) < EARLIEST_YEAR:
        raise wrong(f"'{date}' lies before {EARLIEST_YEAR}")
    countries = tuple(part.strip() for part in values["countries"].split(";"))
    if not all(_COUNTRY.match(country) for country in countries):
        raise wrong(f"countries '{values['countries']}' are neither '*' nor two-letter codes separated by ';'")
    labels = {language: values[f"label_{language}"] for language in LANGUAGES if values.get(f"label_{language}")}
    if not labels:
        raise wrong("it has no label_es, label_pt or label_en")
    return Event(
        id=values["id"],
        date=date,
        precision=precision,
        countries=countries,
        kind=values["kind"],
        labels=labels,
        source=values.get("source", ""),
        note=values.get("note", ""),
    )


def real_date(date: str) -> bool:
    """True when the calendar has the date: 2021-02-30 is none."""
    try:
        calendar_day.fromisoformat((date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10])
    except ValueError:
        return False
    return True


def _example(precision: str) -> str:
    return {"day": "2021-02-02", "month": "2021-02", "year": "2021"}[precision]
