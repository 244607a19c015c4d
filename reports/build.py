"""From a study's corpus to a folder of pages.

In: a corpus. Out: one page a country and one scorecard an outlet in each language, an index, and a CSV of every figure.
Numbers are computed once and written out in each language. A file appears whole or not at all, and two builds from the
same rows are the same to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.records import Outlet
from corpus.store import Corpus
from lexicons.errors import UsageError
from lexicons.own import OwnLexicons
from reports.change.events import Change, Registered, changes_of
from reports.change.months import MONTHS_EACH_SIDE, MonthTable
from reports.change.registry import Look, Registry, look_at
from reports.collected import collected_at
from reports.csvs import events_csv, multiples_csv
from reports.csvs_country import composition_csv, country_csvs, states_csv
from reports.csvs_event import event_csvs
from reports.estimates.shares import pools_for
from reports.events import Event, load_events
from reports.figures.around import Happened
from reports.figures.event import CountryPart, event_figures, month_tables
from reports.figures.health import outlet_health, uncollected
from reports.files import Files, Progress
from reports.i18n import Words, words_for
from reports.making import FEWEST_PAGES, Makers
from reports.only import Chosen, Kind, Only, chosen_of, pages_there
from reports.own import own_csvs, own_figures, own_page
from reports.pages.country import CountryFigures, country_figures, country_page
from reports.pages.event import event_page, event_stem, with_page
from reports.pages.frame import Site
from reports.pages.index import index_page
from reports.pages.languages import country_pages, event_pages, page_names, ready
from reports.pages.scorecard import card_alone, card_figures
from reports.pages.sharing import framing_names, framing_pictures, page_pngs
from reports.pages.standings import heard_only
from reports.pages.summary import country_lead
from reports.pages.view import press_text
from reports.pages.withheld import write_withheld
from reports.reply.cards import write_card
from reports.reply.hearing import hearings_of
from reports.reply.names import Names
from reports.rows import SHIPPED_TOPIC, ReportRows, read_rows
from reports.states_data import states_json
from reports.threads import one_thread
from reports.told import Told


@one_thread
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
    only: Only | None = None,
    processes: int = 1,
    rows: ReportRows | None = None,
    pictures: bool = False,
    contact: str = "",
) -> list[Path]:
    """Write the reports and return their paths, the index first.

    ``country`` limits the pages, not what it is compared with. ``study`` is the name to cite. ``own``: the study's
    lexicons; with codes or a topic of its own one page is written that speaks of these (reports.own). ``registry``:
    what the study registered; which figures were computed is written down there. ``models``: classifiers read in place
    of the rules (``read_rows``). ``published``: the pages are for everybody, with the scorecards of these outlets only.
    ``only``: one page in place of all, and no index; its figures are those of a full report. ``processes``: how many
    may make pages beside this one (reports.making); a script that allows more than one needs a main guard.
    ``rows``: those of the corpus, where they were read already. ``pictures``: also every chart of the pages of
    countries and events as a PNG: about as long again as these pages take. ``contact``: whom an outlet writes to.
    Raises NotEnoughDataError E501 or E503 to E505 when there is nothing to report,
    EncuadreError E502 for mixed versions, E506 for a bad events table, E507 for an unknown language, E508 when the
    folder cannot be written, E523 for a classifier that has not read every story, E512 or E550 to E552 for a page that
    cannot be made.
    """
    chosen = tuple(dict.fromkeys(languages))
    for language in chosen:
        words_for(language)
    events = load_events(events_path)
    country = country.upper() if country else None
    replaced = own if own is not None and own.replaces else None
    topic = (replaced.title(chosen[0]) if replaced else None) or SHIPPED_TOPIC
    with Makers(processes if only is None else 1, own) as makers:
        large = makers.processes > 1 and len(corpus.outlets()) * len(chosen) >= FEWEST_PAGES
        # Found out beside us while we read the rest, by one process: nothing holds as much memory as reading does.
        beside = makers.make(collected_at, corpus.path) if large and rows is None and corpus.path is not None else None
        collected = beside.result if beside is not None else None
        rows = rows or read_rows(corpus, country, topic, models=models, collected=collected)
        if large:
            makers.start(ready)
        countries = tuple(code for code in rows.countries if country in (None, code))
        outlets = _outlets_with_stories(rows, countries)
        cards = tuple(outlet for outlet in outlets if published is None or outlet.id in published)
        pages = chosen_of(only, countries, cards, events, str(events_path or "reports/events.csv"), country)
        countries, cards = pages.countries, pages.cards
        site = Site(
            chosen,
            countries,
            outlets,
            rows.version_set,
            rows.versions,
            demo,
            study,
            rows.audit,
            published,
            contact=contact,
        )
        if replaced is not None:
            if only is not None:
                raise UsageError("E552", kind=only.kind.value)
            return _own_report(Files(out_dir, len(chosen), progress), replace(site, own=True), rows, replaced)
        # Of a country whose figures would tell of single outlets nothing goes out, not even beside another country.
        withheld = Told.of(rows, published).withheld if published is not None else frozenset()
        rows_by_country = {code: rows.of_country(code) for code in rows.countries if code not in withheld}
        hearings, names = hearings_of(corpus, rows.corrected), Names(corpus)
        site = replace(site, shortened=sum(each.id in hearings and hearings[each.id].cut_short for each in cards))
        if only is not None:
            site = replace(site, there=pages_there(out_dir))
        tables = month_tables(rows_by_country)
        report = _Report(
            rows_by_country, tables, events, months_each_side, registry, site, published, only, pages, pictures
        )
        total = (len(countries) + len(cards) + 1) * len(chosen)
        looks: list[Look] = []
        told: list[tuple[str, Event]] = []
        leads: dict[str, dict[str, str]] = {language: {} for language in chosen}
        if total < FEWEST_PAGES:
            makers.processes = 1
        files = Files(out_dir, total, progress, makers)
        for code in countries:
            registered = report.registered(code)
            if code in withheld:
                n = write_withheld(files, site, rows.of_country(code), code)
                for language in chosen:
                    leads[language][code] = words_for(language, code).t("publish.withheld_lead", n=n)
                for outlet in (outlet for outlet in cards if outlet.country == code):
                    card = card_alone(outlet, rows, Happened(events, months_each_side, registered))
                    write_card(files, card, site, hearings.get(outlet.id), names)
                continue
            pools = pools_for(rows_by_country[code])
            rows_here = rows_by_country
            figures = country_figures(code, rows_here, events, months_each_side, registered, pools)
            happened = Happened(events, months_each_side, registered)
            own_events = _write_country(files, report, figures)
            told += [(code, event) for event in own_events]
            for language in chosen if report.has(Kind.COUNTRY) else ():
                leads[language][code] = country_lead(figures, words_for(language, code))
            for outlet in (outlet for outlet in cards if outlet.country == code):
                card = card_figures(outlet, rows_by_country[code], figures.standings, pools, happened)
                write_card(files, card, site, hearings.get(outlet.id), names)
            looks += _looks(figures, only)
        files.finish()
        if only is None:
            files.write("figures/events.csv", events_csv(events))
            _indexes(files, site, rows, leads, country, told)
        if registry is not None:
            registry.record(looks)
        # The index is written last, since it says what each page found.
        return files.written if only is not None else [files.written[-1], *files.written[:-1]]


@dataclass(frozen=True, slots=True)
class _Report:
    """What the pages of every country are made from."""

    rows_by_country: Mapping[str, ReportRows]
    tables: Mapping[str, MonthTable]
    events: Sequence[Event]
    months: int
    registry: Registry | None
    site: Site
    published: frozenset[str] | None
    only: Only | None
    pages: Chosen
    pictures: bool

    def registered(self, country: str) -> Registered | None:
        """What the study registered of the country's events."""
        return self.registry.of_country(country) if self.registry is not None else None

    def has(self, kind: Kind) -> bool:
        """Whether pages of this kind are written."""
        return self.only is None or self.only.kind is kind


