"""What commands share: the options every one takes, how figures are printed, and the progress bar."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

StudyOption = Annotated[Path, typer.Option("--study", help="The study's folder.", metavar="DIR")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print figures as JSON, for scripts.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
TierOption = Annotated[
    int,
    typer.Option("--tier", min=0, max=1, help="0: rules alone. 1: also a trained spaCy pipeline, where installed."),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile", help="Whose guide weighs the terms: a name of `encuadre lexicon profiles`, or a .toml file."
    ),
]
HERE = Path()
# Two months, and any number a corpus can hold.
LONGEST_UNBROKEN = 15

# Progress and remarks go to standard error, so that what a script reads from standard output is only the result.
_remarks = Console(stderr=True, highlight=False)
_results = Console(highlight=False)


class Advance(Protocol):
    """How a stage says how far it is: done so far, the total when known, and what it does now when it says so."""

    def __call__(self, done: int, total: int | None = None, now: str = "", /) -> None: ...


def several(given: Sequence[str] | None) -> tuple[str, ...]:
    """What an option lists, each once: joined by commas, the option repeated, or both."""
    words = (word.strip() for each in given or () for word in each.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def next_step(command: str, study: Path) -> str:
    """What to type next, as it must be typed here."""
    return f"encuadre {command}" + ("" if study == HERE else f" --study {shlex.quote(str(study))}")


def say(sentence: str, *, quiet: bool = False) -> None:
    """Print a remark for people."""
    if not quiet:
        _remarks.print(sentence, markup=False, soft_wrap=True)


def print_json(figures: object) -> None:
    """Print figures for a script: UTF-8, stable key order as given, one document."""
    typer.echo(json.dumps(figures, ensure_ascii=False, indent=2, default=str))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a small table for people."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        # The first column names the row and is never broken, nor are numbers and days; long cells of the others wrap.
        short = all(len(str(row[place])) <= LONGEST_UNBROKEN for row in rows)
        table.add_column(column, overflow="fold", no_wrap=place == 0 or short)
    for row in rows:
        # Cells may hold press text: brackets in it are not markup.
        table.add_row(*(str(cell).replace("[", r"\[") for cell in row))
    _results.print(table)


def print_figures(figures: Mapping[str, Any], sentence: str, *, as_json: bool, quiet: bool) -> None:
    """The end of a command: JSON for scripts, or one sentence for people."""
    if as_json:
        print_json(figures)
    else:
        say(sentence, quiet=quiet)


@contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[Advance]:
    """A progress bar on standard error; nothing where nobody watches."""
    if quiet or not _remarks.is_terminal:
        yield lambda _done, _total=None, _now="", /: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_remarks, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total=None, _now="", /: bar.update(task, completed=done, total=total)
