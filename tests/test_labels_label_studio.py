"""Label Studio: its interface, its offsets, and every task kept or told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from corpus.labels import LabelledSpan
from corpus.records import Part
from corpus.store import Corpus
from lexicons.errors import EncuadreError
from lexicons.questions import load_questions
from nlp.labels.exchange.exporting import export_sample
from nlp.labels.exchange.formats import Format, reader
from nlp.labels.exchange.importing import Names
from tests.labels_exchange import ASKED, BODY, LEAD, TITLE, open_corpus, rejects, take, write_json


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path) as opened:
        yield opened


def test_the_interface_of_label_studio_has_every_code_and_option_in_the_annotators_language(
    corpus: Corpus, tmp_path: Path
) -> None:
    export_sample(corpus, "audit", Format.LABEL_STUDIO, tmp_path / "out", ASKED)
    view = ElementTree.fromstring((tmp_path / "out" / "interface.xml").read_text("utf-8"))
    assert [label.get("alias") for label in view.iter("Label")] == list(ASKED.codes)
    names = {choices.get("name"): choices for choices in view.iter("Choices")}
    for question in load_questions():
        assert [choice.get("alias") for choice in names[question.id]] == list(question.options)
    assert names["voice"].get("perRegion") == "true"
    assert "¿El artículo trata sobre mujeres privadas de libertad?" in {
        head.get("value") for head in view.iter("Header")
    }


# What the tool writes, as its own documentation shows it.


def ls_task(result: list[dict[str, Any]], article: str = "a1", **annotation: Any) -> dict[str, Any]:
    text = f"{TITLE}\n\n{LEAD}\n\n{BODY}" if article == "a1" else "=1+1 titular\n\n@cuerpo sin nadie"
    made = {"id": 1001, "completed_by": 10, "result": result, "created_at": "2026-03-09T22:16:08.728353Z", **annotation}
    return {"id": 1, "data": {"text": text, "article_id": article}, "annotations": [made], "project": 83}


def ls_region(start: int, end: int, words: str, code: str = "S2") -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": [code]}
    return {"id": "Dx_aB91ISN", "from_name": "code", "to_name": "text", "type": "labels", "value": value}


def ls_choice(name: str, *values: str) -> dict[str, Any]:
    return {"id": "x", "from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(values)}}


def test_label_studio_offsets_hold_whether_a_release_counts_code_points_or_utf16(
    corpus: Corpus, tmp_path: Path
) -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{BODY}"
    at = text.index("derechos")
    utf16 = len(text[:at].encode("utf-16-le")) // 2
    assert utf16 > at
    for number, start in enumerate((at, utf16)):
        task = ls_task([ls_region(start, start + 8, "derechos", "R2"), ls_choice("on_topic", "yes")])
        task["annotations"][0]["completed_by"] = number
        take(corpus, write_json(tmp_path / f"{number}.json", [task]), Format.LABEL_STUDIO, names=Names())
    one, other = corpus.labels()
    assert one.spans == other.spans
    assert one.spans is not None
    assert BODY[one.spans[0].start : one.spans[0].end] == "derechos"


def test_every_task_of_label_studio_is_kept_or_told(corpus: Corpus, tmp_path: Path) -> None:
    good = [ls_choice("on_topic", "yes"), ls_choice("framing", "neither")]
    tasks = [
        ls_task(good),
        ls_task(good, article="nowhere"),
        ls_task([*good, ls_region(20, 30, "agua")]),
        ls_task([*good, ls_region(2, 90, "x")]),
        ls_task([*good, ls_region(0, 5, "Presa", "Z9")]),
        ls_task([ls_choice("on_topic", "perhaps")]),
        ls_task([ls_choice("colour", "red")]),
        ls_task([], was_cancelled=True),
        ls_task([]),
        {"id": 9, "data": {"text": "x", "article_id": "a1"}, "annotations": []},
        {**ls_task(good), "data": {"article_id": "a1", "text": "another text"}},
        {"id": 11, "annotations": [1]},
    ]
    for number, task in enumerate(tasks):
        task["id"] = number
    result = take(corpus, write_json(tmp_path / "export.json", tasks), Format.LABEL_STUDIO, names=Names())
    assert (result.read, result.kept, result.rejected, result.unlabelled) == (12, 1, 8, 3)
    assert [(where.split(",")[0], code) for where, code, _ in rejects(result)] == [
        ("task 1", "E441"),
        ("task 2", "E443"),
        ("task 3", "E443"),
        ("task 4", "E444"),
        ("task 5", "E444"),
        ("task 6", "E444"),
        ("task 7", "E446"),
        ("task 8", "E446"),
        ("task 9", "E446"),
        ("task 10", "E442"),
        ("task 11", "E441"),
    ]
    (label,) = corpus.labels()
    assert (label.annotator, label.labelled_at, label.suggested) == ("10", "2026-03-09T22:16:08+00:00", False)
    assert label.answers == {"on_topic": "yes", "framing": "neither", "voices": "", "context": ""}


def test_a_span_across_two_parts_is_refused_and_the_empty_line_beside_one_is_not(
    corpus: Corpus, tmp_path: Path
) -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{BODY}"
    beside = ls_task([ls_region(0, len(TITLE) + 2, TITLE + "\n\n")])
    across = ls_task([ls_region(0, len(TITLE) + 5, text[: len(TITLE) + 5])])
    result = take(corpus, write_json(tmp_path / "e.json", [beside, across]), Format.LABEL_STUDIO)
    assert [code for _, code, _ in rejects(result)] == ["E443"]
    (label,) = corpus.labels()
    assert label.spans == (LabelledSpan(part=Part.HEADLINE, start=0, end=len(TITLE), code="S2"),)


def test_json_min_is_refused_with_what_to_type(tmp_path: Path) -> None:
    path = write_json(tmp_path / "min.json", [{"id": 1, "text": "x", "framing": "both", "annotator": 1}])
    with pytest.raises(EncuadreError, match="JSON-MIN") as refused:
        list(reader(Format.LABEL_STUDIO)(path, ASKED))
    assert refused.value.code == "E440"


def test_the_later_of_two_labels_of_one_annotator_is_kept_and_the_other_told(corpus: Corpus, tmp_path: Path) -> None:
    early = ls_task([ls_choice("on_topic", "no")], updated_at="2026-01-01T00:00:00Z")
    late = ls_task([ls_choice("on_topic", "yes")], updated_at="2026-02-01T00:00:00Z")
    path = write_json(tmp_path / "twice.json", [late, early])
    result = take(corpus, path, Format.LABEL_STUDIO, names=Names())
    assert (result.read, result.kept, result.reasons) == (2, 1, {"E447": 1})
    assert corpus.labels()[0].answers["on_topic"] == "yes"
    assert take(corpus, path, Format.LABEL_STUDIO, names=Names()).unchanged == 1
