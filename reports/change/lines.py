"""Lines that are only ever added, each carrying the digest of the one before.

In: plain records. Out: a JSON Lines file whose chain shows a line that was changed, taken out or put in between. It
does not stop somebody from writing the whole file anew; a digest that was sent away does.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lexicons.errors import EncuadreError

# Before the first line there is none.
_BEGINNING = "0" * 64
# Another command adds its lines in far less; a lock that stays longer belongs to none.
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.05


def _rows_of(path: Path) -> list[str]:
    # Only a line feed ends a row: an event's name may hold a line separator, which JSON writes as it is.
    with path.open(encoding="utf-8", newline="\n") as stream:
        return list(stream)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a file, or none where it is absent. Raises E531 with the first line that breaks the chain."""
    if not path.exists():
        return []
    lines: list[dict[str, Any]] = []
    previous = _BEGINNING
    for number, text in enumerate(_rows_of(path), start=1):
        try:
            line = json.loads(text)
            broken = line["previous"] != previous or line["digest"] != _digest(line)
        except (ValueError, KeyError, TypeError) as error:
            raise EncuadreError("E531", file=path, line=number, problem="it is not a line of encuadre's") from error
        if broken:
            problem = "it, or the line before it, was changed after it was written"
            raise EncuadreError("E531", file=path, line=number, problem=problem)
        lines.append(line)
        previous = line["digest"]
    return lines


def append(path: Path, records: Sequence[dict[str, Any]], at: str) -> list[dict[str, Any]]:
    """Add records, each with its time and digests, and return them so."""
    with _alone(path):
        known = read_lines(path)
        previous = known[-1]["digest"] if known else _BEGINNING
        written = []
        for record in records:
            line = {**record, "at": at, "previous": previous}
            previous = line["digest"] = _digest(line)
            written.append(line)
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.writelines(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in written)
    return written


def _digest(line: dict[str, Any]) -> str:
    content = {name: value for name, value in line.items() if name != "digest"}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold off other commands while lines are added: two that read the same last line would break the chain."""
    lock = path.with_name(path.name + ".lock")
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError as error:
            if time.monotonic() > deadline:
                raise EncuadreError("E534", file=path, lock=lock) from error
            time.sleep(_PAUSE_SECONDS)
    try:
        yield
    finally:
        lock.unlink()
