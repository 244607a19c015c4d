"""Every outlet's weeks: how much was found and kept, how full the fields are, how long the texts.

In: the tables. Out: one ``OutletWeek`` for each outlet and week between its first and last, weeks with nothing
included: a week without anything found is what a break looks like. Weeks are Mondays (2026-03-02) of an item's
local day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import Text, cast, func, select

from corpus.records import Outcome
from corpus.schema import articles
from corpus.storage.database import Database
from corpus.storage.frames import DAY_LENGTH, FOUND, NOT_ASKED, health_frame, monday

if TYPE_CHECKING:
    from pandas import DataFrame

# A list of authors without any, as the store writes it.
_NO_AUTHOR = ("[]", "null")

_DENIED = {Outcome.BLOCKED, Outcome.OFF_ROBOTS, Outcome.ROBOTS_NOT_NOW}
_FAILED = {
    Outcome.SERVER_ERROR,
    Outcome.UNREACHABLE,
    Outcome.TIMEOUT,
    Outcome.TOO_LARGE,
    Outcome.REFUSED_ADDRESS,
    Outcome.MALFORMED,
    Outcome.ERROR,
}
_KEPT = {Outcome.FETCHED, Outcome.PAYWALLED, Outcome.UNCHANGED}
_GROUPS = {
    **dict.fromkeys(_KEPT, "kept"),
    **dict.fromkeys(_DENIED, "denied"),
    **dict.fromkeys(_FAILED, "failed"),
    Outcome.NOT_ARTICLE: "no_article",
    Outcome.NOT_FOUND: "not_found",
}


@dataclass(slots=True, kw_only=True)
class OutletWeek:
    """What one week of one outlet came to. ``asked`` counts addresses by their last attempt; ``articles`` what is kept.

    ``with_author`` and the like count articles that have the field; ``languages`` counts articles by language;
    ``body`` is the median length of the texts in characters, None without articles.
    """

    outlet: str
    week: str
    found: int = 0
    kept: int = 0
    denied: int = 0
    failed: int = 0
    no_article: int = 0
    not_found: int = 0
    paywalled: int = 0
    articles: int = 0
    with_title: int = 0
    with_lead: int = 0
    with_author: int = 0
    with_day: int = 0
    body: float | None = None
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        """Addresses that were asked for."""
        return self.kept + self.denied + self.failed + self.no_article + self.not_found


def outlet_weeks(
    database: Database, country: str | None = None, health: DataFrame | None = None
) -> dict[str, list[OutletWeek]]:
    """The weeks of every outlet in order, by outlet. ``health``: the frame of it, where it was read already."""
    weeks: dict[tuple[str, str], OutletWeek] = {}
    frame = health_frame(database, country) if health is None else health
    for outlet, week, outcome, n in zip(frame["outlet"], frame["week"], frame["outcome"], frame["n"], strict=True):
        row = weeks.setdefault((outlet, week), OutletWeek(outlet=outlet, week=week))
        if outcome == FOUND:
            row.found += int(n)
        elif outcome not in NOT_ASKED:
            group = _GROUPS.get(Outcome(outcome))
            if group is not None:
                setattr(row, group, getattr(row, group) + int(n))
            row.paywalled += int(n) if outcome == Outcome.PAYWALLED else 0
    wanted = {outlet for outlet, _ in weeks} if country else None
    _add_articles(database, weeks, wanted)
    return _in_order(weeks.values())


def _add_articles(database: Database, weeks: dict[tuple[str, str], OutletWeek], wanted: set[str] | None) -> None:
    """Field fill rates and lengths of what is kept, under the week of the article, else of its fetch."""
    day = func.coalesce(articles.c.published_on, func.substr(articles.c.fetched_at, 1, DAY_LENGTH))
    columns = (
        articles.c.outlet,
        day.label("day"),
        func.length(articles.c.body).label("body"),
        func.length(articles.c.title).label("title"),
        func.length(func.coalesce(articles.c.lead, "")).label("lead"),
        # As text: two hundred thousand lists need not be read to know that they are not empty.
        cast(articles.c.authors, Text).label("authors"),
        articles.c.published_on,
        articles.c.language,
    )
    lengths: dict[tuple[str, str], list[int]] = defaultdict(list)
    with database.reading() as connection:
        for row in connection.execute(select(*columns).where(day.is_not(None))):
            # Taken apart at once: a row of SQLAlchemy looks for each of its names.
            outlet, on, body, title, lead, authors, published, language = row
            if wanted is not None and outlet not in wanted:
                continue
            key = (outlet, monday(on))
            week = weeks.get(key)
            if week is None:
                week = weeks[key] = OutletWeek(outlet=outlet, week=key[1])
            week.articles += 1
            week.with_title += title > 0
            week.with_lead += lead > 0
            week.with_author += authors not in _NO_AUTHOR
            week.with_day += published is not None
            week.languages[language or ""] += 1
            lengths[key].append(body)
    for key, values in lengths.items():
        weeks[key].body = float(median(values))


def _in_order(rows: Iterable[OutletWeek]) -> dict[str, list[OutletWeek]]:
    """By outlet, with the weeks between that nothing was found in."""
    grouped: dict[str, dict[str, OutletWeek]] = defaultdict(dict)
    for row in rows:
        grouped[row.outlet][row.week] = row
    filled: dict[str, list[OutletWeek]] = {}
    for outlet, own in sorted(grouped.items()):
        week, last = date.fromisoformat(min(own)), date.fromisoformat(max(own))
        filled[outlet] = []
        while week <= last:
            name = week.isoformat()
            filled[outlet].append(own.get(name) or OutletWeek(outlet=outlet, week=name))
            week += timedelta(weeks=1)
    return filled
