"""``encuadre runs``: what was done to a study, when, by which versions and with which seed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from encuadre.cli.common import HERE, JsonOption, StudyOption, print_json, print_table, say
from lexicons.errors import UsageError

app = typer.Typer(help="List what was done to the study.", rich_markup_mode=None)
_SHORT = 8


@app.callback(invoke_without_command=True)
def list_runs(context: typer.Context, study: StudyOption = HERE, as_json: JsonOption = False) -> None:
    """List every run: crawls, imports, tagging, samples, labels, training, estimates."""
    if context.invoked_subcommand is not None:
        return
    from encuadre.study import Study

    with Study.open(study).corpus() as corpus:
        runs = corpus.runs()
    if as_json:
        print_json([asdict(run) for run in runs])
        return
    cells = [
        (
            run.id[:_SHORT],
            run.kind,
            run.started_at[:16].replace("T", " "),
            run.versions.get("seed", ""),
            ", ".join(f"{count:,} {name}" for name, count in run.counts.items())
            or ("nothing" if run.finished_at else "stopped or at work"),
        )
        for run in runs
    ]
    print_table(f"{len(runs)} runs", ("run", "kind", "began (UTC)", "seed", "counted"), cells)


@app.command()
def show(
    run: Annotated[str, typer.Argument(help="A run's id, or its first letters.", metavar="ID")],
    study: StudyOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show one run: every version, its seed and its counts."""
    from encuadre.study import Study

    with Study.open(study).corpus() as corpus:
        found = [each for each in corpus.runs() if each.id.startswith(run)]
    if not found:
        raise UsageError("E439", given=run)
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        facts = {"kind": each.kind, "began": each.started_at, "ended": each.finished_at or "stopped or at work"}
        print_table(f"Run {each.id}", ("what", "value"), list({**facts, **each.versions}.items()))
        say(", ".join(f"{count:,} {name}" for name, count in each.counts.items()) or "It counted nothing.")
