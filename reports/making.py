"""Pages made by processes beside ours: drawing charts is most of the time of a report, and no page waits for another.

In: a function that makes pages and what they are made from. Out: their texts, in the order asked for. A worker
knows nothing of the corpus. Whether a page is made here or there, it is the same to the byte.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from lexicons.codebook import Codebook, load_codebook, using_codebook
from lexicons.own import OwnLexicons

Result = TypeVar("Result")
# A process loads what it needs in two or three seconds, as long as some 20 pages take.
FEWEST_PAGES = 40
# More draw faster than we can count, and each holds a quarter of a gigabyte.
MOST_PROCESSES = 4


def usable_processes() -> int:
    """As many as there are processors for us."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_PROCESSES, available)


@dataclass(slots=True)
class Made(Generic[Result]):
    """Pages that are being made."""

    make: Callable[..., Result]
    given: tuple[Any, ...]
    future: Future[Result] | None = None

    def result(self) -> Result:
        """The pages; waits for them."""
        if self.future is not None:
            try:
                return self.future.result()
            except BrokenProcessPool:
                # Its process was ended from outside, perhaps for its memory: they are made here instead.
                pass
        return self.make(*self.given)


@dataclass(slots=True)
class Makers:
    """``processes`` that make pages; with one or none they are made in ours. A context manager. ``own``: the study's
    lexicons, which they read by as we do."""

    processes: int = 1
    own: OwnLexicons | None = None
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    def start(self, prepare: Callable[[], None]) -> None:
        """Start the processes and let each ``prepare`` itself, while we compute what the pages are made from."""
        if self.processes > 1:
            for _ in range(self.processes):
                self.make(_prepared, prepare)

    def make(self, make: Callable[..., Result], *given: Any) -> Made[Result]:
        """Begin pages: a function of a module and arguments that can be sent to another process."""
        if self.processes <= 1:
            return Made(make, given)
        if self._pool is None:
            # Started afresh and not forked: a fork of ours would hold all our rows, and threads that nobody runs.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.processes, context, _begin, (load_codebook(), self.own))
        try:
            return Made(make, given, self._pool.submit(make, *given))
        except BrokenProcessPool:
            return Made(make, given)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _begin(codebook: Codebook, own: OwnLexicons | None) -> None:
    """A worker reads by the study's codebook and lexicons, and leaves it to us to stop when Ctrl-C is typed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    using_codebook(codebook).__enter__()
    if own is not None:
        own.in_use().__enter__()


def _prepared(prepare: Callable[[], None]) -> None:
    prepare()
    # What was loaded stays: looking through it for garbage after every few charts is a tenth of the time they take.
    gc.freeze()
