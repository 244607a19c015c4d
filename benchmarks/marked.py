"""Invented articles with their labels marked in the text, turned into the files that ``encuadre evaluate`` reads.

In: a file of ``benchmarks/articles`` (its README tells the marks). Out: rows of ``articles.jsonl`` and ``codes.jsonl``.
Labels are marked where they stand, so that a reader can check them against the codebook without counting characters.

    python benchmarks/marked.py benchmarks/articles/es.txt --part development --out DIR
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PARTS = ("development", "held")
VOICES = ("outlet", "quoted", "paraphrased", "metalinguistic")
ROLES = [
    "directly_impacted",
    "family",
    "organization",
    "defense",
    "expert",
    "police_military",
    "prosecutor",
    "judge",
    "prison_authority",
    "government",
    "document",
    "other",
]
_CODE = re.compile(r"(?:S[1-8]|T[12]|R[1-4]|H1|C[1-4]|X)$")
_HEAD = re.compile(r"=== (?P<id>\S+) \| (?P<country>[a-z]{2}) \| (?P<part>development|held) \| (?P<genre>.+)$")
# ⟦S2 outlet|words⟧ is a span, ⟨judge quoted|words⟩ the words that attribute, ⟦A+ |verb⟧ a clause in which she acts.
_OPEN = re.compile(r"[⟦⟨]([^|⟦⟧⟨⟩\n]*)\|")


class MarkError(ValueError):
    """A mark or a header that cannot be read: which article, what is wrong."""


@dataclass
class Marked:
    """One article: its text without marks, and the labels."""

    id: str
    lang: str
    country: str
    part: str
    genre: str
    title: str = ""
    text: str = ""
    header: dict[str, str] = field(default_factory=dict)
    spans: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    clauses: list[dict[str, Any]] = field(default_factory=list)

    def article(self) -> dict[str, Any]:
        """The row of ``articles.jsonl``."""
        country = self.country.upper()  # as everywhere in the corpus; cues of one country know it only so
        return {"id": self.id, "lang": self.lang, "country": country, "title": self.title, "text": self.text}

    def codes(self) -> dict[str, Any]:
        """The row of ``codes.jsonl``; framing follows from the spans as the codebook says."""
        on_topic = self.header["on_topic"] == "yes"
        named = self.header.get("named_unconvicted", "na")
        return {
            "id": self.id,
            "on_topic": on_topic,
            "framing": _framing(self.spans),
            "headline": _framing([span for span in self.spans if span["part"] == "headline"]),
            "spans": [span for span in self.spans if span["code"][0] not in "CX"],
            "context": sorted({span["code"] for span in self.spans if span["code"][0] in "CX"}),
            "context_spans": [span for span in self.spans if span["code"][0] in "CX"],
            "sources": self.sources,
            "clauses": self.clauses if self.header.get("agency") == "yes" else None,
            "named_unconvicted": {"yes": True, "no": False}.get(named),
        }


def _framing(spans: list[dict[str, Any]]) -> str:
    own = {span["code"] for span in spans if span["voice"] == "outlet"}
    stigma = any(code[0] == "S" and code != "S2" for code in own)
    rights = any(code[0] == "R" for code in own)
    return {(True, True): "both", (True, False): "stigmatizing", (False, True): "rights_based"}.get(
        (stigma, rights), "neither"
    )


def read_marked(text: str, lang: str) -> list[Marked]:
    """All articles of a file. Raises MarkError with the id of the article that cannot be read."""
    articles = []
    for block in re.split(r"(?m)^(?==== )", text):
        if block.startswith("=== "):
            articles.append(_read_one(block, lang))
    twice = {item.id for item in articles if sum(other.id == item.id for other in articles) > 1}
    if twice:
        raise MarkError(f"{sorted(twice)[0]}: this id stands twice")
    return articles


def _read_one(block: str, lang: str) -> Marked:
    first, _, rest = block.partition("\n")
    head = _HEAD.match(first.strip())
    if head is None:
        raise MarkError(f"{first[:60]!r}: expected '=== ID | country | development or held | genre'")
    item = Marked(head["id"], lang, head["country"], head["part"], head["genre"])
    header, _, body = rest.partition("\n# ")
    for line in header.splitlines():
        key, colon, value = line.partition(":")
        if colon:
            item.header[key.strip()] = value.strip()
    if item.header.get("on_topic") not in ("yes", "no"):
        raise MarkError(f"{item.id}: on_topic must be yes or no")
    headline, _, text = body.partition("\n")
    item.title = _strip(item, headline.strip(), "headline")
    item.text = _strip(item, text.strip(), "body")
    if not item.title or not item.text:
        raise MarkError(f"{item.id}: a headline after '# ' and a text are needed")
    return item


def _strip(item: Marked, marked: str, part: str) -> str:
    """The text without marks; the labels go to ``item`` in the order of their beginnings."""
    plain: list[str] = []
    length = 0
    stack: list[tuple[str, int, str]] = []
    found: list[tuple[int, int, str, str]] = []
    index = 0
    while index < len(marked):
        opening = _OPEN.match(marked, index)
        if opening:
            stack.append((opening[1].strip(), length, marked[index]))
            index = opening.end()
        elif marked[index] in "⟧⟩":
            if not stack or {"⟦": "⟧", "⟨": "⟩"}[stack[-1][2]] != marked[index]:
                raise MarkError(f"{item.id}: a mark closes that was not opened near {marked[index - 30 : index]!r}")
            label, start, kind = stack.pop()
            found.append((start, length, label, kind))
            index += 1
        elif marked[index] in "⟦⟨":
            raise MarkError(f"{item.id}: a mark without '|' near {marked[index : index + 30]!r}")
        else:
            plain.append(marked[index])
            length += 1
            index += 1
    if stack:
        raise MarkError(f"{item.id}: the mark {stack[-1][0]!r} is not closed")
    text = "".join(plain)
    for start, end, label, kind in sorted(found):
        _label(item, text[start:end], label, kind, part, start)
    return text


def _label(item: Marked, words: str, label: str, kind: str, part: str, start: int) -> None:
    place = {"text": words, "part": part, "start": start}
    name, _, rest = label.partition(" ")
    if kind == "⟨":
        if name not in ROLES or rest not in ("quoted", "paraphrased"):
            raise MarkError(f"{item.id}: {label!r} is not 'role quoted' or 'role paraphrased'")
        item.sources.append({**place, "role": name, "how": rest})
    elif name in ("A+", "A-"):
        item.clauses.append({**place, "acts": name == "A+"})
    elif _CODE.match(name) and (rest in VOICES or (not rest and name[0] in "CX")):
        item.spans.append({**place, "code": name, "voice": rest or "outlet"})
    else:
        raise MarkError(f"{item.id}: {label!r} is not a code and a voice")


def write_gold(articles: list[Marked], folder: Path) -> None:
    """Write ``articles.jsonl`` and ``codes.jsonl`` to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (
        ("articles.jsonl", [item.article() for item in articles]),
        ("codes.jsonl", [item.codes() for item in articles]),
    ):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text("".join(lines), encoding="utf-8")


def main() -> int:
    """Convert files; the language is the file's name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    try:
        articles = [item for path in options.files for item in read_marked(path.read_text("utf-8"), path.stem)]
    except (OSError, MarkError) as error:
        print(f"marked: {error}", file=sys.stderr)
        return 2
    chosen = [item for item in articles if options.part in (item.part, "all")]
    write_gold(chosen, options.out)
    spans = sum(len(item.spans) for item in chosen)
    print(
        f"{len(chosen)} articles, {spans} spans, {sum(len(item.sources) for item in chosen)} sources in {options.out}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
