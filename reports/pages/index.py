"""The way in: countries and outlets of a build.

In: the site and how many stories each has. Out: HTML in one language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.records import Outlet
from reports.events import Event
from reports.figures.health import OutletHealth
from reports.i18n import Words
from reports.pages.event import event_stem
from reports.pages.frame import Site, page_frame
from reports.pages.view import environment, file_stem, press_text


def index_page(
    site: Site,
    stories: Mapping[str, int],
    leads: Mapping[str, str],
    silent: tuple[str, ...],
    told: Sequence[tuple[str, Event]],
    without: Sequence[OutletHealth],
    words: Words,
) -> str:
    """The index. ``stories`` counts by country and by outlet id; ``leads`` has a sentence a country; ``silent`` are
    countries without a story; ``told``: events with a page of their own, by country; ``without``: the collection of
    outlets of which no story is shown.
    """
    countries = [
        {
            "href": f"country-{code}.{words.language}.html",
            "text": _line(words.country(code), stories[code], words),
            "lead": leads[code],
        }
        for code in site.countries
    ]
    shown = [o for o in site.outlets if site.published is None or o.id in site.published]
    cards = [
        {
            "country": words.country(code),
            "outlets": [_card(o, stories, words) for o in shown if o.country == code],
        }
        for code in site.countries
        if any(o.country == code for o in shown)
    ]
    total = sum(stories[code] for code in site.countries)
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            page_frame(site, words, title=words.t("index.title"), stem="index"),
            intro=words.t(
                "index.intro",
                countries=words.t("index.countries_count", n=len(site.countries)),
                outlets=_outlets(len(site.outlets), len(without), words),
                n=words.t("index.stories_count", n=total),
            ),
            countries=countries,
            cards=cards,
            without=_without(without, words),
            events=[_event(code, event, words) for code, event in told],
            no_data=words.t("index.no_data", countries=words.listing([words.country(c) for c in silent]))
            if silent
            else "",
        )
    )


def _outlets(with_stories: int, without: int, words: Words) -> str:
    """How many outlets the study has, and how many of them gave no story."""
    if not without:
        return words.t("summary.outlets", n=with_stories)
    outlets = words.t("summary.outlets", n=with_stories + without)
    return words.t("collection.index_outlets", n=without, outlets=outlets)


def _without(healths: Sequence[OutletHealth], words: Words) -> list[str]:
    """Why no story of an outlet is shown: a line a reason."""
    lines = []
    for reason in ("refused", "nothing", "no_country", "no_story"):
        names = [_named(each.outlet, words) for each in healths if _why(each) == reason]
        if names:
            lines.append(words.t(f"collection.index_{reason}", outlets=words.listing(names)))
    return lines


def _why(health: OutletHealth) -> str:
    """Why no story of an outlet is shown. Articles without a country belong to no page."""
    if not health.outlet.country:
        return "no_country"
    return health.state.value if health.nothing else "no_story"


def _named(outlet: Outlet, words: Words) -> str:
    name = press_text(outlet.name)
    return f"{name} ({words.country(outlet.country)})" if outlet.country else name


def _line(name: str, n: int, words: Words) -> str:
    return words.t("index.country_line", country=name, stories=words.t("index.stories_count", n=n))


def _event(code: str, event: Event, words: Words) -> dict[str, str]:
    date = words.event_date(event.date, event.precision)
    return {
        "href": f"{event_stem(event.id, code)}.{words.language}.html",
        "text": f"{press_text(event.label(words.language))} ({words.country(code)}, {date})",
    }


def _card(outlet: Outlet, stories: Mapping[str, int], words: Words) -> dict[str, str]:
    return {
        "href": f"{file_stem(outlet.id)}.{words.language}.html",
        "text": _line(press_text(outlet.name), stories[outlet.id], words),
    }
