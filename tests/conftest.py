"""What tests share: one demo, run once, that the tests of the whole way look at."""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# A shell that starts the tests in the background has them ignore Ctrl-C, and whatever they start would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """How many workers ``-n auto`` starts: one more than there are processors, since crawls and browsers often wait."""
    return (os.cpu_count() or 1) + 1


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def run_encuadre(*arguments: object, cwd: Path | None = None) -> Ran:
    """Type a command as a user does. It runs in the process of the tests, where most of what it needs is loaded: the
    same module, started by the same name, as in a process of its own.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    typed, code = sys.argv, 0
    sys.argv = ["encuadre", *map(str, arguments)]
    try:
        with contextlib.chdir(cwd or Path.cwd()), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            runpy.run_module("encuadre", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.argv = typed
    return Ran(code, *(_written(stream) for stream in (out, err)))


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def run_process(*arguments: object, cwd: Path | None = None, timeout: float = 170) -> Ran:
    """Type a command in a process of its own, where that is what is tried."""
    done = subprocess.run(
        [sys.executable, "-m", "encuadre", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Demo:
    """The demo's study folder and what it counted."""

    folder: Path
    figures: dict[str, Any]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "out"
    # A minute alone; beside other tests on a busy machine several.
    ran = run_process("demo", "--out", folder, "--no-open", "--json", timeout=600)
    assert ran.code == 0, ran.err
    return Demo(folder, ran.json())
