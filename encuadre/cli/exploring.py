"""``encuadre explore``: the published tables in a browser, to look through and to ask questions of."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from encuadre.cli.common import JsonOption, QuietOption, print_json, say


def explore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A publication of encuadre publish, or its data/.")],
    port: Annotated[int | None, typer.Option(help="The port on this machine; a free one where none is named.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Look through published data in the browser. On this machine only; nothing can be changed. Ctrl-C ends it."""
    from encuadre.cli.demo import has_screen
    from encuadre.exploring import HOST, application, listen, load_datasette, serve
    from reports.package.opening import open_package, write_database

    datasette = load_datasette()
    package = open_package(folder)
    with tempfile.TemporaryDirectory(prefix="encuadre-explore-") as made, listen(port) as listening:
        # Its name is what the pages call it.
        database = Path(made) / "study.db"
        write_database(package, database)
        app = application(package, database, datasette)
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        rows = {str(table["name"]): int(table["rows"]) for table in package.tables}
        if as_json:
            print_json({"address": address, "tables": rows})
        else:
            typer.echo(address)
        sys.stdout.flush()
        say(
            f"{len(rows)} tables, {sum(rows.values()):,} rows. Open this address in a browser on this machine. "
            "Ctrl-C ends it; nothing can be changed.",
            quiet=quiet or as_json,
        )
        if not (no_open or as_json or quiet) and has_screen():
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):
            serve(app, listening)
    say("Stopped.", quiet=quiet or as_json)
