"""A data package in Datasette: for this machine alone, and nothing in it can be changed.

In: a package as a SQLite file. Out: a server on loopback until it is stopped. Needs the extra ``explore``.
"""

from __future__ import annotations

import socket
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from lexicons.errors import EncuadreError, UsageError
from reports.package.opening import Package

HOST = "127.0.0.1"
# A question that takes longer than this is put badly; the server answers nobody else meanwhile.
_QUESTION_MILLISECONDS = 5000
_GOODBYE_SECONDS = 2
_SETTINGS = {"sql_time_limit_ms": _QUESTION_MILLISECONDS, "allow_download": False, "default_cache_ttl": 0}


def load_datasette() -> ModuleType:
    """The library, or a sentence that says what to install. Raises E562."""
    try:
        app = import_module("datasette.app")
        # With rich it prints a traceback for each question put badly, which the page answers in words: no news to the
        # terminal, and a server that waits for ever once nobody reads what it prints.
        import_module("datasette.handle_exception").__dict__["rich"] = None
    except ImportError as error:
        raise EncuadreError("E562") from error
    return app


def listen(port: int | None) -> socket.socket:
    """A port of this machine's loopback: the one wanted, or any free one. Raises E453 for one that is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port or 0))
        # Whoever comes before the server is ready waits.
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        raise UsageError("E453", port=port) from error
    return listening


def application(package: Package, database: Path, datasette: ModuleType) -> Any:
    """The web application: the file as it is, with what the package says of itself, of tables and of columns."""
    served = datasette.Datasette([], immutables=[str(database)], metadata=_said(package, database), settings=_SETTINGS)
    return served.app()


def serve(app: Any, listening: socket.socket) -> None:
    """Answer until Ctrl-C or a polite kill."""
    import uvicorn

    # Ctrl-C ends it at once, whatever a browser still waits for.
    config = uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=_GOODBYE_SECONDS)
    uvicorn.Server(config).run(sockets=[listening])


def _said(package: Package, database: Path) -> dict[str, Any]:
    described = package.described
    licence = (described.get("licenses") or [{}])[0]
    tables = {
        table["name"]: {
            "description": table.get("description", ""),
            "columns": {field["name"]: field.get("description", "") for field in table["schema"]["fields"]},
        }
        for table in package.tables
    }
    about = {
        "title": described.get("title", ""),
        "description": described.get("description", ""),
        "license": licence.get("title", ""),
        "license_url": licence.get("path", ""),
    }
    return {**about, "databases": {database.stem: {**about, "tables": tables}}}
