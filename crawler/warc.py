"""Raw pages, kept as they came: the study's ``raw/*.warc.gz``.

In: a response. Out: its reference ``FILE:OFFSET``, by which it can be read, extracted again, or blanked. Each record is
a gzip member of its own, so a file cut short by a crash reads up to the cut. Bodies are kept decompressed; cookies are
not kept. A run opens new files and never appends to another run's.
"""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.lock import study_lock
from lexicons.errors import EncuadreError

if TYPE_CHECKING:
    from crawler.extraction import Extracted

# Large enough that a study has few files, small enough to copy and to rewrite when a page is forgotten.
ROTATE_BYTES = 256 * 1024 * 1024
_COOKIES = {"cookie", "set-cookie", "set-cookie2", "authorization", "proxy-authorization"}
# These describe the transfer, not the body that is kept.
_TRANSFER = {"transfer-encoding", "content-encoding", "content-length"}
# A page says what it is near its beginning; feeds and sitemaps never say "html" there.
_HEAD_BYTES = 4096
_BLANK = (
    b"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:x:0>\r\nWARC-Date: 1970-01-01T00:00:00Z\r\n"
    b"Content-Length: 0\r\n\r\n\r\n\r\n"
)

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """A response as it was kept. ``body`` holds the decompressed bytes, in the page's own encoding."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: str


class RawWriter:
    """Writes the responses of one run. Not for several threads."""

    def __init__(self, folder: Path, run_id: str, software: str, *, rotate_bytes: int = ROTATE_BYTES) -> None:
        self._folder = folder
        self._run_id = run_id
        self._software = software
        self._rotate_bytes = rotate_bytes
        self._count = 0
        self._file: IO[bytes] | None = None

    def write(
        self, *, url: str, status: int, headers: Headers, body: bytes, request_headers: Headers, fetched_at: str
    ) -> str:
        """Keep one response and its request; returns ``FILE:OFFSET``. The bytes have left this process on return."""
        file = self._open()
        offset = file.tell()
        writer = WARCWriter(io.BytesIO(), gzip=False, warc_version="WARC/1.1")
        response = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(
                str(status), [*_kept(headers), ("Content-Length", str(len(body)))], "HTTP/1.1"
            ),
            warc_headers_dict={"WARC-Date": fetched_at},
        )
        request = writer.create_warc_record(
            url,
            "request",
            http_headers=StatusAndHeaders(f"GET {url} HTTP/1.1", _kept(request_headers), is_http_request=True),
            warc_headers_dict={
                "WARC-Date": fetched_at,
                "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        file.write(_member(response) + _member(request))
        file.flush()
        return f"{Path(file.name).name}:{offset}"

    def close(self) -> None:
        """Close the current file; the next response would open another."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> IO[bytes]:
        if self._file is not None and self._file.tell() >= self._rotate_bytes:
            self.close()
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._count += 1
            name = f"{self._run_id}-{self._count:05d}.warc.gz"
            self._file = (self._folder / name).open("xb")
            writer = WARCWriter(self._file, gzip=True, warc_version="WARC/1.1")
            writer.write_record(writer.create_warcinfo_record(name, {"software": self._software}))
        return self._file


def read_record(raw_dir: Path, ref: str) -> RawPage:
    """The response at ``FILE:OFFSET``. Raises E320 where there is none, blanked records included."""
    path, offset = _place(raw_dir, ref)
    with suppress(OSError), path.open("rb") as file:
        page = next(map(_page, _members(file, offset)), None)
        if page is not None:
            return page
    raise EncuadreError("E320", ref=ref, folder=raw_dir)


def read_file(path: Path) -> Iterator[RawPage]:
    """Every response of one file, in order; a file that was cut short reads up to the cut."""
    with path.open("rb") as file:
        yield from filter(None, map(_page, _members(file, 0)))


def reextract(raw_dir: Path, ref: str) -> Extracted:
    """Extract the kept page again, with the extractor of today."""
    from crawler.extraction import extract

    page = read_record(raw_dir, ref)
    return extract(page.body, page.url, page.headers)


def blank_record(raw_dir: Path, ref: str) -> int:
    """Overwrite for good the page at ``ref``, every other response from its address, and listings that name it.

    Returns how many responses went, each with its request. All other references stay good: the new gzip members have
    the length of the old ones (the rest is a comment in their header), so nothing moves, and a file is replaced whole
    or not at all. Raises E320 where there is no such record and E311 while a crawl is writing.
    """
    page = read_record(raw_dir, ref)
    blanked = 0
    with study_lock(raw_dir):
        for path in sorted(raw_dir.glob("*.warc.gz")):
            with path.open("rb") as file:
                places = [
                    (start, _member_end(file, end) or path.stat().st_size, end)
                    for start, end, found in _responses(file)
                    if _tells_of(found, page)
                ]
            if places:
                _overwrite(path, places)
                blanked += len(places)
    return blanked


