"""INCEpTION: curated documents, and CAS as JSON."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.labels import ADJUDICATED
from corpus.store import Corpus
from nlp.labels.exchange.exporting import export_sample
from nlp.labels.exchange.formats import Format
from tests.labels_exchange import ASKED, SPANS, open_corpus, take


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path) as opened:
        yield opened


def test_curated_documents_of_inception_are_adjudicated_labels(corpus: Corpus, tmp_path: Path) -> None:
    export_sample(corpus, "audit", Format.INCEPTION, tmp_path / "out", ASKED)
    types = (tmp_path / "out" / "TypeSystem.xml").read_bytes()
    document = (tmp_path / "out" / "documents" / "a2.xmi").read_text("utf-8")
    document = document.replace('article_id="a2"', 'article_id="a2" on_topic="no"')
    path = tmp_path / "project.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("curation/a2.xmi/CURATION_USER.xmi", document)
        archive.writestr("curation/a2.xmi/TypeSystem.xml", types)
    take(corpus, path, Format.INCEPTION)
    (label,) = corpus.labels()
    assert (label.annotator, label.answers) == (ADJUDICATED, {"on_topic": "no"})


def test_cas_json_is_read_too(corpus: Corpus, tmp_path: Path) -> None:
    import cassis

    export_sample(corpus, "audit", Format.INCEPTION, tmp_path / "out", ASKED, suggestions=True)
    system = cassis.load_typesystem((tmp_path / "out" / "TypeSystem.xml").open("rb"))
    cas = cassis.load_cas_from_xmi((tmp_path / "out" / "documents" / "a1.xmi").open("rb"), typesystem=system)
    (answers,) = cas.select("webanno.custom.EncuadreAnswers")
    answers.on_topic = "yes"
    cas.to_json(tmp_path / "a1.json")
    take(corpus, tmp_path / "a1.json", Format.INCEPTION)
    (label,) = corpus.labels()
    assert label.spans == SPANS
    assert label.answers == {"on_topic": "yes"}
