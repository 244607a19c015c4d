"""Articles: added once, read in batches, forgotten for good.

In: cleaned articles. Out: per article what became of it. One address is one article, whatever identifier it comes with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from corpus.records import Article, ArticleTags
from corpus.schema import article_labels, articles, fetches, forgotten, found, human_labels, outlets, validators
from corpus.storage.database import Database
from corpus.storage.revisions import keep_version, raw_of_versions
from corpus.storage.rows import article_row, clean_article, content_hash, fingerprint, now_text, to_article
from corpus.storage.tags import delete_tags, read_tags
from corpus.urls import canonical_url
from lexicons.errors import EncuadreError

# The evidence of an agency that only another copy of the story names.
BY_STORY = "story"
# Built once: they are asked for every page of a crawl, and building them takes longer than asking them.
_AMONG_FORGOTTEN = select(forgotten.c.fingerprint).where(
    forgotten.c.fingerprint.in_(bindparam("prints", expanding=True))
)
_KNOWN = select(articles.c.id, articles.c.canonical_url, articles.c.content_hash).where(
    or_(
        articles.c.id.in_(bindparam("ids", expanding=True)),
        articles.c.canonical_url.in_(bindparam("addresses", expanding=True)),
    )
)


class Added(StrEnum):
    """What became of an article that was to be added."""

    ADDED = "added"
    UNCHANGED = "unchanged"  # it is there already, with the same content
    PLACED = "placed"  # it was there with the same content but without a country, and has one now
    CONFLICTING = "conflicting"  # another text is there under this identifier
    SAME_ADDRESS = "same_address"  # another identifier is there with this address and other content
    FORGOTTEN = "forgotten"  # it was removed on request and does not come back


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What ``forget`` removed: identifiers, and the raw responses (``FILE:OFFSET``) that are still to be blanked."""

    article_ids: tuple[str, ...]
    raw: tuple[str, ...]
    fetches: int


def add_each(connection: Connection, database: Database, items: Sequence[Article]) -> list[Added]:
    """Add articles inside the caller's transaction and say of each what became of it, in the order given."""
    cleaned = [clean_article(item) for item in items]
    ids = {item.id for item in cleaned}
    addresses = {item.canonical_url for item in cleaned if item.canonical_url}
    by_id: dict[str, str] = {}
    by_address: dict[str, str] = {}
    for identifier, address, digest in connection.execute(_KNOWN, {"ids": list(ids), "addresses": list(addresses)}):
        by_id[identifier] = digest
        by_address[address] = digest
    gone = forgotten_among(connection, ids | addresses)
    outcomes: list[Added] = []
    new: list[dict[str, Any]] = []
    for item in cleaned:
        row = article_row(item)
        outcome = _judge(item, row["content_hash"], by_id, by_address, gone)
        if outcome is Added.CONFLICTING and _lacked_country(item, by_id[item.id]):
            outcome = Added.PLACED
            by_id[item.id] = row["content_hash"]
            _place(connection, row)
        if outcome is Added.ADDED:
            new.append(row)
            by_id[item.id] = row["content_hash"]
            if item.canonical_url:
                by_address[item.canonical_url] = row["content_hash"]
        outcomes.append(outcome)
    if new:
        connection.execute(database.insert_new(articles), new)
    return outcomes


def _lacked_country(item: Article, digest: str) -> bool:
    """Is the text of this digest the article but for its country, which was not known?"""
    return item.country is not None and content_hash(replace(item, country=None)) == digest


def _place(connection: Connection, row: Mapping[str, Any]) -> None:
    """Give a stored article its country. Tags weigh words by country, so those made without one go."""
    known = {"country": row["country"], "content_hash": row["content_hash"]}
    delete_tags(connection, [row["id"]])
    connection.execute(articles.update().where(articles.c.id == row["id"]), known)


def _judge(item: Article, digest: str, by_id: dict[str, str], by_address: dict[str, str], gone: set[str]) -> Added:
    if item.id in gone or item.canonical_url in gone:
        return Added.FORGOTTEN
    if item.id in by_id:
        return Added.UNCHANGED if by_id[item.id] == digest else Added.CONFLICTING
    if item.canonical_url and item.canonical_url in by_address:
        return Added.UNCHANGED if by_address[item.canonical_url] == digest else Added.SAME_ADDRESS
    return Added.ADDED


