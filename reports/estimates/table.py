"""Every estimate of a study as a table: indicators by country, outlet and period.

In: report rows and what to divide by. Out: one ``Line`` a cell and indicator, whether it is corrected or not, and the
table as text-free columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from reports.estimates.cells import Pool, Reason
from reports.estimates.measures import MEASURES
from reports.estimates.ppi import Kind
from reports.estimates.shares import Corrected, corrected, pool_for
from reports.figures.shares import Basis, Evidence, Method, evidence_for
from reports.rows import ReportRows
from reports.stats import Estimate

PERIOD = "period"


class By(StrEnum):
    """What stories are divided by."""

    COUNTRY = "country"
    OUTLET = "outlet"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS = {By.MONTH: 1, By.QUARTER: 3, By.HALF: 6, By.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one cell. ``count`` of ``n`` is the machine's; ``estimate`` is shown only if ``shown``."""

    country: str
    outlet: str
    period: str
    indicator: str
    kind: Kind
    count: float
    n: int
    estimate: Estimate | None
    method: Method
    evidence: Evidence
    basis: Basis

    @property
    def shown(self) -> bool:
        """True when the figure may be printed."""
        return self.estimate is not None and self.evidence in (Evidence.FULL, Evidence.PROVISIONAL)


COLUMNS = (
    *("country", "outlet", "period", "indicator", "count", "n", "value", "low", "high", "evidence"),
    *("method", "labels", "lambda", "n_effective", "uncorrected_because"),
)


def cells_of(line: Line) -> tuple[str | float | int | None, ...]:
    """The line under ``COLUMNS``; a figure that may not be shown is left out, its counts stay."""
    values = (
        (line.estimate.value, line.estimate.low, line.estimate.high) if line.shown and line.estimate else (None,) * 3
    )
    known = line.basis.lam is not None
    return (
        *(line.country, line.outlet, line.period, line.indicator, line.count, line.n),
        *(None if value is None else round(value, 4) for value in values),
        *(line.evidence.value, line.method.value, line.basis.labels),
        round(line.basis.lam, 4) if line.basis.lam is not None else None,
        round(line.basis.effective, 1) if known else None,
        line.basis.reason,
    )


def estimate_lines(
    rows: ReportRows, by: Sequence[By] = (), indicators: Sequence[str] = tuple(MEASURES), *, beyond: bool = False
) -> Iterator[Line]:
    """The table, cells in order. ``beyond``: intervals for outlets beyond those collected (whole outlets redrawn)."""
    months = next((_MONTHS[each] for each in by if each in _MONTHS), None)
    rows = _with_period(rows, months)
    countries = rows.countries if {By.COUNTRY, By.OUTLET} & set(by) else [""]
    for country in countries:
        inside = rows.of_country(country) if country else rows
        outlets = [outlet.id for outlet in inside.outlets] if By.OUTLET in by else [""]
        pools = _Pools(inside, by_outlet=By.OUTLET in by, by_period=months is not None)
        for outlet in (each for each in outlets if not each or (inside.stories["outlet"] == each).any()):
            own = inside.of_outlets((outlet,)) if outlet else inside
            for period in _periods(own, months):
                where = None if period is None else own.stories[PERIOD].eq(period).fillna(False).to_numpy(bool)
                for measure in indicators:
                    found = _best(own, measure, where, pools.for_cell(measure, outlet), beyond=beyond)
                    yield _line(found, country, outlet, _name(period, months))


class _Pools:
    """Labelled stories that may lend their correction, made when first asked for: the outlet's own of other periods,
    then the country's of other outlets.
    """

    def __init__(self, rows: ReportRows, *, by_outlet: bool, by_period: bool) -> None:
        self._rows, self._by_outlet, self._by_period = rows, by_outlet, by_period
        self._made: dict[tuple[str, str], Pool | None] = {}

    def for_cell(self, measure: str, outlet: str) -> list[Pool]:
        wanted = []
        if self._by_period:
            wanted.append((outlet, PERIOD))
        if self._by_outlet:
            wanted.append(("", "outlet"))
        return [pool for key in wanted if (pool := self._pool(measure, *key)) is not None]

    def _pool(self, measure: str, outlet: str, groups: str) -> Pool | None:
        key = (f"{measure} {groups}", outlet)
        if key not in self._made:
            stories = self._rows.stories
            stories = stories[stories[groups].notna() & ((stories["outlet"] == outlet) | (outlet == ""))]
            self._made[key] = pool_for(replace(self._rows, stories=stories), measure, groups)
        return self._made[key]


def _best(
    rows: ReportRows, measure: str, where: npt.NDArray[np.bool_] | None, pools: Sequence[Pool], *, beyond: bool
) -> Corrected:
    """The cell with its own labels, else with the first pool that may lend."""
    found = corrected(rows, measure, where=where, by_outlet=beyond)
    for pool in pools:
        if found.reason not in (Reason.FEW_LABELS, Reason.ERRORS_DIFFER):
            break
        found = corrected(rows, measure, where=where, pool=pool)
    return found


def _line(found: Corrected, country: str, outlet: str, period: str) -> Line:
    kind = MEASURES[found.measure].kind
    estimate, method, evidence = found.estimate, found.method, found.evidence
    if estimate is None:
        estimate, method = found.raw, Method.WILSON if kind is Kind.SHARE else Method.PAIRED_BOOTSTRAP
        evidence = evidence_for(found.n, estimate.width) if estimate else Evidence.COUNTS_ONLY
    return Line(
        country, outlet, period, found.measure, kind, found.count, found.n, estimate, method, evidence, found.basis
    )


def _with_period(rows: ReportRows, months: int | None) -> ReportRows:
    if months is None:
        return rows
    stories = rows.stories.assign(**{PERIOD: rows.stories["month"] // months})
    return replace(rows, stories=stories)


def _periods(rows: ReportRows, months: int | None) -> list[int | None]:
    if months is None:
        return [None]
    return [int(period) for period in sorted(rows.stories[PERIOD].dropna().unique())]


def _name(period: int | None, months: int | None) -> str:
    """2021, 2021-H1, 2021-Q3 or 2021-03."""
    if period is None or months is None:
        return ""
    year, place = divmod(period * months, 12)
    sign = {12: "", 6: f"-H{place // 6 + 1}", 3: f"-Q{place // 3 + 1}", 1: f"-{place + 1:02d}"}[months]
    return f"{year:04d}{sign}"
