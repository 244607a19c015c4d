"""``encuadre stories``: which articles are copies of one text."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, next_step, print_figures, progress


def stories(
    study: StudyOption = HERE,
    again: Annotated[
        bool, typer.Option("--again", help="Place all articles anew, also those that have a story.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Find copies. Copies of one text become one story, and wire copy gets the agency it comes from."""
    from encuadre.study import Study

    with Study.open(study).corpus() as corpus, progress("placing", quiet=quiet) as advance:
        counts = corpus.place_stories(again=again, progress=advance)
    if counts is None:
        print_figures({"articles": 0}, "Every article has its story already.", as_json=as_json, quiet=quiet)
        return
    print_figures(
        asdict(counts),
        f"{counts.articles:,} articles are {counts.stories:,} stories: {counts.copies:,} copies inside an outlet, "
        f"{counts.shared:,} stories that several outlets ran, {counts.wire:,} articles of an agency. "
        f"Next: {next_step('report', study)}",
        as_json=as_json,
        quiet=quiet,
    )
