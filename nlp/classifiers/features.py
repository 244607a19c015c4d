"""Articles in a data frame in, one sparse matrix out: words, characters, our tags, and embeddings of a local model.

In: a data frame with text columns (``title``, ``body``, or any of a team's own), numeric columns whose name begins with
``tag_`` (nlp.classifiers.frames), in any order. Out: a matrix of one row an article. Each text column has a vocabulary
of its own, because a word in a headline is not the same evidence as the word in the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from lexicons.errors import EncuadreError

WORDS, CHARACTERS, TAGS, EMBEDDINGS = "words", "characters", "tags", "embeddings"
KINDS = (WORDS, CHARACTERS, TAGS, EMBEDDINGS)
TAG_PREFIX = "tag_"
# Pairs of words carry set phrases; pieces of two to five characters carry inflection in three languages without lemmas.
_WORD_RANGE, _PIECE_RANGE = (1, 2), (2, 5)
# A piece of characters that stands in one text alone teaches nothing and is most of the vocabulary.
_PIECE_TEXTS = 2
# Bounds memory on a large training set; smaller ones never come near.
_MOST_TERMS = 200_000


class ArticleFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A transformer of data frames.

    ``text``: the text columns; one that a frame lacks counts as empty, but not all of them (E461). ``features``: any of
    ``KINDS``. ``tag_weight``: how heavy all tags together may weigh beside one text column, whose rows have length 1.
    ``embeddings``: the folder of a sentence-transformers model on this computer; nothing is ever downloaded.
    """

    def __init__(
        self,
        text: Sequence[str] = ("title", "body"),
        features: Sequence[str] = (WORDS, CHARACTERS),
        tag_weight: float = 1.0,
        embeddings: str | None = None,
    ) -> None:
        self.text = text
        self.features = features
        self.tag_weight = tag_weight
        self.embeddings = embeddings

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags

    def fit(self, X: pd.DataFrame, y: object = None) -> Self:  # noqa: N803
        """Learn vocabularies and the range of every tag from these rows alone."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: pd.DataFrame, y: object = None) -> sparse.csr_matrix:  # noqa: N803
        """Learn, and give the matrix of the same rows: each text is read once."""
        self._check(X)
        self.vectorizers_: list[tuple[str, TfidfVectorizer]] = []
        blocks = []
        for column in self.text:
            texts = text_column(X, column)
            for kind in (WORDS, CHARACTERS):
                if kind in self.features:
                    vectorizer = _vectorizer(kind)
                    try:
                        blocks.append(vectorizer.fit_transform(texts))
                    except ValueError:  # no text of this column has a term: the column says nothing
                        continue
                    self.vectorizers_.append((column, vectorizer))
        self.tag_columns_ = [str(name) for name in X.columns if str(name).startswith(TAG_PREFIX)]
        self.tag_scale_ = np.ones(len(self.tag_columns_))
        if TAGS in self.features:
            if not self.tag_columns_:
                raise EncuadreError("E462")
            largest = self._tags(X).max(axis=0)
            self.tag_scale_ = np.where(largest > 0, largest, 1.0)
        blocks += self._other_blocks(X)
        if not blocks:
            raise EncuadreError("E463", text=", ".join(self.text))
        return sparse.csr_matrix(sparse.hstack(blocks))

    def transform(self, X: pd.DataFrame) -> sparse.csr_matrix:  # noqa: N803
        """The matrix of other rows, in the terms learnt."""
        check_is_fitted(self, "vectorizers_")
        self._check(X)
        blocks = [vectorizer.transform(text_column(X, column)) for column, vectorizer in self.vectorizers_]
        return sparse.csr_matrix(sparse.hstack(blocks + self._other_blocks(X)))

    def __getstate__(self) -> dict[str, Any]:
        """Vocabularies as one text each: a saved model would otherwise hold a record for every term."""
        state: dict[str, Any] = dict(super().__getstate__())
        if "vectorizers_" in state:
            state["vectorizers_"] = [
                {
                    "column": column,
                    "kind": _kind_of(each),
                    "terms": "\n".join(each.get_feature_names_out()),
                    "idf": each.idf_,
                }
                for column, each in self.vectorizers_
            ]
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """The same, back."""
        super().__setstate__(state)
        if "vectorizers_" in state:
            self.vectorizers_ = [(kept["column"], _restored(kept)) for kept in state["vectorizers_"]]

    def _check(self, frame: pd.DataFrame) -> None:
        if not isinstance(frame, pd.DataFrame):
            raise TypeError(f"features of articles are made of a pandas data frame, not of {type(frame).__name__}")
        unknown = [kind for kind in self.features if kind not in KINDS]
        if unknown:
            raise EncuadreError("E460", given=unknown[0], known=", ".join(KINDS))
        textual = {WORDS, CHARACTERS, EMBEDDINGS} & set(self.features)
        if textual and not set(self.text) & set(frame.columns):
            raise EncuadreError(
                "E461", text=", ".join(self.text), columns=", ".join(str(name) for name in frame.columns)
            )

    def _other_blocks(self, frame: pd.DataFrame) -> list[Any]:
        blocks: list[Any] = []
        if TAGS in self.features:
            scaled = np.minimum(self._tags(frame) / self.tag_scale_, 1.0)
            blocks.append(sparse.csr_matrix(scaled * self.tag_weight))
        if EMBEDDINGS in self.features:
            blocks.append(sparse.csr_matrix(self._embedded(frame)))
        return blocks

    def _tags(self, frame: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Counts on a logarithmic scale, since the tenth hedge says less than the first; absent ones are 0."""
        known = frame.reindex(columns=self.tag_columns_).apply(pd.to_numeric).fillna(0.0)
        return np.asarray(np.log1p(known.to_numpy(dtype=float).clip(min=0)))

    def _embedded(self, frame: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
        texts = [
            ". ".join(filter(None, parts)) for parts in zip(*(text_column(frame, c) for c in self.text), strict=True)
        ]
        encoded = _encoder(self.embeddings).encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded, dtype=float)


