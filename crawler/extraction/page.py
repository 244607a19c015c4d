"""A page's HTML in, one parsed ``Page`` out, which every reader of a field shares so that the HTML is parsed once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction import jsonld

# Characters that XML cannot hold; one of them would make the tree unusable further down.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
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
    def headings(self) -> list[tuple[HtmlElement, str]]:
        """The page's h1 elements that hold text, in order."""
        found = ((element, one_line(element)) for element in self.tree.iter("h1"))
        return [(element, text) for element, text in found if text]

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


def one_line(element: HtmlElement) -> str:
    """An element's text with single blanks; words of neighbouring elements do not run together."""
    return " ".join(" ".join(element.itertext()).split())


def fold(text: str) -> str:
    """Lower case, no accents, only letters and digits with single blanks: for comparing names."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


_TRIMMINGS = re.compile(
    r"^(?:www)?(?:el|la|los|las|o|a|os|as|the)?(?:diario|jornal|portal|periodico|radio|revista|noticias|casaeditorial)?(?:el|la|o|a)?"
    r"|(?:com|net|org|online|digital)(?:ar|bo|br|cl|co|ec|es|gt|hn|mx|ni|pa|pe|pt|py|sv|uk|uy|ve)?$"
)


def _core(folded: str) -> str:
    """A name without blanks and without what outlets put before or after it; the name itself when nothing would be left."""
    joined = folded.replace(" ", "")
    return _TRIMMINGS.sub("", joined) or joined


def _host_label(url: str) -> str:
    """``eltiempo`` of ``https://www.eltiempo.com/...``; the longest label is the outlet's own in nearly every address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return max(host.removeprefix("www.").split("."), key=len, default="")
