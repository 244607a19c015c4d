"""From a page that was read to the ``Article`` that is kept.

In: what extraction found, what the listing said, the outlet's row. Out: an ``Article`` whose every field has its
evidence. What the page states wins; the listing fills what the page leaves open; the rest is None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from corpus.dates import Published, check_published
from corpus.records import Article, Found, Outlet
from corpus.urls import article_id, canonical_url
from crawler.sites import same_site

# The hint that names the capture of a page in a web archive, where it is to be fetched from.
MEMENTO = "memento"
# What an article may be served as; servers that say nothing are believed to mean HTML.
_HTML_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")
# A reservation stands in a page's head.
_HEAD_BYTES = 65_536
_TDM_META = re.compile(rb"""<meta[^>]+name=["']?tdm-reservation["']?[^>]*content=["']?1""", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A fetched page and where it came from. ``url`` is where it was found at last, after redirects."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    fetched_at: str
    raw: str


def build_article(
    extracted: Mapping[str, Any], page: Page, *, found: Found, outlet: Outlet, now: datetime, version: str
) -> Article:
    """The article of ``page``. ``extracted`` holds the fields of ``extraction.Extracted``; its title is not None."""
    evidence = dict(extracted["evidence"])
    canonical = _canonical(extracted["canonical_url"], page.url)
    published, source = _published(extracted["published_at"], found, outlet, now)
    if source is not None:
        evidence["published_at"] = source
    elif published is None:
        evidence.pop("published_at", None)
    language = (extracted["language"] or "")[:2].lower() or None
    if language is None and len(outlet.languages) == 1:
        language, evidence["language"] = outlet.languages[0], "outlet"
    section = extracted["section"]
    if not section and "section" in found.hints:
        section, evidence["section"] = found.hints["section"], _listing(found)
    reservation = tdm_reservation(page)
    if reservation is not None:
        evidence["tdm_reservation"] = reservation
    if MEMENTO in found.hints:
        evidence[MEMENTO] = found.hints[MEMENTO]
    return Article(
        id=article_id(canonical),
        title=extracted["title"],
        lead=extracted["lead"],
        body=extracted["body"],
        outlet=outlet.id,
        country=outlet.country,
        language=language,
        url=page.url,
        canonical_url=canonical,
        published_at=published.at if published else None,
        published_on=published.on if published else None,
        published_precision=published.precision if published else None,
        authors=tuple(extracted["authors"]),
        section=section or None,
        discovered_by=found.discovered_by,
        evidence=evidence,
        paywalled=extracted["paywalled"],
        wire_agency=extracted["wire_agency"],
        raw=page.raw,
        fetched_at=page.fetched_at,
        extractor_version=version,
    )


def with_own_title(extracted: dict[str, Any], found: Found, outlet: Outlet) -> dict[str, Any]:
    """The listing's title where the page shows none, or only the outlet's name, as sections and galleries do."""
    title = extracted["title"]
    if title and title.casefold().strip() != outlet.name.casefold().strip():
        return extracted
    evidence = {name: source for name, source in extracted["evidence"].items() if name != "title"}
    if "title" in found.hints:
        evidence["title"] = _listing(found)
    return {**extracted, "title": found.hints.get("title"), "evidence": evidence}


def may_be_html(content_type: str | None) -> bool:
    """Does this Content-Type leave it open that the answer is a page?"""
    kind = (content_type or "").partition(";")[0].strip().lower()
    return not kind or kind.startswith(_HTML_TYPES)


def tdm_reservation(page: Page) -> str | None:
    """Where the page reserves text and data mining (TDM Reservation Protocol), if it does: ``header`` or ``meta``."""
    if page.headers.get("tdm-reservation", "").strip() == "1":
        return "header"
    return "meta" if _TDM_META.search(page.body[:_HEAD_BYTES]) else None


def _canonical(declared: str | None, url: str) -> str:
    """The page's canonical link when it can be this article's; else the address itself."""
    if declared and same_site(declared, url):
        # a front page as canonical link of every article is a common mistake of content systems
        to_front = urlsplit(declared).path in {"", "/"} and not urlsplit(declared).query
        if not to_front:
            try:
                return canonical_url(declared)
            except ValueError:
                pass
    return canonical_url(url)


def _published(stated: str | None, found: Found, outlet: Outlet, now: datetime) -> tuple[Published | None, str | None]:
    """The date, and its evidence when it is the listing's."""
    for text, source in ((stated, None), (found.hints.get("published"), _listing(found))):
        if text:
            try:
                return check_published(text, time_zone=outlet.time_zone, now=now), source
            except ValueError:
                continue
    return None, None


def _listing(found: Found) -> str:
    return found.discovered_by.partition(":")[0]
