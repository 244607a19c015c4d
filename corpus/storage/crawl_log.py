"""What a crawl knows: the addresses listings named, what became of each attempt, and what servers said for next time.

In: ``Found`` and ``Fetch`` records. Out: the queue of an outlet, and every attempt. One transaction holds an attempt,
its article and the new state of its address, so a crawl that is killed resumes where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from corpus.dates import check_published
from corpus.records import Article, Fetch, Found, Outcome
from corpus.schema import articles, fetches, found, validators
from corpus.storage.articles import forgotten_among, store_crawled
from corpus.storage.database import Database
from corpus.storage.rows import fetch_row, found_row, storable, to_fetch, to_found
from corpus.urls import canonical_url

# Passing failures: the address is asked again in the next run. Everything else is final.
PASSING = frozenset(
    {
        Outcome.BLOCKED,
        Outcome.ROBOTS_NOT_NOW,
        Outcome.SERVER_ERROR,
        Outcome.UNREACHABLE,
        Outcome.TIMEOUT,
        Outcome.ERROR,
    }
)
# States that the state of another store overrides.
_BEHIND = {"retry": ("pending",), "done": ("pending", "retry")}
# The hint that names a capture in a web archive (crawler.articles.MEMENTO).
_MEMENTO = "memento"
_ATTEMPT = ("run_id", "url", "at", "kind", "outcome")
# An address that failed in five runs is not coming back, and asking for ever would be a burden on the outlet.
MOST_TRIES = 5
# Large enough that a sitemap of 50,000 addresses takes a hundred statements, small enough for any parameter limit.
_BATCH = 500


def discover(database: Database, items: Iterable[Found], revisits: int = 0) -> int:
    """Keep the addresses not seen before, as pending; the number of those."""
    new = 0
    for batch in _in_batches(items):
        with database.writing() as connection:
            gone = forgotten_among(connection, {item.canonical_url for item in batch})
            rows = [
                found_row(item) | {"state": "pending", "tries": 0, "listed_on": listed_day(item)}
                for item in batch
                if item.canonical_url not in gone
            ]
            if rows:
                statement = database.insert_new(found).returning(found.c.canonical_url)
                new += len(connection.execute(statement, rows).all())
                new += _rescue(connection, [row for row in rows if _MEMENTO in row["hints"]])
                if revisits:
                    _revisit(connection, [row for row in rows if "lastmod" in row["hints"]], revisits)
    return new


def _rescue(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Put addresses back into the queue that the outlet no longer serves and an archive does; how many."""
    rescued = 0
    for row in rows:
        this = found.c.canonical_url == row["canonical_url"]
        known = connection.execute(select(found.c.state, found.c.hints).where(this)).first()
        kept = select(articles.c.id).where(articles.c.canonical_url == row["canonical_url"]).limit(1)
        if known is None or known.state != "done" or _MEMENTO in known.hints or connection.execute(kept).first():
            continue
        hints = {**known.hints, **row["hints"]}
        connection.execute(found.update().where(this).values(state="pending", tries=0, hints=hints))
        rescued += 1
    return rescued


def _revisit(connection: Connection, rows: Sequence[Mapping[str, Any]], most: int) -> None:
    """Put kept articles back into the queue that were changed since they were last asked for, by their listing."""
    addresses = {row["canonical_url"]: row["hints"]["lastmod"] for row in rows}
    asked = (
        select(fetches.c.canonical_url, func.max(fetches.c.at).label("at"))
        .where(fetches.c.canonical_url.in_(addresses), fetches.c.kind == "article")
        .group_by(fetches.c.canonical_url)
        .subquery()
    )
    known = (
        select(found.c.canonical_url, found.c.tries, asked.c.at)
        .join(asked, asked.c.canonical_url == found.c.canonical_url)
        .join(articles, articles.c.canonical_url == found.c.canonical_url)
        .where(found.c.state == "done", found.c.tries <= most)
    )
    again = [row.canonical_url for row in connection.execute(known) if _later(addresses[row.canonical_url], row.at)]
    connection.execute(found.update().where(found.c.canonical_url.in_(again)).values(state="pending"))


def _later(changed: str, asked: str) -> bool:
    """Was the text changed after it was asked for? A day without its hour is not certain, so it does not count."""
    try:
        instant = datetime.fromisoformat(changed)
    except ValueError:
        return False
    return instant.tzinfo is not None and instant > datetime.fromisoformat(asked)


def listed_day(item: Found) -> str | None:
    """The day the listing gave the item: its publication, else its last change; None when neither holds."""
    for name in ("published", "lastmod"):
        if name in item.hints:
            try:
                return check_published(item.hints[name], time_zone=None, now=datetime.now(UTC)).on
            except ValueError:
                continue
    return None


def pending(database: Database, outlet: str, limit: int | None) -> Iterator[Found]:
    """The addresses of an outlet still to be fetched, newest listed day first, undated ones last.

    Attempts may be recorded while this is read; an address is given once.
    """
    everything = _pending_in_batches(database, outlet)
    return everything if limit is None else islice(everything, limit)


