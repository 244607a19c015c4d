"""The page of a country: what changed and how sure we are, first in words, then in figures.

In: the rows of a country and of the others, and the events. Out: the figures of the page (``CountryFigures``, computed
once for all languages) and its HTML in one language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.change.events import Change, Registered, changes_of
from reports.change.registry import Data, data_of
from reports.change.trends import Trend, trends_of
from reports.estimates.audit import Audit
from reports.estimates.cells import Pool
from reports.estimates.shares import corrected, corrected_share
from reports.events import Event, events_between
from reports.figures.health import OutletHealth, Volumes, outlet_health, volumes_by_outlet
from reports.figures.multiples import Multiples, multiples_of
from reports.figures.panel import PanelShare, panel_shares
from reports.figures.series import Series, series_of
from reports.figures.shares import Share, share_of
from reports.figures.states import Standings, standings_of
from reports.figures.terms import Term, terms_of
from reports.figures.voices import (
    Closer,
    Composition,
    VoiceMix,
    closer_look,
    composition,
    context_present,
    heard_roles,
    impacted_heard,
    named_early,
    no_source,
    police_only,
    she_acts,
    voice_mix,
)
from reports.i18n import Words
from reports.pages import answers, changes, content, framing, pictures, standings
from reports.pages.closer import closer_lines, contexts_table
from reports.pages.frame import Site, page_frame
from reports.pages.glossary import Glossary
from reports.pages.multiples import multiples_figures
from reports.pages.summary import country_summary, doubts
from reports.pages.view import NOTHING, SHARE_HEADS, Table, environment, method_text, share_row
from reports.rows import ReportRows

# A gap of a month or two would drown in a half-year, so the strip of collection health is never coarser than a quarter.
LONGEST_HEALTH = 3


@dataclass(frozen=True, slots=True)
class CountryFigures:
    """Every number of a country's page. Nothing here depends on the language."""

    country: str
    series: Series
    overall: dict[str, Share]
    panel: dict[str, PanelShare | None]
    trends: dict[str, Trend]
    events: tuple[tuple[int, Event], ...]
    changes: tuple[Change, ...]
    data: Data
    composition: Composition
    roles: dict[str, Share]
    silent: Share
    mixes: tuple[VoiceMix, ...]
    terms: tuple[Term, ...]
    healths: tuple[OutletHealth, ...]
    audit: Audit | None
    volumes: dict[str, Volumes]  # items by outlet and period of ``health_months``
    health_months: int
    untagged: int
    standings: Mapping[str, Standings]  # by indicator
    closer: Closer
    multiples: Multiples | None = None
    corrected: int = 0  # marks and articles corrected after a dispute

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each event on the page, by its id."""
        return {event.id: number for number, event in self.events}


def country_figures(
    country: str,
    rows_by_country: Mapping[str, ReportRows],
    events: Sequence[Event],
    months_each_side: int,
    registered: Registered | None = None,
    pools: Mapping[str, Pool] | None = None,
) -> CountryFigures:
    """Compute a country's page. ``registered``: what the study registered of its events beforehand. ``pools``: the
    country's labelled stories by indicator, which may lend their correction to outlets.
    """
    rows = rows_by_country[country]
    series = series_of(rows)
    stories = rows.stories
    n = len(stories)
    near: list[Event] = []
    if series.points:
        last = series.points[-1].first_month + series.months - 1
        near = events_between(events, country, series.points[0].first_month, last)
    overall = {
        key: share if measure is None else corrected_share(share, corrected(rows, measure))
        for key, measure, share in (
            ("s", "O2", share_of(int(stories["s"].sum()), n)),
            ("r", "O3", share_of(int(stories["r"].sum()), n)),
            ("s2", None, share_of(int(stories["s2"].sum()), n)),
            ("impacted", "O6", impacted_heard(stories)),
            ("police_only", "O7", police_only(stories)),
            ("named", "O8", named_early(stories)),
            ("acts", "O9", she_acts(stories)),
            ("context", "O10", context_present(stories)),
        )
    }
    return CountryFigures(
        country=country,
        series=series,
        overall=overall,
        panel=panel_shares(rows, series.panel),
        trends=trends_of(rows),
        events=tuple(enumerate(near, start=1)),
        changes=tuple(
            changes_of(country, rows_by_country, near, months_each_side=months_each_side, registered=registered)
        ),
        data=data_of(rows),
        composition=composition(rows),
        roles=heard_roles(rows),
        silent=no_source(rows),
        mixes=tuple(voice_mix(rows)),
        terms=tuple(terms_of(rows, country)),
        healths=tuple(outlet_health(rows)),
        audit=rows.audit,
        volumes=volumes_by_outlet(rows, min(series.months, LONGEST_HEALTH)),
        health_months=min(series.months, LONGEST_HEALTH),
        untagged=rows.untagged,
        standings=standings_of(rows, series.panel, pools),
        closer=closer_look(stories),
        multiples=multiples_of(rows),
        corrected=sum(each.found for each in rows.corrected),
    )


def country_page(figures: CountryFigures, site: Site, words: Words, pages: Mapping[str, str] | None = None) -> str:
    """The page as HTML. ``pages``: the stem of each event's own page, by its id."""
    name, glossary = words.country(figures.country), Glossary(words)
    terms = {side: content.terms_table(figures.terms, side, words) for side in ("s", "r")}
    ends = _ends(figures.series, words)
    span = framing.span_text(figures.series, words)
    return (
        environment()
        .get_template("country.html.j2")
        .render(
            page_frame(
                site,
                words,
                title=words.t("country.title", country=name),
                stem=f"country-{figures.country}",
                glossary=glossary,
            ),
            country=name,
            n=figures.composition.n,
            series=figures.series,
            summary=country_summary(figures, words),
            doubts=doubts(figures, words),
            overall=_overall_table(figures, words, glossary),
            closer=closer_lines(figures.closer, figures.overall["acts"], words),
            contexts=contexts_table(figures.closer, words),
            framing=framing.framing_figures(figures.series, figures.trends, figures.events, words),
            multiples=multiples_figures(figures.multiples, words, site.published),
            events=framing.event_rows(figures.events, pages or {}, words),
            change=changes.change_figure(figures.changes, figures.numbers, words),
            change_table=changes.change_table(figures.changes, figures.numbers, words, glossary),
            reasons=changes.reasons(figures.changes, figures.numbers, words),
            slopes=pictures.slope_figures(figures.changes, figures.numbers, words),
            placebos=pictures.placebo_figures(figures.changes, figures.numbers, ends, words),
            beside=standings.beside_heard(figures.standings, span, words, site.published),
            details=answers.details(
                figures.changes, figures.country, figures.data, words, imported=not figures.volumes
            ),
            composition=content.framing_figure(figures.composition, words),
            outlets=content.outlets_figure(
                figures.composition,
                figures.series.panel,
                words,
                missing=content.not_collected(figures.healths, words),
                walled={each.outlet.id: each for each in figures.healths if each.much_walled},
                published=site.published,
            ),
            languages=_languages(figures.composition, words),
            roles=content.roles_figure(figures.roles, figures.silent, words),
            roles_note=content.roles_note(figures.roles, words),
            mix=content.mix_figure(figures.mixes, words),
            terms=terms,
            health=content.health_figure(figures.volumes, figures.healths, figures.health_months, words),
            health_table=content.health_table(figures.healths, words),
        )
    )


def _ends(series: Series, words: Words) -> tuple[str, str]:
    """The first and last period with a story; dashes where no story has a date."""
    if not series.points:
        return NOTHING, NOTHING
    first, last = series.points[0], series.points[-1]
    return words.period(first.first_month, first.months), words.period(last.first_month, last.months)


def _overall_table(figures: CountryFigures, words: Words, glossary: Glossary) -> Table:
    rows = []
    keys = ("figure", *SHARE_HEADS[:-1], "method", "panel_share", SHARE_HEADS[-1])
    heads = [words.t(f"head.{key}") for key in keys]
    heads = [glossary.linked_in(glossary.linked_in(head, "interval"), "panel") for head in heads]
    for key, share in figures.overall.items():
        panel = figures.panel.get(key)
        weighed = words.t("panel.none")
        if panel is not None:
            value = words.percent(panel.estimate.value)
            interval = words.interval(panel.estimate)
            weighed = words.t("panel.value", value=value, interval=interval, n=panel.outlets)
        *numbers, state = share_row(share, words)
        name = method_text(share.method, share.basis, words)
        if key == "s2":
            name = words.t("basis.uncorrected", method=name, reason=words.t("standing.machine_only"))
        method = glossary.linked_in(name, share.method.value.split("_b")[0])
        rows.append([words.t(f"overall.{key}"), *numbers, method, weighed, glossary.linked_in(state, "provisional")])
    return Table(words.t("overall.table"), heads, rows, frozenset({1, 2, 3, 4}))


def _languages(composition: Composition, words: Words) -> list[str]:
    lines = [
        words.t("composition.language", language=words.language_name(code), count=count, n=composition.n)
        for code, count in composition.languages.items()
    ]
    for key, count in (
        ("wire", composition.wire),
        ("paywalled", composition.paywalled),
        ("undated", composition.undated),
    ):
        if count:
            lines.append(words.t(f"composition.{key}", n=count))
    return lines
