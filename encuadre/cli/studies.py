"""Commands that make a study and fill it: init, import, export, forget, schema."""

from __future__ import annotations

from dataclasses import asdict
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
    progress,
    say,
)
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from corpus.collection import Merged
    from corpus.importing import ImportResult

# More outlets than these make no sentence.
_MOST_NAMED = 5


class ExportTable(StrEnum):
    """What an export holds."""

    ARTICLES = "articles"
    SPANS = "spans"
    COLLECTION = "collection"


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.", metavar="DIR")],
    country: Annotated[
        list[str] | None,
        typer.Option(help="A country to watch, for example mx; may be repeated.", metavar="CC"),
    ] = None,
    name: Annotated[str | None, typer.Option(help="The study's name, shown in reports.", metavar="NAME")] = None,
    quiet: QuietOption = False,
) -> None:
    """Make a study folder. It gets a configuration, an outlet registry and an event table."""
    from encuadre.study import Study

    study = Study.init(folder, tuple(country or ()), name=name)
    outlets = len(study.outlets())
    if outlets:
        filled = f"{outlets} outlets stand in outlets.csv, unverified: read it and keep those you want."
    else:
        filled = "outlets.csv is empty: add your outlets, or import articles you have."
    say(
        f"Made {folder}. {filled}\n"
        f"Next: write your contact in {folder / 'encuadre.toml'}, then type {next_step('crawl', folder)}",
        quiet=quiet,
    )


def import_articles(
    file: Annotated[Path, typer.Argument(help="A CSV, JSONL, JSON or Parquet file, or a collection.", metavar="FILE")],
    study: StudyOption = HERE,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="Which column holds what, for example body=texto; may be repeated.",
            metavar="FIELD=COLUMN",
        ),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="The outlet of rows that name none.", metavar="NAME")] = None,
    country: Annotated[str | None, typer.Option(help="The country of rows that name none.", metavar="CC")] = None,
    language: Annotated[
        str | None, typer.Option(help="The language of rows that name none.", metavar="es|pt|en")
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="How to read dates such as 04/03/2021, if the file does not show."
        ),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Bring your own articles. Rows that do not hold go to a rejects file with the reason; the others are kept."""
    from corpus.collection import is_collection
    from corpus.importing import import_file
    from encuadre.study import Study

    opened = Study.open(study)
    if is_collection(file):
        with opened.corpus() as corpus, progress("merging", quiet=quiet) as advance:
            merged = corpus.merge_collection(file, advance)
        _say_merged(merged, study, as_json=as_json, quiet=quiet)
        return
    with opened.corpus() as corpus, progress("importing", quiet=quiet) as advance:
        result = import_file(
            corpus,
            file,
            mapping=_mapping(mapping or []),
            outlet=outlet,
            country=country.upper() if country else None,
            language=language,
            day_first=day_first,
            progress=advance,
        )
    dates = f" {result.without_date:,} have no day of publication." if result.without_date else ""
    titles = f" {result.without_title:,} have no title." if result.without_title else ""
    placed = f" {result.placed:,} were given the country they lacked." if result.placed else ""
    rejected = f" {result.rejected:,} rows were rejected, see {result.rejects_path}." if result.rejected else ""
    print_figures(
        asdict(result),
        f"Read {result.read:,} rows: {result.added:,} new, {result.unchanged:,} already there."
        f"{placed}{dates}{titles}{rejected}{_countryless(result, file)} "
        f"Next: {next_step('tag', study)}",
        as_json=as_json,
        quiet=quiet,
    )


def _countryless(result: ImportResult, file: Path) -> str:
    """How many articles no page will count, and what to type next; nothing where there are none."""
    if not result.without_country:
        return ""
    outlets = result.outlets_without_country
    named = ", ".join(outlets[:_MOST_NAMED]) + (" and others" if len(outlets) > _MOST_NAMED else "")
    return (
        f" {result.without_country:,} have no country and will stand on no page ({named}): if all are of one country, "
        f"type 'encuadre import {file} --country CC' with its two letters, else add a column 'country' and import it "
        "again."
    )


def _say_merged(merged: Merged, study: Path, *, as_json: bool, quiet: bool) -> None:
    passed_over = (
        (merged.conflicting, "have another text here, which stays ('encuadre versions' shows theirs too)"),
        (merged.forgotten, "were removed here with 'encuadre forget' and do not come back"),
    )
    remarks = "".join(f" {count:,} {what}." for count, what in passed_over if count)
    print_figures(
        asdict(merged),
        f"Merged {merged.articles:,} new articles and {merged.fetches:,} attempts; {merged.unchanged:,} articles were "
        f"there already.{remarks} Next: {next_step('tag', study)}",
        as_json=as_json,
        quiet=quiet,
    )


def export(
    file: Annotated[
        Path, typer.Argument(help="Where to write; .csv, .jsonl or .parquet. A collection is a folder.", metavar="FILE")
    ],
    study: StudyOption = HERE,
    with_text: Annotated[bool, typer.Option("--with-text", help="Include titles, texts and authors.")] = False,
    table: Annotated[ExportTable, typer.Option(help="Which rows.")] = ExportTable.ARTICLES,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a table for other tools. Articles and their tags, or the spans; no text unless asked.

    A collection is all that a crawl brought home, with text, for another study to import.
    """
    from corpus.exporting import export_articles, export_spans
    from encuadre.study import Study

    opened = Study.open(study)
    if table is ExportTable.COLLECTION:
        with opened.corpus() as corpus:
            counts = corpus.write_collection(file)
        sentence = f"Wrote {counts['articles']:,} articles with their text and {counts['fetches']:,} attempts to {file}"
        print_figures({"rows": counts, "file": str(file)}, sentence, as_json=as_json, quiet=quiet)
        return
    with opened.reading(), opened.corpus() as corpus:
        if table is ExportTable.SPANS:
            rows = export_spans(corpus, file)
        else:
            rows = export_articles(corpus, file, with_text=with_text)
    print_figures({"rows": rows, "file": str(file)}, f"Wrote {rows:,} rows to {file}", as_json=as_json, quiet=quiet)


def forget(
    article: Annotated[str, typer.Argument(help="An article's id or address.", metavar="ARTICLE")],
    study: StudyOption = HERE,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Remove an article from the study. The raw page goes too, and it is never fetched again."""
    from crawler.lock import study_lock
    from crawler.warc import blank_record
    from encuadre.study import Study

    opened = Study.open(study)
    opened.raw.mkdir(exist_ok=True)
    # The references to raw pages go with the rows: while a crawl holds the raw files, nothing is begun.
    with study_lock(opened.raw):
        pass
    with opened.corpus() as corpus:
        gone = corpus.forget(article)
    for reference in gone.raw:
        blank_record(opened.raw, reference)
    print_figures(
        {"forgotten": article, "raw_records": len(gone.raw)},
        f"Removed {article} and {len(gone.raw)} raw pages. Reports and exports made before still hold it: "
        "make them again.",
        as_json=as_json,
        quiet=quiet,
    )


def schema() -> None:
    """Print every setting of encuadre.toml. As a JSON Schema, with types and defaults."""
    from encuadre.study import StudyConfig

    print_json(StudyConfig.model_json_schema())


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        target, equals, column = pair.partition("=")
        if not (target and equals and column):
            raise UsageError("E610", given=pair)
        mapping[target.strip()] = column.strip()
    return mapping
