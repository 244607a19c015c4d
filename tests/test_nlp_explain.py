"""Why a tag is there, in words; and why an article has none."""

from __future__ import annotations

import json

from corpus.records import Article
from nlp.explain import explain
from nlp.tagger import Tagger

ON = Article(
    id="a1",
    title="Penal de mujeres",
    body="Las reclusas del penal hablaron. “La presunta narcotraficante fue detenida”, dijo la fiscal.",
    outlet="o",
    language="es",
)
OFF = Article(
    id="a2", title="La presa, llena", body="La presa abastece de agua a la ciudad.", outlet="o", language="es"
)


def test_every_span_is_explained_with_its_words_cue_rule_guide_and_alternative() -> None:
    explanation = explain(ON, Tagger().tag(ON))

    label = next(span for span in explanation.spans if span.code == "S2")
    assert label.words == "reclusas"
    assert label.cue.startswith("es.s2.")
    assert label.guides and label.instead
    assert "noun" in label.rule
    assert explanation.why


def test_the_text_is_readable_and_the_dictionary_is_json() -> None:
    explanation = explain(ON, Tagger().tag(ON))

    text = explanation.as_text()

    assert "on topic (relevance" in text
    assert "“reclusas” (body, characters 4-12)" in text
    assert "instead:" in text
    assert json.loads(json.dumps(explanation.as_dict()))["article"] == "a1"


def test_an_article_off_topic_says_why() -> None:
    explanation = explain(OFF, Tagger().tag(OFF))

    assert not explanation.on_topic
    assert explanation.spans == ()
    assert "not on topic" in explanation.as_text()
    assert explanation.why
