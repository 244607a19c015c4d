"""Applies a trained classifier: to the articles of a corpus, or to a table.

In: a ``Trained`` classifier. Out: ``Prediction`` rows in the corpus under the model's own name, or a frame with two
more columns. A question about sentences is answered for the article: yes where any sentence is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corpus.labels import NO, YES, Prediction
from corpus.records import Article, ArticleTags
from corpus.store import Corpus
from lexicons.errors import EncuadreError
from nlp.classifiers.calibration import choose
from nlp.classifiers.features import TAGS
from nlp.classifiers.frames import CODE_QUESTION, article_frame, sentence_frame
from nlp.classifiers.saving import Trained

# Texts in memory at a time; a few megabytes.
BATCH = 500
Tagged = tuple[Article, ArticleTags | None]


def classify_corpus(
    corpus: Corpus,
    trained: Trained,
    versions: Mapping[str, str],
    *,
    on_topic_only: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
) -> dict[str, int]:
    """Answer for every article and keep the answers, as a run. Returns how many, by answer.

    ``on_topic_only``: leave out what the rules find off topic. Raises E474 where the model reads tags and an article
    has none, E475 where they are of another version than those it learnt from.
    """
    run = corpus.start_run("classify", {**versions, "model": trained.model, "question": trained.question})
    total = corpus.count_articles()
    counts: Counter[str] = Counter()
    done = 0
    for batch in _batches(corpus, trained):
        done += len(batch)
        kept = [pair for pair in batch if not on_topic_only or (pair[1] is not None and pair[1].on_topic)]
        said = predictions(trained, kept) if kept else []
        corpus.write_predictions(said, run)
        counts.update(item.answer for item in said)
        if progress is not None:
            progress(done, total)
    figures = {"classified": sum(counts.values()), **dict(sorted(counts.items()))}
    corpus.finish_run(run.id, figures)
    return figures


def predictions(trained: Trained, tagged: list[Tagged]) -> list[Prediction]:
    """What the classifier says of these articles, in their order."""
    classifier = trained.classifier
    if trained.question.startswith(CODE_QUESTION):
        frame = sentence_frame(tagged)
        answers, sure = _of_articles(frame, *_answered(trained, frame)) if len(frame) else ({}, {})
        pairs = [(article.id, answers.get(article.id, NO), sure.get(article.id, 1.0)) for article, _ in tagged]
    else:
        frame = article_frame(tagged)
        told, chances = _answered(trained, frame)
        places = [list(classifier.classes_).index(answer) for answer in told]
        chosen = chances[np.arange(len(told)), places]
        pairs = [(str(i), str(answer), float(p)) for i, answer, p in zip(frame["id"], told, chosen, strict=True)]
    return [
        Prediction(
            article_id=identifier, question=trained.question, model=trained.model, answer=answer, probability=sure
        )
        for identifier, answer, sure in pairs
    ]


def classify_frame(trained: Trained, frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame with the columns ``answer`` and ``probability``."""
    told, chances = _answered(trained, frame)
    places = [list(trained.classifier.classes_).index(answer) for answer in told]
    return frame.assign(answer=told, probability=chances[np.arange(len(told)), places])


def _answered(trained: Trained, frame: pd.DataFrame) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Answers and probabilities, the texts read once."""
    chances = trained.classifier.predict_proba(frame)
    return trained.classifier.classes_[choose(chances, trained.classifier.model_.thresholds_)], chances


def _of_articles(
    frame: pd.DataFrame, told: NDArray[np.object_], chances: NDArray[np.float64]
) -> tuple[dict[str, str], dict[str, float]]:
    """Yes where a sentence is; as sure as of the surest sentence."""
    yes = chances[:, -1]  # "no" < "yes" in the order of classes
    by_article = pd.DataFrame({"id": frame["id"], "told": told == YES, "yes": yes}).groupby("id")
    answers = {str(name): YES if any_yes else NO for name, any_yes in by_article["told"].any().items()}
    surest = by_article["yes"].max()
    return answers, {name: float(surest[name] if told == YES else 1 - surest[name]) for name, told in answers.items()}


def _batches(corpus: Corpus, trained: Trained) -> Iterator[list[Tagged]]:
    reads_tags = TAGS in trained.classifier.features
    wanted = trained.card["data"].get("tags_version")

    def each() -> Iterator[Tagged]:
        for article, tags, version in corpus.tagged_articles():
            if reads_tags and tags is None:
                raise EncuadreError("E474", article=article.id)
            if reads_tags and wanted and version not in wanted.split():
                raise EncuadreError("E475", model=wanted, corpus=version)
            yield article, tags

    source = each()
    while batch := list(islice(source, BATCH)):
        yield batch
