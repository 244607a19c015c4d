"""Pictures for social media: a country's framing, one a side, and on request every chart of a page.

In: the figures of a country and a language, or what makes a page. Out: PNG files as bytes, by name. Each says its
finding, n and period, on what it rests, and that an invented press is invented: a picture travels without its page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import count

from reports.charts.series import axis_top
from reports.charts.social import Sign, chart_png, series_png
from reports.charts.style import keeping_charts
from reports.figures.series import SIDES
from reports.i18n import Words, words_for
from reports.pages.content import SWATCHES
from reports.pages.country import CountryFigures
from reports.pages.frame import Site, page_frame
from reports.pages.framing import told_subtitle, trend_told
from reports.pages.view import ChartFigure, gathering_figures, press_text

_LONGEST_NAME = 60


def page_pngs(make: Callable[[], str], site: Site, words: Words, *, about: str) -> dict[str, bytes]:
    """Every chart of the page that ``make`` makes, by the chart's name. The page itself is not kept. ``about``: whose
    page it is, which stands before each finding."""
    with keeping_charts() as kept, gathering_figures() as figures:
        make()
    pictures: dict[str, bytes] = {}
    for figure in figures:
        found = kept.get(str(figure.svg)) if figure.svg is not None else None
        if found is None:
            continue
        key, chart = found
        title, below = f"{about}: {figure.title}", figure.subtitle
        picture = chart_png(
            chart, _signs(figure), title=title, subtitle=below, foot=_foot(site, words), alt=f"{title}. {below}"
        )
        pictures[_name(key, pictures)] = picture
    return pictures


def _name(key: str, taken: Collection[str]) -> str:
    """A name for a file: plain, and no other chart's."""
    plain = re.sub(r"[^a-z0-9_-]+", "-", key.lower())[:_LONGEST_NAME].strip("-") or "chart"
    return next(name for n in count(1) if (name := plain if n == 1 else f"{plain}-{n}") not in taken)


def _signs(figure: ChartFigure) -> list[Sign]:
    """The key of a chart; a swatch of the style sheet as its fill and hatch."""
    signs = []
    for sign, meaning in figure.key:
        fill, hatch = SWATCHES.get(sign, ("", ""))
        signs.append(Sign(meaning, "" if fill else sign, fill, hatch))
    return signs


def _foot(site: Site, words: Words) -> str:
    """On what a picture rests, and that an invented press is invented."""
    invented = f"{words.t('page.demo_title')} {words.t('page.demo')} " if site.demo else ""
    return f"{invented}{page_frame(site, words, title='', stem='')['basis']}"


def framing_names(figures: CountryFigures, site: Site) -> list[str]:
    """The files of ``framing_pictures``; none where no period has enough stories to be drawn."""
    if not any(point.shares[side].shown for point in figures.series.points for side in SIDES):
        return []
    stem = f"figures/country-{figures.country}-framing"
    return [f"{stem}-{side}.{language}.png" for language in site.languages for side in SIDES]


def framing_pictures(figures: CountryFigures, site: Site) -> list[bytes]:
    """One picture a language and side, in the order of ``framing_names``."""
    if not framing_names(figures, site):
        return []
    pictures = (framing_pngs(figures, site, words_for(language, figures.country)) for language in site.languages)
    return [picture for own in pictures for picture in own.values()]


def framing_pngs(figures: CountryFigures, site: Site, words: Words) -> dict[str, bytes]:
    """One picture a side."""
    series = figures.series
    country = words.country(figures.country)
    # The country's own events alone, by the numbers they have on the page: a picture has room for few words.
    events = [(number, event) for number, event in figures.events if not event.regional]
    named = [f"{number}: {press_text(event.label(words.language))}" for number, event in events]
    key = " · ".join([f"┄ {words.t('series.key_panel')}", *named])
    pictures = {}
    for side in SIDES:
        told = trend_told(side, figures.trends.get(side), words)
        title, subtitle = f"{country}: {told.title}", told_subtitle(series, told, words)
        pictures[side] = series_png(
            series,
            side,
            events,
            words,
            top=axis_top(series),
            title=title,
            subtitle=subtitle,
            key=key,
            foot=_foot(site, words),
            alt=f"{title}. {subtitle}",
            windows=told.windows or (),
        )
    return pictures
