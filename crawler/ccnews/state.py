"""How far each WARC file was read, and what became of its records: one small JSON file each, in the study's ``warc``.

In: reasons as they are decided. Out: the place to go on from, and counts by outlet, week of capture and reason. A state
is replaced whole, after the rows it tells of are in the corpus; a reading that is killed goes on from the last one
written, and what was in the corpus already is known there and counted once.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawler.ccnews.records import Place

FOLDER = "warc"
# A capture without a date that holds.
NO_WEEK = ""
_FORMAT = 1
# A file is known by its beginning and its size, wherever it lies and whatever it is called.
_KNOWN_BY = 65_536


@dataclass(slots=True)
class FileState:
    """One file. ``settings``: digest of what was asked for; with another one the file is read from its beginning."""

    path: Path
    name: str
    settings: str
    after: Place | None = None
    done: bool = False
    records: int = 0
    damage: dict[int, str] = field(default_factory=dict)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, outlet: str, at: str | None, reason: str, place: Place, records: int) -> None:
        """Count one record and go past it: so many records of the file are behind."""
        self.counts[outlet, week_of(at), reason] += 1
        self.after = place
        self.records = records

    def write(self) -> None:
        """Put it in the place of the last one, whole."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        plain = {
            "format": _FORMAT,
            "file": self.name,
            "settings": self.settings,
            "after": [self.after.offset, self.after.index] if self.after else None,
            "done": self.done,
            "records": self.records,
            "damage": sorted(self.damage.items()),
            "counts": [[*key, count] for key, count in sorted(self.counts.items())],
        }
        new = self.path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(plain, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)


def state_of(folder: Path, file: Path, settings: str) -> FileState:
    """What is known of a file; a fresh state where it was never read, or for something else."""
    with file.open("rb") as source:
        known_by = sha256(source.read(_KNOWN_BY) + str(file.stat().st_size).encode()).hexdigest()[:16]
    fresh = FileState(path=folder / f"{known_by}.json", name=file.name, settings=settings)
    kept = _read(fresh.path)
    return kept if kept is not None and kept.settings == settings else fresh


def states(folder: Path) -> Iterator[FileState]:
    """Every file that was read, or begun."""
    for path in sorted(folder.glob("*.json")):
        state = _read(path)
        if state is not None:
            yield state


def week_of(at: str | None) -> str:
    """The Monday of the week an instant lies in."""
    if at is None:
        return NO_WEEK
    day = date.fromisoformat(at[:10])
    return (day - timedelta(days=day.weekday())).isoformat()


def _read(path: Path) -> FileState | None:
    """A state that cannot be read costs a second reading of its file, and nothing else."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        plain: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if plain["format"] == _FORMAT:
            return FileState(
                path=path,
                name=plain["file"],
                settings=plain["settings"],
                after=Place(*plain["after"]) if plain["after"] else None,
                done=plain["done"],
                records=plain["records"],
                damage=dict(plain["damage"]),
                counts=Counter({(outlet, week, reason): count for outlet, week, reason, count in plain["counts"]}),
            )
    return None
