"""What reports read: frames of labels, spans, sources and collection health, and the study's status.

In: the tables. Out: pandas frames with the columns named here, the same ones when there is nothing to read. Days and
weeks are text (2026-03-02); no frame carries article text beyond titles and the words of spans.

``country`` is the article's own where it is known, else its outlet's. ``week`` is the Monday of the ISO week of an
item's local day of publication; where nothing was kept, of the day the listing gave (as written there); else of the
attempt's day in UTC.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, Text, case, cast, func, select

from corpus.records import Outcome
from corpus.schema import article_labels, articles, fetches, found, outlets, sources, spans
from corpus.storage.database import Database
from corpus.storage.passed_over import OFF_TOPIC, by_reason, off_topic_by_week

if TYPE_CHECKING:
    from pandas import DataFrame

LABEL_COLUMNS: Mapping[str, str] = {
    "article_id": "str",
    "outlet": "str",
    "country": "str",
    "language": "str",
    "published_on": "str",
    "on_topic": "bool",
    "relevance": "float64",
    "framing": "str",
    "headline": "str",
    "voices": "object",  # tuple of source roles
    "context": "object",  # tuple of C codes
    "words": "int64",
    "paywalled": "boolean",
    "story_id": "str",
    "wire_agency": "str",
    "version_set": "str",
    "url": "str",
    "title": "str",
    "section": "str",
    "published_precision": "str",
    "tier": "int64",
    "her_clauses": "Int64",
    "her_actions": "Int64",
    "named_in_headline": "boolean",
    "named_in_body": "boolean",
    "convicted": "boolean",
}
SPAN_COLUMNS: Mapping[str, str] = {
    "article_id": "str",
    "outlet": "str",
    "country": "str",
    "published_on": "str",
    "part": "str",
    "start": "int64",
    "end": "int64",
    "code": "str",
    "voice": "str",
    "cue_id": "str",
    "rule": "str",
    "text": "str",
    "status": "str",  # None where the term was not weighed
}
SOURCE_COLUMNS: Mapping[str, str] = {
    "article_id": "str",
    "outlet": "str",
    "country": "str",
    "role": "str",
    "how": "str",
}
# With the words that attribute, for the few articles whose sources a page shows.
SPOKEN_COLUMNS: Mapping[str, str] = {**SOURCE_COLUMNS, "part": "str", "text": "str"}
HEALTH_COLUMNS: Mapping[str, str] = {
    "outlet": "str",
    "country": "str",
    "week": "str",
    "outcome": "str",  # an Outcome, or "found" (all items), "pending" (not asked yet), "off_topic" (passed over unread)
    "n": "int64",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletStatus:
    """What the study holds of one outlet.

    ``outcomes`` counts attempts at articles, retries included; ``unread`` counts attempts at feeds and
    sitemaps that could not be read; ``passed_over`` counts pages in WARC files that were not extracted, by reason.
    """

    outlet: str
    country: str | None = None
    found: int = 0
    pending: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    articles: int = 0
    tagged: int = 0
    on_topic: int = 0
    without_day: int = 0
    first_published_on: str | None = None
    last_published_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyStatus:
    """What the study holds. More than one version set means that some articles are tagged by older rules."""

    outlets: tuple[OutletStatus, ...]
    version_sets: Mapping[str, int]  # articles by the version set that tagged them

    @property
    def found(self) -> int:
        """Addresses listed, over all outlets."""
        return sum(outlet.found for outlet in self.outlets)

    @property
    def pending(self) -> int:
        """Addresses still to be fetched, over all outlets."""
        return sum(outlet.pending for outlet in self.outlets)

    @property
    def articles(self) -> int:
        """Articles kept, over all outlets."""
        return sum(outlet.articles for outlet in self.outlets)

    @property
    def tagged(self) -> int:
        """Articles with tags, over all outlets."""
        return sum(outlet.tagged for outlet in self.outlets)


attempts = fetches.alias("attempts")

_LISTS = ("voices", "context")
# Some fifty megabytes as Python's objects.
_CHUNK = 20_000
# 2026-03-02
DAY_LENGTH = 10
# Rows of the health frame that are no outcome of an attempt.
FOUND = "found"
NOT_ASKED = ("pending", OFF_TOPIC)
_KEPT = ("articles", "tagged", "on_topic", "without_day", "first_published_on", "last_published_on")


def label_frame(database: Database, country: str | None) -> DataFrame:
    """One row an article that has a label, ordered by article."""
    # the tagger's language where it decided one: imported articles may come without
    language = func.coalesce(article_labels.c.language, articles.c.language)
    # as text, since the same few lists repeat and need to be read once only
    lists = {name: cast(article_labels.c[name], Text) for name in _LISTS}
    columns = _columns(LABEL_COLUMNS, article_labels, articles, language=language, **lists)
    joined = articles.join(article_labels).outerjoin(outlets, outlets.c.id == articles.c.outlet)
    statement = select(*columns).select_from(joined).order_by(articles.c.id)
    return _read(database, _narrowed(statement, country), LABEL_COLUMNS)


def span_frame(database: Database, country: str | None) -> DataFrame:
    """One row a span, ordered by article and then as written by the tagger."""
    columns = _columns(SPAN_COLUMNS, spans, articles, text=_words_of(spans))
    joined = spans.join(articles).outerjoin(outlets, outlets.c.id == articles.c.outlet)
    statement = select(*columns).select_from(joined).order_by(spans.c.article_id, spans.c.id)
    return _read(database, _narrowed(statement, country), SPAN_COLUMNS)


def source_frame(database: Database, country: str | None, spoken_in: Sequence[str] | None = None) -> DataFrame:
    """One row an attributed source, ordered by article and position. ``spoken_in``: only of these articles, with the
    words that attribute."""
    wanted, words = (SOURCE_COLUMNS, {}) if spoken_in is None else (SPOKEN_COLUMNS, {"text": _words_of(sources)})
    joined = sources.join(articles).outerjoin(outlets, outlets.c.id == articles.c.outlet)
    statement = select(*_columns(wanted, sources, articles, **words)).select_from(joined)
    statement = statement.order_by(sources.c.article_id, sources.c.position)
    if spoken_in is not None:
        statement = statement.where(sources.c.article_id.in_(list(spoken_in)))
    return _read(database, _narrowed(statement, country), wanted)


def _words_of(places: Table) -> ColumnElement[Any]:
    """The words at a place of an article."""
    part = case(
        *((places.c.part == name, articles.c[column]) for name, column in (("headline", "title"), ("lead", "lead"))),
        else_=articles.c.body,
    )
    return func.substr(part, places.c.start + 1, places.c.end - places.c.start)


def health_frame(database: Database, country: str | None) -> DataFrame:
    """How complete the collection is, by outlet and week of the item.

    An address counts once, under the outcome of its last attempt or ``pending``, and once more under ``found``: so the
    outcomes of a week add up to ``found``. A week without rows had nothing listed: that is unknown, not zero. Pages in
    WARC files that were passed over as off topic are items too, in the week of their capture.
    """
    asked = (attempts.c.kind == "article") & ~_asked_later()
    listed = found.outerjoin(attempts, (attempts.c.canonical_url == found.c.canonical_url) & asked)
    unlisted = attempts.outerjoin(found, found.c.canonical_url == attempts.c.canonical_url)
    counts: Counter[tuple[str, str | None, str, str]] = Counter()
    with database.reading() as connection:
        for statement in (
            _items(listed, found.c.outlet),
            _items(unlisted, attempts.c.outlet).where(asked, found.c.canonical_url.is_(None)),
        ):
            for outlet, where, day, outcome, n in connection.execute(_narrowed(statement, country)):
                counts[outlet, where, monday(day), outcome] += n
                counts[outlet, where, monday(day), FOUND] += n
        unread = off_topic_by_week()
        if country is not None:
            unread = unread.where(outlets.c.country == country.upper())
        for outlet, where, week, n in connection.execute(unread):
            counts[outlet, where, week, OFF_TOPIC] += int(n)
            counts[outlet, where, week, FOUND] += int(n)
    rows = sorted(((*key, n) for key, n in counts.items()), key=lambda row: tuple(str(value) for value in row))
    return _frame(rows, HEALTH_COLUMNS)


def _asked_later() -> ColumnElement[bool]:
    """Whether the same address was asked again after this attempt."""
    later = fetches.alias("later")
    same = (later.c.canonical_url == attempts.c.canonical_url) & (later.c.kind == "article")
    return select(later.c.id).where(same, later.c.id > attempts.c.id).exists()


def _items(addresses: FromClause, outlet: ColumnElement[Any]) -> Select[Any]:
    """Addresses by outlet, country, day and outcome."""
    # an undated address counts on the day of its attempt, or of its discovery when it was never asked
    asked, listed = func.substr(attempts.c.at, 1, DAY_LENGTH), func.substr(found.c.found_at, 1, DAY_LENGTH)
    values = (
        outlet.label("outlet"),
        _country().label("country"),
        func.coalesce(articles.c.published_on, found.c.listed_on, asked, listed).label("day"),
        func.coalesce(attempts.c.outcome, "pending").label("outcome"),
    )
    joined = addresses.outerjoin(articles, articles.c.id == attempts.c.article_id)
    joined = joined.outerjoin(outlets, outlets.c.id == outlet)
    return select(*values, func.count()).select_from(joined).group_by(*values)


@cache
def monday(day: str) -> str:
    """The Monday of a day's ISO week."""
    parsed = date.fromisoformat(day)
    return (parsed - timedelta(days=parsed.weekday())).isoformat()