def store_crawled(connection: Connection, database: Database, item: Article) -> None:
    """Keep a crawled article. A changed text replaces the one before, and the tags that pointed into it go; what it
    said before is kept as a version.

    The text stands when people have labelled it, since their labels point into it, and when the new one is an older
    capture (the new one is the version then); also when it came by import under the importer's own identifier.
    """
    outcome = add_each(connection, database, [item])[0]
    if outcome is not Added.CONFLICTING:
        return
    labelled = select(human_labels.c.id).where(human_labels.c.article_id == item.id).limit(1)
    if connection.execute(labelled).first():
        keep_version(connection, article_row(clean_article(item)))
        return
    before = connection.execute(select(articles).where(articles.c.id == item.id)).mappings().one()
    if before["fetched_at"] and item.fetched_at and item.fetched_at < before["fetched_at"]:
        keep_version(connection, article_row(clean_article(item)))
        return
    keep_version(connection, dict(before))
    delete_tags(connection, [item.id])
    connection.execute(articles.update().where(articles.c.id == item.id), article_row(clean_article(item)))


def forgotten_among(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Those identifiers and addresses that were forgotten on request."""
    prints = {fingerprint(key): key for key in keys}
    rows = connection.execute(_AMONG_FORGOTTEN, {"prints": list(prints)})
    return {prints[row[0]] for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles are meant. ``without_tags_of`` is a version set: those it has not tagged yet."""

    outlet: str | None = None
    country: str | None = None
    language: str | None = None
    without_tags_of: str | None = None

    def of(self, statement: Select[Any]) -> Select[Any]:
        """The statement, narrowed to these articles."""
        if self.outlet is not None:
            statement = statement.where(articles.c.outlet == self.outlet)
        if self.country is not None:
            statement = statement.where(in_country(self.country))
        if self.language is not None:
            statement = statement.where(articles.c.language == self.language.lower())
        if self.without_tags_of is not None:
            tagged = select(article_labels.c.article_id).where(
                article_labels.c.article_id == articles.c.id, article_labels.c.version_set == self.without_tags_of
            )
            statement = statement.where(~tagged.exists())
        return statement


def in_country(country: str) -> ColumnElement[bool]:
    """Articles of a country: their own where it is known, else their outlet's."""
    theirs = select(outlets.c.id).where(outlets.c.country == country.upper())
    return or_(articles.c.country == country.upper(), articles.c.country.is_(None) & articles.c.outlet.in_(theirs))


def read_articles(database: Database, selection: Selection, batch: int) -> Iterator[Article]:
    """Every selected article, ordered by identifier, a batch in memory at a time.

    Each batch is a transaction of its own, so tags may be written between two of them.
    """
    last = ""
    while True:
        with database.reading() as connection:
            statement = selection.of(select(articles)).where(articles.c.id > last).order_by(articles.c.id).limit(batch)
            rows = connection.execute(statement).mappings().all()
        yield from map(to_article, rows)
        if len(rows) < batch:
            return
        last = rows[-1]["id"]


def read_by_day(database: Database, batch: int) -> Iterator[tuple[Article, str]]:
    """Every article with a day (published, else fetched), in the order of the days, a batch in memory at a time."""
    day = func.coalesce(articles.c.published_on, func.substr(articles.c.fetched_at, 1, len("2026-01-01")))
    last = ("", "")
    while True:
        with database.reading() as connection:
            statement = select(articles, day.label("day")).where(day.is_not(None))
            statement = statement.where(or_(day > last[0], and_(day == last[0], articles.c.id > last[1])))
            rows = connection.execute(statement.order_by(day, articles.c.id).limit(batch)).mappings().all()
        for row in rows:
            yield to_article(row), row["day"]
        if len(rows) < batch:
            return
        last = (rows[-1]["day"], rows[-1]["id"])


def count_dated(database: Database, *, unplaced: bool = False) -> int:
    """How many articles have a day; ``unplaced``: of those, how many have no story yet."""
    day = func.coalesce(articles.c.published_on, articles.c.fetched_at)
    statement = select(func.count()).select_from(articles).where(day.is_not(None))
    if unplaced:
        statement = statement.where(articles.c.story_id.is_(None))
    with database.reading() as connection:
        counted: int = connection.execute(statement).scalar_one()
    return counted


def write_stories(database: Database, placed: Mapping[str, tuple[str, str | None]]) -> None:
    """Write story and agency of these articles in one transaction, where they differ from what stands there.

    An agency that only another copy names is marked so in ``evidence``; one that the article names itself stays.
    """
    with database.writing() as connection:
        columns = (articles.c.id, articles.c.story_id, articles.c.wire_agency, articles.c.evidence)
        for row in connection.execute(select(*columns).where(articles.c.id.in_(placed))).all():
            story, agency = placed[row.id]
            own = row.wire_agency is not None and row.evidence.get("wire_agency") != BY_STORY
            evidence = {name: value for name, value in row.evidence.items() if own or name != "wire_agency"}
            if not own and agency is not None:
                evidence["wire_agency"] = BY_STORY
            values = {"story_id": story, "wire_agency": row.wire_agency if own else agency, "evidence": evidence}
            if (row.story_id, row.wire_agency, row.evidence) != tuple(values.values()):
                connection.execute(articles.update().where(articles.c.id == row.id).values(values))


def read_tagged(
    database: Database, selection: Selection, batch: int
) -> Iterator[tuple[Article, ArticleTags | None, str | None]]:
    """Every selected article with its tags and their version set, where it has any."""
    source = read_articles(database, selection, batch)
    while items := list(islice(source, batch)):
        with database.reading() as connection:
            tags = read_tags(connection, [item.id for item in items])
        for item in items:
            yield item, *tags.get(item.id, (None, None))


def count_articles(database: Database, selection: Selection) -> int:
    """How many articles are selected."""
    with database.reading() as connection:
        counted: int = connection.execute(selection.of(select(func.count()).select_from(articles))).scalar_one()
    return counted


def find_articles(connection: Connection, id_or_url: str) -> list[Article]:
    """The article with this identifier, or the one at this address."""
    by_id = select(articles).where(articles.c.id == id_or_url)
    rows = connection.execute(by_id).mappings().all()
    if not rows:
        by_address = select(articles).where(articles.c.canonical_url == _canonical_or_text(id_or_url))
        rows = connection.execute(by_address.order_by(articles.c.id)).mappings().all()
    return [to_article(row) for row in rows]


def forget(database: Database, id_or_url: str) -> Forgotten:
    """Remove an article and every trace of its address, and keep fingerprints so that it does not come back.

    Raises EncuadreError E210 when nothing of it is in the store.
    """
    with database.writing() as connection:
        items = find_articles(connection, id_or_url)
        ids = [item.id for item in items]
        earlier = raw_of_versions(connection, ids)
        attempts = connection.execute(
            select(fetches.c.id, fetches.c.url, fetches.c.canonical_url).where(
                or_(fetches.c.article_id.in_(ids), fetches.c.canonical_url == _canonical_or_text(id_or_url))
            )
        ).all()
        addresses = {_canonical_or_text(id_or_url)} | {item.canonical_url for item in items if item.canonical_url}
        addresses |= {_canonical_or_text(item.url) for item in items if item.url}
        addresses |= {row.canonical_url for row in attempts if row.canonical_url}
        listed = connection.execute(select(found.c.url).where(found.c.canonical_url.in_(addresses))).scalars().all()
        if not (items or attempts or listed):
            raise EncuadreError("E210", what=id_or_url)
        urls = {row.url for row in attempts} | {item.url for item in items if item.url} | set(listed)
        _erase(connection, database, ids, addresses, urls, [row.id for row in attempts])
    _empty_log(database)
    raw = tuple(dict.fromkeys([*(item.raw for item in items if item.raw), *earlier]))
    return Forgotten(article_ids=tuple(ids), raw=raw, fetches=len(attempts))


def _erase(
    connection: Connection, database: Database, ids: list[str], addresses: set[str], urls: set[str], attempts: list[int]
) -> None:
    # tags, labels, draws and disputes go with the article, by their foreign keys
    connection.execute(articles.delete().where(articles.c.id.in_(ids)))
    connection.execute(found.delete().where(found.c.canonical_url.in_(addresses)))
    connection.execute(validators.delete().where(validators.c.url.in_(urls | addresses)))
    blank = {"url": "", "canonical_url": None, "article_id": None, "detail": None}
    connection.execute(fetches.update().where(fetches.c.id.in_(attempts)).values(blank))
    marks = [{"fingerprint": fingerprint(key), "at": now_text()} for key in sorted(addresses | set(ids))]
    connection.execute(database.insert_new(forgotten), marks)


def _empty_log(database: Database) -> None:
    """Write SQLite's log into the file and empty it: the log still holds the pages as they were."""
    if database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _canonical_or_text(text: str) -> str:
    try:
        return canonical_url(text)
    except ValueError:
        return text
