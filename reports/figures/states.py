"""The worded states: whether an outlet's figure clearly differs from the panel's, and why it may not be said.

In: a country's rows and its panel. Out: for O2 to O10 one ``Standing`` an outlet, in the order of the alphabet, and the
funnel they are judged by. A figure that no label of people corrects is not graded. Nothing is ranked or added up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.records import Outlet
from reports.estimates.cells import Pool
from reports.estimates.measures import MEASURES
from reports.estimates.ppi import Kind
from reports.estimates.shares import Corrected, corrected
from reports.figures.funnel import Funnel, Placed, Side, funnel_of
from reports.figures.shares import Evidence
from reports.i18n import sort_key
from reports.reply.corrections import withheld_figures
from reports.rows import ReportRows

# Counts of the machine that labels do not correct, and custody labels, which are counted against nobody.
MACHINE_ONLY = "machine_only"
SMALL_PANEL = "small_panel"


class State(StrEnum):
    """The four states of the measurement design, and the one of figures that are not graded."""

    MORE = "clearly_more"
    SAME = "no_clear_difference"
    LESS = "clearly_less"
    NOT_ENOUGH = "not_enough_data"
    NOT_GRADED = "not_graded"


@dataclass(frozen=True, slots=True)
class Standing:
    """An outlet's state for one indicator. ``reason``: a key of [standing]; ``placed`` where it is shown."""

    outlet: Outlet
    state: State
    reason: str
    found: Corrected
    placed: Placed | None = None

    @property
    def provisional(self) -> bool:
        """True when the figure is shown with a hollow mark."""
        return self.found.evidence is Evidence.PROVISIONAL

    @property
    def clear(self) -> bool:
        """True when the outlet clearly differs."""
        return self.state in (State.MORE, State.LESS)


@dataclass(frozen=True, slots=True)
class Standings:
    """All outlets of one indicator. ``funnel`` is None where too few outlets have a corrected figure."""

    measure: str
    kind: Kind
    funnel: Funnel | None
    outlets: tuple[Standing, ...]

    def of(self, outlet_id: str) -> Standing:
        """The standing of one outlet."""
        return next(each for each in self.outlets if each.outlet.id == outlet_id)


def standings_of(rows: ReportRows, panel: Collection[str], pools: Mapping[str, Pool] | None) -> dict[str, Standings]:
    """The standings of a country's outlets by indicator. ``panel``: whose median and spread they are judged by."""
    present = set(rows.stories["outlet"])
    outlets = sorted((each for each in rows.outlets if each.id in present), key=alphabetical)
    parts = [(outlet, rows.of_outlet(outlet)) for outlet in outlets]
    standings = {}
    for name, measure in MEASURES.items():
        pool = (pools or {}).get(name)
        figures = [(outlet, corrected(own, name, pool=pool)) for outlet, own in parts]
        withheld = {outlet.id for outlet, own in parts if name in withheld_figures(own.corrected, outlet.id)}
        standings[name] = _judged(name, measure.kind, figures, panel, withheld)
    return standings


def alphabetical(outlet: Outlet) -> tuple[str, str]:
    """The order of outlets everywhere: by name, accents and capitals aside; never by value."""
    return sort_key(outlet.name), outlet.id


def _judged(
    name: str,
    kind: Kind,
    figures: list[tuple[Outlet, Corrected]],
    panel: Collection[str],
    withheld: Collection[str],
) -> Standings:
    placed = {outlet.id: None if outlet.id in withheld else _placed(found) for outlet, found in figures}
    of_panel = [each for key, each in placed.items() if each is not None and key in panel]
    funnel = funnel_of(of_panel, bounded=kind is Kind.SHARE)
    outlets = tuple(
        Standing(outlet, State.NOT_ENOUGH, Evidence.WITHHELD.value, found)
        if outlet.id in withheld
        else Standing(outlet, *_state(found, placed[outlet.id], funnel), found, placed[outlet.id])
        for outlet, found in figures
    )
    return Standings(name, kind, funnel, outlets)


def _placed(found: Corrected) -> Placed | None:
    """The figure as far as it may be shown; an outlet whose stories were all labelled says no more than its stories."""
    if found.estimate is None or found.evidence not in (Evidence.FULL, Evidence.PROVISIONAL):
        return None
    return Placed(found.estimate, min(found.effective, found.stories), found.variance)


def _state(found: Corrected, placed: Placed | None, funnel: Funnel | None) -> tuple[State, str]:
    if found.reason is not None:
        return State.NOT_GRADED, found.reason.value
    if placed is None:
        return State.NOT_ENOUGH, found.evidence.value
    if funnel is None:
        return State.NOT_ENOUGH, SMALL_PANEL
    side = funnel.side(placed)
    state = {Side.MORE: State.MORE, Side.LESS: State.LESS}.get(side, State.SAME)
    return state, side.value
