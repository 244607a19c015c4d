"""An outlet's scorecard: each indicator beside the country's other outlets, and every mark behind it.

In: the rows of a country and one of its outlets. Out: the figures of the card and its HTML in one language. It grades
nothing, ranks nobody and has no total; it is a working document for the newsroom, since it lists headlines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
from markupsafe import Markup

from corpus.disputes import article_reference, mark_reference
from corpus.records import Outlet
from lexicons.codebook import load_codebook
from reports.change.trends import Trend, trends_of
from reports.charts.dots import Dot, dot_chart
from reports.charts.style import RIGHTS, STIGMA
from reports.estimates.cells import Pool
from reports.figures.health import OutletHealth, outlet_health
from reports.figures.indicators import Indicator, Unit, indicators_of
from reports.figures.series import SIDES, Series, series_of
from reports.figures.shares import COUNTS_ONLY_BELOW, Evidence
from reports.figures.states import Standings
from reports.figures.terms import Term, terms_of
from reports.i18n import Words
from reports.pages import content
from reports.pages.frame import Site, page_frame
from reports.pages.framing import framing_figures
from reports.pages.standings import card_summary, machine_only_text, state_text
from reports.pages.view import NOTHING, ChartFigure, Table, environment, file_stem, method_text, press_text
from reports.reply.behind import place_of
from reports.reply.wording import ReplyPart
from reports.rows import ReportRows

# About a kilobyte a story: more than this and the page passes a megabyte. Older ones are in the CSV.
MOST_STORIES = 600
# One point is no development.
FEWEST_POINTS = 2
# A mark's words are few; a form with gaps may span more than a line can hold.
LONGEST_WORDS = 90
_CHARTED = {"O2": STIGMA, "S2": "#7A5C00", "O3": RIGHTS} | dict.fromkeys(("O6", "O7", "O8", "O9", "O10"), "#3B3B3B")
_CHART_MARKERS = {"O2": "o", "S2": "^", "O3": "s", "O6": "P", "O7": "v", "O8": "D", "O9": "p", "O10": "X"}


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

    def showing(self, rows: ReportRows) -> CardFigures:
        """The same card, its stories as in ``rows``."""
        return replace(self, rows=rows, listed=newest(rows))

    def for_page(self) -> CardFigures:
        """The card as its page needs it: without the stories that are not listed."""
        return replace(self, rows=self.listed)


def newest(rows: ReportRows, most: int = MOST_STORIES) -> ReportRows:
    """The newest stories, the newest first, with their marks."""
    stories = rows.stories.sort_values(
        ["published_on", "article_id"], ascending=[False, True], na_position="last", kind="stable"
    ).head(most)
    spans = rows.spans
    if len(stories) < len(rows.stories):
        spans = spans[spans["article_id"].isin(list(stories["article_id"]))]
    return replace(rows, stories=stories, spans=spans)


def card_figures(
    outlet: Outlet,
    country_rows: ReportRows,
    standings: Mapping[str, Standings],
    pools: Mapping[str, Pool] | None = None,
) -> CardFigures:
    """Compute an outlet's scorecard. ``standings``: its country's; ``pools``: see ``indicators_of``."""
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
    )


def card_page(figures: CardFigures, site: Site, words: Words, reply: ReplyPart | None = None) -> str:
    """The scorecard as HTML. ``reply``: what it says of the outlet's hearing, once there is one."""
    outlet = press_text(figures.outlet.name)
    stories = _stories(figures, words)
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
            ),
            outlet=outlet,
            country_href=f"country-{figures.outlet.country}.{words.language}.html",
            country=words.country(figures.outlet.country),
            intro=_intro(figures, outlet, words),
            summary=_summary(figures, words),
            indicators=indicators_table(figures, words),
            chart=_chart(figures, words),
            framing=_framing(figures, words),
            terms={side: content.terms_table(figures.terms, side, words) for side in ("s", "r")},
            health_table=content.health_table([figures.health], words),
            stories=stories,
            left_off=figures.n - len(stories),
            reply=reply,
        )
    )


