"""An outlet's scorecard: each indicator beside the country's other outlets, and every mark behind it.

In: the rows of a country and one of its outlets. Out: the figures of the card and its HTML in one language. It grades
nothing, ranks nobody and has no total; it is a working document for the newsroom, since it lists headlines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from markupsafe import Markup

from corpus.records import Outlet
from lexicons.codebook import load_codebook
from reports.change.trends import Trend, trends_of
from reports.charts.dots import Dot, dot_chart
from reports.charts.style import RIGHTS, STIGMA
from reports.estimates.cells import Pool
from reports.estimates.shares import pools_for
from reports.figures.around import Around, Happened, around_events
from reports.figures.health import OutletHealth, outlet_health
from reports.figures.indicators import FEWEST_OTHERS, Indicator, indicators_of
from reports.figures.series import SIDES, Series, series_of
from reports.figures.shares import Evidence, Share
from reports.figures.states import Standings, standings_of
from reports.figures.terms import Term, terms_of
from reports.figures.voices import heard_roles, no_source
from reports.i18n import Words
from reports.pages import content
from reports.pages.card_stories import Reader, listed_stories
from reports.pages.card_summary import around_tables, doubt_lines, summary_lines, whole_line
from reports.pages.card_tables import (
    definitions_table,
    figures_table,
    is_graded,
    methods_table,
    roles_table,
    value_text,
)
from reports.pages.frame import Site, page_frame
from reports.pages.framing import framing_figures
from reports.pages.glossary import Glossary
from reports.pages.view import ChartFigure, environment, file_stem, press_text
from reports.reply.spoken import Spokens
from reports.reply.wording import ReplyPart
from reports.rows import ReportRows

# About a kilobyte a story and half of one a mark: with more of either the page passes three megabytes. Older ones are
# in the CSV.
MOST_STORIES, MOST_MARKS = 600, 3000
# One or two points among periods without a share would be read as the development.
FEWEST_POINTS = 3
_CHARTED = {"O2": STIGMA, "S2": "#7A5C00", "O3": RIGHTS} | dict.fromkeys(("O6", "O7", "O8", "O9", "O10"), "#3B3B3B")


@dataclass(frozen=True, slots=True)
class CardFigures:
    """Every number of a scorecard, and the stories behind them.

    ``n``: how many stories. ``rows``: all of them. ``listed``: those that the page lists, as it lists them.
    """

    outlet: Outlet
    n: int
    rows: ReportRows
    listed: ReportRows
    indicators: tuple[Indicator, ...]
    series: Series
    trends: dict[str, Trend]
    terms: tuple[Term, ...]
    health: OutletHealth
    standings: Mapping[str, Standings]  # of the country, by indicator
    roles: Mapping[str, Share]  # stories by whom they quote
    silent: Share  # stories that quote nobody
    around: tuple[Around, ...]  # both sides of an event
    wire: int  # stories that are agency copy
    notes: Mapping[str, str] = field(default_factory=dict)  # beside figures, by indicator, after a dispute
    spoken: Spokens = field(default_factory=dict)  # the sources of the listed stories, in the articles' words

    @property
    def withheld_sides(self) -> frozenset[str]:
        """The sides whose share the outlet disputed and was right: they stand in no chart, table or file."""
        withheld = {each.id for each in self.indicators if each.evidence is Evidence.WITHHELD}
        return frozenset(side for side, name in (("s", "O2"), ("r", "O3")) if name in withheld)

    def showing(self, rows: ReportRows) -> CardFigures:
        """The same card, its stories as in ``rows``."""
        return replace(self, rows=rows, listed=newest(rows))

    def for_page(self) -> CardFigures:
        """The card as its page needs it: without the stories that are not listed."""
        return replace(self, rows=self.listed)


def newest(rows: ReportRows, most: int = MOST_STORIES, most_marks: int = MOST_MARKS) -> ReportRows:
    """The newest stories, the newest first, with their marks; as many as a page holds."""
    stories = rows.stories.sort_values(
        ["published_on", "article_id"], ascending=[False, True], na_position="last", kind="stable"
    ).head(most)
    marks = stories["article_id"].map(rows.spans["article_id"].value_counts()).fillna(0).cumsum()
    stories = stories[(marks <= most_marks).to_numpy() | (np.arange(len(stories)) == 0)]
    spans = rows.spans
    if len(stories) < len(rows.stories):
        spans = spans[spans["article_id"].isin(list(stories["article_id"]))]
    return replace(rows, stories=stories, spans=spans)


def card_figures(
    outlet: Outlet,
    country_rows: ReportRows,
    standings: Mapping[str, Standings],
    pools: Mapping[str, Pool] | None = None,
    happened: Happened | None = None,
) -> CardFigures:
    """Compute an outlet's scorecard. ``standings``: its country's; ``pools``: see ``indicators_of``; ``happened``: the
    events to tell of."""
    found = {name: group.of(outlet.id).found for name, group in standings.items()}
    own = country_rows.of_outlet(outlet)
    return CardFigures(
        outlet=outlet,
        n=len(own.stories),
        rows=own,
        listed=newest(own),
        indicators=tuple(indicators_of(outlet, country_rows, pools, found)),
        series=series_of(own),
        trends=trends_of(own),
        terms=tuple(terms_of(own, outlet.country)),
        health=outlet_health(own)[0],
        standings=standings,
        roles=heard_roles(own),
        silent=no_source(own),
        around=around_events(outlet, country_rows, own, happened or Happened(), pools),
        wire=int(own.stories["wire_agency"].notna().sum()),
    )


def card_alone(outlet: Outlet, rows: ReportRows, happened: Happened | None = None) -> CardFigures:
    """The card of an outlet where its country's page is not made."""
    country = rows.of_country(outlet.country)
    pools = pools_for(country)
    return card_figures(outlet, country, standings_of(country, series_of(country).panel, pools), pools, happened)


