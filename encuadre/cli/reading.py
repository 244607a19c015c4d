"""``encuadre tag`` and ``encuadre explain``: the pipeline over the corpus, and why a tag is there."""

from __future__ import annotations

from typing import Annotated

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
)


def tag(study: StudyOption = HERE, as_json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Tag what this version has not tagged yet. May be stopped and typed again."""
    from encuadre.study import Study
    from nlp.runner import tag_corpus
    from nlp.tagger import Tagger

    opened = Study.open(study)
    with opened.corpus() as corpus, progress("tagging", quiet=quiet) as advance:
        counts = tag_corpus(corpus, Tagger(), progress=advance)
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
    as_json: JsonOption = False,
) -> None:
    """Say why an article has the tags it has. Also why it is on topic, or not."""
    from encuadre.study import Study
    from nlp.explain import explain as explain_article
    from nlp.tagger import Tagger

    opened = Study.open(study)
    with opened.corpus() as corpus:
        stored = corpus.article(article)
    # Tagged afresh, so that the explanation is of today's rules and needs no earlier `encuadre tag`.
    explanation = explain_article(stored, Tagger().tag(stored))
    if as_json:
        print_json(explanation.as_dict())
    else:
        typer.echo(explanation.as_text())
