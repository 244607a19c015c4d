"""The events table: what is shipped, and what is said of a row that does not hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from reports.events import events_between, load_events

HEAD = "id,date_start,precision,countries,kind,label_es,label_pt,label_en,source,note\n"


def test_the_shipped_events_have_labels_in_three_languages_and_unique_ids() -> None:
    events = load_events()
    assert len(events) >= 39
    assert len({event.id for event in events}) == len(events)
    assert all(set(event.labels) == set(LANGUAGES) and event.source for event in events)


def test_dates_are_as_wide_as_they_are_known(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(
        HEAD + "a,2021,year,MX,law,A,,,s,\nb,2021-06,month,MX;BR,law,B,,,s,\nc,2021-06-09,day,*,law,C,,,s,\n"
    )
    year, month, day = load_events(path)
    assert (year.first_month, year.last_month) == (2021 * 12, 2021 * 12 + 11)
    assert month.first_month == month.last_month == day.first_month == 2021 * 12 + 5
    assert [event.id for event in events_between([year, month, day], "BR", 2021 * 12, 2022 * 12)] == ["b", "c"]
    assert month.label("pt") == "B"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,2021-13,month,MX,law,A,,,s,", "2021-13"),
        ("a,2021-02-30,day,MX,law,A,,,s,", "2021-02-30"),
        ("a,1246-01-01,day,MX,law,A,,,s,", "before 1900"),
        ("a,2021,month,MX,law,A,,,s,", "precision 'month'"),
        ("a,2021,decade,MX,law,A,,,s,", "decade"),
        ("a,2021,year,Mexico,law,A,,,s,", "Mexico"),
        ("a,2021,year,MX,law,,,,s,", "label"),
    ],
)
def test_a_bad_row_is_named_with_its_number(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "events.csv"
    path.write_text(HEAD + "ok,2020,year,*,law,A,,,s,\n" + row + "\n")
    with pytest.raises(EncuadreError) as caught:
        load_events(path)
    assert caught.value.code == "E506"
    assert "row 3" in str(caught.value)
    assert problem in str(caught.value)


def test_a_missing_column_or_file_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("id,kind\n")
    with pytest.raises(EncuadreError, match="date_start"):
        load_events(path)
    with pytest.raises(EncuadreError, match="cannot be read"):
        load_events(tmp_path / "absent.csv")


def test_every_shipped_event_says_whether_its_date_was_checked_and_where() -> None:
    events = load_events()
    assert len(events) >= 60
    for event in events:
        assert set(event.labels) == {"es", "pt", "en"}, event.id
        checked = re.fullmatch(r"https?://\S+ \(verified \d{4}-\d{2}-\d{2}\)", event.source)
        assert checked or event.source.endswith("(unverified)"), event.id
        if checked:
            assert event.note.startswith("read: "), event.id
