"""The records of one WARC file: those that are wanted, whole; the others passed over without being looked into.

In: a path, where to begin, and a question about a record's header. Out: ``Record``s in order. A damaged place costs
what stands in it and is told as ``Damage``; reading goes on at the next whole record. A file of one gzip member a
record (the standard, and CC-NEWS), of many records a member, and a plain file are all read. Where fastwarc is installed
it reads files of the first kind, twice as fast; the last record, and all from a damaged place on, are read here again.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.ccnews.members import GZIP, HEAD_END, Damaged, Member, Plain, Stream, next_member, next_plain

# HTTP headers stand before the page in a record's block.
_HTTP_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the offset of its stretch of the file, and which record of it."""

    offset: int
    index: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """A record's own header. Names are lower case."""

    place: Place
    fields: Mapping[str, str]

    @property
    def kind(self) -> str:
        """``response``, ``request``, ``warcinfo``, ``revisit``..."""
        return self.fields.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The address; WARC 1.0 writers put it in angle brackets at times."""
        return self.fields.get("warc-target-uri", "").strip("<> ")

    @property
    def length(self) -> int:
        """Bytes of the block; -1 where the header does not say it."""
        text = self.fields.get("content-length", "")
        return int(text) if text.isdecimal() else -1


@dataclass(frozen=True, slots=True)
class Record:
    """A wanted record. ``block``: the HTTP answer as it was kept, None where it is larger than the limit. ``number``:
    which record of this reading it is, counting those passed over.
    """

    head: Head
    number: int
    block: bytes | None


@dataclass(frozen=True, slots=True)
class Damage:
    """A place that could not be read."""

    offset: int
    why: str


class RecordReader:
    """Reads one file once. ``seen`` counts its records, ``offset`` says how far it is, of ``size``.

    ``after``: the last record of an earlier reading; this one begins behind it. ``fast`` False: never with fastwarc.
    """

    def __init__(
        self,
        path: Path,
        *,
        wanted: Callable[[Head], bool],
        most_bytes: int,
        after: Place | None = None,
        fast: bool = True,
    ) -> None:
        self._path = path
        self._wanted = wanted
        self._most = most_bytes + _HTTP_HEAD
        self._after = after
        self._fast_allowed = fast
        self.size = path.stat().st_size
        self.offset = after.offset if after else 0
        self.seen = 0

    def __iter__(self) -> Iterator[Record | Damage]:
        if not self.size:
            yield Damage(0, "the file is empty")
            return
        with self._path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if data[: len(GZIP)] != GZIP:
                yield from self._plain(data)
            else:
                iterate = _fastwarc() if self._fast_allowed else None
                if iterate is not None and self._is_standard(data):
                    file.seek(self.offset)
                    yield from self._fast(iterate(file, parse_http=False))
                yield from self._members(data)
        self.offset = self.size

    def _is_standard(self, data: mmap.mmap) -> bool:
        """Does the member here hold one record alone?"""
        member = Member(data, self.offset)
        try:
            text = member.head()
            if text is None:
                return False
            member.skip(int(_fields(text)["content-length"]))
            return member.head() is None
        except (Damaged, KeyError, ValueError):
            return False

    def _fast(self, records: Any) -> Iterator[Record]:
        """As far as fastwarc comes. A record is given once the next one was met: then it was whole."""
        held: Record | None = None
        last: Place | None = None
        base: int | None = None  # some versions count from where the reading began
        try:
            for record in records:
                base = self.offset - record.stream_pos if base is None else base
                if last is not None:
                    self._after = last
                    if held is not None:
                        yield held
                        held = None
                place = Place(base + record.stream_pos)
                if last is not None and place.offset <= last.offset:
                    return  # two records in one member: not for this way of reading
                self.offset = place.offset
                if self._is_before(place):
                    continue
                self.seen += last is not None  # the last one is counted when it is read again
                last = place
                head = Head(place, {name.lower(): value for name, value in record.headers.items()})
                if self._wanted(head):
                    held = self._fast_record(head, record)
        except (OSError, ValueError, KeyError):
            return  # what is damaged is found, and told, by the way of reading that follows

    def _fast_record(self, head: Head, record: Any) -> Record:
        if head.length > self._most:
            return Record(head, self.seen + 1, None)
        block = bytes(record.reader.read(head.length))
        if len(block) != head.length:
            raise ValueError("the record is cut")
        return Record(head, self.seen + 1, block)

    def _members(self, data: mmap.mmap) -> Iterator[Record | Damage]:
        at: int | None = self._after.offset if self._after else self.offset
        while at is not None and at < len(data):
            member = Member(data, at)
            self.offset = at
            try:
                yield from self._stretch(member)
                at = member.finish()
            except Damaged as damaged:
                yield Damage(at, str(damaged))
                at = member.end or next_member(data, at + 1)

    def _plain(self, data: mmap.mmap) -> Iterator[Record | Damage]:
        at: int | None = self.offset
        while at is not None and at < len(data):
            stream = Plain(data, at)
            self.offset = at
            try:
                yield from self._stretch(stream, one=True)
                at = stream.at
            except Damaged as damaged:
                yield Damage(at, str(damaged))
                at = next_plain(data, at)

    def _stretch(self, stream: Stream, *, one: bool = False) -> Iterator[Record]:
        """The wanted records of a stream, each once what follows it was seen to be whole; ``one``: only the first."""
        index = -1
        held: Record | None = None
        while (text := stream.head()) is not None:
            if held is not None:
                yield held
                held = None
            if one and index == 0:
                stream.push_back(text + HEAD_END)
                return
            index += 1
            head = Head(Place(stream.start, index), _fields(text))
            length = head.length
            if length < 0:
                raise Damaged("a record does not say its length")
            before = self._is_before(head.place)
            self.seen += not before
            if before or not self._wanted(head):
                stream.skip(length)
            elif length > self._most:
                held = Record(head, self.seen, None)
                stream.skip(length)
            else:
                held = Record(head, self.seen, stream.read(length))
            if held is not None and stream.is_behind_record():
                yield held
                held = None
        if held is not None:
            yield held

    def _is_before(self, place: Place) -> bool:
        return self._after is not None and (place.offset, place.index) <= (self._after.offset, self._after.index)


def _fastwarc() -> Any:
    """fastwarc's iterator, where it is installed."""
    try:
        from fastwarc import ArchiveIterator
    except ImportError:
        return None
    return ArchiveIterator


def _fields(head: bytes) -> dict[str, str]:
    """A header's lines by name. Folded lines belong to the one before."""
    text = head.decode("utf-8", "replace").replace("\r\n ", " ").replace("\r\n\t", " ")
    fields: dict[str, str] = {}
    for line in text.split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields
