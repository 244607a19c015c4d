"""Codes as JSON lines, the shape of coded corpora that ``encuadre evaluate framing`` reads.

In: ``codes.jsonl``: id, on_topic, framing, headline, spans with their words, part and voice, context, sources with
their role. Out: readings. The texts are imported before, as articles with the same ids. Spans carry no offsets: the
first span of some words takes the first place where they stand in their part, the second the second, and so on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.exchange.reading import RawRow, open_table
from corpus.labels import FRAMING, HEADLINE, NO, ON_TOPIC, YES
from corpus.records import Part
from lexicons.errors import EncuadreError
from lexicons.questions import CONTEXT_SIDE
from nlp.labels.exchange.archives import check_size
from nlp.labels.exchange.readings import Asked, Reading, Row, Unread
from nlp.labels.exchange.units import Marked

# Under this name labels of a coded corpus are kept where --annotator gives no other.
ANNOTATOR = "gold"
_NAMED = "named_unconvicted"


def read(path: Path, asked: Asked) -> Iterator[Row]:
    """The coded articles of a file."""
    check_size(path)
    ids = {question.id for question in asked.questions}
    for row in open_table(path).rows():
        where = f"line {row.number}"
        article = str(row.cells.get("id") or "")
        try:
            yield _reading(where, article, row, ids)
        except EncuadreError as error:
            yield Unread(where, error, article)


def _reading(where: str, article: str, row: RawRow, ids: set[str]) -> Reading:
    if row.problem is not None:
        raise row.problem
    line = row.cells
    if not article or not isinstance(line.get(ON_TOPIC), bool):
        raise EncuadreError("E446", problem="the line has no 'id' or no 'on_topic' that is true or false")
    answers: dict[str, tuple[str, ...]] = {ON_TOPIC: (YES if line[ON_TOPIC] else NO,)}
    for name in (FRAMING, HEADLINE):
        if isinstance(line.get(name), str):
            answers[name] = (line[name],)
    context = [str(code) for code in line["context"]] if isinstance(line.get("context"), list) else None
    if context is not None:
        answers["context"] = tuple(code for code in context if code[:1] == CONTEXT_SIDE)
    # Some coders list groups named (X) with the context; the question asks for C codes only.
    beside = [code for code in context or () if code[:1] != CONTEXT_SIDE]
    if isinstance(line.get("sources"), list):
        roles = [str(source.get("role", "")) for source in line["sources"] if isinstance(source, Mapping)]
        answers["voices"] = tuple(dict.fromkeys(roles))
    if _NAMED in line:
        answers["named"] = ({True: YES, False: NO}.get(line[_NAMED], "none"),)
    return Reading(
        where=where,
        article=article,
        annotator=None,
        answers={name: options for name, options in answers.items() if name in ids},
        spans=tuple(_marked(line["spans"])) if isinstance(line.get("spans"), list) else None,
        note=f"context also: {' '.join(beside)}" if beside else "",
    )


def _marked(spans: list[Any]) -> Iterator[Marked]:
    taken: Counter[tuple[Any, ...]] = Counter()
    for span in spans:
        if not isinstance(span, Mapping) or span.get("part") not in (None, *Part):
            raise EncuadreError("E443", span="", label="?", problem="is no object with 'text', 'code' and 'part'")
        part = Part(span["part"]) if span.get("part") else None
        words, code = str(span.get("text") or ""), str(span.get("code") or "")
        key = (part, " ".join(words.split()).casefold(), code)
        yield Marked(code=code, voice=span.get("voice"), part=part, words=words, nth=taken[key], lead_too=True)
        taken[key] += 1