def value_text(indicator: Indicator, words: Words) -> str:
    """The indicator's own value with its interval, or why there is none."""
    if not indicator.shown or indicator.estimate is None:
        return words.t(f"evidence.{indicator.evidence.value}")
    return _estimate_text(indicator, words, panel=False)


def _estimate_text(indicator: Indicator, words: Words, *, panel: bool) -> str:
    estimate = indicator.panel if panel else indicator.estimate
    if estimate is None:
        return NOTHING
    value = {
        Unit.SHARE: lambda: words.percent(estimate.value),
        Unit.POINTS: lambda: words.t("figure.points", value=words.points(estimate.value)),
        Unit.PER_1000: lambda: words.rate(estimate.value),
    }[indicator.unit]()
    return words.t("figure.with_interval", value=value, interval=words.interval(estimate, indicator.unit.value))


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _marks_by_article(spans: pd.DataFrame) -> dict[str, list[dict[str, object]]]:
    """The marks of each article, in the order of the rows."""
    marks: dict[str, list[dict[str, object]]] = {}
    for span in _records(spans):
        marks.setdefault(str(span["article_id"]), []).append(span)
    return marks


def _intro(figures: CardFigures, outlet: str, words: Words) -> str:
    n = words.t("index.stories_count", n=figures.n)
    country, span = words.country(figures.outlet.country), span_of(figures, words)
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


def _summary(figures: CardFigures, words: Words) -> list[str]:
    lines = []
    n = figures.n
    if n < COUNTS_ONLY_BELOW:
        lines.append(words.t("card.few_line", n=n))
    by_id = {indicator.id: indicator for indicator in figures.indicators}
    for name, key, slot in (("O2", "s_line", "s"), ("O3", "r_line", "r"), ("O6", "impacted_line", "own")):
        if by_id[name].shown:
            panel = _estimate_text(by_id[name], words, panel=True)
            panel = words.t("evidence.counts_only") if panel == NOTHING else panel
            lines.append(words.t(f"card.{key}", panel=panel, **{slot: value_text(by_id[name], words)}))
    lines.append(card_summary(figures.standings, figures.outlet.id, words))
    if figures.health.mostly_denied:
        lines.append(words.t("card.denied_line"))
    if figures.health.weeks_short:
        lines.append(words.t("card.gap_line", n=figures.health.weeks_short, total=figures.health.weeks))
    return lines


def indicators_table(figures: CardFigures, words: Words) -> Table:
    """Every indicator with what it counts, what stands beside it and how sure it is."""
    rows = []
    for indicator in figures.indicators:
        rows.append(
            [
                words.t(f"ind.{indicator.id}"),
                value_text(indicator, words),
                _standing(indicator, figures, words),
                _numerator(indicator, words),
                _denominator(indicator, words),
                _estimate_text(indicator, words, panel=True),
                method_text(indicator.method, indicator.basis, words),
                words.t(f"state.{indicator.evidence.value}"),
            ]
        )
    keys = ("indicator", "own", "numerator", "denominator", "panel", "method", "state")
    heads = [words.t(f"head.{key}") for key in keys]
    heads.insert(2, words.t("standing.head"))
    return Table(words.t("card.indicators_table"), heads, rows)


def _standing(indicator: Indicator, figures: CardFigures, words: Words) -> str:
    """The worded state of an indicator beside the panel, with its reason."""
    group = figures.standings.get(indicator.id)
    return machine_only_text(words) if group is None else state_text(group.of(figures.outlet.id), group, words)


def _numerator(indicator: Indicator, words: Words) -> str:
    parts = {name: words.number(count) for name, count in indicator.parts}
    return words.t(f"ind.parts_{indicator.id}", **parts) if parts else words.number(indicator.numerator)


