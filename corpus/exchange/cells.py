"""From the cells of one row to an article, or to the reason why it is none.

In: a row of a file and what is known of the whole file. Out: an ``Article``, or an EncuadreError whose message is the
reason for the rejects file. Nothing is guessed: what is not sound is rejected, what is absent is None.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from corpus.dates import check_published, day_comes_first
from corpus.exchange.columns import Columns
from corpus.exchange.names import country_code, language_code
from corpus.records import Article, Outlet
from corpus.schema import ID_LENGTH, OUTLET_LENGTH
from corpus.urls import article_id, canonical_url
from lexicons.agencies import agency_in_body, agency_named
from lexicons.errors import EncuadreError

# In a cell of several authors. A comma is not among them: 'Pérez, Ana' is one.
_BETWEEN_AUTHORS = re.compile(r"\s*[;|\n]\s*")
# What a spreadsheet might run as a formula, behind any apostrophes that guard it already.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_PRECISIONS = frozenset({"second", "day", "month", "year"})
_TRUE_FALSE = {"true": True, "false": False}
_SHOWN = 40
# An instant's local day lies at most this far from the day of its own offset.
_DAY_SHIFT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of every row of a file: its columns, the values for rows without, the registry, the day order."""

    columns: Columns
    form: str
    outlet: str | None
    country: str | None
    language: str | None
    outlets: Mapping[str, Outlet]
    day_first: bool | None
    now: datetime


def guarded(text: str) -> str:
    """A CSV cell that no spreadsheet runs: an apostrophe goes before a formula. ``unguarded`` undoes it."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """A cell as it was before ``guarded``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def to_article(cells: Mapping[str, Any], facts: FileFacts) -> Article:
    """The article of a row. Raises EncuadreError E235 to E240 or E244."""
    row = _Row(cells, facts)
    # Archives hold pieces without a headline; they can be read, so they are kept with an empty one and counted.
    title, body = row.text("title") or "", row.required("body")
    name = row.text("outlet") or facts.outlet
    if name is None:
        raise EncuadreError("E244")
    registered = facts.outlets.get(name.strip().casefold())
    outlet = _short("outlet", registered.id if registered else name.strip(), OUTLET_LENGTH)
    country = row.code("country", country_code, "mx") or facts.country
    language = row.code("language", language_code, "es") or facts.language
    url, canonical = row.address()
    article = Article(
        id="",
        title=title,
        lead=row.text("lead"),
        body=body,
        outlet=outlet,
        country=country,
        language=language,
        url=url,
        canonical_url=canonical,
        authors=row.authors(),
        section=row.text("section"),
        evidence=dict.fromkeys(sorted(field for field in _WITH_EVIDENCE if row.value(field)), "importer"),
        discovered_by="import",
    )
    article = row.dated(article, registered)
    if facts.columns.own:
        article = row.restored(article)
    article = _with_agency(article)
    identifier = row.text("id") or (article_id(canonical) if canonical else _id_of_content(article))
    return replace(article, id=_short("id", identifier.strip(), ID_LENGTH))


_WITH_EVIDENCE = frozenset({"title", "body", "lead", "published", "authors", "section", "language", "country"})


def _with_agency(article: Article) -> Article:
    """The agency that the authors, a dateline or a signature of the text name, where the file says none."""
    if article.wire_agency is not None:
        return article
    by_author = {author: agency_named(author) for author in article.authors}
    paragraphs = [line for line in article.body.splitlines() if line.strip()]
    agency = next(filter(None, by_author.values()), None) or agency_in_body(paragraphs)
    if agency is None:
        return article
    persons = tuple(author for author, named in by_author.items() if named is None)
    return replace(
        article, authors=persons, wire_agency=agency, evidence={**article.evidence, "wire_agency": "heuristic"}
    )


def _id_of_content(article: Article) -> str:
    """An identifier for a row with neither id nor address: the same row gives the same one."""
    content = [article.outlet, article.published_at, article.title, article.body]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]


