"""The indicators O1 to O11 of one outlet, each with numerator, denominator, interval, method and state.

In: the outlet's rows and those of its country's panel. Out: one ``Indicator`` each: corrected by audit labels where
the study has them, else uncorrected with the reason. There is no order among outlets, no composite and no grade: the
panel's figure stands beside the outlet's and that is all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import pandas as pd

from corpus.records import Outlet
from reports.estimates.cells import Pool
from reports.estimates.measures import MEASURES
from reports.estimates.shares import Corrected, corrected
from reports.figures.health import FOUND
from reports.figures.shares import Basis, Evidence, Method, Share, evidence_for, share_of
from reports.figures.terms import custody_rate, own_count, stigma_rate
from reports.figures.voices import (
    clauses_about_her,
    context_present,
    impacted_heard,
    named_early,
    police_only,
    she_acts,
)
from reports.rows import ReportRows
from reports.stats import Estimate, jeffreys_rate, paired_difference

# Methods that correct by people's labels.
CORRECTED = frozenset({Method.PPI, Method.PPI_BORROWED})


class Unit(StrEnum):
    """How a value is printed."""

    SHARE = "share"
    POINTS = "points"
    PER_1000 = "per_1000"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a scorecard. ``n`` counts stories; ``numerator`` and ``denominator`` are the counts of the formula.

    ``panel`` is the same figure over the country's other outlets taken together; None where their evidence is too thin.
    ``parts`` holds counts that must stand beside the figure (O4: both, neither; O9: clauses).
    """

    id: str
    unit: Unit
    method: Method
    numerator: int
    denominator: int
    n: int
    estimate: Estimate | None
    evidence: Evidence
    panel: Estimate | None = None
    parts: tuple[tuple[str, int], ...] = ()
    basis: Basis = field(default_factory=Basis)

    @property
    def shown(self) -> bool:
        """True when the figure may be printed."""
        return self.estimate is not None and self.evidence in (Evidence.FULL, Evidence.PROVISIONAL)


def indicators_of(
    outlet: Outlet,
    country_rows: ReportRows,
    pools: Mapping[str, Pool] | None = None,
    found: Mapping[str, Corrected] | None = None,
) -> list[Indicator]:
    """The lines of an outlet's scorecard, beside the other outlets of its country.

    ``pools``: the country's labelled stories by indicator (reports.estimates.shares), which may lend a correction.
    ``found``: the outlet's own figures, where they were estimated already.
    """
    rows, rest = country_rows.of_outlet(outlet), country_rows.without(outlet)
    lines = []
    for raw, raw_rest in zip(_lines(rows), _lines(rest), strict=True):
        mine = _corrected(raw, rows, pools, found)
        # A corrected figure and an uncorrected one do not belong side by side.
        theirs = raw_rest if mine is raw or mine.basis.reason else _corrected(raw_rest, rest)
        alike = (mine.method in CORRECTED) == (theirs.method in CORRECTED)
        lines.append(replace(mine, panel=theirs.estimate if theirs.shown and alike else None))
    return lines


def _corrected(
    raw: Indicator,
    rows: ReportRows,
    pools: Mapping[str, Pool] | None = None,
    known: Mapping[str, Corrected] | None = None,
) -> Indicator:
    """The indicator with its estimate from audit labels, or with the reason why it stays uncorrected."""
    if raw.id not in MEASURES:
        return raw
    found = known[raw.id] if known is not None else corrected(rows, raw.id, pool=(pools or {}).get(raw.id))
    if found.estimate is None:
        return replace(raw, basis=found.basis)
    return replace(raw, estimate=found.estimate, evidence=found.evidence, method=found.method, basis=found.basis)


def _lines(rows: ReportRows) -> list[Indicator]:
    stories = rows.stories
    n = len(stories)
    return [
        _attention(rows),
        _share("O2", share_of(int(stories["s"].sum()), n)),
        _share("S2", share_of(int(stories["s2"].sum()), n)),
        _share("S2-accepted", share_of(int(stories["s2_accepted"].sum()), n)),
        _share("O3", share_of(int(stories["r"].sum()), n)),
        _balance(rows),
        _headline_gap(rows),
        _share("O6", impacted_heard(rows)),
        _share("O7", police_only(rows)),
        _share("O8", named_early(rows)),
        _agency(rows),
        _share("O10", context_present(rows)),
        _rate("O11", rows, stigma_rate(rows), own_count(rows, custody=False)),
        _rate("O11-S2", rows, custody_rate(rows), own_count(rows, custody=True)),
    ]


def _attention(rows: ReportRows) -> Indicator:
    """On-topic items per 1,000 items found; for imported outlets, per 1,000 items imported."""
    found = rows.health[rows.health["outcome"] == FOUND].groupby("outlet")["n"].sum()
    kept = rows.items.groupby("outlet").size()
    # An outlet may have been imported and crawled, so that more is kept than was ever listed.
    denominator = sum(max(int(found.get(outlet, 0)), int(count)) for outlet, count in kept.items())
    numerator = int(rows.items["on_topic"].sum())
    estimate = jeffreys_rate(numerator, denominator / 1000) if denominator else None
    evidence = evidence_for(denominator, 0.0)
    return Indicator(
        "O1", Unit.PER_1000, Method.JEFFREYS, numerator, denominator, len(rows.stories), estimate, evidence
    )


def _share(name: str, share: Share) -> Indicator:
    return Indicator(name, Unit.SHARE, Method.WILSON, share.count, share.n, share.n, share.estimate, share.evidence)


def _balance(rows: ReportRows) -> Indicator:
    """R minus S in points over the same stories; never a ratio, which would hide "neither"."""
    return _difference("O4", rows.stories["r"], rows.stories["s"])


def _headline_gap(rows: ReportRows) -> Indicator:
    """S in headlines minus S in bodies, over the same stories."""
    return _difference("O5", rows.stories["head_s"], rows.stories["body_s"])


def _difference(name: str, first: pd.Series, second: pd.Series) -> Indicator:
    n = len(first)
    both, only_first, only_second = (
        int((first & second).sum()),
        int((first & ~second).sum()),
        int((second & ~first).sum()),
    )
    neither = n - both - only_first - only_second
    estimate = paired_difference(both, only_first, only_second, neither) if n else None
    return Indicator(
        name,
        Unit.POINTS,
        Method.PAIRED_BOOTSTRAP,
        only_first - only_second,
        n,
        n,
        estimate,
        evidence_for(n, estimate.width if estimate else 1.0),
        parts=(("first", both + only_first), ("second", both + only_second), ("both", both), ("neither", neither)),
    )


def _rate(name: str, rows: ReportRows, estimate: Estimate | None, count: int) -> Indicator:
    words, n = int(rows.stories["words"].sum()), len(rows.stories)
    return Indicator(name, Unit.PER_1000, Method.QUASI_POISSON, count, words, n, estimate, evidence_for(n, 0.0))


def _agency(rows: ReportRows) -> Indicator:
    """Stories in which she acts; beside them how many of the clauses about her are acts of hers."""
    share = she_acts(rows)
    clauses, acts = clauses_about_her(rows)
    return replace(_share("O9", share), parts=(("stories", share.count), ("acts", acts), ("clauses", clauses)))
