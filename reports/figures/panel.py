"""The fixed panel: each outlet counts the same, however much it publishes.

In: a country's rows and the panel's outlets. Out: for S and R, the mean of the outlets' own shares. Corrected by audit
labels where the study has them, every outlet weighing the same; else uncorrected, with a bootstrap interval that draws
whole months of each outlet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from reports.estimates.shares import corrected
from reports.figures.shares import COUNTS_ONLY_BELOW, WIDEST_INTERVAL, Basis, Evidence, Method
from reports.rows import ReportRows
from reports.stats import SEED, Estimate, block_draws, from_draws, wilson

# The sides that have a panel figure, as columns of ReportRows.stories.
_SIDES = ("s", "r", "s2")
# The indicator that people's labels answer, by side.
_MEASURES = {"s": "O2", "r": "O3"}


@dataclass(frozen=True, slots=True)
class PanelShare:
    """Mean of ``outlets`` outlets' own shares."""

    estimate: Estimate
    outlets: int
    method: Method = Method.PAIRED_BOOTSTRAP
    basis: Basis = field(default_factory=Basis)


def panel_shares(rows: ReportRows, panel: tuple[str, ...]) -> dict[str, PanelShare | None]:
    """The equal-weight shares by side; None below two outlets of 30 stories, or when the interval is too wide."""
    counts = rows.stories["outlet"].value_counts()
    enough = [outlet for outlet in panel if counts.get(outlet, 0) >= COUNTS_ONLY_BELOW]
    if len(enough) < 2:
        return dict.fromkeys(_SIDES)
    return {side: _corrected(rows, enough, side) or _panel_share(rows, enough, side) for side in _SIDES}


def _corrected(rows: ReportRows, outlets: list[str], side: str) -> PanelShare | None:
    """The panel's share from audit labels; None where there are none to speak for it."""
    if side not in _MEASURES:
        return None
    found = corrected(rows, _MEASURES[side], where=rows.stories["outlet"].isin(outlets), equal_outlets=True)
    shown = found.estimate is not None and found.evidence in (Evidence.FULL, Evidence.PROVISIONAL)
    return PanelShare(found.estimate, len(outlets), found.method, found.basis) if shown and found.estimate else None


def _panel_share(rows: ReportRows, outlets: list[str], side: str) -> PanelShare | None:
    draws, values = [], []
    for position, outlet in enumerate(outlets):
        own = rows.stories[rows.stories["outlet"] == outlet]
        # Undated stories form a block of their own.
        blocks = own.groupby(own["month"].fillna(-1))[side].agg(["sum", "count"])
        hits, sizes = blocks["sum"].to_numpy(float), blocks["count"].to_numpy(float)
        draws.append(block_draws(hits, sizes, seed=SEED + position))
        values.append(float(hits.sum() / sizes.sum()))
    drawn = np.clip(np.mean(draws, axis=0), 0.0, 1.0)
    estimate = from_draws(float(np.mean(values)), drawn)
    if estimate.width == 0:
        # No story, or every one: no draw can vary that, so the interval is that of all stories together.
        total = int(rows.stories["outlet"].isin(outlets).sum())
        estimate = wilson(round(estimate.value * total), total)
    return None if estimate.width > WIDEST_INTERVAL else PanelShare(estimate, len(outlets))
