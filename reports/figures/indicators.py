"""The indicators O1 to O11 of one outlet, each with numerator, denominator, interval, method and state.

In: the outlet's rows and those of its country's panel. Out: one ``Indicator`` each: corrected by audit labels where
the study has them, else uncorrected with the reason. There is no order among outlets, no composite and no grade: the
panel's figure stands beside the outlet's and that is all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus.records import Outlet
from reports.estimates.cells import Pool
from reports.estimates.columns import machine_columns
from reports.estimates.measures import MEASURES
from reports.estimates.shares import Corrected, corrected
from reports.figures.health import FOUND
from reports.figures.shares import Basis, Evidence, Method, Share, evidence_for, share_of
from reports.figures.terms import custody_rate, stigma_rate
from reports.figures.voices import (
    clauses_about_her,
    context_present,
    impacted_heard,
    named_early,
    police_only,
    she_acts,
)
from reports.reply.corrections import withheld_figures
from reports.rows import ReportRows
from reports.stats import Estimate, jeffreys_rate, paired_difference

# Of fewer other outlets the figure would be that of one or two competitors, who have not been heard.
FEWEST_OTHERS = 3
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

    ``panel`` is the same figure over the country's other outlets taken together; None where their evidence is too thin,
    and where they are ``few_others``: it would tell of single ones.
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
    few_others: bool = False

    @property
    def shown(self) -> bool:
        """True when the figure may be printed."""
        return self.estimate is not None and self.evidence in (Evidence.FULL, Evidence.PROVISIONAL)

    @property
    def effective(self) -> float:
        """n_eff: independent stories (O1: items) that would say as much; without labels, all that were counted."""
        if self.basis.lam is not None:
            return min(self.basis.effective, float(self.n))
        return float(self.denominator if self.id == "O1" else self.n)


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
    stories, volumes = country_rows.stories, _volumes_of(country_rows)
    own = (stories["outlet"] == outlet.id).to_numpy()
    own_volume = [volumes.pop(outlet.id)] if outlet.id in volumes else []
    numbers = stories[_NUMBERS]
    mine_raw, theirs_raw = _lines(numbers[own], own_volume), _lines(numbers[~own], list(volumes.values()))
    withheld = withheld_figures(country_rows.corrected, outlet.id)
    few = few_others(country_rows, outlet)
    lines = []
    for raw, raw_rest in zip(mine_raw, theirs_raw, strict=True):
        mine = _corrected(raw, country_rows, own, pools, found)
        # A corrected figure and an uncorrected one do not belong side by side.
        theirs = raw_rest if mine is raw or mine.basis.reason else _corrected(raw_rest, country_rows, ~own)
        if mine.id in withheld:
            mine = replace(mine, estimate=None, evidence=Evidence.WITHHELD)
        alike = (mine.method in CORRECTED) == (theirs.method in CORRECTED)
        beside = theirs.estimate if theirs.shown and alike and not few else None
        lines.append(replace(mine, panel=beside, few_others=few))
    return lines


def few_others(country_rows: ReportRows, outlet: Outlet) -> bool:
    """Whether the country's other outlets with stories are too few for a figure of them all."""
    return len(set(country_rows.stories["outlet"].unique()) - {outlet.id}) < FEWEST_OTHERS


# What the lines add up; the panel of each outlet is the rest of the country, so texts stay out of it.
_NUMBERS = [
    *(
        "s",
        "r",
        "s2",
        "s2_accepted",
        "head_s",
        "body_s",
        "headed",
        "words",
        "own_s",
        "own_s2",
        "her_clauses",
        "her_actions",
    ),
    *(column for measure in MEASURES for column in machine_columns(measure)),
]


@dataclass(frozen=True, slots=True)
class _Volume:
    """What an outlet's collection found, and how many items of it are on topic."""

    found: int
    on_topic: int