def card_page(figures: CardFigures, site: Site, words: Words, reply: ReplyPart | None = None) -> str:
    """The scorecard as HTML. ``reply``: what it says of the outlet's hearing, once there is one."""
    outlet, span, glossary = press_text(figures.outlet.name), span_of(figures, words), Glossary(words)
    caption = words.t("card.indicators_table") if span is None else words.t("card.figures_table", span=span)
    listed = listed_stories(figures, words, _reader(site, reply))
    return (
        environment()
        .get_template("scorecard.html.j2")
        .render(
            page_frame(
                site,
                words,
                title=words.t("card.title", outlet=outlet),
                stem=file_stem(figures.outlet.id),
                public=site.published is not None,
                glossary=glossary,
            ),
            outlet=outlet,
            home=figures.outlet.homepage,
            country_href=f"country-{figures.outlet.country}.{words.language}.html",
            country=words.country(figures.outlet.country),
            intro=_intro(figures, outlet, span, words),
            summary=summary_lines(figures, span, words),
            whole=whole_line(figures, span, words),
            doubts=doubt_lines(figures, site.audit, words),
            around=around_tables(figures, words),
            few_others=any(each.few_others for each in figures.indicators),
            fewest_others=FEWEST_OTHERS,
            graded=is_graded(figures),
            indicators=figures_table(figures, caption, words, glossary),
            definitions=definitions_table(words),
            methods=methods_table(figures, words, glossary),
            chart=_chart(figures, span, words),
            framing=_framing(figures, words),
            fewest_points=FEWEST_POINTS,
            roles=roles_table(figures.roles, figures.silent, words),
            terms={side: content.terms_table(figures.terms, side, words) for side in ("s", "r")},
            uses_note=_uses_note(figures, words),
            codes=[(code.code, content.name_of(code, words)) for code in load_codebook().codes.values()],
            health_table=content.health_table([figures.health], words),
            years=listed.years,
            guides=listed.guides,
            left_off=figures.n - len(figures.listed.stories),
            reply=reply,
        )
    )


