"""A share and how far it may be trusted: the rules of minimum evidence, in one place.

In: a count and its denominator. Out: a ``Share`` whose ``evidence`` says whether the page prints a percentage at all.
What is made here rests on the machine alone and is uncorrected; reports.estimates.shares puts the estimate from audit
labels in its place where a study has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reports.stats import Estimate, wilson

# Below 30 stories only counts are printed; below 100 a figure is provisional (measurement design, "Minimum evidence").
COUNTS_ONLY_BELOW = 30
PROVISIONAL_BELOW = 100
# An interval wider than 30 points says next to nothing and is not printed.
WIDEST_INTERVAL = 0.30


class Evidence(StrEnum):
    """What a figure may carry."""

    FULL = "full"
    PROVISIONAL = "provisional"
    COUNTS_ONLY = "counts_only"
    TOO_WIDE = "too_wide"
    GAP = "gap"
    WITHHELD = "withheld"  # the outlet disputed it and was right


class Method(StrEnum):
    """How an interval came about. Only the last two are corrected by people's labels."""

    WILSON = "wilson"
    JEFFREYS = "jeffreys"
    QUASI_POISSON = "quasi_poisson"
    PAIRED_BOOTSTRAP = "paired_bootstrap"
    PPI = "ppi"
    PPI_BORROWED = "ppi_borrowed"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on besides the machine: ``labels`` of people with the trust ``lam`` in the machine; else the
    ``reason`` why no label corrects it. ``effective``: independent stories that would say as much.
    """

    labels: int = 0
    lam: float | None = None
    effective: float = 0.0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``n`` stories, as the machine counts. ``estimate`` is None where there was nothing to count."""

    count: int
    n: int
    estimate: Estimate | None
    evidence: Evidence
    method: Method = Method.WILSON
    basis: Basis = field(default_factory=Basis)

    @property
    def shown(self) -> bool:
        """True when the percentage may be printed and drawn."""
        return self.evidence in (Evidence.FULL, Evidence.PROVISIONAL)


def evidence_for(n: int, width: float) -> Evidence:
    """The rule of minimum evidence for ``n`` stories and an interval of ``width`` (0..1)."""
    if n < COUNTS_ONLY_BELOW:
        return Evidence.COUNTS_ONLY
    if width > WIDEST_INTERVAL:
        return Evidence.TOO_WIDE
    return Evidence.PROVISIONAL if n < PROVISIONAL_BELOW else Evidence.FULL


def share_of(count: int, n: int) -> Share:
    """The share with its Wilson interval and its evidence."""
    if n == 0:
        return Share(0, 0, None, Evidence.COUNTS_ONLY)
    estimate = wilson(count, n)
    return Share(count, n, estimate, evidence_for(n, estimate.width))
