"""Prodigy: JSON lines for the interfaces spans_manual, choice and blocks of both, and the lines of ``db-out`` back.

In and out: ``text``, ``tokens`` (so that Prodigy and we cut words alike), ``spans`` (with ``token_start`` and
``token_end``), ``options`` with the ids ``framing:both``, ``accept``, ``answer``, ``_annotator_id``. Offsets are code
points. ``meta`` is kept by Prodigy and carries the article's id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from corpus.exchange.reading import RawRow, open_table
from corpus.labels import NO, YES
from lexicons.errors import EncuadreError
from nlp.labels.exchange.archives import check_size
from nlp.labels.exchange.readings import OPTION_MARK, Asked, Reading, Row, Unread, chosen_of, instant, split_code
from nlp.labels.exchange.units import Marked, Unit

TASKS, LABELS, OPTIONS = "tasks.jsonl", "labels.txt", "options.json"
# A session that nobody named is called by its time.
_NAMELESS = re.compile(r"^\d{4}-\d\d-\d\d[_T ]\d\d-\d\d-\d\d$")

_WITHOUT_SPANS = frozenset({"choice", "classification", "html", "text", "text_input"})


def write(units: Iterable[Unit], folder: Path, asked: Asked, sample: str) -> list[Path]:
    """Tasks, the labels for ``--label labels.txt``, and the options alone for a recipe of one's own."""
    tasks, labels, options = folder / TASKS, folder / LABELS, folder / OPTIONS
    choices = [{"id": label, "text": words} for label, words in asked.option_labels()]
    with tasks.open("w", encoding="utf-8") as stream:
        for unit in units:
            stream.write(json.dumps(_task(unit, choices, asked, sample), ensure_ascii=False) + "\n")
    labels.write_text("".join(f"{label}\n" for label, _ in asked.span_labels()), "utf-8")
    options.write_text(json.dumps(choices, ensure_ascii=False, indent=1), "utf-8")
    return [tasks, labels, options]


def _task(unit: Unit, choices: list[dict[str, str]], asked: Asked, sample: str) -> dict[str, Any]:
    doc = _tokenizer(unit.article.language or "xx").make_doc(unit.text)
    tokens = [
        {"text": t.text, "start": t.idx, "end": t.idx + len(t), "id": t.i, "ws": bool(t.whitespace_)} for t in doc
    ]
    meta = {"article_id": unit.article.id, "sample": sample}
    task = {"text": unit.text, "tokens": tokens, "spans": [], "options": choices, "meta": meta}
    if unit.suggestion is None:
        return task
    meta["suggested_by"] = unit.suggestion.model
    spans = []
    for span in unit.suggestion.spans:
        start, end = unit.joint(span)
        # Prodigy shows whole tokens only.
        covered = doc.char_span(start, end, alignment_mode="expand")
        if covered is None:
            continue
        label = f"{span.code}{OPTION_MARK}{span.voice.value}" if asked.voices and span.voice else span.code
        places = {"start": covered.start_char, "end": covered.end_char}
        spans.append({**places, "token_start": covered.start, "token_end": covered.end - 1, "label": label})
    accept = [f"{name}{OPTION_MARK}{option}" for name, a in unit.suggestion.answers.items() for option in a.split()]
    return {**task, "spans": spans, "accept": accept}


@cache
def _tokenizer(language: str) -> Language:
    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


def read(path: Path, asked: Asked) -> Iterator[Row]:
    """The lines of ``prodigy db-out``."""
    check_size(path)
    for row in open_table(path).rows():
        where = f"line {row.number}"
        line = row.cells
        meta = line.get("meta")
        article = str(meta.get("article_id") or "") if isinstance(meta, Mapping) else ""
        article = article or str(line.get("article_id") or "")
        try:
            yield _reading(where, article, row, meta if isinstance(meta, Mapping) else {})
        except EncuadreError as error:
            yield Unread(where, error, article, _who(line) or "")


def _reading(where: str, article: str, row: RawRow, meta: Mapping[str, Any]) -> Reading:
    if row.problem is not None:
        raise row.problem
    line = row.cells
    if not article:
        raise EncuadreError("E441", article="(no article_id in meta)")
    answer = line.get("answer")
    if answer is None:
        raise EncuadreError("E446", problem="the line has no 'answer', so it is a task and not an annotation")
    binary = isinstance(line.get("label"), str)
    if answer == "ignore" or (answer != "accept" and not binary):
        raise EncuadreError("E446", problem=f"the annotator answered '{answer}'")
    chosen = _binary(str(line["label"]), answer == "accept") if binary else _accepted(line)
    spans = line.get("spans")
    return Reading(
        where=where,
        article=article,
        annotator=_who(line),
        answers=chosen_of(chosen),
        spans=tuple(_marked(span) for span in spans or ()) if _marks(line) else None,
        text=str(line.get("text", "")),
        labelled_at=instant(line.get("_timestamp")),
        suggested=bool(meta.get("suggested_by")),
        sample=str(meta["sample"]) if meta.get("sample") else None,
        complete=bool(line.get("options")) and not binary,
    )


def _marks(line: Mapping[str, Any]) -> bool:
    """Could spans be marked in the interface of this line? Prodigy may leave the key out where none was."""
    view = str(line.get("_view_id", ""))
    return view not in _WITHOUT_SPANS and ("spans" in line or "tokens" in line)


def _binary(label: str, accepted: bool) -> list[str]:
    """One option shown alone: accepted it is the answer; refused it tells only what a question of yes and no is."""
    question, _, option = label.partition(OPTION_MARK)
    if accepted:
        return [label]
    if option not in (YES, NO):
        raise EncuadreError("E446", problem=f"'{label}' was refused, which does not say what holds in its place")
    return [f"{question}{OPTION_MARK}{NO if option == YES else YES}"]


def _accepted(line: Mapping[str, Any]) -> list[str]:
    accept = line.get("accept")
    return [str(each) for each in accept] if isinstance(accept, list) else []


def _marked(span: Any) -> Marked:
    places = [span.get("start"), span.get("end")] if isinstance(span, Mapping) else []
    if len(places) != 2 or not all(type(place) is int for place in places):
        raise EncuadreError("E443", span="", label="?", problem="has no 'start' and 'end' that are numbers")
    code, voice = split_code(str(span.get("label", "")))
    return Marked(code=code, start=places[0], end=places[1], voice=voice, words=span.get("text"))


def _who(line: Mapping[str, Any]) -> str | None:
    """The annotator, as Prodigy names the session: ``DATASET-NAME``."""
    for key in ("_annotator_id", "_session_id"):
        name = line.get(key)
        if isinstance(name, str) and name and not _NAMELESS.match(name):
            return name
    return None
