"""Articles out of WARC files: each record of our outlets is decided once, and pages are read by the crawl's processes.

In: files, the registry, the days and topic asked for. Out: the same ``Article`` as a crawl of the same page gives, with
its page kept in the study's ``raw``; the attempt dated by its capture; and counts that account for every record of our
outlets. Nothing is asked of anybody. May be stopped at any time and typed again.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.records import Article, Fetch, Found, Outcome, Outlet
from corpus.store import Corpus
from crawler.articles import Page, build_article, with_own_title
from crawler.ccnews.records import Damage, Record, RecordReader
from crawler.ccnews.sift import Capture, Passed, Registry, Sieve, captured_at
from crawler.ccnews.state import FOLDER, FileState, state_of
from crawler.ccnews.topic import TopicTest
from crawler.config import ROBOTS_NAME, CrawlConfig, package_version
from crawler.extraction.extract import EXTRACTOR_VERSION
from crawler.lock import study_lock
from crawler.pool import PageError, ReadingPool
from crawler.run import EXTRACTOR
from crawler.warc import RawWriter

# Pages in hand for each process: enough that none waits, few enough that memory stays flat.
_IN_HAND = 4
# How often the state is written: what a kill costs is read again.
_SAVE_SECONDS = 2.0
_SAVE_RECORDS = 2_000

# Reasons that leave no attempt behind; a duplicate is no page of its own.
_PASSED_OVER = frozenset(Passed) - {Passed.DUPLICATE}

# Bytes of all files read, and of how many.
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. ``topic`` None: every article of the outlets. ``languages``: those the study reads."""

    outlets: Sequence[Outlet]
    topic: TopicTest | None
    languages: tuple[str, ...]
    since: date | None = None
    until: date | None = None

    @property
    def digest(self) -> str:
        """Changes with anything that would make another selection."""
        sites = sorted((outlet.id, outlet.homepage) for outlet in self.outlets)
        asked = (sites, self.topic and self.topic.digest, self.languages, self.since, self.until)
        return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


@dataclass(slots=True, kw_only=True)
class Collected:
    """What came of the files given. ``counts``: records of our outlets by outlet, week of capture and reason."""

    files: int = 0
    read_before: int = 0
    records: int = 0
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    damage: dict[str, list[str]] = field(default_factory=dict)

    @property
    def totals(self) -> dict[str, int]:
        """Records by reason, the most frequent first."""
        totals: Counter[str] = Counter()
        for (_, _, reason), count in self.counts.items():
            totals[reason] += count
        return dict(totals.most_common())

    def as_dict(self) -> dict[str, Any]:
        """Plain data for ``--json``."""
        return {
            "files": self.files,
            "read_before": self.read_before,
            "records": self.records,
            "records_of_outlets": self.counts.total(),
            "totals": self.totals,
            "weeks": [
                {"outlet": outlet, "week": week, "outcome": reason, "records": count}
                for (outlet, week, reason), count in sorted(self.counts.items())
            ],
            "damage": self.damage,
        }

    def add(self, state: FileState, *, before: bool) -> None:
        """Add one file that is done."""
        self.files += 1
        self.read_before += before
        self.records += state.records
        self.counts.update(state.counts)
        if state.damage:
            self.damage[state.name] = [f"at byte {offset:,}: {why}" for offset, why in sorted(state.damage.items())]


def collect(
    corpus_url: Path | str,
    files: Iterable[Path],
    wanted: Wanted,
    config: CrawlConfig,
    raw_dir: Path,
    *,
    progress: Progress | None = None,
    extractor: str = EXTRACTOR,
) -> Collected:
    """Read the files one after the other. Raises E311 when a crawl is at work."""
    todo = list(files)
    result = Collected()
    total = sum(path.stat().st_size for path in todo)
    done = 0
    with ExitStack() as held:
        held.enter_context(study_lock(raw_dir))
        run = held.enter_context(_Run(corpus_url, wanted, config, raw_dir, extractor))
        for path in todo:
            state = state_of(raw_dir.parent / FOLDER, path, wanted.digest)
            before = state.done
            if not before:
                run.read(path, state, lambda offset, base=done: progress and progress(base + offset, total))  # type: ignore[misc]
            done += path.stat().st_size
            result.add(state, before=before)
            if progress is not None:
                progress(done, total)
    return result