def _pending_in_batches(database: Database, outlet: str) -> Iterator[Found]:
    day = func.coalesce(found.c.listed_on, "")
    statement: Select[tuple[object, ...]] = (
        select(found, day.label("day"))
        .where(found.c.outlet == outlet, found.c.state.in_(("pending", "retry")))
        .order_by(day.desc(), found.c.canonical_url)
        .limit(_BATCH)
    )
    after: Select[tuple[object, ...]] = statement
    while True:
        with database.reading() as connection:
            rows = connection.execute(after).mappings().all()
        yield from map(to_found, rows)
        if len(rows) < _BATCH:
            return
        last = rows[-1]
        after = statement.where(
            or_(day < last["day"], and_(day == last["day"], found.c.canonical_url > last["canonical_url"]))
        )


def record_fetch(database: Database, fetch: Fetch, article: Article | None, canonical: str | None) -> None:
    """Write an attempt, its article and the new state of its address, all or nothing."""
    if canonical is None and fetch.kind == "article":
        try:
            canonical = canonical_url(fetch.url)
        except ValueError:
            canonical = None
    with database.writing() as connection:
        keys = {key for key in (canonical, article and article.id, article and article.canonical_url) if key}
        if forgotten_among(connection, keys):
            # the attempt is counted, but nothing of the article or its address is kept
            row = fetch_row(fetch) | {"url": "", "canonical_url": None, "article_id": None, "detail": None}
            connection.execute(fetches.insert(), row)
            connection.execute(found.delete().where(found.c.canonical_url == canonical))
            return
        connection.execute(fetches.insert(), fetch_row(fetch) | {"canonical_url": canonical})
        if article is not None:
            store_crawled(connection, database, article)
        if canonical is not None:
            _settle(connection, canonical, fetch.outcome)


def _settle(connection: Connection, canonical: str, outcome: Outcome) -> None:
    row = found.c.canonical_url == storable(canonical)
    tries = connection.execute(select(found.c.tries).where(row)).scalar()
    if tries is None:
        return
    state = "retry" if outcome in PASSING and tries + 1 < MOST_TRIES else "done"
    connection.execute(found.update().where(row).values(state=state, tries=tries + 1))


def read_fetches(database: Database, outlet: str | None, kind: str | None) -> Iterator[Fetch]:
    """Every attempt in the order it was recorded, a batch in memory at a time."""
    last = 0
    while True:
        statement = select(fetches).where(fetches.c.id > last).order_by(fetches.c.id).limit(_BATCH)
        if outlet is not None:
            statement = statement.where(fetches.c.outlet == outlet)
        if kind is not None:
            statement = statement.where(fetches.c.kind == kind)
        with database.reading() as connection:
            rows = connection.execute(statement).mappings().all()
        yield from map(to_fetch, rows)
        if len(rows) < _BATCH:
            return
        last = rows[-1]["id"]


def merge_found(database: Database, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add addresses from another store; the number of new ones. Of two states of one address the further one holds."""
    with database.writing() as connection:
        gone = forgotten_among(connection, {row["canonical_url"] for row in rows})
        kept = [row for row in rows if row["canonical_url"] not in gone]
        if not kept:
            return 0
        statement = database.insert_new(found).returning(found.c.canonical_url)
        new = set(connection.execute(statement, kept).scalars())
        for row in kept:
            if row["canonical_url"] not in new and row["state"] != "pending":
                behind = _BEHIND[row["state"]]
                here = and_(found.c.canonical_url == row["canonical_url"], found.c.state.in_(behind))
                connection.execute(found.update().where(here).values(state=row["state"], tries=row["tries"]))
    return len(new)


def merge_fetches(database: Database, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add attempts from another store; the number of new ones. A run asks an address once a second at most, so run,
    address, instant and outcome tell attempts apart.
    """
    with database.writing() as connection:
        gone = forgotten_among(connection, {row["canonical_url"] for row in rows if row["canonical_url"]})
        known = select(*(fetches.c[name] for name in _ATTEMPT)).where(fetches.c.url.in_({row["url"] for row in rows}))
        there = {tuple(row) for row in connection.execute(known)}
        new = {
            tuple(row[name] for name in _ATTEMPT): dict(row)
            for row in rows
            if row["url"] and row["canonical_url"] not in gone
        }
        wanted = [row for key, row in new.items() if key not in there]
        if wanted:
            connection.execute(fetches.insert(), wanted)
    return len(wanted)


def count_asked(connection: Connection, outlet: str, since: str) -> int:
    """How many attempts at articles of this outlet began at ``since`` (an instant in UTC) or later."""
    attempts = select(func.count()).select_from(fetches)
    asked = attempts.where(fetches.c.outlet == outlet, fetches.c.at >= since, fetches.c.kind == "article")
    return int(connection.execute(asked).scalar_one())


def attempts_at(connection: Connection, canonical: str, at: str) -> list[Fetch]:
    """Attempts at the article of an address that were made at this instant."""
    here = (fetches.c.canonical_url == storable(canonical)) & (fetches.c.at == at) & (fetches.c.kind == "article")
    rows = connection.execute(select(fetches).where(here).order_by(fetches.c.id)).mappings()
    return [to_fetch(row) for row in rows]


def read_validators(connection: Connection, url: str) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the last answer from this address."""
    statement = select(validators.c.etag, validators.c.last_modified).where(validators.c.url == url)
    row = connection.execute(statement).first()
    return (row.etag, row.last_modified) if row else (None, None)


def _in_batches(items: Iterable[Found]) -> Iterator[list[Found]]:
    source = iter(items)
    while batch := list(islice(source, _BATCH)):
        yield batch
