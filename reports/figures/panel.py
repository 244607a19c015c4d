"""The fixed panel: each outlet counts the same, however much it publishes.

In: a country's rows and the panel's outlets. Out: for each share of the page, the mean of the outlets' own shares.
Corrected by audit labels where the study has them, every outlet weighing the same; else uncorrected, with a bootstrap
interval that draws whole months of each outlet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from reports.estimates.columns import machine_columns
from reports.estimates.shares import corrected
from reports.figures.shares import COUNTS_ONLY_BELOW, WIDEST_INTERVAL, Basis, Evidence, Method
from reports.rows import ReportRows
from reports.stats import SEED, Estimate, block_draws, from_draws, wilson

# The shares that have a panel figure: the indicator that people's labels answer. S2 is a count of the machine.
_MEASURES = {
    **{"s": "O2", "r": "O3", "s2": None, "impacted": "O6", "police_only": "O7", "named": "O8", "acts": "O9"},
    "context": "O10",
}


@dataclass(frozen=True, slots=True)
class PanelShare:
    """Mean of ``outlets`` outlets' own shares."""

    estimate: Estimate
    outlets: int
    method: Method = Method.PAIRED_BOOTSTRAP
    basis: Basis = field(default_factory=Basis)


def panel_shares(rows: ReportRows, panel: tuple[str, ...]) -> dict[str, PanelShare | None]:
    """The equal-weight shares by name; None below two outlets of 30 stories of the denominator, or when the interval is
    too wide."""
    found: dict[str, PanelShare | None] = {}
    for name, measure in _MEASURES.items():
        count, within = (name, None) if measure is None else machine_columns(measure)
        stories = rows.stories if within is None else rows.stories[rows.stories[within] > 0]
        sizes = stories["outlet"].value_counts()
        enough = [outlet for outlet in panel if sizes.get(outlet, 0) >= COUNTS_ONLY_BELOW]
        several = len(enough) > 1
        found[name] = (_corrected(rows, enough, measure) or _panel_share(stories, enough, count)) if several else None
    return found


def _corrected(rows: ReportRows, outlets: list[str], measure: str | None) -> PanelShare | None:
    """The panel's share from audit labels; None where there are none to speak for it."""
    if measure is None:
        return None
    found = corrected(rows, measure, where=rows.stories["outlet"].isin(outlets), equal_outlets=True)
    shown = found.estimate is not None and found.evidence in (Evidence.FULL, Evidence.PROVISIONAL)
    return PanelShare(found.estimate, len(outlets), found.method, found.basis) if shown and found.estimate else None


def _panel_share(stories: pd.DataFrame, outlets: list[str], column: str) -> PanelShare | None:
    """The mean of the outlets' own shares of ``column`` over the stories of its denominator."""
    draws, values = [], []
    for position, outlet in enumerate(outlets):
        own = stories[stories["outlet"] == outlet]
        # Undated stories form a block of their own.
        blocks = own.groupby(own["month"].fillna(-1))[column].agg(["sum", "count"])
        hits, sizes = blocks["sum"].to_numpy(float), blocks["count"].to_numpy(float)
        draws.append(block_draws(hits, sizes, seed=SEED + position))
        values.append(float(hits.sum() / sizes.sum()))
    drawn = np.clip(np.mean(draws, axis=0), 0.0, 1.0)
    estimate = from_draws(float(np.mean(values)), drawn)
    if estimate.width == 0:
        # No story, or every one: no draw can vary that, so the interval is that of all stories together.
        total = int(stories["outlet"].isin(outlets).sum())
        estimate = wilson(round(estimate.value * total), total)
    return None if estimate.width > WIDEST_INTERVAL else PanelShare(estimate, len(outlets))