def _corrected(
    raw: Indicator,
    rows: ReportRows,
    where: npt.NDArray[np.bool_],
    pools: Mapping[str, Pool] | None = None,
    known: Mapping[str, Corrected] | None = None,
) -> Indicator:
    """The indicator with its estimate from audit labels, or with the reason why it stays uncorrected."""
    if raw.id not in MEASURES:
        return raw
    pool = (pools or {}).get(raw.id)
    found = known[raw.id] if known is not None else corrected(rows, raw.id, where=where, pool=pool)
    if found.estimate is None:
        return replace(raw, basis=found.basis)
    return replace(raw, estimate=found.estimate, evidence=found.evidence, method=found.method, basis=found.basis)


def _lines(stories: pd.DataFrame, volumes: Sequence[_Volume]) -> list[Indicator]:
    n = len(stories)
    return [
        _attention(volumes, n),
        _share("O2", share_of(int(stories["s"].sum()), n)),
        _share("S2", share_of(int(stories["s2"].sum()), n)),
        _share("S2-accepted", share_of(int(stories["s2_accepted"].sum()), n)),
        _share("O3", share_of(int(stories["r"].sum()), n)),
        # R minus S in points over the same stories; never a ratio, which would hide "neither".
        _difference("O4", stories["r"], stories["s"]),
        # S in headlines minus S in bodies, over the same stories: those that have both.
        _difference("O5", stories.loc[stories["headed"], "head_s"], stories.loc[stories["headed"], "body_s"]),
        _share("O6", impacted_heard(stories)),
        _share("O7", police_only(stories)),
        _share("O8", named_early(stories)),
        _agency(stories),
        _share("O10", context_present(stories)),
        _rate("O11", stories, stigma_rate(stories), int(stories["own_s"].sum())),
        _rate("O11-S2", stories, custody_rate(stories), int(stories["own_s2"].sum())),
    ]


def _volumes_of(rows: ReportRows) -> dict[str, _Volume]:
    """The volume of every outlet with items."""
    listed = rows.health[rows.health["outcome"] == FOUND].groupby("outlet")["n"].sum()
    items = rows.items.groupby("outlet")["on_topic"].agg(["size", "sum"])
    # An outlet may have been imported and crawled, so that more is kept than was ever listed.
    return {
        str(outlet): _Volume(max(int(listed.get(outlet, 0)), int(kept)), int(on_topic))
        for outlet, kept, on_topic in items.itertuples()
    }


def _attention(volumes: Sequence[_Volume], n: int) -> Indicator:
    """On-topic items per 1,000 items found; for imported outlets, per 1,000 items imported."""
    denominator, numerator = sum(each.found for each in volumes), sum(each.on_topic for each in volumes)
    estimate = jeffreys_rate(numerator, denominator / 1000) if denominator else None
    if estimate is not None and numerator <= denominator:
        # A rate per 1,000 items knows no limit; a part of the items does.
        estimate = replace(estimate, high=min(estimate.high, 1000.0))
    evidence = evidence_for(denominator, 0.0)
    return Indicator("O1", Unit.PER_1000, Method.JEFFREYS, numerator, denominator, n, estimate, evidence)


def _share(name: str, share: Share) -> Indicator:
    return Indicator(name, Unit.SHARE, Method.WILSON, share.count, share.n, share.n, share.estimate, share.evidence)


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


def _rate(name: str, stories: pd.DataFrame, estimate: Estimate | None, count: int) -> Indicator:
    words, n = int(stories["words"].sum()), len(stories)
    return Indicator(name, Unit.PER_1000, Method.QUASI_POISSON, count, words, n, estimate, evidence_for(n, 0.0))


def _agency(stories: pd.DataFrame) -> Indicator:
    """Stories in which she acts; beside them how many of the clauses about her are acts of hers."""
    share = she_acts(stories)
    clauses, acts = clauses_about_her(stories)
    return replace(_share("O9", share), parts=(("stories", share.count), ("acts", acts), ("clauses", clauses)))
