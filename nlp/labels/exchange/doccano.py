"""doccano: JSON lines for its three kinds of text project, and their exports back.

In and out: ``spans.jsonl`` (project type Sequence Labeling: ``text``, ``label`` [[start, end, code]]),
``articles.jsonl`` (Text Classification: ``label`` ["framing:both"]) and ``both.jsonl`` (Intent Detection and Slot
Filling: ``cats`` and ``entities``), with the labels of each project to import. Other keys of a line stay with the
example and come back in the export, so the article's id does. What doccano counts as one character depends on a
setting of the project, so emoji are shown as a box, with which every way of counting agrees. It exports one file an
annotator, packed as a zip.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from corpus.exchange.reading import RawRow, open_table
from lexicons.errors import EncuadreError
from nlp.labels.exchange.archives import check_size, is_zip, members
from nlp.labels.exchange.readings import OPTION_MARK, Asked, Reading, Row, Unread, chosen_of, split_code
from nlp.labels.exchange.units import Counting, Marked, Unit, boxed

SPANS, ARTICLES, BOTH = "spans.jsonl", "articles.jsonl", "both.jsonl"
SPAN_LABELS, ARTICLE_LABELS = "span_labels.json", "article_labels.json"
# In the export of a project that all label together there is one file, named after nobody.
_EVERYBODY = frozenset({"all", "unknown"})
# Colours that are told apart on white; doccano wants one for each label.
_COLOURS = ("#1B6CA8", "#B3541E", "#2E7D32", "#7B3FA0", "#8A6D00", "#AD1457", "#00766C", "#5D4037")


def write(units: Iterable[Unit], folder: Path, asked: Asked, sample: str) -> list[Path]:
    """The examples for each kind of project, and the labels to import under Labels, Import Labels."""
    paths = [folder / name for name in (SPANS, ARTICLES, BOTH, SPAN_LABELS, ARTICLE_LABELS)]
    with ExitStack() as stack:
        spans, articles, both = (stack.enter_context(path.open("w", encoding="utf-8")) for path in paths[:3])
        for unit in units:
            known = {"text": boxed(unit.text), "article_id": unit.article.id, "sample": sample}
            entities: list[Any] = []
            cats: list[str] = []
            if unit.suggestion is not None:
                known["suggested_by"] = unit.suggestion.model
                entities = [[*unit.joint(s), _label(s.code, s.voice, asked)] for s in unit.suggestion.spans]
                cats = _cats(unit.suggestion.answers)
            _line(spans, {**known, "label": entities})
            _line(articles, {**known, "label": cats})
            _line(both, {**known, "entities": entities, "cats": cats})
    _write_labels(paths[3], (label for label, _ in asked.span_labels()))
    _write_labels(paths[4], (label for label, _ in asked.option_labels()))
    return paths


def _label(code: str, voice: str | None, asked: Asked) -> str:
    return f"{code}{OPTION_MARK}{voice}" if asked.voices and voice else code


def _cats(answers: Mapping[str, str]) -> list[str]:
    return [f"{name}{OPTION_MARK}{option}" for name, answer in answers.items() for option in answer.split()]


def _line(stream: Any, example: Mapping[str, Any]) -> None:
    stream.write(json.dumps(example, ensure_ascii=False) + "\n")


def _write_labels(path: Path, labels: Iterable[str]) -> None:
    colours = len(_COLOURS)
    entries = [
        {"text": label, "background_color": _COLOURS[number % colours], "text_color": "#FFFFFF", "suffix_key": None}
        for number, label in enumerate(labels)
    ]
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=1), "utf-8")


def read(path: Path, asked: Asked) -> Iterator[Row]:
    """The examples of an export: a zip with one JSONL an annotator, or one such file."""
    if not is_zip(path):
        check_size(path)
        yield from _of_file(path, path.name, None, asked)
        return
    for name, content in members(path, (".jsonl", ".json")):
        stem = Path(name).stem
        with tempfile.TemporaryDirectory() as folder:
            unpacked = Path(folder) / "member.jsonl"
            unpacked.write_bytes(content)
            if content.strip():
                yield from _of_file(unpacked, name, None if stem in _EVERYBODY else stem, asked)


def _of_file(path: Path, name: str, annotator: str | None, asked: Asked) -> Iterator[Row]:
    for row in open_table(path).rows():
        where = f"{name}, line {row.number}"
        article = str(row.cells.get("article_id") or "")
        try:
            yield _reading(where, article, annotator, row, asked)
        except EncuadreError as error:
            yield Unread(where, error, article, annotator or "")


def _reading(where: str, article: str, annotator: str | None, row: RawRow, asked: Asked) -> Reading:
    if row.problem is not None:
        raise row.problem
    if not article:
        raise EncuadreError("E441", article="(no article_id in the line)")
    line = row.cells
    marks, cats = _split(line)
    suggested = bool(line.get("suggested_by"))
    if suggested and not asked.confirmed:
        problem = "its labels may be the machine's own, since doccano does not tell; export with 'Export only approved "
        raise EncuadreError("E446", problem=problem + "documents' and import with --confirmed")
    if not marks and not cats and not asked.confirmed:
        problem = "nothing is labelled; if there is nothing to label, export with 'Export only approved documents' and "
        raise EncuadreError("E446", problem=problem + "import with --confirmed")
    text = str(line.get("text", line.get("data", "")))
    counting = Counting.POINTS if boxed(text) == text else Counting.EITHER
    return Reading(
        where=where,
        article=article,
        annotator=annotator or _who(line),
        answers=chosen_of(cats or []),
        spans=None if marks is None else tuple(_marked(mark, counting) for mark in marks),
        text=text,
        suggested=suggested,
        sample=str(line["sample"]) if line.get("sample") else None,
        note=_note(line.get("Comments")),
        complete=True,
    )


def _split(line: Mapping[str, Any]) -> tuple[list[Any] | None, list[str] | None]:
    """Spans and categories, each None where the project does not have them.

    ``label`` holds spans in one kind of project and categories in another; releases also wrote ``labels``.
    """
    cats = line.get("cats")
    marks = line.get("entities")
    mixed = line.get("label", line.get("labels"))
    if isinstance(mixed, list):
        if any(isinstance(each, str) for each in mixed):
            cats = mixed
        else:
            marks = mixed
    return marks if isinstance(marks, list) else None, [str(c) for c in cats] if isinstance(cats, list) else None


def _marked(mark: Any, counting: Counting) -> Marked:
    """A span as [start, end, label] or, in projects with relations, as an object."""
    if isinstance(mark, Mapping):
        mark = [mark.get("start_offset"), mark.get("end_offset"), mark.get("label")]
    if not (isinstance(mark, list) and len(mark) == 3 and all(type(offset) is int for offset in mark[:2])):
        raise EncuadreError("E443", span="", label="?", problem="is not of the form [start, end, label]")
    code, voice = split_code(str(mark[2]))
    return Marked(code=code, start=mark[0], end=mark[1], voice=voice, counting=counting)


def _who(line: Mapping[str, Any]) -> str | None:
    who = line.get("annotator") or line.get("username")
    return str(who) if who else None


def _note(comments: Any) -> str:
    if not isinstance(comments, list):
        return ""
    return " ".join(str(c.get("comment", "")) if isinstance(c, Mapping) else str(c) for c in comments)
