"""Promos out of an article: the rules of promos.toml, applied to a tree before extraction and to paragraphs after it.

Both are needed. The tree knows what is a link, a list or an aside; the paragraphs show what is left once the text is
plain. A rule takes a whole block or a bracketed call, never words out of a sentence.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lxml.html import HtmlElement

_LINKED = 0.6  # from this share of linked characters on, a labelled paragraph is a promo, not prose
_ALL_LINKED = 0.95
_HEADLINE_WORDS = 4  # fewer words in a link are a name or a button, and may stand in a sentence of their own
_HEADLINE_CHARS = 220  # longer than any headline
_MOST_OF_TEXT = 0.35  # a container with more than this share of the page's paragraphs is not a promo
_FOLLOWERS = 8  # links that may follow a bare label
_BLOCKS = frozenset(
    "p h2 h3 h4 h5 h6 li ul ol div section aside blockquote table figure article header footer main form".split()
)
_CANDIDATES = ("p", "h2", "h3", "h4", "h5", "h6", "li", "div", "blockquote", "strong", "b", "em", "span")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of promos.toml, compiled."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    longest: int
    colon: bool


@cache
def _rules() -> tuple[dict[str, tuple[Rule, ...]], re.Pattern[str]]:
    data = tomllib.loads((files("crawler.extraction") / "promos.toml").read_text("utf-8"))
    by_kind: dict[str, list[Rule]] = {}
    for entry in data["rule"]:
        kind = entry["kind"]
        pattern = rf"[(\[]\s*(?:{entry['pattern']})[)\]]" if kind == "inline" else rf"(?:{entry['pattern']})"
        rule = Rule(entry["id"], kind, re.compile(pattern), entry.get("longest", 300), entry.get("colon", False))
        by_kind.setdefault(kind, []).append(rule)
    return {kind: tuple(rules) for kind, rules in by_kind.items()}, re.compile(data["containers"]["pattern"])


def flat(text: str) -> str:
    """Lower case without accents, character for character, so that offsets stay."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", char)[0].lower()[:1] or char for char in text)


def promo_rule(text: str, linked: float = 0.0) -> str | None:
    """The id of the rule by which a paragraph (of whose characters ``linked`` is the linked share) goes, or None."""
    plain = flat(text)
    rules, _ = _rules()
    for rule in rules["label"]:
        if match := rule.pattern.match(plain):
            rest = plain[match.end() :].lstrip()
            marked = rest.startswith((":", "|", "-", "–", "—", ">", "»", "→", "/"))
            if marked and (not rule.colon or rest.startswith((":", "|", ">"))) and _is_call(rest, text):
                return rule.id
            if not rule.colon and (not rest.strip(" .:…!") or linked >= _LINKED):
                return rule.id
    for rule in rules["prompt"]:
        if len(plain) <= rule.longest and rule.pattern.match(plain):
            return rule.id
    return None


def _is_call(rest: str, text: str) -> bool:
    """Whether what follows a label is a headline. "Más: ..." may also open a paragraph of several sentences."""
    return len(rest) <= _HEADLINE_CHARS and not re.search(r"[.!?] \S.{40}", text)


def is_bare_label(text: str) -> bool:
    """Whether a paragraph is a label and nothing after it, so that what it announces follows."""
    plain = flat(text)
    return any(
        (match := rule.pattern.match(plain)) and not plain[match.end() :].strip(" .:…!|-–>»")
        for rule in _rules()[0]["label"]
    )


def ends_article(text: str) -> bool:
    """Whether a line is a heading after which nothing belongs to the article."""
    return len(text) < 80 and any(rule.pattern.match(flat(text)) for rule in _rules()[0]["end"])


def without_inline_calls(text: str) -> str:
    """The paragraph without its bracketed calls to other stories."""
    if "(" not in text and "[" not in text:
        return text
    plain = flat(text)
    cuts = [match.span() for rule in _rules()[0]["inline"] for match in rule.pattern.finditer(plain)]
    for start, end in sorted(cuts, reverse=True):
        text = text[:start].rstrip() + text[end:]
    return text


def looks_like_headline(text: str) -> bool:
    """Short, several words, no full stop: what a link to another story says."""
    return _HEADLINE_WORDS <= len(text.split()) and len(text) <= _HEADLINE_CHARS and not _SENTENCE_END.search(text)


def prune(tree: HtmlElement) -> None:
    """Take promos out of a tree, in place: containers by their name, then blocks by their words and links."""
    _prune_containers(tree)
    previous_bare = 0
    for element in list(tree.iter(*_CANDIDATES)):
        if element.getparent() is None or _has_blocks(element):
            continue
        text = " ".join(element.itertext())
        if len(text) > 1_000:
            previous_bare = 0
            continue
        text = " ".join(text.split())
        if not text:
            continue
        linked = _linked_share(element, text)
        inline = element.tag in ("strong", "b", "em", "span")
        if inline:
            continue
        if promo_rule(text, linked):
            previous_bare = _FOLLOWERS if is_bare_label(text) else 0
            _drop(element)
        elif (linked >= _ALL_LINKED and looks_like_headline(text)) or (previous_bare and linked >= _LINKED):
            previous_bare = max(0, previous_bare - 1)
            _drop(element)
        else:
            previous_bare = 0


def _prune_containers(tree: HtmlElement) -> None:
    _, pattern = _rules()
    whole = sum(len(p.text_content()) for p in tree.iter("p")) or 1
    for element in list(tree.iter("div", "section", "aside", "ul", "ol", "nav", "form", "figure", "footer")):
        if element.getparent() is None:
            continue
        name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if element.tag in ("aside", "nav", "form") or pattern.search(name):
            inside = sum(len(p.text_content()) for p in element.iter("p"))
            if inside / whole < _MOST_OF_TEXT and next(element.iter("h1"), None) is None:
                _drop(element)


def _has_blocks(element: HtmlElement) -> bool:
    return any(child.tag in _BLOCKS for child in element.iterdescendants())


def _linked_share(element: HtmlElement, text: str) -> float:
    linked = sum(len(" ".join(" ".join(link.itertext()).split())) for link in element.iter("a") if link.get("href"))
    return linked / len(text)


def _drop(element: HtmlElement) -> None:
    """Remove an element; the text after it stays."""
    element.drop_tree()
