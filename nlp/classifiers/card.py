"""The card of a trained classifier, for people: what it answers, from what data, how well, for what use and limits.

In: the card as data (``nlp.classifiers.training.make_card``). Out: Markdown, after Mitchell et al. (2019), "Model cards
for model reporting".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_USE = (
    "To answer one question for the articles of a corpus like the one it learnt from, as the machine's part of an "
    "estimate that an audit sample corrects. Not to judge a single article, journalist or woman, and never to decide "
    "anything about a person. Its raw share is not a measurement."
)
_LIMITS = (
    "The figures are of articles like those it learnt from. Of other outlets, countries and languages believe only the "
    "rows under 'Carried over', if there are any.",
    "It learnt what its annotators held to be so, with their mistakes.",
    "`model.skops` holds words and pairs of words of the training articles, names of persons among them: treat it as "
    "you treat the articles, and do not publish it without looking.",
)


def write_card(card: Mapping[str, Any], model: str) -> str:
    """The card as Markdown."""
    return "\n".join(_lines(card, model)) + "\n"


def _lines(card: Mapping[str, Any], model: str) -> Iterator[str]:
    data, how = card["data"], card["how"]
    yield f"# {model}"
    yield ""
    yield f"Answers the question **{card['question']}** with one of: {', '.join(card['classes'])}."
    yield ""
    yield "## Data"
    yield ""
    yield f"- {data['n']} labelled {data['unit']} from {data['source']}, trained on {card['date']}."
    yield f"- By class: {_counted(data['classes'])}."
    for column in ("language", "country", "outlet"):
        if data.get(column):
            yield f"- By {column}: {_counted(data[column])}."
    yield f"- How labels were resolved: {_counted(data['resolved'])}."
    yield ""
    yield "## How it works"
    yield ""
    yield f"- Text columns: {', '.join(how['text'])}. Features: {', '.join(how['features'])}."
    yield (
        f"- {how['estimator']}; probabilities calibrated by bias-corrected temperature scaling, thresholds: "
        f"{how['thresholds'] or 'the most probable answer'}; both on rows held out of {how['folds']} inner folds."
    )
    yield f"- Seed {how['seed']}. Kept together in every fold: {', '.join(how['group_by']) or 'nothing but copies'}."
    yield ""
    yield from _scores(card)
    yield "## Intended use"
    yield ""
    yield _USE
    yield ""
    yield "## Limits"
    yield ""
    for limit in (*_LIMITS, *card.get("limits", ())):
        yield f"- {limit}"
    yield ""
    yield "## Needed to load it"
    yield ""
    yield f"{_counted(card['versions'])}. sha256 of model.skops: `{card['sha256']}`."
    if card["data"].get("tags_version"):
        yield f"Tags of version set `{card['data']['tags_version']}`."


def _scores(card: Mapping[str, Any]) -> Iterator[str]:
    scores = card.get("scores")
    yield "## Scores, out of fold"
    yield ""
    if not scores:
        yield f"None: {card.get('no_scores', 'not measured')}"
        yield ""
        return
    yield f"95 % intervals by bootstrap over {scores['clustered_by']} ({scores['all']['clusters']} clusters)."
    if scores["all"]["few_clusters"]:
        yield "So few clusters make intervals that are too narrow."
    yield ""
    yield "| articles | n | accuracy | macro-F1 | Brier | calibration error |"
    yield "|---|---|---|---|---|---|"
    yield _row("all", scores["all"])
    for column in ("language", "country", "outlet"):
        for name, found in scores.get(f"by_{column}", {}).items():
            yield _row(f"{column}: {name}", found)
    yield ""
    yield "| class | n | precision | recall | F1 |"
    yield "|---|---|---|---|---|"
    for name, found in scores["all"]["classes"].items():
        yield (
            f"| {name} | {found['n']} | " + " | ".join(_two(found[key]) for key in ("precision", "recall", "f1")) + " |"
        )
    yield ""
    for by, groups in card.get("transfer", {}).items():
        if groups:
            yield f"### Carried over: trained on all other {by}s, asked about this one"
            yield ""
            yield f"| {by} | n | accuracy | macro-F1 |"
            yield "|---|---|---|---|"
            for name, found in groups.items():
                yield f"| {name} | {found['n']} | {_sure(found, 'accuracy')} | {_sure(found, 'macro_f1')} |"
            yield ""


def _row(name: str, found: Mapping[str, Any]) -> str:
    cells = [name, str(found["n"]), _sure(found, "accuracy"), _sure(found, "macro_f1")]
    return "| " + " | ".join([*cells, _two(found.get("brier")), _two(found.get("ece"))]) + " |"


def _sure(found: Mapping[str, Any], name: str) -> str:
    ends = found.get(f"{name}_interval")
    return _two(found.get(name)) + (f" ({_two(ends[0])}–{_two(ends[1])})" if ends else "")


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _counted(numbers: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items())
