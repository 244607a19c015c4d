"""From a classifier's scores to probabilities that hold, and from probabilities to answers.

In: scores of rows that the classifier has not seen in training, and their true classes. Out: a calibrator, and one
threshold a class. Both are small on purpose, since labels are few.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.base import BaseEstimator

Array = NDArray[np.float64]
# How strongly the offsets of classes are held near zero: the weight of one label in a hundred.
_HELD = 0.01
# A class is taken more or less readily by at most this factor, in these steps: finer ones fit the noise of few labels.
_STEPS = np.array([0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0])
_SWEEPS = 3


class TemperatureScaling(BaseEstimator):  # type: ignore[misc]
    """softmax(scores / T + offset of the class): bias-corrected temperature scaling.

    Alexandari, Kundaje and Shrikumar (2020), "Maximum likelihood with bias-corrected calibration is hard-to-beat at
    label shift adaptation". For two classes it is Platt's sigmoid, whose smoothed targets (Platt 1999) it takes: with n
    labels of a class nobody is surer than (n + 1) / (n + 2), even where the training rows are told apart without error.
    """

    def fit(self, scores: Array, y: NDArray[np.intp]) -> Self:
        """``scores``: rows x classes; ``y``: class numbers."""
        classes = scores.shape[1]
        sure = (np.bincount(y, minlength=classes) + 1) / (np.bincount(y, minlength=classes) + 2)
        targets = np.repeat(((1 - sure[y]) / (classes - 1))[:, None], classes, axis=1)
        targets[np.arange(len(y)), y] = sure[y]

        def loss(parameters: Array) -> float:
            logits = scores * np.exp(parameters[0]) + parameters[1:]
            likelihood = (targets * log_softmax(logits, axis=1)).sum(axis=1).mean()
            return float(-likelihood + _HELD * np.sum(parameters[1:] ** 2))

        found = minimize(loss, np.zeros(classes + 1), method="L-BFGS-B")
        self.inverse_temperature_ = float(np.exp(found.x[0]))
        self.offsets_ = np.asarray(found.x[1:] - found.x[1:].mean())
        return self

    def probabilities(self, scores: Array) -> Array:
        """Rows x classes, each row summing to 1."""
        return np.asarray(softmax(scores * self.inverse_temperature_ + self.offsets_, axis=1))


def choose(probabilities: Array, thresholds: Array) -> NDArray[np.intp]:
    """The class whose probability is the largest in proportion to its threshold."""
    return np.asarray(np.argmax(probabilities / thresholds, axis=1))


def best_thresholds(probabilities: Array, y: NDArray[np.intp]) -> Array:
    """Thresholds that make macro-F1 on these rows as large as it gets, one class after the other.

    They start equal, and one moves only when that helps, so that with nothing to gain the most probable class wins.
    """
    thresholds = np.ones(probabilities.shape[1])
    best = _macro_f1(y, choose(probabilities, thresholds))
    for _ in range(_SWEEPS):
        before = best
        for k in range(len(thresholds)):
            for step in _STEPS:
                tried = thresholds.copy()
                tried[k] = step
                score = _macro_f1(y, choose(probabilities, tried))
                if score > best + 1e-9:
                    thresholds, best = tried, score
        if best == before:
            break
    return thresholds


def _macro_f1(y: NDArray[np.intp], told: NDArray[np.intp]) -> float:
    """scikit-learn's macro-F1 over the classes that occur, without its checks: hundreds are asked for in a fit."""
    classes = int(max(y.max(), told.max())) + 1
    hits = np.bincount(y[y == told], minlength=classes)
    said = np.bincount(y, minlength=classes) + np.bincount(told, minlength=classes)
    return float((2 * hits[said > 0] / said[said > 0]).mean())