def _reader(site: Site, reply: ReplyPart | None) -> Reader:
    if site.published is not None:
        return Reader.EVERYBODY
    return Reader.OUTLET if reply is not None and reply.draft else Reader.STUDY


def _intro(figures: CardFigures, outlet: str, span: str | None, words: Words) -> str:
    n = words.t("index.stories_count", n=figures.n)
    country = words.country(figures.outlet.country)
    if span is None:
        return words.t("card.intro_undated", n=n, outlet=outlet, country=country)
    return words.t("card.intro", n=n, outlet=outlet, country=country, span=span)


def span_of(figures: CardFigures, words: Words) -> str | None:
    """The periods of the outlet's stories, the first and the last; None when no story has a day."""
    points = figures.series.points
    if not points:
        return None
    first, last = points[0], points[-1]
    if first is last:
        return words.period(first.first_month, first.months)
    return words.t(
        "figure.span",
        first=words.period(first.first_month, first.months),
        last=words.period(last.first_month, last.months),
    )


def _chart(figures: CardFigures, span: str | None, words: Words) -> ChartFigure | None:
    charted = [indicator for indicator in figures.indicators if indicator.id in _CHARTED]
    shown = sum(indicator.shown for indicator in charted)
    if not shown:
        return None
    dots = [
        Dot(
            label=words.t(f"ind.short_{indicator.id}"),
            estimate=indicator.estimate if indicator.shown else None,
            text=_dot_text(indicator, words),
            colour=_CHARTED[indicator.id],
            hollow=indicator.evidence is Evidence.PROVISIONAL,
            reference=indicator.panel.value if indicator.panel else None,
        )
        for indicator in charted
    ]
    others = any(indicator.panel is not None for indicator in charted)
    title = words.t("card.chart_title", n=shown, total=len(charted))
    subtitle = words.t("card.chart_subtitle", n=figures.n, span=span or words.t("letter.undated"))
    subtitle = words.t("card.chart_others", subtitle=subtitle) if others else subtitle
    ticks = [(tick / 4, words.percent(tick / 4)) for tick in range(5)]
    svg = dot_chart(dots, ticks, key="card", alt=words.t("figure.alt", title=title, subtitle=subtitle))
    key = [("●", words.t("card.key_outlet")), *([("◆", words.t("card.key_others"))] if others else [])]
    return ChartFigure(title, subtitle, Markup(svg), None, key)  # noqa: S704


def _dot_text(indicator: Indicator, words: Words) -> str:
    """The percentage, with its interval where nothing or everything was found, since neither is as sure as it looks."""
    if not indicator.shown or indicator.estimate is None:
        return words.t(f"evidence.{indicator.evidence.value}")
    if indicator.numerator in (0, indicator.denominator):
        return value_text(indicator, words)
    return words.percent(indicator.estimate.value)


def _framing(figures: CardFigures, words: Words) -> list[ChartFigure]:
    """Both sides by year as tables, and as a chart where a side has points enough; none of a side that the outlet
    disputed and was right."""
    sides = [side for side in SIDES if side not in figures.withheld_sides]
    return framing_figures(figures.series, figures.trends, (), words, sides=sides, fewest=FEWEST_POINTS)


def _uses_note(figures: CardFigures, words: Words) -> str | None:
    """Why the table of terms adds up to more than O11 counts; nothing where it does not."""
    by_id = {each.id: each for each in figures.indicators}
    total = sum(term.own for term in figures.terms if term.code.startswith("S"))
    uses, custody = by_id["O11"], by_id["O11-S2"]
    if Evidence.WITHHELD in (uses.evidence, custody.evidence) or total <= uses.numerator + custody.numerator:
        return None
    return words.t("card.uses_note", total=total, uses=uses.numerator, custody=custody.numerator)
