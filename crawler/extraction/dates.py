"""The day (and, where stated, the instant) a page was published.

Order: JSON-LD datePublished, meta, marked-up time elements, the date in the address. A date of modification is never
taken for it. What cannot be parsed without guessing (05/04/2022 on an English page) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from crawler.extraction.jsonld import text_of
from crawler.extraction.page import Page

# The first newspapers on the web; an earlier date is a default value of the publishing system.
_FIRST_YEAR = 1990
_AHEAD = timedelta(days=2)  # a scheduled story or a wrong clock; more is an error of the page

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero janeiro january ene jan",
            "febrero fevereiro february feb fev",
            "marzo março marco march mar",
            "abril april abr apr",
            "mayo maio may mai",
            "junio junho june jun",
            "julio julho july jul",
            "agosto august ago aug",
            "septiembre setiembre setembro september sep set sept",
            "octubre outubro october oct out",
            "noviembre novembro november nov",
            "diciembre dezembro december dic dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(
    r"^\s*((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(.?)"
)
_COMPACT = re.compile(r"^\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*$")
_EPOCH = re.compile(r"^\s*(\d{10})(?:\d{3})?\s*$")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})º?\s*(?:de\s+|\s|-|/)\s*([a-zç]{3,10})\.?,?\s*(?:de\s+|del\s+|\s|-|/)\s*((?:19|20)\d\d)", re.I
)
_MONTH_DAY = re.compile(r"\b([a-zç]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:de\s+)?((?:19|20)\d\d)", re.I)
_JAVASCRIPT = re.compile(r"^\s*\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-]\d{4})")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.hH](\d{2})(?::\d{2})?\s*(?:hs?|hrs)?\.?\s*([ap])?\.?\s?m?", re.I)
_URL_DAY = re.compile(
    r"[/_-]((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?=[/_.-]|$)|[/-](?:nid)?(\d{2})(\d{2})((?:20)\d\d)(?=[/.-]|$)"
)
_META = (
    "article:published_time", "article:published", "datepublished", "og:article:published_time", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dc.date", "sailthru.date", "publish-date", "publish_date", "published_time", "pubdate", "date", "bi3dpubdate",
    "article.published", "rnews:datepublished", "mediator_published_time", "publication_date", "citation_date",
    "citation_publication_date", "datecreated", "article:post_date", "ageaparse:recs:publishtime", "release_date",
)  # fmt: skip
_DATE_CLASS = re.compile(r"date|fecha|(?:^|[\s_-])data(?:$|[\s_-])|time|publi|byline|meta|firma|hora")
_DATE_LINE_CHARS = 200
_TIME_REACH = 250  # elements after the headline; toolbars and galleries may stand before the date
_MAX_TIMES = 40
_MODIFIED = re.compile(r"modif|update|actualiz|atualiz|edited", re.I)
_PUBLISHED = re.compile(r"publi|entry-date|post-date|posted|creado|pubdate|fecha|created", re.I)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A parsed date: ``text`` in ISO 8601, ``precision`` second or day."""

    text: str
    precision: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.text[:10])


def find_published(page: Page, language: str | None, *, now: datetime | None = None) -> tuple[Stamp | None, str | None]:
    """The publication date and its evidence; (None, None) when no statement can be trusted."""
    latest = (now or datetime.now(UTC)) + _AHEAD
    for evidence, text in _statements(page):
        stamp = parse_date(text, language)
        if stamp and stamp.day.year >= _FIRST_YEAR and stamp.day <= latest.date():
            return stamp, evidence
    stamp = _from_address(page.url)
    if stamp and stamp.day <= latest.date():
        return stamp, "heuristic"
    return None, None


def _statements(page: Page) -> Iterator[tuple[str, str]]:
    for field in ("datePublished", "dateCreated"):
        if text := text_of((page.article or {}).get(field)):
            yield "json-ld", text
    for name in _META:
        for text in page.meta.get(name, ()):
            yield "meta", text
    yield from (("heuristic", text) for text in _time_elements(page))


