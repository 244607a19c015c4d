"""Dates of publication: read strictly, checked, and placed on the outlet's local day.

In: a date as a page, a feed or a table writes it. Out: ``Published``, or a ValueError with a plain reason. Nothing is
guessed: a date that could be read in two ways, lies before 1900 or lies in the future is refused, because one wrong
year puts an article on the wrong side of an event.

Read are: ISO 8601 (2021-03-04, 2021-03-04T09:30:00-06:00, 20210304, 2021-03, 2021), RFC 822 (Thu, 04 Mar 2021 09:30:00
-0600), day and month in figures (04/03/2021, also with - or .), and months by name in Spanish, Portuguese and English
(4 de marzo de 2021, 4 mar. 2021, March 4, 2021), each with or without a time (09:30, 09:30:15, 9:30 PM).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import get_month_names

# No online archive of the press reaches further back; smaller years are misread figures (a year 1246 was seen).
EARLIEST_YEAR = 1900
# A newsroom ahead of us in time zone may already write tomorrow's date.
FUTURE_ALLOWED = timedelta(days=1)
# Countries whose press writes the month first; elsewhere in the three languages the day comes first. Canada, the
# Philippines and Belize use both, so nothing is assumed there.
MONTH_FIRST_COUNTRIES = frozenset({"US"})
MIXED_ORDER_COUNTRIES = frozenset({"CA", "PH", "BZ"})

_NAME = r"(?P<name>[^\W\d_]+)\.?"
_WEEKDAY = r"(?:[^\W\d_]+(?:-feira)?\.?,?\s)?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<first>[0-9]{1,2})(?P<mark>[-/.])(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})",
        rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})[º°]?(?:\sde)?[\s-]{_NAME},?(?:\sdel?)?[\s-](?P<year>[0-9]{{4}})",
        rf"{_WEEKDAY}{_NAME}\s(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>[0-9]{{4}})",
    )
)
_MONTHS_OR_YEARS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})",
        rf"{_NAME},?(?:\sdel?)?\s(?P<year>[0-9]{{4}})",
        r"(?P<year>[0-9]{4})",
    )
)
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})[:h](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"\s?(?P<half>[ap]\.?\s?m\.?)?\s?(?:h|hs|hrs)?\.?\s?(?P<zone>z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?)?(?:\s\(\w+\))?",
    re.IGNORECASE,
)
# what may stand between the day and the time
_GAP = re.compile(r"t|,?\s(?:(?:a las|às|at|[-–|·])\s)?|,", re.IGNORECASE)
_HALF_DAY = 12
_MONTHS = 12
# longer than any date, short enough for one line of a rejects file
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When an article was published, as far as its date says.

    ``at``: with precision ``second`` an instant with offset; else the day (2021-03-04), month (2021-03) or year (2021).
    ``on``: the outlet's local day; None when only the month or the year is known.
    """

    at: str
    on: str | None
    precision: str


def check_published(text: str, *, time_zone: str | None, now: datetime, day_first: bool | None = None) -> Published:
    """Read and check a date of publication.

    ``time_zone`` is the outlet's (America/Bogota). A time without offset is read in it, and the local day of an instant
    computed in it. Without a time zone, a time without offset gives its day only, and an instant the day at its own
    offset. Midnight without offset is how spreadsheets write a day, so it gives the day. ``day_first`` settles
    04/03/2021; None refuses it unless one figure is above twelve or both are equal. ``now`` has an offset.
    Raises ValueError with a plain reason.
    """
    cleaned = " ".join(text.split())
    shown = cleaned if len(cleaned) <= _SHOWN else cleaned[:_SHOWN] + "…"
    for shape in _MONTHS_OR_YEARS:
        if match := shape.fullmatch(cleaned):
            return _month_or_year(match.groupdict(), shown, now)
    for shape in _DAYS:
        if match := shape.match(cleaned):
            sound, clock = _split_clock(cleaned[match.end() :])
            if sound:
                day = _day(match.groupdict(), shown, day_first)
                return _placed(day, clock, shown, time_zone, now)
    raise ValueError(f"'{shown}' is not a date that can be read")


def day_comes_first(country: str | None) -> bool | None:
    """Whether 04/03/2021 is the fourth of March in a country's press; None when that is not certain."""
    if country is None or country.upper() in MIXED_ORDER_COUNTRIES:
        return None
    return country.upper() not in MONTH_FIRST_COUNTRIES


