"""``encuadre events``: the table of dated events that coverage is set beside: list it, and add a study's own."""

from __future__ import annotations

import re
from dataclasses import asdict
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
    several,
)
from encuadre.cli.reporting import ReportLanguage
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from reports.events import Event

app = typer.Typer(help="List events, and add a study's own.", no_args_is_help=True)

_EVERYWHERE = "all"


@app.command("list")
def list_events(
    study: Annotated[
        Path | None,
        typer.Option(
            "--study", help="A study's folder; by default the one here, else the shipped events.", metavar="DIR"
        ),
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Only events that concern this country, for example mx.", metavar="CC")
    ] = None,
    lang: Annotated[
        ReportLanguage, typer.Option(help="Language of the labels.", case_sensitive=False, metavar="es|pt|en")
    ] = ReportLanguage.EN,
    as_json: JsonOption = False,
) -> None:
    """List the events of a study, or those that come with encuadre. The id is what other commands are given."""
    from reports.events import load_events

    if country is not None and not _is_country(country):
        raise UsageError("E580", given=country)
    path = _table(study)
    events = load_events(path)
    chosen = [event for event in events if country is None or event.touches(country.upper())]
    if as_json:
        print_json([asdict(event) for event in chosen])
        return
    rows = [(event.id, event.date, _where(event), event.kind, event.label(lang.value)) for event in chosen]
    title = f"{len(chosen)} of {len(events)} events of {path if path else 'encuadre itself'}"
    print_table(title, ("id", "date", "countries", "kind", "event"), rows)


@app.command()
def add(
    event: Annotated[str, typer.Argument(help="A short id of its own, for example mx-campaign.", metavar="ID")],
    date: Annotated[
        str, typer.Option("--date", help="As precise as it is known.", metavar="YYYY[-MM[-DD]]", show_default=False)
    ],
    country: Annotated[
        list[str],
        typer.Option(help="Whose event it is, for example mx; several joined by commas; or all.", metavar="CC"),
    ],
    kind: Annotated[str, typer.Option(help="law, ruling, campaign, report, counter-reform, ...", metavar="KIND")],
    source: Annotated[str, typer.Option(help="Who says so: an address or a publication.", metavar="TEXT")],
    label_es: Annotated[str, typer.Option(help="What happened, in Spanish.", metavar="TEXT")] = "",
    label_pt: Annotated[str, typer.Option(help="The same in Portuguese.", metavar="TEXT")] = "",
    label_en: Annotated[
        str, typer.Option(help="The same in English. One of the three is needed.", metavar="TEXT")
    ] = "",
    note: Annotated[str, typer.Option(help="What else is to be known of it.", metavar="TEXT")] = "",
    study: StudyOption = HERE,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Add an event to a study's table. A date without a day or month is drawn as a band of that width."""
    from encuadre.study import Study
    from reports.events import EVERYWHERE, add_event

    opened = Study.open(study)
    codes = several(country)
    if [code.lower() for code in codes] == [_EVERYWHERE]:
        codes = (EVERYWHERE,)
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", date.strip()):
        raise UsageError(
            "E554", problem=f"'{date}' is no date (YYYY, YYYY-MM or YYYY-MM-DD, as precise as it is known)"
        )
    for option, text in (("--kind", kind), ("--source", source)):
        if not text.strip():
            raise UsageError("E554", problem=f"{option} is empty")
    values = {
        "id": event.strip(),
        "date_start": date.strip(),
        "countries": ";".join(_country(code) for code in codes),
        "kind": kind.strip(),
        "label_es": label_es.strip(),
        "label_pt": label_pt.strip(),
        "label_en": label_en.strip(),
        "source": source.strip(),
        "note": note.strip(),
    }
    # One row is one line, whatever was pasted.
    added = add_event(opened.events, {name: " ".join(text.split()) for name, text in values.items()})
    print_figures(
        asdict(added),
        f"Added {added.id} ({added.date}) to {opened.events}. Before you look at its figures: "
        f'encuadre preregister "What you expect" --event {added.id}. Then: '
        f"{next_step(f'report event {added.id}', study)}",
        as_json=as_json,
        quiet=quiet,
    )


def _country(code: str) -> str:
    """The code in capitals. Raises UsageError E554 for one that no country has."""
    from reports.events import EVERYWHERE

    known = code.upper()
    if known != EVERYWHERE and not _is_country(code):
        raise UsageError("E554", problem=f"'{code}' is no country's code (two letters, as mx or br) and not 'all'")
    return known


def _is_country(code: str) -> bool:
    """True for two letters that some country has."""
    from babel import Locale

    # CLDR calls a region that is not known ZZ.
    return len(code) == 2 and code.upper() != "ZZ" and code.upper() in Locale("en").territories


def _where(event: Event) -> str:
    return "all" if event.regional else " ".join(event.countries)


def _table(study: Path | None) -> Path | None:
    """The table of the study that is meant; None for the shipped one."""
    from encuadre.study import CONFIG_NAME, Study

    if study is None and not (HERE / CONFIG_NAME).is_file():
        return None
    events = Study.open(study or HERE).events
    return events if events.exists() else None