def _time_elements(page: Page) -> Iterator[str]:
    """Texts of elements that mark a time of publication: named so first, then the first time after the headline."""
    times = page.tree.xpath("//time | //*[@itemprop='datePublished'] | //abbr[contains(@class, 'published')]")
    beside = page.near_headline(_TIME_REACH) if times else []
    plain: list[str] = []
    for element in times[:_MAX_TIMES]:
        marks = (
            f"{element.get('class') or ''} {element.get('itemprop') or ''} {'pubdate' * ('pubdate' in element.attrib)}"
        )
        text = " ".join(element.itertext())
        if (_MODIFIED.search(marks) and not _PUBLISHED.search(marks)) or _MODIFIED.search(text):
            continue
        values = [value for value in (element.get("datetime"), element.get("content"), text) if value and value.strip()]
        if _PUBLISHED.search(marks):
            yield from values
        elif not plain and element in beside:
            plain = values
    yield from plain
    yield from (text for text in _date_lines(page) if not _MODIFIED.search(text) or _PUBLISHED.search(text))


def _date_lines(page: Page) -> Iterator[str]:
    """Short lines near the headline that a template marks as date or byline ("Lima, 4 de mayo de 2022, 10:30")."""
    for element in page.near_headline():
        name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if _DATE_CLASS.search(name):
            text = " ".join(" ".join(element.itertext()).split())
            if text and len(text) <= _DATE_LINE_CHARS:
                yield text


def parse_date(text: str, language: str | None = None) -> Stamp | None:
    """Parse what newsrooms write: ISO, RFC 2822, epoch seconds, "4 de mayo de 2022", "May 4, 2022, 5:30 pm"."""
    text = text.strip()[:120]
    try:
        return _parse_iso(text) or _parse_machine(text) or _parse_words(text, language)
    except (ValueError, OverflowError, OSError):
        return None


def _parse_iso(text: str) -> Stamp | None:
    if compact := _COMPACT.match(text):
        return _day(*map(int, compact.groups()))
    match = _ISO.match(text)
    if not match:
        return None
    year, month, day = (int(part) for part in match.group(1, 2, 3))
    if match.group(4) is None or (match.group(8) or "").isdigit():
        return _day(year, month, day)
    hour, minute, second = (int(part or 0) for part in match.group(4, 5, 6))
    return _instant(datetime(year, month, day, hour, minute, second, tzinfo=_zone(match.group(7))))


def _parse_machine(text: str) -> Stamp | None:
    if epoch := _EPOCH.match(text):
        return _instant(datetime.fromtimestamp(int(epoch.group(1)), UTC))
    if script := _JAVASCRIPT.match(text):
        month, day, year, hour, minute, second = script.group(1, 2, 3, 4, 5, 6)
        moment = datetime(
            int(year),
            _MONTHS[month.lower()],
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=_zone(script.group(7)),
        )
        return _instant(moment)
    if re.match(r"^[A-Za-z]{3}, \d{1,2} [A-Za-z]{3} \d{4}", text):
        return _instant(parsedate_to_datetime(text))
    return None


def _parse_words(text: str, language: str | None) -> Stamp | None:
    if match := _DAY_MONTH.search(text):
        day, month, year = int(match.group(1)), _MONTHS.get(match.group(2).lower(), 0), int(match.group(3))
    elif match := _MONTH_DAY.search(text):
        month, day, year = _MONTHS.get(match.group(1).lower(), 0), int(match.group(2)), int(match.group(3))
    elif match := _NUMERIC.search(text):
        first, second, year = (int(part) for part in match.groups())
        if first <= 12 and second <= 12 and first != second and language not in ("es", "pt"):
            return None  # the United States write the month first, Britain the day
        day, month = (first, second) if (language in ("es", "pt") and second <= 12) or first > 12 else (second, first)
    else:
        return None
    if not month:
        return None
    clock = _CLOCK.search(text, match.end())
    if not clock:
        return _day(year, month, day)
    hour = (
        int(clock.group(1)) % 12 + (12 if clock.group(3).lower() == "p" else 0)
        if clock.group(3)
        else int(clock.group(1))
    )
    return _instant(datetime(year, month, day, hour, int(clock.group(2))))


def _from_address(url: str) -> Stamp | None:
    match = _URL_DAY.search(url.split("?")[0])
    if not match:
        return None
    year, month, day = match.group(1, 2, 3) if match.group(1) else match.group(6, 5, 4)
    try:
        return _day(int(year), int(month), int(day))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def _day(year: int, month: int, day: int) -> Stamp:
    return Stamp(date(year, month, day).isoformat(), "day")


def _instant(moment: datetime) -> Stamp:
    """An instant; but midnight sharp is how systems write a day: in local time it would be the day before."""
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return _day(moment.year, moment.month, moment.day)
    return Stamp(moment.isoformat(timespec="seconds"), "second")
