"""``encuadre change`` and ``encuadre preregister``: did coverage change after an event, and what was said
beforehand."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, print_figures, print_json, several
from encuadre.cli.reporting import ReportLanguage
from lexicons.errors import EncuadreError, Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encuadre.study import Study
    from reports.change.events import Change
    from reports.events import Event
    from reports.i18n import Words
    from reports.pages.answers import Answer
    from reports.rows import ReportRows

# The two sides, also by the names that "encuadre estimate" and the scorecards give them.
_SIDES = {"S": "s", "R": "r", "O2": "s", "O3": "r"}
_PRECISIONS = {4: "year", 7: "month", 10: "day"}
# As many months on each side as design and reports take by default, and the most that still speak of one event.
_MONTHS, _MOST_MONTHS = 6, 24

EventOption = Annotated[str | None, typer.Option("--event", help="Id of a row of events.csv.", metavar="ID")]
CountryOption = Annotated[
    str | None, typer.Option("--country", help="Whose outlets; the event's own by default.", metavar="CC")
]
MonthsOption = Annotated[int, typer.Option(min=2, max=_MOST_MONTHS, help="Months compared on each side.")]
AgainstOption = Annotated[
    list[str] | None,
    typer.Option(help="Countries without the event to compare with; all others by default.", metavar="CC,CC"),
]


def change(
    study: StudyOption = HERE,
    event: EventOption = None,
    date: Annotated[str | None, typer.Option("--date", help="Or a date of its own.", metavar="YYYY-MM-DD")] = None,
    country: CountryOption = None,
    indicator: Annotated[
        str | None, typer.Option(help="S (stigmatizing, O2) or R (rights-based, O3); both by default.", metavar="S|R")
    ] = None,
    months: MonthsOption = _MONTHS,
    against: AgainstOption = None,
    lang: Annotated[
        ReportLanguage, typer.Option(help="Language of the sentences.", case_sensitive=False, metavar="es|pt|en")
    ] = ReportLanguage.EN,
    as_json: JsonOption = False,
) -> None:
    """Say whether coverage changed after an event. With all that speaks for and against it; exit code 4 without
    figures."""
    from reports.change.events import changes_of
    from reports.change.registry import Registry, data_of, look_at
    from reports.i18n import words_for
    from reports.pages.answers import answer_of, change_title
    from reports.threads import one_thread

    opened, rows_by_country = _open(study)
    asked = _event(opened, event, date)
    code = _country(opened, asked, country, rows_by_country)
    asked = asked if event else _dated(asked.date, code)
    registry = Registry.read(opened.folder)
    changes = one_thread(changes_of)(
        code,
        rows_by_country,
        [asked],
        months_each_side=months,
        sides=_sides(indicator),
        against=_codes(against, rows_by_country),
        registered=registry.of_country(code),
    )
    data = data_of(rows_by_country[code])
    computed = [each for each in changes if each.found is not None]
    registry.record([look_at(asked, code, each.side, each.months, data, "change") for each in computed])
    if as_json:
        print_json({"country": code, "data": asdict(data), "changes": [_plain(each) for each in changes]})
    else:
        words = words_for(lang.value, code)
        imported = rows_by_country[code].health.empty
        for each in changes:
            said = answer_of(each, len(computed), data, words, imported=imported)
            _print_answer(change_title(each, code, words), said, words)
    if not computed:
        raise typer.Exit(Exit.NOT_ENOUGH_DATA)


def _print_answer(title: str, said: Answer, words: Words) -> None:
    """The answer first, then which figures may be trusted, then how it was computed."""
    from reports.pages.answers import check_lines

    typer.echo(title)
    for sentence in said.answer:
        typer.echo(f"  {sentence}")
    for heading, lines in (
        ("trust.heading", check_lines(said.checks, words)),
        ("answer.rest", [*said.rest, *said.registered]),
    ):
        typer.echo(f"  {words.t(heading)}:")
        for line in lines:
            typer.echo(f"  - {line}")


def preregister(
    hypothesis: Annotated[str, typer.Argument(help="What you expect and why, in a sentence.", metavar="HYPOTHESIS")],
    study: StudyOption = HERE,
    event: Annotated[str, typer.Option("--event", help="Id of a row of events.csv.", metavar="ID")] = "",
    country: CountryOption = None,
    indicator: Annotated[str, typer.Option(help="S (stigmatizing, O2) or R (rights-based, O3).", metavar="S|R")] = "S",
    direction: Annotated[str, typer.Option(help="What you expect: up, down or any.", metavar="up|down|any")] = "any",
    months: MonthsOption = _MONTHS,
    against: AgainstOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Freeze a hypothesis before its figure is computed. Window, panel, countries and indicator cannot change after."""
    from reports.change.planning import plan_of
    from reports.change.registry import Direction, Registry

    if not hypothesis.strip():
        raise UsageError("E540")
    if direction not in tuple(Direction):
        raise UsageError("E539", given=direction, known=", ".join(Direction))
    opened, rows_by_country = _open(study)
    asked = _event(opened, event or None, None)
    code = _country(opened, asked, country, rows_by_country)
    plan = plan_of(
        rows_by_country[code],
        asked,
        country=code,
        side=_sides(indicator)[0],
        direction=Direction(direction),
        months=months,
        against=_codes(against, rows_by_country)
        or tuple(other for other in rows_by_country if not asked.touches(other)),
        hypothesis=hypothesis,
    )
    written = Registry.read(opened.folder).register(plan)
    print_figures(
        asdict(written),
        f"Registered: {len(written.panel)} outlets, {written.months} months on each side of {asked.date}; "
        f"{written.stories_after} stories of the months after are known already. To fix the date, send this digest to "
        f"somebody you trust or print it: {written.digest}",
        as_json=as_json,
        quiet=quiet,
    )


