"""Raw pages: written, read back, cut short by a crash, and forgotten."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.lock import study_lock
from crawler.warc import RawWriter, blank_record, read_file, read_record
from lexicons.errors import EncuadreError

AT = "2026-01-02T03:04:05+00:00"


def _write(writer: RawWriter, number: int, body: bytes = b"<p>ol\xe1</p>") -> str:
    return writer.write(
        url=f"http://diario.example/{number}",
        status=200,
        headers=[("Content-Type", "text/html; charset=windows-1252"), ("Set-Cookie", "visita=1")],
        body=body,
        request_headers=[("User-Agent", "encuadre/0 (+a@b.example)"), ("Cookie", "secreto=1")],
        fetched_at=AT,
    )


def test_a_page_is_read_back_as_it_came_without_cookies(tmp_path: Path) -> None:
    writer = RawWriter(tmp_path, "run", "encuadre/0")
    _write(writer, 1)
    ref = _write(writer, 2)

    page = read_record(tmp_path, ref)

    assert (page.url, page.status, page.body) == ("http://diario.example/2", 200, b"<p>ol\xe1</p>")
    assert page.headers["Content-Type"] == "text/html; charset=windows-1252"
    (file,) = tmp_path.glob("*.warc.gz")
    assert b"visita" not in gzip.decompress(file.read_bytes())
    assert b"secreto" not in gzip.decompress(file.read_bytes())


def test_other_tools_read_the_files(tmp_path: Path) -> None:
    writer = RawWriter(tmp_path, "run", "encuadre/0")
    _write(writer, 1)
    writer.close()
    with next(tmp_path.glob("*.warc.gz")).open("rb") as file:
        assert [record.rec_type for record in ArchiveIterator(file)] == ["warcinfo", "response", "request"]


def test_files_are_rotated_by_size(tmp_path: Path) -> None:
    writer = RawWriter(tmp_path, "run", "encuadre/0", rotate_bytes=2000)
    refs = [_write(writer, number) for number in range(10)]
    assert len({ref.partition(":")[0] for ref in refs}) > 1
    assert [read_record(tmp_path, ref).url[-1] for ref in refs] == [str(number) for number in range(10)]


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(min_value=1, max_value=4000))
def test_a_file_cut_short_reads_up_to_the_cut(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("cut")
    writer = RawWriter(folder, "run", "encuadre/0")
    refs = [_write(writer, number, bytes(range(256))) for number in range(5)]
    writer.close()
    (file,) = folder.glob("*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole[:-cut] if cut < len(whole) else b"")

    read = [page.url for page in read_file(file)]

    assert read == [f"http://diario.example/{number}" for number in range(len(read))]
    ends = [int(ref.partition(":")[2]) for ref in refs[1:]]
    assert len(read) >= sum(end <= len(whole) - cut for end in ends)


def test_a_forgotten_page_is_gone_and_the_others_stay_where_they_were(tmp_path: Path) -> None:
    writer = RawWriter(tmp_path, "run", "encuadre/0")
    refs = [_write(writer, number, f"<p>página {number} {'x' * 5000}</p>".encode()) for number in range(3)]
    writer.close()
    (file,) = tmp_path.glob("*.warc.gz")
    size = file.stat().st_size

    blank_record(tmp_path, refs[1])

    assert file.stat().st_size == size
    assert b"diario.example/1" not in gzip.decompress(file.read_bytes())
    assert read_record(tmp_path, refs[0]).url.endswith("/0")
    assert read_record(tmp_path, refs[2]).url.endswith("/2")
    assert [page.url[-1] for page in read_file(file)] == ["0", "2"]
    with pytest.raises(EncuadreError) as caught:
        read_record(tmp_path, refs[1])
    assert caught.value.code == "E320"
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix == ".gz"] == [file.name]


def test_a_page_is_forgotten_wherever_it_stands(tmp_path: Path) -> None:
    """In another run's file, under http and https, and in the feeds that named it; pages that only link to it stay."""

    def write(writer: RawWriter, url: str, body: str) -> str:
        return writer.write(url=url, status=200, headers=[], body=body.encode(), request_headers=[], fetched_at=AT)

    address = "diario.example/nota?id=7&x=1"
    first, second = RawWriter(tmp_path, "a", "encuadre/0"), RawWriter(tmp_path, "b", "encuadre/0")
    feed = write(first, "http://diario.example/rss", "<rss><link>http://diario.example/nota?id=7&amp;x=1</link></rss>")
    ref = write(first, f"http://{address}", "<html>Ana Pérez</html>")
    again = write(second, f"https://{address}", "<html>Ana Pérez</html>")
    other = write(second, "http://diario.example/otra", f"<html><a href='http://{address}'>lea también</a></html>")
    other_feed = write(second, "http://diario.example/atom", "<feed>http://diario.example/nota?id=70</feed>")

    assert blank_record(tmp_path, ref) == 3

    for gone in (feed, ref, again):
        with pytest.raises(EncuadreError):
            read_record(tmp_path, gone)
    assert read_record(tmp_path, other).url == "http://diario.example/otra"
    assert read_record(tmp_path, other_feed).url == "http://diario.example/atom"


def test_a_page_is_not_blanked_under_a_crawl_that_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.lock._PATIENCE_SECONDS", 0.2)
    writer = RawWriter(tmp_path, "run", "encuadre/0")
    ref = _write(writer, 1)
    with study_lock(tmp_path), pytest.raises(EncuadreError) as caught:
        blank_record(tmp_path, ref)
    assert caught.value.code == "E311"


@pytest.mark.parametrize("ref", ["", "x", "../secret.warc.gz:0", "/etc/passwd:0", "missing.warc.gz:0", "run:-1"])
def test_a_reference_that_leads_nowhere_is_named(tmp_path: Path, ref: str) -> None:
    with pytest.raises(EncuadreError) as caught:
        read_record(tmp_path, ref)
    assert caught.value.code == "E320"
