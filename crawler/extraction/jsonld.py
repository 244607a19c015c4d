"""JSON-LD in, the page's article node out.

Newsrooms paste JSON-LD together by hand: line breaks and unescaped quotation marks inside strings, trailing commas,
HTML comments around it, @graph with references, lists in lists. Reading is tolerant, but bounded in size and depth,
since the page is a stranger's.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]

# An article of 30,000 words with its body inside is about 200 kB; more than this is not a description of a page.
_MAX_CHARS = 1_000_000
_MAX_SCRIPTS = 40
_MAX_DEPTH = 12
_MAX_NODES = 2_000
# A broken script is searched by patterns; its fields stand at the front.
_MAX_SCRAPED = 50_000

ARTICLE_TYPES = frozenset(
    [
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "blogposting",
        "liveblogposting",
        "report",
        "socialmediaposting",
        "advertisercontentarticle",
        "satiricalarticle",
        "techarticle",
        "scholarlyarticle",
    ]
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_SCRAPED_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|isAccessibleForFree|inLanguage)"\s*:\s*'
    r'(?:"([^\n]{1,400}?)"(?=\s*[,}\n])|(true|false))'
)
_SCRAPED_AUTHOR = re.compile(r'"author"\s*:\s*[\[{\s]{1,10}[^\[\]]{0,200}?"name"\s*:\s*"([^"\n]{1,100})"')
_TAG = re.compile(r"<[^<>]{0,500}>")
_BREAK = re.compile(r"(?i)</(?:p|div|h[1-6]|li|blockquote)>|<br\s*/?>")


def read_nodes(tree: HtmlElement) -> list[Node]:
    """Every JSON-LD object of the page, flat and in order; references by @id are resolved by ``article_node``."""
    nodes: list[Node] = []
    scripts = tree.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]")
    for script in scripts[:_MAX_SCRIPTS]:
        text = (script.text or "").strip()
        if text and len(text) <= _MAX_CHARS:
            nodes.extend(_flatten(_parse(text), 0))
        if len(nodes) > _MAX_NODES:
            break
    return nodes[:_MAX_NODES]


def _parse(text: str) -> Any:
    text = text.removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").removeprefix("<![CDATA[").removesuffix("]]>").strip()
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text).rstrip(";, \n")):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _scrape(text[:_MAX_SCRAPED])


def _scrape(text: str) -> Node | None:
    """Fields of an article whose JSON is broken, one pattern at a time. Only for scripts that name an article type."""
    kind = re.search(r'"@type"\s*:\s*"(\w+)"', text)
    if not kind or kind.group(1).lower() not in ARTICLE_TYPES:
        return None
    node: Node = {"@type": kind.group(1)}
    for name, quoted, literal in _SCRAPED_FIELD.findall(text):
        node.setdefault(name, quoted.replace('\\"', '"') or literal == "true")
    if author := _SCRAPED_AUTHOR.search(text):
        node["author"] = {"name": author.group(1)}
    return node


def _flatten(value: Any, depth: int) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:_MAX_NODES]:
            yield from _flatten(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):  # not itemListElement: its items are other pages' articles
            if isinstance(value.get(key), list | dict):
                yield from _flatten(value[key], depth + 1)


def types_of(node: Node) -> set[str]:
    """The lower-case names of the node's types, without their vocabulary's address."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rsplit("/", 1)[-1].lower() for kind in kinds if isinstance(kind, str)}


def article_node(nodes: list[Node], url: str, titles: list[str]) -> Node | None:
    """The node that describes this page: the one with the page's address, else its headline, else the first."""
    articles = [node for node in nodes if types_of(node) & ARTICLE_TYPES]
    if not articles:
        return None
    page = _address(url)
    known = {title.casefold().strip() for title in titles if title}

    def score(node: Node) -> tuple[bool, bool, int]:
        entity = node.get("mainEntityOfPage")
        entity = entity.get("@id") or entity.get("url") if isinstance(entity, dict) else entity
        same = bool(page) and page in {_address(node.get("url")), _address(entity), _address(node.get("@id"))}
        headline = (text_of(node.get("headline")) or "").casefold()
        return same, headline in known, len(node)

    best = max(articles, key=score)  # max keeps the first of equals
    return _resolve(best, nodes)


def _address(value: Any) -> str:
    """An address without scheme, www., query, fragment and last slash: what two spellings of one page share."""
    if not isinstance(value, str):
        return ""
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", value.strip()).split("#")[0].split("?")[0].rstrip("/")


def _resolve(node: Node, nodes: list[Node]) -> Node:
    """A copy in which author and publisher given as {"@id": ...} are replaced by the nodes they point to."""
    index: dict[str, Node] = {}
    for other in nodes:
        key = other.get("@id")
        if isinstance(key, str) and len(other) > len(index.get(key, {})):
            index[key] = other

    def look_up(value: Any) -> Any:
        if isinstance(value, list):
            return [look_up(item) for item in value[:50]]
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return index.get(value["@id"], value)
        return value

    return {key: look_up(value) if key in ("author", "creator", "publisher") else value for key, value in node.items()}


def text_of(value: Any) -> str | None:
    """A JSON-LD value as one line of plain text: first of a list, entities and tags resolved."""
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    plain = " ".join(plain_text(value).split())
    return plain or None


def plain_text(value: str) -> str:
    """Text whose HTML entities (also doubly escaped) and tags are gone; paragraphs become lines."""
    text = html.unescape(html.unescape(value)) if "&" in value else value
    return _TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text
