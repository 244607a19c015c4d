"""How good answers are: accuracy, macro-F1, F1 of every class, Brier score and calibration error, with intervals.

In: true answers, given answers and probabilities, and what belongs together. Out: plain dictionaries for tables, JSON
and cards. Intervals: percentile bootstrap over clusters (Efron and Tibshirani 1993; Field and Welsh 2007), because
articles of one story or outlet are not independent trials.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

DRAWS = 1_000
SEED = 20_240_117  # any fixed number: two runs must print the same interval
LEVEL = 0.95
# Fewer clusters than this give an interval that is too narrow to be believed (Cameron, Gelbach and Miller 2008).
FEWEST_CLUSTERS = 10
# Of equal size, so that each holds enough rows to compare what was said with what was so.
_BINS = 10


def figures(
    truth: Sequence[str] | NDArray[Any],
    told: Sequence[str] | NDArray[Any],
    *,
    probabilities: NDArray[np.float64] | None = None,
    classes: Sequence[str] = (),
    clusters: NDArray[Any] | None = None,
    draws: int = DRAWS,
) -> dict[str, Any]:
    """All figures over some rows. ``clusters``: drawn whole in the bootstrap; each row alone when not given."""
    gold, said = np.asarray(truth, dtype=object), np.asarray(told, dtype=object)
    labels = sorted({str(label) for label in gold} | {str(label) for label in said})
    found: dict[str, Any] = {"n": len(gold)}
    if not len(gold):
        return found
    together = np.arange(len(gold)) if clusters is None else np.asarray(clusters)
    cells = _cells(gold, said, labels, together)
    table = cells.sum(axis=0)
    found |= {"accuracy": float(np.trace(table) / table.sum()), "macro_f1": float(_macro_f1(table[None])[0])}
    found["clusters"] = len(cells)
    if len(cells) >= 2:
        drawn = _drawn(cells, draws)
        found["accuracy_interval"] = _interval(np.trace(drawn, axis1=1, axis2=2) / drawn.sum(axis=(1, 2)))
        found["macro_f1_interval"] = _interval(_macro_f1(drawn))
    found["few_clusters"] = len(cells) < FEWEST_CLUSTERS
    found["classes"] = {label: _class_figures(table, place) for place, label in enumerate(labels)}
    found["confusion"] = {row: dict(zip(labels, map(int, table[i]), strict=True)) for i, row in enumerate(labels)}
    if probabilities is not None:
        found |= _of_probabilities(gold, probabilities, list(classes))
    return found


def _cells(gold: NDArray[Any], said: NDArray[Any], labels: list[str], clusters: NDArray[Any]) -> NDArray[np.float64]:
    """Confusion tables, one a cluster: clusters x gold x said."""
    names, which = np.unique(clusters, return_inverse=True)
    place = {label: number for number, label in enumerate(labels)}
    cells = np.zeros((len(names), len(labels), len(labels)))
    rows, columns = (np.array([place[str(label)] for label in each], dtype=np.intp) for each in (gold, said))
    np.add.at(cells, (which.astype(np.intp), rows, columns), 1)
    return cells


def _drawn(cells: NDArray[np.float64], draws: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(SEED)
    weights = rng.multinomial(len(cells), np.full(len(cells), 1 / len(cells)), size=draws).astype(float)
    return np.asarray(np.einsum("dc,cij->dij", weights, cells))


def _macro_f1(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean F1 over the classes that occur in a table, as gold or as said."""
    right = np.diagonal(tables, axis1=1, axis2=2)
    either = tables.sum(axis=1) + tables.sum(axis=2)
    scores = np.divide(2 * right, either, out=np.full(either.shape, np.nan), where=either > 0)
    return np.asarray(np.nanmean(scores, axis=1))


def _class_figures(table: NDArray[np.float64], place: int) -> dict[str, Any]:
    right, gold, said = table[place, place], table[place].sum(), table[:, place].sum()
    return {
        "n": int(gold),
        "told": int(said),
        "precision": float(right / said) if said else None,
        "recall": float(right / gold) if gold else None,
        "f1": float(2 * right / (gold + said)) if gold + said else None,
    }


def _interval(values: NDArray[np.float64]) -> list[float]:
    low, high = np.nanquantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return [float(low), float(high)]


def _of_probabilities(gold: NDArray[Any], probabilities: NDArray[np.float64], classes: list[str]) -> dict[str, float]:
    """Brier score (0 best, 2 worst; summed over classes) and expected calibration error of the most probable class."""
    truth = np.array([[label == name for name in classes] for label in gold], dtype=float)
    brier = float(((probabilities - truth) ** 2).sum(axis=1).mean())
    top, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
    right = np.array([classes[place] == label for place, label in zip(top, gold, strict=True)], dtype=float)
    parts = np.array_split(np.argsort(sure, kind="stable"), min(_BINS, len(gold)))
    error = sum(len(part) * abs(right[part].mean() - sure[part].mean()) for part in parts) / len(gold)
    return {"brier": brier, "ece": float(error)}
