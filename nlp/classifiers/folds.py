"""Which rows may be separated: copies and neighbours never straddle a fold.

In: the frame of articles. Out: group numbers and folds. Two rows belong together when they share a value in any of the
columns asked for (outlet, story), or when their texts are the same; and so on from row to row (connected components).
A story printed by two outlets therefore joins the two outlets when both columns are asked for.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from nlp.classifiers.features import text_column

OUTLET, STORY = "outlet", "story"
Split = tuple[NDArray[np.intp], NDArray[np.intp]]


def joined_groups(
    frame: pd.DataFrame, by: Sequence[str] = (STORY,), *, text: Sequence[str] = ("title", "body")
) -> NDArray[np.intp]:
    """A number for each row; rows with the same number belong together. A missing value joins nothing."""
    parent = list(range(len(frame)))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for keys in [*(text_column(frame, column) for column in by), _copies(frame, text)]:
        first: dict[Hashable, int] = {}
        for row, key in enumerate(keys):
            if key:
                parent[root(row)] = root(first.setdefault(key, row))
    roots = [root(row) for row in range(len(frame))]
    return np.unique(roots, return_inverse=True)[1].astype(np.intp)


def _copies(frame: pd.DataFrame, text: Sequence[str]) -> list[str]:
    """What makes two rows the same text: their words, whatever the case and spacing."""
    columns = [text_column(frame, column) for column in text if column in frame.columns]
    return [" ".join(" ".join(parts).casefold().split()) for parts in zip(*columns, strict=True)]


def grouped_folds(y: Sequence[Any] | NDArray[Any], groups: NDArray[Any], folds: int, seed: int) -> list[Split]:
    """Folds that keep groups whole and the shares of the classes as even as that allows.

    Fewer folds where there are fewer groups; none where all rows belong together or each class is in one group alone.
    """
    count = min(folds, len(np.unique(groups)))
    if count < 2:
        return []
    splitter = StratifiedGroupKFold(n_splits=count, shuffle=True, random_state=seed)
    labels = np.asarray(y)
    with warnings.catch_warnings():
        # A class with fewer labels than folds is counted in the card and the tables, where it is read.
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        found = list(splitter.split(np.zeros(len(labels)), labels, groups))
    splits = [(np.asarray(train), np.asarray(test)) for train, test in found]
    return [(train, test) for train, test in splits if len(test) and len(np.unique(labels[train])) > 1]
