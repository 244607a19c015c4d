"""How sure the figures of an evaluation are: percentile bootstrap over articles.

In: the figures of every single article, as ``nlp.evaluating.framing.figures_of`` gives them. Out: for each figure the
ends of its 95 % interval. Articles are drawn with replacement, because the spans of one article are alike and 400 spans
of 60 articles are not 400 independent trials (Efron and Tibshirani 1993, ch. 13).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

DRAWS = 2_000
SEED = 20_240_117  # any fixed number: two runs must print the same interval
LEVEL = 0.95

# A figure by its path: ("spans", "micro", "f1").
FigurePath = tuple[str, ...]
Interval = tuple[float, float]


def intervals(articles: Sequence[Mapping[str, Any]], *, draws: int = DRAWS) -> dict[FigurePath, Interval]:
    """The interval of every F1, accuracy and macro-F1 by its path; none where fewer than two articles count."""
    if len(articles) < 2:
        return {}
    weights = _weights(len(articles), draws)
    found: dict[FigurePath, Interval] = {}
    for path in sorted({path for article in articles for path in _leaves(article)}):
        leaves = [_at(article, path) for article in articles]
        name, values = _resampled(leaves, weights)
        known = values[~np.isnan(values)]
        if known.size:
            low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
            found[(*path, name)] = (float(low), float(high))
    return found


def with_intervals(figures: dict[str, Any], articles: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The same figures, each F1, accuracy and macro-F1 with ``<name>_interval`` beside it: ``[low, high]``."""
    for path, (low, high) in intervals(articles).items():
        place = _at(figures, path[:-1])
        if place is not None and place.get(path[-1]) is not None:
            place[f"{path[-1]}_interval"] = [low, high]
    return figures


def _weights(articles: int, draws: int) -> NDArray[np.float64]:
    """How often each draw takes each article: draws x articles."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(articles, np.full(articles, 1 / articles), size=draws).astype(float)


def _leaves(figures: Mapping[str, Any], before: FigurePath = ()) -> list[FigurePath]:
    """The places that hold counts from which a figure follows."""
    found = [before] if _kind(figures) else []
    for key, value in figures.items():
        if isinstance(value, Mapping) and key != "confusion":
            found += _leaves(value, (*before, key))
    return found


def _kind(figures: Mapping[str, Any]) -> str:
    return next((name for name in ("f1", "macro_f1", "accuracy") if name in figures), "")


def _at(figures: Mapping[str, Any], path: FigurePath) -> Any:
    place: Any = figures
    for key in path:
        place = place.get(key) if isinstance(place, Mapping) else None
    return place


def _resampled(leaves: Sequence[Any], weights: NDArray[np.float64]) -> tuple[str, NDArray[np.float64]]:
    """The figure in every draw; NaN where a draw has nothing to count."""
    name = next(_kind(leaf) for leaf in leaves if leaf)
    if name == "f1":
        right, gold, told = (weights @ _column(leaves, key) for key in ("right", "gold", "predicted"))
        return name, _divide(2 * right, gold + told)
    if name == "accuracy":
        of = _column(leaves, "n")
        share = np.array([leaf["accuracy"] or 0.0 if leaf else 0.0 for leaf in leaves])
        return name, _divide(weights @ (share * of), weights @ of)
    return name, _macro_f1(leaves, weights)


def _column(leaves: Sequence[Any], key: str) -> NDArray[np.float64]:
    return np.array([leaf[key] if leaf else 0 for leaf in leaves], dtype=float)


def _macro_f1(leaves: Sequence[Any], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    labels = sorted({label for leaf in leaves if leaf for label in leaf["confusion"]})
    cells = np.array(
        [
            [[leaf["confusion"][a][b] if leaf and leaf["confusion"] else 0 for b in labels] for a in labels]
            for leaf in leaves
        ],
        dtype=float,
    )
    tables = np.einsum("da,ars->drs", weights, cells)
    gold, told = tables.sum(axis=2), tables.sum(axis=1)
    right = np.diagonal(tables, axis1=1, axis2=2)
    scores = _divide(2 * right, gold + told)
    # A draw in which no label occurs has no mean.
    return _divide(np.nansum(scores, axis=1), np.isfinite(scores).sum(axis=1))


def _divide(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return shares
