"""``encuadre train``, ``encuadre classify``, ``encuadre evaluate classifier``: from labels to a measured classifier.

The work is done in nlp/classifiers; here stand the options, and figures in a table or as JSON.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from encuadre.cli.common import (
    HERE,
    JsonOption,
    QuietOption,
    StudyOption,
    print_figures,
    print_json,
    print_table,
    progress,
    say,
    several,
)
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.classifiers.teaching import TrainingSet
    from nlp.classifiers.training import Settings

QuestionOption = Annotated[
    str,
    typer.Option(
        help="What is answered: on_topic, framing, headline, a question of your own, code:R2 (sentence by sentence), "
        "or context:C1 (one option of a question with several).",
        metavar="ID",
    ),
]
LabelsOption = Annotated[
    Path | None,
    typer.Option("--labels", help="A table with labels, in place of those in the study.", metavar="FILE"),
]
TextOption = Annotated[
    list[str] | None,
    typer.Option("--text", help="A column of the table with text; may be repeated.", metavar="COLUMN"),
]
LabelOption = Annotated[str, typer.Option("--label", help="The column with the labels.", metavar="COLUMN")]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        help="Which column holds outlet, story, language, country or id; may be repeated.",
        metavar="FIELD=COLUMN",
    ),
]
FeaturesOption = Annotated[
    list[str] | None,
    typer.Option(
        help="Some of words,characters,tags,embeddings; comma or repeated. Default: words,tags where articles are "
        "tagged, else words,characters.",
        metavar="LIST",
    ),
]
EmbeddingsOption = Annotated[
    str | None,
    typer.Option(help="A sentence-transformers model in a folder here; nothing is downloaded.", metavar="DIR"),
]
GroupOption = Annotated[
    list[str] | None,
    typer.Option(
        "--keep-together",
        help="A column whose equal values never straddle folds; may be repeated. Default: outlet and story.",
        metavar="COLUMN",
    ),
]
SeedOption = Annotated[int, typer.Option(min=0, help="Decides the folds; the same seed gives the same figures.")]
FoldsOption = Annotated[int, typer.Option(min=2, help="Folds, outer and inner.")]


def train(
    question: QuestionOption,
    out: Annotated[
        Path | None, typer.Option("--out", help="The model's folder. Default: models/NAME in the study.", metavar="DIR")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The model's name. Default: the question.")] = None,
    study: StudyOption = HERE,
    labels: LabelsOption = None,
    text: TextOption = None,
    label: LabelOption = "label",
    mapping: MapOption = None,
    features: FeaturesOption = None,
    embeddings: EmbeddingsOption = None,
    keep_together: GroupOption = None,
    folds: FoldsOption = 5,
    seed: SeedOption = 0,
    scores: Annotated[bool, typer.Option("--scores/--no-scores", help="Measure it out of fold, for its card.")] = True,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Train a classifier from people's labels and write it with its card. Audit labels never teach."""
    from nlp.classifiers.saving import save
    from nlp.classifiers.training import train as fit

    settings = _settings(features, embeddings, keep_together, folds, seed)
    given, source = _training_set(question, study, labels, text, label, mapping)
    called = name or question.replace(":", "-")
    with progress("training", quiet=quiet) as advance:
        classifier, card = fit(settings, given, name=called, source=source, scored=scores, advance=advance)
    folder = out or (study / "models" / called)
    trained = save(classifier, card, folder)
    if not (labels and text):
        _record(study, trained.model, card)
    figures = {"model": trained.model, "folder": str(folder), "n": card["data"]["n"], "scores": card.get("scores")}
    overall = (card.get("scores") or {}).get("all")
    reached = (
        f"Out of fold: accuracy {overall['accuracy']:.2f}, macro-F1 {overall['macro_f1']:.2f}. " if overall else ""
    )
    print_figures(
        figures,
        f"Trained {trained.model} on {card['data']['n']:,} labels. {reached}Read {folder / 'card.md'}, then type "
        f"encuadre classify --model {folder}",
        as_json=as_json,
        quiet=quiet,
    )


