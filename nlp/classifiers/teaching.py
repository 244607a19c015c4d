"""What a classifier learns from: people's labels, resolved, beside the articles they are of.

In: the training labels of a corpus, or a table file with labels. Out: a ``TrainingSet``. Where several people answered,
the adjudicated answer holds, else the majority; a tie teaches nothing and is counted. Audit labels never teach (E264).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corpus.exchange.reading import open_table
from corpus.labels import ADJUDICATED, NO, YES, HumanLabel, Purpose
from corpus.records import Article, ArticleTags
from corpus.store import Corpus
from lexicons.errors import EncuadreError, NotEnoughDataError
from nlp.classifiers.features import text_column
from nlp.classifiers.frames import CODE_QUESTION, article_frame, carries, sentence_frame

# Of each class: less cannot stand on both sides of a fold.
FEWEST_OF_A_CLASS = 2
SENTENCE_TEXT = ("sentence", "before", "after")
ARTICLE_TEXT = ("title", "body")
HEADLINE_TEXT = ("title",)


@dataclass(frozen=True)
class TrainingSet:
    """Rows to learn from. ``truth``: the answer to each; ``text``: its text columns. ``counts``: how labels resolved.

    ``tags_version``: the version set that tagged the articles, None without tags.
    """

    question: str
    frame: pd.DataFrame
    truth: NDArray[np.object_]
    text: tuple[str, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    tags_version: str | None = None


def resolve(labels: Iterable[HumanLabel], question: str) -> tuple[dict[str, str], dict[str, int]]:
    """One answer an article, and how it came about. ``question`` may be QUESTION:OPTION where several may be chosen.

    Raises EncuadreError E264 when an audit label is among them.
    """
    by_article: dict[str, dict[str, str]] = defaultdict(dict)
    for label in labels:
        _refuse_audit(label)
        answer = _answer(label, question)
        if answer is not None:
            by_article[label.article_id][label.annotator] = answer
    return _decide(by_article)


def _refuse_audit(label: HumanLabel) -> None:
    if label.purpose is not Purpose.TRAIN:
        raise EncuadreError("E264", article=label.article_id)


def _answer(label: HumanLabel, question: str) -> str | None:
    name, _, option = question.partition(":")
    answer = label.answers.get(name)
    if answer is None or not option:
        return answer
    return YES if option in answer.split(" ") else NO


def _decide(answers: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, str], dict[str, int]]:
    counts = dict.fromkeys(("adjudicated", "one_annotator", "majority", "ties_dropped"), 0)
    decided: dict[str, str] = {}
    for key, given in answers.items():
        ranked = Counter(answer for name, answer in given.items() if name != ADJUDICATED).most_common(2)
        if ADJUDICATED in given:
            decided[key], how = given[ADJUDICATED], "adjudicated"
        elif len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
            how = "ties_dropped"
        else:
            decided[key], how = ranked[0][0], "one_annotator" if len(given) == 1 else "majority"
        counts[how] += 1
    return decided, counts


def stored_labels(corpus: Corpus) -> list[HumanLabel]:
    """The training labels of a corpus."""
    return corpus.labels(Purpose.TRAIN)


def corpus_training_set(corpus: Corpus, labels: Sequence[HumanLabel], question: str) -> TrainingSet:
    """The labelled articles of a corpus with their tags. A question ``code:R2`` is asked of every sentence.

    Raises E264 (audit label, or a training label of an article drawn to audit), NotEnoughDataError E467 or E468 (no
    labels; too few of a class).
    """
    known = {label.article_id for label in labels}
    audited = corpus.drawn_for(Purpose.AUDIT)
    if both := sorted(known & audited):
        raise EncuadreError("E264", article=both[0])
    audited_stories: set[str] = set()
    versions: set[str] = set()
    tagged: dict[str, tuple[Article, ArticleTags | None]] = {}
    for article, tags, version in corpus.tagged_articles():
        if article.id in audited and article.story_id:
            audited_stories.add(article.story_id)
        if article.id in known:
            tagged[article.id] = (article, tags)
            versions |= {version} if version else set()
    version = " ".join(sorted(versions)) or None
    # A copy of an audited article, in whatever outlet, would give the audit's answers away.
    copies = {name for name, (article, _) in tagged.items() if article.story_id in audited_stories}
    labels = [label for label in labels if label.article_id not in copies]
    if question.startswith(CODE_QUESTION):
        return _sentences(tagged, labels, question, version)
    answers, counts = resolve(labels, question)
    counts["copies_of_audited"] = len(copies)
    kept = [identifier for identifier in sorted(answers) if identifier in tagged]
    frame = article_frame(tagged[identifier] for identifier in kept)
    truth = np.array([answers[identifier] for identifier in kept], dtype=object)
    text = HEADLINE_TEXT if question == "headline" else ARTICLE_TEXT
    return checked(TrainingSet(question, frame, truth, text, counts, version))


def labels_of_file(path: Path, *, label: str, question: str, mapping: Mapping[str, str]) -> list[HumanLabel]:
    """Labels of articles that are in the corpus: a table with their ids and a column of answers. Raises E469."""
    frame = read_frame(path, mapping)
    missing = [name for name in ("id", label) if name not in frame.columns]
    if missing:
        raise EncuadreError("E469", column=missing[0], path=path, columns=", ".join(frame.columns))
    given = zip(text_column(frame, "id"), text_column(frame, label), strict=True)
    return [
        HumanLabel(
            article_id=identifier,
            annotator=path.name,
            purpose=Purpose.TRAIN,
            answers={question: answer.strip()},
            codebook_version="",
            labelled_at="",
        )
        for identifier, answer in given
        if answer.strip()
    ]


def _sentences(
    tagged: Mapping[str, tuple[Article, ArticleTags | None]],
    labels: Sequence[HumanLabel],
    question: str,
    version: str | None,
) -> TrainingSet:
    asked = [label for label in labels if label.spans is not None]
    frame = sentence_frame(tagged[each] for each in sorted({label.article_id for label in asked} & set(tagged)))
    code = question.removeprefix(CODE_QUESTION)
    by_annotator: dict[str, dict[str, list[HumanLabel]]] = defaultdict(lambda: defaultdict(list))
    for label in asked:
        _refuse_audit(label)
        by_annotator[label.annotator][label.article_id].append(label)
    answers: dict[str, dict[str, str]] = {str(row): {} for row in range(len(frame))}
    for annotator, theirs in by_annotator.items():
        spans = {article: [span for each in given for span in each.spans or ()] for article, given in theirs.items()}
        for row, (article, answer) in enumerate(zip(frame["id"], carries(frame, spans, code), strict=True)):
            if article in theirs:
                answers[str(row)][annotator] = answer
    decided, counts = _decide(answers)
    kept = [row for row in range(len(frame)) if str(row) in decided]
    truth = np.array([decided[str(row)] for row in kept], dtype=object)
    return checked(
        TrainingSet(question, frame.iloc[kept].reset_index(drop=True), truth, SENTENCE_TEXT, counts, version)
    )


# ---- a file


def file_training_set(
    path: Path, *, label: str, text: Sequence[str], mapping: Mapping[str, str], question: str
) -> TrainingSet:
    """Rows of a table with a column of labels and columns of text, of any topic. A row without a label teaches nothing.

    ``mapping``: our names (outlet, story, language, country, id) to columns of the file. Raises E469 for a column that
    the file lacks, and what ``open_table`` raises.
    """
    frame = read_frame(path, mapping)
    missing = [name for name in (*text, label) if name not in frame.columns]
    if missing:
        raise EncuadreError("E469", column=missing[0], path=path, columns=", ".join(frame.columns))
    given = [str(value).strip() if value is not None else "" for value in frame[label]]
    kept = [row for row, value in enumerate(given) if value]
    truth = np.array([given[row] for row in kept], dtype=object)
    counts = {"one_annotator": len(kept), "without_label": len(given) - len(kept)}
    rows = frame.iloc[kept].drop(columns=[label]).reset_index(drop=True)
    return checked(TrainingSet(question, rows, truth, tuple(text), counts))


def read_frame(path: Path, mapping: Mapping[str, str]) -> pd.DataFrame:
    """A table file as a frame of texts, its columns renamed. Raises the error of the first row that cannot be read."""
    table = open_table(path)
    missing = [column for column in mapping.values() if column not in table.columns]
    if missing:
        raise EncuadreError("E469", column=missing[0], path=path, columns=", ".join(table.columns))
    rows = []
    for row in table.rows():
        if row.problem is not None:
            raise row.problem
        rows.append(dict(row.cells))
    frame = pd.DataFrame(rows, columns=list(table.columns)).astype(object)
    frame = frame.where(frame.notna(), None)
    return frame.rename(columns={column: name for name, column in mapping.items()})


def checked(given: TrainingSet) -> TrainingSet:
    """The same, if there is something to learn."""
    sizes = Counter(given.truth)
    if not sizes:
        raise NotEnoughDataError("E467", question=given.question)
    rarest, number = min(sizes.items(), key=lambda item: (item[1], str(item[0])))
    if len(sizes) < 2 or number < FEWEST_OF_A_CLASS:
        raise NotEnoughDataError(
            "E468", answer=rarest, n=number, question=given.question, fewest=FEWEST_OF_A_CLASS, classes=len(sizes)
        )
    return given
