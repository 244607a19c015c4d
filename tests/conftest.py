"""What tests share: one demo, run once, that the tests of the whole way look at."""

from __future__ import annotations

import json
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


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def run_encuadre(*arguments: object, cwd: Path | None = None, timeout: float = 170) -> Ran:
    """Type a command as a user does, in a process of its own."""
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
    ran = run_encuadre("demo", "--out", folder, "--no-open", "--json")
    assert ran.code == 0, ran.err
    return Demo(folder, ran.json())
