"""``encuadre label``: draw articles for people to label, and see how far they are.

The group of commands stands here; the planner (label_plan), those that hand labels in and out (label_exchange) and the
page to label on (label_serve) register theirs on ``app`` too, in app.py.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from encuadre.cli.common import (
    HERE,
    JsonOption,
    QuietOption,
    StudyOption,
    next_step,
    print_figures,
    print_json,
    print_table,
    say,
    several,
)
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from corpus.labels import Draw, HumanLabel, Sample
    from corpus.store import Corpus
    from nlp.labels.population import Selection

app = typer.Typer(
    no_args_is_help=True, help="Draw samples, plan them, label, and compare annotators.", rich_markup_mode=None
)

# The choices below are those of nlp.labels.strata, written again here because typing --help must not load pandas.

# So that two teams who type the same get the same sample; another number is another sample.
SEED = 1


class Purpose(StrEnum):
    """What labels are for."""

    AUDIT = "audit"
    TRAIN = "train"


class Design(StrEnum):
    """How a sample is drawn: guided to train, random for either, the others to audit."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    CONSTRUCTED_WEEK = "constructed-week"
    GUIDED = "guided"


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
    list[str] | None, typer.Option("--country", help="Only these countries; comma or repeated.", metavar="CC,CC")
]
OutletOption = Annotated[
    list[str] | None, typer.Option("--outlet", help="Only these outlets, by id; comma or repeated.", metavar="ID,ID")
]
LanguageOption = Annotated[
    list[str] | None,
    typer.Option("--language", help="Only these languages; comma or repeated.", metavar="es,pt,en"),
]
SinceOption = Annotated[str | None, typer.Option(help="From this day, month or year on.", metavar="2024-03")]
UntilOption = Annotated[str | None, typer.Option(help="Up to this day, month or year.", metavar="2024-12")]


@app.callback()
def _group() -> None:
    """Draw samples, plan them, label, and compare annotators."""


@app.command("sample")
def draw_sample(
    context: typer.Context,
    size: Annotated[int, typer.Option(min=1, help="How many articles to draw.")],
    study: StudyOption = HERE,
    purpose: Annotated[Purpose, typer.Option(help="audit: to judge the machine. train: to teach one.")] = Purpose.AUDIT,
    design: Annotated[
        Design | None,
        typer.Option(help="How it is drawn; guided is for train, and taken there where --model is named."),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help="What to stratify by; comma or repeated.", metavar="outlet,period,language"),
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

    if design is None:
        design = Design.GUIDED if purpose is Purpose.TRAIN and model is not None else Design.RANDOM
    _refuse_without_say(context, purpose, design, by)
    selection = selection_of(country, outlet, language, since, until)
    with Study.open(study).corpus() as corpus:
        if purpose is Purpose.TRAIN:
            from nlp.labels.guided import draw_training

            guided = design is Design.GUIDED
            sample = draw_training(
                corpus, size=size, seed=seed, name=name, guided=guided, model=model, selection=selection
            )
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
    print_figures(
        {"sample": sample.name, "purpose": sample.purpose.value, "drawn": len(draws), "frame": dict(sample.frame)},
        f"Drew {len(draws):,} articles as '{sample.name}' with seed {seed}.{_remarks(sample)} "
        f"Next: {next_step(f'label serve --sample {sample.name}', study)}, or "
        f"{next_step(f'label export --sample {sample.name} --format csv --out to-label', study)}",
        as_json=as_json,
        quiet=quiet,
    )


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


# What an option of ``label sample`` has a say in.
_STRATIFYING = ("by", "allocation")


def _refuse_without_say(context: typer.Context, purpose: Purpose, design: Design, by: list[str] | None) -> None:
    """Options that were typed and would be ignored. Raises UsageError E577."""

    def typed(*names: str) -> list[str]:
        return [name for name in names if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"]

    if purpose is Purpose.TRAIN:
        mute = typed(*_STRATIFYING, "period", "topics")
        if design not in (Design.RANDOM, Design.GUIDED):
            mute.insert(0, "design")
        if design is Design.RANDOM:
            mute += typed("model")
        how = "to train" if mute != ["model"] else "to train at random"
        instead = ", or name --design guided" if mute == ["model"] else ""
    else:
        mute = typed("model") + (["design"] if design is Design.GUIDED else [])
        how, instead = "to audit", ", or name --purpose train"
        if not mute and design is Design.RANDOM:
            mute = typed(*_STRATIFYING, "period")
            how, instead = "by --design random", ", or name --design stratified"
        elif not mute and "period" not in several(by):
            mute = typed("period")
            how, instead = "without --by period", ", or add period to --by"
    if mute:
        options = " and ".join(f"--{name}" for name in mute)
        one = len(mute) == 1
        has, it = ("has", "it") if one else ("have", "them")
        raise UsageError("E577", options=options, has=has, how=how, it=it, instead=instead)


def selection_of(
    country: list[str] | None,
    outlet: list[str] | None,
    language: list[str] | None,
    since: str | None,
    until: str | None,
) -> Selection:
    """The stories that the options mean."""
    from nlp.labels.population import Selection

    return Selection(
        since=since,
        until=until,
        countries=tuple(code.upper() for code in several(country)),
        outlets=several(outlet),
        languages=tuple(code.lower() for code in several(language)),
    )


def _design(design: Design) -> Any:
    from corpus import labels

    return labels.Design(design.value.replace("-", "_"))


def _grouped_by(written: list[str] | None) -> tuple[Any, ...]:
    from nlp.labels.strata import By

    words = [word.lower() for word in several(written)]
    for word in words:
        if word not in {each.value for each in By}:
            raise UsageError("E576", given=word, what="a sample can be stratified", known=", ".join(By))
    return tuple(By(word) for word in words)


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
