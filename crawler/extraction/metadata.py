"""Title, lead, section, language, canonical address, and whether the page is an article at all."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.page import Page, fold, one_line

Found = tuple[str | None, str | None]  # a value and its evidence

_SUFFIX = re.compile(r"\s+(?:[|»·•–—-]|::)\s+")
_MIN_TITLE = 8  # shorter headings are section names
_SAME_TITLE = 0.5  # share of words two versions of one headline have in common at least
_LANGUAGES = frozenset(("es", "pt", "en"))
_FUNCTION_WORDS = {
    "es": frozenset(
        ["el", "los", "las", "una", "del", "con", "por", "para", "fue", "más", "pero", "según", "sus", "y"]
    ),
    "pt": frozenset(
        [
            "o",
            "os",
            "uma",
            "do",
            "da",
            "dos",
            "das",
            "com",
            "em",
            "não",
            "foi",
            "mais",
            "mas",
            "segundo",
            "ao",
            "seu",
            "e",
        ]
    ),
    "en": frozenset(["the", "of", "and", "to", "in", "was", "with", "for", "that", "on", "said", "from", "by", "is"]),
}
_ENOUGH_WORDS = 15
_PROSE_CHARS = 80  # shorter paragraphs are teasers and buttons
_PROSE_PARAGRAPHS = 12
_CLEAR = 1.5
_LEAD_CLASS = re.compile(
    r"bajada|subtit|sub-tit|subhead|sub-head|entradilla|sumario|copete|standfirst|(?:^|[\s_-])deck|linha-fina|linhafina"
    r"|gravata|(?:^|[\s_-])lead(?:$|[\s_-])|epigraf|dek\b|summary|excerpt|resumen|resumo|descripcion|description|volanta-baj|sobretit",
    re.IGNORECASE,
)
_LEAD_CHARS = (40, 700)
_LEAD_REACH = 60
# Pages of these types hold no article of their own, unless one is described beside.
_NO_ARTICLE_TYPES = frozenset(
    [
        "collectionpage",
        "searchresultspage",
        "imagegallery",
        "profilepage",
        "contactpage",
        "aboutpage",
        "faqpage",
        "mediagallery",
    ]
)
_LISTING_PATH = re.compile(
    r"^/(?:(?:[a-z]{2}/)?(?:search|buscar|busca|buscador|tag|tags|tema|temas|topico|topicos|topic|autor|autores|author|authors|categoria|category"
    r"|secciones|seccion|section|etiqueta|etiquetas|archivo|archive|page|login|registro|galerias?|fotogalerias?)(?:/|$).*)?$"
)
_ENOUGH_BODY = 250  # characters: two sentences; below it there is a caption or a teaser, not an article


def find_title(page: Page) -> Found:
    """The headline readers see (h1) when metadata confirms it; else JSON-LD, og:title, the title element."""
    stated = [
        ("json-ld", jsonld.text_of((page.article or {}).get("headline"))),
        ("meta", page.first_meta("og:title", "twitter:title")),
        (
            "heuristic",
            one_line(next(page.tree.iter("title"))) if next(page.tree.iter("title"), None) is not None else None,
        ),
    ]
    known = [(evidence, jsonld.text_of(without_outlet(text, page))) for evidence, text in stated if text]
    shown = [text for _, text in page.headings if len(text) >= _MIN_TITLE and not page.is_outlet(text)]
    best = max(
        shown, key=lambda text: max((_overlap(text, other or "") for _, other in known), default=0), default=None
    )
    if best and (
        (len(shown) == 1 and not known) or any(_overlap(best, other or "") >= _SAME_TITLE for _, other in known)
    ):
        return without_outlet(best, page), "heuristic"
    for evidence, text in known:
        if text and len(text) >= _MIN_TITLE and not page.is_outlet(text):
            return text, evidence
    return (best, "heuristic") if best else (None, None)


def without_outlet(title: str, page: Page) -> str:
    """A title without the outlet's (and then the section's) name at either end."""
    parts = _SUFFIX.split(title)
    seams = _SUFFIX.findall(title)
    cut = False
    while len(parts) > 1 and page.is_outlet(parts[-1]):
        parts.pop()
        seams.pop()
        cut = True
    while len(parts) > 1 and page.is_outlet(parts[0]):
        parts.pop(0)
        seams.pop(0)
    section = fold(find_section(page)[0] or "")
    if cut and len(parts) > 1 and section and fold(parts[-1]) == section:
        parts.pop()
    return "".join(part + (seams[i] if i < len(parts) - 1 else "") for i, part in enumerate(parts)).strip()


def _overlap(one: str, other: str) -> float:
    first, second = set(fold(one).split()), set(fold(other).split())
    return len(first & second) / max(1, min(len(first), len(second)))


def find_section(page: Page) -> Found:
    """The section as the page names it; the breadcrumb's last step before the article when nothing else is said."""
    if text := jsonld.text_of((page.article or {}).get("articleSection")):
        return text, "json-ld"
    if text := page.first_meta("article:section", "articlesection", "parsely-section", "section", "bi3dsection"):
        return text, "meta"
    return None, None


