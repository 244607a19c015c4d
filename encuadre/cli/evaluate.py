"""``encuadre evaluate``: how good extraction and tagging are on pages and labels that people checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from encuadre.cli.common import JsonOption, print_json, print_table

app = typer.Typer(
    no_args_is_help=True, help="Measure extraction and tagging against labelled data.", rich_markup_mode=None
)


@app.command()
def extraction(
    pages: Annotated[Path, typer.Option(help="A folder with truth.jsonl and html/.", metavar="DIR")],
    as_json: JsonOption = False,
) -> None:
    """Precision, recall and F1 over text segments; title, author and date accuracy."""
    from crawler.extraction.evaluation import evaluate_pages

    figures = evaluate_pages(pages)
    if as_json:
        print_json(figures)
        return
    rows = [(name, _number(figures[name]), figures["n"]) for name in ("precision", "recall", "f1")]
    rows += [(name, _number(figures[name]["accuracy"]), figures[name]["n"]) for name in ("title", "author", "date")]
    print_table(f"Extraction on {figures['n']} pages", ("figure", "value", "pages"), rows)


@app.command()
def framing(
    gold: Annotated[Path, typer.Option(help="A folder with articles.jsonl and codes.jsonl.", metavar="DIR")],
    as_json: JsonOption = False,
    halves: Annotated[
        bool, typer.Option("--halves", help="Also the half rules may be built on and the half only scored.")
    ] = False,
) -> None:
    """Relevance, framing, flags, spans and voice against coded articles, per language and overall."""
    from nlp.evaluation import evaluate_gold
    from nlp.tagger import Tagger

    figures = evaluate_gold(gold, Tagger(), halves=halves)
    if as_json:
        print_json(figures)
        return
    groups = {group: result for group, result in figures.items() if group != "halves"}
    for half, parts in figures.get("halves", {}).items():
        groups |= {f"{half} {group}": result for group, result in parts.items()}
    rows = [(group, result["n"], *_framing_row(result)) for group, result in groups.items()]
    columns = ("group", "n", "relevance", "framing", "stigma", "rights", "spans", "voice")
    print_table("F1 of relevance, stigma, rights and spans; macro-F1 of framing; accuracy of voice", columns, rows)


def _framing_row(result: dict[str, Any]) -> tuple[str, ...]:
    return (
        _number(result["relevance"]["f1"]),
        _number(result["framing"]["macro_f1"]),
        _number(result["stigma"]["f1"]),
        _number(result["rights"]["f1"]),
        _number(result["spans"]["micro"]["f1"]),
        _number(result["voice"]["accuracy"]),
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
