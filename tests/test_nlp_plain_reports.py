"""Routine steps in a woman's own case carry no words of rights; claims of rights keep theirs.

All reports are invented. A plain report must not be read as rights-based, whatever verbs it uses.
"""

from __future__ import annotations

import pytest

from corpus.records import Article, Framing, Voice
from nlp.tagger import Tagger

_HEADS = {
    "es": (
        "Juzgan a una mujer por hurto",
        "Marta Roldán, de 41 años, compareció ante el tribunal. Fue arrestada en abril.",
    ),
    "pt": ("Mulher é julgada por furto", "Marta Roldão, de 41 anos, compareceu ao tribunal. Ela foi presa em abril."),
    "en": ("Woman on trial for theft", "Martha Rowland, 41, appeared in court. She was arrested in April."),
}
PLAIN = [
    ("es", "La mujer había denunciado a su expareja por lesiones el año pasado."),
    ("es", "La mujer presentó una denuncia por el robo de sus documentos."),
    ("es", "La mujer trabajaba en una tienda y organizaba rifas entre las vecinas."),
    ("es", "La mujer fundó la empresa en 2015 con su hermano y la vendió más tarde."),
    ("es", "El juez rechazó la excarcelación que pidió el defensor de la mujer."),
    ("es", "El juez le concedió la libertad bajo fianza y le prohibió salir del país."),
    ("es", "La mujer fue puesta en libertad porque venció el plazo de la detención."),
    ("es", "Se le imputa la privación ilegal de la libertad de un comerciante."),
    ("es", "La mujer está acusada de torturar a su hijastro y de tratos crueles."),
    ("pt", "A mulher denunciou que o marido a obrigou a levar a droga."),
    ("pt", "A ex-secretária pediu ao tribunal autorização para viajar ao enterro do pai."),
    ("pt", "A mulher fundou a empresa em 2015 com o irmão e a vendeu quatro anos depois."),
    ("pt", "O defensor entrou com um pedido de liberdade, que foi negado na segunda-feira."),
    ("pt", "A mulher lidera a lista dos mais procurados do estado."),
    ("pt", "Os agentes revistaram as celas e acharam quatro celulares."),
    ("pt", "A ré pediu para trocar de advogado e o juiz adiou a audiência."),
    ("en", "The woman had reported her partner's violence twice."),
    ("en", "Her lawyer asked for house arrest because she has three young children."),
    ("en", "She was released on her own recognizance and must return to court in July."),
    ("en", "She filed a report about her stolen documents."),
    ("en", "She opened a clothing shop after selling the stolen car."),
    ("en", "She is charged with the false imprisonment of a shopkeeper."),
    ("en", "She must complete a driving course and community service."),
    ("en", "The prison is overcrowded and has lacked drinking water for months."),
]
RIGHTS = [
    ("es", "El tribunal anuló la condena porque se violó el debido proceso de la mujer."),
    ("es", "La mujer fundó, al salir de prisión, una organización que defiende a las presas."),
    ("es", "Las presas crearon una biblioteca y organizan asambleas cada mes."),
    ("pt", "O tribunal anulou a condenação porque o devido processo da mulher foi violado."),
    ("pt", "A mulher lidera de dentro da cadeia um coletivo de mães presas."),
    ("pt", "As mulheres presas criaram uma biblioteca e organizam assembleias todo mês."),
    ("en", "The court threw out the conviction because her right to due process had been violated."),
    ("en", "She was denied a lawyer during the interrogation."),
    ("en", "The women began a hunger strike to demand doctors."),
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _rights_words(tagger: Tagger, language: str, sentence: str) -> list[str]:
    title, opening = _HEADS[language]
    article = Article(
        id="x", title=title, body=f"{opening}\n\n{sentence}", language=language, country=None, outlet="invented"
    )
    tags = tagger.tag(article)
    assert tags.on_topic, tags.why
    return [span.cue_id for span in tags.spans if span.code in ("R2", "R3", "R4") and span.voice is Voice.OUTLET]


@pytest.mark.parametrize(("language", "sentence"), PLAIN)
def test_a_routine_step_is_no_claim_of_rights(tagger: Tagger, language: str, sentence: str) -> None:
    assert _rights_words(tagger, language, sentence) == []


@pytest.mark.parametrize(("language", "sentence"), RIGHTS)
def test_rights_are_still_read_where_they_are_claimed(tagger: Tagger, language: str, sentence: str) -> None:
    assert _rights_words(tagger, language, sentence) != []


def test_a_doubtful_word_counts_beside_one_that_is_not(tagger: Tagger) -> None:
    plain = _rights_words(tagger, "en", "She organized raffles among her neighbors.")
    beside = _rights_words(tagger, "en", "She organized classes. Her right to due process had been violated.")
    assert plain == []
    assert any(cue.startswith("en.r4") for cue in beside)


def test_a_form_does_not_reach_from_the_headline_into_the_body(tagger: Tagger) -> None:
    article = Article(
        id="x",
        title="Trial of Minerva Oakley begins",
        body="A group of women held at the women's prison was moved on Thursday to another facility.",
        language="en",
        country=None,
        outlet="invented",
    )
    assert tagger.tag(article).framing is Framing.NEITHER
