"""What the estimate is compared with: the raw share, Rogan and Gladen's correction, and the labels alone.

In: counts. Out: an estimate each. None of them is used by a report where PPI++ can be; the benchmark shows why.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from reports.estimates.weights import Numbers, Sampling, mean_variance, weighted_mean
from reports.stats import NORMAL, Estimate, wilson


def raw_share(f: Numbers) -> Estimate:
    """The machine's own share with Wilson's interval: sure of itself, and wrong wherever the machine errs."""
    return wilson(round(float(f.sum())), len(f))


def rogan_gladen(y: Numbers, f: Numbers, machine: Numbers) -> Estimate:
    """The machine's share turned back by its sensitivity and specificity on the labels (Rogan and Gladen 1978).

    Interval by the delta method (Lang and Reiczigel 2014). Where the machine is no better than chance the method has
    no answer, and the interval is everything.
    """
    positive, negative = float(y.sum()), float((1 - y).sum())
    if positive == 0 or negative == 0:
        return Estimate(float(machine.mean()), 0.0, 1.0)
    sensitivity = float((f * y).sum() / positive)
    specificity = float(((1 - f) * (1 - y)).sum() / negative)
    skill = sensitivity + specificity - 1
    if skill <= 0:
        return Estimate(float(machine.mean()), 0.0, 1.0)
    apparent, n = float(machine.mean()), len(machine)
    value = float(np.clip((apparent + specificity - 1) / skill, 0, 1))
    variance = (
        apparent * (1 - apparent) / n
        + value**2 * sensitivity * (1 - sensitivity) / positive
        + (1 - value) ** 2 * specificity * (1 - specificity) / negative
    ) / skill**2
    reach = NORMAL * sqrt(variance)
    return Estimate(value, max(0.0, value - reach), min(1.0, value + reach))


def labels_only(y: Numbers, sampling: Sampling) -> Estimate:
    """The labelled stories without the machine: Wilson's interval, at the effective number where weights differ."""
    value = weighted_mean(y, sampling.weights)
    if np.ptp(sampling.weights) == 0:
        return wilson(round(value * len(y)), len(y))
    variance = mean_variance(y, sampling)
    worth = value * (1 - value) / variance if variance > 0 else float(len(y))
    return wilson(round(value * worth), max(1, round(worth)))
