"""doccano and Prodigy: JSON lines of two tools, as their own documentation shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.labels import LabelledSpan
from corpus.records import Part, Voice
from corpus.store import Corpus
from nlp.labels.exchange.formats import Format
from nlp.labels.exchange.importing import Names
from tests.labels_exchange import CONFIRMED, open_corpus, rejects, take, write_lines


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path) as opened:
        yield opened


def test_answers_and_spans_of_two_projects_complete_each_other(corpus: Corpus, tmp_path: Path) -> None:
    text = "=1+1 titular\n\n@cuerpo sin nadie"
    known = {"text": text, "article_id": "a2"}
    answers = write_lines(tmp_path / "a.jsonl", [{**known, "label": ["on_topic:yes", "framing:both"]}])
    spans = write_lines(tmp_path / "s.jsonl", [{**known, "label": [[15, 21, "S3"]], "Comments": ["dudoso"]}])
    for path in (answers, spans, answers, spans):
        take(corpus, path, Format.DOCCANO)
    (label,) = corpus.labels()
    assert label.answers["framing"] == "both"
    assert label.spans == (LabelledSpan(part=Part.BODY, start=1, end=7, code="S3"),)
    assert label.note == "dudoso"


def test_doccano_with_relations_and_with_nothing_labelled(corpus: Corpus, tmp_path: Path) -> None:
    known = {"text": "=1+1 titular\n\n@cuerpo sin nadie", "article_id": "a2"}
    entity = {"id": 0, "start_offset": 15, "end_offset": 21, "label": "S3:quoted"}
    rows = [
        {**known, "entities": [entity], "relations": [], "Comments": []},
        {**known, "label": []},
        {**known, "label": [[1, 2]]},
    ]
    result = take(corpus, write_lines(tmp_path / "x.jsonl", rows), Format.DOCCANO)
    assert [code for _, code, _ in rejects(result)] == ["E446", "E443"]
    (label,) = corpus.labels()
    assert label.spans == (LabelledSpan(part=Part.BODY, start=1, end=7, code="S3", voice=Voice.QUOTED),)
    empty = take(corpus, write_lines(tmp_path / "y.jsonl", rows[1:2]), Format.DOCCANO, asked=CONFIRMED)
    assert empty.changed == 1
    assert corpus.labels()[0].spans == ()


def test_prodigy_answers(corpus: Corpus, tmp_path: Path) -> None:
    text = "=1+1 titular\n\n@cuerpo sin nadie"
    known = {"text": text, "meta": {"article_id": "a2"}, "_input_hash": 1, "_task_hash": 2}
    options = [{"id": "framing:both", "text": "Both"}]
    span = {"start": 15, "end": 21, "token_start": 4, "token_end": 4, "label": "S3"}
    rows = [
        {**known, "spans": [span], "answer": "accept", "_session_id": "d-ana", "_view_id": "spans_manual"},
        {**known, "options": options, "accept": ["framing:both"], "answer": "accept", "_annotator_id": "d-ana"},
        {**known, "label": "on_topic:yes", "answer": "reject", "_annotator_id": "d-bea", "_view_id": "classification"},
        {**known, "label": "framing:both", "answer": "reject", "_annotator_id": "d-bea"},
        {**known, "spans": [], "answer": "ignore", "_session_id": "d-ana"},
        {**known, "spans": [span], "answer": "accept", "_session_id": "2026-11-22_10-00-00"},
    ]
    names = Names(renamed={"d-ana": "ana", "d-bea": "bea"}, groups={"ana": "impacted", "": "students"})
    result = take(corpus, write_lines(tmp_path / "db.jsonl", rows), Format.PRODIGY, names=names)
    assert [(where, code) for where, code, _ in rejects(result)] == [
        ("line 4", "E446"),
        ("line 5", "E446"),
        ("line 6", "E445"),
    ]
    ana, bea = corpus.labels()
    assert (ana.annotator, ana.group, ana.answers["framing"]) == ("ana", "impacted", "both")
    assert ana.spans == (LabelledSpan(part=Part.BODY, start=1, end=7, code="S3"),)
    assert (bea.annotator, bea.group, bea.answers, bea.spans) == ("bea", "students", {"on_topic": "no"}, None)
