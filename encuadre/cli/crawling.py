"""``encuadre crawl``: collect, or say beforehand what would be asked and how long politeness will make it take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
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
    print_json,
    print_table,
    progress,
    say,
    several,
)
from lexicons.errors import OutletsFailedError, UsageError

if TYPE_CHECKING:
    from corpus.records import Outlet
    from crawler.config import CrawlConfig
    from crawler.plan import CrawlPlan
    from encuadre.study import Study

# A file of this name in the study ends a crawl, on every machine that shares the folder.
STOP_NAME = "STOP"

DayOption = Annotated[
    datetime | None,
    typer.Option(help="Articles from this day on, and older ones from archives.", formats=["%Y-%m-%d"]),
]


class History(StrEnum):
    """Where older articles are looked for."""

    ARCHIVES = "archives"
    WAYBACK = "wayback"


def crawl(
    study: StudyOption = HERE,
    outlet: Annotated[list[str] | None, typer.Option(help="Only these outlets, by id.", metavar="ID")] = None,
    part: Annotated[
        str | None,
        typer.Option(help="Only the second eighth of the outlets, beside other processes.", metavar="2/8"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be fetched and how long it will take; ask nobody.")
    ] = False,
    since: DayOption = None,
    until: Annotated[datetime | None, typer.Option(help="Articles up to this day.", formats=["%Y-%m-%d"])] = None,
    history: Annotated[
        list[History] | None,
        typer.Option(help="Where to look for older articles, with --since; may be repeated. Default: archives."),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Collect new articles from the outlets. May be stopped and typed again; a file STOP in the study ends it."""
    from crawler.parts import Part
    from crawler.run import crawl as run_crawl
    from encuadre.study import Study

    opened = Study.open(study)
    own_part = Part.parse(part) if part else None
    outlets = chosen_outlets(opened, several(outlet))
    config = configured(opened, since, until, history or [])
    if dry_run:
        _say_plan(opened, own_part.of_outlets(outlets) if own_part else outlets, config, as_json=as_json)
        return
    with progress("crawling", quiet=quiet) as advance:
        result = run_crawl(
            opened.store,
            outlets,
            config,
            opened.raw,
            progress=advance,
            part=own_part,
            stop_file=opened.folder / STOP_NAME,
        )
    attempts = ", ".join(f"{count:,} {name}" for name, count in result.totals.items()) or "nothing new"
    number = len(own_part.of_outlets(outlets) if own_part else outlets)
    sentences = [f"Crawled {number} outlet{'s' * (number != 1)}: {attempts}."]
    if result.rested:
        sentences.append(f"A day's articles had been asked of {', '.join(result.rested)}: type this again tomorrow.")
    if result.stopped:
        sentences.append(f"Ended by {opened.folder / STOP_NAME}: delete it to go on.")
    print_figures(
        result.as_dict(),
        " ".join([*sentences, f"Next: {next_step('tag', study)}"]),
        as_json=as_json,
        quiet=quiet,
    )
    if result.failed:
        reasons = "; ".join(f"{name} ({reason})" for name, reason in result.failed.items())
        raise OutletsFailedError("E609", outlets=reasons)


def configured(
    opened: Study, since: datetime | None, until: datetime | None, history: Sequence[History] = ()
) -> CrawlConfig:
    """The study's settings with what was typed in their place. Raises E602 when they do not go together."""
    from pydantic import ValidationError

    from crawler.config import CrawlConfig
    from encuadre.study import CONFIG_NAME
    from lexicons.toml_files import first_fault

    typed: dict[str, object] = {}
    if since is not None:
        typed["since"] = since.date()
    if until is not None:
        typed["until"] = until.date()
    if history:
        typed["history"] = tuple(way.value for way in history)
    try:
        return CrawlConfig.model_validate({**opened.config.crawl.model_dump(), **typed})
    except ValidationError as error:
        _, problem = first_fault(error)
        raise UsageError("E602", file=opened.folder / CONFIG_NAME, problem=problem) from error


def chosen_outlets(opened: Study, named: Sequence[str]) -> list[Outlet]:
    """The outlets named, or all of the registry. Raises UsageError E607, E608."""
    file: Path = opened.folder / "outlets.csv"
    outlets = opened.outlets()
    unknown = sorted(set(named) - {row.id for row in outlets})
    if unknown:
        raise UsageError("E607", outlet=unknown[0], file=file)
    if not outlets:
        raise UsageError("E608", file=file)
    return [row for row in outlets if not named or row.id in named]


def _say_plan(opened: Study, outlets: list[Outlet], config: CrawlConfig, *, as_json: bool) -> None:
    from crawler.plan import plan_crawl

    with opened.corpus() as corpus:
        plan = plan_crawl(corpus, outlets, config)
    if as_json:
        print_json(plan.as_dict())
        return
    _print_plan(plan)
    say(
        f"Nothing was asked. The known pages take at least {_time(plan.seconds)}; with what the listings may add up to "
        f"the budgets, {_time(plan.most_seconds)}. What robots.txt asks for beyond this is not known before it is read."
    )


def _print_plan(plan: CrawlPlan) -> None:
    rows = [
        (
            row.outlet,
            row.listings or "robots",
            f"{row.pages:,} of {row.waiting:,}",
            f"{row.most_pages:,}",
            f"{row.delay:g} s",
            _time(row.seconds),
            _time(row.most_seconds),
        )
        for row in plan.outlets
    ]
    columns = ("outlet", "listings", "pages", "at most", "delay", "time", "at most")
    print_table("What a crawl would ask now", columns, rows)


def _time(seconds: float) -> str:
    """Seconds as a person says them: 2 days, 3:04:05."""
    return str(timedelta(seconds=round(seconds)))
