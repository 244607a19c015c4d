"""What a raw difference is made of: who wrote, about what, and how complete the collection was.

In: the stories and months of a country and the windows of an event. Out: ``Composition``. A share moves when outlets
write otherwise, and also when the ones that write so write more, when another kind of story comes up, or when a crawl
breaks. Each is told apart by Kitagawa's decomposition (1955; Oaxaca 1973 and Blinder 1973 for regressions): the raw
difference is the sum of a change within groups and of a change of the mix of groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.change.before_after import BeforeAfter, before_after
from reports.change.months import MonthTable, Windows, panel_of
from reports.estimates.columns import OUTLET_CODE
from reports.rows import ReportRows
from reports.stats import Estimate, Numbers


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A raw difference by one grouping of the stories: ``within`` the groups, and by their ``mix``. All 0..1."""

    within: float
    mix: float


@dataclass(frozen=True, slots=True)
class Composition:
    """``parts``: the raw difference by "outlet", by "case" (stories about one single case, named or not)
    and by "wire" (agency copy or not). ``gaps_before`` and ``gaps_after``: part of the panel's months lost to gaps of
    the collection. ``whole``: the difference over outlets without such a gap, None where all or none of them are,
    or where a rule forbids it."""

    parts: Mapping[str, Decomposition]
    gaps_before: float
    gaps_after: float
    whole: Estimate | None

    @property
    def incomplete(self) -> bool:
        """True when either window has a gap."""
        return max(self.gaps_before, self.gaps_after) > 0


def composition(rows: ReportRows, table: MonthTable, side: str, windows: Windows) -> Composition:
    """Decompose the raw difference of the windows' panel."""
    panel = panel_of(table, windows)
    own = table.only(panel)
    stories = rows.stories
    needed = stories[["outlet", "convicted", "wire_agency", side]]
    before, after = (needed[in_window(stories, own, window)] for window in (windows.before, windows.after))
    groups = {
        "outlet": (before["outlet"], after["outlet"]),
        "case": (before["convicted"].notna(), after["convicted"].notna()),
        "wire": (before["wire_agency"].notna(), after["wire_agency"].notna()),
    }
    return Composition(
        parts={name: _decomposed(*keys, before[side], after[side]) for name, keys in groups.items()},
        gaps_before=float(own.gaps[:, windows.before].mean()),
        gaps_after=float(own.gaps[:, windows.after].mean()),
        whole=_whole(own, side, windows),
    )


def in_window(stories: pd.DataFrame, table: MonthTable, window: slice) -> npt.NDArray[np.bool_]:
    """Which stories a window of the table counts: those of its outlets, in its months, where the collection has no
    gap."""
    month = stories["month"].astype("float").to_numpy() - table.first
    place = _places(stories, table)
    inside = (month >= window.start) & (month < window.stop) & ~np.isnan(place)
    found = inside.copy()
    found[inside] = ~table.gaps[place[inside].astype(int), month[inside].astype(int)]
    return np.asarray(found, dtype=np.bool_)


def _places(stories: pd.DataFrame, table: MonthTable) -> Numbers:
    """The row of the table that each story's outlet has; none where it has no row. By the outlets' codes: every window
    of every event asks."""
    codes = stories[OUTLET_CODE].to_numpy()
    found, first = np.unique(codes, return_index=True)
    rows = {outlet: index for index, outlet in enumerate(table.outlets)}
    places = np.full(int(found.max()) + 1 if len(found) else 0, np.nan)
    places[found] = [rows.get(str(outlet), np.nan) for outlet in stories["outlet"].iloc[first]]
    return np.asarray(places[codes], dtype=np.float64)


def _decomposed(key_before: pd.Series, key_after: pd.Series, before: pd.Series, after: pd.Series) -> Decomposition:
    """Kitagawa's two parts. A group that one window lacks is all mix: it cannot have changed within."""
    raw = float(after.mean() - before.mean())
    counts = pd.concat(
        [before.groupby(key_before).agg(["sum", "count"]), after.groupby(key_after).agg(["sum", "count"])],
        axis=1,
        join="inner",
    ).to_numpy(float)
    hits_before, n_before, hits_after, n_after = counts.T
    # The groups' weights are their parts in all stories, those of groups that one window lacks included.
    weights = (n_before / len(before) + n_after / len(after)) / 2
    within = float(weights @ (hits_after / n_after - hits_before / n_before))
    return Decomposition(within, raw - within)


def _whole(own: MonthTable, side: str, windows: Windows) -> Estimate | None:
    """The difference over the outlets that were collected without a gap in either window."""
    complete = np.asarray(~(own.gaps[:, windows.before].any(1) | own.gaps[:, windows.after].any(1)), dtype=np.bool_)
    if complete.all() or not complete.any():
        return None
    found = before_after(own.only(complete), side, windows)
    return found.difference if isinstance(found, BeforeAfter) else None
