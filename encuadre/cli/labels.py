"""``encuadre label``: draw articles for people to label, plan how many, and see how far they are.

The group of commands stands here; those that hand labels in and out (label_exchange) and the page to label on
(label_serve) register theirs on ``app`` too, in app.py.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, print_figures, print_json, print_table, say
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from corpus.labels import Draw, HumanLabel, Sample
    from corpus.store import Corpus
    from nlp.labels.population import Population, Selection
    from reports.estimates.planning import Machine

app = typer.Typer(
    no_args_is_help=True, help="Draw samples, plan them, label, and compare annotators.", rich_markup_mode=None
)

# The choices below are those of nlp.labels.strata, written again here because typing --help must not load pandas.

# So that two teams who type the same get the same sample; another number is another sample.
SEED = 1
# Half-widths, in points, that a plan shows where none is asked for.
USUAL_WIDTHS = (15.0, 10.0, 7.5, 5.0)
# What reports compare by default: so many months before and after.
MONTHS = 6


class Purpose(StrEnum):
    """What labels are for."""

    AUDIT = "audit"
    TRAIN = "train"


class Design(StrEnum):
    """How an audit sample is drawn."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    CONSTRUCTED_WEEK = "constructed-week"


class Topics(StrEnum):
    """Which stories may be drawn, by what the machine finds of their topic."""

    MOSTLY = "mostly"
    ONLY = "only"
    ALL = "all"


class Period(StrEnum):
    """How long a stratum of time is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Allocation(StrEnum):
    """How a sample is spread over strata."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"


CountryOption = Annotated[
    list[str] | None, typer.Option("--country", help="Only this country; may be repeated.", metavar="CC")
]
OutletOption = Annotated[
    list[str] | None, typer.Option("--outlet", help="Only this outlet's id; may be repeated.", metavar="ID")
]
LanguageOption = Annotated[
    list[str] | None, typer.Option("--language", help="Only this language; may be repeated.", metavar="es|pt|en")
]
SinceOption = Annotated[str | None, typer.Option(help="From this day, month or year on.", metavar="2024-03")]
UntilOption = Annotated[str | None, typer.Option(help="Up to this day, month or year.", metavar="2024-12")]


@app.callback()
def _group() -> None:
    """Draw samples, plan them, label, and compare annotators."""


