"""A scorecard's pages and figures, with what was said between the study and the outlet.

In: the figures of a card and its hearing. Out: files. A page for everybody tells no name of a woman and says how the
outlet was heard; one for the study lists disputes with their reasons.
"""

from __future__ import annotations

from reports.csvs import card_csvs
from reports.files import Files
from reports.i18n import words_for
from reports.pages.frame import Site
from reports.pages.scorecard import CardFigures, card_page
from reports.pages.view import file_stem, press_text
from reports.reply.hearing import Hearing
from reports.reply.names import Names
from reports.reply.wording import Audience, ReplyPart, reply_part


def write_card(files: Files, card: CardFigures, site: Site, hearing: Hearing | None, names: Names) -> None:
    """Write a scorecard in the languages of the site, and its figures."""
    public = site.published is not None
    shown = names.page_without(card) if public else card
    audience = Audience.EVERYBODY if public else Audience.STUDY
    stem = file_stem(card.outlet.id)
    for language in site.languages:
        words = words_for(language, card.outlet.country)
        known = hearing or Hearing(card.outlet.id)
        part = reply_part(known, press_text(card.outlet.name), audience, card.n, words)
        files.make(f"{stem}.{language}.html", _card_text, shown.for_page(), site, language, part)
    files.figures(stem, card_csvs(card))


def _card_text(card: CardFigures, site: Site, language: str, part: ReplyPart | None) -> str:
    return card_page(card, site, words_for(language, card.outlet.country), part)
