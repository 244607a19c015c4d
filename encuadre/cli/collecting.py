"""``encuadre collect``: articles out of WARC files that others crawled, such as CC-NEWS."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from encuadre.cli.common import (
    HERE,
    JsonOption,
    QuietOption,
    StudyOption,
    next_step,
    print_figures,
    progress,
    say,
    several,
)
from lexicons.errors import EncuadreError, UsageError

if TYPE_CHECKING:
    from corpus.records import Outlet
    from crawler.ccnews.collect import Collected, Wanted
    from crawler.ccnews.inputs import Inputs
    from crawler.config import CrawlConfig
    from encuadre.study import Study

# Addresses of a list that are still to be fetched, in the study.
MISSING_NAME = "missing-warc-files.txt"


def collect(
    path: Annotated[
        list[Path],
        typer.Argument(help="WARC files, folders of them, or lists such as warc.paths.gz.", metavar="PATH..."),
    ],
    study: StudyOption = HERE,
    files: Annotated[
        Path | None, typer.Option(help="Where the files that a list names are; else beside the list.", metavar="DIR")
    ] = None,
    since: Annotated[datetime | None, typer.Option(help="Articles from this day on.", formats=["%Y-%m-%d"])] = None,
    until: Annotated[datetime | None, typer.Option(help="Articles up to this day.", formats=["%Y-%m-%d"])] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Every article of the outlets, whatever it is about.")
    ] = False,
    outlet: Annotated[list[str] | None, typer.Option(help="Only these outlets, by id.", metavar="ID")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Collect the outlets' articles from WARC files on this computer, CC-NEWS for example. Asks nobody."""
    from crawler.ccnews.collect import collect as run_collect
    from crawler.ccnews.inputs import find_inputs
    from encuadre.cli.crawling import chosen_outlets, configured
    from encuadre.study import Study

    opened = Study.open(study)
    outlets = chosen_outlets(opened, several(outlet))
    config = configured(opened, since, until)
    inputs = find_inputs(path, files)
    command = _to_fetch(opened, inputs, files or path[0].parent)
    if not inputs.files:
        raise UsageError("E363", count=len(inputs.missing), what=path[0], command=command)
    with progress("collecting (MB)", quiet=quiet) as advance:
        result = run_collect(
            opened.store,
            inputs.files,
            _wanted(opened, outlets, config, everything=everything),
            config,
            opened.raw,
            progress=lambda done, total: advance(done // 1_000_000, total // 1_000_000),
        )
    print_figures(
        {**result.as_dict(), "missing_files": len(inputs.missing)},
        f"{_sentence(result)} Next: {next_step('tag', study)}",
        as_json=as_json,
        quiet=quiet,
    )
    for name, places in result.damage.items():
        places_word = "place was" if len(places) == 1 else "places were"
        say(f"{name}: {len(places)} damaged {places_word} passed over ({places[0]}).", quiet=quiet)
    if inputs.missing:
        say(f"{len(inputs.missing)} files of the list are not here; to fetch them type: {command}", quiet=quiet)
    if result.damage and not result.records:
        raise EncuadreError("E364", names=", ".join(result.damage))


def _wanted(opened: Study, outlets: list[Outlet], config: CrawlConfig, *, everything: bool) -> Wanted:
    from crawler.ccnews.collect import Wanted
    from crawler.ccnews.topic import TopicTest
    from lexicons.cues import LANGUAGES

    own = opened.own()
    return Wanted(
        outlets=outlets,
        topic=None if everything else TopicTest.of(own),
        languages=tuple(own.languages) if own else LANGUAGES,
        since=config.since,
        until=config.until,
    )


def _to_fetch(opened: Study, inputs: Inputs, folder: Path) -> str:
    """What to type for the files that are not here."""
    from crawler.ccnews.inputs import download_command

    return download_command(inputs.missing, folder, opened.folder / MISSING_NAME) if inputs.missing else ""


def _sentence(result: Collected) -> str:
    files = f"Read {result.files - result.read_before:,} of {result.files:,} WARC files"
    before = f" ({result.read_before:,} had been read before)" if result.read_before else ""
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in result.totals.items()) or "none"
    return f"{files}{before}: {result.records:,} records, of the outlets {result.counts.total():,}: {reasons}."
