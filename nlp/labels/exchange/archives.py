"""Files inside a zip, read with a bound: a labelling tool's export, never a bomb.

In: a path. Out: the members by name with their bytes, those of zips inside the zip too (INCEpTION packs one for each
annotator). Nothing is unpacked to disk and no member's name is used as a path.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lexicons.errors import EncuadreError

# A file of labels for ten thousand long articles has about 300 MB; a bomb has gigabytes.
MOST_BYTES = 1 << 30
MOST_MEMBERS = 100_000
_ZIP_MARK = b"PK\x03\x04"


def is_zip(path: Path) -> bool:
    """Does the file begin as a zip does?"""
    try:
        with path.open("rb") as stream:
            return stream.read(4) == _ZIP_MARK
    except OSError:
        return False


def check_size(path: Path) -> None:
    """Refuse what cannot be opened (E220), a folder (E221), nothing (E222), and what is too large (E448)."""
    if path.is_dir():
        raise EncuadreError("E221", path=path)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise EncuadreError("E220", path=path, problem=error.strerror or error) from error
    if not size:
        raise EncuadreError("E222", path=path)
    if size > MOST_BYTES:
        raise too_large(path)


def too_large(path: Path) -> EncuadreError:
    """The refusal of a file that is no export of labels."""
    return EncuadreError("E448", path=path, problem=f"holds more than {MOST_BYTES >> 20:,} MB")


def members(path: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Members of the zip with one of the suffixes, in the order of the archive; ``OUTER/INNER`` for a zip in the zip.

    Raises EncuadreError E448 when they are too many or too large, E440 when the archive is damaged.
    """
    check_size(path)
    with path.open("rb") as stream:
        yield from _Budget(path).members(stream, suffixes, "")


class _Budget:
    """What may still be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes, self._members = MOST_BYTES, MOST_MEMBERS

    def members(self, stream: IO[bytes], suffixes: tuple[str, ...], before: str) -> Iterator[tuple[str, bytes]]:
        try:
            with zipfile.ZipFile(stream) as archive:
                for info in archive.infolist():
                    self._members -= 1
                    if self._members < 0:
                        raise EncuadreError("E448", path=self._path, problem=f"holds over {MOST_MEMBERS:,} files")
                    name = info.filename
                    nested = name.lower().endswith(".zip") and not before
                    if info.is_dir() or not (nested or name.lower().endswith(suffixes)):
                        continue
                    content = self._content(archive, info)
                    if nested:
                        yield from self.members(io.BytesIO(content), suffixes, f"{name}/")
                    else:
                        yield before + name, content
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            # RuntimeError: a member is encrypted
            raise EncuadreError("E440", path=self._path, format="a zip archive", problem=error) from error

    def _content(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        with archive.open(info) as member:
            content = member.read(self._bytes + 1)
        self._bytes -= len(content)
        if self._bytes < 0:
            raise too_large(self._path)
        return content