def find_language(page: Page) -> Found:
    """Two letters. The text's function words overrule a declaration that they clearly contradict."""
    declared: list[tuple[str, str]] = []
    for evidence, value in (
        ("json-ld", jsonld.text_of((page.article or {}).get("inLanguage"))),
        ("meta", page.tree.get("lang") or page.tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
        ("meta", page.first_meta("og:locale", "content-language", "language", "dc.language")),
    ):
        code = re.match(r"[a-z]{2}(?![a-z])", (value or "").strip().lower())
        if code:
            declared.append((code.group(), evidence))
    heard = _hear_language(page)
    if heard and (not declared or heard != declared[0][0]):
        return heard, next((evidence for code, evidence in declared if code == heard), "heuristic")
    return declared[0] if declared else (None, None)


def _hear_language(page: Page) -> str | None:
    paragraphs = (text for p in page.tree.iter("p") if len(text := one_line(p)) >= _PROSE_CHARS)
    words = " ".join(islice(paragraphs, _PROSE_PARAGRAPHS)).lower().split()
    counts = sorted(
        ((sum(word in known for word in words), code) for code, known in _FUNCTION_WORDS.items()), reverse=True
    )
    (first, code), (second, _) = counts[0], counts[1]
    return code if first >= _ENOUGH_WORDS and first >= _CLEAR * second else None


def find_canonical(page: Page) -> Found:
    """The address the page gives itself, if it is of the same host and not the front page."""
    links = page.tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']/@href")
    own = _host(page.url)
    for evidence, value in (("meta", links[0] if links else None), ("meta", page.first_meta("og:url"))):
        try:
            address = urljoin(page.url, (value or "").strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        same = not own or _host(address) == own
        if value and parts.scheme in ("http", "https") and parts.hostname and same and parts.path.strip("/"):
            return address, evidence
    return None, None


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host)


def find_lead(page: Page, body: list[str]) -> Found:
    """The outlet's summary under the headline (bajada, linha fina, standfirst), when it stands there apart from the body."""
    if not page.headings:
        return None, None
    headline = page.headings[-1][0] if len(page.headings) == 1 else page.headings[0][0]
    described = {
        fold(text)
        for text in (
            jsonld.text_of((page.article or {}).get("description")),
            page.first_meta("og:description", "description", "twitter:description"),
        )
        if text
    }
    for count, element in enumerate(
        headline.iterfollowing() if hasattr(headline, "iterfollowing") else _following(headline)
    ):
        if count > _LEAD_REACH:
            break
        if element.tag not in ("h2", "h3", "p", "div", "span", "ul", "h4"):
            continue
        text = one_line(element)
        if not _LEAD_CHARS[0] <= len(text) <= _LEAD_CHARS[1]:
            continue
        named = _LEAD_CLASS.search(
            f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        )
        same = fold(text) in described
        if (named or same) and not _mostly_links(element, text):
            return (text, "heuristic") if text not in body[1:] else (None, None)
    return None, None


def _following(element: HtmlElement) -> list[HtmlElement]:
    return list(element.xpath("following::*[position() < 80]"))


def _mostly_links(element: HtmlElement, text: str) -> bool:
    return sum(len(one_line(link)) for link in element.iter("a")) > len(text) / 2


def why_not_article(page: Page, body: list[str], title: str | None) -> str | None:
    """The reason why a page is no article, in plain words; None when it is one."""
    length = sum(map(len, body))
    kinds = {kind for node in page.nodes for kind in jsonld.types_of(node)}
    path = urlsplit(page.url).path if page.url else "/x"
    if page.article is None:
        if page.url and (path.strip("/") == "" or _LISTING_PATH.match(path.lower())):
            return "section front, search or listing: the address is not an article's"
        if kinds & _NO_ARTICLE_TYPES:
            return "the page declares itself a listing or gallery"
        if (page.first_meta("og:type") or "").lower().startswith(("video", "music", "profile")):
            return f"the page declares itself {page.first_meta('og:type')}"
    if title is None:
        return "no headline"
    if length < _ENOUGH_BODY:
        return f"too little text: {length} characters"
    return None
