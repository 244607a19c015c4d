"""Promos out of an article: the rules of promos.toml, applied to a tree before extraction and to paragraphs after it.

Both are needed. The tree knows what is a link, a list or an aside; the paragraphs show what is left once the text is
plain. A rule takes a whole block or a bracketed call, never words out of a sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crawler.extraction.text import flat

_LINKED = 0.6  # from this share of linked letters on, a labelled paragraph is a promo, not prose
_ONE_WORD_LINKED = 0.5  # the same for one-word labels, whose colon already says much
_HEADLINE_WORDS = 4  # fewer words in a link are a name or a button, and may stand in a sentence of their own
_HEADLINE_CHARS = 220  # longer than any headline
_LONGEST_PROMPT = 300
_LONGEST_HEADING = 80
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SEPARATORS = (":", "|", "-", "–", "—", ">", "»", "→", "►", "▶")
# "Lea también en Judicial: ..." - a few words may stand between label and colon.
_LATER_COLON = re.compile(r"[^:.!?]{0,40}:\s")
_SEVERAL_SENTENCES = re.compile(r"[a-z0-9)\"'”»]{3}[.!?] \S.{40}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of promos.toml, compiled."""

    id: str
    pattern: re.Pattern[str]
    mentions: re.Pattern[str] | None
    longest: int
    linked: bool
    loud: bool


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("crawler.extraction") / "promos.toml").read_text("utf-8"))


@cache
def _rules(kind: str, language: str | None) -> tuple[Rule, ...]:
    """The rules of one kind for a language; every language's when none is known."""
    return tuple(
        _compile(entry)
        for entry in _data()["rule"]
        if entry["kind"] == kind and (language is None or entry["language"] in (language, "*"))
    )


def _compile(entry: dict[str, Any]) -> Rule:
    pattern = f"(?:{entry['pattern']})"
    pattern = rf"[(\[]\s?{pattern}[)\]]" if entry["kind"] == "inline" else rf"\W{{0,8}}{pattern}"
    return Rule(
        id=entry["id"],
        pattern=re.compile(pattern),
        mentions=re.compile(entry["mentions"]) if "mentions" in entry else None,
        longest=entry.get("longest", _LONGEST_PROMPT),
        linked=entry.get("linked", False),
        loud=entry.get("loud", False),
    )


@cache
def container_names() -> re.Pattern[str]:
    """What class and id of a container say when it is not the article."""
    return re.compile(_data()["containers"]["pattern"])


def promo_rule(text: str, language: str | None = None, linked: float = 0.0) -> str | None:
    """The id of the rule by which a paragraph (of whose letters ``linked`` is the linked share) goes, or None."""
    plain = flat(text)
    for rule in _rules("label", language):
        match = rule.pattern.match(plain)
        if match and _is_labelled(rule, text, plain[match.end() :], match.group(), linked):
            return rule.id
    for rule in _rules("prompt", language):
        fits = len(plain) <= rule.longest and rule.pattern.match(plain)
        if fits and (rule.mentions is None or rule.mentions.search(plain)):
            return rule.id
    return None


def _is_labelled(rule: Rule, text: str, rest: str, label: str, linked: float) -> bool:
    """Whether what follows a label makes the paragraph a call to another story and not a sentence that opens alike."""
    if rest[:1].isalnum():
        return False
    rest = rest.lstrip()
    if rule.linked:
        loud = rule.loud and text[: len(label)].isupper()
        return rest.startswith((":", "|", ">")) and (linked >= _ONE_WORD_LINKED or (loud and _is_call(rest)))
    if linked >= _LINKED or not rest.strip(" .:…!|-–>»→"):
        return True
    return (rest.startswith(_SEPARATORS) or _LATER_COLON.match(rest) is not None) and _is_call(rest)


def _is_call(rest: str) -> bool:
    return len(rest) <= _HEADLINE_CHARS and not _SEVERAL_SENTENCES.search(rest)


def is_bare_label(text: str, language: str | None = None) -> bool:
    """Whether a paragraph is a label and nothing after it, so that what it announces follows."""
    plain = flat(text)
    return any(
        (match := rule.pattern.match(plain)) and not plain[match.end() :].strip(" .:…!|-–>»→")
        for rule in _rules("label", language)
    )


def ends_article(text: str, language: str | None = None) -> bool:
    """Whether a line is a heading after which nothing belongs to the article."""
    return len(text) < _LONGEST_HEADING and any(rule.pattern.match(flat(text)) for rule in _rules("end", language))


def without_inline_calls(text: str, language: str | None = None) -> str:
    """The paragraph without its bracketed calls to other stories."""
    if "(" not in text and "[" not in text:
        return text
    plain = flat(text)
    cuts = [match.span() for rule in _rules("inline", language) for match in rule.pattern.finditer(plain)]
    for start, end in _merged(cuts):
        text = text[:start].rstrip() + text[end:]
    return text


def _merged(cuts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Non-overlapping cuts, last first."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(cuts), reverse=True):
        if not kept or end <= kept[-1][0]:
            kept.append((start, end))
    return kept


def looks_like_headline(text: str) -> bool:
    """Several words and no full stop: what a link to another story says."""
    return len(text.split()) >= _HEADLINE_WORDS and len(text) <= _HEADLINE_CHARS and not _SENTENCE_END.search(text)


def looks_like_heading(text: str) -> bool:
    """A short line without a full stop, as it stands above a list of links."""
    return len(text) <= _LONGEST_HEADING and not _SENTENCE_END.search(text)
