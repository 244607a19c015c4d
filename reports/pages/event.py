"""The page of one event in one country: did coverage change after it, how sure is that, which figures may be trusted.

In: the figures of the event. Out: its HTML in one language. Where a rule forbids a figure the page prints the reason in
its place; it never says "caused".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.change.comparison import Comparison
from reports.change.events import Change, Verdict
from reports.change.refusals import Refused
from reports.change.registry import Registration
from reports.change.terms import FEWEST_STORIES
from reports.charts.series import Window
from reports.events import Event, real_date
from reports.figures.event import EventFigures
from reports.figures.shares import Share
from reports.i18n import Words
from reports.pages import content, pictures
from reports.pages.answers import Answer, answer_of, check_lines, checks_table
from reports.pages.changes import rule_text
from reports.pages.event_pictures import (
    counts_table,
    health_figure,
    made_figure,
    parts_table,
    power_table,
    slope_figure,
    terms_figure,
    terms_note,
)
from reports.pages.frame import Site, page_frame
from reports.pages.framing import Told, framing_figures, kind_name
from reports.pages.glossary import Glossary
from reports.pages.view import (
    ChartFigure,
    Table,
    environment,
    points_with_interval,
    press_text,
    safe_link,
    with_interval,
)

# How a row says whether its date was checked: "https://... (verified 2026-11-22)".
_CHECKED = re.compile(r" \((?:un)?verified(?: (?P<day>\d{4}-\d{2}-\d{2}))?\)$")
_PLAIN_ID = re.compile(r"^[a-z0-9][a-z0-9_-]{0,59}$")


@dataclass(frozen=True, slots=True)
class Section:
    """What one side of the event gives to a section: charts, tables and sentences."""

    figures: Sequence[ChartFigure] = ()
    tables: Sequence[Table] = ()
    lines: Sequence[str] = ()


def event_stem(event_id: str, country: str) -> str:
    """A file name for an event's page that no file system takes amiss and that stays the same from run to run."""
    if _PLAIN_ID.match(event_id):
        return f"event-{country}-{event_id}"
    plain = re.sub(r"[^a-z0-9_-]+", "-", event_id.lower()).strip("-")[:40]
    return f"event-{country}-{plain}-{hashlib.sha256(event_id.encode()).hexdigest()[:8]}"


def with_page(changes: Sequence[Change]) -> list[Event]:
    """The events that get a page in a full report: the country's own with stories on both sides, and those of the whole
    region that stand out or were registered.

    Any other event has one by ``encuadre report event``.
    """
    chosen: dict[str, Event] = {}
    for change in changes:
        told = change.registered is not None or change.verdict in (Verdict.CONSISTENT, Verdict.NOT_SPECIAL)
        written = change.counts.n_before > 0 and change.counts.n_after > 0
        if told or (written and not change.event.regional):
            chosen.setdefault(change.event.id, change.event)
    return list(chosen.values())


def event_page(figures: EventFigures, site: Site, words: Words) -> str:
    """The page as HTML."""
    event = figures.event
    country, name, glossary = words.country(figures.country), press_text(event.label(words.language)), Glossary(words)
    imported = not figures.healths or all(health.imported for health in figures.healths)
    said = [
        (change, answer_of(change, figures.compared, figures.data, words, imported=imported))
        for change in figures.changes
    ]
    return (
        environment()
        .get_template("event.html.j2")
        .render(
            page_frame(
                site,
                words,
                title=words.t("event.title", country=country, event=name),
                stem=event_stem(event.id, figures.country),
                glossary=glossary,
            ),
            date_line=_date_line(event, words),
            source=_source(event, words),
            country_href=f"country-{figures.country}.{words.language}.html",
            country=country,
            summary=_summary(figures, said, words),
            doubts=_doubts(figures, words),
            trusted=[checks_table(answer.checks, change.side, words, glossary) for change, answer in said],
            slopes=_slopes(figures, words),
            framing=framing_figures(
                figures.series,
                figures.trends,
                [(words.event_date(event.date, event.precision), event)],
                words,
                _told(figures, words),
            ),
            compared=_compared(figures, words),
            dates=_dates(figures, words),
            terms=None if isinstance(figures.terms, Refused) else terms_figure(figures.terms, words),
            terms_note=terms_note(figures.terms, words),
            fewest=FEWEST_STORIES,
            made=made_figure(figures, words),
            parts=[table for change in figures.changes if (table := parts_table(change, words))],
            health=health_figure(figures, words),
            health_note=_health_note(figures, imported, words),
            health_table=content.health_table(figures.healths, words),
            registered=_registered(said, words) if _plans(figures) else [],
            rest=[(words.t(f"side.{change.side}_share"), answer.rest) for change, answer in said if answer.rest],
        )
    )


def _told(figures: EventFigures, words: Words) -> dict[str, Told]:
    """On the page of an event its series tell the event's own windows, for each side that has a difference."""
    told: dict[str, Told] = {}
    for change in figures.changes:
        if change.found is None or figures.span is None:
            continue
        counts, span = change.counts, figures.span
        before = Window(*span.before, counts.hits_before / counts.n_before)
        after = Window(*span.after, counts.hits_after / counts.n_after)
        title = words.t(
            "event.series_title",
            side=words.t(f"side.{change.side}_share"),
            before=words.percent(before.share),
            after=words.percent(after.share),
            months=change.months,
        )
        told[change.side] = Told(title, (before, after))
    return told


