"""How often the worded states err: simulated panels with a known truth, judged as the reports judge them.

In: nothing. Out: a table for docs/reports.md. Run: python benchmarks/funnel.py
"""

from __future__ import annotations

from itertools import product

import numpy as np

from reports.estimates.intervals import share_interval
from reports.figures import funnel
from reports.figures.funnel import Placed, Side
from reports.figures.shares import WIDEST_INTERVAL

_REPETITIONS = 200
_SEED = 20231109
_SHARE = 0.30
# Sizes of outlets are unequal as in collected corpora: a log-normal around the median.
_UNEQUAL = 0.6
_FEWEST_STORIES = 30


def panel_of(chance: np.random.Generator, outlets: int, stories: int, spread: float, far: float) -> list[Placed]:
    """Outlets whose true shares differ by ``spread``; the first lies ``far`` off."""
    sizes = np.maximum(_FEWEST_STORIES, np.round(stories * np.exp(chance.normal(0, _UNEQUAL, outlets)))).astype(int)
    truths = np.clip(_SHARE + spread * chance.normal(size=outlets), 0.02, 0.98)
    truths[0] += far
    shares = [(int(n), float(chance.binomial(n, p) / n)) for n, p in zip(sizes, truths, strict=True)]
    return [Placed(share_interval(y, n, 1000), n, y * (1 - y) / n) for n, y in shares]


def errs(outlets: int, stories: int, spread: float, far: float) -> tuple[float, float]:
    """How often an ordinary outlet, and the one far off, is called clearly different."""
    chance = np.random.default_rng(_SEED)
    ordinary, first = 0, 0
    for _ in range(_REPETITIONS):
        panel = panel_of(chance, outlets, stories, spread, far)
        found = funnel.funnel_of([each for each in panel if each.estimate.width <= WIDEST_INTERVAL], bounded=True)
        clear = [
            found is not None and each.estimate.width <= WIDEST_INTERVAL and found.side(each) in (Side.MORE, Side.LESS)
            for each in panel
        ]
        first += clear[0]
        ordinary += sum(clear[1:])
    return ordinary / _REPETITIONS / (outlets - 1), first / _REPETITIONS


def main() -> None:
    """Print the table. The least number of outlets is set aside, to show what it is for."""
    funnel.FEWEST_OUTLETS = 2
    print("| outlets | median n | spread between outlets | an ordinary one called | one 30 points off called |")
    print("|---|---|---|---|---|")
    for outlets, (stories, spread) in product((5, 8, 12, 40), ((55, 0.0), (100, 0.0), (300, 0.05), (300, 0.08))):
        ordinary, _ = errs(outlets, stories, spread, 0.0)
        _, first = errs(outlets, stories, spread, 0.30)
        print(f"| {outlets} | {stories} | {100 * spread:.0f} points | {ordinary:.2%} | {first:.0%} |", flush=True)


if __name__ == "__main__":
    main()
