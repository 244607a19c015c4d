"""A page in every language of its site: what a worker makes at one go (reports.making).

In: the figures of a page. Out: its texts, in the order of the site's languages. The languages share their charts where
nothing but words around them differs, and the figures are sent to another process once. A worker loads what is named
here and what that needs, so nothing here reads the store or tags articles (tests/test_reports_scale.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.figures.event import EventFigures
from reports.figures.terms import cues_by_id
from reports.i18n import words_for
from reports.pages.country import CountryFigures, country_page
from reports.pages.event import event_page
from reports.pages.frame import Site
from reports.pages.scorecard import CardFigures, card_page
from reports.pages.view import environment
from reports.reply.wording import ReplyPart


def ready() -> None:
    """Read what every page needs, which takes seconds: the cues and the templates."""
    cues_by_id()
    for name in ("country.html.j2", "event.html.j2", "scorecard.html.j2"):
        environment().get_template(name)


def page_names(stem: str, site: Site) -> list[str]:
    """The files of a page, one a language."""
    return [f"{stem}.{language}.html" for language in site.languages]


def country_pages(figures: CountryFigures, site: Site, stems: Mapping[str, str]) -> list[str]:
    """A country's page. ``stems``: of the pages of its events, by the events' ids."""
    return [country_page(figures, site, words_for(language, figures.country), stems) for language in site.languages]


def event_pages(figures: EventFigures, site: Site) -> list[str]:
    """An event's page."""
    return [event_page(figures, site, words_for(language, figures.country)) for language in site.languages]


def card_pages(card: CardFigures, site: Site, parts: Sequence[ReplyPart | None]) -> list[str]:
    """A scorecard. ``parts``: what it says of the outlet's hearing, by language."""
    return [
        card_page(card, site, words_for(language, card.outlet.country), part)
        for language, part in zip(site.languages, parts, strict=True)
    ]