def _source(event: Event, words: Words) -> dict[str, str | None]:
    """Who says that it happened, an address as a link, and whether its date was checked there."""
    found = _CHECKED.search(event.source)
    text = press_text(event.source[: found.start()] if found else event.source)
    checked = ""
    if found:
        at = words.day(found["day"]) if found["day"] and real_date(found["day"]) else ""
        checked = words.t("checked.verified" if at else "checked.unverified", at=at)
    return {"text": text, "href": safe_link(text), "checked": checked}


def _date_line(event: Event, words: Words) -> str:
    where = words.t("event.where_everywhere")
    if not event.regional:
        where = words.t("event.where_own", countries=words.listing([words.country(code) for code in event.countries]))
    kind = kind_name(event.kind, words)
    date = words.event_date(event.date, event.precision)
    return words.t("event.date_line", kind=kind[:1].upper() + kind[1:], date=date, where=where)


def _summary(figures: EventFigures, said: Sequence[tuple[Change, Answer]], words: Words) -> list[str]:
    """Did it change, how sure is that, what could have been seen, and was it said beforehand."""
    lines = [" ".join(answer.answer) for _, answer in said]
    seen = [
        words.t(
            "event.power_side",
            side=words.t(f"side.{change.side}_share_inline"),
            points=words.points(change.detectable, sign=False),
        )
        for change in figures.changes
        if change.found is not None
    ]
    if seen:
        lines.append(words.t("event.power", sides=words.listing(seen)))
    if figures.heard is not None and figures.changes:
        before, after = (_share(each, words) for each in figures.heard)
        lines.append(words.t("event.heard", before=before, after=after, months=figures.changes[0].months))
    lines.append(words.t("event.registered_some" if _plans(figures) else "event.registered_none"))
    return lines


def _share(share: Share, words: Words) -> str:
    """The share with its interval, or how many of how many."""
    return with_interval(share, words) if share.shown else words.t("figure.count_of", count=share.count, n=share.n)


def _plans(figures: EventFigures) -> list[Registration]:
    return [change.registered for change in figures.changes if change.registered is not None]


def _doubts(figures: EventFigures, words: Words) -> list[str]:
    audit = figures.audit
    lines = [words.t("doubt.corrected", n=audit.labelled) if audit else words.t("doubt.uncorrected")]
    if figures.untagged:
        lines.append(words.t("doubt.untagged", n=figures.untagged))
    return lines


def _slopes(figures: EventFigures, words: Words) -> Section:
    """Before and after by country, or why there is none."""
    charts, tables, lines = [], [], []
    for change in figures.changes:
        if figures.levels[change.side]:
            charts.append(slope_figure(change, figures.levels[change.side], words))
        elif isinstance(change.result, Refused):
            lines.append(_refused(change, change.result, "difference", words))
            tables += [counts_table(change, figures.country, words)] if change.counts.n_before else []
    if figures.span is not None and figures.changes:
        before, after = (
            words.t("figure.span", first=words.month(first), last=words.month(last))
            for first, last in (figures.span.before, figures.span.after)
        )
        lines.insert(0, words.t("event.slopes_note", months=figures.changes[0].months, before=before, after=after))
    return Section(charts, tables, list(dict.fromkeys(lines)))


def _refused(change: Change, rule: Refused, check: str, words: Words) -> str:
    """Which check of which side has no figure, and why."""
    return words.t(
        "event.refused",
        side=words.t(f"side.{change.side}_share"),
        check=words.t(f"trust.name_{check}"),
        reason=rule_text(rule, words),
    )


def _compared(figures: EventFigures, words: Words) -> Section:
    """What changed here beyond the countries without the event, or the rule that forbids it."""
    lines = []
    for change in figures.changes:
        if isinstance(change.comparison, Comparison):
            beyond = points_with_interval(change.comparison.beyond, words)
            names = words.listing([words.country(code) for code in change.comparison.others])
            value = words.t("change.compared", difference=beyond, countries=names)
            lines.append(f"{words.t(f'side.{change.side}_share')}: {value}.")
        elif change.found is not None:
            lines.append(_refused(change, change.comparison, "countries", words))
    if figures.elsewhere:
        others = [
            words.t(
                "event.elsewhere_one",
                event=press_text(other.label(words.language)),
                country=words.country(code),
                date=words.event_date(other.date, other.precision),
            )
            for code, other in figures.elsewhere
        ]
        lines.append(words.t("event.elsewhere", events=words.listing(others)))
    return Section((), (), lines)


def _dates(figures: EventFigures, words: Words) -> Section:
    """The histogram of other dates, or the rule that forbids it, and what so many stories can show."""
    series = figures.series
    ends = ("", "")
    if series.points:
        first, last = series.points[0], series.points[-1]
        ends = (words.period(first.first_month, first.months), words.period(last.first_month, last.months))
    charts = pictures.placebo_figures(figures.changes, None, ends, words)
    lines = [
        _refused(change, change.placebo, "dates", words)
        for change in figures.changes
        if change.found is not None and isinstance(change.placebo, Refused)
    ]
    lines += [
        _refused(change, change.interrupted, "series", words)
        for change in figures.changes
        if change.found is not None and isinstance(change.interrupted, Refused)
    ]
    told = any(change.found is not None for change in figures.changes)
    return Section(charts, [power_table(figures, words)] if told else [], lines)


def _health_note(figures: EventFigures, imported: bool, words: Words) -> str:
    if figures.span is None:
        return words.t("event.health_none")
    return words.t("health.all_imported") if imported else ""


def _registered(said: Sequence[tuple[Change, Answer]], words: Words) -> list[tuple[str, list[str]]]:
    """What was registered for each side, word by word, or that nothing was."""
    found = []
    for change, answer in said:
        lines = answer.registered or check_lines(answer.checks[-1:], words)
        found.append((words.t(f"side.{change.side}_share"), lines))
    return found
