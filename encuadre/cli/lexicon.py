"""``encuadre lexicon``: read the cue lexicons and profiles, check them, and hand them to editors' tools."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from encuadre.cli.common import JsonOption, ProfileOption, print_json, print_table, say
from lexicons.codebook import load_codebook
from lexicons.context_rules import idle_patterns, load_context
from lexicons.cues import LANGUAGES, Cue, check_lexicon, load_guides, load_lexicon
from lexicons.errors import EncuadreError, UsageError
from lexicons.forms import stretches
from lexicons.profiles import check_profile, load_profile, shipped_profiles, weights_of
from lexicons.small_words import small_word_tables
from lexicons.vale import MARK, export_files, vale_export

CONFIG_NAME = "encuadre.toml"
FALLBACK_LANGUAGE = "en"

app = typer.Typer(
    no_args_is_help=True, help="Read the cue lexicons and profiles, and check them.", rich_markup_mode=None
)


@app.command()
def show(
    language: Annotated[
        str, typer.Argument(help="es, pt or en; or a term, to see who weighs it how.", metavar="LANGUAGE|TERM")
    ],
    code: Annotated[str | None, typer.Option(help="Only cues of this code, for example S3.")] = None,
    country: Annotated[str | None, typer.Option(help="Only cues used in this country, for example MX.")] = None,
    term: Annotated[str | None, typer.Option(help="Only cues with a form that holds these words.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List cues: their forms, status, what to write instead, and the guide that says so.

    With a term in place of the language: what each country, guide and profile says of it.
    """
    if language not in LANGUAGES:
        _show_term(language, as_json=as_json)
        return
    if code is not None and code.upper() not in load_codebook().codes:
        raise UsageError("E606", given=code, known=", ".join(load_codebook().codes))
    cues = [cue for cue in load_lexicon(language).cues if _wanted(cue, code, country, term)]
    if as_json:
        print_json([cue.model_dump() for cue in cues])
        return
    guides = load_guides()
    print_table(
        f"{len(cues)} cues",
        ("code", "forms", "countries", "status", "instead", "source"),
        [
            (
                cue.code,
                ", ".join(cue.forms),
                ", ".join(cue.countries),
                cue.status,
                "; ".join(cue.instead),
                "; ".join(guides[key].title for key in cue.source),
            )
            for cue in cues
        ],
    )


@app.command()
def profiles(as_json: JsonOption = False) -> None:
    """List the profiles that a study or a draft can be weighed by."""
    listed = shipped_profiles().values()
    if as_json:
        print_json([profile.model_dump(mode="json") for profile in listed])
        return
    guides = load_guides()
    for profile in listed:
        typer.echo(f"{profile.name}  [{', '.join(profile.countries)}]  {profile.title}")
        for term in profile.term:
            typer.echo(f"    {term.language} {term.code} {term.status}: {', '.join(term.forms)}")
        typer.echo(f"    guides: {'; '.join(guides[key].title for key in profile.guides)}")
        typer.echo(f"    {profile.note}")
    say('Choose one with --profile NAME, or for a study in encuadre.toml: [lexicon] profile = "NAME".')


