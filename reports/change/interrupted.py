"""Interrupted time series: did the level or the slope of a panel's monthly share break at the event?

In: a country's months and the windows of an event. Out: ``Interrupted``, or the rule that forbids it. Unlike before and
after it knows a trend from a break. The months' errors are correlated: generalized least squares (statsmodels) with the
covariance of reports.change.unrest, and, where it is wider, the Newey-West error of the whitened residuals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from reports.change.before_after import outlet_weights
from reports.change.months import MonthTable, Windows, panel_of
from reports.change.refusals import FEWEST_POINTS, FEWEST_STORIES_A_MONTH, Refused, Rule
from reports.change.unrest import Counts, monthly, periods_around, unrest
from reports.stats import CONFIDENCE, Estimate, Numbers

_YEAR = 12
# Months over which Newey and West's weights fall to zero.
_LAGS = 3


@dataclass(frozen=True, slots=True)
class Interrupted:
    """``level``: the break at the event; ``slope``: the change of the yearly slope, both as shares (0..1); ``trend``:
    the yearly slope before the event. ``points``: months used before and after."""

    level: Estimate
    slope: Estimate
    trend: Estimate
    points: tuple[int, int]
    stories_a_month: float
    p: float


def interrupted(table: MonthTable, side: str, windows: Windows) -> Interrupted | Refused:
    """The break of a side's monthly share at an event, within the panel of its windows."""
    own = table.only(panel_of(table, windows))
    if not own.outlets:
        return Refused(Rule.NO_PANEL)
    periods = periods_around(own.n.shape[1], windows)
    filled = [own.n[:, period].sum(0) > 0 for period in periods]
    points = int(filled[0].sum()), int(filled[1].sum())
    if min(points) < FEWEST_POINTS:
        return Refused(Rule.FEW_POINTS, {"before": points[0], "after": points[1], "fewest": FEWEST_POINTS})
    usual = min(float(own.n[:, period].sum() / kept.sum()) for period, kept in zip(periods, filled, strict=True))
    if usual < FEWEST_STORIES_A_MONTH:
        return Refused(Rule.FEW_A_MONTH, {"usual": int(usual), "fewest": FEWEST_STORIES_A_MONTH})
    in_period = [own.n[:, period].sum(1) for period in periods]
    # An outlet's mean over both periods is taken away, so that who published in which month breaks nothing.
    counts = Counts(own.n, own.hits[side], outlet_weights(in_period[0], in_period[1]))
    months = monthly(counts, periods, together=True)
    since = (months.columns - windows.after.start) / _YEAR
    after = (since >= 0).astype(float)
    design = np.column_stack([np.ones(len(since)), since, after, since * after])
    covariance = np.diag(months.chance) + unrest(months, design).covariance
    _, trend, level, slope = _fit(months.share, design, covariance)
    p = float(2 * special.stdtr(len(since) - design.shape[1], -abs(level.value) / level.error))
    return Interrupted(level.estimate, slope.estimate, trend.estimate, points, usual, p)


@dataclass(frozen=True, slots=True)
class _Coefficient:
    value: float
    error: float
    estimate: Estimate


def _fit(share: Numbers, design: Numbers, covariance: Numbers) -> list[_Coefficient]:
    """The coefficients by generalized least squares, each with the wider of its two errors."""
    # statsmodels takes two seconds to load, which a study without events need not wait for.
    from statsmodels.regression.linear_model import GLS

    model = GLS(share, design, sigma=covariance)
    fitted = model.fit()
    # The covariance is known, not up to a factor: the model's scale is one.
    by_model = np.sqrt(np.diag(fitted.normalized_cov_params))
    lagged = model.fit(cov_type="HAC", cov_kwds={"maxlags": _LAGS, "use_correction": True}).bse
    reach = float(special.stdtrit(len(share) - design.shape[1], 0.5 + CONFIDENCE / 2))
    errors = np.maximum(by_model, lagged)
    return [
        _Coefficient(
            float(value),
            float(error),
            Estimate(float(value), float(value - reach * error), float(value + reach * error)),
        )
        for value, error in zip(fitted.params, errors, strict=True)
    ]