def _responses(file: IO[bytes]) -> Iterator[tuple[int, int, RawPage]]:
    """(start, end, page) of every whole response."""
    start = 0
    while (end := _member_end(file, start)) is not None:
        file.seek(start)
        page = _page(file.read(end - start))
        if page is not None:
            yield start, end, page
        start = end


def _tells_of(found: RawPage, page: RawPage) -> bool:
    """True for a response from the page's address, and for a feed or sitemap that names it."""
    address = page.url.partition("://")[2].partition("#")[0]
    if found.url.partition("://")[2].partition("#")[0] == address:
        return True
    is_page = found.body[:_HEAD_BYTES].lower().find(b"<html") >= 0
    return not is_page and any(form in found.body for form in (address.encode(), escape(address).encode()))


def _overwrite(path: Path, places: list[tuple[int, int, int]]) -> None:
    """Blank responses and requests in a copy of the file, then put the copy in its place."""
    with path.open("rb") as old, NamedTemporaryFile("wb", dir=path.parent, prefix=".blank-", delete=False) as new:
        try:
            for start, request_end, response_end in places:
                _copy(old, new, start - old.tell())
                new.write(_blank_member(response_end - start))
                new.write(_blank_member(request_end - response_end))
                old.seek(request_end)
            _copy(old, new, None)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).chmod(path.stat().st_mode & 0o777)
            Path(new.name).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(new.name).unlink()
            raise


def _member(record: ArcWarcRecord) -> bytes:
    """A record as a gzip member of its own. The WARC library would compress at level 9: twice the time of level 6 for
    one percent less.
    """
    plain = io.BytesIO()
    WARCWriter(plain, gzip=False, warc_version="WARC/1.1").write_record(record)
    deflate = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return deflate.compress(plain.getbuffer()) + deflate.flush()


def _kept(headers: Headers) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in _COOKIES | _TRANSFER]


def _place(raw_dir: Path, ref: str) -> tuple[Path, int]:
    name, _, offset = ref.rpartition(":")
    # a reference names a file of this folder and nothing else on the disk
    if not name or Path(name).name != name or not offset.isdecimal():
        raise EncuadreError("E320", ref=ref, folder=raw_dir)
    return raw_dir / name, int(offset)


def _page(member: bytes) -> RawPage | None:
    """The response in one whole gzip member; None when it holds something else."""
    for record in ArchiveIterator(io.BytesIO(member)):
        if record.rec_type == "response" and record.http_headers is not None:
            return RawPage(
                url=record.rec_headers.get_header("WARC-Target-URI"),
                status=int(record.http_headers.get_statuscode()),
                headers=dict(record.http_headers.headers),
                body=record.content_stream().read(),
                fetched_at=record.rec_headers.get_header("WARC-Date"),
            )
    return None


def _members(file: IO[bytes], offset: int) -> Iterator[bytes]:
    """The whole gzip members from ``offset`` on; one that was cut short is not one."""
    while True:
        end = _member_end(file, offset)
        if end is None:
            return
        file.seek(offset)
        yield file.read(end - offset)
        offset = end


def _member_end(file: IO[bytes], offset: int) -> int | None:
    """Where the gzip member that begins at ``offset`` ends; None when none stands there, or not all of it."""
    file.seek(offset)
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    position = offset
    with suppress(zlib.error):
        while chunk := file.read(65_536):
            while chunk:
                inflate.decompress(chunk, 1_048_576)  # in pieces: what it holds is not needed here
                position += len(chunk) - len(inflate.unconsumed_tail) - len(inflate.unused_data)
                if inflate.eof:
                    return position
                chunk = inflate.unconsumed_tail
    return None


def _blank_member(length: int) -> bytes:
    """An empty record as a gzip member of exactly ``length`` bytes, padded by a comment in the gzip header."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = deflate.compress(_BLANK) + deflate.flush()
    trailer = zlib.crc32(_BLANK).to_bytes(4, "little") + len(_BLANK).to_bytes(4, "little")
    header = b"\x1f\x8b\x08\x10" + b"\0" * 6  # magic, deflate, flag "comment", no time
    padding = length - len(header) - 1 - len(content) - len(trailer)
    if padding < 0:
        return b"\0" * length  # only the stump of a file cut short is that small
    return header + b" " * padding + b"\0" + content + trailer


def _copy(source: IO[bytes], target: IO[bytes], length: int | None) -> None:
    while length is None or length > 0:
        chunk = source.read(1_048_576 if length is None else min(length, 1_048_576))
        if not chunk:
            return
        target.write(chunk)
        length = None if length is None else length - len(chunk)