def text_column(frame: pd.DataFrame, column: str) -> list[str]:
    """The texts of a column; what is missing is empty."""
    if column not in frame.columns:
        return [""] * len(frame)
    return ["" if value is None or value is pd.NA or value != value else str(value) for value in frame[column]]


def _vectorizer(kind: str) -> TfidfVectorizer:
    common: dict[str, Any] = {"sublinear_tf": True, "max_features": _MOST_TERMS}
    if kind == WORDS:
        return TfidfVectorizer(ngram_range=_WORD_RANGE, **common)
    return TfidfVectorizer(analyzer="char_wb", ngram_range=_PIECE_RANGE, min_df=_PIECE_TEXTS, **common)


def _kind_of(vectorizer: TfidfVectorizer) -> str:
    return WORDS if vectorizer.analyzer == "word" else CHARACTERS


def _restored(kept: dict[str, Any]) -> TfidfVectorizer:
    # No term holds a line end: words are joined by a space, and pieces never cross one.
    terms = {term: place for place, term in enumerate(kept["terms"].split("\n"))}
    vectorizer = _vectorizer(kept["kind"]).set_params(vocabulary=terms)
    vectorizer.idf_ = np.asarray(kept["idf"], dtype=float)
    return vectorizer


_encoders: dict[str, Any] = {}


def _encoder(folder: str | None) -> Any:
    """The model in a folder of this computer, loaded once. Raises E464 or E465."""
    if folder is None or not Path(folder).is_dir():
        raise EncuadreError("E464", folder=folder or "(none named)")
    if folder not in _encoders:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncuadreError("E465") from error
        _encoders[folder] = SentenceTransformer(folder, device="cpu", local_files_only=True)
    return _encoders[folder]
