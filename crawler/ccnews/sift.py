"""What becomes of a record of our outlets before HTML is read: passed over for a plain reason, or a page to extract.

In: the registry and a record. Out: its outlet, and a ``Capture`` or the reason. Cheapest first: the record's header,
the address, the day, the status and type, the topic, the language.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from scrapy.http import Response
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from corpus.records import Outlet
from corpus.urls import canonical_url
from crawler.articles import may_be_html
from crawler.ccnews.records import Head, Place, Record
from crawler.ccnews.topic import TopicTest, readable_runs
from crawler.outcomes import is_challenge
from crawler.sites import host_of, is_web, site_of

# Kinds of records that say something of a page; requests, metadata and the like are of the crawler that wrote them.
_PAGES = frozenset({"response", "resource", "revisit"})
# The same article's day at the outlet and in UTC differ by a day at most.
_ZONE_SLACK = timedelta(days=1)
_LANGUAGE = re.compile(rb"<html[^>]{0,500}?\slang=[\"']?([a-z]{2,3})", re.I)
_HEAD_BYTES = 8192
# The commonest words of the languages that are read, without those that neighbours share (que, de, la).
_COMMON = {
    "es": frozenset(b"el los las del por con para una como".split()),
    "pt": frozenset(b"os uma da dos n~o em com ao pelo".split()),
    "en": frozenset(b"the and of to is with for was".split()),
}
# Text of these languages has more of them than this; a page that says it is in another and has fewer is in another.
_LEAST_COMMON = 0.01


class Passed(StrEnum):
    """Why a record of our outlets was not extracted. One reason a record."""

    OFF_TOPIC = "off_topic"  # no word of the topic's evidence stands on the page
    OTHER_LANGUAGE = "other_language"
    TOO_EARLY = "too_early"  # captured before --since, so published before it
    OUTSIDE = "outside_days"  # published outside --since and --until, as the page itself says
    NOT_HTML = "not_html"
    REDIRECT = "redirect"  # the page it leads to is a record of its own
    NO_PAGE = "no_page"  # another status than 200
    REVISIT = "revisit"  # the crawler saw the same bytes before, in another record
    CHALLENGE = "challenge"  # a bot wall's page in the article's place
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # no HTTP answer, no address or no date in it, or a body that cannot be decoded
    DUPLICATE = "duplicate"  # the same capture stands in another place
    FORGOTTEN = "forgotten"  # removed from the study on request


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A page that is to be extracted. ``at``: when it was captured, in UTC."""

    outlet: Outlet
    place: Place
    url: str
    canonical: str
    at: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def lower_headers(self) -> dict[str, str]:
        """Headers by lower-case name, as extraction reads them."""
        return {name.lower(): value for name, value in self.headers}


