"""A scorecard's pages and figures, with what was said between the study and the outlet.

In: the figures of a card and its hearing. Out: files. A page for everybody tells no name of a woman and says how the
outlet was heard; one for the study lists disputes with their reasons.
"""

from __future__ import annotations

from dataclasses import replace

from reports.csvs_card import card_csvs
from reports.files import Files
from reports.i18n import words_for
from reports.pages.frame import Site
from reports.pages.languages import card_pages, page_names
from reports.pages.scorecard import CardFigures
from reports.pages.view import file_stem, press_text
from reports.reply.hearing import Hearing
from reports.reply.names import Names
from reports.reply.spoken import spoken_in
from reports.reply.wording import Audience, reply_part


def write_card(files: Files, card: CardFigures, site: Site, hearing: Hearing | None, names: Names) -> None:
    """Write a scorecard in the languages of the site, and its figures."""
    public = site.published is not None
    card = replace(card, notes=hearing.notes) if hearing is not None else card
    shown = names.page_without(card) if public else replace(card, spoken=spoken_in(names.corpus, card.listed))
    audience = Audience.EVERYBODY if public else Audience.STUDY
    stem = file_stem(card.outlet.id)
    outlet, known = press_text(card.outlet.name), hearing or Hearing(card.outlet.id)
    masked = names.masked(card, shown) if public else None
    parts = [
        reply_part(known, outlet, audience, card.n, words_for(language, card.outlet.country), site.contact, masked)
        for language in site.languages
    ]
    files.make(page_names(stem, site), card_pages, shown.for_page(), site, parts)
    files.figures(stem, card_csvs(card, public=public))
