"""Pictures of a country's framing for social media, one a side.

In: the figures of a country and a language. Out: PNG files as bytes, by side. Each says its finding, n and period, on
what it rests, and that an invented press is invented: a picture travels without its page.
"""

from __future__ import annotations

from reports.charts.series import axis_top
from reports.charts.social import series_png
from reports.figures.series import SIDES
from reports.i18n import Words
from reports.pages.country import CountryFigures
from reports.pages.frame import Site, page_frame
from reports.pages.framing import series_subtitle, trend_title
from reports.pages.view import press_text


def framing_pngs(figures: CountryFigures, site: Site, words: Words) -> dict[str, bytes]:
    """One picture a side; none where no period has enough stories to be drawn."""
    series = figures.series
    drawn = any(point.shares[side].shown for point in series.points for side in SIDES)
    if not drawn:
        return {}
    country = words.country(figures.country)
    frame = page_frame(site, words, title=country, stem="")
    invented = f"{words.t('page.demo_title')} {words.t('page.demo')} " if site.demo else ""
    # The country's own events alone, by the numbers they have on the page: a picture has room for few words.
    events = [(number, event) for number, event in figures.events if not event.regional]
    named = [f"{number}: {press_text(event.label(words.language))}" for number, event in events]
    key = " · ".join([f"┄ {words.t('series.key_panel')}", *named])
    pictures = {}
    for side in SIDES:
        title = f"{country}: {trend_title(side, figures.trends.get(side), words)}"
        subtitle = series_subtitle(series, words)
        pictures[side] = series_png(
            series,
            side,
            events,
            words,
            top=axis_top(series),
            title=title,
            subtitle=subtitle,
            key=key,
            foot=f"{invented}{frame['basis']}",
            alt=f"{title}. {subtitle}",
        )
    return pictures