def order_shown(text: str) -> bool | None:
    """Whether a date in figures puts the day first beyond doubt (True), the month (False), or says nothing (None)."""
    match = _DAYS[2].match(text.strip())
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    if (first > _MONTHS) == (second > _MONTHS):
        return None
    return first > _MONTHS


def _month_or_year(fields: dict[str, str | None], shown: str, now: datetime) -> Published:
    year = int(fields["year"] or 0)
    month = _month_named(fields["name"], shown) if fields.get("name") else int(fields.get("month") or 1)
    _check_day(_date(year, month, 1, shown), shown, now)
    if fields.get("month") or fields.get("name"):
        return Published(at=f"{year:04}-{month:02}", on=None, precision="month")
    return Published(at=f"{year:04}", on=None, precision="year")


def _day(fields: dict[str, str | None], shown: str, day_first: bool | None) -> date:
    year = int(fields["year"] or 0)
    if fields.get("name"):
        return _date(year, _month_named(fields["name"], shown), int(fields["day"] or 0), shown)
    if fields.get("month"):
        return _date(year, int(fields["month"] or 0), int(fields["day"] or 0), shown)
    first, second = int(fields["first"] or 0), int(fields["second"] or 0)
    if day_first is None:
        if first <= _MONTHS and second <= _MONTHS and first != second:
            raise ValueError(f"'{shown}' may be day/month or month/day")
        day_first = first > _MONTHS or first == second
    return _date(year, second, first, shown) if day_first else _date(year, first, second, shown)


def _placed(day: date, clock: re.Match[str] | None, shown: str, time_zone: str | None, now: datetime) -> Published:
    # the year is checked before any arithmetic, which the last day of the calendar would not survive
    _check_day(day, shown, now)
    moment = _time(clock, shown) if clock else time(0)
    offset = _offset(clock["zone"], shown) if clock and clock["zone"] else None
    zone = _zone(time_zone)
    if offset is None and (zone is None or moment == time(0)):
        return Published(at=day.isoformat(), on=day.isoformat(), precision="day")
    instant = datetime.combine(day, moment, offset or zone)
    if instant > now + FUTURE_ALLOWED:
        raise ValueError(f"'{shown}' lies in the future")
    local = instant.astimezone(zone) if zone else instant
    precision = "microseconds" if instant.microsecond else "seconds"
    return Published(at=instant.isoformat(timespec=precision), on=local.date().isoformat(), precision="second")


def _check_day(day: date, shown: str, now: datetime) -> None:
    if day.year < EARLIEST_YEAR:
        raise ValueError(f"'{shown}' lies before {EARLIEST_YEAR}")
    if day > (now + FUTURE_ALLOWED).date():
        raise ValueError(f"'{shown}' lies in the future")


def _date(year: int, month: int, day: int, shown: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"'{shown}' is not a day of the calendar") from error


def _split_clock(rest: str) -> tuple[bool, re.Match[str] | None]:
    """Whether what follows the day is a time or nothing, and the time."""
    if not rest:
        return True, None
    gap = _GAP.match(rest)
    clock = _CLOCK.fullmatch(rest[gap.end() :]) if gap else None
    return clock is not None, clock


def _time(clock: re.Match[str], shown: str) -> time:
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= _HALF_DAY:
            raise ValueError(f"'{shown}' has no such hour")
        hour = hour % _HALF_DAY + (_HALF_DAY if clock["half"].lower().startswith("p") else 0)
    # finer than a microsecond is cut
    micro = int((clock["fraction"] or "").ljust(6, "0")[:6])
    try:
        return time(hour, int(clock["minute"]), int(clock["second"] or 0), micro)
    except ValueError as error:
        raise ValueError(f"'{shown}' has no such hour") from error


def _offset(text: str, shown: str) -> timezone:
    if text.lower() in {"z", "utc", "gmt"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    try:
        return timezone(-span if text[0] == "-" else span)
    except ValueError as error:
        raise ValueError(f"'{shown}' has no such offset") from error


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone '{name}'") from error


def _month_named(name: str | None, shown: str) -> int:
    month = _month_names().get((name or "").lower())
    if month is None:
        raise ValueError(f"'{shown}' names no month")
    return month


@cache
def _month_names() -> dict[str, int]:
    # setiembre is usual in Peru and Uruguay; sep and sept are short forms that not every locale lists
    names = {"setiembre": 9, "sep": 9, "sept": 9}
    for locale in ("es", "pt", "en"):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                months = get_month_names(width, context, locale)
                names |= {months[number].lower().rstrip("."): number for number in months}
    return names
