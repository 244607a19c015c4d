"""The files of a report, each written whole: a temporary file first, then a rename.

In: names and texts or bytes. Out: files in one folder, and the list of what was written.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexicons.errors import EncuadreError
from reports.making import Made, Makers

# Called with the pages written so far, the pages there will be, and the name of the last one.
Progress = Callable[[int, int, str], None]


# Pages (in all their languages) begun and not yet written, for each process: enough that none waits, and few in memory.
_AHEAD = 3


@dataclass(slots=True)
class Files:
    """Writes each file whole and tells how far the build is. ``pages``: how many there will be. ``makers``: who makes
    them. ``written`` is in the order asked for, whichever page is done first.
    """

    folder: Path
    pages: int
    progress: Progress | None
    makers: Makers = field(default_factory=Makers)
    written: list[Path] = field(default_factory=list)
    done: int = 0
    _begun: deque[tuple[Sequence[str], Made[Sequence[str | bytes]], bool]] = field(default_factory=deque)

    def page(self, name: str, text: str | bytes) -> None:
        """Write one page and tell of it."""
        self.write(name, text)
        self._tell(name)

    def make(
        self, names: Sequence[str], make: Callable[..., Sequence[str | bytes]], *given: Any, pages: bool = True
    ) -> None:
        """Have files made of what is given, a text a name, and written before ``finish`` returns. ``pages``: they count
        as such."""
        self.written += [self.folder / name for name in names]
        self._begun.append((names, self.makers.make(make, *given), pages))
        while len(self._begun) > _AHEAD * self.makers.processes - _AHEAD:
            self._write_pages()

    def finish(self) -> None:
        """Write the pages that are still being made."""
        while self._begun:
            self._write_pages()

    def _write_pages(self) -> None:
        names, made, pages = self._begun.popleft()
        for name, text in zip(names, made.result(), strict=True):
            self._put(name, text)
            if pages:
                self._tell(name)

    def _tell(self, name: str) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, max(self.pages, self.done), name)

    def figures(self, stem: str, texts: dict[str, str]) -> None:
        """Write the CSVs of a page."""
        for name, text in texts.items():
            self.write(f"figures/{stem}-{name}.csv", text)

    def write(self, name: str, text: str | bytes) -> None:
        """Write one file; text as UTF-8. Raises E508 where the folder cannot be written."""
        self.written.append(self.folder / name)
        self._put(name, text)

    def _put(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode("utf-8") if isinstance(text, str) else text)
            # mkstemp's files are private; a report is as readable as any new file of the user's.
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(path)
        except OSError as error:
            raise EncuadreError("E508", path=path, problem=error.strerror or error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
