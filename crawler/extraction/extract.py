"""One page in, one ``Extracted`` out: the order in which the fields are read, and the guard around it.

Pure: the same page, address and headers give the same result, and nothing is fetched. It never raises on a page's
content, because a crawl must not stop at one broken page; what cannot be read is said in ``why_not``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.extraction.authors import find_authors, is_byline
from crawler.extraction.body import read_body, without_frame
from crawler.extraction.dates import find_published
from crawler.extraction.decode import decode
from crawler.extraction.metadata import (
    find_canonical,
    find_language,
    find_lead,
    find_other_versions,
    find_section,
    find_title,
    why_not_article,
)
from crawler.extraction.page import Page, parse
from crawler.extraction.paywall import find_paywall
from crawler.extraction.text import fold
from lexicons.agencies import agency_in_body

# Goes into every article's row; raise it whenever a change here can change a field of an article.
EXTRACTOR_VERSION = "1"
# The largest news pages are about 3 MB of HTML; beyond this a page is a dump, and parsing it would hold up the pool.
_MAX_CHARS = 12_000_000
_LEAST_LETTERS = 3  # a shorter line is a dash, a bullet or somebody's initials


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """One page, read. A field that is not certain is None (or empty), never a guess.

    ``published_at`` is ISO 8601: an instant (with the offset where the page states one) or, when the page gives only
    the day, the day; ``published_precision`` is ``second`` or ``day``. ``authors`` are persons; an agency stands in
    ``wire_agency``. ``evidence`` says per filled field where it comes from: json-ld, meta, heuristic. ``why_not`` is
    the reason, in plain words, when ``is_article`` is False. ``failed`` says that reading broke down: the page may be
    an article all the same, and is counted as an error, never as "not an article".
    """

    title: str | None = None
    lead: str | None = None
    body: str = ""
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    published_precision: str | None = None
    section: str | None = None
    language: str | None = None
    paywalled: bool | None = None
    wire_agency: str | None = None
    canonical_url: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    is_article: bool = False
    failed: bool = False
    # addresses of the same article for telephones or paper, where its own page holds too little text
    other_versions: tuple[str, ...] = ()
    why_not: str | None = None


def extract(html: bytes | str, url: str, headers: Mapping[str, str] | None = None) -> Extracted:
    """Read a page. ``url`` is where it was found; ``headers`` are the response's (only Content-Type is looked at)."""
    if len(html) > _MAX_CHARS:
        return Extracted(why_not=f"too large: {len(html)} bytes")
    try:
        page = parse(decode(html, headers).text, url)
        return _read(page) if page is not None else Extracted(why_not="no HTML")
    except Exception as error:
        # A stranger's page can break any of the parsers below; the crawl records it and goes on.
        return Extracted(why_not=f"unreadable page: {type(error).__name__}", failed=True)


def _read(page: Page) -> Extracted:
    title, title_from = find_title(page)
    paywalled, paywall_from = find_paywall(page)
    language, language_from = find_language(page)
    paragraphs, body_from = read_body(page, title, language, paywalled)
    stamp, date_from = find_published(page, language)
    authors, agency, author_from = find_authors(page)
    agency = agency or agency_in_body(paragraphs)
    lead, lead_from = find_lead(page, paragraphs, language)
    section, section_from = find_section(page)

    def is_frame(text: str) -> bool:
        named = text == lead or fold(text) == fold(section or "")
        return named or len(fold(text)) < _LEAST_LETTERS or is_byline(text, authors, page)

    paragraphs = without_frame(paragraphs, is_frame)
    canonical, canonical_from = find_canonical(page)
    evidence = {
        "title": title_from,
        "lead": lead_from,
        "body": body_from,
        "authors": author_from,
        "published_at": date_from,
        "section": section_from,
        "language": language_from,
        "paywalled": paywall_from,
        "wire_agency": "heuristic" if agency else None,
        "canonical_url": canonical_from,
    }
    why_not = why_not_article(page, paragraphs, title, dated=stamp is not None, paywalled=paywalled)
    return Extracted(
        title=title,
        lead=lead,
        body="\n\n".join(paragraphs),
        authors=authors,
        published_at=stamp.text if stamp else None,
        published_precision=stamp.precision if stamp else None,
        section=section,
        language=language,
        paywalled=paywalled,
        wire_agency=agency,
        canonical_url=canonical,
        evidence={field: source for field, source in evidence.items() if source},
        is_article=why_not is None,
        why_not=why_not,
        # What stands behind a wall is not gone round.
        other_versions=find_other_versions(page) if why_not is not None and not paywalled else (),
    )
