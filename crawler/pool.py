"""Reading pages off the event loop: a few processes, each with one page at a time and a time limit.

In: the dotted name of a function, the bytes of a page, keyword arguments. Out: what the function returns, as a
dictionary. Pages and feeds are strangers' input; a page that takes too long or brings its process down costs that page
and nothing else. What comes back over the pipe is JSON, so that a process that went astray cannot hand us objects.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

# A worker that was told to end is killed after this.
_GRACE_SECONDS = 2.0
# The first page waits for the interpreter and the extraction library to load; that is not the page's fault.
_START_SECONDS = 60.0


_T = TypeVar("_T")


class PageError(Exception):
    """The page could not be read; the text says why, in plain words."""


class ReadingPool:
    """``workers`` processes that read pages. ``preload`` are modules loaded once, before the first page."""

    def __init__(self, workers: int, *, seconds: float, preload: tuple[str, ...] = ()) -> None:
        self._seconds = seconds
        self._context = _context(preload)
        self._workers = [_Worker(self._context) for _ in range(workers)]
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reading")
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()

    def start(self) -> None:
        """Begin to start the processes, so that they load while the first listings are fetched."""
        for worker in self._workers:
            self._free_after(worker, self._submit(worker.start))

    async def run(self, task: str, body: bytes, **arguments: object) -> dict[str, Any]:
        """Run ``task`` (``package.module:function``) on ``body`` in a free process. Raises ``PageError``."""
        worker = await self._idle.get()
        answer = self._submit(worker.ask, task, body, arguments, self._seconds)
        self._free_after(worker, answer)
        return await asyncio.shield(answer)

    def close(self) -> None:
        """End all processes, at once."""
        for worker in self._workers:
            worker.end()
        self._threads.shutdown()

    def _submit(self, work: Callable[..., _T], *arguments: object) -> asyncio.Future[_T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def _free_after(self, worker: _Worker, work: asyncio.Future[Any]) -> None:
        """Also when nobody waits any more, a worker is free only once it is done."""

        def free(done: asyncio.Future[Any]) -> None:
            if not done.cancelled():
                done.exception()  # whoever waits has seen it
            self._idle.put_nowait(worker)

        work.add_done_callback(free)


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, context: BaseContext) -> None:
        self._context = context
        self._process: BaseProcess | None = None
        self._ready = False
        self._ended = threading.Event()

    def start(self) -> None:
        self._pipe, theirs = self._context.Pipe()
        process: BaseProcess = self._context.Process(target=serve, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()  # so that the pipe ends when the process does
        self._process = process
        self._ready = False
        if self._ended.is_set():
            process.kill()

    def ask(self, task: str, body: bytes, arguments: Mapping[str, object], seconds: float) -> dict[str, Any]:
        """One page. A process that is late or gone is replaced before this raises ``PageError``."""
        try:
            self._await_start()
            self._pipe.send_bytes(json.dumps({"task": task, "arguments": arguments}).encode())
            self._pipe.send_bytes(body)
            if not self._pipe.poll(seconds):
                self._replace()
                raise PageError(f"extraction took too long (more than {seconds:g} s)")
            answer: dict[str, Any] = json.loads(self._pipe.recv_bytes())
        except (EOFError, OSError) as error:
            self._replace()
            raise PageError("extraction brought its process down") from error
        if "failed" in answer:
            raise PageError(answer["failed"])
        result: dict[str, Any] = answer["result"]
        return result

    def end(self) -> None:
        self._ended.set()
        if self._process is not None:
            self._process.kill()

    def _replace(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join(_GRACE_SECONDS)
            self._process = None
        with suppress(OSError):
            self._pipe.close()
        if not self._ended.is_set():
            self.start()

    def _await_start(self) -> None:
        if self._process is None:
            self.start()
        if not self._ready:
            if not self._pipe.poll(_START_SECONDS):
                raise EOFError("the process did not start")
            self._pipe.recv_bytes()
            self._ready = True


def serve(pipe: Connection) -> None:
    """What a worker process does until its pipe closes: take a page, answer with JSON."""
    with suppress(EOFError, OSError, KeyboardInterrupt):
        pipe.send_bytes(b"ready")
        while True:
            order = json.loads(pipe.recv_bytes())
            body = pipe.recv_bytes()
            pipe.send_bytes(json.dumps(_answer(order["task"], body, order["arguments"])).encode())


def _answer(task: str, body: bytes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    try:
        module, _, name = task.partition(":")
        result = getattr(import_module(module), name)(body, **arguments)
        return {"result": asdict(result) if is_dataclass(result) and not isinstance(result, type) else result}
    except MemoryError:
        raise SystemExit(1) from None  # start afresh with an empty heap
    except Exception as error:  # whatever a stranger's page provokes is that page's outcome
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def _context(preload: tuple[str, ...]) -> BaseContext:
    """A fork server where there is one: libraries load once, a replaced process is there at once. Never plain fork."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(preload))
        return context
    return multiprocessing.get_context("spawn")
