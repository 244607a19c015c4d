"""What an outlet's homepage says of itself: its name, its language, its feeds, and whether it reserves text mining.

In: the page's bytes. Out: plain data, since it runs in a reading process. Facts are taken as the page states them;
what it does not state is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html

from crawler.articles import Page, tdm_reservation
from crawler.extraction.decode import decode
from crawler.sites import is_web

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
# WordPress and others link a feed of comments from every page; nobody's article stands in it.
_NOT_NEWS = ("/comments/", "comments/feed", "comentarios")
_NAME_CHARS = 120

# Where feeds and sitemaps stand when nothing names them, most common first. Each costs a request.
USUAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/arc/outboundfeeds/rss/?outputType=xml")
USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Homepage:
    """What the page states. ``tdm_reservation`` says where a reservation of text and data mining stands."""

    name: str | None
    language: str | None
    feeds: tuple[str, ...]
    tdm_reservation: str | None


def read_homepage(body: bytes, *, url: str, headers: dict[str, str]) -> Homepage:
    """Read a homepage. A page that is no HTML states nothing."""
    page = Page(url=url, headers=headers, body=body, fetched_at="", raw="")
    reserved = tdm_reservation(page)
    try:
        tree = html.document_fromstring(decode(body, headers).text)
    except (ValueError, html.etree.ParserError):
        return Homepage(name=None, language=None, feeds=(), tdm_reservation=reserved)
    named = [*tree.xpath("//meta[@property='og:site_name']/@content"), *tree.xpath("//title/text()")]
    name = next((" ".join(str(text).split()) for text in named if str(text).strip()), None)
    language = next((str(code) for code in tree.xpath("/html/@lang") if str(code).strip()), None)
    return Homepage(
        name=name[:_NAME_CHARS] if name else None,
        language=language.strip().partition("-")[0].lower() if language else None,
        feeds=_feeds(tree, url),
        tdm_reservation=reserved,
    )


def _feeds(tree: html.HtmlElement, url: str) -> tuple[str, ...]:
    feeds: dict[str, None] = {}
    for link in tree.xpath("//link[contains(concat(' ', @rel, ' '), ' alternate ')][@href]"):
        if (link.get("type") or "").strip().lower() not in _FEED_TYPES:
            continue
        address = urljoin(url, link.get("href").strip())
        if is_web(address) and not any(mark in address.lower() for mark in _NOT_NEWS):
            feeds[address] = None
    return tuple(feeds)