def status(database: Database) -> StudyStatus:
    """What the study holds, by outlet (registered or not) and by version set."""
    asked = select(fetches.c.outlet, fetches.c.outcome, func.count()).where(fetches.c.kind == "article")
    kept = select(
        articles.c.outlet,
        func.count(),
        func.count(article_labels.c.article_id),
        func.sum(case((article_labels.c.on_topic, 1), else_=0)),
        func.count() - func.count(articles.c.published_on),
        func.min(articles.c.published_on),
        func.max(articles.c.published_on),
    ).select_from(articles.outerjoin(article_labels))
    sets = select(article_labels.c.version_set, func.count()).group_by(article_labels.c.version_set)
    values: dict[str, dict[str, Any]] = {}
    with database.reading() as connection:
        for outlet, country in connection.execute(select(outlets.c.id, outlets.c.country)):
            values[outlet] = {"country": country}
        states = select(found.c.outlet, found.c.state, func.count()).group_by(found.c.outlet, found.c.state)
        for outlet, state, n in connection.execute(states):
            entry = values.setdefault(outlet, {})
            entry["found"] = entry.get("found", 0) + n
            entry["pending"] = entry.get("pending", 0) + (0 if state == "done" else n)
        for outlet, outcome, n in connection.execute(asked.group_by(fetches.c.outlet, fetches.c.outcome)):
            values.setdefault(outlet, {}).setdefault("outcomes", {})[outcome] = n
        for outlet, reason, n in by_reason(connection):
            values.setdefault(outlet, {}).setdefault("passed_over", {})[reason] = n
        for outlet, *counted in connection.execute(kept.group_by(articles.c.outlet)):
            values.setdefault(outlet, {}).update(zip(_KEPT, counted, strict=True))
        version_sets = {row[0]: row[1] for row in connection.execute(sets)}
    for outlet, counts in unread_listings(database).items():
        values.setdefault(outlet, {})["unread"] = counts
    ordered = tuple(OutletStatus(outlet=outlet, **entry) for outlet, entry in sorted(values.items()))
    return StudyStatus(outlets=ordered, version_sets=version_sets)