def _write_country(files: Files, report: _Report, figures: CountryFigures) -> Sequence[Event]:
    """The page of a country and those of its events, and their figures; which events have a page."""
    code, site, event = figures.country, report.site, report.pages.event
    own_events = [event] if event is not None else with_page(figures.changes)
    if report.has(Kind.EVENT):
        files.pages += len(own_events) * len(site.languages)
        for each in own_events:
            _write_event(files, report, each, figures)
    if report.has(Kind.COUNTRY):
        stems = _stems(own_events, code, site)
        files.make(page_names(f"country-{code}", site), country_pages, figures, site, stems)
        files.make(framing_names(figures, site), framing_pictures, figures, site, pages=False)
        for language in site.languages if report.pictures else ():
            words = words_for(language, code)
            text = partial(country_page, figures, site, words, stems)
            _write_pictures(files, f"country-{code}", text, site, words, words.country(code))
        _write_country_data(files, figures, site, report.published)
    return own_events if report.has(Kind.EVENT) else ()


def _write_pictures(files: Files, stem: str, make: Callable[[], str], site: Site, words: Words, about: str) -> None:
    """Every chart of a page as a PNG. Made here and not beside us: a study asks for them now and then."""
    for name, picture in page_pngs(make, site, words, about=about).items():
        files.write(f"figures/{stem}-chart-{name}.{words.language}.png", picture)