def _open(study: Path) -> tuple[Study, dict[str, ReportRows]]:
    from encuadre.study import Study
    from reports.rows import read_rows

    opened = Study.open(study)
    with opened.reading() as own, opened.corpus() as corpus:
        if own is not None and own.replaces:
            raise EncuadreError("E538")
        rows = read_rows(corpus)
    return opened, {code: rows.of_country(code) for code in rows.countries}


def _event(opened: Study, event: str | None, date: str | None) -> Event:
    """The event of the table, or one made of a date."""
    from reports.events import load_events

    if date is not None and event is None:
        return _dated(date, "")
    events = load_events(opened.events if opened.events.exists() else None)
    for known in events if date is None else ():
        if known.id == event:
            return known
    ids = ", ".join(each.id for each in events) or "none yet"
    one = event is not None and date is None
    problem = f"There is no event '{event}'" if one else "An event or a date is needed, and not both"
    raise UsageError("E530", problem=problem, file=opened.events, known=ids)


def _dated(date: str, country: str) -> Event:
    from datetime import date as calendar_day

    from lexicons.cues import LANGUAGES
    from reports.events import Event
    from reports.i18n import words_for

    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", date):
        raise UsageError("E536", given=date)
    try:
        calendar_day.fromisoformat((date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10])
    except ValueError as error:
        raise UsageError("E536", given=date) from error
    precision = _PRECISIONS[len(date)]
    labels = {}
    for language in LANGUAGES:
        words = words_for(language)
        labels[language] = words.t("said.event_of", date=words.event_date(date, precision))
    return Event(date, date, precision, (country,) if country else (), "", labels, "", "")


def _country(opened: Study, event: Event, given: str | None, rows: Mapping[str, ReportRows]) -> str:
    """The country whose outlets are asked about. Raises E578 where it cannot be told, E505 where it has no story."""
    known = ", ".join(rows)
    candidates = [given] if given else [code for code in event.countries if not event.regional and code in rows]
    if len(candidates) != 1:
        candidates = list(rows) if len(rows) == 1 else []
    if not candidates:
        raise UsageError("E578", known=known)
    code = candidates[0].upper()
    if code not in rows:
        raise UsageError("E505", country=code, known=known, topic="women in prison")
    return code


def _sides(indicator: str | None) -> tuple[str, ...]:
    if indicator is None:
        return tuple(dict.fromkeys(_SIDES.values()))
    if indicator.upper() not in _SIDES:
        raise UsageError("E535", given=indicator)
    return (_SIDES[indicator.upper()],)


def _codes(against: list[str] | None, rows_by_country: Mapping[str, ReportRows]) -> tuple[str, ...] | None:
    """The countries typed. Raises UsageError E541 for one without stories, which would compare with nothing."""
    codes = tuple(code.upper() for code in several(against)) or None
    for code in codes or ():
        if code not in rows_by_country:
            raise UsageError("E541", given=code, known=", ".join(sorted(rows_by_country)))
    return codes


def _plain(each: Change) -> dict[str, Any]:
    """One change for scripts: what the dataclasses hold, with what they compute."""
    plain = asdict(each)
    if each.found is not None:
        names = ("p", "mix", "design_effect", "detectable", "error")
        plain["result"] |= {name: getattr(each.found, name) for name in names}
    return plain
