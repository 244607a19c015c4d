"""One writer at a time in a study's raw folder.

In: the folder. Out: a lock that the operating system frees when its process ends, however it ends.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
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
def study_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for writing. Raises E311 when another process holds it and does not let go."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        patience = time.monotonic() + _PATIENCE_SECONDS
        while fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > patience:
                    raise EncuadreError("E311", folder=folder) from None
                time.sleep(_PAUSE_SECONDS)
        yield
