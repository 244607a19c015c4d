"""``encuadre label plan``: how many labels a wanted interval or change needs, before anyone labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from encuadre.cli.common import HERE, JsonOption, StudyOption, next_step, print_json, print_table, say
from encuadre.cli.labels import CountryOption, LanguageOption, OutletOption, SinceOption, UntilOption, selection_of
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from nlp.labels.population import Population, Selection
    from reports.estimates.planning import Machine

# Half-widths, in points, that a plan shows where none is asked for.
USUAL_WIDTHS = (15.0, 10.0, 7.5, 5.0)
# Of these the one whose sample is proposed: the design's example of what a report needs.
PROPOSED_WIDTH = 10.0
# What reports compare by default: so many months before and after.
MONTHS = 6


def plan(
    study: StudyOption = HERE,
    width: Annotated[
        float | None,
        typer.Option(help="Wanted: a share known to so many points either way (95 % interval).", metavar="POINTS"),
    ] = None,
    change: Annotated[
        float | None, typer.Option(help="Wanted: to see a change of so many points between two periods.")
    ] = None,
    months: Annotated[int, typer.Option(min=1, help="Months in each of the two periods.")] = MONTHS,
    share: Annotated[
        float | None, typer.Option(min=0, max=100, help="The share you expect, in %; else as the tags have it.")
    ] = None,
    country: CountryOption = None,
    outlet: OutletOption = None,
    language: LanguageOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how many labels are needed, before anyone labels. For all stories, and for each outlet alone."""
    from dataclasses import asdict

    from encuadre.study import Study
    from nlp.labels.population import read_population
    from reports.estimates.planning import audited_machine, guessed_machine

    for wanted in (width, change):
        if wanted is not None and not 1 <= wanted <= 50:
            raise UsageError("E436", wanted=f"{wanted:g}")
    selection = selection_of(country, outlet, language, since, until)
    with Study.open(study).corpus() as corpus:
        population = read_population(corpus)
        machine = audited_machine(corpus, population) or guessed_machine(
            population, share / 100 if share is not None else None
        )
    stories = _found(population, selection)
    widths = [width] if width is not None else list(USUAL_WIDTHS)
    rows = _width_rows({"all": len(stories)}, widths, machine)
    outlets = {str(name): int(n) for name, n in stories["outlet"].value_counts().sort_index().items()}
    by_outlet = _width_rows(outlets, [width if width is not None else USUAL_WIDTHS[0]], machine)
    changes = _change_row(stories, change, months, machine) if change is not None else None
    if as_json:
        print_json({"machine": asdict(machine), "widths": rows, "outlets": by_outlet, "change": changes})
        return
    _print_plan(machine, rows, by_outlet, changes)
    size = _to_draw(rows, width or PROPOSED_WIDTH, changes, machine)
    narrowed = "".join(
        f" --{name} {','.join(values)}"
        for name, values in (
            ("country", selection.countries),
            ("outlet", selection.outlets),
            ("language", selection.languages),
        )
        if values
    ) + "".join(f" --{name} {day}" for name, day in (("since", since), ("until", until)) if day)
    if size is None:
        say(f"Fewer stories than any of these needs: collect more first. Next: {next_step('crawl', study)}")
    else:
        say(f"Next: {next_step(f'label sample --size {size}{narrowed}', study)}")


def _found(population: Population, selection: Selection) -> Any:
    """Stories found on topic, of the selection: what shares are of."""
    from nlp.labels.population import Finding, select_stories

    stories = select_stories(population, selection)
    return stories[stories["finding"] == Finding.ON_TOPIC.value]


def _width_rows(sizes: dict[str, int], widths: list[float], machine: Machine) -> list[dict[str, Any]]:
    from nlp.labels.strata import OFF_TOPIC_SHARE
    from reports.estimates.planning import FEWEST, labels_for_half_width, labels_to_draw

    rows: list[dict[str, Any]] = []
    for name, stories in sizes.items():
        for points in widths:
            labels = labels_for_half_width(points / 100, stories, machine)
            if labels is not None:
                # Fewer would do for the interval, but reports print no share of fewer.
                labels = max(labels, FEWEST) if stories >= FEWEST else None
            draw = labels_to_draw(labels, machine, OFF_TOPIC_SHARE) if labels is not None else None
            rows.append({"of": name, "stories": stories, "points": points, "labels": labels, "to_draw": draw})
    return rows


def _change_row(stories: Any, points: float, months: int, machine: Machine) -> dict[str, Any]:
    from reports.estimates.planning import labels_for_change

    dated = stories["published_on"].dropna().str.slice(0, 7)
    in_period = round(len(dated) / max(1, dated.nunique()) * months)
    labels = labels_for_change(points / 100, in_period, machine) if in_period else None
    return {"points": points, "months": months, "stories_in_each": in_period, "labels_in_each": labels}


def _print_plan(
    machine: Machine, rows: list[dict[str, Any]], outlets: list[dict[str, Any]], change: dict[str, Any] | None
) -> None:
    columns = ("of", "stories", "to know the share to", "labels needed", "articles to draw")

    def cells(given: list[dict[str, Any]]) -> list[tuple[str, ...]]:
        return [
            (
                row["of"],
                f"{row['stories']:,}",
                f"± {row['points']:g} points",
                f"{row['labels']:,}" if row["labels"] is not None else "not to be had",
                f"{row['to_draw']:,}" if row["to_draw"] is not None else "",
            )
            for row in given
        ]

    print_table("Stories about the topic", columns, cells(rows))
    if len(outlets) > 1:
        print_table("Each outlet by its own labels alone", columns, cells(outlets))
    if change is not None:
        labels = change["labels_in_each"]
        seen = f"{labels:,} labels in each" if labels is not None else "more stories than there are"
        say(
            f"To see a change of {change['points']:g} points between two periods of {change['months']} months (about "
            f"{change['stories_in_each']:,} stories each) with 80 % power: {seen}."
        )
    basis = (
        f"{machine.labels:,} audit labels of this study"
        if machine.labels
        else "a guess (sensitivity .80, specificity .88), since nobody has labelled an audit sample here"
    )
    say(
        f"Expected share {machine.prevalence:.0%}; how much the tags help rests on {basis}. Below 30 labels reports "
        "print no share, below 100 they call it provisional."
    )


def _to_draw(rows: list[dict[str, Any]], points: float, change: dict[str, Any] | None, machine: Machine) -> int | None:
    """How many articles to draw: for the change where one is wanted and can be seen, else for the share."""
    from nlp.labels.strata import OFF_TOPIC_SHARE
    from reports.estimates.planning import labels_to_draw

    if change is not None and change["labels_in_each"] is not None:
        return labels_to_draw(2 * int(change["labels_in_each"]), machine, OFF_TOPIC_SHARE)
    found = [row["to_draw"] for row in rows if row["points"] >= points and row["to_draw"] is not None]
    return int(found[-1]) if found else None
