"""``encuadre report`` and ``encuadre status``: the pages, and what has been collected."""

from __future__ import annotations

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
    say,
)
from encuadre.cli.common import progress as progress_bar
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from corpus.store import Break, OutletStatus
    from reports.only import Only


class ReportLanguage(StrEnum):
    """The languages pages are written in."""

    ES = "es"
    PT = "pt"
    EN = "en"


LangOption = Annotated[
    list[ReportLanguage] | None,
    typer.Option(help="Language of the pages; may be repeated.", case_sensitive=False, metavar="es|pt|en"),
]

PdfOption = Annotated[
    bool, typer.Option("--pdf", help="Also a PDF/UA file beside each page; needs pip install 'encuadre[pdf]'.")
]

PicturesOption = Annotated[
    bool,
    typer.Option(
        "--pictures", help="Also every chart of country and event pages as a PNG for social media; takes longer."
    ),
]

# Plain "encuadre report" writes all pages; a kind after it writes one.
app = typer.Typer(
    name="report",
    help="Write the pages. All of them, or one: country, scorecard, event.",
    no_args_is_help=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def report(
    context: typer.Context,
    study: StudyOption = HERE,
    lang: LangOption = None,
    country: Annotated[str | None, typer.Option(help="Only this country, for example mx.", metavar="CC")] = None,
    pdf: PdfOption = False,
    pictures: PicturesOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write the pages. One per country, outlet (its scorecard) and event, an index, and a CSV of every figure.

    For one page alone: encuadre report country MX, encuadre report scorecard OUTLET, encuadre report event EVENT.
    """
    if context.invoked_subcommand is not None:
        _nothing_before(context)
        return
    _write(study, lang, country=country, only=None, pdf=pdf, pictures=pictures, as_json=as_json, quiet=quiet)


@app.command("country")
def country_report(
    country: Annotated[str, typer.Argument(help="The country's code, for example mx.", metavar="CC")],
    study: StudyOption = HERE,
    lang: LangOption = None,
    pdf: PdfOption = False,
    pictures: PicturesOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write the page of one country."""
    from reports.only import Kind, Only

    only = Only(Kind.COUNTRY, country.upper())
    _write(study, lang, country=country, only=only, pdf=pdf, pictures=pictures, as_json=as_json, quiet=quiet)


@app.command("scorecard")
def scorecard_report(
    outlet: Annotated[str, typer.Argument(help="The outlet's id in outlets.csv.", metavar="OUTLET")],
    study: StudyOption = HERE,
    lang: LangOption = None,
    pdf: PdfOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write the scorecard of one outlet: a working document for its newsroom."""
    from reports.only import Kind, Only

    _write(
        study,
        lang,
        country=None,
        only=Only(Kind.SCORECARD, outlet),
        pdf=pdf,
        pictures=False,
        as_json=as_json,
        quiet=quiet,
    )


@app.command("event")
def event_report(
    event: Annotated[str, typer.Argument(help="The event's id; encuadre events list shows them.", metavar="EVENT")],
    study: StudyOption = HERE,
    country: Annotated[
        str | None, typer.Option(help="Only this country; every country of the event by default.", metavar="CC")
    ] = None,
    lang: LangOption = None,
    pdf: PdfOption = False,
    pictures: PicturesOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write the page of one event: did coverage change, how sure is that, which figures may be trusted."""
    from reports.only import Kind, Only

    _write(
        study,
        lang,
        country=country,
        only=Only(Kind.EVENT, event),
        pdf=pdf,
        pictures=pictures,
        as_json=as_json,
        quiet=quiet,
    )


def _nothing_before(context: typer.Context) -> None:
    """Options before the kind of page would be lost without a word. Raises UsageError E553."""
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = next(each.opts[0] for each in context.command.params if each.name == name)
            raise UsageError("E553", kind=context.invoked_subcommand, given=option)


def _write(
    study: Path,
    lang: list[ReportLanguage] | None,
    *,
    country: str | None,
    only: Only | None,
    pdf: bool,
    pictures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    from encuadre.study import Study
    from reports.build import build_reports
    from reports.change.registry import Registry
    from reports.making import usable_processes
    from reports.pdf import load_weasyprint, write_pdfs

    opened = Study.open(study)
    if pdf:
        load_weasyprint()  # what is missing is told before the pages are made, not after
    languages = tuple(language.value for language in lang) if lang else opened.config.report.languages
    with opened.reading() as own, opened.corpus() as corpus, progress_bar("reports", quiet=quiet) as advance:
        pages = build_reports(
            corpus,
            opened.out,
            languages=languages,
            country=country.upper() if country else None,
            events_path=opened.events if opened.events.exists() else None,
            demo=opened.config.study.fictional,
            study=opened.config.study.name,
            own=own,
            models=opened.config.estimate.models,
            registry=Registry.read(opened.folder),
            progress=advance,
            only=only,
            processes=usable_processes(),
            pictures=pictures,
            contact=opened.config.crawl.contact or "",
        )
    html = [page for page in pages if page.suffix == ".html"]
    pdfs: list[Path] = []
    if pdf:
        # The index without a language is a copy of one that has it.
        named = [page for page in html if page.name != "index.html"]
        with progress_bar("PDF", quiet=quiet) as advance:
            pdfs = write_pdfs(named, advance)
    drawn = sum("-chart-" in page.name for page in pages if page.suffix == ".png")
    beside = f" and {len(pdfs)} PDF" if pdfs else ""
    beside += f", {drawn} charts as PNG in {opened.out / 'figures'}" if drawn else ""
    print_figures(
        {"folder": str(opened.out), "pages": [str(page) for page in (*html, *pdfs)], "files": len(pages) + len(pdfs)},
        f"Wrote {len(html)} {'page' if len(html) == 1 else 'pages'}{beside}. Open {html[0]}",
        as_json=as_json,
        quiet=quiet,
    )


def status(study: StudyOption = HERE, as_json: JsonOption = False) -> None:
    """Show what was collected and what was not. Per outlet: found, fetched, blocked, tagged."""
    from dataclasses import asdict

    from encuadre.study import Study

    opened = Study.open(study)
    with opened.corpus() as corpus:
        found = corpus.status()
        breaks = corpus.breaks()
    if as_json:
        print_json(asdict(found) | {"breaks": [asdict(each) for each in breaks]})
        return
    rows = [
        (
            row.outlet,
            row.found,
            row.pending,
            row.articles,
            row.on_topic,
            f"{row.first_published_on[:7]}/{row.last_published_on[:7]}"
            if row.first_published_on and row.last_published_on
            else "-",
            _attempts(row),
        )
        for row in found.outlets
    ]
    columns = ("outlet", "found", "left", "kept", "on topic", "published", "attempts")
    print_table(opened.config.study.name, columns, rows)
    if breaks:
        headings = ("outlet", "what changed", "from", "to", "weeks")
        print_table("Weeks that are not as usual", headings, [_break_row(each) for each in breaks])
    tagged = sum(row.tagged for row in found.outlets)
    articles = sum(row.articles for row in found.outlets)
    step = next_step("tag" if tagged < articles else "report", study) if articles else "encuadre crawl, or import FILE"
    say(f"{articles:,} articles, {tagged:,} of them tagged. Next: {step}")


# What a break says, with what was found and what is usual.
BREAKS = {
    "volume": "only {value:.0f} items a week, usually {usual:.0f}",
    "blocked": "{value:.0%} of the addresses refused us, usually {usual:.0%}",
    "failed": "{value:.0%} of the addresses failed, usually {usual:.0%}",
    "no_article": "{value:.0%} of the pages held no article, usually {usual:.0%}: has the layout changed?",
    "not_found": "{value:.0%} of the addresses were gone, usually {usual:.0%}",
    "paywalled": "{value:.0%} of the articles end at a wall, usually {usual:.0%}",
    "length": "texts of {value:,.0f} characters, usually {usual:,.0f}: has the layout changed?",
    "language": "{value:.0%} of the articles in the outlet's language, usually {usual:.0%}",
    "title": "{value:.0%} of the articles have a headline, usually {usual:.0%}",
    "lead": "{value:.0%} of the articles have a lead, usually {usual:.0%}",
    "author": "{value:.0%} of the articles have an author, usually {usual:.0%}",
    "day": "{value:.0%} of the articles have a day, usually {usual:.0%}",
}


def _break_row(found: Break) -> tuple[object, ...]:
    what = BREAKS[found.measure].format(value=found.value, usual=found.usual)
    return found.outlet, what, found.first_week, "now" if found.lasting else found.last_week, found.weeks


def _attempts(row: OutletStatus) -> str:
    """What came of the attempts; listings only where they could not be read, so that a block is no silence."""
    articles = [f"{name} {count}" for name, count in row.outcomes.items()]
    listings = [f"listings {name} {count}" for name, count in row.unread.items()]
    passed_over = [f"passed over {reason} {count}" for reason, count in row.passed_over.items()]
    return ", ".join(articles + listings + passed_over) or "none"
