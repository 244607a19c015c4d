"""Uses of a term: what O11 counts. A phrase is one use, however many codes it carries.

In: marks with their places in their articles. Out: which of them begin a use, and which begins the use of each. Marks
of one side that share words in one text are one use: "la reina del delito" is an appearance and a crime, and was
written once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd


def begins_use(marks: pd.DataFrame, within: Sequence[str] = ()) -> npt.NDArray[np.bool_]:
    """For each mark whether it is the first of its use, by article and part and by the columns of ``within``."""
    return np.asarray(first_of_use(marks, within) == np.arange(len(marks)), dtype=np.bool_)


def first_of_use(marks: pd.DataFrame, within: Sequence[str] = ()) -> npt.NDArray[np.int64]:
    """For each mark the place, among ``marks``, of the one that begins its use."""
    if marks.empty:
        return np.zeros(0, np.int64)
    group = np.zeros(len(marks), np.int64)
    for column in ("article_id", "part", *within):
        codes, values = pd.factorize(marks[column])
        group = pd.factorize(group * len(values) + codes)[0]
    starts, ends = (marks[column].to_numpy(np.int64) for column in ("start", "end"))
    order = np.lexsort((ends, starts, group))
    # Every group lies beyond all of the group before it, so that one running maximum serves them all.
    beyond = group[order] * (int(ends.max()) + 1)
    reached = np.maximum.accumulate(beyond + ends[order])
    begins = np.ones(len(marks), bool)
    begins[1:] = (beyond + starts[order])[1:] >= reached[:-1]
    first = np.empty(len(marks), np.int64)
    # In order, each mark belongs to the last that began one.
    first[order] = order[np.maximum.accumulate(np.where(begins, np.arange(len(marks)), 0))]
    return first
