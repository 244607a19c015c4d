"""A parsed page in, the article's own paragraphs out.

Trafilatura finds the article; promos are taken out of the tree before and out of the paragraphs after. JSON-LD's
articleBody steps in where the tree gives little, but never behind a paywall: what the outlet locks is not opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction import jsonld, promos, pruning
from crawler.extraction.page import Page
from crawler.extraction.text import fold

# Trafilatura's quick way is as good on news pages as its comparison with two other extractors, in two thirds of the
# time; the slow way is tried when the quick one finds less than this.
_ENOUGH_CHARS = 250
# articleBody replaces the tree's text only when the tree gave less than this share of it.
_SHARE_OF_JSONLD = 0.5
_FRAME_LINES = 5  # at most, at each end
_TITLE_SPAN = 2  # a text twice as long as the title cannot fold to it
_TEXT_BLOCKS = frozenset(("p", "head", "quote", "item", "cell", "code", "ab"))


def read_body(
    page: Page, title: str | None, language: str | None, paywalled: bool | None
) -> tuple[list[str], str | None]:
    """The paragraphs and their evidence (heuristic for the tree, json-ld), or ([], None)."""
    tree = deepcopy(page.tree)
    pruning.prune(tree, language, title)
    paragraphs = clean(_run(tree, page.url, fast=True), title, language)
    if _length(paragraphs) < _ENOUGH_CHARS:
        slower = clean(_run(page.tree, page.url, fast=False), title, language)
        paragraphs = max(paragraphs, slower, key=_length)
    stated = [] if paywalled else clean(_stated(page), title, language)
    if stated and _length(paragraphs) < _SHARE_OF_JSONLD * _length(stated):
        return stated, "json-ld"
    return paragraphs, "heuristic" if paragraphs else None


def _run(tree: HtmlElement, url: str, *, fast: bool) -> list[str]:
    document = trafilatura.bare_extraction(
        tree, url=url or None, favor_precision=True, include_comments=False, include_tables=True, fast=fast
    )
    body = getattr(document, "body", None)
    return _paragraphs(body) if body is not None else []


def _paragraphs(body: etree._Element) -> list[str]:
    """The text blocks of trafilatura's tree, in order, a line break inside a block starting a new one."""
    pieces: list[str] = []

    def walk(element: etree._Element) -> None:
        block = element.tag in _TEXT_BLOCKS
        if block or element.tag == "lb":
            pieces.append("\n")
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if block:
            pieces.append("\n")

    walk(body)
    return [line for piece in "".join(pieces).split("\n") if (line := " ".join(piece.split()))]


def _stated(page: Page) -> list[str]:
    value = (page.article or {}).get("articleBody")
    if not isinstance(value, str):
        return []
    text = jsonld.plain_text(value)
    return [line for piece in re.split(r"\n|\s{3,}", text) if (line := " ".join(piece.split()))]


def clean(paragraphs: list[str], title: str | None, language: str | None) -> list[str]:
    """Paragraphs without promos, without a repeated title, without immediate repetitions."""
    kept: list[str] = []
    folded_title = fold(title or "")
    followers = 0
    for text in paragraphs:
        if kept and promos.ends_article(text, language) and _length(kept) >= _ENOUGH_CHARS:
            break
        if promos.promo_rule(text, language):
            followers = 3 if promos.is_bare_label(text, language) else 0
            continue
        if followers and promos.looks_like_headline(text):
            followers -= 1
            continue
        followers = 0
        text = promos.without_inline_calls(text, language).strip()
        repeated = len(text) <= _TITLE_SPAN * len(folded_title) and fold(text) == folded_title
        if text and not repeated and text not in kept[-3:]:
            kept.append(text)
    return kept


def _length(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))


def without_frame(paragraphs: list[str], is_frame: Callable[[str], bool]) -> list[str]:
    """Paragraphs without the lines that templates print at either end: byline, section, a lone dash."""
    start, end = 0, len(paragraphs)
    while start < min(end, _FRAME_LINES) and is_frame(paragraphs[start]):
        start += 1
    while end > max(start, len(paragraphs) - _FRAME_LINES) and is_frame(paragraphs[end - 1]):
        end -= 1
    return paragraphs[start:end]
