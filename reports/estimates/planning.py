"""How many labels a figure needs, before anyone labels.

In: how many stories there are, a guess of the share, how good the machine is, and what is wanted: an interval of a
given half-width, or a change that can be seen. Out: labels. The variance is that of the estimator (PPI++, Angelopoulos,
Duchi and Zrnic 2023) at its best lambda: with n labels among N stories,

    var = p (1 - p) / n * (1 - rho^2 (N - n) / N) * design effect

where rho is the correlation of the machine's answer with people's. rho = 0 is a machine that helps nothing: then the
formula is the textbook's, without a correction for finite populations, since reports speak of an outlet's practice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from scipy import stats as scipy_stats

from corpus.store import Corpus
from nlp.labels.population import Finding, Population, stigmatizes
from reports.estimates.audit import read_audit
from reports.estimates.weights import weighted_mean
from reports.stats import CONFIDENCE, DESIGN_EFFECT, POWER

# How good the machine is where nobody has measured it here: the case that the measurement design works through.
SENSITIVITY, SPECIFICITY = 0.80, 0.88
# Of the stories that the machine finds on topic, how many are, where nobody has measured it here.
ON_TOPIC = 0.9
# Below this reports print no share, and below 100 they call it provisional.
FEWEST = 30
INDICATOR = "O2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What is known or guessed before labelling. ``rho2``: squared correlation of the machine's answer with people's.
    ``on_topic``: the share of stories found on topic that are. ``labels``: how many labels say so, 0 for a guess.
    """

    prevalence: float
    rho2: float
    on_topic: float = ON_TOPIC
    labels: int = 0


def rho_squared(prevalence: float, sensitivity: float, specificity: float) -> float:
    """Squared correlation between the truth and a machine of this sensitivity and specificity."""
    found = prevalence * sensitivity + (1 - prevalence) * (1 - specificity)
    if not (0 < prevalence < 1 and 0 < found < 1):
        return 0.0
    youden = sensitivity + specificity - 1
    return prevalence * (1 - prevalence) * youden**2 / (found * (1 - found))


def half_width(labels: float, stories: float, machine: Machine, design_effect: float = 1.0) -> float:
    """Half the 95 % interval of a share from so many labels of stories on topic, as 0..1."""
    if labels <= 0:
        return inf
    reach = float(scipy_stats.norm.ppf(0.5 + CONFIDENCE / 2))
    return reach * sqrt(_variance(machine.prevalence, labels, stories, machine.rho2) * design_effect)


def labels_for_half_width(wanted: float, stories: int, machine: Machine, design_effect: float = 1.0) -> int | None:
    """The fewest labels of stories on topic that give the half-width; None where labelling all of them does not."""
    return _fewest(lambda labels: half_width(labels, stories, machine, design_effect) <= wanted, stories)


def detectable_change(
    labels: float, stories: float, machine: Machine | None = None, design_effect: float = DESIGN_EFFECT
) -> float:
    """The smallest change of a share between two periods that is seen with 80 % power, as 0..1; 1 when none is.

    ``labels`` of ``stories`` in each period. The shares lie around ``machine.prevalence``, around one half without one,
    which is the worst case and then equals ``reports.stats.minimum_detectable_change`` (Fleiss, Levin and Paik 2003,
    4.2). A machine makes each label worth more, as in ``half_width``.
    """
    if labels <= 0:
        return 1.0
    centre, rho2 = (machine.prevalence, machine.rho2) if machine else (0.5, 0.0)
    worth = labels / (1 - rho2 * max(0.0, stories - labels) / stories) / design_effect
    reach, alarm = scipy_stats.norm.ppf(POWER), scipy_stats.norm.ppf(0.5 + CONFIDENCE / 2)
    change, last = 0.3, inf
    while abs(change - last) > 1e-9:
        last = change
        before, after = _around(centre, change)
        middle = (before + after) / 2
        spread = before * (1 - before) + after * (1 - after)
        change = min(1.0, (alarm * sqrt(2 * middle * (1 - middle)) + reach * sqrt(spread)) / sqrt(worth))
    return float(change)


def labels_for_change(
    wanted: float, stories: int, machine: Machine | None = None, design_effect: float = DESIGN_EFFECT
) -> int | None:
    """The fewest labels in each of two periods of so many stories that show the change; None where all do not."""
    return _fewest(lambda labels: detectable_change(labels, stories, machine, design_effect) <= wanted, stories)


def labels_to_draw(labels: int, machine: Machine, off_topic_share: float = 0.0) -> int:
    """How many to draw so that this many turn out on topic, and a share of all is spent on what the machine left."""
    return -int(-labels // (machine.on_topic * (1 - off_topic_share)))


def guessed_machine(population: Population, prevalence: float | None = None) -> Machine:
    """The machine of a study that nobody has audited: its own share, and error rates as in the measurement design."""
    found = population.stories[population.stories["finding"] == Finding.ON_TOPIC.value]
    if prevalence is None:
        # A story more on either side, so that a share of nothing is not taken for certain.
        prevalence = (float(stigmatizes(found).sum()) + 1) / (len(found) + 2)
    return Machine(prevalence=prevalence, rho2=rho_squared(prevalence, SENSITIVITY, SPECIFICITY))


def audited_machine(corpus: Corpus, population: Population) -> Machine | None:
    """The machine as the audit labels of the study find it; None with fewer than 30 of stories on topic."""
    labels, audit = read_audit(corpus)
    columns = [f"{INDICATOR}.y", f"{INDICATOR}.within", "probability", "article_id"]
    if audit is None or INDICATOR not in audit.asked:
        return None
    stories = population.stories.set_index("article_id")
    labels = labels[columns].dropna()
    labels = labels[labels["article_id"].isin(stories.index)]
    met = stories.loc[labels["article_id"]]
    weights = 1 / labels["probability"].to_numpy(float)
    y, within = (labels[name].to_numpy(float) for name in columns[:2])
    found = (met["finding"] == Finding.ON_TOPIC.value).to_numpy()
    inside = found & (within > 0)
    if inside.sum() < FEWEST:
        return None
    truth, machine = y[inside], stigmatizes(met).to_numpy(float)[inside]
    return Machine(
        prevalence=weighted_mean(truth, weights[inside]),
        rho2=_squared_correlation(truth, machine, weights[inside]),
        on_topic=weighted_mean(within[found], weights[found]),
        labels=int(inside.sum()),
    )


def _variance(prevalence: float, labels: float, stories: float, rho2: float) -> float:
    left = max(0.0, stories - labels) / stories
    return prevalence * (1 - prevalence) / labels * (1 - rho2 * left)


def _around(centre: float, change: float) -> tuple[float, float]:
    """Two shares that far apart, around a centre where they fit into 0..1."""
    low = min(max(centre - change / 2, 0.0), 1.0 - change)
    return low, low + change


def _fewest(enough: Callable[[int], bool], most: int) -> int | None:
    """The smallest number up to ``most`` that is enough; more is never worse."""
    if most < 1 or not enough(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _squared_correlation(first: np.ndarray, second: np.ndarray, weights: np.ndarray) -> float:
    spread = np.cov(first, second, aweights=weights)
    both = spread[0, 0] * spread[1, 1]
    return float(spread[0, 1] ** 2 / both) if both > 0 else 0.0
