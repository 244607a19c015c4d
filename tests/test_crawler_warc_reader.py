"""Records of WARC files: damage costs what is damaged, a file is read on from anywhere, and lists name their files."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from crawler.ccnews.inputs import find_inputs
from crawler.ccnews.records import Damage, Record, RecordReader
from lexicons.errors import EncuadreError
from tests.warc_files import Warc


def _read(path: Path, after: Any = None, *, fast: bool = True) -> tuple[list[str], list[str]]:
    reader = RecordReader(path, wanted=lambda head: head.kind == "response", most_bytes=10_000, after=after, fast=fast)
    items = list(reader)
    records = [item.head.url[-1] for item in items if isinstance(item, Record)]
    return records, [item.why for item in items if isinstance(item, Damage)]


def _ten(path: Path, *, packed: bool = True) -> Warc:
    warc = Warc(path, packed=packed)
    for number in range(10):
        warc.add(f"https://www.diario.example/{number}", bytes(range(256)) * (number + 1))
    warc.close()
    return warc


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_damage_costs_what_is_damaged_and_is_told(tmp_path: Path, fast: bool, packed: bool) -> None:
    warc = _ten(tmp_path / ("a.warc.gz" if packed else "a.warc"), packed=packed)
    whole = warc.path.read_bytes()
    assert _read(warc.path, fast=fast) == ([*"0123456789"], [])

    warc.path.write_bytes(whole[:-20])
    assert _read(warc.path, fast=fast)[0] == [*"012345678"]
    assert len(_read(warc.path, fast=fast)[1]) == 1

    middle = (warc.ends[4] + warc.ends[5]) // 2 if packed else warc.ends[4] + 2
    warc.path.write_bytes(whole[:middle] + b"\xff" * 9 + whole[middle + 9 :])
    records, damage = _read(warc.path, fast=fast)
    assert "4" not in records
    assert len(records) == 9
    assert len(damage) == 1


@pytest.mark.parametrize("fast", [True, False])
def test_a_file_is_read_on_from_any_record(tmp_path: Path, fast: bool) -> None:
    warc = _ten(tmp_path / "a.warc.gz")
    places = [item.head.place for item in RecordReader(warc.path, wanted=lambda _: True, most_bytes=9_999, fast=fast)]  # type: ignore[union-attr]
    for number, place in enumerate(places):
        assert _read(warc.path, place, fast=fast)[0] == [*"0123456789"][number + 1 :]


def test_many_records_in_one_member_are_read(tmp_path: Path) -> None:
    warc = _ten(tmp_path / "a.warc", packed=False)
    packed = tmp_path / "b.warc.gz"
    packed.write_bytes(gzip.compress(warc.path.read_bytes()))
    assert _read(packed) == ([*"0123456789"], [])
    places = [item.head.place for item in RecordReader(packed, wanted=lambda _: True, most_bytes=9_999)]  # type: ignore[union-attr]
    assert _read(packed, places[6])[0] == [*"789"]


def test_a_wrong_length_costs_its_record(tmp_path: Path) -> None:
    warc = _ten(tmp_path / "a.warc", packed=False)
    whole = warc.path.read_bytes()
    start, end = warc.ends[2], warc.ends[3]
    wrong = whole[start:end].replace(b"Content-Length: ", b"Content-Length: 9", 1)
    warc.path.write_bytes(whole[:start] + wrong + whole[end:])
    records, damage = _read(warc.path)
    assert set("01") <= set(records)
    assert "9" in records
    assert damage


def test_lists_name_files_beside_them_and_what_is_missing(tmp_path: Path) -> None:
    warc = _ten(tmp_path / "CC-NEWS-1.warc.gz")
    listed = tmp_path / "warc.paths.gz"
    listed.write_bytes(
        gzip.compress(b"crawl-data/CC-NEWS/2023/05/CC-NEWS-1.warc.gz\ncrawl-data/CC-NEWS/CC-NEWS-2.warc.gz\n")
    )
    inputs = find_inputs([listed, tmp_path])
    assert inputs.files == (warc.path,)
    assert inputs.missing == ("https://data.commoncrawl.org/crawl-data/CC-NEWS/CC-NEWS-2.warc.gz",)
    for bad, code in ((tmp_path / "no", "E360"), (Path(__file__), "E362")):
        with pytest.raises(EncuadreError) as caught:
            find_inputs([bad])
        assert caught.value.code == code
