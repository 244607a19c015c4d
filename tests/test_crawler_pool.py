"""The reading pool: one page that hangs, crashes or fails costs that page and nothing else."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from crawler.pool import PageError, ReadingPool

MOODY = "tests.extractors:moody"
GOOD = b"<h1>Titular</h1><p>Cuerpo</p>"
_T = TypeVar("_T")


def _with_pool(work: Callable[[ReadingPool], Awaitable[_T]], *, workers: int = 1, seconds: float = 5.0) -> _T:
    async def run() -> _T:
        pool = ReadingPool(workers, seconds=seconds, preload=("tests.extractors",))
        pool.start()
        try:
            return await work(pool)
        finally:
            pool.close()

    return asyncio.run(run())


async def _read(pool: ReadingPool, body: bytes) -> dict[str, Any]:
    return await pool.run(MOODY, body, url="http://x.example/")


def test_a_page_is_read_in_another_process() -> None:
    answer = _with_pool(lambda pool: _read(pool, GOOD))
    assert (answer["title"], answer["is_article"]) == ("Titular", True)


@pytest.mark.parametrize(
    ("body", "reason"), [(b"CRASH", "brought its process down"), (b"RAISE", "this page is odd"), (b"SLEEP", "too long")]
)
def test_a_bad_page_says_why_and_the_next_one_is_read(body: bytes, reason: str) -> None:
    async def work(pool: ReadingPool) -> dict[str, Any]:
        await _read(pool, GOOD)
        with pytest.raises(PageError, match=reason):
            await _read(pool, body)
        return await _read(pool, GOOD)

    assert _with_pool(work, seconds=1.0)["title"] == "Titular"


def test_a_slow_page_does_not_hold_up_the_others() -> None:
    async def work(pool: ReadingPool) -> float:
        await asyncio.gather(_read(pool, GOOD), _read(pool, GOOD))
        hanging = asyncio.ensure_future(_read(pool, b"SLEEP"))
        await asyncio.sleep(0)
        begun = time.monotonic()
        for _ in range(10):
            await _read(pool, GOOD)
        took = time.monotonic() - begun
        with pytest.raises(PageError):
            await hanging
        return took

    assert _with_pool(work, workers=2, seconds=3.0) < 2.0


def test_nothing_is_left_running(tmp_path: Path) -> None:
    async def work(pool: ReadingPool) -> None:
        asyncio.ensure_future(pool.run("tests.extractors:touched", b"", folder=str(tmp_path))).add_done_callback(
            lambda done: done.cancelled() or done.exception()
        )
        while not list(tmp_path.iterdir()):
            await asyncio.sleep(0.02)

    _with_pool(work, seconds=60.0)
    (running,) = (int(file.name) for file in tmp_path.iterdir())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _alive(running):
        time.sleep(0.05)
    assert not _alive(running)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # a zombie has ended and only waits to be counted by its parent
    return ") Z " not in Path(f"/proc/{process}/stat").read_text() if Path("/proc").is_dir() else True
