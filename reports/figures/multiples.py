"""Each outlet's framing over time, for small charts beside each other.

In: the rows of a country. Out: ``Multiples``: one series an outlet, all in the same period, and the country's series in
that period, whose panel stands in grey behind each. An outlet has fewer stories than its country, so the period is
coarser; two years is the coarsest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.records import Outlet
from reports.change.trends import Direction, Trend, direction_of, period_trends
from reports.figures.series import MOST_SHOWN, PERIODS, Series, series_of
from reports.figures.shares import COUNTS_ONLY_BELOW, share_of
from reports.figures.states import alphabetical
from reports.reply.corrections import withheld_figures
from reports.rows import ReportRows

# More small charts than these are no picture any more; the CSV has all outlets.
MOST_OUTLETS = 12
# More marks than these run into each other in a chart half as wide.
_MOST_POINTS = 20
_TWO_YEARS = 24
# The indicators that are drawn.
_DRAWN = frozenset({"O2", "O3"})


@dataclass(frozen=True, slots=True)
class Multiples:
    """``country``: its series in the common period. ``outlets``: in the order of the alphabet; ``left_out``: outlets
    with fewer stories that have no chart here. ``few``: outlets without stories enough for any percentage;
    ``withheld``: outlets that disputed one of the two shares and were right. ``trends``: by outlet and side, between
    the first and the last of the periods drawn."""

    country: Series
    outlets: tuple[tuple[Outlet, Series], ...]
    left_out: int
    few: int
    withheld: int = 0
    trends: Mapping[str, Mapping[str, Trend]] = field(default_factory=dict)

    def directions(self, side: str) -> list[Direction]:
        """What each outlet's share did, in their order, by the rule of every change."""
        return [direction_of(self.trends.get(outlet.id, {}).get(side)) for outlet, _ in self.outlets]

    def shown(self, side: str) -> bool:
        """True when any outlet has a figure to draw."""
        return any(point.shares[side].shown for _, series in self.outlets for point in series.points)


def multiples_of(rows: ReportRows) -> Multiples | None:
    """The small charts of a country; None where fewer than two outlets have stories enough for any percentage."""
    counts = rows.stories.dropna(subset=["month"])["outlet"].value_counts()
    writing = [outlet for outlet in rows.outlets if counts.get(outlet.id, 0)]
    many = [outlet for outlet in writing if counts[outlet.id] >= COUNTS_ONLY_BELOW]
    enough = [outlet for outlet in many if withheld_figures(rows.corrected, outlet.id).isdisjoint(_DRAWN)]
    if len(enough) < 2:
        return None
    chosen = sorted(enough, key=lambda outlet: (-int(counts[outlet.id]), alphabetical(outlet)))[:MOST_OUTLETS]
    months = _period(rows, [outlet.id for outlet in chosen])
    series = [(outlet, series_of(rows.of_outlet(outlet), months)) for outlet in sorted(chosen, key=alphabetical)]
    left_out, few, withheld = len(enough) - len(chosen), len(writing) - len(many), len(many) - len(enough)
    trends = {outlet.id: period_trends(rows.of_outlet(outlet), months) for outlet in chosen}
    return Multiples(series_of(rows, months), tuple(series), left_out, few, withheld, trends)


def _period(rows: ReportRows, outlets: list[str]) -> int:
    """The finest period in which most figures of most outlets can be printed; two years when none is."""
    dated = rows.stories[rows.stories["outlet"].isin(outlets)].dropna(subset=["month"])
    month = dated["month"].astype(int)
    for months in PERIODS:
        periods = month // months
        span = int(periods.max() - periods.min()) + 1
        if span > _MOST_POINTS:
            continue
        cells = dated.groupby([dated["outlet"], periods])[["s", "r"]].agg(["sum", "count"])
        shown = sum(
            all(share_of(int(row[side, "sum"]), int(row[side, "count"])).shown for side in ("s", "r"))
            for _, row in cells.iterrows()
        )
        if shown >= MOST_SHOWN * span * len(outlets):
            return months
    return _TWO_YEARS
