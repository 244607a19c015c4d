"""The public page of a country of which no figure may be told: it says so, why, and what there is instead.

In: the rows of the country. Out: one page a language with the number of stories and outlets, and no figure.
"""

from __future__ import annotations

from reports.figures.indicators import FEWEST_OTHERS
from reports.files import Files
from reports.i18n import words_for
from reports.pages.frame import Site, page_frame
from reports.pages.view import environment
from reports.rows import ReportRows


def write_withheld(files: Files, site: Site, rows: ReportRows, country: str) -> int:
    """Write the page in the languages of the site, and say of how many stories it tells nothing."""
    n, outlets = len(rows.stories), rows.stories["outlet"].nunique()
    for language in site.languages:
        words = words_for(language, country)
        name = words.country(country)
        heard = len(set(rows.stories["outlet"]) & (site.published or frozenset()))
        why = words.t("publish.withheld_why", outlets=outlets, heard=heard, fewest=FEWEST_OTHERS)
        page = (
            environment()
            .get_template("country_withheld.html.j2")
            .render(
                page_frame(site, words, title=words.t("country.title", country=name), stem=f"country-{country}"),
                lead=words.t("publish.withheld_lead", n=n),
                why=why,
                later=words.t("publish.withheld_later"),
            )
        )
        files.page(f"country-{country}.{language}.html", page)
    return n
