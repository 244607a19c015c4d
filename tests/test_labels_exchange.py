"""Labels to labelling tools and back: each format keeps words, codes and answers; a bad row never costs a good one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.labels import Purpose
from corpus.store import Corpus
from encuadre.cli.label_exchange import ExportFormat, ImportFormat
from lexicons.errors import EncuadreError
from lexicons.questions import load_questions
from nlp.labels.exchange.exporting import export_sample
from nlp.labels.exchange.formats import Format, format_of, writer
from nlp.labels.exchange.importing import Names
from nlp.labels.exchange.readings import asked_of
from tests.labels_exchange import ASKED, SAID, SPANS, TOOLS, open_corpus, rejects, take


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("form", TOOLS)
def test_what_goes_out_comes_back_word_by_word_and_marked_as_suggested(
    corpus: Corpus, tmp_path: Path, form: Format
) -> None:
    folder = tmp_path / "out"
    asked = asked_of(load_questions(), "es", voices=True, confirmed=form is Format.DOCCANO)
    done = export_sample(corpus, "audit", form, folder, asked, suggestions=True)
    assert (done.articles, done.suggested, done.left_out) == (3, 1, 0)
    back = TOOLS[form](folder)
    if form is not Format.INCEPTION:
        assert format_of(back) is form
    result = take(corpus, back, form, asked=asked)
    (label,) = corpus.labels()
    assert label.spans is not None
    assert [(s.part, s.start, s.end, s.code, s.voice) for s in label.spans] == [
        (s.part, s.start, s.end, s.code, s.voice) for s in SPANS
    ]
    assert {name: label.answers[name] for name in ("on_topic", "framing", "headline", "acts")} == {
        name: SAID[name] for name in ("on_topic", "framing", "headline", "acts")
    }
    assert label.suggested
    assert (label.purpose, label.sample) == (Purpose.AUDIT, "audit")
    assert "ana" in label.annotator
    assert result.rejected == 0
    again = take(corpus, back, form, asked=asked)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    assert corpus.labels() == [label]


@pytest.mark.parametrize("form", TOOLS)
def test_no_file_tells_the_stratum_and_the_order_is_the_samples_own(
    corpus: Corpus, tmp_path: Path, form: Format
) -> None:
    for name in ("one", "two"):
        export_sample(corpus, "audit", form, tmp_path / name, ASKED)
    for path in sorted((tmp_path / "one").rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            assert b"SECRET" not in content
            if path.suffix != ".xlsx":
                assert content == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_an_export_goes_into_a_new_folder_and_one_language_only_when_asked(corpus: Corpus, tmp_path: Path) -> None:
    done = export_sample(corpus, "audit", Format.CSV, tmp_path / "pt", ASKED, language="pt")
    assert (done.articles, done.left_out) == (1, 2)
    with pytest.raises(EncuadreError) as refused:
        export_sample(corpus, "audit", Format.CSV, tmp_path / "pt", ASKED)
    assert refused.value.code == "E637"
    with pytest.raises(EncuadreError) as nothing:
        export_sample(corpus, "audit", Format.CSV, tmp_path / "fr", ASKED, language="fr")
    assert nothing.value.code == "E638"


def test_suggestions_that_nobody_confirmed_are_no_labels(corpus: Corpus, tmp_path: Path) -> None:
    export_sample(corpus, "audit", Format.DOCCANO, tmp_path / "out", ASKED, suggestions=True)
    result = take(corpus, tmp_path / "out" / "both.jsonl", Format.DOCCANO)
    assert (result.kept, result.unlabelled) == (0, 3)
    export_sample(corpus, "audit", Format.INCEPTION, tmp_path / "cas", ASKED, suggestions=True)
    assert take(corpus, tmp_path / "cas" / "documents" / "a1.xmi", Format.INCEPTION).unlabelled == 1


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"""


def test_hostile_files_are_told_and_expanded_by_nobody(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("ana/a1.xmi", BOMB)
        archive.writestr("ana/TypeSystem.xml", BOMB)
    result = take(corpus, bomb, Format.INCEPTION)
    assert [code for _, code, _ in rejects(result)] == ["E440"]
    monkeypatch.setattr("nlp.labels.exchange.archives.MOST_BYTES", 1_000_000)
    monkeypatch.setattr("nlp.labels.exchange.tables.MOST_BYTES", 1_000_000)
    for name, form, member in (
        ("z.zip", Format.DOCCANO, "ana.jsonl"),
        ("z.xlsx", Format.XLSX, "xl/worksheets/sheet1.xml"),
        ("p.zip", Format.INCEPTION, "ana/a1.xmi"),
    ):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, b"0" * 5_000_000)
        assert path.stat().st_size < 100_000
        with pytest.raises(EncuadreError) as refused:
            take(corpus, path, form)
        assert refused.value.code == "E448", name


@pytest.mark.parametrize("form", [*TOOLS, Format.GOLD])
def test_no_file_that_is_something_else_ends_in_a_traceback(corpus: Corpus, tmp_path: Path, form: Format) -> None:
    contents = (
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04broken",
        b"{}",
        b"[]",
        b"[1, 2]",
        b'{"a": [1]}',
        b"a,b\n1,2\n",
        b"<x/>",
    )
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}.xmi"
        path.write_bytes(content)
        try:
            result = take(corpus, path, form)
        except EncuadreError:
            continue
        assert result.kept == 0
    assert corpus.labels() == []
    with pytest.raises(EncuadreError):
        take(corpus, tmp_path / "absent", form)


def test_audit_and_training_labels_do_not_mix(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("article_id,annotator,on_topic\na1,ana,yes\nt1,ana,yes\n", "utf-8")
    assert take(corpus, path, Format.CSV).purposes == {"audit": 1, "train": 1}
    audit = take(corpus, path, Format.CSV, purpose=Purpose.AUDIT)
    train = take(corpus, path, Format.CSV, purpose=Purpose.TRAIN)
    assert (audit.reasons, train.reasons) == ({"E263": 1}, {"E264": 1})
    with pytest.raises(EncuadreError) as unknown:
        take(corpus, path, Format.CSV, sample="other")
    assert unknown.value.code == "E262"


def test_a_second_annotator_stands_beside_the_first(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("article_id,on_topic\na1,yes\n", "utf-8")
    for name in ("ana", "bea"):
        take(corpus, path, Format.CSV, names=Names(everyone=name))
    assert [(label.annotator, label.answers) for label in corpus.labels()] == [
        ("ana", {"on_topic": "yes"}),
        ("bea", {"on_topic": "yes"}),
    ]


def test_the_command_names_the_formats_there_are() -> None:
    assert [form.value for form in ImportFormat] == [form.value for form in Format]
    assert [form.value for form in ExportFormat] == [form.value for form in Format if writer(form)]
