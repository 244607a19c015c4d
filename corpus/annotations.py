"""What is said of the articles of a study: tags by the pipeline, labels by people, predictions by trained classifiers.

In: the records of corpus.records and corpus.labels. Out: the same. ``Corpus`` (corpus/store.py) has these methods; they
stand here because they change with what is measured, and the rest of the store with how articles are collected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.labels import Draw, HumanLabel, Prediction, Purpose, Sample
from corpus.records import Article, ArticleTags, Run
from corpus.storage import labels as labels_storage
from corpus.storage import tags as tags_storage
from corpus.storage.articles import Selection, read_tagged
from corpus.storage.database import Database


class Annotations:
    """The part of a study's store that holds tags, samples, labels and predictions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # tags

    def write_tags(self, tags: Sequence[ArticleTags], run: Run) -> None:
        """Replace all tags of these articles in one transaction. Articles no longer there are passed over."""
        tags_storage.write_tags(self._database, tags, run)

    def tags(self, article_id: str) -> ArticleTags | None:
        """The tags of an article; None when it has none."""
        with self._database.reading() as connection:
            found = tags_storage.read_tags(connection, [article_id]).get(article_id)
        return found[0] if found else None

    def tagged_articles(
        self,
        *,
        outlet: str | None = None,
        country: str | None = None,
        language: str | None = None,
        batch: int = 500,
    ) -> Iterator[tuple[Article, ArticleTags | None, str | None]]:
        """Articles as ``articles`` gives them, each with its tags and their version set (None where it has none)."""
        selection = Selection(outlet=outlet, country=country, language=language)
        return read_tagged(self._database, selection, batch)

    # labels by people, and by trained classifiers

    def write_sample(self, sample: Sample, draws: Sequence[Draw]) -> None:
        """Keep a sample and its draws in one transaction. Raises EncuadreError E260 (name taken), E261 (mixed)."""
        labels_storage.write_sample(self._database, sample, draws)

    def samples(self) -> list[Sample]:
        """Every sample, in the order drawn."""
        with self._database.reading() as connection:
            return labels_storage.read_samples(connection)

    def draws(self, sample: str) -> list[Draw]:
        """The draws of a sample, in the order drawn. Raises EncuadreError E262 when there is no such sample."""
        with self._database.reading() as connection:
            return labels_storage.read_draws(connection, sample)

    def drawn_for(self, purpose: Purpose) -> set[str]:
        """Identifiers of all articles ever drawn for this purpose."""
        with self._database.reading() as connection:
            return labels_storage.drawn_for(connection, purpose)

    def write_labels(self, labels: Iterable[HumanLabel]) -> None:
        """Keep labels; one annotator's later label of an article replaces the earlier one of the same purpose.

        Raises EncuadreError E210, E263, E264 (no such article, not drawn to audit, drawn to audit); keeps none then.
        """
        labels_storage.write_labels(self._database, labels)

    def labels(self, purpose: Purpose | None = None, sample: str | None = None) -> list[HumanLabel]:
        """Labels by article and annotator."""
        with self._database.reading() as connection:
            return labels_storage.read_labels(connection, purpose, sample)

    def write_predictions(self, predictions: Sequence[Prediction], run: Run) -> None:
        """Replace what these models said of these articles, in one transaction."""
        labels_storage.write_predictions(self._database, predictions, run.id)

    def predictions(self, question: str, model: str | None = None) -> list[Prediction]:
        """What models said on a question, by article and model."""
        with self._database.reading() as connection:
            return labels_storage.read_predictions(connection, question, model)
