"""Dates of publication: read as written, placed on the outlet's local day, refused when they cannot be true."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import Published, check_published, day_comes_first, order_shown

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MEXICO = "America/Mexico_City"


def read(text: str, time_zone: str | None = MEXICO, day_first: bool | None = None) -> Published:
    return check_published(text, time_zone=time_zone, now=NOW, day_first=day_first)


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-04",
        "20210304",
        "2021/03/04",
        "2021.3.4",
        "2021-03-04 00:00:00",
        "4 de marzo de 2021",
        "4 de marzo del 2021",
        "jueves 4 de marzo de 2021",
        "Jueves, 4 de Marzo de 2021",
        "4 de março de 2021",
        "quinta-feira, 4 de março de 2021",
        "04 mar. 2021",
        "4-mar-2021",
        "March 4, 2021",
        "Mar 4th, 2021",
        "Thursday, March 4, 2021",
        "4 March 2021",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read(text) == Published(at="2021-03-04", on="2021-03-04", precision="day")


@pytest.mark.parametrize(
    ("text", "at", "on"),
    [
        ("2021-03-04T09:30:00-06:00", "2021-03-04T09:30:00-06:00", "2021-03-04"),
        ("2021-03-04T09:30-0600", "2021-03-04T09:30:00-06:00", "2021-03-04"),
        ("2021-03-04T02:30:00Z", "2021-03-04T02:30:00+00:00", "2021-03-03"),
        ("2021-03-04T00:00:00Z", "2021-03-04T00:00:00+00:00", "2021-03-03"),
        ("2021-03-04T09:30:00.250Z", "2021-03-04T09:30:00.250000+00:00", "2021-03-04"),
        ("2021-03-04 09:30", "2021-03-04T09:30:00-06:00", "2021-03-04"),
        ("2021-07-04 23:30:15", "2021-07-04T23:30:15-05:00", "2021-07-04"),
        ("Thu, 04 Mar 2021 02:30:00 +0000", "2021-03-04T02:30:00+00:00", "2021-03-03"),
        ("Thu, 04 Mar 2021 02:30:00 GMT", "2021-03-04T02:30:00+00:00", "2021-03-03"),
        ("4 de marzo de 2021, 9:30 p. m.", "2021-03-04T21:30:00-06:00", "2021-03-04"),
        ("4 de março de 2021 às 09h30", "2021-03-04T09:30:00-06:00", "2021-03-04"),
        ("March 4, 2021 12:05 AM", "2021-03-04T00:05:00-06:00", "2021-03-04"),
    ],
)
def test_an_instant_keeps_its_offset_and_has_the_local_day_of_the_outlet(text: str, at: str, on: str) -> None:
    assert read(text) == Published(at=at, on=on, precision="second")


def test_without_a_time_zone_a_clock_time_gives_only_its_day() -> None:
    assert read("2021-03-04 23:30", time_zone=None) == Published(at="2021-03-04", on="2021-03-04", precision="day")
    assert read("2021-03-04T02:30:00Z", time_zone=None).on == "2021-03-04"


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2021-03", "2021-03", "month"),
        ("03/2021", "2021-03", "month"),
        ("marzo de 2021", "2021-03", "month"),
        ("setiembre 2021", "2021-09", "month"),
        ("2021", "2021", "year"),
    ],
)
def test_a_month_or_a_year_has_no_day(text: str, at: str, precision: str) -> None:
    assert read(text) == Published(at=at, on=None, precision=precision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1246-05-01", "before 1900"),
        ("1246", "before 1900"),
        ("01/05/1246", "may be day/month|before 1900"),
        ("2027-03-01", "in the future"),
        ("2026-03-03", "in the future"),
        ("2027", "in the future"),
        ("2026-04", "in the future"),
        ("2026-03-02T18:00:00Z", "in the future"),
        ("9999-12-31T23:59:59-12:00", "in the future"),
        ("0001-01-01T00:00:00+14:00", "before 1900"),
        ("2021-02-30", "not a day of the calendar"),
        ("2021-13-01", "not a day of the calendar"),
        ("2021-03-04T25:00:00Z", "no such hour"),
        ("2021-03-04T09:30:00+99:00", "no such offset"),
        ("04/03/2021", "may be day/month or month/day"),
        ("04/03/21", "not a date that can be read"),
        ("4 de brumario de 2021", "names no month"),
        ("hace 3 horas", "not a date that can be read"),
        ("ayer", "not a date that can be read"),
        ("", "not a date that can be read"),
        ("2021-03-04 y algo más", "not a date that can be read"),
        ("٢٠٢١-٠٣-٠٤", "not a date that can be read"),
        ("1614850200", "not a date that can be read"),
    ],
)
def test_what_cannot_be_true_or_sure_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read(text)


def test_tomorrow_is_allowed_since_a_newsroom_may_be_ahead_of_us() -> None:
    assert read("2026-03-02").on == "2026-03-02"
    assert read("2026-03-02T06:00:00+09:00", time_zone="Asia/Tokyo").on == "2026-03-02"


def test_the_order_of_day_and_month_is_settled_by_the_country_or_by_the_figures() -> None:
    assert read("04/03/2021", day_first=True).on == "2021-03-04"
    assert read("04/03/2021", day_first=False).on == "2021-04-03"
    assert read("25/03/2021").on == read("03.25.2021").on == "2021-03-25"
    assert read("03-03-2021").on == "2021-03-03"
    with pytest.raises(ValueError, match="not a day of the calendar"):
        read("03/25/2021", day_first=True)
    assert (day_comes_first("mx"), day_comes_first("US"), day_comes_first("CA"), day_comes_first(None)) == (
        True,
        False,
        None,
        None,
    )
    assert (order_shown("25/03/2021"), order_shown("03/25/2021"), order_shown("03/04/2021")) == (True, False, None)


@given(st.datetimes(datetime(1900, 1, 2), datetime(2026, 2, 28)), st.integers(-14 * 60, 14 * 60))
def test_every_instant_written_in_iso_comes_back_the_same(moment: datetime, minutes: int) -> None:
    instant = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    published = read(instant.isoformat())
    assert datetime.fromisoformat(published.at) == instant
    assert published.on is not None
    assert abs(date.fromisoformat(published.on) - moment.date()) <= timedelta(days=2)


@given(st.text())
def test_any_text_is_a_date_or_a_plain_reason(text: str) -> None:
    try:
        published = read(text)
    except ValueError as error:
        assert "\n" not in str(error)
    else:
        assert published.precision in {"second", "day", "month", "year"}