@app.command("sample")
def draw_sample(
    size: Annotated[int, typer.Option(min=1, help="How many articles to draw.")],
    study: StudyOption = HERE,
    purpose: Annotated[Purpose, typer.Option(help="audit: to judge the machine. train: to teach one.")] = Purpose.AUDIT,
    design: Annotated[Design, typer.Option(help="How an audit sample is drawn.")] = Design.RANDOM,
    by: Annotated[
        str | None, typer.Option(help="What to stratify by, separated by commas.", metavar="outlet,period,language")
    ] = None,
    period: Annotated[Period, typer.Option(help="How long a period is.")] = Period.QUARTER,
    allocation: Annotated[Allocation, typer.Option(help="How labels are spread over strata.")] = (
        Allocation.PROPORTIONAL
    ),
    topics: Annotated[
        Topics, typer.Option(help="only: found on topic. mostly: a few of the others too. all: whatever they are.")
    ] = Topics.MOSTLY,
    country: CountryOption = None,
    outlet: OutletOption = None,
    language: LanguageOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    model: Annotated[
        str | None, typer.Option(help="For train: the classifier whose doubts guide the draw.", metavar="NAME")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The sample's name; else audit-1, audit-2 ...")] = None,
    seed: Annotated[int, typer.Option(help="Another number draws another sample.")] = SEED,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Draw articles to label. An audit sample knows the chance of each; articles for training never audit."""
    from encuadre.study import Study

    selection = _selection(country, outlet, language, since, until)
    with Study.open(study).corpus() as corpus:
        if purpose is Purpose.TRAIN:
            from nlp.labels.guided import draw_training

            sample = draw_training(corpus, size=size, seed=seed, name=name, model=model, selection=selection)
            draws: tuple[Draw, ...] = tuple(corpus.draws(sample.name))
        else:
            from nlp.labels import strata
            from nlp.labels.sampling import draw_audit

            plan = strata.SamplePlan(
                size=size,
                seed=seed,
                design=_design(design),
                selection=selection,
                topics=strata.Topics(topics.value),
                by=_grouped_by(by),
                period=strata.Period(period.value),
                allocation=strata.Allocation(allocation.value),
            )
            drawn = draw_audit(corpus, plan, name)
            sample, draws = drawn.sample, drawn.draws
    if not as_json and not quiet and purpose is Purpose.AUDIT:
        _print_strata(sample)
    at = "" if study == HERE else f" --study {study}"
    print_figures(
        {"sample": sample.name, "purpose": sample.purpose.value, "drawn": len(draws), "frame": dict(sample.frame)},
        f"Drew {len(draws):,} articles as '{sample.name}' with seed {seed}.{_remarks(sample)} "
        f"Next: encuadre label serve{at} --sample {sample.name}, or encuadre label export{at} --sample {sample.name} "
        "--format csv --out to-label",
        as_json=as_json,
        quiet=quiet,
    )


@app.command()
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
    selection = _selection(country, outlet, language, since, until)
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


@app.command()
def status(study: StudyOption = HERE, as_json: JsonOption = False) -> None:
    """Show how far each sample is labelled, and by whom."""
    from encuadre.study import Study

    with Study.open(study).corpus() as corpus:
        rows = [_progress_of(corpus, sample, corpus.labels(sample=sample.name)) for sample in corpus.samples()]
    if as_json:
        print_json(rows)
        return
    if not rows:
        say("There are no samples yet; draw one with 'encuadre label sample --size 300'.")
        return
    columns = ("sample", "for", "drawn on", "articles", "labelled", "twice", "annotators")
    cells = [
        (
            row["sample"],
            row["purpose"],
            row["drawn_at"][:10],
            f"{row['articles']:,}",
            f"{row['labelled']:,}",
            f"{row['by_two']:,}",
            ", ".join(f"{name} {n:,}" for name, n in row["annotators"].items()) or "nobody yet",
        )
        for row in rows
    ]
    print_table("Samples", columns, cells)


def _selection(
    country: list[str] | None,
    outlet: list[str] | None,
    language: list[str] | None,
    since: str | None,
    until: str | None,
) -> Selection:
    from nlp.labels.population import Selection

    return Selection(
        since=since,
        until=until,
        countries=tuple(code.upper() for code in country or ()),
        outlets=tuple(outlet or ()),
        languages=tuple(code.lower() for code in language or ()),
    )


def _design(design: Design) -> Any:
    from corpus import labels

    return labels.Design(design.value.replace("-", "_"))


def _grouped_by(written: str | None) -> tuple[Any, ...]:
    from nlp.labels.strata import By

    words = [word.strip().lower() for word in (written or "").split(",") if word.strip()]
    if any(word not in {each.value for each in By} for word in words):
        raise UsageError("E430", known=", ".join(By))
    return tuple(By(word) for word in dict.fromkeys(words))


def _print_strata(sample: Sample) -> None:
    strata: dict[str, dict[str, Any]] = sample.frame.get("strata", {})  # type: ignore[assignment]
    rows = [
        (name, f"{each['population']:,}", f"{each['drawn']:,}", f"{each['probability']:.4f}")
        for name, each in strata.items()
    ]
    print_table(f"Sample {sample.name}", ("stratum", "stories", "drawn", "chance of each"), rows)


def _remarks(sample: Sample) -> str:
    """What somebody must know who estimates from the sample."""
    said = []
    if sample.frame.get("merged"):
        said.append(f"Small strata were put together: {', '.join(map(str, sample.frame['merged']))}.")  # type: ignore[call-overload]
    if sample.frame.get("represents") == "rest":
        said.append("It stands for the stories not drawn before, so it is not taken together with earlier samples.")
    left_out: dict[str, int] = sample.frame.get("left_out", {})  # type: ignore[assignment]
    words = {"untagged": "not tagged yet", "undated": "without a day", "teaching": "for training"}
    gone = [f"{left_out[key]:,} {what}" for key, what in words.items() if left_out.get(key)]
    if gone:
        said.append(f"Left out: {', '.join(gone)}.")
    return "".join(f" {sentence}" for sentence in said)


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


def _progress_of(corpus: Corpus, sample: Sample, labels: list[HumanLabel]) -> dict[str, Any]:
    from corpus.labels import ADJUDICATED

    people = [label for label in labels if label.annotator != ADJUDICATED]
    readers = Counter(label.article_id for label in people)
    return {
        "sample": sample.name,
        "purpose": sample.purpose.value,
        "design": sample.design.value,
        "drawn_at": sample.drawn_at,
        "seed": sample.seed,
        "articles": len(corpus.draws(sample.name)),
        "labelled": len(readers),
        "by_two": sum(number > 1 for number in readers.values()),
        "adjudicated": sum(label.annotator == ADJUDICATED for label in labels),
        "annotators": dict(sorted(Counter(label.annotator for label in people).items())),
    }
