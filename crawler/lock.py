"""One writer at a time in a study's raw folder; the parts of a split crawl beside each other.

In: the folder, and which part is crawled. Out: a lock that the operating system frees when its process ends, however
it ends. A whole crawl, or `forget`, has the folder alone; parts share it, each with a lock of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lexicons.errors import EncuadreError

try:
    import fcntl
except ImportError:  # Windows has no such locks; there the rule is the user's to keep
    fcntl = None  # type: ignore[assignment]

# A crawl whose parent was killed needs a moment to notice and end.
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.1


@contextmanager
def study_lock(folder: Path, part: str | None = None) -> Iterator[None]:
    """Hold the folder for writing, alone or as one ``part`` of a split crawl.

    Raises E311 when another process holds it and does not let go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        _hold(held, folder, ".lock", alone=part is None)
        if part is not None:
            _hold(held, folder, f".lock-{part.replace('/', '-of-')}", alone=True)
        yield


def _hold(held: ExitStack, folder: Path, name: str, *, alone: bool) -> None:
    if fcntl is None:
        return
    file = held.enter_context((folder / name).open("w"))
    kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    patience = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > patience:
                raise EncuadreError("E311", folder=folder) from None
            time.sleep(_PAUSE_SECONDS)
