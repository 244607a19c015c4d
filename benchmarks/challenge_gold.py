"""Challenge items as labelled articles, so that they are evaluated as any others are.

    python benchmarks/challenge_gold.py --part held --out DIR
    encuadre evaluate framing --gold DIR

In: benchmarks/challenge_items/{es,pt,en}.toml. Out: ``articles.jsonl`` and ``codes.jsonl`` in a folder. Items carry the
S, T, R and H spans that a careful coder marks; sources were not labelled, and framing follows from the spans.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.challenge import LANGUAGES, Item, load_items
from corpus.records import Part, Voice
from nlp.framing import framing_of

FOLDER = Path(__file__).parent / "challenge_items"


def article_row(item: Item) -> dict[str, Any]:
    """The row of ``articles.jsonl``."""
    return {"id": item.id, "lang": item.language, "country": item.country, "title": item.title, "text": item.body}


def codes_row(item: Item) -> dict[str, Any]:
    """The row of ``codes.jsonl``. Words that stand in both parts are one span in each part named."""
    spans = [
        {"text": each.text, "code": each.code, "voice": each.voice or Voice.OUTLET, "part": each.part or Part.BODY}
        for each in item.expect
    ]
    own = [span for span in spans if span["voice"] is Voice.OUTLET]
    return {
        "id": item.id,
        "on_topic": item.on_topic,
        "framing": item.framing or framing_of(str(span["code"]) for span in own),
        "headline": framing_of(str(span["code"]) for span in own if span["part"] is Part.HEADLINE),
        "spans": spans,
        "sources": [],
    }


def main() -> int:
    """Write the folder and say what is in it."""
    parser = argparse.ArgumentParser(description="Write challenge items as labelled articles.")
    parser.add_argument("--part", choices=("development", "held"), required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    items = [
        item for language in LANGUAGES for item in load_items(language, FOLDER) if item.part in (None, options.part)
    ]
    options.out.mkdir(parents=True, exist_ok=True)
    for name, rows in (("articles.jsonl", map(article_row, items)), ("codes.jsonl", map(codes_row, items))):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (options.out / name).write_text("".join(lines), "utf-8")
    print(f"{len(items)} items are in {options.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
