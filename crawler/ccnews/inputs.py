"""Which WARC files are meant: files, folders of them, and lists such as CC-NEWS's monthly ``warc.paths.gz``.

In: what was typed. Out: the files that are on this computer, and the addresses of those that are not. Nothing is
downloaded: a month of CC-NEWS is hundreds of gigabytes, and tools made for that continue a download that broke off.
"""

from __future__ import annotations

import gzip
import shlex
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from lexicons.errors import EncuadreError, UsageError

# Where Common Crawl's lists count from.
SERVER = "https://data.commoncrawl.org/"
_WARC = (".warc", ".warc.gz")
# A month of CC-NEWS is 600 lines; more than this is another kind of file.
_LONGEST_LIST = 1_000_000
_LARGEST_LIST = 100_000_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """``files`` are here, each once, in the order typed. ``missing``: addresses that lists name and that are not."""

    files: tuple[Path, ...]
    missing: tuple[str, ...]


def find_inputs(typed: Iterable[Path], files_in: Path | None = None) -> Inputs:
    """Read folders and lists. A list's files are looked for by name in ``files_in``, else beside the list.

    Raises UsageError E360 (not there), E361 (none in it), E362 (no list).
    """
    files: dict[Path, None] = {}
    missing: dict[str, None] = {}
    for path in typed:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.name.endswith(_WARC) and each.is_file())
            if not inside:
                raise UsageError("E361", folder=path)
            files.update(dict.fromkeys(inside))
        elif not path.is_file():
            raise UsageError("E360", path=path)
        elif path.name.endswith(_WARC):
            files[path] = None
        else:
            folder = files_in or path.parent
            for address in _read_list(path):
                here = folder / PurePosixPath(urlsplit(address).path).name
                if here.is_file():
                    files[here] = None
                else:
                    missing[urljoin(SERVER, address)] = None
    return Inputs(tuple(files), tuple(missing))


def download_command(missing: Iterable[str], folder: Path, list_file: Path) -> str:
    """Write the missing addresses into ``list_file``; what to type to fetch them, continuing what broke off."""
    list_file.parent.mkdir(parents=True, exist_ok=True)
    list_file.write_text("".join(f"{address}\n" for address in missing), "utf-8")
    words = ("--continue", "--wait=1", f"--directory-prefix={folder}", f"--input-file={list_file}")
    return shlex.join(("wget", *words))


def _read_list(path: Path) -> list[str]:
    """The paths or addresses of a list, gzip or plain."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as file:
            text = file.read(_LARGEST_LIST).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise EncuadreError("E362", path=path) from error
    lines = [line.strip() for line in text.splitlines()[:_LONGEST_LIST]]
    addresses = [line for line in lines if line and not line.startswith("#")]
    if not addresses or any(not address.endswith(_WARC) for address in addresses):
        raise EncuadreError("E362", path=path)
    return addresses
