"""``encuadre label export``, ``import``: articles to a labelling tool and labels back."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpus.labels import Purpose
from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, next_step, print_figures, progress
from encuadre.cli.reporting import ReportLanguage
from lexicons.errors import Exit, UsageError


class ExportFormat(StrEnum):
    """Tools that articles are written for."""

    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    PRODIGY = "prodigy"
    INCEPTION = "inception"
    CSV = "csv"
    XLSX = "xlsx"


class ImportFormat(StrEnum):
    """Tools whose files are read."""

    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    PRODIGY = "prodigy"
    INCEPTION = "inception"
    CSV = "csv"
    XLSX = "xlsx"
    GOLD = "gold"


WordsOption = Annotated[
    ReportLanguage, typer.Option("--lang", help="Language of the questions and codes.", metavar="es|pt|en")
]


def export_labels(
    sample: Annotated[str, typer.Option(help="The sample to label.", metavar="NAME")],
    out: Annotated[Path, typer.Option("--out", help="A new folder for the files.", metavar="DIR")],
    form: Annotated[ExportFormat, typer.Option("--format", help="The tool that people label in.")],
    study: StudyOption = HERE,
    lang: WordsOption = ReportLanguage.EN,
    language: Annotated[str | None, typer.Option(help="Only articles in this language.", metavar="es|pt|en")] = None,
    suggestions: Annotated[
        bool, typer.Option("--suggestions", help="Show what the tagger says; labels are kept as suggested.")
    ] = False,
    voices: Annotated[
        bool,
        typer.Option("--voices", help="doccano, Prodigy: ask the voice of each span as part of its label (S2:quoted)."),
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a sample for a labelling tool. The files carry the articles' text: keep them as you keep the study."""
    from encuadre.study import Study
    from nlp.labels.exchange.exporting import export_sample
    from nlp.labels.exchange.formats import Format
    from nlp.labels.exchange.readings import asked_of

    opened = Study.open(study)
    with opened.reading(), opened.corpus() as corpus, progress("exporting", quiet=quiet) as advance:
        asked = asked_of(opened.questions(), lang.value, voices=voices)
        done = export_sample(
            corpus,
            sample,
            Format(form.value),
            out,
            asked,
            language=language,
            suggestions=suggestions,
            progress=advance,
        )
    shown = f", {done.suggested:,} of them with the machine's suggestions" if suggestions else ""
    print_figures(
        {**asdict(done), "files": [str(path) for path in done.files], "folder": str(out)},
        f"Wrote {done.articles:,} articles{shown} to {out}. These files carry the articles' text: keep them where only "
        f"annotators can read them, and delete them when the labels are back. docs/labels-exchange.md says how to load "
        f"them. Next, when labelled: {next_step('label import FILE', study)}",
        as_json=as_json,
        quiet=quiet,
    )


def import_labels(
    file: Annotated[Path, typer.Argument(help="The file that the tool wrote, or a folder of CSV.", metavar="FILE")],
    study: StudyOption = HERE,
    form: Annotated[
        ImportFormat | None, typer.Option("--format", help="Which tool wrote it; without it the file tells.")
    ] = None,
    annotator: Annotated[
        list[str] | None,
        typer.Option(
            help="Who labelled, where the file does not say; or a new name for one of the file's.",
            metavar="NAME|OLD=NEW",
        ),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(
            help="The annotators' group, for example impacted; of one of them with =.", metavar="GROUP|NAME=GROUP"
        ),
    ] = None,
    sample: Annotated[str | None, typer.Option(help="The sample they belong to.", metavar="NAME")] = None,
    purpose: Annotated[Purpose | None, typer.Option(help="What they are for; without it the sample tells.")] = None,
    confirmed: Annotated[
        bool,
        typer.Option("--confirmed", help="doccano, INCEpTION: the file holds only what annotators finished."),
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Bring labels back. Rows that do not hold go to a rejects file with the reason; the others are kept."""
    from encuadre.study import Study
    from nlp.labels.exchange.formats import Format, format_of, reader
    from nlp.labels.exchange.gold import ANNOTATOR
    from nlp.labels.exchange.importing import Names
    from nlp.labels.exchange.importing import import_labels as keep_labels
    from nlp.labels.exchange.readings import asked_of
    from nlp.labels.provenance import versions_of

    opened = Study.open(study)
    named = Format(form.value) if form is not None else format_of(file)
    everyone, renamed = _pairs(annotator, "OLD=NEW", "--annotator ana, or --annotator 3=ana")
    everybody, groups = _pairs(group, "NAME=GROUP", "--group impacted, or --group ana=impacted")
    names = Names(
        everyone=everyone or (ANNOTATOR if named is Format.GOLD else None),
        renamed=renamed,
        groups=groups | ({"": everybody} if everybody else {}),
    )
    with opened.reading(), opened.corpus() as corpus:
        asked = asked_of(opened.questions(), confirmed=confirmed)
        run = corpus.start_run("label-import", versions_of(format=named.value))
        done = keep_labels(
            corpus,
            reader(named)(file, asked),
            asked,
            names=names,
            rejects_path=opened.folder / f"{file.name}.rejects.csv",
            purpose=purpose,
            sample=sample,
        )
        corpus.finish_run(run.id, {name: getattr(done, name) for name in ("added", "changed", "unchanged", "rejected")})
    rejected = f" Rejected: {done.rejected:,}." if done.rejected else ""
    waiting = f" Without a label yet: {done.unlabelled:,}." if done.unlabelled else ""
    told = f"{rejected}{waiting} The reasons are in {done.rejects_path}." if done.rejects_path else ""
    unasked = f" Left out, since their question is not asked there: {done.unasked:,} answers." if done.unasked else ""
    kept = f"{done.added:,} new labels, {done.changed:,} completed or changed, {done.unchanged:,} already there."
    who = ", ".join(f"{name} {count:,}" for name, count in done.annotators.items())
    step = next_step("label agree", study) if done.kept else "mend the file, or name its format with --format"
    print_figures(
        {**asdict(done), "format": named.value, "rejects_path": done.rejects_path and str(done.rejects_path)},
        f"Read {done.read:,} rows ({named.value}): {kept}{told}{unasked}{f' Annotators: {who}.' if who else ''} "
        f"Next: {step}",
        as_json=as_json,
        quiet=quiet,
    )
    if done.read and not done.kept:
        raise typer.Exit(Exit.BAD_INPUT)


def _pairs(given: list[str] | None, form: str, example: str) -> tuple[str | None, dict[str, str]]:
    """A value for all, and values by name: ``ana`` and ``3=ana``."""
    everyone: str | None = None
    by_name: dict[str, str] = {}
    for each in given or []:
        left, equals, right = (piece.strip() for piece in each.partition("="))
        if not left or (equals and not right):
            raise UsageError("E630", given=each, form=form, example=example)
        if equals:
            by_name[left] = right
        else:
            everyone = left
    return everyone, by_name
