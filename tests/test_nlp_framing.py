"""Article framing from the codes in the outlet's voice, and Docs that can be kept and read again."""

from __future__ import annotations

import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import DocBin

from corpus.records import Framing
from lexicons.codebook import load_codebook
from nlp.extensions import Mention
from nlp.framing import context_of, framing_of, voices_of
from nlp.pipeline import build, make_doc
from nlp.texts.article import ArticleText

codes = st.lists(st.sampled_from(list(load_codebook().codes)))


def test_stigmatizing_rights_based_both_and_neither() -> None:
    assert framing_of(["S1", "H1"]) is Framing.STIGMATIZING
    assert framing_of(["R2"]) is Framing.RIGHTS_BASED
    assert framing_of(["R2", "S3"]) is Framing.BOTH
    assert framing_of(["T1", "C3", "X"]) is Framing.NEITHER


@given(codes)
def test_custody_labels_and_hedges_never_decide(found: list[str]) -> None:
    assert framing_of(found) is framing_of([*found, "S2", "H1"])


def test_voices_and_context_stand_once_in_codebook_order() -> None:
    assert voices_of(["police_military", "family", "police_military"]) == ("family", "police_military")
    assert context_of(["C4", "S1", "C1", "C4"]) == ("C1", "C4")


def test_context_inside_stigmatizing_words_of_the_outlet_is_no_context() -> None:
    def marks(headline: str) -> set[str]:
        pipeline = build("en")
        doc = make_doc(pipeline, ArticleText.build(headline, None, "The woman was jailed for two years."))
        for _, component in pipeline.pipeline:
            doc = component(doc)
        return {span.label_ for span in doc.spans["encuadre"]}

    assert not any(code.startswith("C") for code in marks("Junkie mother jailed for two years"))
    assert "C3" in marks("Junkie jailed for two years; she is the mother of three children")


def test_rows_of_a_doc_are_copies_of_what_its_user_data_holds() -> None:
    doc = spacy.blank("es")("Una mujer declaró.")
    doc._.targets = [Mention(1, 2, "noun")]

    doc._.targets.clear()
    assert doc._.targets == [Mention(1, 2, "noun")]
    doc.user_data["encuadre.targets"] = [(0, 2, "label")]
    assert doc._.targets == [Mention(0, 2, "label")]


def test_a_doc_keeps_its_tags_through_docbin() -> None:
    pipeline = build("es")
    doc = make_doc(
        pipeline, ArticleText.build("Reclusas protestan en el penal de mujeres", None, "Las reclusas piden agua.")
    )
    for _, component in pipeline.pipeline:
        doc = component(doc)

    kept = DocBin(store_user_data=True)
    kept.add(doc)
    (again,) = DocBin(store_user_data=True).from_bytes(kept.to_bytes()).get_docs(spacy.blank("es").vocab)

    assert again._.on_topic is True
    assert again._.targets == doc._.targets
    assert [span._.rule for span in again.spans["encuadre"]] == [span._.rule for span in doc.spans["encuadre"]]


def test_a_pipeline_survives_the_disk(tmp_path: object) -> None:
    build("pt").to_disk(str(tmp_path))

    again = spacy.load(str(tmp_path))

    assert again("Detentas da penitenciária feminina protestam.")._.on_topic is True