class _Run:
    """One run of collecting: the corpus, the raw pages and the processes that read."""

    def __init__(
        self, corpus_url: Path | str, wanted: Wanted, config: CrawlConfig, raw_dir: Path, extractor: str
    ) -> None:
        self._corpus_url, self._raw_dir = corpus_url, raw_dir
        self._wanted, self._config = wanted, config
        self._extractor = extractor
        self._sieve = Sieve(
            registry=Registry(wanted.outlets),
            languages=wanted.languages,
            topic=wanted.topic,
            since=wanted.since,
            most_bytes=config.max_bytes,
        )
        self._most_in_hand = _IN_HAND * config.extraction_workers
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._corpus = Corpus.open(self._corpus_url, create=True)
        self._corpus.put_outlets(self._wanted.outlets)
        versions = {"encuadre": package_version(), "extractor": EXTRACTOR_VERSION}
        self._run_id = self._corpus.start_run("crawl", versions).id
        self._raw = RawWriter(self._raw_dir, self._run_id, f"{ROBOTS_NAME}/{package_version()}")
        self._pages = _Pages(self._config, self._extractor)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pages.close()
        self._raw.close()
        if kind is None:
            self._corpus.finish_run(self._run_id, dict(self._counts))
        self._corpus.close()

    def read(self, path: Path, state: FileState, tell: Callable[[int], object]) -> None:
        """Read one file to its end. Its state is written from time to time, and at the end, however that comes."""
        reader = RecordReader(path, wanted=self._sieve.wants, most_bytes=self._config.max_bytes, after=state.after)
        self._pages.start()
        seen_before = state.records
        waiting: deque[tuple[Record, Capture | Passed, Future[dict[str, Any]] | None]] = deque()
        saved, unsaved = time.monotonic(), 0
        try:
            for item in reader:
                if isinstance(item, Damage):
                    state.damage[item.offset] = item.why
                    continue
                decided = self._decide(item)
                reading = self._pages.submit(decided) if isinstance(decided, Capture) else None
                passed = replace(item, block=None)  # what is needed of its bytes is in the capture
                waiting.append((passed, decided, reading))
                unsaved += 1
                while waiting and (len(waiting) > self._most_in_hand or waiting[0][2] is None):
                    self._settle(state, seen_before, *waiting.popleft())
                tell(reader.offset)
                if unsaved > _SAVE_RECORDS or time.monotonic() - saved > _SAVE_SECONDS:
                    self._save(state)
                    saved, unsaved = time.monotonic(), 0
            while waiting:
                self._settle(state, seen_before, *waiting.popleft())
            state.records = seen_before + reader.seen
            state.done = True
        finally:
            self._save(state)

    def _save(self, state: FileState) -> None:
        """Counts go to the corpus too: of what was not extracted, it has no other trace."""
        state.write()
        passed = {key: count for key, count in state.counts.items() if key[2] in _PASSED_OVER}
        self._corpus.put_passed_over(state.path.stem, passed)

    def _decide(self, record: Record) -> Capture | Passed:
        decided = self._sieve.sift(record)
        if isinstance(decided, Capture) and self._corpus.forgotten_among([decided.canonical]):
            return Passed.FORGOTTEN
        return decided

    def _settle(
        self,
        state: FileState,
        seen_before: int,
        record: Record,
        decided: Capture | Passed,
        reading: Future[dict[str, Any]] | None,
    ) -> None:
        """Write down what became of a record, then count it."""
        outlet = self._sieve.registry.outlet_of(record.head.url)
        reason = (
            self._keep(state.name, decided, reading)
            if isinstance(decided, Capture) and reading is not None
            else str(decided)
        )
        self._counts[reason] += 1
        state.add(
            outlet.id if outlet else "",
            captured_at(record.head),
            reason,
            record.head.place,
            seen_before + record.number,
        )

    def _keep(self, file: str, capture: Capture, reading: Future[dict[str, Any]]) -> str:
        """The outcome of a page that was read; known already where this capture was recorded before."""
        place = f"{file}:{capture.place.offset}" + (f".{capture.place.index}" if capture.place.index else "")
        for known in self._corpus.attempts_at(capture.canonical, capture.at):
            return known.outcome.value if (known.detail or "").endswith(place) else Passed.DUPLICATE.value
        found = Found(
            url=capture.url,
            canonical_url=capture.canonical,
            outlet=capture.outlet.id,
            discovered_by=f"warc:{file}",
            found_at=capture.at,
            # A page was never captured before it was published.
            hints={"lastmod": capture.at[:10]},
        )
        outcome, why, article = self._read_page(capture, found, reading)
        if article is not None:
            day = article.published_on
            if day is not None and not self._in_days(date.fromisoformat(day)):
                return Passed.OUTSIDE.value
            if self._corpus.forgotten_among([article.id, article.canonical_url or ""]):
                return Passed.FORGOTTEN.value
            article = self._with_raw(capture, article)
        self._corpus.discover([found])
        detail = f"{why}; {place}" if why else place
        self._corpus.record_fetch(
            Fetch(
                url=capture.url,
                outlet=capture.outlet.id,
                kind="article",
                outcome=outcome,
                at=capture.at,
                status=200,
                bytes=len(capture.body),
                detail=detail,
                article_id=article.id if article else None,
                run_id=self._run_id,
            ),
            article=article,
            canonical_url=capture.canonical,
        )
        return outcome.value

    def _read_page(
        self, capture: Capture, found: Found, reading: Future[dict[str, Any]]
    ) -> tuple[Outcome, str | None, Article | None]:
        try:
            extracted = with_own_title(reading.result(), found, capture.outlet)
        except PageError as error:
            return Outcome.ERROR, str(error), None
        if not extracted["is_article"] or not extracted["title"]:
            outcome = Outcome.ERROR if extracted["failed"] else Outcome.NOT_ARTICLE
            return outcome, extracted["why_not"] or "it has no headline", None
        page = Page(url=capture.url, headers=capture.lower_headers, body=capture.body, fetched_at=capture.at, raw="")
        article = build_article(
            extracted, page, found=found, outlet=capture.outlet, now=datetime.now(UTC), version=EXTRACTOR_VERSION
        )
        return Outcome.PAYWALLED if article.paywalled else Outcome.FETCHED, None, article

    def _in_days(self, day: date) -> bool:
        early = self._wanted.since is not None and day < self._wanted.since
        late = self._wanted.until is not None and day > self._wanted.until
        return not early and not late

    def _with_raw(self, capture: Capture, article: Article) -> Article:
        """Keep the page in the study, since the WARC file may not stay."""
        raw = self._raw.write(
            url=capture.url,
            status=200,
            headers=capture.headers,
            body=capture.body,
            request_headers=[],
            fetched_at=capture.at,
        )
        return replace(article, raw=raw)


class _Pages:
    """The crawl's reading processes for a caller without an event loop. They start with the first file."""

    def __init__(self, config: CrawlConfig, extractor: str) -> None:
        self._config, self._extractor = config, extractor
        self._loop: asyncio.AbstractEventLoop | None = None

    def submit(self, capture: Capture) -> Future[dict[str, Any]]:
        """Have a page read."""
        reading = self._pool.run(self._extractor, capture.body, url=capture.url, headers=capture.lower_headers)
        return asyncio.run_coroutine_threadsafe(reading, self._loop)  # type: ignore[arg-type]

    def close(self) -> None:
        """End all processes, at once."""
        if self._loop is not None:
            self._pool.close()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def start(self) -> None:
        """Have the processes load, so that they are ready with the first page."""
        if self._loop is not None:
            return
        loop = self._loop = asyncio.new_event_loop()
        self._pool = ReadingPool(
            self._config.extraction_workers,
            seconds=self._config.extraction_timeout,
            preload=(self._extractor.partition(":")[0],),
        )
        self._thread = threading.Thread(target=loop.run_forever, name="pages", daemon=True)
        self._thread.start()

        async def start() -> None:
            self._pool.start()

        asyncio.run_coroutine_threadsafe(start(), loop).result()
