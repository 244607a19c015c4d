"""Sitemaps: bytes in, a ``Listing`` out; indexes, plain text, gzip files and the news extension included.

Runs in a reading process. XML is read as a stream, without entities, DTDs or the network; a file cut off in the middle
gives what stands before the cut.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from lxml import etree

from crawler.spiders.listings import Listed, Listing, MalformedListing, absolute, refuse_entities

_GZIP = b"\x1f\x8b"
_HINT_CHARS = 500
# Which element of an entry becomes which hint; names without their namespaces, as outlets get those wrong.
_HINTS = {"lastmod": "lastmod", "publication_date": "published", "title": "title"}


def read_sitemap(body: bytes, *, url: str, limit: int, max_bytes: int) -> Listing:
    """What the sitemap at ``url`` lists, at most ``limit`` addresses. Raises ``MalformedListing``."""
    if body.startswith(_GZIP):
        body = _gunzip(body, max_bytes)
    head = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:2]
    if head and not head.startswith(b"<") and b"\0" not in head:
        return _text_sitemap(body, url, limit)
    refuse_entities(body)
    return _xml_sitemap(body, url, limit)


def _gunzip(body: bytes, max_bytes: int) -> bytes:
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = inflate.decompress(body, max_bytes)
    except zlib.error as error:
        raise MalformedListing(f"its gzip data cannot be read: {error}") from error
    if inflate.unconsumed_tail:
        raise MalformedListing("it is larger than the limit when decompressed")
    return plain


def _text_sitemap(body: bytes, url: str, limit: int) -> Listing:
    lines = [line.strip() for line in body.decode("utf-8-sig", errors="replace").splitlines()]
    addresses = [line for line in lines if line.startswith(("http://", "https://"))]
    if not addresses:
        raise MalformedListing("it is neither XML nor a list of addresses")
    return Listing(entries=tuple(Listed(url=line) for line in addresses[:limit]), cut=len(addresses) > limit)


def _xml_sitemap(body: bytes, url: str, limit: int) -> Listing:
    entries: list[Listed] = []
    children: list[Listed] = []
    root = None
    try:
        for root, name, element in _elements(body):  # noqa: B007 - its last value is read below
            into = {"url": entries, "sitemap": children}.get(name)
            if into is not None:
                if len(entries) + len(children) >= limit:
                    return Listing(entries=tuple(entries), children=tuple(children), cut=True)
                listed = _entry(element, url)
                if listed is not None:
                    into.append(listed)
                element.clear()
    except etree.XMLSyntaxError as error:
        if not entries and not children:
            raise MalformedListing(f"it is not a sitemap: {error.msg}"[:300]) from error
        return Listing(entries=tuple(entries), children=tuple(children), cut=True)
    if root not in {"urlset", "sitemapindex"}:
        raise MalformedListing(f"it is not a sitemap: its root is <{root}>"[:300])
    return Listing(entries=tuple(entries), children=tuple(children))


def _elements(body: bytes) -> Iterator[tuple[str, str, etree._Element]]:
    """(root's name, element's name, element) as each element closes."""
    root = ""
    events = etree.iterparse(
        io.BytesIO(body),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in events:
        name = _split(element)[1].lower()
        if event == "start":
            root = root or name
        else:
            yield root, name, element


def _split(element: etree._Element) -> tuple[str, str]:
    """Namespace and name of an element, both empty for what is none. lxml's QName refuses names that its parser lets
    through ("<:").
    """
    if not isinstance(element.tag, str):
        return "", ""
    namespace, _, name = element.tag.rpartition("}")
    return namespace.removeprefix("{"), name


def _entry(element: etree._Element, url: str) -> Listed | None:
    address = ""
    hints: dict[str, str] = {}
    for part in element.iter():
        namespace, name = _split(part)
        text = (part.text or "").strip()
        if name == "loc" and part.getparent() is element:
            address = text  # image:loc and video:loc stand deeper and are not the page
        elif name in _HINTS and text and "image" not in namespace and "video" not in namespace:
            hints.setdefault(_HINTS[name], text[:_HINT_CHARS])
    return Listed(url=absolute(url, address), hints=hints) if address else None
