"""A PostgreSQL cluster of the tests' own: on loopback, in a temporary folder, gone afterwards.

Nothing that runs on the machine is touched. PostgreSQL does not run as root, so root starts it as another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _binary(name: str) -> str | None:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(debian[-1]) if debian else shutil.which(name)


def _as_other_user() -> list[str]:
    if os.getuid() != 0:
        return []
    user = next((name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()}), None)
    if user is None or shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no other user to run it as")
    return ["runuser", "-u", user, "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_url() -> Iterator[str]:
    """The address of an empty database. Skips the test with the reason when PostgreSQL is not there."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install encuadre[postgres])")
    initdb, pg_ctl = _binary("initdb"), _binary("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("PostgreSQL is not installed")
    prefix = _as_other_user()
    folder = Path(tempfile.mkdtemp(prefix="encuadre-pg-"))
    if prefix:
        shutil.chown(folder, prefix[2])
    data, port = folder / "data", _free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    try:
        made = [initdb, "-D", str(data), "-U", "encuadre", "-A", "trust", "-E", "UTF8", "--locale=C"]
        start = [pg_ctl, "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start"]
        for command in (made, start):
            done = subprocess.run(prefix + command, stdout=subprocess.DEVNULL, check=False, cwd=folder)
            if done.returncode:
                pytest.skip(f"PostgreSQL could not be started ({Path(command[0]).name})")
        yield f"postgresql://encuadre@127.0.0.1:{port}/postgres"
    finally:
        stop = [pg_ctl, "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(prefix + stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)
