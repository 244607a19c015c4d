"""A page's HTML in, one parsed ``Page`` out, which every reader of a field shares so that the HTML is parsed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.text import fold, one_line, overlap

# Characters that XML cannot hold; one of them would make the tree unusable further down.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NEAR = 80  # elements; between headline and text stand byline, date, picture and share buttons
_SAME_TITLE = 0.5  # share of words that two versions of one headline have in common at least
_NEARLY_EQUAL = 0.9
_MAX_META = 500  # pages have about 50; more is not made by a newsroom
_MAX_META_CHARS = 5_000


@dataclass(frozen=True)
class Page:
    """A parsed page: the tree, the address, its meta elements, and the JSON-LD node of its article (or None)."""

    tree: HtmlElement
    url: str
    meta: dict[str, list[str]]
    nodes: list[jsonld.Node]
    article: jsonld.Node | None

    def first_meta(self, *names: str) -> str | None:
        """The first non-empty content among meta elements of these names, in the order of the names."""
        return next((value for name in names for value in self.meta.get(name, ())), None)

    @cached_property
    def stated_titles(self) -> list[str]:
        """What metadata give as the headline: JSON-LD, og:title, the title element."""
        titles = [jsonld.text_of((self.article or {}).get("headline")), self.first_meta("og:title", "twitter:title")]
        element = next(self.tree.iter("title"), None)
        return [title for title in (*titles, one_line(element) if element is not None else None) if title]

    @cached_property
    def headline(self) -> HtmlElement | None:
        """The article's headline: the h1 (else h2) most like what metadata state; a lone h1 if none is."""
        h1 = [(self._likeness(element), element) for element in self.tree.iter("h1") if one_line(element)]
        likeness, best = max(h1, key=lambda pair: pair[0], default=(0.0, None))
        if likeness >= _SAME_TITLE:
            return best
        h2 = [(self._likeness(element), element) for element in self.tree.iter("h2")]
        likeness, heading = max(h2, key=lambda pair: pair[0], default=(0.0, None))
        if likeness >= _NEARLY_EQUAL:  # the template keeps its h1 for the outlet's name
            return heading
        return best if len(h1) == 1 else None

    def _likeness(self, element: HtmlElement) -> float:
        text = one_line(element)
        return max((overlap(text, title) for title in self.stated_titles), default=0.0)

    def near_headline(self, reach: int = _NEAR) -> list[HtmlElement]:
        """The elements that follow the headline in the page, as far as a byline or summary can stand."""
        return [] if self.headline is None else list(self.headline.xpath(f"following::*[position() <= {reach}]"))

    @cached_property
    def outlet_names(self) -> frozenset[str]:
        """Folded names of the outlet: og:site_name, the publisher in JSON-LD, the address's own label."""
        names = [*self.meta.get("og:site_name", ()), *self.meta.get("application-name", ())]
        names += self.meta.get("twitter:creator", []) + self.meta.get("twitter:site", [])
        for node in self.nodes:
            if jsonld.types_of(node) & {"newsmediaorganization", "organization", "website"}:
                names.append(jsonld.text_of(node.get("name")) or "")
        if self.article:
            names.append(jsonld.text_of(self.article.get("publisher")) or "")
        names.append(_host_label(self.url))
        return frozenset(folded for name in names if len(folded := fold(name)) > 1)

    def is_outlet(self, text: str) -> bool:
        """Whether a text is the outlet's name, whatever its blanks, accents, article, "Diario" or ".com"."""
        return bool(text) and _core(fold(text)) in {_core(name) for name in self.outlet_names}


def parse(text: str, url: str) -> Page | None:
    """Parse a page once. None when there is no element in it."""
    # Bytes and not text: lxml refuses a text that opens with an XML declaration.
    data = _FORBIDDEN.sub(" ", text).encode("utf-8")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    meta = _read_meta(tree)
    nodes = jsonld.read_nodes(tree)
    etree.strip_elements(tree, "script", "style", "noscript", "template", "svg", with_tail=False)
    titles = [*meta.get("og:title", ()), *(one_line(h1) for h1 in tree.iter("h1"))]
    return Page(tree, url, meta, nodes, jsonld.article_node(nodes, url, titles))


def _read_meta(tree: HtmlElement) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for count, element in enumerate(tree.iter("meta")):
        if count > _MAX_META:
            break
        content = " ".join((element.get("content") or "").split())
        if not content or len(content) > _MAX_META_CHARS:
            continue
        for attribute in ("property", "name", "itemprop"):
            if name := element.get(attribute):
                meta.setdefault(name.strip().lower(), []).append(content)
    return meta


_TRIMMINGS = re.compile(
    r"^(?:www)?(?:el|la|los|las|o|a|os|as|the)?(?:diario|jornal|portal|periodico|radio|revista|noticias|casaeditorial)?(?:el|la|o|a)?"
    r"|(?:com|net|org|online|digital)(?:ar|bo|br|cl|co|ec|es|gt|hn|mx|ni|pa|pe|pt|py|sv|uk|uy|ve)?$"
)


def _core(folded: str) -> str:
    """A name without blanks and without what outlets put around it; the name itself when nothing would be left."""
    joined = folded.replace(" ", "")
    return _TRIMMINGS.sub("", joined) or joined


def _host_label(url: str) -> str:
    """``elfaro`` of ``https://www.elfaro.example/...``: the longest label is nearly always the outlet's own."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return max(host.removeprefix("www.").split("."), key=len, default="")
