"""``encuadre publish``: the pages and tables that may leave the study for everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from encuadre.cli import scorecards
from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, print_figures
from encuadre.cli.common import progress as progress_bar
from encuadre.cli.reporting import ReportLanguage


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder, or an earlier publication.")],
    study: StudyOption = HERE,
    lang: Annotated[str | None, typer.Option(help="Languages, joined by commas.", metavar="es,pt,en")] = None,
    scorecard: Annotated[
        list[str] | None,
        typer.Option(help="Of the released scorecards only this outlet's; may be repeated.", metavar="ID"),
    ] = None,
    licence: Annotated[str, typer.Option(help="Licence of the data: CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0, ODbL-1.0.")] = (
        "CC-BY-4.0"
    ),
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a site to put on the web, with data and without text. Scorecards go out once released."""
    from encuadre.study import Study
    from reports.change.registry import Registry
    from reports.making import usable_processes
    from reports.package.identifiers import study_pseudonyms
    from reports.package.publishing import Publication, check_folder
    from reports.package.publishing import publish as write
    from reports.pages.view import file_stem
    from reports.reply.hearing import hearings_of

    opened = Study.open(study)
    languages = tuple(word.strip().lower() for word in lang.split(",")) if lang else tuple(ReportLanguage)
    check_folder(folder)
    with opened.reading() as own, opened.corpus() as corpus, progress_bar("publication", quiet=quiet) as advance:
        wanted = Publication(
            study=opened.config.study.name,
            languages=languages,
            scorecards=tuple(scorecard) if scorecard else None,
            today=scorecards.today(),
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
            processes=usable_processes(),
        )
        known = corpus.outlets()
        released = {outlet for outlet, hearing in hearings_of(corpus).items() if hearing.release}
    page = f".{languages[0]}.html"
    out = [outlet.id for outlet in known if f"{file_stem(outlet.id)}{page}" in names]
    told = f"; with the scorecards of {', '.join(out)}" if out else "; no scorecard is released, so none went out"
    held = sorted(released - set(out)) if scorecard is None else []
    told += f"; held back, since it is no longer as the outlet saw it: {', '.join(held)}" if held else ""
    print_figures(
        {"folder": str(folder), "files": names, "scorecards": out, "held_back": held},
        f"Wrote {len(names)} files{told}. Open {folder / 'index.html'}",
        as_json=as_json,
        quiet=quiet,
    )