def _write_event(files: Files, report: _Report, event: Event, figures: CountryFigures) -> None:
    """The page of one event in the languages of the site, and its figures."""
    code, site, rows_by_country = figures.country, report.site, report.rows_by_country
    changes: Sequence[Change] = figures.changes
    if not any(change.event.id == event.id for change in changes):
        # Far from the stories: the rule that forbids its figure is the page's finding.
        registered = report.registered(code)
        found = changes_of(code, rows_by_country, [event], months_each_side=report.months, registered=registered)
        changes = [*changes, *found]
    part = CountryPart(
        code, changes, figures.data, figures.series, figures.trends, figures.healths, figures.audit, figures.untagged
    )
    found_here = event_figures(event, part, rows_by_country[code], report.tables, report.months, report.events)
    stem = event_stem(event.id, code)
    files.make(page_names(stem, site), event_pages, found_here, site)
    for language in site.languages if report.pictures else ():
        words = words_for(language, code)
        about = f"{words.country(code)}, {press_text(event.label(language))}"
        _write_pictures(files, stem, partial(event_page, found_here, site, words), site, words, about)
    files.figures(stem, event_csvs(found_here))


def _stems(events: Sequence[Event], country: str, site: Site) -> dict[str, str]:
    """The names of the events' pages that are there, by the events' ids."""
    stems = {event.id: event_stem(event.id, country) for event in events}
    there = site.there
    return {key: stem for key, stem in stems.items() if there is None or f"{stem}.{site.languages[0]}.html" in there}


def _write_country_data(files: Files, figures: CountryFigures, site: Site, published: frozenset[str] | None) -> None:
    csvs, code = country_csvs(figures), figures.country
    heard = [outlet for outlet in site.outlets if outlet.country == code and outlet.id in (published or ())]
    if published is None:
        files.write(f"figures/country-{code}-states.json", states_json(figures.standings, uncollected(figures.healths)))
    else:
        # Nothing is said in public of a single outlet before it could reply.
        csvs["composition"] = composition_csv(figures, published)
        csvs["states"] = states_csv(heard_only(figures.standings, published), {})
        csvs["outlets"] = multiples_csv(figures.multiples, {}, published)
    if published is not None and not heard:
        del csvs["states"], csvs["outlets"]
    files.figures(f"country-{code}", csvs)


def _looks(figures: CountryFigures, only: Only | None) -> list[Look]:
    """The differences that the pages show, and each outlet's part in them: nobody can register them any more."""
    return [
        look_at(change.event, figures.country, change.side, change.months, figures.data, "report")
        for change in figures.changes
        if change.found is not None and (only is None or only.kind is not Kind.EVENT or change.event.id == only.id)
    ]


def _own_report(files: Files, site: Site, rows: ReportRows, own: OwnLexicons) -> list[Path]:
    one = site.countries[0] if len(site.countries) < len(rows.countries) else None
    figures = own_figures(rows.of_country(one) if one else rows)
    if site.published is not None:
        # Codes of a study's own have no scorecards, so no outlet could reply.
        figures = replace(figures, outlets=())
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


def _indexes(
    files: Files,
    site: Site,
    rows: ReportRows,
    leads: dict[str, dict[str, str]],
    country: str | None,
    told: Sequence[tuple[str, Event]],
) -> None:
    stories = {
        str(key): int(n) for column in ("country", "outlet") for key, n in rows.stories[column].value_counts().items()
    }
    registered = {outlet.country for outlet in rows.outlets if outlet.country}
    silent = tuple(sorted(registered - set(rows.countries))) if country is None else ()
    shown = {outlet.id for outlet in site.outlets}
    missing = [o.id for o in rows.outlets if o.id not in shown and (country is None or o.country == country)]
    without = outlet_health(rows.of_outlets(missing))
    pages = {}
    for language in site.languages:
        pages[language] = index_page(site, stories, leads[language], silent, told, without, words_for(language))
        files.page(f"index.{language}.html", pages[language])
    # The door that needs no language in its name.
    files.write("index.html", pages[site.languages[0]])
