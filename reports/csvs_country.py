"""Every figure of a country's page as CSV: the same rules as the other pages' (reports.csvs).

In: the figures of a country. Out: the text of its files by name. Of an outlet of which nothing was collected the cells
are empty and the reason stands in the place of the evidence: what was not collected is a gap, never zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from corpus.records import Outlet
from reports.csvs import (
    BASIS,
    SHARE,
    Row,
    basis_cells,
    csv_text,
    estimate_cells,
    missing_cells,
    multiples_csv,
    rounded,
    series_csv,
    share_cells,
    terms_csv,
)
from reports.csvs_change import changes_csv, trends_csv
from reports.figures.health import OutletHealth, uncollected
from reports.figures.shares import share_of
from reports.figures.states import Standings
from reports.figures.voices import Closer
from reports.pages.country import CountryFigures
from reports.pages.view import press_text
from reports.states_data import STATE_HEADS, states_rows

_HEALTH = (
    *("outlet", "name", "found", "kept", "denied", "no_article", "off_topic", "failed", "pending"),
    *("weeks", "weeks_short", "listings_refused", "collection"),
)


def country_csvs(figures: CountryFigures) -> dict[str, str]:
    """The files of a country's page, by the name its links use."""
    return {
        "overall": csv_text(
            ("figure", *SHARE, *BASIS, "panel_share", "panel_low", "panel_high", "panel_outlets", "panel_method"),
            _overall(figures),
        ),
        "outlets": multiples_csv(figures.multiples, uncollected(figures.healths)),
        "series": series_csv(figures.series),
        "changes": changes_csv(figures.changes),
        "trends": trends_csv(figures.trends.values()),
        "composition": composition_csv(figures),
        "voices": csv_text(("group", "value", *SHARE), _voices(figures)),
        "terms": terms_csv(figures.terms),
        "health": health_csv(figures.healths),
        "states": states_csv(figures.standings, uncollected(figures.healths)),
    }


def states_csv(standings: Mapping[str, Standings], missing: Mapping[Outlet, str]) -> str:
    """The worded states as data. ``missing``: outlets of which nothing was collected, with the reason."""
    return csv_text(STATE_HEADS, states_rows(standings, missing))


def _overall(figures: CountryFigures) -> list[Row]:
    rows: list[Row] = []
    kinds = {f"context_{code}": share for code, share in figures.closer.contexts.items()}
    for key, share in (figures.overall | kinds).items():
        panel = figures.panel.get(key)
        weighed: Row = (None,) * 5
        if panel:
            weighed = (*estimate_cells(panel.estimate), panel.outlets, panel.method.value)
        rows.append((key, *share_cells(share), *basis_cells(share.method, share.basis), *weighed))
    return [*rows, _agency(figures.closer)]


def _agency(closer: Closer) -> Row:
    """O9 by clause, as the page tells it: without an interval, since clauses of one story are not independent."""
    part = share_of(closer.acts, closer.clauses)
    shown = rounded(part.estimate.value) if part.shown and part.estimate else None
    return ("acts_by_clause", closer.acts, closer.clauses, shown, None, None, part.evidence.value)


def composition_csv(figures: CountryFigures, only: Collection[str] | None = None) -> str:
    """What the stories are. ``only``: the outlets whose framing may be told; None: all. How many stories an outlet has
    is told of each."""
    return csv_text(("group", "value", *SHARE), _composition(figures, only))


def _composition(figures: CountryFigures, only: Collection[str] | None) -> list[Row]:
    made = figures.composition
    rows: list[Row] = [("framing", key, *share_cells(share)) for key, share in made.framings.items()]
    missing = uncollected(figures.healths)
    for outlet, s, r, part in made.outlets:
        groups = {"outlet": part}
        if only is None or outlet.id in only:
            groups |= {"outlet_s": s, "outlet_r": r}
        why = missing.get(outlet)
        rows += [
            (group, outlet.id, *(share_cells(share) if why is None else missing_cells(why)))
            for group, share in groups.items()
        ]
    rows += [("language", code, *_plain(count, made.n)) for code, count in made.languages.items()]
    for name, count in (("wire", made.wire), ("paywalled", made.paywalled), ("undated", made.undated)):
        rows.append(("stories", name, *_plain(count, made.n)))
    return rows


def _voices(figures: CountryFigures) -> list[Row]:
    rows: list[Row] = [("role", role, *share_cells(share)) for role, share in figures.roles.items()]
    rows.append(("role", "no_source", *share_cells(figures.silent)))
    rows += [
        (f"voice_of_{mix.side.lower()}", voice, *_plain(count, mix.total))
        for mix in figures.mixes
        for voice, count in mix.counts.items()
    ]
    return rows


def _plain(count: int, n: int) -> Row:
    """A count that is no estimate of anything: no share, no interval, no evidence."""
    return (count, n, None, None, None, None)


def health_csv(healths: Iterable[OutletHealth]) -> str:
    """One row an outlet. As in the page's table no number stands for an outlet of which no address is known (imported,
    or nothing was obtained); ``listings_refused``: attempts at its listings that its site refused."""
    return csv_text(_HEALTH, map(_health_cells, healths))


def _health_cells(health: OutletHealth) -> Row:
    numbers: Row = (None,) * (len(_HEALTH) - 4)
    if health.known:
        counts = (health.found, health.kept, health.denied, health.no_article, health.off_topic)
        numbers = (*counts, health.failed, health.pending, health.weeks, health.weeks_short)
    refused = health.unread if health.known or health.unread else None
    return (health.outlet.id, press_text(health.outlet.name), *numbers, refused, health.state.value)
