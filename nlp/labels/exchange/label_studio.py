"""Label Studio: tasks as JSON with the labelling interface as XML, and its JSON export back.

In and out: see docs/labels-exchange.md. One ``Text`` holds the whole article; ``Labels`` mark codes, ``Choices`` per
region their voice, and ``Choices`` of the task answer the questions. Ids are stored as aliases, so that the words on
the screen may be in any language. Suggestions are ``predictions`` with their model's version. Releases differ in what
an offset counts (UTF-16 units in old ones, code points since), so the words of a region decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from corpus.exchange.reading import RawRow, open_table
from corpus.labels import YES
from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError
from lexicons.questions import Question
from nlp.labels.exchange.archives import check_size
from nlp.labels.exchange.readings import Asked, Reading, Row, Unread, instant
from nlp.labels.exchange.units import Counting, Marked, Suggestion, Unit

TASKS, INTERFACE = "tasks.json", "interface.xml"
_TEXT, _CODE, _VOICE, _NOTE = "text", "code", "voice", "note"


def write(units: Iterable[Unit], folder: Path, asked: Asked, sample: str) -> list[Path]:
    """Tasks to import into a project, and the interface to paste under Settings, Labeling Interface, Code."""
    tasks, interface = folder / TASKS, folder / INTERFACE
    tasks.write_text(json.dumps([_task(unit, sample) for unit in units], ensure_ascii=False, indent=1), "utf-8")
    interface.write_text(interface_xml(asked), "utf-8")
    return [tasks, interface]


def _task(unit: Unit, sample: str) -> dict[str, Any]:
    data = {_TEXT: unit.text, "article_id": unit.article.id, "sample": sample}
    if unit.suggestion is None:
        return {"data": data}
    data["suggested_by"] = unit.suggestion.model
    return {"data": data, "predictions": [_prediction(unit, unit.suggestion)]}


def _prediction(unit: Unit, suggestion: Suggestion) -> dict[str, Any]:
    result: list[dict[str, Any]] = []
    for number, span in enumerate(suggestion.spans, start=1):
        start, end = unit.joint(span)
        region = {"start": start, "end": end, "text": unit.text[start:end]}
        tied = {"id": f"s{number}", "to_name": _TEXT}
        result.append({**tied, "from_name": _CODE, "type": "labels", "value": {**region, "labels": [span.code]}})
        if span.voice is not None:
            voice = {**region, "choices": [span.voice.value]}
            result.append({**tied, "from_name": _VOICE, "type": "choices", "value": voice})
    for question, answer in suggestion.answers.items():
        if not answer:
            continue
        value = {"choices": answer.split()}
        result.append({"from_name": question, "to_name": _TEXT, "type": "choices", "value": value})
    return {"model_version": suggestion.model, "result": result}


def interface_xml(asked: Asked) -> str:
    """The labelling interface of the codebook and questions in use."""
    codebook = load_codebook()
    view = Xml.Element("View")
    labels = Xml.SubElement(view, "Labels", name=_CODE, toName=_TEXT)
    for code in asked.codes:
        Xml.SubElement(labels, "Label", value=f"{code} {asked.words(codebook.codes[code])}", alias=code)
    Xml.SubElement(view, "Text", name=_TEXT, value=f"${_TEXT}", granularity="word")
    voice = {"name": _VOICE, "toName": _TEXT, "perRegion": "true", "choice": "single", "showInline": "true"}
    choices = Xml.SubElement(view, "Choices", voice)
    for name, entry in codebook.voices.items():
        Xml.SubElement(choices, "Choice", value=asked.words(entry), alias=name)
    for question in asked.questions:
        _ask(view, question, asked)
    Xml.SubElement(view, "TextArea", name=_NOTE, toName=_TEXT, maxSubmissions="1")
    Xml.indent(view)
    return Xml.tostring(view, "unicode") + "\n"


def _ask(view: Xml.Element, question: Question, asked: Asked) -> None:
    block = Xml.SubElement(view, "View")
    if question.asked_if is not None:
        yes = asked.question(question.asked_if).options[YES]
        # By alias and by the words shown: releases differ in which of the two they compare.
        when = {"whenTagName": question.asked_if, "whenChoiceValue": f"{YES},{asked.words(yes)}"}
        block.attrib |= {"visibleWhen": "choice-selected", **when}
    Xml.SubElement(block, "Header", value=asked.words(question), size="4")
    kind = "multiple" if question.several else "single"
    choices = Xml.SubElement(block, "Choices", name=question.id, toName=_TEXT, choice=kind, showInline="true")
    for option, entry in question.options.items():
        Xml.SubElement(choices, "Choice", value=asked.words(entry), alias=option)


def read(path: Path, asked: Asked) -> Iterator[Row]:
    """The annotations of an export as JSON: one reading for each annotation of each task."""
    check_size(path)
    table = open_table(path)
    if "data" not in table.columns:
        problem = "its tasks have no 'data'; export as JSON, not as JSON-MIN or CSV"
        raise EncuadreError("E440", path=path, format="an export of Label Studio", problem=problem)
    for row in table.rows():
        yield from _of_task(row, asked)


def _of_task(row: RawRow, asked: Asked) -> Iterator[Row]:
    if row.problem is not None:
        yield Unread(f"task {row.number}", row.problem)
        return
    task = row.cells
    where = f"task {task.get('id', row.number)}"
    data = task.get("data")
    annotations = task.get("annotations", task.get("completions"))
    data = data if isinstance(data, Mapping) else {}
    article = _text_of(data.get("article_id"))
    if not article:
        yield Unread(where, EncuadreError("E441", article="(no article_id in the task)"))
        return
    if not isinstance(annotations, list) or not annotations:
        yield Unread(where, EncuadreError("E446", problem="nobody has submitted this task yet"), article)
        return
    suggested = bool(data.get("suggested_by") or task.get("predictions"))
    for number, annotation in enumerate(annotations, start=1):
        here = f"{where}, annotation {number}"
        try:
            yield _of_annotation(here, article, data, annotation, suggested, asked)
        except EncuadreError as error:
            yield Unread(here, error, article, _annotator(annotation) or "")


def _of_annotation(
    where: str, article: str, data: Mapping[str, Any], annotation: Any, suggested: bool, asked: Asked
) -> Reading:
    if not isinstance(annotation, Mapping):
        raise EncuadreError("E446", problem="the annotation is not an object")
    if annotation.get("was_cancelled") or annotation.get("skipped"):
        raise EncuadreError("E446", problem="the annotator skipped it")
    result = annotation.get("result")
    results = [each for each in result if isinstance(each, Mapping)] if isinstance(result, list) else []
    if not results:
        raise EncuadreError("E446", problem="the annotation is empty")
    answers, spans = _answers(results, asked), _spans(results)
    return Reading(
        where=where,
        article=article,
        annotator=_annotator(annotation),
        answers=answers,
        spans=spans,
        text=_text_of(data.get(_TEXT)),
        labelled_at=instant(annotation.get("updated_at") or annotation.get("created_at")),
        suggested=suggested or annotation.get("parent_prediction") is not None,
        sample=_text_of(data.get("sample")),
        note=" ".join(_values(results, _NOTE, "text")),
        complete=True,
    )


def _answers(results: Sequence[Mapping[str, Any]], asked: Asked) -> dict[str, tuple[str, ...]]:
    answers: dict[str, tuple[str, ...]] = {}
    for each in results:
        name = each.get("from_name")
        if each.get("type") == "choices" and name != _VOICE:
            question = asked.question(str(name))
            # Without aliases a project shows and exports the words.
            ids = {asked.words(entry): option for option, entry in question.options.items()}
            answers[question.id] = tuple(ids.get(value, value) for value in _list(each, "choices"))
    return answers


def _spans(results: Sequence[Mapping[str, Any]]) -> tuple[Marked, ...]:
    voices = {each.get("id"): _list(each, "choices") for each in results if each.get("from_name") == _VOICE}
    spans: list[Marked] = []
    for each in results:
        if each.get("type") not in ("labels", "hypertextlabels"):
            continue
        value = _value(each)
        voice = voices.get(each.get("id"), ())
        start, end = _offset(value, "start"), _offset(value, "end")
        for label in _list(each, "labels") or _list(each, "hypertextlabels"):
            # Without aliases: 'S2 Custody used as the noun for her'.
            code = label.split(" ")[0]
            words = _text_of(value.get("text"))
            spans.append(
                Marked(
                    code=code,
                    start=start,
                    end=end,
                    voice=voice[0] if voice else None,
                    words=words,
                    counting=Counting.EITHER,
                )
            )
    return tuple(spans)


def _offset(value: Mapping[str, Any], name: str) -> int:
    globally = value.get("globalOffsets")
    place = globally.get(name) if isinstance(globally, Mapping) else value.get(name)
    if isinstance(place, str) and place.isdecimal():
        place = int(place)
    if not isinstance(place, int) or isinstance(place, bool):
        raise EncuadreError("E443", span="", label="?", problem=f"has no '{name}' that is a number")
    return place


def _annotator(annotation: Any) -> str | None:
    """Who made the annotation: an address where the export has one, else the number of the user."""
    by = annotation.get("completed_by") if isinstance(annotation, Mapping) else None
    if isinstance(by, Mapping):
        by = by.get("email") or by.get("username") or by.get("id")
    return _text_of(by)


def _values(results: Sequence[Mapping[str, Any]], name: str, key: str) -> Iterator[str]:
    for each in results:
        if each.get("from_name") == name:
            yield from _list(each, key)


def _value(each: Mapping[str, Any]) -> Mapping[str, Any]:
    value = each.get("value")
    return value if isinstance(value, Mapping) else {}


def _list(each: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = _value(each).get(key)
    if isinstance(values, str):
        return (values,)
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def _text_of(value: object) -> str | None:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "" else None
