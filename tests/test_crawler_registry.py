"""The outlet registry: what a person's spreadsheet may look like, and how its mistakes are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Outlet
from crawler.config import CrawlConfig
from crawler.registry import COLUMNS, RegistryError, read_outlets, write_outlets
from lexicons.errors import EncuadreError

HEADING = ",".join(COLUMNS)
GOOD = (
    "diario,El Diario,mx,America/Mexico_City,es,daily,https://diario.example/,"
    "https://diario.example/rss | https://diario.example/atom,,,,2.5,by hand,2026-11-22,"
)


def _file(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    path = folder / "outlets.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", "utf-8")
    return path


def test_a_row_is_read(tmp_path: Path) -> None:
    (outlet,) = read_outlets(_file(tmp_path, GOOD))
    assert (outlet.id, outlet.country, outlet.languages, outlet.delay) == ("diario", "MX", ("es",), 2.5)
    assert (outlet.source, outlet.verified) == ("by hand", "2026-11-22")
    assert outlet.feeds == ("https://diario.example/rss", "https://diario.example/atom")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("id", "El Diario", "lower-case"),
        ("country", "XX", "not a country code"),
        ("country", "EU", "not a country code"),
        ("time_zone", "Mexico", "not a time zone"),
        ("time_zone", "../../etc/passwd", "not a time zone"),
        ("languages", "spanish", "not a language code"),
        ("homepage", "diario.example", "not an http"),
        ("feeds", "ftp://diario.example/rss", "not an http"),
        ("delay", "soon", "not a number"),
        ("delay", "-1", "not a number"),
        ("name", "", "'name' is empty"),
        ("needs", "flash", "nothing that pages can need"),
        ("verified", "yesterday", "not a day such as"),
    ],
)
def test_a_mistake_is_named_with_file_row_and_outlet(tmp_path: Path, column: str, value: str, words: str) -> None:
    cells = dict(zip(COLUMNS, GOOD.split(","), strict=True)) | {column: value}
    path = _file(tmp_path, GOOD.replace("diario,", "otro,", 1), ",".join(cells.values()))
    with pytest.raises(RegistryError) as caught:
        read_outlets(path)
    (problem,) = caught.value.problems
    assert words in problem
    assert f"{path}, row 3, outlet {cells['id']}" in problem


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD, GOOD, GOOD.replace("diario,", "otro,", 1).replace(",mx,", ",zz,"))
    with pytest.raises(RegistryError) as caught:
        read_outlets(path)
    assert len(caught.value.problems) == 2
    assert "already stands in row 2" in str(caught.value)


def test_semicolons_and_a_byte_order_mark_are_what_spreadsheets_write(tmp_path: Path) -> None:
    path = tmp_path / "outlets.csv"
    path.write_bytes(("\ufeff" + HEADING.replace(",", ";") + "\r\n" + GOOD.replace(",", ";") + "\r\n").encode())
    assert read_outlets(path)[0].name == "El Diario"


def test_a_decimal_comma_is_a_decimal_point(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD.replace(",", ";").replace("2.5", "2,5"), heading=HEADING.replace(",", ";"))
    assert read_outlets(path)[0].delay == 2.5


def test_another_encoding_and_missing_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "outlets.csv"
    path.write_bytes("id,name\nñ,x".encode("windows-1252"))
    with pytest.raises(EncuadreError) as caught:
        read_outlets(path)
    assert caught.value.code == "E301"
    with pytest.raises(EncuadreError) as caught:
        read_outlets(_file(tmp_path, "x,y", heading="id,name"))
    assert caught.value.code == "E302"
    with pytest.raises(EncuadreError) as caught:
        read_outlets(tmp_path / "missing.csv")
    assert caught.value.code == "E300"


plain = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="|"), max_size=30)
outlets = st.builds(
    Outlet,
    id=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
    name=plain.filter(bool),
    country=st.sampled_from(["MX", "BR", "US"]),
    time_zone=st.just("America/Lima"),
    languages=st.lists(st.sampled_from(["es", "pt", "en"]), min_size=1, unique=True).map(tuple),
    kind=plain,
    homepage=st.just("https://diario.example/"),
    feeds=st.lists(st.sampled_from(["https://a.example/", "https://b.example/"]), unique=True).map(tuple),
    delay=st.none() | st.floats(0, 3600).map(lambda seconds: round(seconds, 1)),
    notes=plain,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(outlets, unique_by=lambda outlet: outlet.id, max_size=4))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[Outlet]) -> None:
    path = tmp_path_factory.mktemp("registry") / "outlets.csv"
    write_outlets(path, rows)
    assert read_outlets(path) == rows


def test_cells_that_a_spreadsheet_would_run_are_guarded_and_nothing_else_is_left(tmp_path: Path) -> None:
    (row,) = read_outlets(_file(tmp_path, GOOD))
    path = tmp_path / "outlets.csv"
    write_outlets(path, [replace(row, notes='=HYPERLINK("http://x")')])
    assert "'=HYPERLINK" in path.read_text()
    assert read_outlets(path)[0].notes == '=HYPERLINK("http://x")'
    assert [file.name for file in tmp_path.iterdir()] == ["outlets.csv"]


@pytest.mark.parametrize(
    "settings_",
    [
        {"contact": "me"},
        {"contact": "me@home"},
        {"hosts": {"a.example": "127.0.0.1"}},
        {"hosts": {"a.example": "10.0.0.1"}, "allow_loopback": True},
        {"since": "2024-02-01", "until": "2024-01-01"},
        {"concurrency": 0},
        {"speed": 3},
    ],
)
def test_a_crawl_is_not_configured_wrongly(settings_: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        CrawlConfig.model_validate(settings_)


def test_the_user_agent_says_who_asks() -> None:
    assert CrawlConfig(contact="team@example.org").user_agent.endswith("(+team@example.org)")
