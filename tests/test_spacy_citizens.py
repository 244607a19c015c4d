"""The components as spaCy users expect them: settings by config, saved and loaded, many processes, DocBin, alone."""

from __future__ import annotations

import pickle
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from lexicons.own import read_own
from nlp.pipeline import COMPONENTS, build, make_doc
from nlp.texts.article import ArticleText
from tests.own_topic import write_regional, write_vendors

TITLE = "Detienen a la narcotraficante"
BODY = (
    "La mujer detenida fue llevada al penal de mujeres. “No es una delincuente”, dijo su abogada. "
    "La reclusa, madre de dos hijos, fundó una cooperativa. La presunta narcotraficante espera juicio."
)
TEXTS = [f"{TITLE}\n{BODY}", "La presa hidroeléctrica está llena.", BODY]


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return build("es")


def spans(doc: Doc) -> list[tuple[Any, ...]]:
    return [
        (s.start, s.end, s.label_, s.id_, s._.voice, s._.voice_reason, s._.rule, s._.status, s._.source_index)
        for s in doc.spans["encuadre"]
    ]


def everything(doc: Doc) -> dict[str, Any]:
    names = ("on_topic", "relevance", "relevance_why", "framing", "headline_framing", "targets", "attributions")
    values = {name: getattr(doc._, name) for name in (*names, "clauses", "country", "headline_end", "lead_end")}
    return {**values, "spans": spans(doc), "naming": doc._.naming and tuple(doc._.naming)}


def tagged(pipeline: Language) -> Doc:
    doc = make_doc(pipeline, ArticleText.build(TITLE, None, BODY), country="MX")
    for _, component in pipeline.pipeline:
        doc = component(doc)
    return doc


def test_every_factory_has_an_entry_point() -> None:
    root = Path(__file__).resolve().parents[1]
    listed = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["spacy_factories"]

    assert set(listed) == {*COMPONENTS, "encuadre_topic"}
    for entry in listed.values():
        module, _, name = entry.partition(":")
        assert callable(getattr(__import__(module, fromlist=[name]), name))
    assert {each.name for each in entry_points(group="spacy_factories")} & set(COMPONENTS)


@pytest.mark.parametrize("name", [*COMPONENTS])
def test_a_component_works_alone(name: str) -> None:
    nlp = spacy.blank("es")
    nlp.add_pipe(name)

    assert len(nlp(BODY)) and len(nlp("")) == 0


def test_docbin_keeps_everything(pipeline: Language) -> None:
    doc = tagged(pipeline)
    assert doc.spans["encuadre"] and doc._.attributions and doc._.clauses

    kept = DocBin(store_user_data=True, docs=[doc])
    (again,) = DocBin(store_user_data=True).from_bytes(kept.to_bytes()).get_docs(spacy.blank("es").vocab)

    assert everything(again) == everything(doc)


def test_a_doc_can_be_pickled_and_carries_no_compiled_lists(pipeline: Language) -> None:
    doc = tagged(pipeline)

    assert everything(Doc(doc.vocab).from_bytes(doc.to_bytes())) == everything(doc)
    again = pickle.loads(pickle.dumps(doc))
    assert everything(again) == everything(doc)
    assert all(not hasattr(held, "value") for held in again.user_hooks.values())


def test_two_processes_tag_as_one_does(pipeline: Language) -> None:
    alone = [everything(doc) for doc in pipeline.pipe(TEXTS)]

    assert [everything(doc) for doc in pipeline.pipe(TEXTS, n_process=2)] == alone


def test_config_is_saved_with_the_pipeline(tmp_path: Path) -> None:
    own = read_own(write_regional(tmp_path))
    before = build("es", profile="un-rules", own=own)
    before.to_disk(tmp_path / "saved")

    again = spacy.load(tmp_path / "saved")

    assert again.get_pipe_meta("encuadre_cues").default_config == {"lexicons": None, "use": "add"}
    assert again.config["components"]["encuadre_cues"]["lexicons"] == str((tmp_path / "lexicons").resolve())
    assert again.config["components"]["encuadre_weights"]["profile"] == "un-rules"
    text = f"Detienen a la pepera\n{BODY}"
    doc = again(text)
    assert everything(doc) == everything(before(text))
    assert "es.s1.pepera" in {span.id_ for span in doc.spans["encuadre"]}


def test_a_pipeline_on_ones_own_topic_is_put_together_by_hand(tmp_path: Path) -> None:
    folder = {"lexicons": str(write_vendors(tmp_path)), "use": "replace"}
    nlp = spacy.blank("es")
    nlp.add_pipe("encuadre_sentences")
    for name in ("encuadre_topic", "encuadre_cues", "encuadre_framing"):
        nlp.add_pipe(name, config=folder)

    doc = nlp("Vendedores ambulantes invaden las calles\nLos vendedores ambulantes llegaron.")

    assert doc._.on_topic and [span.label_ for span in doc.spans["encuadre"]] == ["S1"]
    assert doc._.framing == "stigmatizing"
