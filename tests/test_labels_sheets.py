"""Sheets and coded JSON lines: what people fill in by hand is read in any language and runs nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from corpus.labels import LabelledSpan, Purpose
from corpus.records import Part, Voice
from corpus.store import Corpus
from nlp.labels.exchange.exporting import export_sample
from nlp.labels.exchange.formats import Format, format_of
from nlp.labels.exchange.importing import Names
from tests.labels_exchange import ASKED, BODY, open_corpus, rejects, take, write_lines


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path) as opened:
        yield opened


def test_no_spreadsheet_runs_a_headline_as_a_formula(corpus: Corpus, tmp_path: Path) -> None:
    export_sample(corpus, "audit", Format.CSV, tmp_path / "csv", ASKED)
    with (tmp_path / "csv" / "articles.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["article_id"] == "a2")
    assert (row["headline_text"], row["body_text"]) == ("'=1+1 titular", "'@cuerpo sin nadie")
    export_sample(corpus, "audit", Format.XLSX, tmp_path / "xlsx", ASKED)
    sheet = openpyxl.load_workbook(tmp_path / "xlsx" / "labels.xlsx")["articles"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1 titular")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_sheet_may_be_filled_in_with_the_words_of_any_language(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(
        "article_id,annotator,on_topic,framing,voices,context,spans_marked\n"
        'a1,ana,Sí,Neither,"police_military, Family",-,x\n'
        "a2,ana,quizás,,,,\n"
        "a2,bea,no,both,,,\n",
        "utf-8",
    )
    result = take(corpus, path, Format.CSV)
    assert [(where, code) for where, code, _ in rejects(result)] == [("labels.csv, row 3", "E444")]
    ana, bea = corpus.labels()
    assert ana.answers == {"on_topic": "yes", "framing": "neither", "voices": "family police_military", "context": ""}
    assert ana.spans == ()
    assert bea.answers == {"on_topic": "no"}
    assert result.unasked == 1


def test_words_of_a_sheet_are_found_where_they_stand(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "spans.csv"
    path.write_text(
        "article_id,annotator,part,words,occurrence,code,voice\n"
        "a1,ana,body,la  RECLUSA,,s2,\n"
        "a1,ana,,mis derechos,1,R2,quoted\n"
        "a1,bea,body,no está,,S2,\n"
        "a1,eva,tail,Presa,,S2,\n",
        "utf-8",
    )
    result = take(corpus, path, Format.CSV)
    assert sorted(code for _, code, _ in rejects(result)) == ["E443", "E444"]
    (label,) = corpus.labels()
    assert label.spans is not None
    assert [BODY[s.start : s.end] for s in label.spans] == ["La reclusa", "mis derechos"]


def test_coded_json_lines(corpus: Corpus, tmp_path: Path) -> None:
    row = {
        "id": "t1",
        "on_topic": True,
        "framing": "neither",
        "headline": None,
        "spans": [{"text": "interna", "code": "S2", "voice": "outlet", "part": "body"}],
        "context": ["C4", "C1", "X"],
        "sources": [{"text": "dijo", "role": "family", "how": "quoted"}],
        "named_unconvicted": None,
    }
    off = {"id": "nowhere", "on_topic": False, "framing": "neither", "headline": "neither", "spans": []}
    path = write_lines(tmp_path / "codes.jsonl", [row, off])
    assert format_of(path) is Format.GOLD
    result = take(corpus, path, Format.GOLD, names=Names(everyone="gold"))
    assert [code for _, code, _ in rejects(result)] == ["E441"]
    (label,) = corpus.labels()
    assert (label.annotator, label.purpose, label.sample) == ("gold", Purpose.TRAIN, None)
    assert label.answers == {
        "on_topic": "yes",
        "framing": "neither",
        "voices": "family",
        "context": "C1 C4",
        "named": "none",
    }
    assert label.note == "context also: X"
    assert label.spans == (LabelledSpan(part=Part.BODY, start=3, end=10, code="S2", voice=Voice.OUTLET),)
