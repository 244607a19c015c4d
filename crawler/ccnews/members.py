"""The bytes of a WARC file, a stretch at a time: gzip members, or a plain file.

In: a file mapped into memory. Out: streams of decompressed bytes that can be read or passed over, each beginning where
a record can begin. Memory stays flat whatever a member holds: what is passed over is dropped as it is inflated.
"""

from __future__ import annotations

import mmap
import zlib
from typing import Protocol

GZIP = b"\x1f\x8b\x08"
WARC = b"WARC/"
HEAD_END = b"\r\n\r\n"
# Between two records of one stream.
BETWEEN = HEAD_END + WARC
# Compressed bytes handed to zlib at once: about one page, so that little behind a member's end is copied in vain.
_FEED = 24_576
# Inflated bytes in memory at once while passing over.
_STEP = 1_048_576
# Read at once in search of a header's end.
_PIECE = 1024
# What a record's own header may take; real ones take 500 bytes.
_LONGEST_HEAD = 65_536
# No member that a crawler wrote inflates to more. One that does is a bomb, and is left where it stands.
_LARGEST_MEMBER = 2_000_000_000


class Damaged(Exception):  # noqa: N818 - it names what was found
    """The bytes cannot be read on from here; the text says why."""


class Stream(Protocol):
    """Bytes from one place of a file on, in order."""

    start: int

    def read(self, length: int) -> bytes:
        """So many bytes, fewer only at the end. Raises Damaged."""

    def skip(self, length: int) -> None:
        """Pass over so many bytes. Raises Damaged."""

    def head(self) -> bytes | None:
        """The next record's header up to its empty line; None at the end. Raises Damaged where none stands."""

    def push_back(self, taken: bytes) -> None:
        """Give bytes back that were read too many."""

    def is_behind_record(self) -> bool:
        """Is it sure already that the record just read was whole?"""


class Member:
    """One gzip member. ``end`` is known once it was read to its end."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self.start = start
        self.end: int | None = None
        self._data = data
        self._fed = start
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._tail = b""
        self._buffer = b""
        self._total = 0

    def read(self, length: int) -> bytes:
        pieces = [self._buffer[:length]]
        self._buffer = self._buffer[length:]
        left = length - len(pieces[0])
        while left > 0 and (piece := self._more(left)):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def skip(self, length: int) -> None:
        left = length - len(self._buffer)
        self._buffer = self._buffer[length:] if left < 0 else b""
        while left > 0 and (piece := self._more(min(left, _STEP))):
            left -= len(piece)

    def some(self) -> bytes:
        """A few bytes; none at the end."""
        return self.read(_PIECE)

    def head(self) -> bytes | None:
        return _head(self)

    def is_behind_record(self) -> bool:
        return False  # its checksum stands at the member's end

    def finish(self) -> int:
        """Pass over the rest; where the member ends. Raises Damaged where it is cut or broken."""
        self._buffer = b""
        while self._more(_STEP):
            pass
        if self.end is None:
            raise Damaged("the file breaks off")
        return self.end

    def push_back(self, taken: bytes) -> None:
        self._buffer = taken + self._buffer

    def _more(self, limit: int) -> bytes:
        """Some of the next inflated bytes; none at the end of the member or of the file."""
        while self.end is None:
            feed = self._tail
            if not feed:
                feed = self._data[self._fed : self._fed + _FEED]
                self._fed += len(feed)
                if not feed:
                    raise Damaged("the file breaks off")
            try:
                out = self._inflate.decompress(feed, limit)
            except zlib.error as error:
                raise Damaged("its compressed bytes are broken") from error
            self._tail = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self.end = self._fed - len(self._inflate.unused_data)
            self._total += len(out)
            if self._total > _LARGEST_MEMBER:
                raise Damaged("a record inflates without an end")
            if out:
                return out
        return b""


class Plain:
    """A file that is not compressed, from ``start`` on."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self.start = start
        self.at = start
        self._data = data

    def read(self, length: int) -> bytes:
        self.skip(length)
        return self._data[self.at - length : self.at]

    def skip(self, length: int) -> None:
        if self.at + length > len(self._data):
            raise Damaged("the file breaks off, or a record's length is wrong")
        self.at += length

    def some(self) -> bytes:
        """A few bytes; none at the end."""
        return self.read(min(_PIECE, len(self._data) - self.at))

    def head(self) -> bytes | None:
        return _head(self)

    def push_back(self, taken: bytes) -> None:
        self.at -= len(taken)

    def is_behind_record(self) -> bool:
        return self._data[self.at : self.at + len(HEAD_END)] == HEAD_END


def next_member(data: mmap.mmap, start: int) -> int | None:
    """Where the next gzip member that holds a WARC record begins, at ``start`` or behind it; None when there is none.

    For damaged places alone: three bytes are no proof, so the member must inflate to the beginning of a record.
    """
    at = data.find(GZIP, start)
    while at >= 0:
        try:
            if zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[at : at + 512], len(WARC)) == WARC:
                return at
        except zlib.error:
            pass
        at = data.find(GZIP, at + 1)
    return None


def next_plain(data: mmap.mmap, start: int) -> int | None:
    """Where the next record of a plain file begins, behind ``start``; None when there is none."""
    at = data.find(BETWEEN, start)
    return None if at < 0 else at + len(BETWEEN) - len(WARC)


def _head(stream: Member | Plain) -> bytes | None:
    """A header is read in pieces, since nothing says how long it is."""
    head = b""
    while True:
        piece = stream.some()
        head = (head + piece).lstrip(b"\r\n") if not head.startswith(WARC) else head + piece
        if not head and not piece:
            return None
        if len(head) >= len(WARC) and not head.startswith(WARC):
            raise Damaged("no record begins where one should")
        end = head.find(HEAD_END)
        if end >= 0:
            stream.push_back(head[end + len(HEAD_END) :])
            return head[:end]
        if not piece or len(head) > _LONGEST_HEAD:
            raise Damaged("a record's header has no end")
