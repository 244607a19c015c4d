"""Stigmatizing words, tensions and hedges on invented reports, each written from the codebook to try one difficulty."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.records import Article, Part
from nlp.tagger import Tagger

FOLDER = Path(__file__).parent / "challenge"
FLOORS = tomllib.loads((FOLDER / "stigma_floors.toml").read_text("utf-8"))
KINDS = {"regional", "false_friends", "voice", "negation", "long_distance", "typography", "paradigm"}
LANGUAGES = ("es", "pt", "en")
_MARK = re.compile(r"⟦(?P<code>\S+) (?P<voice>\w+)\|(?P<words>[^⟧]*)⟧")
_CHARACTERS = {"{NBSP}": "\u00a0", "{SHY}": "\u00ad", "{NL}": "\n"}

# Part, start, end, code and voice of a span.
Place = tuple[Part, int, int, str, str]


@dataclass(frozen=True)
class Item:
    """One invented report and the spans it must have, no more and no fewer."""

    line: int
    language: str
    kind: str
    country: str
    title: str
    body: str
    spans: tuple[Place, ...]


def _text(marked: str, part: Part) -> tuple[str, list[Place]]:
    for name, character in _CHARACTERS.items():
        marked = marked.replace(name, character)
    if "{NFD}" in marked:
        marked = unicodedata.normalize("NFD", marked.replace("{NFD}", ""))
    text, spans, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append((part, len(text), len(text) + len(match["words"]), match["code"], match["voice"]))
        text += match["words"]
        last = match.end()
    return text + marked[last:], spans


def items() -> Iterator[Item]:
    for number, line in enumerate((FOLDER / "stigma.txt").read_text("utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        language, kind, country, headline, body = (field.strip() for field in re.split(r" \|(?: |$)", line, maxsplit=4))
        title, above = _text(headline, Part.HEADLINE)
        text, below = _text(body, Part.BODY)
        yield Item(number, language, kind, country, title, text, (*above, *below))


def faults(item: Item, tagger: Tagger) -> list[str]:
    """What is missed, found without being there, or heard in another voice."""
    article = Article(
        id=str(item.line),
        title=item.title,
        body=item.body,
        outlet="challenge",
        country=item.country,
        language=item.language,
    )
    rows = [row for row in tagger.tag(article, on_topic=True).spans if row.code[0] in "STH"]
    told, found = [], set()
    for part, start, end, code, voice in item.spans:
        words = (item.title if part is Part.HEADLINE else item.body)[start:end]
        hits = [
            number
            for number, row in enumerate(rows)
            if row.code == code and row.part is part and row.start < end and start < row.end
        ]
        if not hits:
            told.append(f"missed {code} '{words}'")
        elif rows[hits[0]].voice != voice:
            told.append(f"{code} '{words}' is {rows[hits[0]].voice}, not {voice}")
        found.update(hits)
    for number, row in enumerate(rows):
        if number not in found:
            text = item.title if row.part is Part.HEADLINE else item.body
            told.append(f"unasked {row.code} '{text[row.start : row.end]}' ({row.cue_id})")
    return told


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_difficulty_is_tried(language: str) -> None:
    own = [item for item in items() if item.language == language]
    assert {item.kind for item in own} == KINDS
    assert len(own) >= FLOORS["items"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fewer_items_pass_than_before(language: str, tagger: Tagger) -> None:
    outcomes = {item: faults(item, tagger) for item in items() if item.language == language}
    failing = [f"line {item.line}: {'; '.join(told)}" for item, told in outcomes.items() if told]
    assert len(outcomes) - len(failing) >= FLOORS[language], "\n".join(failing)
