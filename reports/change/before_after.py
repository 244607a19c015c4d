"""Before and after an event, within the same outlets.

In: a country's months, the windows of an event, a side. Out: ``BeforeAfter``, or the rule that forbids it. The
difference is the mean of the outlets' own changes, each weighed by its part in the stories of both windows; so the
share of all stories moves by exactly this plus what the mix of outlets moved (Kitagawa 1955). The interval adds to the
chance of counting the months' own unrest (reports.change.unrest).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import special

from reports.change.months import MonthTable, Windows, panel_of
from reports.change.refusals import FEWEST_MONTHS, FEWEST_MONTHS_IN_ALL, Refused, Rule
from reports.change.unrest import Counts, difference_unrest, smoothed
from reports.figures.shares import COUNTS_ONLY_BELOW, PROVISIONAL_BELOW, share_of
from reports.stats import NORMAL, POWER, Estimate, Numbers, minimum_detectable_change, two_sided_p


@dataclass(frozen=True, slots=True)
class WindowCounts:
    """Stories on the side, and all stories, of the panel in both windows. ``outlets``: the panel."""

    hits_before: int = 0
    n_before: int = 0
    hits_after: int = 0
    n_after: int = 0
    outlets: tuple[str, ...] = ()

    @property
    def planned(self) -> float:
        """The smallest change that so many stories are planned to show, before anything is known of the months."""
        return minimum_detectable_change(self.n_before, self.n_after)

    @property
    def provisional(self) -> bool:
        """True when either window has fewer stories than a full figure needs."""
        return min(self.n_before, self.n_after) < PROVISIONAL_BELOW


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A difference of shares, all 0..1. ``variance`` is that of the difference, ``counting`` its part by counting
    alone; ``raw``: the same without regard to outlets; ``equal``: every outlet weighing the same. ``labels``: labelled
    stories of the windows, where what the machine misreads was taken out with them; else ``uncorrected_because`` says
    why not (a reason of reports.estimates)."""

    counts: WindowCounts
    difference: Estimate
    variance: float
    counting: float
    spread: float
    persistence: float
    raw: float
    equal: float
    labels: tuple[int, int] | None = None
    uncorrected_because: str = ""

    @property
    def p(self) -> float:
        """Two-sided p value of "no change"."""
        return two_sided_p(self.difference.value / sqrt(self.variance))

    @property
    def mix(self) -> float:
        """What of the raw difference comes from other outlets writing more, not from outlets writing otherwise."""
        return self.raw - self.difference.value

    @property
    def design_effect(self) -> float:
        """How many times the variance of independent stories."""
        return self.variance / self.counting

    @property
    def detectable(self) -> float:
        """The smallest change that these months, restless as they are, show with 80 % power."""
        return min(1.0, float(NORMAL + special.ndtri(POWER)) * self.error)

    @property
    def error(self) -> float:
        """The standard error."""
        return sqrt(self.variance)


def normal_estimate(value: float, variance: float) -> Estimate:
    """An estimate with its normal interval."""
    reach = NORMAL * sqrt(variance)
    return Estimate(value, value - reach, value + reach)


def window_counts(table: MonthTable, side: str, windows: Windows) -> WindowCounts:
    """The counts of the panel; empty without one."""
    own = table.only(panel_of(table, windows))
    n, hits = own.n, own.hits[side]
    cells = (hits[:, windows.before], n[:, windows.before], hits[:, windows.after], n[:, windows.after])
    hits_before, n_before, hits_after, n_after = (int(part.sum()) for part in cells)
    return WindowCounts(hits_before, n_before, hits_after, n_after, own.outlets)


def before_after(table: MonthTable, side: str, windows: Windows) -> BeforeAfter | Refused:
    """The difference of a side around an event, after minus before."""
    counts = window_counts(table, side, windows)
    refused = _refused(table.only(panel_of(table, windows)), counts, windows)
    return refused if refused is not None else estimated(table, side, windows, counts)


def estimated(table: MonthTable, side: str, windows: Windows, counts: WindowCounts) -> BeforeAfter:
    """The difference of a panel whether or not a report may print it; there must be a panel."""
    own = table.only(panel_of(table, windows))
    n, hits = own.n, own.hits[side]
    n_before, n_after = n[:, windows.before].sum(1), n[:, windows.after].sum(1)
    hits_before, hits_after = hits[:, windows.before].sum(1), hits[:, windows.after].sum(1)
    weights = outlet_weights(n_before, n_after)
    changes = hits_after / n_after - hits_before / n_before
    counting = _counting(weights, hits_before, n_before) + _counting(weights, hits_after, n_after)
    moved, added = difference_unrest(Counts(n, hits, weights), windows)
    variance = counting + added
    return BeforeAfter(
        counts=counts,
        difference=normal_estimate(float(weights @ changes), variance),
        variance=variance,
        counting=counting,
        spread=moved.spread,
        persistence=moved.persistence,
        raw=float(hits_after.sum() / n_after.sum() - hits_before.sum() / n_before.sum()),
        equal=float(changes.mean()),
    )


def outlet_weights(n_before: Numbers, n_after: Numbers) -> Numbers:
    """Each outlet's part in the stories, mean of both windows: with these, change within outlets and change of their
    mix add up to the raw difference (Kitagawa 1955)."""
    return np.asarray((n_before / n_before.sum() + n_after / n_after.sum()) / 2, dtype=np.float64)


def _counting(weights: Numbers, hits: Numbers, n: Numbers) -> float:
    likely = smoothed(hits, n)
    return float((weights**2 * likely * (1 - likely) / n).sum())


def _refused(own: MonthTable, counts: WindowCounts, windows: Windows) -> Refused | None:
    if not counts.outlets:
        return Refused(Rule.NO_PANEL)
    values = {"before": counts.n_before, "after": counts.n_after}
    if min(counts.n_before, counts.n_after) < COUNTS_ONLY_BELOW:
        return Refused(Rule.TOO_FEW, values)
    filled = own.n.sum(0) > 0
    near = slice(max(0, windows.before.start), windows.after.stop)
    fewest = min(int(filled[windows.before].sum()), int(filled[windows.after].sum()))
    if fewest < FEWEST_MONTHS or int(filled[near].sum()) < min(FEWEST_MONTHS_IN_ALL, 2 * _length(windows)):
        return Refused(Rule.FEW_MONTHS, values)
    shares = share_of(counts.hits_before, counts.n_before), share_of(counts.hits_after, counts.n_after)
    return None if all(share.shown for share in shares) else Refused(Rule.TOO_WIDE, values)


def _length(windows: Windows) -> int:
    return int(windows.after.stop - windows.after.start)
