"""How many to draw from each stratum.

In: the strata of a frame and a ``SamplePlan``. Out: whole numbers that add up to the size asked for, at least two to a
stratum. A constructed week takes whole days, so that its stories come near the size only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt

from lexicons.errors import UsageError
from nlp.labels.population import Finding
from nlp.labels.strata import NEARLY_OF_OFF, Allocation, SamplePlan

Numbers = npt.NDArray[np.float64]

# Two give every stratum a variance of its own.
AT_LEAST = 2
# Halving an interval this often leaves nothing of it.
_HALVINGS = 200
# A constructed week cannot meet a size exactly; beyond this it is not what was asked for.
_MUCH_LARGER = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One stratum. ``population``: its stories, in ``units`` of which ``free`` were not drawn before: stories,
    or days of a constructed week. ``found``: stories that the machine finds stigmatizing. ``main``: what the sample
    is about, and not of what the machine leaves out.
    """

    name: str
    population: int
    units: int
    free: int
    found: int
    main: bool

    @property
    def expected(self) -> float:
        """Stories to a unit, on average."""
        return self.population / self.units


def units_to_draw(plan: SamplePlan, strata: Sequence[Stratum]) -> dict[str, int]:
    """How many units of each stratum are drawn. Raises UsageError E432 (too few labels), E433 (a week is too many)."""
    main = [stratum for stratum in strata if stratum.main]
    others = [stratum for stratum in strata if not stratum.main]
    budget, *rest = _budgets(plan, main, others)
    if plan.clustered:
        numbers = _days(plan, main, budget)
    else:
        free = [stratum.free for stratum in main]
        if budget < least(free):
            # Said in labels of the whole sample, which is what the user can change.
            need = ceil(least(free) / budget * plan.size)
            raise UsageError("E432", size=plan.size, strata=len(strata), need=need)
        numbers = allocate(budget, [_weight(plan.allocation, stratum) for stratum in main], free)
    names = [stratum.name for stratum in (*main, *others)]
    return dict(zip(names, [*numbers, *rest], strict=True))


def least(capacity: Sequence[int]) -> int:
    """The fewest that give every stratum its two, or all it has."""
    return sum(min(AT_LEAST, each) for each in capacity)


def allocate(size: int, weights: Sequence[float], capacity: Sequence[int]) -> list[int]:
    """``size`` shared out by weight, at least two to each stratum (or all it has) and never more than it has.

    All of the capacity where that is less than ``size``. Largest remainders decide the rounding, the first stratum
    wins a tie. Raises ValueError when ``size`` is less than ``least(capacity)``.
    """
    room = np.array(capacity, dtype=np.float64)
    floor = np.minimum(AT_LEAST, room)
    if size >= room.sum():
        return list(capacity)
    if size < floor.sum():
        raise ValueError(f"{size} is too few for {len(room)} strata")
    # A weight of nothing still gives two.
    shares = np.maximum(np.array(weights, dtype=np.float64), 1e-12)
    exact = np.clip(_rate(size, shares, floor, room) * shares, floor, room)
    whole = np.floor(exact + 1e-9)
    # Only those with a remainder are rounded up, so floors and capacities hold.
    for place in np.argsort(-(exact - whole), kind="stable")[: round(size - whole.sum())]:
        whole[place] += 1
    return [int(each) for each in whole]


def _rate(size: int, shares: Numbers, floor: Numbers, room: Numbers) -> float:
    """The labels to a unit of weight at which the clipped shares add up to ``size``."""
    low, high = 0.0, float((room / shares).max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if np.clip(middle * shares, floor, room).sum() < size:
            low = middle
        else:
            high = middle
    return high


def _budgets(plan: SamplePlan, main: Sequence[Stratum], others: Sequence[Stratum]) -> list[int]:
    """The labels shared out between the main strata together and each of the others."""
    size, room = plan.size, sum(stratum.free for stratum in main)
    if plan.clustered:
        room = sum(stratum.population for stratum in main)
        if plan.weeks is not None:
            size = ceil(_stories_of(main, plan.weeks) / (1 - plan.off_topic_share if others else 1))
    shares = [1 - plan.off_topic_share if others else 1.0]
    for stratum in others:
        near = NEARLY_OF_OFF if stratum.name == Finding.NEARLY.value else 1 - NEARLY_OF_OFF
        shares.append(plan.off_topic_share * (near if len(others) > 1 else 1.0))
    capacity = [room, *(stratum.free for stratum in others)]
    if size < least(capacity):
        need = least([stratum.free for stratum in (*main, *others)])
        raise UsageError("E432", size=size, strata=len(main) + len(others), need=need)
    return allocate(size, shares, capacity)


def _weight(allocation: Allocation, stratum: Stratum) -> float:
    if allocation is Allocation.EQUAL:
        return 1.0
    if allocation is Allocation.PROPORTIONAL:
        return float(stratum.population)
    # Half a story on either side, so that a stratum where the machine finds nothing is not taken for certain.
    share = (stratum.found + 0.5) / (stratum.population + 1)
    return stratum.population * sqrt(share * (1 - share))


def _days(plan: SamplePlan, main: Sequence[Stratum], budget: int) -> list[int]:
    """Days of each weekday and cell: as many weeks as were asked for, or as are needed for the stories asked for."""
    weeks, longest = plan.weeks, max((stratum.free for stratum in main), default=0)
    if weeks is None:
        weeks = next((n for n in range(1, longest + 1) if _stories_of(main, n) >= budget), longest)
        expected = _stories_of(main, weeks)
        if weeks == 1 and expected > _MUCH_LARGER * budget:
            raise UsageError("E433", size=plan.size, expected=round(expected))
    return [min(stratum.free, weeks) for stratum in main]


def _stories_of(main: Sequence[Stratum], weeks: int) -> float:
    """How many stories so many constructed weeks are expected to hold."""
    return sum(stratum.expected * min(stratum.free, weeks) for stratum in main)
