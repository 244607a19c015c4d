"""``encuadre check``: a newsroom's drafts before they are printed."""

from __future__ import annotations

import re
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from encuadre.cli.common import JsonOption, ProfileOption, QuietOption, print_json, say
from lexicons.errors import EncuadreError, Exit, UsageError

if TYPE_CHECKING:
    from encuadre.checking.findings import CheckedDraft
    from encuadre.study import Study
    from nlp.tagger import Tagger

_FORMATS = ("people", "line", "github", "sarif", "json")
_COUNTRY = re.compile(r"[A-Za-z]{2}")


def check(
    files: Annotated[
        list[str], typer.Argument(help="Drafts: .txt, .md, .docx, .html; - reads standard input.", metavar="FILE...")
    ],
    country: Annotated[str | None, typer.Option(help="Where it will be read, for example MX.")] = None,
    language: Annotated[str | None, typer.Option("--lang", help="es, pt or en. Default: told from the draft.")] = None,
    profile: ProfileOption = None,
    study: Annotated[
        Path | None,
        typer.Option("--study", help="Check with this study's profile and own lexicons.", metavar="DIR"),
    ] = None,
    severity: Annotated[int, typer.Option(min=1, max=3, help="List and count findings from this severity on.")] = 1,
    on_topic: Annotated[
        bool,
        typer.Option(
            "--on-topic",
            help="The drafts are about women deprived of liberty (or the study's topic), however they look.",
        ),
    ] = False,
    form: Annotated[str, typer.Option("--format", help="people, line, github, sarif or json.")] = "people",
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """List words that stigmatize or prejudge in drafts, with what to write instead. Exit code 6 when there are any."""
    if form not in _FORMATS:
        raise UsageError("E625", given=form, known=", ".join(_FORMATS))
    if country is not None and not _COUNTRY.fullmatch(country):
        raise UsageError("E626", given=country)
    from nlp.tagger import Tagger
    from reports.i18n import words_for

    form = "json" if as_json else form
    opened = _study(study) if study is not None else None
    own = opened.own() if opened else None
    if language is not None and not (own and language in own.languages):
        words_for(language)  # a language that there is not is said before any work
    tagger = Tagger(profile=profile or (opened.profile if opened else None), own=own)
    with own.in_use() if own else nullcontext():
        _check(files, tagger, language, country, severity=severity, on_topic=on_topic, form=form, quiet=quiet)


def _study(folder: Path) -> Study:
    # The corpus and its database libraries take longer to load than a draft to check: only where a study is named.
    from encuadre.study import Study

    return Study.open(folder)


def _check(
    files: list[str],
    tagger: Tagger,
    language: str | None,
    country: str | None,
    *,
    severity: int,
    on_topic: bool,
    form: str,
    quiet: bool,
) -> None:
    """Check one draft after the other, print what was found, and leave with the exit code it calls for."""
    from encuadre.checking.drafts import read_draft
    from encuadre.checking.findings import as_data, check_draft
    from encuadre.checking.formats import FORMATS

    checked: list[CheckedDraft] = []
    failed: list[EncuadreError] = []
    for name in dict.fromkeys(files):
        try:
            checked.append(
                check_draft(
                    read_draft(name),
                    tagger,
                    language=language,
                    country=country.upper() if country else None,
                    on_topic=on_topic,
                    severity=severity,
                )
            )
        # One draft that cannot be read does not keep the others from being checked.
        except EncuadreError as error:
            failed.append(error)
    if form == "json":
        print_json(as_data(checked, tagger.versions()))
    elif text := FORMATS[form](checked, tagger.versions()):
        typer.echo(text)
    _remarks(checked, tagger, quiet=quiet or form != "people")
    for problem in failed[:-1]:
        print(f"encuadre: {problem} [{problem.code}]", file=sys.stderr)
    if failed:
        raise failed[-1]
    if any(draft.rows for draft in checked):
        raise typer.Exit(Exit.FINDINGS)


def _remarks(checked: list[CheckedDraft], tagger: Tagger, *, quiet: bool) -> None:
    """What people should know beside the findings, and the sum."""
    for draft in checked:
        for line, comment in draft.problems:
            say(
                f"{draft.name}:{line}: '{comment}' switches nothing off; write ignore, ignore-next-line, off or on, "
                "and codes after it if only these are meant.",
                quiet=quiet,
            )
        if not draft.on_topic:
            say(
                f"{draft.name}: it does not read as about {tagger.topic(draft.language)}, so no word of it was held "
                "against it; add --on-topic if it is.",
                quiet=quiet,
            )
    found, quoted = sum(len(d.rows) for d in checked), sum(len(d.quoted) for d in checked)
    off = sum(d.off for d in checked)
    about = sum(d.on_topic for d in checked)
    if about:
        say(
            f"{_n(found, 'finding')}, {quoted} in quotations, {off} switched off; {_n(about, 'draft')} checked.",
            quiet=quiet,
        )


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
