"""How much a panel's monthly share moves by itself: the part of an interval that counting stories does not know.

In: a panel's months around an event. Out: the variance that such movement adds to any contrast of months. News comes in
waves: stories of one month resemble each other, in all outlets at once, and the next month's resemble them too. A
bootstrap that draws an outlet's months as if they were independent is then too sure (docs/change.md has the table), and
six months on a side are too few to tell. So the movement is measured on up to 30 months on each side of the event, as
the random part of a linear mixed model: y_t = level of the side + u_t + chance, with chance known from the counts and
u_t an autoregression of order one. Its spread and persistence are not picked but averaged over a grid, weighed by the
restricted likelihood (Patterson and Thompson 1971): picking would forget how uncertain they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from reports.change.months import Windows
from reports.stats import Numbers

# Longer ago tells little of how restless the months around the event were.
MONTHS_MEASURED = 30
# Standard deviations of a month's own movement, as shares: from none to as far as a share of one half can swing.
_SPREADS = np.array([0.0, 0.02, 0.04, 0.06, 0.08, 0.11, 0.15, 0.20, 0.27])
# How much of it is left a month later. Beyond .8 it is a trend, which placebo dates and time series speak of.
_PERSISTENCES = np.array([0.0, 0.3, 0.6, 0.8])
# Stories of the whole panel that each outlet is taken to have had besides its own, so that an outlet with three
# stories, all alike, is not taken for one without chance.
BORROWED = 2.0


@dataclass(frozen=True, slots=True)
class Counts:
    """A panel's stories and those on one side, by outlet and month; ``weights`` of the outlets sum to 1."""

    n: Numbers
    hits: Numbers
    weights: Numbers


@dataclass(frozen=True, slots=True)
class Unrest:
    """What was found. ``spread``: typical movement of a month, 0..1; ``persistence``: what is left of it a month later;
    ``covariance``: of the movements, month by month."""

    spread: float
    persistence: float
    covariance: Numbers


@dataclass(frozen=True, slots=True)
class Monthly:
    """A panel by month, the months with stories only: ``share`` free of the outlets' levels, ``chance`` its variance by
    counting alone, ``volume`` relative to the panel's usual."""

    columns: Numbers
    share: Numbers
    chance: Numbers
    volume: Numbers


def smoothed(hits: Numbers, n: Numbers) -> Numbers:
    """Outlets' shares for variances: each with a few stories of the panel added, and the panel's with one hit and one
    miss, so that a panel without a hit is not certain of it (Agresti and Caffo 2000)."""
    together = float((hits.sum() + 1) / (n.sum() + 2))
    return np.asarray((hits + BORROWED * together) / (n + BORROWED), dtype=np.float64)


def monthly(counts: Counts, periods: tuple[slice, slice], *, together: bool = False) -> Monthly:
    """The panel's months in two periods, each outlet's own mean of a period taken away; of both ``together`` when a
    break between them is to stay."""
    columns = np.concatenate([np.arange(period.start, period.stop) for period in periods])
    filled = np.maximum((counts.n[:, columns] > 0).sum(1), 1)
    scale = (counts.weights / (counts.n[:, columns].sum(1) / filled))[:, None]
    moved, chance = [], []
    for period in periods:
        n, hits = counts.n[:, period], counts.hits[:, period]
        levelled = columns if together else np.arange(period.start, period.stop)
        own = (counts.hits[:, levelled].sum(1) / counts.n[:, levelled].sum(1))[:, None]
        likely = smoothed(hits.sum(1), n.sum(1))[:, None]
        moved.append((scale * (hits - own * n)).sum(0))
        chance.append((scale**2 * n * likely * (1 - likely)).sum(0))
    volume = (scale * counts.n[:, columns]).sum(0)
    kept = volume > 0
    size = volume[kept]
    return Monthly(columns[kept], np.concatenate(moved)[kept] / size, np.concatenate(chance)[kept] / size**2, size)


def periods_around(months: int, windows: Windows) -> tuple[slice, slice]:
    """The periods before and after an event that are measured, in a table of so many months."""
    before, after = windows.before.stop, windows.after.start
    return slice(max(0, before - MONTHS_MEASURED), before), slice(after, min(months, after + MONTHS_MEASURED))


def unrest(months: Monthly, design: Numbers) -> Unrest:
    """The unrest of a panel's months around what ``design`` (a row a month) explains."""
    likelihoods, correlations = _likelihoods(months, design)
    weights = np.exp(likelihoods - likelihoods.max()) * _prior()
    weights /= weights.sum()
    # Mean squared movement by persistence, then over all of them.
    squares = weights @ _SPREADS**2
    return Unrest(
        spread=float(np.sqrt(squares.sum())),
        persistence=float(weights.sum(1) @ _PERSISTENCES),
        covariance=np.tensordot(squares, correlations, 1),
    )


def difference_unrest(counts: Counts, windows: Windows) -> tuple[Unrest, float]:
    """The unrest around an event's two levels, and the variance it adds to the difference between the windows."""
    months = monthly(counts, periods_around(counts.n.shape[1], windows))
    after = months.columns >= windows.after.start
    found = unrest(months, np.column_stack([~after, after]).astype(float))
    contrast = np.zeros(len(months.columns))
    for window, sign in ((windows.before, -1.0), (windows.after, 1.0)):
        inside = (months.columns >= window.start) & (months.columns < window.stop)
        contrast[inside] = sign * months.volume[inside] / months.volume[inside].sum()
    return found, float(contrast @ found.covariance @ contrast)


def _likelihoods(months: Monthly, design: Numbers) -> tuple[Numbers, Numbers]:
    """Restricted log likelihood by persistence (rows) and spread (columns), and the correlation for each persistence.

    With the chance scaled to one, an eigendecomposition a persistence makes every spread a diagonal.
    """
    scale = 1 / np.sqrt(months.chance)
    lags = np.abs(months.columns[:, None] - months.columns[None, :])
    correlations = np.stack([np.where(lags == 0, 1.0, persistence**lags) for persistence in _PERSISTENCES])
    likelihoods = []
    for correlation in correlations:
        values, vectors = np.linalg.eigh(correlation * scale[:, None] * scale[None, :])
        explained, share = vectors.T @ (design * scale[:, None]), vectors.T @ (months.share * scale)
        # By spread (rows) and month.
        variances = 1 + np.outer(_SPREADS**2, np.maximum(values, 0))
        information = np.einsum("ti,st,tj->sij", explained, 1 / variances, explained)
        fitted = np.linalg.solve(information, ((share / variances) @ explained)[:, :, None])[:, :, 0]
        misfit = ((share - fitted @ explained.T) ** 2 / variances).sum(1)
        likelihoods.append(-0.5 * (np.log(variances).sum(1) + np.linalg.slogdet(information)[1] + misfit))
    return np.stack(likelihoods), correlations


@cache
def _prior() -> Numbers:
    """Every spread and persistence as likely: a point of the grid stands for as much of the scale as lies around it."""
    return np.tile(np.gradient(_SPREADS), (len(_PERSISTENCES), 1))