class Registry:
    """Which outlet an address belongs to: by site, then the most exact host, then the path of its homepage."""

    def __init__(self, outlets: Sequence[Outlet]) -> None:
        self._by_site: dict[str, list[Outlet]] = {}
        for outlet in outlets:
            self._by_site.setdefault(site_of(outlet.homepage), []).append(outlet)
        self._of_host = lru_cache(maxsize=100_000)(self._outlets_of_host)

    def outlet_of(self, url: str) -> Outlet | None:
        """The outlet, or None for a stranger's address."""
        among = self._of_host(host_of(url))
        if not among:
            return None
        if len(among) == 1:
            return among[0]
        path = urlsplit(url).path
        return max(among, key=lambda outlet: _in_folder(path, urlsplit(outlet.homepage).path))

    def _outlets_of_host(self, host: str) -> tuple[Outlet, ...]:
        """The outlets of the host's site whose own host is nearest to it."""
        mine = self._by_site.get(site_of(f"https://{host}"), []) if host else []
        nearness = {outlet.id: _nearness(host, host_of(outlet.homepage)) for outlet in mine}
        best = max(nearness.values(), default=0)
        return tuple(outlet for outlet in mine if nearness[outlet.id] == best)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """All tests of one run. ``topic`` None: every topic is wanted."""

    registry: Registry
    languages: tuple[str, ...]
    topic: TopicTest | None
    since: date | None
    most_bytes: int

    def wants(self, head: Head) -> bool:
        """Is this a record of one of our outlets?"""
        return head.kind in _PAGES and self.registry.outlet_of(head.url) is not None

    def sift(self, record: Record) -> Capture | Passed:
        """What is to be done with a record that ``wants`` took."""
        head, at = record.head, captured_at(record.head)
        outlet = self.registry.outlet_of(head.url)
        if outlet is None or at is None or not is_web(head.url):
            return Passed.UNREADABLE
        if self.since is not None and date.fromisoformat(at[:10]) + _ZONE_SLACK < self.since:
            return Passed.TOO_EARLY
        if head.kind == "revisit":
            return Passed.REVISIT
        if record.block is None or "warc-truncated" in head.fields:
            return Passed.TOO_LARGE
        try:
            canonical = canonical_url(head.url)
            page = _page(head, record.block, self.most_bytes)
        except (ValueError, EOFError, OSError, StatusAndHeadersParserException, ArchiveLoadFailed):
            return Passed.UNREADABLE
        if isinstance(page, Passed):
            return page
        headers, body = page
        passed = self._passed(head.url, headers, body)
        if passed is not None:
            return passed
        return Capture(
            outlet=outlet, place=head.place, url=head.url, canonical=canonical, at=at, headers=headers, body=body
        )

    def _passed(self, url: str, headers: tuple[tuple[str, str], ...], body: bytes) -> Passed | None:
        """The tests on the page itself."""
        runs = readable_runs(body)
        if self.topic is not None and not self.topic.may_hold(runs):
            return Passed.OFF_TOPIC
        if runs is not None and _is_other_language(body, runs, self.languages):
            return Passed.OTHER_LANGUAGE
        if is_challenge(Response(url, headers=dict(headers), body=body)):
            return Passed.CHALLENGE
        return None


def captured_at(head: Head) -> str | None:
    """When the page was captured, in UTC to the second; None where the record does not say it."""
    try:
        at = datetime.fromisoformat(head.fields.get("warc-date", ""))
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")


def _page(head: Head, block: bytes, most_bytes: int) -> tuple[tuple[tuple[str, str], ...], bytes] | Passed:
    """HTTP headers and the decoded body. Raises what the decoders raise."""
    if head.kind == "resource" or not head.fields.get("content-type", "application/http").startswith(
        "application/http"
    ):
        kind = head.fields.get("content-type", "")
        return ((("Content-Type", kind),), block) if "html" in kind else Passed.NOT_HTML
    stream = io.BytesIO(block)
    http: StatusAndHeaders = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0"]).parse(stream)
    status = int(http.get_statuscode())
    if 300 <= status < 400:
        return Passed.REDIRECT
    if status != 200:
        return Passed.NO_PAGE
    if not may_be_html(http.get_header("Content-Type")):
        return Passed.NOT_HTML
    content = ArcWarcRecord("warc", "response", None, stream, http, "", None).content_stream()
    body = b""
    while len(body) <= most_bytes and (piece := content.read(most_bytes + 1 - len(body))):
        body += piece
    return Passed.TOO_LARGE if len(body) > most_bytes else (tuple(http.headers), body)


def _is_other_language(body: bytes, runs: Sequence[bytes], languages: Sequence[str]) -> bool:
    """Only what a page says of itself and its words bear out: templates often declare another language."""
    declared = _LANGUAGE.search(body[:_HEAD_BYTES])
    if declared is None or declared[1].lower().decode("ascii") in languages or not set(languages) <= set(_COMMON):
        return False
    return all(
        sum(run in _COMMON[language] for run in runs) < _LEAST_COMMON * max(1, len(runs)) for language in languages
    )


def _nearness(host: str, own: str) -> int:
    """How many labels of the outlet's host the address's host ends with; ``www`` says nothing."""
    ours = own.removeprefix("www.").split(".")[::-1]
    theirs = host.removeprefix("www.").split(".")[::-1]
    shared = next(
        (n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    # An outlet of the site itself goes before one of another subdomain.
    return 2 * shared - (len(ours) > shared)


def _in_folder(path: str, own: str) -> int:
    folder = own.rstrip("/") + "/"
    return len(folder) if path.startswith(folder) else 0
