"""``encuadre tag`` and ``encuadre explain``: the pipeline over the corpus, and why a tag is there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from encuadre.cli.common import (
    HERE,
    JsonOption,
    ProfileOption,
    QuietOption,
    StudyOption,
    TierOption,
    next_step,
    print_figures,
    print_json,
    progress,
    say,
)
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError

# The page's language where neither the user nor the article says one.
FALLBACK_LANGUAGE = "es"


def tag(
    study: StudyOption = HERE,
    tier: TierOption = 0,
    profile: ProfileOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Tag what this version has not tagged yet, and find copies. May be stopped and typed again."""
    from encuadre.study import Study
    from nlp.runner import tag_corpus
    from nlp.tagger import Tagger

    opened = Study.open(study)
    with opened.reading() as own:
        tagger = Tagger(tier=tier, profile=profile or opened.profile, own=own)
        with opened.corpus() as corpus, progress("tagging", quiet=quiet) as advance:
            counts = tag_corpus(corpus, tagger, progress=advance)
        # A report counts stories: copies are placed wherever articles came in since.
        corpus.place_stories(progress=advance)
    print_figures(
        counts,
        f"Tagged {counts['tagged']:,} articles, {counts['on_topic']:,} of them on topic. "
        f"Next: {next_step('report', study)}",
        as_json=as_json,
        quiet=quiet,
    )


def explain(
    article: Annotated[str, typer.Argument(help="An article's id or address.", metavar="ARTICLE")],
    study: StudyOption = HERE,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with every mark in the text.", metavar="FILE")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--lang", help="The page's language: es, pt or en. Default: the article's.")
    ] = None,
    profile: ProfileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why an article has the tags it has. Also why it is on topic, or not."""
    from encuadre.study import Study
    from nlp.explain import explain as explain_article
    from nlp.tagger import Tagger
    from reports.i18n import words_for

    if language is not None:
        words_for(language)  # a language that there is not is said before any work
    opened = Study.open(study)
    with opened.corpus() as corpus:
        stored = corpus.article(article)
    with opened.reading() as own:
        # Tagged afresh, so that the explanation is of today's rules and needs no earlier `encuadre tag`.
        tagger = Tagger(profile=profile or opened.profile, own=own)
        explanation = explain_article(stored, tagger.tag(stored), tagger)
        if html is not None:
            from reports.pages.explanation import explanation_page

            told = explanation.language if explanation.language in LANGUAGES else FALLBACK_LANGUAGE
            write_page(html, explanation_page(stored, explanation, words_for(language or told, stored.country)))
            say(f"Wrote {html}. It holds the article's text: keep it in the newsroom.", quiet=as_json)
    if as_json:
        print_json(explanation.as_dict())
    elif html is None:
        typer.echo(explanation.as_text())


def write_page(path: Path, page: str) -> None:
    """Write a page, whole or not at all. Raises E508 where it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(page, "utf-8", errors="replace")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EncuadreError("E508", path=path, problem=error.strerror or error) from error
