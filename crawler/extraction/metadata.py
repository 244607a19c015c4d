"""Title, lead, section, language, canonical address, and whether the page is an article at all."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.page import Page
from crawler.extraction.promos import promo_rule
from crawler.extraction.text import fold, one_line, overlap

Found = tuple[str | None, str | None]  # a value and its evidence

_SUFFIX = re.compile(r"\s+(?:[|»·•–—-]|::)\s+")
_MIN_TITLE = 8  # shorter headings are section names
_CONFIRMED = 0.5  # share of words a shown and a stated headline have in common at least
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
_LEAD_CHARS = (40, 900)
_LEAD_TAGS = frozenset(("h2", "h3", "h4", "p", "div", "span", "ul", "figcaption"))
_SUMMARY_TAGS = frozenset(("h2", "h3", "figcaption"))  # never the body's first paragraph, so a likeness is enough
_DESCRIPTION_START = 80  # characters; metadata cut a description at 150 to 300
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
    r"^/(?:[a-z]{2}/)?(?:search|buscar|busca|buscador|tag|tags|tema|temas|topico|topicos|topic"
    r"|autor|autores|author|authors|categoria|category"
    r"|secciones|seccion|section|etiqueta|etiquetas|archivo|archive|page|login|registro|galerias?|fotogalerias?)(?:/|$)"
)
_CLEAR_BODY = 1_000
_PROSE_NEEDED = 3  # paragraphs that end in a full stop
_BRIEF_SENTENCES = 5  # fewer full sentences could be the standfirsts of a small section front
_SENTENCE_ENDS = ".!?…”\"»'’)"
_SECTION_STEPS = 2  # "/politica/nacional"; an article's address has a slug, a number or a file name
# How addresses of a version for paper are written.
_PRINT = re.compile(r"(?:[/?&=](?:print|imprimir|imprimible|impresion|impress[aã]o|versao-impressao)\b)", re.I)
_MOST_VERSIONS = 2  # each costs a request
_ENOUGH_BODY = 250  # characters: two sentences; below it there is a caption or a teaser, not an article


def find_title(page: Page) -> Found:
    """The headline readers see when metadata confirm it; else JSON-LD, og:title, the title element."""
    stated = [
        ("json-ld", jsonld.text_of((page.article or {}).get("headline"))),
        ("meta", page.first_meta("og:title", "twitter:title")),
        ("heuristic", page.stated_titles[-1] if page.stated_titles else None),
    ]
    shown = without_outlet(one_line(page.headline), page) if page.headline is not None else ""
    if len(shown) >= _MIN_TITLE and not page.is_outlet(shown):
        known = [text for _, text in stated if text]
        if not known or any(overlap(shown, text) >= _CONFIRMED for text in known):
            return shown, "heuristic"
    for evidence, text in stated:
        title = without_outlet(jsonld.text_of(text) or "", page)
        if len(title) >= _MIN_TITLE and not page.is_outlet(title):
            return title, evidence
    return None, None


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


def find_other_versions(page: Page) -> tuple[str, ...]:
    """Addresses of the same article made for telephones (AMP) or for paper, where the page links them."""
    links = page.tree.xpath("//link[translate(@rel, 'AMPHTL', 'amphtl') = 'amphtml']/@href")
    links += page.tree.xpath("//link[@rel = 'alternate' and @media = 'print']/@href")
    links += [link for link in page.tree.xpath("//a/@href") if _PRINT.search(link)]
    own = _host(page.url)
    found = dict.fromkeys(address for link in links if (address := _absolute(page.url, link)) and _host(address) == own)
    found.pop(page.url, None)
    return tuple(found)[:_MOST_VERSIONS]


def _absolute(base: str, link: str) -> str | None:
    try:
        address = urljoin(base, link.strip())
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host)


def find_lead(page: Page, body: list[str], language: str | None) -> Found:
    """The outlet's summary near the headline (bajada, linha fina, standfirst), when it is apart from the body."""
    described = [
        fold(text)
        for text in (
            jsonld.text_of((page.article or {}).get("description")),
            page.first_meta("og:description", "description", "twitter:description"),
        )
        if text and len(text) >= _LEAD_CHARS[0]
    ]
    for element in page.near_headline():
        text = one_line(element) if element.tag in _LEAD_TAGS else ""
        if not _LEAD_CHARS[0] <= len(text) <= _LEAD_CHARS[1] or promo_rule(text, language):
            continue
        if _is_lead(element, text, described) and not _mostly_links(element, text):
            in_body = element.tag == "p" and text in body
            return (None, None) if in_body else (text, "heuristic")
    return None, None


def _is_lead(element: HtmlElement, text: str, described: list[str]) -> bool:
    """Named a summary by the template, or the text that metadata give as the description (often cut short there)."""
    if element.tag != "figcaption" and _LEAD_CLASS.search(
        f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    ):
        return True
    folded = fold(text)
    return folded in described or (
        element.tag in _SUMMARY_TAGS and any(folded.startswith(known[:_DESCRIPTION_START]) for known in described)
    )


def _mostly_links(element: HtmlElement, text: str) -> bool:
    return sum(len(one_line(link)) for link in element.iter("a")) > len(text) / 2


def why_not_article(
    page: Page, body: list[str], title: str | None, *, dated: bool, paywalled: bool | None
) -> str | None:
    """The reason why a page is no article, in plain words; None when it is one."""
    kind = (page.first_meta("og:type") or "").lower()
    if page.article is None:
        if page.url and _is_listing(page.url, declared=kind == "article"):
            return "section front, search or listing: the address is not an article's"
        if {kind for node in page.nodes for kind in jsonld.types_of(node)} & _NO_ARTICLE_TYPES:
            return "the page declares itself a listing or gallery"
        if kind.startswith(("video", "music", "profile")):
            return f"the page declares itself {kind}"
    if title is None:
        return "no headline"
    length = sum(map(len, body))
    # What stands before a wall may be a sentence or two; it is an article all the same, and recorded as cut off.
    locked = paywalled is True and length > 0 and (page.article is not None or kind == "article")
    if length < _ENOUGH_BODY and not locked:
        return f"too little text: {length} characters"
    certain = locked or page.article is not None or kind == "article" or (dated and length >= _CLEAR_BODY)
    prose = sum(len(text) >= _PROSE_CHARS and text[-1] in _SENTENCE_ENDS for text in body)
    # Briefs are written in short paragraphs; with a date, and nothing but full sentences, they are no list of teasers.
    sentences = sum(text[-1] in _SENTENCE_ENDS for text in body)
    brief = dated and sentences >= _BRIEF_SENTENCES and sentences == len(body)
    if not certain and not brief and prose < _PROSE_NEEDED:
        return "section front or listing: teasers, no running text"
    return None


def _is_listing(url: str, *, declared: bool) -> bool:
    """Whether an address is a front page's, section's or search's. One declared an article is none, off the root."""
    try:
        path = urlsplit(url).path.lower()
    except ValueError:
        return False
    steps = [step for step in path.split("/") if step]
    if not steps or declared:
        return not steps
    plain = all(step.count("-") <= 1 and not re.search(r"[\d.]", step) for step in steps)
    return (len(steps) <= _SECTION_STEPS and plain) or _LISTING_PATH.match(path) is not None
