"""Import: articles from a researcher's file into the corpus.

In: a CSV, JSON or Parquet file. Out: articles, and a rejects file that names every row not kept, with its number and
reason. Good rows are kept whatever happens to the others, a batch a transaction, so an import that is stopped is
finished by running it again; importing a file twice changes nothing. Memory does not grow with the file.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO

from corpus.dates import order_shown
from corpus.exchange.cells import FileFacts, guarded, to_article
from corpus.exchange.columns import Columns, find_columns
from corpus.exchange.names import country_code, language_code
from corpus.exchange.reading import RawRow, TableFile, open_table
from corpus.records import Article
from corpus.store import Added, Corpus
from lexicons.errors import EncuadreError, UsageError

# One transaction: a few megabytes of text, and at most this much is done again after a stop.
_BATCH = 500
# Rows looked at to see whether the file writes the day or the month first; nearly all days of two thousand show it.
_ROWS_SHOWING_ORDER = 2000
REJECTS_COLUMNS = ("row", "code", "reason", "id", "url", "outlet", "date")
# Enough to recognize a row by, too little to carry text into the rejects file by a misplaced cell.
_SHOWN = 120
_REFUSED = {Added.CONFLICTING: "E241", Added.SAME_ADDRESS: "E242", Added.FORGOTTEN: "E243"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of the rows: ``read`` = ``added`` + ``placed`` + ``unchanged`` + ``rejected``.

    ``without_date`` counts articles kept that have no day of publication: none was given, or only a month or year.
    ``without_title`` counts articles kept that have no headline. ``placed`` counts articles that were there without a
    country and were given one. ``without_country`` counts articles kept of which no country is known, neither their own
    nor their outlet's: no page counts them; ``outlets_without_country`` names their outlets.
    ``columns`` names the column read for each field, ``left_over`` the columns read for none.
    """

    read: int
    added: int
    unchanged: int
    rejected: int
    rejects_path: Path | None
    without_date: int = 0
    without_title: int = 0
    placed: int = 0
    without_country: int = 0
    outlets_without_country: tuple[str, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    left_over: tuple[str, ...] = ()


def import_file(
    corpus: Corpus,
    path: Path,
    *,
    mapping: Mapping[str, str],
    outlet: str | None = None,
    country: str | None = None,
    language: str | None = None,
    day_first: bool | None = None,
    rejects_path: Path | None = None,
    progress: Callable[[int], None] | None = None,
    now: datetime | None = None,
) -> ImportResult:
    """Add the articles of a file to the corpus.

    ``mapping`` says which column holds a field (``{"body": "texto"}``); an empty column leaves the field out.
    ``outlet``, ``country`` and ``language`` are for rows that name none. ``day_first`` settles dates such as
    04/03/2021; without it the file's own clear dates do, then the country. Rejected rows go to ``rejects_path``, by
    default beside the corpus. ``progress`` is called with the number of rows read.
    Raises EncuadreError E220 to E229 when the file cannot be read as a whole.
    """
    table = open_table(path)
    columns = find_columns(table, mapping, outlet_given=outlet is not None)
    facts = FileFacts(
        columns=columns,
        form=table.form,
        outlet=outlet,
        country=_option("country", country, country_code, "mx"),
        language=_option("language", language, language_code, "es"),
        outlets={key.casefold(): entry for entry in corpus.outlets() for key in (entry.name, entry.id)},
        day_first=day_first if day_first is not None else _order_of_file(table, columns),
        now=now or datetime.now(UTC),
    )
    with _Rejects(rejects_path or _beside(corpus, path), columns) as rejects:
        importing = _Importing(corpus, facts, rejects)
        rows = table.rows()
        while batch := list(islice(rows, _BATCH)):
            importing.take(batch)
            if progress is not None:
                progress(importing.read)
    return importing.result(rejects.path)


def _option(name: str, text: str | None, read: Callable[[str], str | None], example: str) -> str | None:
    if text is None:
        return None
    code = read(text)
    if code is None:
        raise UsageError("E239", field=name, value=text, example=example)
    return code


def _beside(corpus: Corpus, path: Path) -> Path:
    folder = corpus.path.parent if corpus.path else Path.cwd()
    return folder / f"{path.name}.rejects.csv"


def _order_of_file(table: TableFile, columns: Columns) -> bool | None:
    """Whether the clear dates of the file put the day first; None when they say nothing or contradict each other."""
    column = columns.by_field.get("published")
    if column is None:
        return None
    rows = islice(table.rows(), _ROWS_SHOWING_ORDER)
    values = (row.cells.get(column) for row in rows)
    orders = {order_shown(value) for value in values if isinstance(value, str)} - {None}
    return orders.pop() if len(orders) == 1 else None


class _Importing:
    """The rows so far: added, unchanged or rejected, each exactly once."""

    def __init__(self, corpus: Corpus, facts: FileFacts, rejects: _Rejects) -> None:
        self._corpus = corpus
        self._facts = facts
        self._rejects = rejects
        self._counts: Counter[Added] = Counter()
        self._reasons: Counter[str] = Counter()
        self._without_date = 0
        self._without_title = 0
        self._without_country: Counter[str] = Counter()
        self.read = 0

    def take(self, batch: list[RawRow]) -> None:
        """Add one batch in one transaction."""
        self.read += len(batch)
        sound: list[tuple[RawRow, Article]] = []
        rejected: list[tuple[RawRow, EncuadreError]] = []
        for row in batch:
            try:
                if row.problem is not None:
                    raise row.problem
                sound.append((row, to_article(row.cells, self._facts)))
            except EncuadreError as error:
                rejected.append((row, error))
        outcomes = self._corpus.add_each([article for _, article in sound])
        for (row, article), outcome in zip(sound, outcomes, strict=True):
            if outcome in _REFUSED:
                rejected.append((row, EncuadreError(_REFUSED[outcome], id=article.id[:_SHOWN])))
                continue
            self._counts[outcome] += 1
            self._without_date += article.published_on is None
            self._without_title += not article.title
            registered = self._facts.outlets.get(article.outlet.casefold())
            if not (article.country or (registered and registered.country)):
                self._without_country[article.outlet] += 1
        for row, problem in sorted(rejected, key=lambda pair: pair[0].number):
            self._reasons[problem.code] += 1
            self._rejects.write(row, problem)

    def result(self, rejects_path: Path | None) -> ImportResult:
        """The figures of the whole file."""
        return ImportResult(
            read=self.read,
            added=self._counts[Added.ADDED],
            unchanged=self._counts[Added.UNCHANGED],
            rejected=self._reasons.total(),
            rejects_path=rejects_path,
            without_date=self._without_date,
            without_title=self._without_title,
            placed=self._counts[Added.PLACED],
            without_country=self._without_country.total(),
            outlets_without_country=tuple(sorted(self._without_country)),
            reasons=dict(self._reasons),
            columns=self._facts.columns.by_field,
            left_over=self._facts.columns.left_over,
        )


class _Rejects:
    """The rejects file: made when the first row is rejected, replaced as a whole, removed when no row is."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self._target = path
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._columns = columns
        self._stream: IO[str] | None = None
        self.path: Path | None = None

    def __enter__(self) -> _Rejects:
        return self

    def __exit__(self, *_error: object) -> None:
        # also after an error or an interruption: what was rejected until then is worth reading
        if self._stream is None:
            self._target.unlink(missing_ok=True)
            return
        self._stream.close()
        self._temporary.replace(self._target)
        self.path = self._target

    def write(self, row: RawRow, problem: EncuadreError) -> None:
        """Add one row: its number, why, and what it can be recognized by, but none of its text."""
        if self._stream is None:
            self._stream = self._opened()
            csv.writer(self._stream).writerow(REJECTS_COLUMNS)
        known = list(self._identifying(row))
        csv.writer(self._stream).writerow([row.number, problem.code, guarded(str(problem)), *known])

    def _opened(self) -> IO[str]:
        try:
            return self._temporary.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise EncuadreError("E251", path=self._target, problem=error.strerror or error) from error

    def _identifying(self, row: RawRow) -> Iterator[str]:
        for name in ("id", "url", "outlet", "published"):
            value = row.cells.get(self._columns.by_field.get(name, ""))
            text = "" if value is None else str(value).encode("utf-8", "replace").decode()
            yield guarded(text[:_SHOWN])
