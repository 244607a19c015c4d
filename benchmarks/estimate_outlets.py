"""Simulated outlets, each with a share of its own and a machine that errs on each in its own way.

In: what the outlets are like. Out: by method, every outlet's true share and its estimate. ``TUNED`` are the corpora on
which the first rule for few labels was set; ``NEW`` are others, by size, shape of error and way of drawing: today's
rule was chosen between several on short runs, with other seeds, of kinds like the first nine; the last five it had not
met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from estimate_corpora import Numbers, Random, Shown, machine

from reports.estimates.baselines import raw_share, rogan_gladen
from reports.estimates.cells import FEWEST_LABELS, FEWEST_OWN_LABELS, Pool, part_estimate
from reports.estimates.ppi import labelled_all, population_all
from reports.estimates.weights import Sampling, sampling_of, simple_random
from reports.stats import Estimate

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Outlets:
    """``share`` and its ``spread`` between outlets; sensitivity and specificity, which differ between outlets by
    ``errors`` (a standard deviation) in one of the ``SHAPES``. ``stories`` of each outlet, times a factor of log
    spread ``unequal``. ``n`` labels: of all stories, or, where ``each``, as many of every outlet.
    """

    name: str
    outlets: int = 10
    stories: int = 200
    n: int = 200
    share: float = 0.2
    spread: float = 0.08
    sensitivity: float = 0.8
    specificity: float = 0.88
    errors: float = 0.0
    shape: str = "normal"
    unequal: float = 0.0
    each: bool = False


def _one_far_off(random: Random, outlets: int) -> Numbers:
    """All alike but one, which finds 2.5 times ``errors`` too much."""
    found = np.zeros((2, outlets))
    found[1, random.integers(outlets)] = -2.5
    return found


# How outlets may differ in error rates: each shape has a standard deviation of about one.
SHAPES: dict[str, Callable[[Random, int], Numbers]] = {
    "normal": lambda random, outlets: random.standard_normal((2, outlets)),
    "uniform": lambda random, outlets: random.uniform(-np.sqrt(3), np.sqrt(3), (2, outlets)),
    "two kinds": lambda random, outlets: np.where(random.random((2, outlets)) < 0.5, -1.0, 1.0),
    "heavy tails": lambda random, outlets: random.standard_t(3, (2, outlets)) / np.sqrt(3),
    "one far off": _one_far_off,
}


def outlet_cells(kind: Outlets) -> Callable[[Random], Shown]:
    """Each outlet's own share: raw, by pooled error rates, and ours by how many labels of its own it has."""

    def simulate(random: Random) -> Shown:
        level, outlet, y, f = _press(kind, random)
        at, sampling = _draw(kind, outlet, random)
        whole = labelled_all(y[at], f[at], sampling)
        pool = Pool(whole, outlet[at])
        shown: dict[str, list[tuple[float, Estimate]]] = {
            name: []
            for name in ("raw (Wilson)", "Rogan-Gladen, pooled", "ours, 30 labels", "ours, 10 to 29", "ours, fewer")
        }
        for code in range(kind.outlets):
            mine, truth, own_f = outlet[at] == code, float(level[code]), f[outlet == code]
            own = labelled_all(y[at][mine], f[at][mine], sampling.take(mine))
            shown["raw (Wilson)"].append((truth, raw_share(own_f)))
            shown["Rogan-Gladen, pooled"].append((truth, rogan_gladen(y[at], f[at], own_f)))
            found = part_estimate(own, population_all(own_f), pool)
            if isinstance(found, tuple):
                labels = int(mine.sum())
                few = "ours, 10 to 29" if labels >= FEWEST_OWN_LABELS else "ours, fewer"
                shown["ours, 30 labels" if labels >= FEWEST_LABELS else few].append((truth, found[0].estimate))
        return shown

    return simulate


def _press(kind: Outlets, random: Random) -> tuple[Numbers, Codes, Numbers, Numbers]:
    """Each outlet's share, each story's outlet, its truth, and what the machine says."""
    level = np.clip(kind.share + kind.spread * random.standard_normal(kind.outlets), 0.02, 0.9)
    off = kind.errors * SHAPES[kind.shape](random, kind.outlets)
    sensitivity = np.clip(kind.sensitivity + off[0], 0.3, 1)
    specificity = np.clip(kind.specificity + off[1], 0.4, 1)
    factor = random.lognormal(0, kind.unequal, kind.outlets) if kind.unequal else np.ones(kind.outlets)
    # Below some forty stories an outlet has no share to speak of.
    outlet = np.repeat(np.arange(kind.outlets), np.maximum(40, (kind.stories * factor).astype(int)))
    y = (random.random(len(outlet)) < level[outlet]).astype(float)
    return level, outlet, y, machine(y, sensitivity[outlet], specificity[outlet], random)


def _draw(kind: Outlets, outlet: Codes, random: Random) -> tuple[Codes, Sampling]:
    """Which stories are labelled, and how they were drawn."""
    order = random.permutation(len(outlet))
    if not kind.each:
        return order[: kind.n], simple_random(kind.n, len(outlet))
    each = kind.n // kind.outlets
    at = np.concatenate([order[outlet[order] == code][:each] for code in range(kind.outlets)])
    return at, sampling_of(each / np.bincount(outlet)[outlet[at]], outlet[at], np.arange(len(at)))


TUNED = tuple(
    Outlets(
        f"10 outlets, shares ±{100 * spread:.0f}, error rates ±{100 * errors:.0f} points, n {n}",
        n=n,
        spread=spread,
        errors=errors,
    )
    for spread, errors, n in ((0, 0, 200), (0.08, 0, 200), (0.08, 0.05, 200), (0.08, 0.1, 200), (0.08, 0.1, 600))
)
NEW = (
    Outlets("10 outlets, share 45 %, ±10 points", share=0.45, errors=0.1),
    Outlets("10 outlets, ±15 points", errors=0.15),
    Outlets("10 outlets, ±10 points, evenly", errors=0.1, shape="uniform"),
    Outlets("10 outlets of two kinds, ±10 points", errors=0.1, shape="two kinds"),
    Outlets("10 outlets, ±10 points, heavy tails", errors=0.1, shape="heavy tails"),
    Outlets("10 outlets, one 25 points off", errors=0.1, shape="one far off"),
    Outlets("10 outlets, good machine, ±5 points, share 10 %", share=0.1, spread=0.04, sensitivity=0.95,
            specificity=0.98, errors=0.05),
    Outlets("6 outlets, n 100, ±10 points", outlets=6, n=100, errors=0.1),
    Outlets("30 unequal outlets, n 450, ±10 points", outlets=30, n=450, errors=0.1, unequal=0.6),
    Outlets("12 unequal outlets, 20 labels each, ±10 points", outlets=12, n=240, errors=0.1, unequal=0.6, each=True),
    Outlets("8 outlets, 40 labels each, ±10 points", outlets=8, n=320, errors=0.1, each=True),
    Outlets("20 outlets, n 140, alike", outlets=20, n=140),
    Outlets("20 outlets, n 140, ±10 points", outlets=20, n=140, errors=0.1),
    Outlets("20 outlets, n 140, good machine, ±3 points", outlets=20, n=140, sensitivity=0.95, specificity=0.97,
            errors=0.03),
)  # fmt: skip
