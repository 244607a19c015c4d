"""What she does of her own and in public (R4), and her agency taken away (T1): verbs and their objects."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

_TITLES = {
    "es": "En la cárcel de mujeres",
    "pt": "No presídio feminino",
    "en": "At the women's prison",
}


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _codes(tagger: Tagger, language: str, body: str) -> set[str]:
    article = Article(id="t", title=_TITLES[language], body=body, outlet="o", language=language)
    return {span.code for span in tagger.tag(article, on_topic=True).spans}


@pytest.mark.parametrize(
    ("language", "body"),
    [
        # works
        ("es", "Tres presas montaron una obra sobre sus abuelas en el patio del penal."),
        ("es", "Un grupo de presas escribió un diccionario de palabras de la cárcel."),
        ("pt", "As presas publicaram uma coletânea de poemas."),
        ("en", "The women prisoners staged a play about their grandmothers."),
        # undertakings
        ("es", "Rocío Bermúdez, presa seis años, abrió una lavandería con otras que salieron de la cárcel."),
        ("pt", "As egressas criaram uma rede para acompanhar quem sai da prisão."),
        ("en", "The women prisoners set up a night school in the jail."),
        # claims and protests
        ("es", "Las presas mandaron al ministro un pliego con doce exigencias."),
        ("pt", "As presas se acorrentaram aos portões para exigir médicos."),
        ("en", "The women prisoners sent the minister a list of demands."),
        # speaking, leading, winning
        ("es", "La exreclusa Irma Solís relató ante los diputados los abusos que sufrió."),
        ("pt", "As reclusas elegeram Dora como sua representante."),
        ("en", "The women prisoners won a library after a year of asking."),
        # she and no other
        ("es", "Ellas mismas administran la cantina de la cárcel de mujeres."),
        ("pt", "Foram elas que inventaram o nome do jornal das presas."),
        # the clause takes up the women, not the prison that stands between
        ("es", "Las presas del penal de Santa Martha que fundaron una cooperativa serán premiadas."),
        # what stands after an infinitive is its object
        ("es", "Rosa Díaz estuvo presa seis años. Al recuperar la libertad fundó una cooperativa."),
        ("en", "Rose Dean was in prison for six years. Since she left prison in 2021 she has founded a cooperative."),
    ],
)
def test_she_makes_leads_and_claims(tagger: Tagger, language: str, body: str) -> None:
    assert "R4" in _codes(tagger, language, body)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "La mujer presa escribió un mensaje a su hermana y creó un perfil falso."),
        ("es", "La mujer presa abrió un negocio de fachada para lavar dinero."),
        ("es", "El ministro inauguró un taller en la cárcel. Las presas fueron trasladadas."),
        ("es", "Familiares de la presa marcharon hasta el juzgado."),
        ("pt", "A mulher presa escreveu uma mensagem à irmã."),
        ("pt", "O ministro inaugurou uma oficina no presídio. As presas foram transferidas."),
        ("pt", "A mulher presa abriu uma loja de fachada para lavar dinheiro."),
        ("en", "The jailed woman wrote a text to her sister and created a profile."),
        ("en", "The jailed woman opened a salon as a front for a trafficking ring."),
        ("en", "The minister opened a workshop. The women prisoners were moved."),
    ],
)
def test_others_crimes_and_everyday_steps_are_no_agency(tagger: Tagger, language: str, body: str) -> None:
    assert "R4" not in _codes(tagger, language, body)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "La mujer presa carecía de carácter propio, dice el informe."),
        ("pt", "A mulher presa era peça no jogo do marido."),
        ("en", "The jailed woman had no will of her own."),
    ],
)
def test_a_woman_without_a_will_has_no_agency(tagger: Tagger, language: str, body: str) -> None:
    assert "T1" in _codes(tagger, language, body)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "La mujer presa engatusó a los ancianos: creyeron en sus promesas, dijo una de sus víctimas."),
        ("en", "The jailed woman has taken advantage of the opportunities to study."),
    ],
)
def test_whom_she_deceives_or_what_she_uses_is_none(tagger: Tagger, language: str, body: str) -> None:
    assert "T1" not in _codes(tagger, language, body)
