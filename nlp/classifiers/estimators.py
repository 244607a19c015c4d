"""The classifiers, as scikit-learn estimators: usable in ``Pipeline``, ``cross_val_predict`` and ``GridSearchCV``.

``CrossFittedClassifier`` wraps any classifier and calibrates it on rows it has not seen, group by group; it takes what
the wrapped one takes. ``ArticleClassifier`` takes a data frame of articles and is what ``encuadre train`` fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC
from sklearn.utils import get_tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _num_samples, check_is_fitted, column_or_1d, indexable

from nlp.classifiers.calibration import TemperatureScaling, best_thresholds, choose
from nlp.classifiers.features import CHARACTERS, WORDS, ArticleFeatures
from nlp.classifiers.folds import STORY, grouped_folds, joined_groups

MACRO_F1 = "macro_f1"
# Measured by inner cross-validation (docs/classifiers.md): a softer margin than scikit-learn's 1 for few labels.
PENALTY = 0.5
FOLDS = 5
# A score for a class that a training fold lacked: below every score that was given.
_BELOW = 1.0


class CrossFittedClassifier(MetaEstimatorMixin, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier whose probabilities and thresholds come from rows that it had not seen.

    ``estimator``: anything with ``decision_function`` or ``predict_proba``, features included, so that no vocabulary
    leaks from a held-out row; a balanced linear SVM by default. ``thresholds``: "macro_f1" to choose them on the
    held-out rows of the training data; None for the most probable class. ``folds``: inner folds, fewer where there are
    fewer groups. Without any fold (too few groups) the scores pass uncalibrated, and ``calibrated_`` is False.
    """

    def __init__(
        self,
        estimator: Any = None,
        thresholds: str | None = None,
        folds: int = FOLDS,
        random_state: int = 0,
    ) -> None:
        self.estimator = estimator
        self.thresholds = thresholds
        self.folds = folds
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        inner = get_tags(self._base())
        tags.input_tags = inner.input_tags
        return tags

    def fit(self, X: Any, y: Any, groups: Any = None) -> Self:  # noqa: N803
        """``groups``: rows with the same one are never separated; each row alone when not given."""
        X, y = indexable(X, y)  # noqa: N806
        if y is None:
            raise ValueError("This classifier requires y to be passed, but the target y is None.")
        check_classification_targets(y)
        self.classes_, numbers = np.unique(column_or_1d(y, warn=True), return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"a classifier needs two classes, and the labels hold {len(self.classes_)} class")
        # The base learns first: it says what is wrong with X, if anything is.
        self.estimator_ = clone(self._base()).fit(X, numbers)
        together = np.arange(_num_samples(X)) if groups is None else np.asarray(groups)
        self._calibrate(X, numbers, together)
        if hasattr(self.estimator_, "n_features_in_"):
            self.n_features_in_ = self.estimator_.n_features_in_
        if hasattr(self.estimator_, "feature_names_in_"):
            self.feature_names_in_ = self.estimator_.feature_names_in_
        return self

    def _calibrate(self, data: Any, numbers: NDArray[np.intp], groups: NDArray[Any]) -> None:
        count = len(self.classes_)
        scores = np.full((len(numbers), count), np.nan)
        for train, test in grouped_folds(numbers, groups, self.folds, self.random_state):
            part = clone(self._base()).fit(_rows(data, train), numbers[train])
            scores[test] = _class_scores(part, _rows(data, test), count)
        seen = ~np.isnan(scores).any(axis=1)
        self.calibrated_ = bool(seen.any() and len(np.unique(numbers[seen])) == count)
        self.thresholds_ = np.ones(count)
        if self.calibrated_:
            self.calibrator_ = TemperatureScaling().fit(scores[seen], numbers[seen])
            if self.thresholds == MACRO_F1:
                self.thresholds_ = best_thresholds(self.calibrator_.probabilities(scores[seen]), numbers[seen])

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Calibrated probabilities, rows x ``classes_``."""
        check_is_fitted(self, "estimator_")
        scores = _class_scores(self.estimator_, X, len(self.classes_))
        if not self.calibrated_:
            each = np.exp(scores - scores.max(axis=1, keepdims=True))
            return np.asarray(each / each.sum(axis=1, keepdims=True))
        return np.asarray(self.calibrator_.probabilities(scores))

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """The answer for each row, by the thresholds."""
        check_is_fitted(self, "estimator_")
        return np.asarray(self.classes_[choose(self.predict_proba(X), self.thresholds_)])

    def _base(self) -> Any:
        if self.estimator is not None:
            return self.estimator
        return LinearSVC(C=PENALTY, class_weight="balanced", random_state=self.random_state)


def _rows(data: Any, which: NDArray[np.intp]) -> Any:
    if isinstance(data, pd.DataFrame):
        return data.iloc[which]
    return data[which] if hasattr(data, "shape") else [data[index] for index in which]


def _class_scores(estimator: Any, data: Any, count: int) -> NDArray[np.float64]:
    """Rows x all classes; a class that the training rows lacked scores below the others."""
    if hasattr(estimator, "decision_function"):
        given = np.asarray(estimator.decision_function(data), dtype=float)
        # One score for two classes: half of it for one, half against the other, so that their distance is the score.
        given = np.column_stack([-given / 2, given / 2]) if given.ndim == 1 else given
    else:
        given = np.log(np.clip(np.asarray(estimator.predict_proba(data), dtype=float), 1e-6, 1.0))
    known = np.asarray(estimator.classes_, dtype=np.intp)
    if len(known) == count:
        return given
    scores = np.repeat(given.min(axis=1, keepdims=True) - _BELOW, count, axis=1)
    scores[:, known] = given
    return scores


class ArticleClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier of articles: a data frame in, answers and calibrated probabilities out.

    ``text``, ``features``, ``tag_weight``, ``embeddings``: see ``ArticleFeatures``. ``estimator``: what learns from the
    features; a balanced linear SVM of penalty ``C`` by default. ``group_by``: columns whose equal values keep rows
    together in the inner folds, wherever the frame has them; rows of the same text always stay together. The rest as in
    ``CrossFittedClassifier``.
    """

    def __init__(
        self,
        text: Sequence[str] = ("title", "body"),
        features: Sequence[str] = (WORDS, CHARACTERS),
        tag_weight: float = 1.0,
        embeddings: str | None = None,
        estimator: Any = None,
        C: float = PENALTY,  # noqa: N803
        thresholds: str | None = None,
        folds: int = FOLDS,
        group_by: Sequence[str] = (STORY,),
        random_state: int = 0,
    ) -> None:
        self.text = text
        self.features = features
        self.tag_weight = tag_weight
        self.embeddings = embeddings
        self.estimator = estimator
        self.C = C
        self.thresholds = thresholds
        self.folds = folds
        self.group_by = group_by
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags

    def fit(self, X: pd.DataFrame, y: Any, groups: Any = None) -> Self:  # noqa: N803
        """``groups`` given take the place of ``group_by``."""
        together = joined_groups(X, self.group_by, text=self.text) if groups is None else groups
        self.model_ = CrossFittedClassifier(
            estimator=Pipeline([("features", self._features()), ("classifier", self._classifier())]),
            thresholds=self.thresholds,
            folds=self.folds,
            random_state=self.random_state,
        ).fit(X, y, groups=together)
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, X: pd.DataFrame) -> NDArray[np.float64]:  # noqa: N803
        """Calibrated probabilities, rows x ``classes_``."""
        check_is_fitted(self, "model_")
        return np.asarray(self.model_.predict_proba(X))

    def predict(self, X: pd.DataFrame) -> NDArray[Any]:  # noqa: N803
        """The answer for each row."""
        check_is_fitted(self, "model_")
        return np.asarray(self.model_.predict(X))

    def _features(self) -> ArticleFeatures:
        return ArticleFeatures(
            text=self.text, features=self.features, tag_weight=self.tag_weight, embeddings=self.embeddings
        )

    def _classifier(self) -> Any:
        if self.estimator is not None:
            return clone(self.estimator)
        return LinearSVC(C=self.C, class_weight="balanced", random_state=self.random_state)
