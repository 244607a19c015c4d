"""The challenge set: short invented articles, each written to try one rule of the codebook, and what becomes of them.

    python benchmarks/challenge.py [--language es] [--category voice] [--json] [--quick]

In: tests/challenge/{es,pt,en}.toml. Out: passed items per language and category, then every failing item with what was
expected and what was predicted. An item passes when all it says holds: on_topic, framing (if given), every expected
span overlapped by a predicted one of its code (and voice, if given), and none of the forbidden ones predicted.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from corpus.records import Article, ArticleTags, Framing, Part, SpanRow, Voice
from lexicons.codebook import load_codebook
from nlp.tagger import Tagger

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "challenge"
LANGUAGES = ("es", "pt", "en")
CATEGORIES = (
    "regional",
    "false_friends",
    "voice",
    "negation",
    "event_vs_label",
    "long_distance",
    "typography",
    "relevance",
    "person_first",
    "due_process",
    "alternatives",
    "agency",
    "hedges",
    "mother",
    "trans",
)
ANY_CODE = "*"
# With --quick, every so many-th item is tried: about a third of the set.
QUICK_STEP = 3


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Row):
    """Words that must carry a code, in a part (any part when None) and a voice (any when None)."""

    text: str
    code: str
    voice: Voice | None = None
    part: Part | None = None


class Forbidden(_Row):
    """A code that must not be predicted: on these words, or anywhere when ``text`` is None. Code ``*`` is any code."""

    code: str
    text: str | None = None
    part: Part | None = None


class Item(_Row):
    """One invented article and what the codebook says of it."""

    id: str
    category: str
    country: str
    title: str
    body: str
    on_topic: bool
    framing: Framing | None = None
    # Of items in a set whose held part is only scored.
    part: Literal["development", "held"] | None = None
    expect: tuple[Expected, ...] = ()
    forbid: tuple[str | Forbidden, ...] = ()

    @property
    def language(self) -> str:
        """The language, which the id begins with."""
        return self.id.split("-", 1)[0]

    @property
    def forbidden(self) -> Iterator[Forbidden]:
        """All that is forbidden, in one shape."""
        for entry in self.forbid:
            yield Forbidden(code=entry) if isinstance(entry, str) else entry

    @property
    def article(self) -> Article:
        """The item as the tagger takes it."""
        return Article(
            id=self.id,
            title=self.title,
            body=self.body,
            outlet="challenge",
            country=self.country,
            language=self.language,
        )

    @model_validator(mode="after")
    def _holds(self) -> Item:
        codes = {*load_codebook().codes, ANY_CODE}
        if self.category not in CATEGORIES:
            raise ValueError(f"no category {self.category!r}")
        if self.language not in LANGUAGES:
            raise ValueError("the id does not begin with a language")
        entries: tuple[Expected | Forbidden, ...] = (*self.expect, *self.forbidden)
        for entry in entries:
            if entry.code not in codes:
                raise ValueError(f"no code {entry.code!r}")
            if entry.text is not None and not list(self.places(entry.text, entry.part)):
                raise ValueError(f"{entry.text!r} does not occur")
        return self

    def places(self, text: str, part: Part | None) -> Iterator[tuple[Part, int, int]]:
        """Every place where these words stand."""
        for where, whole in ((Part.HEADLINE, self.title), (Part.BODY, self.body)):
            start = whole.find(text) if part in (None, where) else -1
            while start >= 0:
                yield where, start, start + len(text)
                start = whole.find(text, start + 1)


def load_items(language: str, folder: Path = FOLDER) -> list[Item]:
    """The items of a language. Raises ValueError naming file and item when one does not hold."""
    path = folder / f"{language}.toml"
    items = []
    for row in tomllib.loads(path.read_text("utf-8"))["item"]:
        try:
            items.append(Item.model_validate(row))
        except ValidationError as error:
            raise ValueError(f"{path}, item {row.get('id')}: {error}") from error
    return items


@dataclass(frozen=True)
class Outcome:
    """One tried item: its faults (none when it passed) and the predicted spans, to read."""

    item: Item
    faults: tuple[str, ...]
    predicted: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Did everything hold?"""
        return not self.faults


