"""``encuadre publish``: the pages and tables that may leave the study for everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, print_figures
from encuadre.cli.common import progress as progress_bar
from encuadre.cli.reporting import ReportLanguage


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder, or an earlier publication.")],
    study: StudyOption = HERE,
    lang: Annotated[str | None, typer.Option(help="Languages, joined by commas.", metavar="es,pt,en")] = None,
    scorecard: Annotated[
        list[str] | None,
        typer.Option(help="Publish this outlet's scorecard too; may be repeated. Hear the outlet first.", metavar="ID"),
    ] = None,
    licence: Annotated[str, typer.Option(help="Licence of the data: CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0, ODbL-1.0.")] = (
        "CC-BY-4.0"
    ),
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a site to put on the web, with data and without text. Scorecards stay out unless named."""
    from encuadre.study import Study
    from reports.change.registry import Registry
    from reports.package.identifiers import study_pseudonyms
    from reports.package.publishing import Publication, check_folder
    from reports.package.publishing import publish as write

    opened = Study.open(study)
    languages = tuple(word.strip().lower() for word in lang.split(",")) if lang else tuple(ReportLanguage)
    check_folder(folder)
    with opened.reading() as own, opened.corpus() as corpus, progress_bar("publication", quiet=quiet) as advance:
        wanted = Publication(
            study=opened.config.study.name,
            languages=languages,
            scorecards=tuple(scorecard or ()),
            licence=licence,
            events_path=opened.events if opened.events.exists() else None,
            fictional=opened.config.study.fictional,
            own=own,
            models=opened.config.estimate.models,
        )
        names = write(
            corpus,
            folder,
            wanted,
            study_pseudonyms(opened.folder),
            registry=Registry.read(opened.folder),
            progress=advance,
        )
    left_out = "" if scorecard else "; outlet scorecards are working documents and were left out"
    print_figures(
        {"folder": str(folder), "files": names, "scorecards": list(scorecard or ())},
        f"Wrote {len(names)} files{left_out}. Open {folder / 'index.html'}",
        as_json=as_json,
        quiet=quiet,
    )