def _denominator(indicator: Indicator, words: Words) -> str:
    unit = {"O1": "items", "O5": "headed", "O7": "sourced", "O8": "cases", "O11": "words", "O11-S2": "words"}.get(
        indicator.id, "stories"
    )
    return words.t(f"ind.out_of_{unit}", n=indicator.denominator)


def _chart(figures: CardFigures, words: Words) -> ChartFigure | None:
    charted = [indicator for indicator in figures.indicators if indicator.id in _CHARTED]
    shown = sum(indicator.shown for indicator in charted)
    if not shown:
        return None
    dots = [
        Dot(
            label=words.t(f"ind.short_{indicator.id}"),
            estimate=indicator.estimate if indicator.shown else None,
            text=words.percent(indicator.estimate.value)
            if indicator.shown and indicator.estimate
            else value_text(indicator, words),
            colour=_CHARTED[indicator.id],
            marker=_CHART_MARKERS[indicator.id],
            hollow=indicator.evidence is Evidence.PROVISIONAL,
            reference=indicator.panel.value if indicator.panel else None,
        )
        for indicator in charted
    ]
    title = words.t("card.chart_title", n=shown, total=len(charted))
    subtitle = words.t("card.chart_subtitle")
    ticks = [(tick / 4, words.percent(tick / 4)) for tick in range(5)]
    svg = dot_chart(dots, ticks, key="card", alt=words.t("figure.alt", title=title, subtitle=subtitle))
    key = [("●", words.t("card.key_outlet")), ("◆", words.t("card.key_others"))]
    return ChartFigure(title, subtitle, Markup(svg), None, key)  # noqa: S704


def _framing(figures: CardFigures, words: Words) -> list[ChartFigure]:
    """The series of the outlet, drawn only when a side has points enough to be called a line."""
    shown = [sum(point.shares[side].shown for point in figures.series.points) for side in SIDES]
    if max(shown) < FEWEST_POINTS:
        return []
    return framing_figures(figures.series, figures.trends, (), words)


def _stories(figures: CardFigures, words: Words) -> list[dict[str, object]]:
    """The listed stories with their marks, in the words of the page."""
    marks = _marks_by_article(figures.listed.spans)
    return [_story(row, marks.get(str(row["article_id"]), []), words) for row in _records(figures.listed.stories)]


def _story(row: dict[str, object], marks: list[dict[str, object]], words: Words) -> dict[str, object]:
    codebook = load_codebook()
    roles = [content.name_of(codebook.roles[role], words) for role in row["voices"] if role in codebook.roles]  # type: ignore[attr-defined]
    day, title = row["published_on"], row["title"]
    framing = content.name_of(codebook.framings[str(row["framing"])], words)
    headline = content.name_of(codebook.framings[str(row["headline"])], words)
    return {
        "lang": row["language"] if isinstance(row["language"], str) else "",
        "date": words.day(day) if isinstance(day, str) else words.t("card.no_date"),
        "title": (press_text(title) if isinstance(title, str) else "") or words.t("card.no_title"),
        "url": row["url"] if isinstance(row["url"], str) else None,
        "framing": words.t("card.framing_label", framing=framing, headline=headline),
        "sources": words.t("card.sources_label", roles=words.listing(roles)) if roles else words.t("card.no_sources"),
        "marks": [_mark(mark, words) for mark in marks],
        "reference": article_reference(str(row["article_id"])),
    }


def _mark(span: dict[str, object], words: Words) -> dict[str, str]:
    codebook = load_codebook()
    code, text = str(span["code"]), press_text(span["text"] if isinstance(span["text"], str) else "")
    known = codebook.codes.get(code)
    return {
        "words": text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1] + "…",
        "code": f"{code} · {content.name_of(known, words)}" if known else code,
        "voice": content.name_of(codebook.voices[str(span["voice"])], words),
        "part": words.t(f"card.part_{span['part']}"),
        "rule": press_text(str(span["rule"])),
        "reference": mark_reference(str(span["article_id"]), place_of(span)),
    }
