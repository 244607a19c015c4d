"""A page's tree in, the same tree without what is marked as not the article out.

What goes: containers the publishing system names (related stories, newsletters, comments), teasers, captions, hidden
blocks, and blocks whose words or links make them a promo. A guard keeps any container that holds the headline or much
of the page's text, since names mislead ("read-more" may wrap the whole article).
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extraction import promos
from crawler.extraction.text import fold

_ALL_LINKED = 0.92  # dashes and bullets beside the links are the rest
_MUCH_OF_TEXT = 0.35
_LONGEST_CALL = 250  # characters of a label with its headline
_CALL_SIGN = re.compile(r"[:|]")
_OWN_STORY = 250  # characters; a branch with less holds the headline but not the story
_TEASER_TEXT = 80
_RUNNING_TEXT = 25  # characters in one stretch without markup
_FOLLOWERS = 8  # links that may follow a bare label
_LONGEST_BLOCK = 1_000  # characters; no promo is longer
_LONG_CAPTION = 400  # a caption this long is a summary that the template put under the picture
_CONTAINERS = (
    "div",
    "section",
    "aside",
    "ul",
    "ol",
    "nav",
    "form",
    "footer",
    "article",
    "figcaption",
    "blockquote",
    "p",
    "span",
)
_ALWAYS = frozenset(("aside", "nav", "form", "footer", "figcaption"))
_TEXT_BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "div", "blockquote", "section")
_HAS_BLOCKS = frozenset(
    (
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "div",
        "section",
        "blockquote",
        "table",
        "figure",
        "article",
    )
)
# WordPress writes an article's own tags and categories into its class ("tag-social category-newsletter").
_TOPICS = re.compile(r"(?:^|\s)(?:tag|category|topic|section|seccion|tema)-\S+")
_ARTICLE_INSIDE = "boolean(descendant-or-self::h1 or descendant-or-self::*[contains(@itemprop, 'articleBody')])"
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_LETTERS = re.compile(r"\w")


def prune(tree: HtmlElement, language: str | None, title: str | None) -> None:
    """Prune in place. ``title`` tells the article's own headline from those of stories below it."""
    _forget_topics(tree)
    _prune_other_stories(tree, title)
    _prune_containers(tree)
    _prune_link_lists(tree)
    _prune_inline(tree, language)
    _prune_blocks(tree, language)


def _forget_topics(tree: HtmlElement) -> None:
    """Take an article's topics out of class names, so that nobody down the line mistakes "tag-social" for a toolbar."""
    for element in tree.iter("article", "div", "section", "main"):
        name = element.get("class") or ""
        if "-" in name and (plain := _TOPICS.sub(" ", name)) != name:
            element.set("class", plain)


def _prune_other_stories(tree: HtmlElement, title: str | None) -> None:
    """Whole stories that a page loads below its own, each under an h1: their branch goes when ours holds its text."""
    headings = list(tree.iter("h1"))
    own = next((h1 for h1 in headings if fold(_line(h1)) == fold(title or "")), None)
    if own is None:
        return
    above = list(own.iterancestors())
    for other in headings[headings.index(own) + 1 :]:
        branch = [other, *other.iterancestors()]
        meeting = next((number for number, parent in enumerate(branch) if parent in above), None)
        if not meeting or not promos.looks_like_headline(_line(other)) or fold(_line(other)) == fold(title or ""):
            continue
        level, story = above.index(branch[meeting]), branch[meeting - 1]
        if level and _prose(above[level - 1]) >= _OWN_STORY and _opens_with(story, other):
            story.drop_tree()


def _opens_with(story: HtmlElement, heading: HtmlElement) -> bool:
    """Whether no running text stands before a heading in its branch: a story's headline, not a heading within ours."""
    before = 0
    for element in story.iter():
        if element is heading:
            return story.getparent() is not None
        before += sum(len(text) for text in (element.text, element.tail) if text and len(text) >= _RUNNING_TEXT)
        if before >= _TEASER_TEXT:
            return False
    return False


def _is_teaser(article: HtmlElement) -> bool:
    """Another story's headline with a link, or with no more than a paragraph of text."""
    headings = list(article.iter("h2", "h3", "h4"))
    if any(next(heading.iter("a"), None) is not None for heading in headings):
        return True
    return bool(headings) and sum(_prose(p) >= _TEASER_TEXT for p in article.iter("p")) <= 1