@app.command()
def export(
    vale: Annotated[
        Path, typer.Option("--vale", help="Write a style for the linter Vale to this folder.", metavar="DIR")
    ],
    country: Annotated[str | None, typer.Option(help="Weigh terms as in this country, for example MX.")] = None,
    profile: ProfileOption = None,
    language: Annotated[str | None, typer.Option("--lang", help="Only es, pt or en. Default: all three.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the stigmatizing terms as rules that editors' tools can run."""
    _check_folder(vale)
    chosen = load_profile(profile) if profile else None
    code = country.upper() if country else None
    lexicons = [load_lexicon(name) for name in ([language] if language else LANGUAGES)]
    exports = [vale_export(lexicon.language, code, chosen) for lexicon in lexicons]
    weighed_by = f"the entries of {code}" if code else "the general entries"
    if chosen:
        weighed_by = f"profile {chosen.version}, else {weighed_by}"
    versions = {f"lexicon-{lexicon.language}": lexicon.digest for lexicon in lexicons}
    _write_folder(vale, export_files(exports, weighed_by, versions))
    rules, left_out = sum(len(each.rules) for each in exports), sum(len(each.left_out) for each in exports)
    if as_json:
        print_json({"rules": rules, "left_out": left_out, "folder": str(vale)})
        return
    say(
        f"Wrote {rules} rules to {vale}; {left_out} entries are left out ({MARK} there says why). "
        f"Next: vale --config {shlex.quote(str(vale / '.vale.ini'))} FILE"
    )


def _check_folder(folder: Path) -> None:
    """Raises E108 for a folder that holds something else than an earlier export, E508 for one that cannot be read."""
    try:
        is_other = folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file()
    except OSError as error:
        raise EncuadreError("E508", path=folder, problem=error.strerror or error) from error
    if is_other:
        raise UsageError("E108", folder=folder)


def _write_folder(folder: Path, written: Mapping[str, str]) -> None:
    """Write an export in place of an earlier one. Raises E508."""
    try:
        for old in (folder / "styles").glob("encuadre-*/*.yml"):
            old.unlink()
        for name, text in written.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    except OSError as error:
        raise EncuadreError("E508", path=folder, problem=error.strerror or error) from error


@app.command()
def check(
    study: Annotated[
        Path | None, typer.Option("--study", help="Check this study's own lexicons instead.", metavar="DIR")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Load every lexicon and its context rules; name file and entry of the first mistake, or count what is there."""
    if study is not None:
        _check_own(study, as_json=as_json)
        return
    counts: dict[str, dict[str, int]] = {}
    for language in LANGUAGES:
        small_word_tables(language)
        lexicon = check_lexicon(language)
        by_code = Counter(cue.code for cue in lexicon.cues)
        context = load_context(language)
        for rule, pattern in idle_patterns(context, lexicon):
            problem = f"no cue is called '{pattern}'"
            raise EncuadreError("E101", file=f"{language}/context.toml", entry=rule, problem=problem)
        counts[language] = {"cues": len(lexicon.cues), **{code: by_code[code] for code in load_codebook().codes}}
        counts[language] |= {"context rules": len(context.rule), "word classes": len(lexicon.classes.names)}
    for profile in shipped_profiles().values():
        if unknown := check_profile(profile):
            raise EncuadreError("E107", file=f"profiles/{profile.name}.toml", form=unknown[0])
    if as_json:
        print_json(counts)
        return
    rows = [(name, *(counts[language][name] for language in LANGUAGES)) for name in counts[LANGUAGES[0]]]
    print_table("Cues per code, context rules and word classes", ("code", *LANGUAGES), rows)
    say("Every entry holds.")


def _check_own(study: Path, *, as_json: bool) -> None:
    """The lexicons a study reads with: everything loads, compiles, and is counted. Raises E110 to E117."""
    from encuadre.study import Study
    from nlp.pipeline import build

    opened = Study.open(study)
    own = opened.own()
    if own is None:
        raise UsageError("E612", file=study / CONFIG_NAME)
    counts: dict[str, dict[str, int]] = {}
    for language, lexicon in own.lexicons.items():
        for rule, pattern in idle_patterns(own.contexts[language], lexicon) if not own.replaces else ():
            raise EncuadreError(
                "E110", file=own.folder / language / "context.toml", entry=rule, problem=f"no cue is called '{pattern}'"
            )
        build(language, own=own)  # a language that spaCy has no tokenizer for is said here
        by_code = Counter(cue.code for cue in lexicon.cues)
        counts[language] = {"cues": len(lexicon.cues), **{code: by_code[code] for code in own.codebook.codes}}
        counts[language] |= {"context rules": len(own.contexts[language].rule)}
        counts[language] |= {"word classes": len(lexicon.classes.names)}
        topic = own.topics.get(language)
        counts[language] |= {"topic forms": sum(len(each.forms) for each in topic.evidence) if topic else 0}
    if as_json:
        print_json(counts)
        return
    names = next(iter(counts.values()))
    rows = [(name, *(counts[language][name] for language in counts)) for name in names]
    print_table(f"What {opened.config.study.name} reads with ({own.version})", ("code", *counts), rows)
    about = own.title(FALLBACK_LANGUAGE)
    say(f"Every entry holds. The topic is {about}." if about else "Every entry holds.")


def _show_term(term: str, *, as_json: bool) -> None:
    """Every weight of a term: by each country's entry, by the general entry, by each profile."""
    weights = weights_of(term)
    if not weights:
        raise EncuadreError("E106", given=term, known=", ".join(LANGUAGES))
    if as_json:
        print_json([asdict(weight) for weight in weights])
        return
    guides = load_guides()
    rows = [
        (
            f"{weight.language} {weight.code}",
            weight.by,
            weight.status,
            weight.severity,
            "; ".join(guides[key].title for key in weight.source),
            "; ".join(weight.instead),
            weight.note,
        )
        for weight in weights
    ]
    print_table(f"Who weighs '{term}' how", ("code", "by", "status", "severity", "guide", "instead", "note"), rows)


def _wanted(cue: Cue, code: str | None, country: str | None, term: str | None) -> bool:
    return (
        (code is None or cue.code == code.upper())
        and (country is None or "*" in cue.countries or country.upper() in cue.countries)
        and (term is None or any(term.lower() in words for form in cue.forms for words in stretches(form)))
    )
