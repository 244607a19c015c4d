"""The indicators of a study, corrected by its audit labels where there are any, else with the reason why not.

In: report rows with their audit labels. Out: a ``Corrected`` for a country, an outlet, a period or any part of the
stories. Whether a figure may be shown at all follows the rules of minimum evidence, at its effective number of stories.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.estimates.audit import columns_of
from reports.estimates.bootstrap import FEWEST_CLUSTERS, cluster_estimate
from reports.estimates.cells import FEWEST_LABELS, Pool, Reason, codes_of, part_estimate
from reports.estimates.columns import Counted, counted
from reports.estimates.measures import MEASURES
from reports.estimates.ppi import Kind, Labelled, Population, PpiEstimate
from reports.estimates.weights import Codes, Numbers, sampling_of
from reports.figures.shares import Basis, Evidence, Method, Share, evidence_for
from reports.rows import ReportRows
from reports.stats import Estimate, paired_difference, wilson

# Stories from outside what the sample was drawn from (or newer than it) hardly move a share below this part.
COVERED_FROM = 0.95


@dataclass(frozen=True, slots=True)
class Corrected:
    """A figure that rests on a machine. ``reason`` says why it is not corrected; then there is no estimate here.

    ``count`` of ``n`` stories is what the machine says; ``raw`` the same with its interval, uncorrected. ``labels``:
    labelled stories behind the figure; ``borrowed``: most of them are of other outlets or periods. ``stories``: the
    denominator as estimated.
    """

    measure: str
    count: float
    n: int
    labels: int
    raw: Estimate | None = None
    estimate: Estimate | None = None
    variance: float = 0.0
    lam: float | None = None
    effective: float = 0.0
    stories: float = 0.0
    degrees_of_freedom: int = 0
    borrowed: bool = False
    reason: Reason | None = None

    @property
    def evidence(self) -> Evidence:
        """What the figure may carry; one that borrows its correction is never more than provisional."""
        if self.estimate is None:
            return Evidence.COUNTS_ONLY
        found = evidence_for(int(min(self.effective, self.stories)), self.estimate.width)
        return Evidence.PROVISIONAL if self.borrowed and found is Evidence.FULL else found

    @property
    def method(self) -> Method:
        """How the interval came about, where there is one."""
        return Method.PPI_BORROWED if self.borrowed else Method.PPI

    @property
    def basis(self) -> Basis:
        """What the figure rests on, as pages print it."""
        return Basis(self.labels, self.lam, self.effective, self.reason.value if self.reason else None)


@dataclass(frozen=True, slots=True)
class Part:
    """The labelled stories of a part of the rows, with the population they stand for and their places in it."""

    labelled: Labelled
    population: Population
    at: Codes


def corrected(
    rows: ReportRows,
    measure: str,
    *,
    where: pd.Series | npt.NDArray[np.bool_] | None = None,
    pool: Pool | None = None,
    equal_outlets: bool = False,
    by_outlet: bool = False,
) -> Corrected:
    """One indicator over the rows' stories, or those ``where`` holds.

    ``pool``: labelled stories that may lend their correction (``pool_for``). ``equal_outlets``: every outlet weighs the
    same. ``by_outlet``: whole outlets are drawn again, for a claim about outlets beyond those collected.
    """
    kind = MEASURES[measure].kind
    stories = counted(rows.stories, measure, None if where is None else np.asarray(where, dtype=bool))
    count, n = float(stories.f.sum()), round(float(stories.within.sum()))
    nothing = Corrected(measure, count, n, 0, _raw(kind, stories.f, n))
    reason = why_not(rows, measure, stories)
    if reason is not None or n == 0:
        return replace(nothing, reason=reason or Reason.FEW_LABELS)
    part = part_of(rows, measure, stories, equal_outlets=equal_outlets)
    found = part_estimate(part.labelled, part.population, None if equal_outlets else pool, kind=kind)
    labels = round(float(part.labelled.within_y.sum()))
    if isinstance(found, Reason):
        return replace(nothing, labels=labels, reason=found)
    fitted, borrowed = found
    if not borrowed and (by_outlet or kind is Kind.DIFFERENCE):
        clusters = stories.outlets if by_outlet else stories.stories
        if by_outlet and len(np.unique(clusters)) < FEWEST_CLUSTERS:
            return replace(nothing, labels=labels, reason=Reason.FEW_OUTLETS)
        population = Population(part.population.f, part.population.within, clusters, part.population.weights)
        fitted = cluster_estimate(part.labelled, population, part.at, fitted, kind)
    return _filled(replace(nothing, labels=labels, borrowed=borrowed), fitted)


def corrected_share(raw: Share, found: Corrected) -> Share:
    """The raw share with the corrected estimate in its place, or with the reason why it stays as it is."""
    if found.estimate is None:
        return replace(raw, basis=found.basis)
    return replace(raw, estimate=found.estimate, evidence=found.evidence, method=found.method, basis=found.basis)


def pools_for(rows: ReportRows) -> dict[str, Pool]:
    """The pool of each indicator that has one."""
    pools = {name: pool_for(rows, name) for name in MEASURES}
    return {name: pool for name, pool in pools.items() if pool is not None}


def pool_for(rows: ReportRows, measure: str, groups: str = "outlet") -> Pool | None:
    """All labelled stories of the rows, to lend their correction to parts; None where nothing could be lent.

    ``groups``: the column of the stories by which the machine's errors are compared before anything is pooled.
    """
    stories = counted(rows.stories, measure)
    if why_not(rows, measure, stories) is not None:
        return None
    part = part_of(rows, measure, stories)
    if part.labelled.sampling.n < FEWEST_LABELS:
        return None
    return Pool(part.labelled, codes_of(rows.stories[groups].iloc[part.at]))


def why_not(rows: ReportRows, measure: str, stories: Counted) -> Reason | None:
    """Why no audit label speaks for these stories; None where some do."""
    if rows.audit is None:
        return Reason.NO_AUDIT
    if measure not in rows.audit.asked:
        return Reason.NOT_ASKED
    if stories.n and float(stories.reached.mean()) < COVERED_FROM:
        return Reason.OUTSIDE
    return None


def part_of(rows: ReportRows, measure: str, stories: Counted, *, equal_outlets: bool = False) -> Part:
    """What people and the machine say of the labelled stories among ``stories``, and the machine of all."""
    y, within_y = columns_of(measure)
    at, here = stories.places_of(rows.labels["story_row"].to_numpy())
    here &= rows.labels[y].notna().to_numpy()
    labels, at = rows.labels[here], at[here]
    sampling = sampling_of(
        labels["probability"].to_numpy(float), codes_of(labels["stratum"]), codes_of(labels["cluster"])
    )
    weights = None
    if equal_outlets:
        outlets = stories.outlets
        weights = 1.0 / np.bincount(outlets)[outlets]
        sampling = replace(sampling, weights=sampling.weights * weights[at])
    f, within = stories.f, stories.within
    return Part(
        Labelled(labels[y].to_numpy(float), f[at], labels[within_y].to_numpy(float), within[at], sampling),
        Population(f, within, stories.stories, weights),
        at,
    )


def _raw(kind: Kind, f: Numbers, n: int) -> Estimate | None:
    """The machine's own figure, uncorrected: Wilson's interval, or the paired bootstrap of a difference."""
    if n == 0:
        return None
    if kind is Kind.SHARE:
        return wilson(round(float(f.sum())), n)
    more, less = int((f > 0).sum()), int((f < 0).sum())
    return paired_difference(0, more, less, n - more - less)


def _filled(nothing: Corrected, fitted: PpiEstimate) -> Corrected:
    return replace(
        nothing,
        estimate=fitted.estimate,
        variance=fitted.variance,
        lam=fitted.lam,
        effective=fitted.effective,
        stories=fitted.stories,
        degrees_of_freedom=fitted.degrees_of_freedom,
    )
