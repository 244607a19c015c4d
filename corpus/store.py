"""The corpus of a study: the one place where state lives. Every room reads and writes through ``Corpus``.

In: the records of corpus.records. Out: the same, and frames for reports. How rows are kept: corpus/storage.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import select, update

from corpus.annotations import Annotations
from corpus.health.breaks import Break, find_breaks
from corpus.health.weeks import outlet_weeks
from corpus.records import Article, Fetch, Found, Outlet, Run
from corpus.schema import outlets as outlets_table
from corpus.schema import runs as runs_table
from corpus.schema import validators as validators_table
from corpus.storage import crawl_log, frames, passed_over
from corpus.storage.articles import (
    Added,
    Forgotten,
    Selection,
    add_each,
    count_articles,
    find_articles,
    forget,
    forgotten_among,
    read_articles,
)
from corpus.storage.database import open_database
from corpus.storage.disputes import Hearings
from corpus.storage.frames import OutletStatus, StudyStatus
from corpus.storage.revisions import changed_headlines, read_versions
from corpus.storage.rows import now_text, outlet_row, to_outlet, to_run, versions_digest
from corpus.stories.placing import StoryCounts, place_stories
from corpus.versions import Version
from lexicons.errors import EncuadreError

if TYPE_CHECKING:
    from pandas import DataFrame

    from corpus.collection import Merged

__all__ = ["AddCounts", "Added", "Break", "Corpus", "Forgotten", "OutletStatus", "StoryCounts", "StudyStatus"]

# One transaction of added articles: a few megabytes of text, well under a second.
_ADD_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCounts:
    """What became of the articles given to ``add_articles``. Conflicting ones were not kept."""

    added: int = 0
    unchanged: int = 0
    conflicting: int = 0


class Corpus(Annotations):
    """A study's store. A context manager; several processes may have the same one open.

    Tags, labels and predictions are written and read through it too: corpus/annotations.py has those methods.
    """

    @classmethod
    def open(cls, where: Path | str, *, create: bool = False) -> Self:
        """Open the store at a path (SQLite) or SQLAlchemy URL and bring its schema up to date.

        Raises EncuadreError E201 to E209, each saying what to do.
        """
        return cls(open_database(where, create=create))

    def close(self) -> None:
        """Give back every connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path | None:
        """The file of the store; None when it is a PostgreSQL database."""
        return self._database.path

    @property
    def hearings(self) -> Hearings:
        """Right of reply: disputes, replies, and which outlet was heard how."""
        return Hearings(self._database)

    # runs

    def start_run(self, kind: str, versions: Mapping[str, str]) -> Run:
        """Record that a stage begins. The version set is a digest of ``versions``."""
        run = Run(
            id=uuid.uuid4().hex,
            kind=kind,
            started_at=now_text("milliseconds"),  # two may begin in one second, and are listed in order
            version_set=versions_digest(versions),
            versions=dict(versions),
        )
        values = {name: getattr(run, name) for name in ("id", "kind", "started_at", "version_set", "versions")}
        with self._database.writing() as connection:
            connection.execute(runs_table.insert().values(**values, counts={}))
        return run

    def finish_run(self, run_id: str, counts: Mapping[str, int]) -> None:
        """Record that a stage is done, and what it counted."""
        with self._database.writing() as connection:
            done = update(runs_table).where(runs_table.c.id == run_id)
            connection.execute(done.values(finished_at=now_text(), counts=dict(counts)))

    def runs(self) -> list[Run]:
        """Every run, oldest first. One without ``finished_at`` was stopped or is still at work."""
        with self._database.reading() as connection:
            rows = connection.execute(select(runs_table).order_by(runs_table.c.started_at, runs_table.c.id)).mappings()
            return [to_run(row) for row in rows]

    # outlets

    def put_outlets(self, outlets: Iterable[Outlet]) -> None:
        """Add outlets or overwrite them by id. Outlets not named stay, since articles may point to them."""
        rows = [outlet_row(outlet) for outlet in outlets]
        with self._database.writing() as connection:
            for row in rows:
                connection.execute(self._database.upsert(outlets_table), row)

    def outlets(self, country: str | None = None) -> list[Outlet]:
        """The outlets of the registry, by id."""
        statement = select(outlets_table).order_by(outlets_table.c.id)
        if country is not None:
            statement = statement.where(outlets_table.c.country == country.upper())
        with self._database.reading() as connection:
            return [to_outlet(row) for row in connection.execute(statement).mappings()]

    # discovery

    def discover(self, items: Iterable[Found], *, revisits: int = 0) -> int:
        """Keep addresses not seen before, as pending; how many were new. Forgotten ones are passed over.

        A kept article that a listing says was changed since is asked again, ``revisits`` times at most.
        """
        return crawl_log.discover(self._database, items, revisits)

    def pending(self, outlet: str, *, limit: int | None = None) -> Iterator[Found]:
        """Addresses still to be fetched (pending, or failed in passing), newest listed day first, each once."""
        return crawl_log.pending(self._database, outlet, limit)

    def validators(self, url: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified of the last answer from this address."""
        with self._database.reading() as connection:
            return crawl_log.read_validators(connection, url)

    def put_validators(self, url: str, etag: str | None, last_modified: str | None, at: str) -> None:
        """Keep what the server said of this address, for the next conditional request."""
        row = {"url": url, "etag": etag, "last_modified": last_modified, "checked_at": at}
        with self._database.writing() as connection:
            connection.execute(self._database.upsert(validators_table), row)

    # fetches

    def record_fetch(self, fetch: Fetch, *, article: Article | None = None, canonical_url: str | None = None) -> None:
        """Write an attempt, its article and the new state of its address in one transaction.

        ``canonical_url`` is the ``Found.canonical_url`` the attempt was for; without it, that of ``fetch.url`` (which
        may have been redirected). A changed text of a known article replaces the one before and removes its tags.
        """
        crawl_log.record_fetch(self._database, fetch, article, canonical_url)

    def put_passed_over(self, file: str, counts: Mapping[tuple[str, str, str], int]) -> None:
        """Replace what an archive file held and was not extracted: records by outlet, Monday of the week, reason."""
        passed_over.put_passed_over(self._database, file, counts)

    def count_asked(self, outlet: str, since: str) -> int:
        """How many attempts at articles of this outlet began at ``since`` (an instant in UTC) or later."""
        with self._database.reading() as connection:
            return crawl_log.count_asked(connection, outlet, since)

    def attempts_at(self, canonical_url: str, at: str) -> list[Fetch]:
        """Attempts at the article of an address that were made at this instant: the same capture read again."""
        with self._database.reading() as connection:
            return crawl_log.attempts_at(connection, canonical_url, at)

    def forgotten_among(self, keys: Iterable[str]) -> set[str]:
        """Those identifiers and addresses that were forgotten on request."""
        with self._database.reading() as connection:
            return forgotten_among(connection, keys)

    def fetches(self, outlet: str | None = None, *, kind: str | None = None) -> Iterator[Fetch]:
        """Every attempt, of any kind or of one, in the order recorded."""
        return crawl_log.read_fetches(self._database, outlet, kind)

    # articles

    def add_articles(self, articles: Iterable[Article]) -> AddCounts:
        """Add articles that are not there. None is overwritten: another text under the same id is conflicting."""
        counts = dict.fromkeys(Added, 0)
        source = iter(articles)
        while batch := list(islice(source, _ADD_BATCH)):
            for outcome in self.add_each(batch):
                counts[outcome] += 1
        added, unchanged = counts[Added.ADDED], counts[Added.UNCHANGED] + counts[Added.PLACED]
        return AddCounts(added=added, unchanged=unchanged, conflicting=sum(counts.values()) - added - unchanged)

    def add_each(self, articles: Sequence[Article]) -> list[Added]:
        """Add a batch in one transaction and say of each article, in order, what became of it."""
        with self._database.writing() as connection:
            return add_each(connection, self._database, articles)

    def article(self, id_or_url: str) -> Article:
        """One article by identifier or address. Raises EncuadreError E210 when it is not there."""
        with self._database.reading() as connection:
            found = find_articles(connection, id_or_url)
        if not found:
            raise EncuadreError("E210", what=id_or_url)
        return found[0]

    def articles(
        self,
        *,
        outlet: str | None = None,
        country: str | None = None,
        language: str | None = None,
        without_tags_of: str | None = None,
        batch: int = 500,
    ) -> Iterator[Article]:
        """Articles ordered by identifier, ``batch`` in memory at a time; tags may be written while this is read.

        ``without_tags_of`` is a version set: only articles it has not tagged.
        """
        selection = Selection(outlet=outlet, country=country, language=language, without_tags_of=without_tags_of)
        return read_articles(self._database, selection, batch)

    def count_articles(
        self,
        *,
        outlet: str | None = None,
        country: str | None = None,
        language: str | None = None,
        without_tags_of: str | None = None,
    ) -> int:
        """How many articles ``articles`` would give."""
        selection = Selection(outlet=outlet, country=country, language=language, without_tags_of=without_tags_of)
        return count_articles(self._database, selection)

    def forget(self, url_or_id: str) -> Forgotten:
        """Remove an article everywhere in the store, for good; its raw responses are still to be blanked by the caller.

        Raises EncuadreError E210 when nothing of it is there.
        """
        return forget(self._database, url_or_id)

    # versions

    def versions(self, id_or_url: str) -> list[Version]:
        """Every text kept of an article, the oldest first. Raises EncuadreError E210 when it is not there."""
        article = self.article(id_or_url)
        with self._database.reading() as connection:
            return read_versions(connection, article.id)

    def changed_headlines(self) -> list[str]:
        """Identifiers of the articles of which another headline is kept."""
        with self._database.reading() as connection:
            return changed_headlines(connection)

    # stories

    def place_stories(
        self, *, again: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> StoryCounts | None:
        """Give every article with a day its story and the agency it comes from; None when all have one already.

        ``again`` places all anew. ``progress`` gets how many were read, of how many.
        """
        return place_stories(self._database, again=again, progress=progress)

    # collections: what a crawl brought home, carried between stores

    def write_collection(self, folder: Path) -> dict[str, int]:
        """Write outlets, crawl runs, addresses, attempts and articles as a folder of Parquet; rows by table."""
        # Loaded here: pyarrow takes a second, and few commands need it.
        from corpus.collection import write_collection

        return write_collection(self._database, folder)

    def merge_collection(self, folder: Path, progress: Callable[[int, int | None], object] | None = None) -> Merged:
        """Add what a collection holds and this store does not. Raises EncuadreError E254 when it is damaged."""
        from corpus.collection import merge_collection

        return merge_collection(self._database, folder, progress)

    # reading for reports

    def label_frame(self, country: str | None = None) -> DataFrame:
        """One row an article that has a label. Columns: ``frames.LABEL_COLUMNS``."""
        return frames.label_frame(self._database, country)

    def span_frame(self, country: str | None = None) -> DataFrame:
        """One row a span, with its words sliced from the article. Columns: ``frames.SPAN_COLUMNS``."""
        return frames.span_frame(self._database, country)

    def source_frame(self, country: str | None = None, spoken_in: Sequence[str] | None = None) -> DataFrame:
        """One row an attributed source. Columns: ``frames.SOURCE_COLUMNS``; ``spoken_in`` adds ``SPOKEN_COLUMNS``."""
        return frames.source_frame(self._database, country, spoken_in)

    def health_frame(self, country: str | None = None) -> DataFrame:
        """How complete the collection is: items by outlet, week and outcome. Columns: ``frames.HEALTH_COLUMNS``."""
        return frames.health_frame(self._database, country)

    def unread_listings(self) -> Mapping[str, Mapping[str, int]]:
        """By outlet, attempts at feeds and sitemaps that could not be read, by outcome."""
        return frames.unread_listings(self._database)

    def breaks(self, country: str | None = None, health: DataFrame | None = None) -> list[Break]:
        """Weeks out of an outlet's own pattern, by outlet and first week. ``health``: the frame, if read already."""
        return [found for own in outlet_weeks(self._database, country, health).values() for found in find_breaks(own)]

    def status(self) -> StudyStatus:
        """What the study holds, by outlet and in all."""
        return frames.status(self._database)
