"""What a crawl writes down: the corpus by one thread, raw pages by another, so that the event loop waits for no disk.

In: addresses, attempts, pages. Out: rows and references. A raw page is on its way to the disk before the row that
points to it is written.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TypeVar

from corpus.records import Article, Fetch, Found, Outcome, Outlet
from corpus.store import Corpus
from crawler.config import ROBOTS_NAME, package_version
from crawler.plan import day_began
from crawler.spiders.listings import wanted
from crawler.warc import Headers, RawWriter
from lexicons.errors import EncuadreError

_T = TypeVar("_T")
# Attempts that bring no page of their own: rules, and other versions of a page that is counted.
_NO_PAGES = {"robots", "version"}
Watcher = Callable[[Fetch], None]


class Ledger:
    """The books of one run. Open and close it on the event loop; every other method may be awaited from many tasks."""

    def __init__(self, corpus_url: str, raw_dir: Path, watcher: Watcher) -> None:
        self._corpus_url = corpus_url
        self._raw_dir = raw_dir
        self._watcher = watcher
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        # compressing a page takes as long as writing its row, and leaves the interpreter to the others meanwhile
        self._raw_thread = ThreadPoolExecutor(1, thread_name_prefix="raw")
        self.counts: dict[str, Counter[str]] = {}

    async def open(self, outlets: Iterable[Outlet], extractor_version: str) -> None:
        """Open the corpus, register the outlets and begin a run."""
        versions = {"encuadre": package_version(), "scrapy": version("scrapy"), "extractor": extractor_version}
        await self._do(lambda: self._open(list(outlets), versions))

    async def close(self) -> None:
        """End the run with its counts."""
        totals: Counter[str] = sum(self.counts.values(), Counter())
        await self._do(self._raw.close, self._raw_thread)
        await self._do(lambda: self._close(dict(totals)))
        self._raw_thread.shutdown()
        self._thread.shutdown()

    async def discover(self, items: list[Found], revisits: int) -> int:
        """Keep what a listing named; how many addresses were new."""
        return await self._do(lambda: self._corpus.discover(items, revisits=revisits))

    async def queue(self, outlet: str, limit: int, since: date | None, until: date | None) -> list[Found]:
        """The addresses to fetch now, newest first, without those certainly outside the days asked for."""

        def read() -> list[Found]:
            waiting = self._corpus.pending(outlet)
            return list(islice((found for found in waiting if wanted(found.hints, since, until)), limit))

        return await self._do(read)

    async def asked_today(self, outlet: str) -> int:
        """How many articles this outlet was asked for since the day began."""
        return await self._do(lambda: self._corpus.count_asked(outlet, day_began()))

    async def listings_read(self, outlet: str, kind: str) -> dict[str, Fetch]:
        """Listings of this kind that were read to some end, by address; the last reading of each."""
        ends = {Outcome.LISTING, Outcome.NOT_FOUND}
        return await self._do(
            lambda: {fetch.url: fetch for fetch in self._corpus.fetches(outlet, kind=kind) if fetch.outcome in ends}
        )

    async def validators(self, url: str) -> tuple[str | None, str | None]:
        """What the server said of this listing last time."""
        return await self._do(lambda: self._corpus.validators(url))

    async def put_validators(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep what the server said of this listing."""
        await self._do(lambda: self._corpus.put_validators(url, etag, last_modified, now_text()))

    async def keep_raw(
        self, *, url: str, status: int, headers: Headers, body: bytes, request_headers: Headers, fetched_at: str
    ) -> str:
        """Keep a response as it came; its reference."""
        return await self._do(
            lambda: self._raw.write(
                url=url,
                status=status,
                headers=headers,
                body=body,
                request_headers=request_headers,
                fetched_at=fetched_at,
            ),
            self._raw_thread,
        )

    async def record(self, fetch: Fetch, *, article: Article | None = None, found: Found | None = None) -> None:
        """Write one attempt with its one outcome."""
        await self._do(
            lambda: self._corpus.record_fetch(
                fetch, article=article, canonical_url=found.canonical_url if found else None
            )
        )
        if fetch.kind not in _NO_PAGES:  # recorded as any attempt, but no page that a count of pages should show
            self.counts.setdefault(fetch.outlet, Counter())[fetch.outcome.value] += 1
        self._watcher(fetch)

    async def knows(self, article: Article) -> bool:
        """True when this article stands in the corpus with the same title and text."""

        def look() -> bool:
            try:
                known = self._corpus.article(article.id)
            except EncuadreError:
                return False
            return (known.title, known.lead, known.body) == (article.title, article.lead, article.body)

        return await self._do(look)

    def attempt(self, url: str, outlet: str, kind: str, outcome: Outcome, **details: object) -> Fetch:
        """A ``Fetch`` of this run."""
        return Fetch(
            url=url,
            outlet=outlet,
            kind=kind,
            outcome=outcome,
            at=now_text(),
            run_id=self.run_id,
            **details,  # type: ignore[arg-type]
        )

    def _open(self, outlets: list[Outlet], versions: dict[str, str]) -> None:
        where = self._corpus_url if "://" in self._corpus_url else Path(self._corpus_url)
        self._corpus = Corpus.open(where, create=True)
        self._corpus.put_outlets(outlets)
        self.run_id = self._corpus.start_run("crawl", versions).id
        self._raw = RawWriter(self._raw_dir, self.run_id, f"{ROBOTS_NAME}/{package_version()}")

    def _close(self, totals: dict[str, int]) -> None:
        self._corpus.finish_run(self.run_id, totals)
        self._corpus.close()

    async def _do(self, work: Callable[[], _T], thread: ThreadPoolExecutor | None = None) -> _T:
        return await asyncio.get_running_loop().run_in_executor(thread or self._thread, work)


def now_text() -> str:
    """This instant in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