def _short(field: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise EncuadreError("E237", field=field, limit=limit)
    return text


class _Row:
    """One row, read field by field."""

    def __init__(self, cells: Mapping[str, Any], facts: FileFacts) -> None:
        self._cells = cells
        self._facts = facts

    def value(self, field: str) -> Any:
        column = self._facts.columns.by_field.get(field)
        value = self._cells.get(column) if column is not None else None
        if isinstance(value, str) and self._facts.columns.own and self._facts.form == "csv":
            return unguarded(value)
        return value

    def text(self, field: str) -> str | None:
        """The text of a field as it stands; None when it is absent or blank."""
        value = self.value(field)
        if value is None or value != value:  # NaN, which pandas writes for an absent cell
            return None
        if isinstance(value, (datetime, date)):
            value = value.isoformat()
        elif isinstance(value, float) and value.is_integer():
            value = str(int(value))  # 2021.0 is how pandas writes a column of numbers with gaps
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        elif isinstance(value, bytes):
            value = _decoded(value, field)
        if not isinstance(value, str):
            raise EncuadreError("E236", field=field)
        return value if value.strip() else None

    def required(self, field: str) -> str:
        text = self.text(field)
        if text is None:
            raise EncuadreError("E235", field=field)
        return text

    def code(self, field: str, read: Callable[[str], str | None], example: str) -> str | None:
        text = self.text(field)
        if text is None:
            return None
        code = read(text)
        if code is None:
            raise EncuadreError("E239", field=field, value=text.strip()[:_SHOWN], example=example)
        return code

    def address(self) -> tuple[str | None, str | None]:
        url = self.text("url")
        if url is None:
            return None, None
        try:
            return url.strip(), canonical_url(url)
        except ValueError as error:
            raise EncuadreError("E240", problem=error) from error

    def authors(self) -> tuple[str, ...]:
        value = self.value("authors")
        if isinstance(value, str) and value.startswith("["):
            value = _json_or_text(value)
        if isinstance(value, (list, tuple)):
            if not all(isinstance(author, str) for author in value):
                raise EncuadreError("E236", field="authors")
            return tuple(author for author in value if author.strip())
        text = self.text("authors")
        return tuple(part for part in _BETWEEN_AUTHORS.split(text.strip()) if part) if text else ()

    def dated(self, article: Article, registered: Outlet | None) -> Article:
        text = self.text("published")
        if text is None:
            return article
        country = article.country or (registered.country if registered else None)
        day_first = self._facts.day_first if self._facts.day_first is not None else day_comes_first(country)
        zone = registered.time_zone if registered else None
        try:
            published = check_published(text, time_zone=zone, now=self._facts.now, day_first=day_first)
        except ValueError as error:
            raise EncuadreError("E238", problem=error) from error
        return replace(
            article,
            published_at=published.at,
            published_on=published.on,
            published_precision=published.precision,
        )

    def restored(self, article: Article) -> Article:
        """The fields that only an export of encuadre has, as they were."""
        names = ("story_id", "wire_agency", "raw", "fetched_at", "extractor_version", "discovered_by", "canonical_url")
        values: dict[str, Any] = {name: self.text(name) for name in names}
        evidence = self.value("evidence")
        parsed = _json_or_text(evidence) if isinstance(evidence, str) else evidence
        paywalled = self.value("paywalled")
        if isinstance(paywalled, str):
            paywalled = _TRUE_FALSE.get(paywalled.lower())
        values |= {
            "evidence": {str(key): str(value) for key, value in parsed.items()} if isinstance(parsed, dict) else {},
            "paywalled": paywalled if isinstance(paywalled, bool) else None,
        }
        return replace(article, **values, **self._restored_date(article))

    def _restored_date(self, article: Article) -> dict[str, Any]:
        """The date as it was written, where its local day can be true: the outlet's time zone may not be known here."""
        at, on, precision = (self.text(name) for name in ("published_at", "published_on", "published_precision"))
        if at is None or precision not in _PRECISIONS:
            return {}
        if on is not None and article.published_on is not None:
            try:
                shift = abs(date.fromisoformat(on) - date.fromisoformat(article.published_on))
            except ValueError:
                return {}
            if shift > _DAY_SHIFT:
                return {}
        return {"published_at": at, "published_on": on, "published_precision": precision}


def _decoded(value: bytes, field: str) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise EncuadreError("E236", field=field) from error


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
