"""``encuadre evaluate``: how good extraction and tagging are on pages and labels that people checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from encuadre.cli.common import JsonOption, TierOption, print_json, print_table

app = typer.Typer(
    no_args_is_help=True, help="Measure extraction and tagging against labelled data.", rich_markup_mode=None
)

Figures = tuple[tuple[str, tuple[str, ...]], ...]
# The figures of the table, and where they stand in the JSON.
FIGURES = (
    ("relevance", ("relevance", "f1")),
    ("framing", ("framing", "macro_f1")),
    ("stigma", ("stigma", "f1")),
    ("rights", ("rights", "f1")),
    ("spans", ("spans", "micro", "f1")),
    ("voice", ("voice", "accuracy")),
    ("sources", ("sources", "f1")),
    ("role", ("sources", "role", "accuracy")),
)
# Shown where the articles have such labels.
AGENCY_FIGURES = (
    ("clauses", ("agency", "clauses", "f1")),
    ("acts", ("agency", "acts", "accuracy")),
    ("naming", ("naming", "accuracy")),
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
    intervals: Annotated[
        bool, typer.Option("--intervals", help="Also 95 % intervals, by a bootstrap over articles.")
    ] = False,
    codes: Annotated[bool, typer.Option("--codes", help="Also a table of every code.")] = False,
    tier: TierOption = 0,
) -> None:
    """Relevance, framing, flags, spans and voice against coded articles, per language and overall."""
    from nlp.evaluating.framing import evaluate_gold
    from nlp.tagger import Tagger

    figures = evaluate_gold(gold, Tagger(tier=tier), halves=halves, sure=intervals)
    if as_json:
        print_json(figures)
        return
    groups = {group: result for group, result in figures.items() if group != "halves"}
    for half, parts in figures.get("halves", {}).items():
        groups |= {f"{half} {group}": result for group, result in parts.items()}
    _print_figures(
        groups, FIGURES, "F1 of relevance, stigma, rights, spans, sources; macro-F1 of framing; accuracy of voice, role"
    )
    if figures["all"]["naming"]["n"]:
        _print_figures(groups, AGENCY_FIGURES, "F1 of finding clauses about her; accuracy of her acting, of naming")
    if codes:
        for group, result in groups.items():
            print_table(
                f"Spans of {group}", ("code", "labelled", "tagged", "precision", "recall", "F1"), _codes(result)
            )


def _print_figures(groups: dict[str, Any], wanted: Figures, title: str) -> None:
    rows = [(group, result["n"], *_row_of(result, wanted)) for group, result in groups.items()]
    print_table(title, ("group", "n", *(name for name, _ in wanted)), rows)


def _row_of(result: dict[str, Any], wanted: Figures) -> Iterator[str]:
    """Each figure, with its interval below it where it was asked for."""
    for _, path in wanted:
        place = result
        for key in path[:-1]:
            place = place[key]
        ends = place.get(f"{path[-1]}_interval")
        yield _number(place[path[-1]]) + (f"\n{_number(ends[0])}-{_number(ends[1])}" if ends else "")


def _codes(result: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        (code, row["gold"], row["predicted"], *(_number(row[name]) for name in ("precision", "recall", "f1")))
        for code, row in result["spans"].items()
    ]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