def unread_listings(database: Database) -> dict[str, dict[str, int]]:
    """By outlet, attempts at feeds and sitemaps that could not be read, by outcome."""
    unread = select(fetches.c.outlet, fetches.c.outcome, func.count()).where(
        fetches.c.kind.in_(["feed", "sitemap"]),
        fetches.c.outcome.not_in([Outcome.LISTING.value, Outcome.UNCHANGED.value]),
    )
    counted: dict[str, dict[str, int]] = {}
    with database.reading() as connection:
        for outlet, outcome, n in connection.execute(unread.group_by(fetches.c.outlet, fetches.c.outcome)):
            counted.setdefault(outlet, {})[outcome] = n
    return counted


def _country() -> ColumnElement[str | None]:
    return func.coalesce(articles.c.country, outlets.c.country)


def _columns(wanted: Mapping[str, str], *tables: Table, **computed: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns of a frame, each from the first table that has it unless it is computed."""
    computed = {"article_id": articles.c.id, "country": _country()} | computed
    chosen: list[ColumnElement[Any]] = []
    for name in wanted:
        column = computed.get(name)
        if column is None:
            column = next(table.c[name] for table in tables if name in table.c)
        chosen.append(column.label(name))
    return chosen


def _narrowed(statement: Select[Any], country: str | None) -> Select[Any]:
    return statement if country is None else statement.where(_country() == country.upper())


def _read(database: Database, statement: Select[Any], columns: Mapping[str, str]) -> DataFrame:
    """The rows as a frame, taken in by chunks: as Python's objects they are ten times as large as in columns."""
    from pandas import concat

    with database.reading() as connection:
        rows = connection.execute(statement.execution_options(yield_per=_CHUNK))
        chunks = [_frame(chunk, columns) for chunk in rows.partitions()]
    return concat(chunks, ignore_index=True) if chunks else _frame([], columns)


def _frame(rows: Sequence[Any], columns: Mapping[str, str]) -> DataFrame:
    # pandas takes a second to import, and a crawl does not need it
    from pandas import DataFrame

    # plain tuples: pandas is slow to find out what other rows are
    frame = DataFrame.from_records(list(map(tuple, rows)), columns=list(columns)).astype(dict(columns))
    for name in _LISTS:
        if name in columns:
            frame[name] = frame[name].map(_listed)
    return frame


@cache
def _listed(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
