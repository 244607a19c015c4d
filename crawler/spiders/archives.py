"""Section and archive pages: bytes in, the addresses of articles out.

Runs in a reading process. Without a path pattern a link is taken for an article when its address is built like one: a
slug of several words, or a date or a long number in the path. Menus, tags, authors and pages of pages are not.
"""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urlsplit

from lxml import etree, html

from crawler.extraction.decode import decode
from crawler.sites import is_web, same_site
from crawler.spiders.listings import Listed, Listing, MalformedListing, absolute

# Paths that hold lists, people and tools, in the languages of the registry.
_NO_ARTICLE = re.compile(
    r"/(?:tags?|etiquetas?|temas?|topics?|categor(?:y|ia|ias|ies)|autor(?:es)?|authors?|page|pagina|p[áa]gina|search|buscar|"
    r"busca|login|suscripcion|assinatura|subscribe|galeria|newsletter|contacto|contato|contact|feed|rss|archivo|arquivo|"
    r"archives?|hemeroteca)(?:/|$)",
    re.I,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|css|js|xml|zip|json)\Z", re.I)
_DATE = re.compile(r"/(?:19|20)\d\d/?[01]?\d/")
_NUMBER = re.compile(r"\d{5,}")
# "mujeres-privadas-de-libertad" is a headline, "quienes-somos" a page of the house.
_WORDS_OF_A_SLUG = 4


def read_archive(body: bytes, *, url: str, limit: int, links: str | None = None) -> Listing:
    """The article addresses on a page at ``url``, at most ``limit``. ``links`` is a path with ``*``."""
    try:
        tree = html.document_fromstring(decode(body).text)
    except (ValueError, etree.ParserError) as error:
        raise MalformedListing("it is not a page of HTML") from error
    wanted = re.compile(".*".join(map(re.escape, links.split("*"))) + r"\Z") if links else None
    found: dict[str, None] = {}
    for element in tree.xpath("//a[@href]"):
        address = urldefrag(absolute(url, element.get("href")))[0]
        if not is_web(address) or not same_site(address, url):
            continue
        path = urlsplit(address).path
        if wanted.match(path) if wanted else looks_like_article(address):
            found[address] = None
    addresses = list(found)
    return Listing(entries=tuple(Listed(url=address) for address in addresses[:limit]), cut=len(addresses) > limit)


def looks_like_article(url: str) -> bool:
    """Is the address built like an article's?"""
    path = urlsplit(url).path
    if _NO_ARTICLE.search(path) or _FILE.search(path):
        return False
    last = path.rstrip("/").rpartition("/")[2]
    words = [word for word in re.split(r"[-_.]", last) if word.isalpha()]
    return len(words) >= _WORDS_OF_A_SLUG or bool(last and (_DATE.search(path) or _NUMBER.search(last)))