def _prune_containers(tree: HtmlElement) -> None:
    names = promos.container_names()
    whole = _prose(tree)
    for element in list(tree.iter(*_CONTAINERS)):
        if element.getparent() is None or not _is_suspect(element, names):
            continue
        limit = _LONG_CAPTION if element.tag == "figcaption" else _MUCH_OF_TEXT * whole
        if _prose(element) <= limit and not element.xpath(_ARTICLE_INSIDE):
            element.drop_tree()


def _is_suspect(element: HtmlElement, names: re.Pattern[str]) -> bool:
    if element.tag in _ALWAYS:
        return True
    if element.tag == "article":
        return _is_teaser(element)
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    marks = element.get("class"), element.get("id")
    if marks == (None, None):
        return False
    name = " ".join(mark.lower() for mark in marks if mark)
    return "hidden" in name.split() or (
        element.tag not in ("p", "span", "blockquote") and names.search(name) is not None
    )


def _prune_link_lists(tree: HtmlElement) -> None:
    """Lists that are nothing but headlines of other stories, with the heading right above them."""
    for element in list(tree.iter("ul", "ol")):
        if element.getparent() is None:
            continue
        links = [link for link in element.iter("a") if link.get("href") and promos.looks_like_headline(_line(link))]
        if len(links) > 1 and _linked_share(element, _line(element)) >= _ALL_LINKED:
            above = element.getprevious()
            if above is not None and above.tag in _TEXT_BLOCKS and promos.looks_like_heading(_line(above)):
                above.drop_tree()
            element.drop_tree()


def _prune_inline(tree: HtmlElement, language: str | None) -> None:
    """Calls set apart from the article's sentence in the same paragraph only by bold type or a link."""
    for element in list(tree.iter("strong", "b", "em", "i", "u", "span", "a")):
        text = _line(element)
        tail = (element.tail or "").strip()
        if element.getparent() is None or not 0 < len(text) <= _LONGEST_CALL or not _CALL_SIGN.search(text + tail[:1]):
            continue
        after = element.getnext()
        if promos.is_bare_label(text, language):
            if after is not None and not tail.strip(" :|") and _is_linked_headline(after):
                after.drop_tree()
                element.tail = None  # the colon between label and link
                element.drop_tree()
        elif (linked := _linked_share(element, text)) and promos.promo_rule(text, language, linked):
            element.drop_tree()


def _is_linked_headline(element: HtmlElement) -> bool:
    text = _line(element)
    return promos.looks_like_headline(text) and _linked_share(element, text) >= _ALL_LINKED


def _prune_blocks(tree: HtmlElement, language: str | None) -> None:
    announced = 0  # links still expected after a label that stood alone
    for element in list(tree.iter(*_TEXT_BLOCKS)):
        if element.getparent() is None or _has_blocks(element):
            continue
        text = " ".join("".join(element.itertext()).split())
        if not text:
            continue
        if len(text) > _LONGEST_BLOCK:
            announced = 0
            continue
        linked = _linked_share(element, text)
        if promos.promo_rule(text, language, linked):
            announced = _FOLLOWERS if promos.is_bare_label(text, language) else 0
            element.drop_tree()
        elif _is_link_to_story(element, text, linked) or (announced and linked >= _ALL_LINKED):
            announced = max(0, announced - 1)
            element.drop_tree()
        else:
            announced = 0


def _is_link_to_story(element: HtmlElement, text: str, linked: float) -> bool:
    if linked < _ALL_LINKED or element.tag == "blockquote":
        return False
    links = [link for link in element.iter("a") if link.get("href")]
    return promos.looks_like_headline(text) or (
        len(links) > 1 and all(promos.looks_like_headline(_line(a)) for a in links)
    )


def _line(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _has_blocks(element: HtmlElement) -> bool:
    return any(child.tag in _HAS_BLOCKS for child in element.iterdescendants())


def _linked_share(element: HtmlElement, text: str) -> float:
    """The share of a block's letters (not bullets and dashes) that are linked; all when the block stands in a link."""
    if next(element.iterancestors("a"), None) is not None:
        return 1.0
    linked = sum(len(_LETTERS.findall("".join(link.itertext()))) for link in element.iter("a") if link.get("href"))
    return linked / max(1, len(_LETTERS.findall(text)))


def _prose(element: HtmlElement) -> int:
    """How much running text an element holds; buttons, names and menu entries do not count."""
    return sum(len(piece) for piece in element.itertext() if len(piece) >= _RUNNING_TEXT)
