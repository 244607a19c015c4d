"""Agreement over a study's labels: by question, code and language, by group of annotators, and what was confused.

In: labels, and the language of each article. Out: one ``Agreement`` for the command line, JSON and the page.
Adjudicated labels are no annotator's and do not count. A question that an annotator was not asked is missing, not a
disagreement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from corpus.labels import ADJUDICATED, NO, YES, HumanLabel
from corpus.store import Corpus
from lexicons.errors import NotEnoughDataError
from lexicons.questions import Question
from nlp.labels.agreement import DRAWS, Alpha, Values, alpha_of, between, interval_of, shares_of, weights
from nlp.labels.agreement_spans import ALL, SpanFigures, span_figures

ByArticle = Mapping[str, Sequence[HumanLabel]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Agreement on one thing in one language (``all`` for every language). ``kind``: question, option (is it among the
    answers, where several may be chosen) or code (does a span of it stand in the article).
    """

    kind: str
    name: str
    language: str
    alpha: Alpha


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """How often each group gave an answer, over the articles both labelled, and the difference with its interval."""

    value: str
    one: float
    other: float
    difference: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupItem:
    """A question within a group (``other`` is None) or between two."""

    question: str
    one: str
    other: str | None
    alpha: Alpha
    reads: tuple[Reads, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often two annotators gave an article these two answers; equal answers are in it too."""

    question: str
    cells: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All figures. ``annotators``: how many articles each labelled; ``articles`` with two annotators or more."""

    annotators: Mapping[str, int]
    groups: Mapping[str, str]
    articles: int
    labels: int
    items: tuple[Item, ...]
    spans: Mapping[str, SpanFigures]
    confusions: tuple[Confusion, ...]
    by_group: tuple[GroupItem, ...]
    draws: int


def agreement_of(
    labels: Iterable[HumanLabel], languages: Mapping[str, str], questions: Sequence[Question], *, draws: int = DRAWS
) -> Agreement:
    """The figures over some labels. Raises NotEnoughDataError E449 when no article has labels of two annotators."""
    given = doubled(labels)
    if not given:
        raise NotEnoughDataError("E449", where="")
    kept = [label for group in given.values() for label in group]
    by_language: dict[str, ByArticle] = {ALL: given}
    for language in sorted({languages.get(article, "") for article in given} - {""}):
        by_language[language] = {a: group for a, group in given.items() if languages.get(a) == language}
    return Agreement(
        annotators=dict(sorted(Counter(label.annotator for label in kept).items())),
        groups={label.annotator: label.group for label in kept if label.group},
        articles=len(given),
        labels=len(kept),
        items=tuple(item for name, part in by_language.items() for item in _items(name, part, questions, draws)),
        spans={name: span_figures(part, draws=draws) for name, part in by_language.items()},
        confusions=tuple(_confusions(given, questions)),
        by_group=tuple(_by_group(given, questions, draws)),
        draws=draws,
    )


def languages_of(corpus: Corpus, labels: Iterable[HumanLabel]) -> dict[str, str]:
    """The language of every labelled article."""
    return {article: corpus.article(article).language or "" for article in {label.article_id for label in labels}}


def doubled(labels: Iterable[HumanLabel]) -> dict[str, list[HumanLabel]]:
    """Labels by article, of articles with two annotators or more; the last of an annotator who has two purposes."""
    by_article: dict[str, dict[str, HumanLabel]] = defaultdict(dict)
    for label in labels:
        if label.annotator != ADJUDICATED:
            by_article[label.article_id][label.annotator] = label
    return {article: list(given.values()) for article, given in sorted(by_article.items()) if len(given) > 1}


def answer_of(label: HumanLabel, question: Question) -> str | None:
    """What an annotator answered; None where the question was not answered, or not to be asked."""
    if question.asked_if is not None and label.answers.get(question.asked_if, YES) != YES:
        return None
    return label.answers.get(question.id)


def _values(given: ByArticle, question: Question, option: str | None = None) -> Values:
    """For each article its answers; with ``option`` whether that is among them."""
    rows: list[list[str]] = []
    for labels in given.values():
        answers = [answer for label in labels if (answer := answer_of(label, question)) is not None]
        rows.append(answers if option is None else [YES if option in a.split() else NO for a in answers])
    return rows


def _items(language: str, given: ByArticle, questions: Sequence[Question], draws: int) -> Iterable[Item]:
    for question in questions:
        found = alpha_of(_values(given, question), draws=draws)
        if not found.articles:
            continue
        yield Item(kind="question", name=question.id, language=language, alpha=found)
        if question.several:
            for option in question.options:
                presence = alpha_of(_values(given, question, option), draws=draws)
                if YES in presence.values:
                    yield Item(kind="option", name=f"{question.id}:{option}", language=language, alpha=presence)
    marked = [[{s.code for s in each.spans} for each in labels if each.spans is not None] for labels in given.values()]
    for code in sorted({code for sets in marked for codes in sets for code in codes}):
        presence = alpha_of([[YES if code in codes else NO for codes in sets] for sets in marked], draws=draws)
        if presence.articles:
            yield Item(kind="code", name=code, language=language, alpha=presence)


def _confusions(given: ByArticle, questions: Sequence[Question]) -> Iterable[Confusion]:
    for question in questions:
        if question.several:
            continue
        order = {option: place for place, option in enumerate(question.options)}
        cells: Counter[tuple[str, str]] = Counter()
        for answers in _values(given, question):
            for pair in combinations(sorted(answers, key=lambda a: order.get(a, len(order))), 2):
                cells[pair] += 1
        if cells:
            yield Confusion(question=question.id, cells=tuple((*pair, n) for pair, n in sorted(cells.items())))


def _by_group(given: ByArticle, questions: Sequence[Question], draws: int) -> Iterable[GroupItem]:
    """Within each group and between every two; a difference between groups is a finding, not noise."""
    groups = sorted({label.group for labels in given.values() for label in labels if label.group})
    for question in questions:
        if question.several:
            continue
        values = {group: _values(_only(given, group), question) for group in groups}
        for group in groups:
            yield GroupItem(question=question.id, one=group, other=None, alpha=alpha_of(values[group], draws=draws))
        for one, other in combinations(groups, 2):
            found = between(values[one], values[other], draws=draws)
            reads = tuple(_reads(values[one], values[other], question, draws))
            yield GroupItem(question=question.id, one=one, other=other, alpha=found, reads=reads)


def _only(given: ByArticle, group: str) -> ByArticle:
    return {article: [label for label in labels if label.group == group] for article, labels in given.items()}


def _reads(one: Values, other: Values, question: Question, draws: int) -> Iterable[Reads]:
    both = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    if not both:
        return
    domain = list(question.options)
    left, right = (shares_of([pair[side] for pair in both], domain) for side in (0, 1))
    drawn = weights(len(both), draws) @ (left - right) / len(both)
    for place, value in enumerate(domain):
        mine, yours = float(left[:, place].mean()), float(right[:, place].mean())
        if not mine and not yours:
            continue
        low, high = interval_of(np.asarray(drawn[:, place])) if len(both) > 1 else (None, None)
        yield Reads(value=value, one=mine, other=yours, difference=mine - yours, low=low, high=high)
