"""The list of commands. Each command's work stands in its own module and is loaded only when it is typed."""

from __future__ import annotations

from typing import Annotated

import typer

from encuadre.cli import (
    changing,
    checking,
    collecting,
    crawling,
    demo,
    estimating,
    evaluate,
    events,
    exploring,
    label_agreement,
    label_exchange,
    label_plan,
    label_serve,
    labels,
    lexicon,
    outlets,
    publishing,
    reading,
    reporting,
    runs,
    scorecards,
    stories,
    studies,
    training,
    versions,
)

app = typer.Typer(
    name="encuadre",
    help="Measure how the press covers women in prison: collect articles, tag framing, chart how coverage shifts.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from encuadre import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""


app.command("demo")(demo.demo)
app.command("init")(studies.init)
app.command("crawl")(crawling.crawl)
app.command("collect")(collecting.collect)
app.command("import")(studies.import_articles)
app.command("tag")(reading.tag)
app.command("stories")(stories.stories)
app.command("estimate")(estimating.estimate)
app.command("versions")(versions.versions)
app.add_typer(reporting.app, name="report")
app.command("publish")(publishing.publish)
app.command("explore")(exploring.explore)
app.command("change")(changing.change)
app.command("preregister")(changing.preregister)
app.command("status")(reporting.status)
app.command("explain")(reading.explain)
app.command("check")(checking.check)
app.command("export")(studies.export)
app.command("forget")(studies.forget)
app.command("schema")(studies.schema)
app.command("train")(training.train)
app.command("classify")(training.classify)
evaluate.app.command("classifier")(training.evaluate_classifier)
app.add_typer(runs.app, name="runs")
app.add_typer(scorecards.app, name="scorecard")
app.add_typer(outlets.app, name="outlets")
app.add_typer(events.app, name="events")
app.add_typer(lexicon.app, name="lexicon")
app.add_typer(evaluate.app, name="evaluate")
labels.app.command("plan")(label_plan.plan)
labels.app.command("export")(label_exchange.export_labels)
labels.app.command("import")(label_exchange.import_labels)
labels.app.command("agree")(label_agreement.agree)
labels.app.command("adjudicate")(label_agreement.adjudicate)
labels.app.command("serve")(label_serve.serve)
app.add_typer(labels.app, name="label")