def classify(
    model: Annotated[Path, typer.Option("--model", help="A folder that 'encuadre train' wrote.", metavar="DIR")],
    study: StudyOption = HERE,
    file: Annotated[
        Path | None, typer.Option("--file", help="Answer for the rows of a table instead.", metavar="FILE")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where that table goes, as CSV.", metavar="FILE")] = None,
    mapping: MapOption = None,
    embeddings: EmbeddingsOption = None,
    on_topic_only: Annotated[
        bool, typer.Option("--on-topic", help="Only articles that the rules find on topic.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Let a trained classifier answer for every article of the study; reports read its answers from there."""
    from nlp.classifiers.saving import load

    if (file is None) != (out is None):
        raise UsageError("E476")
    trained, differences = load(model, embeddings=embeddings)
    for difference in differences:
        say(f"Note: {difference}; answers may differ a little.", quiet=quiet)
    if file is not None and out is not None:
        figures = _classify_table(trained, file, out, _pairs(mapping))
    else:
        figures = _classify_study(trained, study, on_topic_only, quiet)
    answers = ", ".join(f"{answer} {number:,}" for answer, number in figures.items() if answer != "classified")
    print_figures(
        {"model": trained.model, "question": trained.question, **figures},
        f"Answered '{trained.question}' for {figures['classified']:,} articles ({answers}) as {trained.model}. "
        "A raw share of these is not a measurement: audit it.",
        as_json=as_json,
        quiet=quiet,
    )


def evaluate_classifier(
    question: QuestionOption = "framing",
    study: StudyOption = HERE,
    labels: LabelsOption = None,
    text: TextOption = None,
    label: LabelOption = "label",
    mapping: MapOption = None,
    gold: Annotated[
        Path | None, typer.Option("--gold", help="A folder with articles.jsonl and codes.jsonl.", metavar="DIR")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", help="Figures by language, country, outlet; comma or repeated.", metavar="language,outlet"
        ),
    ] = None,
    features: FeaturesOption = None,
    embeddings: EmbeddingsOption = None,
    keep_together: GroupOption = None,
    folds: FoldsOption = 5,
    seed: SeedOption = 0,
    carry: Annotated[
        bool, typer.Option("--transfer/--no-transfer", help="Also train on all other groups and ask about this one.")
    ] = True,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Rules, text classifier and both together on articles they have not seen, out of fold and carried over."""
    from nlp.classifiers.comparing import compare, gold_set, read_gold_rows
    from nlp.classifiers.features import TAG_PREFIX
    from nlp.classifiers.validation import BY
    from nlp.tagger import Tagger

    settings = _settings(features, embeddings, keep_together, folds, seed)
    if gold is not None:
        frame, truth = read_gold_rows(gold, Tagger())
        if question not in truth:
            raise UsageError("E477", question=question, known=", ".join(truth))
        given = gold_set(frame, truth[question], question)
    else:
        given, _ = _training_set(question, study, labels, text, label, mapping)
    columns = several(by) or BY
    shown = [str(name) for name in given.frame.columns if not str(name).startswith(TAG_PREFIX)]
    unknown = [name for name in columns if name not in shown]
    if by and unknown:
        raise UsageError("E576", given=unknown[0], what="figures can be divided", known=", ".join(shown))
    with progress("evaluating", quiet=quiet) as advance:
        found = compare(settings, given, by=columns, carry=columns if carry else (), advance=advance)
    if as_json:
        print_json({"question": question, "n": len(given.truth), "contenders": found})
        return
    show_comparison(question, found)


def show_comparison(question: str, found: dict[str, Any]) -> None:
    """The table of a comparison, for people."""
    rows = [row for name, figures in found.items() for row in _rows(name, figures)]
    print_table(
        f"'{question}' out of fold: accuracy, macro-F1 (95 % interval)",
        ("contender", "articles", "n", "accuracy", "macro-F1", "Brier", "calibration error"),
        rows,
    )
    moved = [row for name, figures in found.items() for row in _moved(name, figures.get("transfer", {}))]
    if moved:
        print_table(
            "Carried over: trained on all others", ("contender", "asked about", "n", "accuracy", "macro-F1"), moved
        )
    if any(figures["all"].get("few_clusters") for figures in found.values()):
        say("There are few outlets or stories, so these intervals are too narrow.")


def _rows(name: str, figures: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    groups = {"all": figures["all"]}
    for part, values in figures.items():
        if part.startswith("by_"):
            groups |= {f"{part.removeprefix('by_')} {value}": each for value, each in values.items()}
    for group, each in groups.items():
        scores = [_sure(each, "accuracy"), _sure(each, "macro_f1"), _two(each.get("brier")), _two(each.get("ece"))]
        yield name, group, each["n"], *scores


def _moved(name: str, transfer: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    for by, groups in transfer.items():
        for group, each in groups.items():
            yield name, f"{by} {group}", each["n"], _sure(each, "accuracy"), _sure(each, "macro_f1")


def _sure(figures: dict[str, Any], name: str) -> str:
    ends = figures.get(f"{name}_interval")
    return _two(figures.get(name)) + (f" ({_two(ends[0])}-{_two(ends[1])})" if ends else "")


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _settings(
    features: list[str] | None, embeddings: str | None, keep_together: list[str] | None, folds: int, seed: int
) -> Settings:
    from nlp.classifiers.training import Settings

    chosen = several(features) or None
    together = tuple(keep_together) if keep_together else None
    return Settings(features=chosen, embeddings=embeddings, group_by=together, folds=folds, seed=seed)


def _training_set(
    question: str,
    study: Path,
    labels: Path | None,
    text: list[str] | None,
    label: str,
    mapping: list[str] | None,
) -> tuple[TrainingSet, str]:
    """The rows to learn from, and where they come from in words."""
    from encuadre.study import Study
    from nlp.classifiers.teaching import corpus_training_set, file_training_set, labels_of_file, stored_labels

    if labels is not None and text:
        given = file_training_set(labels, label=label, text=text, mapping=_pairs(mapping), question=question)
        return given, labels.name
    opened = Study.open(study)
    with opened.reading(), opened.corpus() as corpus:
        if labels is not None:
            people = labels_of_file(labels, label=label, question=question, mapping=_pairs(mapping))
            return corpus_training_set(corpus, people, question), f"{labels.name} and the study"
        return corpus_training_set(corpus, stored_labels(corpus), question), f"the study {opened.config.study.name}"


def _record(study: Path, model: str, card: dict[str, Any]) -> None:
    from encuadre.study import Study
    from nlp.labels.provenance import versions_of

    known = {"model": model, "question": card["question"], "tags": card["data"]["tags_version"]}
    with Study.open(study).corpus() as corpus:
        run = corpus.start_run("train", versions_of(seed=card["how"]["seed"], **known))
        corpus.finish_run(run.id, {"labels": card["data"]["n"], **card["data"]["resolved"]})


def _classify_study(trained: Any, study: Path, on_topic_only: bool, quiet: bool) -> dict[str, int]:
    from encuadre.study import Study
    from nlp.classifiers.applying import classify_corpus
    from nlp.labels.provenance import versions_of

    opened = Study.open(study)
    with opened.reading(), opened.corpus() as corpus, progress("classifying", quiet=quiet) as advance:
        return classify_corpus(corpus, trained, versions_of(), on_topic_only=on_topic_only, progress=advance)


def _classify_table(trained: Any, file: Path, out: Path, mapping: dict[str, str]) -> dict[str, int]:
    from nlp.classifiers.applying import classify_frame
    from nlp.classifiers.teaching import read_frame

    answered = classify_frame(trained, read_frame(file, mapping))
    answered.to_csv(out, index=False)
    return {"classified": len(answered), **dict(sorted(Counter(map(str, answered["answer"])).items()))}


def _pairs(mapping: list[str] | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in mapping or []]
    for name, equals, column in pairs:
        if not (name.strip() and equals and column.strip()):
            raise UsageError("E610", given=name)
    return {name.strip(): column.strip() for name, _, column in pairs}
