"""``encuadre demo``: the whole way on an invented press, so that a newcomer sees a report first."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from encuadre.cli.common import Advance, JsonOption, QuietOption, print_json, progress, say


def demo(
    out: Annotated[Path, typer.Option(help="The folder to write to.", metavar="DIR")] = Path("encuadre-demo"),
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the report in a browser.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """See it work on an invented press. Crawls it on this machine, tags it, opens the report; about a minute."""
    from encuadre.demo.run import run_demo

    started = time.monotonic()
    say("An invented press opens on this machine; no outlet, story or event in it is real.", quiet=quiet or as_json)
    with _stages(quiet=quiet or as_json) as stage:
        result = run_demo(out, stage)
    if as_json:
        print_json({**result.as_dict(), "seconds": round(time.monotonic() - started, 1)})
        return
    failed = "; ".join(f"{outlet}: {reason}" for outlet, reason in result.crawled.failed.items())
    say(
        f"{result.tagged['tagged']:,} articles crawled and tagged, {result.tagged['on_topic']:,} on topic, "
        f"{result.pages} pages, {time.monotonic() - started:.0f} seconds."
        + (f"\nOne invented outlet blocks crawlers, and the report says so ({failed})." if failed else "")
        + f"\n\nThe report:  {result.index.resolve()}"
        f"\nWhy a tag is there:  encuadre explain --study {out} ADDRESS   (addresses stand in the scorecards)"
        f"\nWhat was collected:  encuadre status --study {out}"
        "\nYour own study:  encuadre init my-study --country mx" + _activation(),
        quiet=quiet,
    )
    if not no_open and not quiet and has_screen():
        webbrowser.open(result.index.resolve().as_uri())


def _activation() -> str:
    """One more line where the shell would not find ``encuadre``: how to make it known."""
    activate = Path(sys.prefix) / "bin" / "activate"
    if shutil.which("encuadre") or not activate.is_file():
        return ""
    return f"\nFirst, once in each terminal:  source {shlex.quote(str(activate))}"


class _Stages:
    """One progress bar at a time: opening a stage closes the one before."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._open = ExitStack()

    def __call__(self, label: str) -> Advance:
        self.close()
        return self._open.enter_context(progress(label, quiet=self._quiet))

    def close(self) -> None:
        self._open.close()


@contextmanager
def _stages(*, quiet: bool) -> Iterator[_Stages]:
    stages = _Stages(quiet=quiet)
    try:
        yield stages
    finally:
        stages.close()


def has_screen() -> bool:
    """Is there a screen to open a browser on?"""
    # On a server, webbrowser would open a text browser inside the terminal, or wait for one.
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