def try_item(item: Item, tagger: Tagger) -> Outcome:
    """Tag one item and compare."""
    tags = tagger.tag(item.article)
    return Outcome(item, tuple(_faults(item, tags)), tuple(_told(item, span) for span in tags.spans))


def _faults(item: Item, tags: ArticleTags) -> Iterator[str]:
    if tags.on_topic is not item.on_topic:
        yield f"on_topic {tags.on_topic}: {'; '.join(tags.why)}"
    if item.framing is not None and tags.framing is not item.framing:
        yield f"framing {tags.framing.value}, expected {item.framing.value}"
    for wanted in item.expect:
        found = [span for span in tags.spans if span.code == wanted.code and _overlaps(item, span, wanted)]
        if not found:
            yield f"missed {wanted.code} {wanted.text!r}"
        elif wanted.voice is not None and all(span.voice is not wanted.voice for span in found):
            yield f"voice {found[0].voice.value}, expected {wanted.voice.value}: {wanted.code} {wanted.text!r}"
    for barred in item.forbidden:
        for span in tags.spans:
            if barred.code in (ANY_CODE, span.code) and (barred.text is None or _overlaps(item, span, barred)):
                yield f"forbidden {_told(item, span)}"


def _overlaps(item: Item, span: SpanRow, words: Expected | Forbidden) -> bool:
    places = item.places(words.text or "", words.part)
    return any(span.part is part and span.start < end and start < span.end for part, start, end in places)


def _told(item: Item, span: SpanRow) -> str:
    whole = item.title if span.part is Part.HEADLINE else item.body
    return f"{span.code} {whole[span.start : span.end]!r} ({span.part.value}, {span.voice.value}; {span.cue_id})"


def counts(outcomes: Iterable[Outcome]) -> dict[str, dict[str, tuple[int, int]]]:
    """Passed and tried items by language and category; the category ``all`` sums up a language."""
    table: dict[str, dict[str, tuple[int, int]]] = {}
    for outcome in outcomes:
        row = table.setdefault(outcome.item.language, {})
        for category in (outcome.item.category, "all"):
            passed, tried = row.get(category, (0, 0))
            row[category] = (passed + outcome.passed, tried + 1)
    return table


def main() -> int:
    """Try the set and print what came out."""
    parser = argparse.ArgumentParser(description="Try the tagger on the challenge set.")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--category", choices=CATEGORIES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="a third of the items")
    options = parser.parse_args()
    items = [item for language in LANGUAGES if options.language in (None, language) for item in load_items(language)]
    items = [item for item in items if options.category in (None, item.category)]
    tagger = Tagger()
    outcomes = [try_item(item, tagger) for item in items[:: QUICK_STEP if options.quick else 1]]
    print(json.dumps(_as_json(outcomes), ensure_ascii=False, indent=2) if options.json else _as_text(outcomes))
    return 0


def _failing(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if not outcome.passed]


def _as_json(outcomes: Sequence[Outcome]) -> dict[str, object]:
    return {
        "passed": {
            language: {category: {"passed": passed, "tried": tried} for category, (passed, tried) in row.items()}
            for language, row in counts(outcomes).items()
        },
        "failing": [
            {"id": outcome.item.id, "faults": outcome.faults, "predicted": outcome.predicted}
            for outcome in _failing(outcomes)
        ],
    }


def _as_text(outcomes: Sequence[Outcome]) -> str:
    table = counts(outcomes)
    lines = ["category        " + "".join(f"{language:>8}" for language in table)]
    for category in (*CATEGORIES, "all"):
        cells = [table[language].get(category) for language in table]
        lines.append(f"{category:<16}" + "".join(f"{f'{cell[0]}/{cell[1]}' if cell else '-':>8}" for cell in cells))
    for outcome in _failing(outcomes):
        lines.append(f"\n{outcome.item.id} ({outcome.item.country})")
        lines.extend(f"  - {fault}" for fault in outcome.faults)
        lines.extend(f"    predicted {span}" for span in outcome.predicted)
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
