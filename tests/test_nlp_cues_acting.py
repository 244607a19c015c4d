"""Who acts, by who speaks and the walk over the sentence; claims joined to one span; names in forms."""

from __future__ import annotations

import pytest
import spacy

from corpus.records import Article, SpanRow
from nlp.tagger import Tagger
from nlp.texts.sentences import SentenceBoundaries
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import cutter, words_of


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _spans(tagger: Tagger, language: str, title: str, body: str) -> list[SpanRow]:
    article = Article(id="t", title=title, body=body, outlet="o", language=language)
    return list(tagger.tag(article).spans)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("es", "Mujer presa en Lomas", "La mujer está presa. La defensa de la mujer exigió copia del acta."),
        (
            "es",
            "Mujeres presas en Lomas",
            "Las mujeres están presas. «Exigimos más guardias», dijo el ministro de Justicia.",
        ),
        ("en", "Woman jailed in Elmtown", 'The woman was jailed. "We demand more guards," the warden said.'),
    ],
)
def test_what_another_says_or_does_is_not_her_act(tagger: Tagger, language: str, title: str, body: str) -> None:
    assert "R4" not in {span.code for span in _spans(tagger, language, title, body)}


def test_parts_of_one_claim_are_one_span(tagger: Tagger) -> None:
    title = "Mujeres presas en Lomas"
    body = "Las mujeres presas están en el penal. El Estado viola la Regla 24 de Nelson Mandela en el penal de mujeres."
    rights = [span for span in _spans(tagger, "es", title, body) if span.code == "R2"]
    assert len(rights) == 1


def test_a_form_may_ask_for_a_name() -> None:
    nlp = spacy.blank("en")
    trie = PhraseTrie(cutter(nlp))
    trie.add("free <name> now", "call")

    def found(text: str) -> list[object]:
        return [value for _, _, value in trie.find(words_of(SentenceBoundaries()(nlp.make_doc(text))))]

    assert found("They sang: free Ana Paula Reis now!") == ["call"]
    assert found("Feel free to come now") == []
