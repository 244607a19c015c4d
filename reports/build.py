"""From a study's corpus to a folder of pages.

In: a corpus. Out: one page a country and one scorecard an outlet in each language, an index, and a CSV of every figure.
Numbers are computed once and written out in each language. A file appears whole or not at all, and two builds from the
same rows are the same to the byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.records import Outlet
from corpus.store import Corpus
from lexicons.own import OwnLexicons
from reports.change.months import MONTHS_EACH_SIDE
from reports.change.registry import Look, Registry, look_at
from reports.csvs import card_csvs, country_csvs, events_csv
from reports.estimates.shares import pools_for
from reports.events import load_events
from reports.files import Files, Progress
from reports.i18n import words_for
from reports.own import own_csvs, own_figures, own_page
from reports.pages.country import CountryFigures, country_figures, country_page
from reports.pages.frame import Site
from reports.pages.index import index_page
from reports.pages.scorecard import card_figures, card_page
from reports.pages.summary import country_lead
from reports.pages.view import file_stem
from reports.rows import SHIPPED_TOPIC, ReportRows, read_rows
from reports.states_data import states_json


def build_reports(
    corpus: Corpus,
    out_dir: Path,
    *,
    languages: Sequence[str] = ("es",),
    country: str | None = None,
    events_path: Path | None = None,
    demo: bool = False,
    progress: Progress | None = None,
    months_each_side: int = MONTHS_EACH_SIDE,
    study: str = "",
    own: OwnLexicons | None = None,
    registry: Registry | None = None,
    models: Sequence[str] = (),
    published: frozenset[str] | None = None,
) -> list[Path]:
    """Write the reports and return their paths, the index first.

    ``country`` limits the pages, not what it is compared with. ``study`` is the name to cite. ``own``: the study's
    lexicons; with codes or a topic of its own one page is written that speaks of these (reports.own). ``registry``:
    what the study registered; which figures were computed is written down there. ``models``: classifiers read in place
    of the rules (``read_rows``). ``published``: the pages are for everybody, with the scorecards of these outlets only.
    Raises NotEnoughDataError E501 or E503 to E505 when there is nothing to report,
    EncuadreError E502 for mixed versions, E506 for a bad events table, E507 for an unknown language, E508 when the
    folder cannot be written, E523 for a classifier that has not read every story.
    """
    chosen = tuple(dict.fromkeys(languages))
    for language in chosen:
        words_for(language)
    events = load_events(events_path)
    country = country.upper() if country else None
    replaced = own if own is not None and own.replaces else None
    topic = (replaced.title(chosen[0]) if replaced else None) or SHIPPED_TOPIC
    rows = read_rows(corpus, country, topic, models=models)
    countries = tuple(code for code in rows.countries if country in (None, code))
    outlets = _outlets_with_stories(rows, countries)
    cards = tuple(outlet for outlet in outlets if published is None or outlet.id in published)
    site = Site(chosen, countries, outlets, rows.version_set, rows.versions, demo, study, rows.audit, published)
    if replaced is not None:
        return _own_report(Files(out_dir, len(chosen), progress), replace(site, own=True), rows, replaced)
    rows_by_country = {code: rows.of_country(code) for code in rows.countries}
    files = Files(out_dir, (len(countries) + len(cards) + 1) * len(chosen), progress)

    looks: list[Look] = []
    leads: dict[str, dict[str, str]] = {language: {} for language in chosen}
    for code in countries:
        registered = registry.of_country(code) if registry is not None else None
        pools = pools_for(rows_by_country[code])
        figures = country_figures(code, rows_by_country, events, months_each_side, registered, pools)
        looks += _looks(figures)
        for language in chosen:
            words = words_for(language, code)
            files.page(f"country-{code}.{language}.html", country_page(figures, site, words))
            leads[language][code] = country_lead(figures, words)
        csvs = country_csvs(figures)
        if published is None:
            files.write(f"figures/country-{code}-states.json", states_json(figures.standings))
        else:
            # Nothing is said in public of a single outlet before it could reply.
            del csvs["states"]
        files.figures(f"country-{code}", csvs)
        for outlet in (outlet for outlet in cards if outlet.country == code):
            card = card_figures(outlet, rows_by_country[code], figures.standings, pools)
            for language in chosen:
                files.page(f"{file_stem(outlet.id)}.{language}.html", card_page(card, site, words_for(language, code)))
            files.figures(file_stem(outlet.id), card_csvs(card))
    files.write("figures/events.csv", events_csv(events))
    _indexes(files, site, rows, leads, country)
    if registry is not None:
        registry.record(looks)
    return [files.written[-1], *files.written[:-1]]


def _looks(figures: CountryFigures) -> list[Look]:
    """The differences that a page shows: nobody can register them beforehand any more."""
    return [
        look_at(change.event, figures.country, change.side, change.months, figures.data, "report")
        for change in figures.changes
        if change.found is not None
    ]


def _own_report(files: Files, site: Site, rows: ReportRows, own: OwnLexicons) -> list[Path]:
    one = site.countries[0] if len(site.countries) < len(rows.countries) else None
    figures = own_figures(rows.of_country(one) if one else rows)
    pages = {language: own_page(figures, site, own, words_for(language)) for language in site.languages}
    for language, page in pages.items():
        files.page(f"index.{language}.html", page)
    for name, text in own_csvs(figures).items():
        files.write(f"figures/{name}.csv", text)
    files.write("index.html", pages[site.languages[0]])
    return [files.written[-1], *files.written[:-1]]


def _outlets_with_stories(rows: ReportRows, countries: Sequence[str]) -> tuple[Outlet, ...]:
    with_stories = set(rows.stories["outlet"])
    return tuple(o for o in rows.outlets if o.id in with_stories and o.country in countries)


def _indexes(files: Files, site: Site, rows: ReportRows, leads: dict[str, dict[str, str]], country: str | None) -> None:
    stories = {
        str(key): int(n) for column in ("country", "outlet") for key, n in rows.stories[column].value_counts().items()
    }
    registered = {outlet.country for outlet in rows.outlets if outlet.country}
    silent = tuple(sorted(registered - set(rows.countries))) if country is None else ()
    pages = {}
    for language in site.languages:
        pages[language] = index_page(site, stories, leads[language], silent, words_for(language))
        files.page(f"index.{language}.html", pages[language])
    # The door that needs no language in its name.
    files.write("index.html", pages[site.languages[0]])
