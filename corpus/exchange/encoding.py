"""Which encoding a text file is in.

In: a path. Out: the name of a Python codec. A file that is UTF-8 but for a few broken bytes is read as UTF-8, so that
only the rows with those bytes are lost; decoding all of it as windows-1252 would garble every accent.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from lexicons.errors import EncuadreError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets and editors in the three languages write when they do not write Unicode: Windows, old Mac, DOS.
_SINGLE_BYTE = ["cp1252", "mac_roman", "cp850"]
_CHUNK = 1 << 20
# Enough accented lines to tell the single-byte encodings apart.
_SAMPLE = 1 << 16
# A text in UTF-16 has a zero in at least this share of its even or odd bytes, other text has none.
_ZEROS_OF_UTF_16 = 0.3
_ESCAPED = re.compile("[\udc80-\udcff]")
_WELL_FORMED = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")


def detect_encoding(path: Path) -> str:
    """The codec to read a file with. Raises EncuadreError E228 when it is not text."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if b"\x00" in head:
        return _utf_16_without_mark(head, path)
    well_formed = broken = 0
    for text in _as_utf_8(path):
        broken += len(_ESCAPED.findall(text))
        well_formed += len(_WELL_FORMED.findall(text))
    if well_formed >= broken:
        return "utf-8"
    best = from_bytes(_accented_lines(path), cp_isolation=_SINGLE_BYTE, explain=False).best()
    return best.encoding if best else "cp1252"


def error_handler(encoding: str) -> str:
    """How to decode what does not fit, so that the row that holds it can be told: ``broken`` finds it."""
    return "surrogateescape" if encoding.startswith("utf-8") or encoding in _SINGLE_BYTE else "replace"


def broken(text: str) -> bool:
    """Whether the text holds bytes that did not fit the encoding."""
    return _ESCAPED.search(text) is not None


def _as_utf_8(path: Path) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            # most chunks of most files are plain, and need no look
            yield "" if chunk.isascii() and not decoder.getstate()[0] else decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _utf_16_without_mark(head: bytes, path: Path) -> str:
    even, odd = head[0::2].count(0) / max(len(head) / 2, 1), head[1::2].count(0) / max(len(head) / 2, 1)
    if odd > _ZEROS_OF_UTF_16 > even:
        return "utf-16-le"
    if even > _ZEROS_OF_UTF_16 > odd:
        return "utf-16-be"
    raise EncuadreError("E228", path=path)


def _accented_lines(path: Path) -> bytes:
    sample = bytearray()
    with path.open("rb") as stream:
        for line in iter(lambda: stream.readline(_CHUNK), b""):
            if not line.isascii():
                sample += line[:_SAMPLE]
            if len(sample) >= _SAMPLE:
                break
    return bytes(sample)
