"""Saved pages with their truth in, accuracy of extraction out (``encuadre evaluate extraction``).

A folder holds ``truth.jsonl``: one object a page with ``file`` (HTML, may be gzipped), ``url``, ``must_contain``,
``must_not_contain`` (segments) and ``title``, ``author``, ``date`` (null where unknown).

What counts as right:

- Segments: the extracted text is headline, lead and body, as they are stored and tagged. White space is made single on
  both sides, nothing else. A ``must_contain`` found is a true positive, not found a false negative; a
  ``must_not_contain`` found is a false positive.
- Title: equal after white space, case, and the shape of quotation marks, apostrophes and dashes.
- Author: the same set of names after white space and case. A truth that names an agency is met by ``wire_agency``.
  ``persons`` counts only the pages whose truth is persons' names.
- Date: the same day. ``explained`` counts the days that differ only by the time zone they were read in.

``n`` of each counts only the pages that have that truth.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.extraction.authors import agency_named, split_truth
from crawler.extraction.extract import Extracted, extract
from lexicons.errors import EncuadreError

# The zones of the press we study, from Tijuana to Madrid in summer, in hours from UTC.
_ZONES = (-8, 2)
_SHAPES = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’´`", "'") | dict.fromkeys("–—‑", "-"))

Extractor = Callable[[bytes, str], Extracted]


@dataclass(frozen=True, slots=True)
class TruthPage:
    """One saved page and what is known of it."""

    file: str
    url: str
    html: bytes
    must_contain: tuple[str, ...]
    must_not_contain: tuple[str, ...]
    title: str | None
    author: str | None
    date: str | None


@dataclass(slots=True)
class _Tally:
    """Counts over the pages, and the misses in words for whoever wants to mend something."""

    n: int = 0
    found: int = 0
    missed: int = 0
    unwanted: int = 0
    right: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    misses: list[dict[str, str | None]] = field(default_factory=list)

    def score(self, page: TruthPage, what: str, truth: str, got: str | None, right: bool) -> None:
        self.known[what] = self.known.get(what, 0) + 1
        self.right[what] = self.right.get(what, 0) + right
        if not right:
            self.misses.append({"file": page.file, "what": what, "truth": truth, "got": got})

    def accuracy(self, what: str) -> dict[str, Any]:
        n = self.known.get(what, 0)
        return {"accuracy": round(self.right.get(what, 0) / n, 4) if n else None, "n": n}


def read_pages(folder: Path) -> list[TruthPage]:
    """The pages of a folder. Raises E330 when there is no truth in it, E331 when a row or its page cannot be read."""
    truth = folder / "truth.jsonl"
    try:
        # Only a line feed ends a row: a title may hold a line separator, which JSON writes as it is.
        lines = truth.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EncuadreError("E330", folder=folder) from error
    pages = list(_read_rows(folder, lines))
    if not pages:
        raise EncuadreError("E330", folder=folder)
    return pages


def _read_rows(folder: Path, lines: list[str]) -> Iterator[TruthPage]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            data = (folder / row["file"]).read_bytes()
            yield TruthPage(
                file=row["file"],
                url=row.get("url") or "",
                html=gzip.decompress(data) if row["file"].endswith(".gz") else data,
                must_contain=tuple(row.get("must_contain") or ()),
                must_not_contain=tuple(row.get("must_not_contain") or ()),
                title=row.get("title"),
                author=row.get("author"),
                date=row.get("date"),
            )
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            problem = f"{type(error).__name__}: {error}"
            raise EncuadreError("E331", file=folder / "truth.jsonl", row=number, problem=problem) from error


def evaluate_pages(folder: Path) -> dict[str, Any]:
    """Score ``extract`` on a folder of pages. Precision, recall and F1 are None when there is nothing to divide by."""
    return score_pages(read_pages(folder), extract)


def score_pages(pages: list[TruthPage], extractor: Extractor) -> dict[str, Any]:
    """Score any extractor in the same way, so that a benchmark can set others beside ours."""
    tally = _Tally()
    explained = 0
    for page in pages:
        got = extractor(page.html, page.url)
        tally.n += 1
        _score_segments(tally, page, got)
        if page.title:
            tally.score(page, "title", page.title, got.title, same_title(page.title, got.title))
        if page.author:
            _score_author(tally, page, page.author, got)
        if page.date:
            right = (got.published_at or "")[:10] == page.date
            tally.score(page, "date", page.date, got.published_at, right)
            explained += not right and explained_by_zone(page.date, got.published_at)
    return _report(tally, explained)


def _score_segments(tally: _Tally, page: TruthPage, got: Extracted) -> None:
    text = "\n".join(_single(part) for part in (got.title, got.lead, got.body) if part)
    for segment in page.must_contain:
        if _single(segment) in text:
            tally.found += 1
        else:
            tally.missed += 1
            tally.misses.append({"file": page.file, "what": "must_contain", "truth": segment, "got": None})
    for segment in page.must_not_contain:
        if _single(segment) in text:
            tally.unwanted += 1
            tally.misses.append({"file": page.file, "what": "must_not_contain", "truth": segment, "got": segment})


def _score_author(tally: _Tally, page: TruthPage, truth: str, got: Extracted) -> None:
    agency = agency_named(truth)
    if agency and got.wire_agency == agency and not got.authors:
        right = True
    else:
        right = _names(truth) == {_single(name).casefold() for name in got.authors}
    shown = "; ".join(got.authors) or got.wire_agency
    tally.score(page, "author", truth, shown, right)
    if split_truth(truth):
        tally.known["persons"] = tally.known.get("persons", 0) + 1
        tally.right["persons"] = tally.right.get("persons", 0) + right


def _names(truth: str) -> set[str]:
    return {_single(name).casefold() for name in re.split(r"[;,]| y | e | and ", truth) if name.strip()}


def _report(tally: _Tally, explained: int) -> dict[str, Any]:
    precision = tally.found / (tally.found + tally.unwanted) if tally.found + tally.unwanted else None
    recall = tally.found / (tally.found + tally.missed) if tally.found + tally.missed else None
    f1 = 2 * precision * recall / (precision + recall) if precision and recall else None
    dated = tally.known.get("date", 0)
    share = (tally.right.get("date", 0) + explained) / dated if dated else None
    return {
        "n": tally.n,
        "precision": _rounded(precision),
        "recall": _rounded(recall),
        "f1": _rounded(f1),
        "title": tally.accuracy("title"),
        "author": tally.accuracy("author") | {"persons": tally.accuracy("persons")},
        "date": tally.accuracy("date") | {"explained": explained, "exact_or_explained": _rounded(share)},
        "misses": tally.misses,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _single(text: str) -> str:
    return " ".join(text.split())


def same_title(truth: str, got: str | None) -> bool:
    """Whether two headlines are the same but for case, white space and the shape of quotes and dashes."""
    return got is not None and _shape(truth) == _shape(got)


def _shape(text: str) -> str:
    return _single(text.translate(_SHAPES)).casefold()


def explained_by_zone(truth: str, got: str | None) -> bool:
    """Whether a day differs from an instant's only by the zone it was read in (a zone of the press we study)."""
    if not got or len(got) <= len("2022-05-04"):
        return False
    moment = datetime.fromisoformat(got)
    day = date.fromisoformat(truth)
    west, east = _ZONES
    if moment.tzinfo is None:  # a local time of some zone, while the truth may have been read in UTC
        return any((moment - timedelta(hours=zone)).date() == day for zone in range(west, east + 1))
    return any((moment.astimezone(UTC) + timedelta(hours=zone)).date() == day for zone in range(west, east + 1))
