"""How good a classifier is on articles it has not seen: out of fold, and carried over to another group.

In: a frame of articles, their true answers, and an ``ArticleClassifier``. Out: answers and probabilities out of fold,
and figures over all and by language, country and outlet. Everything that is learnt (vocabulary, calibration,
thresholds) is learnt on the training rows of each fold alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from lexicons.errors import NotEnoughDataError
from nlp.classifiers.features import text_column
from nlp.classifiers.folds import grouped_folds, joined_groups
from nlp.classifiers.scoring import FEWEST_CLUSTERS, figures

BY = ("language", "country", "outlet")
Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class OutOfFold:
    """What was said of every row by a classifier that had not seen it. ``seen`` is False where no fold held the row."""

    told: NDArray[Any]
    probabilities: NDArray[np.float64]
    classes: tuple[str, ...]
    seen: NDArray[np.bool_]
    folds: int


def out_of_fold(
    classifier: Any,
    frame: pd.DataFrame,
    truth: NDArray[Any],
    groups: NDArray[Any],
    *,
    folds: int = 5,
    seed: int = 0,
    advance: Advance | None = None,
) -> OutOfFold:
    """Train on all folds but one and answer that one. Raises E466 where the groups cannot be parted."""
    splits = grouped_folds(truth, groups, folds, seed)
    if not splits:
        raise NotEnoughDataError("E466", groups=len(np.unique(groups)))
    classes = tuple(str(label) for label in np.unique(truth))
    told = np.full(len(frame), None, dtype=object)
    chances = np.zeros((len(frame), len(classes)))
    seen = np.zeros(len(frame), dtype=bool)
    for done, (train, test) in enumerate(splits):
        if advance is not None:
            advance(done, len(splits))
        fitted = clone(classifier).fit(frame.iloc[train], truth[train])
        columns = np.array([classes.index(str(label)) for label in fitted.classes_], dtype=np.intp)
        told[test] = fitted.predict(frame.iloc[test])
        chances[np.ix_(test, columns)] = fitted.predict_proba(frame.iloc[test])
        seen[test] = True
    return OutOfFold(told, chances, classes, seen, len(splits))


def all_figures(
    frame: pd.DataFrame, truth: NDArray[Any], said: OutOfFold, *, by: Sequence[str] = BY, text: Sequence[str]
) -> dict[str, Any]:
    """Figures over all rows that a fold held, and of each language, country and outlet."""
    clusters, clustered = _clusters(frame, text)
    found: dict[str, Any] = {"clustered_by": clustered, "unseen": int((~said.seen).sum())}
    found["all"] = _of(truth, said, said.seen, clusters)
    for column in by:
        values = text_column(frame, column)
        present = sorted({value for value in values if value})
        if present:
            found[f"by_{column}"] = {
                value: _of(truth, said, said.seen & (np.array(values, dtype=object) == value), clusters)
                for value in present
            }
    return found


def _of(truth: NDArray[Any], said: OutOfFold, rows: NDArray[np.bool_], clusters: NDArray[Any]) -> dict[str, Any]:
    return figures(
        truth[rows],
        said.told[rows],
        probabilities=said.probabilities[rows],
        classes=said.classes,
        clusters=clusters[rows],
    )


def _clusters(frame: pd.DataFrame, text: Sequence[str]) -> tuple[NDArray[np.intp], str]:
    """What the bootstrap draws whole: outlets with their stories where there are enough of them, else stories."""
    for by in (("outlet", "story"), ("story",)):
        groups = joined_groups(frame, by, text=text)
        if by == ("story",) or (_known(frame, "outlet") and len(np.unique(groups)) >= FEWEST_CLUSTERS):
            return groups, " and ".join(by)
    raise AssertionError("the last way of clustering always holds")


def _known(frame: pd.DataFrame, column: str) -> bool:
    return any(text_column(frame, column))


def transfer(
    classifier: Any, frame: pd.DataFrame, truth: NDArray[Any], by: str, *, text: Sequence[str], fewest: int = 5
) -> dict[str, dict[str, Any]]:
    """Train on all other groups (outlets, countries, languages), answer this one: one entry a group, and ``all``.

    Groups of fewer than ``fewest`` rows are taught from but not answered. Rows that share a story or text with the
    group answered leave the training too. A group that the others cannot teach (one class alone) has ``n`` only.
    """
    values = np.array(text_column(frame, by), dtype=object)
    together = joined_groups(frame, ("story",), text=text)
    found: dict[str, dict[str, Any]] = {}
    told = np.full(len(frame), None, dtype=object)
    for value in sorted({str(each) for each in values if each}):
        test = values == value
        train = ~test & ~np.isin(together, together[test])
        if test.sum() < fewest:
            continue
        if len(np.unique(truth[train])) < 2:
            found[value] = {"n": int(test.sum()), "trained_on": int(train.sum())}
            continue
        told[test] = clone(classifier).fit(frame[train], truth[train]).predict(frame[test])
        found[value] = figures(truth[test], told[test], clusters=together[test]) | {"trained_on": int(train.sum())}
    answered = np.array([each is not None for each in told])
    if answered.any():
        found["all"] = figures(truth[answered], told[answered], clusters=together[answered])
    return found
