"""Which plain words are evidence that a woman is or was in custody, and which look alike. All texts are invented."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from lexicons.errors import EncuadreError
from lexicons.language_data import _add_custody, load_scope
from nlp.pipeline import make_doc
from nlp.texts.article import ArticleText
from nlp.texts.words import words_of
from nlp.women.custody.evidence import Evidence
from nlp.women.custody.scope import ScopeScanner

# Evidence from here on counts as more than a room that is mentioned.
PLAIN = 0.6
_PIPES: dict[str, Language] = {}


def evidence(language: str, body: str) -> list[Evidence]:
    if language not in _PIPES:
        _PIPES[language] = spacy.blank(language)
        _PIPES[language].add_pipe("encuadre_sentences")
    nlp = _PIPES[language]
    doc = make_doc(nlp, ArticleText.build("", None, body))
    for _, component in nlp.pipeline:
        doc = component(doc)
    found = ScopeScanner.shared(nlp).scan(words_of(doc)).evidence
    return [item for item in found if item.kind != "male" and item.weight >= PLAIN]


POLICE = [
    ("es", "La policía la sacó esposada de la peluquería donde Irma Zúñiga trabaja."),
    ("es", "Marta Solís tenía orden de captura vigente desde marzo."),
    ("es", "A Noemí Ruiz la subieron a una patrulla delante de sus alumnos."),
    ("es", "Interceptaron a una anciana con marihuana en el termo."),
    ("es", "Cayó la estafadora Lidia Prado en un control de ruta."),
    ("pt", "A PM a levou da feira, e Sandra Motta não disse nada."),
    ("pt", "Lúcia Prates tinha mandado de prisão em aberto."),
    ("pt", "A golpista Renata Vilar foi abordada pela polícia na rodoviária."),
    ("en", "Helen Willis was led away in handcuffs from the bakery."),
    ("en", "Fraudster Mary Colson was stopped with two kilos of heroin."),
    ("en", "Anna Price had an outstanding warrant, and she knew it."),
]
COURT = [
    ("es", "Dan nueve años a la contadora Elsa Rivas por el desvío de fondos."),
    ("es", "Julia Campos purga seis años por el robo de una joyería."),
    ("es", "Rosa Quispe se acogió a su derecho y guardó silencio ante el fiscal."),
    ("es", "El tribunal difirió otra vez el juicio, y Carmen Díaz sigue sin sentencia firme."),
    ("pt", "A promotora pede sete anos de prisão para a síndica Vera Lopes."),
    ("pt", "Ana Couto, pronunciada por homicídio, remeteu-se ao silêncio."),
    ("pt", "Marisa Dantas pegou nove anos pelo furto das joias."),
    ("en", "Helen Marsh will appear before a judge on Monday."),
    ("en", "Grace Obi was committed for trial in May."),
    ("en", "Ruth Daly got nine years for embezzling church money."),
]
PRISON = [
    ("es", "Elena Paz dio a luz en el penal y volvió a la celda dos días después."),
    ("es", "Teresa Mora comparte celda con otras nueve."),
    ("es", "Las mujeres con antecedentes penales no consiguen trabajo."),
    ("pt", "Vilma Reis divide a cela com outras sete."),
    ("pt", "Na ala das mães, quatro bebês dormem no chão."),
    ("pt", "Mulheres com passagem pela prisão contam a vida em livro."),
    ("en", "Amina Yusuf is being held at Kirikiri without charge."),
    ("en", "Pregnant detainees sleep on mats in the lock-up."),
    ("en", "Warders ignored Susan Tate when she rang the cell bell."),
]
WAY_OUT = [
    ("es", "Berta Luna salió bajo caución y no habló con nadie."),
    ("es", "Olga Peña cumplirá la pena en su casa, con sus hijos."),
    ("es", "Hay prohibición de dejar el país para Nora Vega, que firma cada semana."),
    ("pt", "Ivone Matos deixou o estabelecimento prisional com pulseira eletrónica."),
    ("pt", "Beneficiada por liminar, Rita Lemos voltou para casa."),
    ("pt", "O indulto alcançou Cleusa Braga em dezembro."),
    ("en", "Carol Dean walked out of custody on Friday."),
    ("en", "The tag came off, and Jane Ford went to the beach; she had been on a curfew for months."),
    ("en", "Lucy Hart has posted bail and is at home."),
    ("en", "Freed after the second appeal, Jane Ford hugged her mother."),
]
LOOKALIKES = [
    ("es", "La policía localizó a la niña desaparecida y la llevó con su madre."),
    ("es", "La población reclusa creció el año pasado."),
    ("es", "La portera detuvo el penal y el equipo pasó de ronda."),
    ("es", "La alcaldesa dio dos años de plazo a la empresa para terminar la obra."),
    ("es", "Rosa Díaz trabaja en una fábrica de celdas de combustible."),
    ("es", "Las madres de personas que están encarceladas hacen fila desde la madrugada."),
    ("es", "Las visitas de mujeres en las cárceles empiezan a las ocho."),
    ("pt", "A atacante acabou detida pela marcação no segundo tempo."),
    ("pt", "A menina foi encontrada pela polícia e voltou para a mãe."),
    ("pt", "O desfile da ala das baianas abriu a noite."),
    ("pt", "O marido mantinha a mulher em cárcere privado."),
    ("pt", "A chuva pegou a cidade de surpresa, disseram as agentes."),
    ("es", "Las guardacostas interceptaron a la lancha en la bahía."),
    ("en", "Freed of all debts, the club signed a woman as coach."),
    ("en", "The female prison officer praised her colleagues."),
    ("en", "She studies how stem cells repair the heart."),
    ("en", "Prisoner of Love won her the calypso crown."),
    ("en", "The women's wing of the party met on Sunday."),
    ("en", "Five people, among them a girl, were treated for smoke in the fire on Tuesday."),
]


@pytest.mark.parametrize(("language", "body"), [*POLICE, *COURT, *PRISON, *WAY_OUT])
def test_plain_words_of_custody_are_hers(language: str, body: str) -> None:
    assert evidence(language, body)


@pytest.mark.parametrize(("language", "body"), LOOKALIKES)
def test_words_that_only_look_like_custody_are_no_evidence(language: str, body: str) -> None:
    assert not evidence(language, body)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "La sentencia es de ayer: quince años por estafa. Ana Ruiz vendía pisos ajenos."),
        ("pt", "Saiu a sentença: nove anos por furto. Marta Reis trabalhava no banco."),
    ],
)
def test_a_sentence_that_names_nobody_is_of_the_only_woman_beside_it(language: str, body: str) -> None:
    assert evidence(language, body)


def test_a_victim_or_a_man_beside_it_takes_that_away() -> None:
    assert not evidence("es", "Salió la sentencia: quince años por homicidio. La víctima, Ana Ruiz, vendía flores.")
    assert not evidence("es", "Salió la sentencia: quince años por homicidio. Pedro Ruiz vendía flores con Ana.")


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_themes_are_part_of_the_scope_lists(language: str) -> None:
    names = {rule.name for rule in load_scope(language).rule}
    assert {"prison of a woman", "room of a prison, of a woman", "sentence told by its years"} <= names


def test_a_slip_in_a_theme_names_file_and_rule() -> None:
    slip = b'[[rule]]\nname = "held"\nkind = "neutral"\nweight = 2\nforms = ["held"]\n'
    with pytest.raises(EncuadreError) as error:
        _add_custody({"rule": []}, slip, "es/custody/prison.toml")
    assert error.value.code == "E101"
    assert "es/custody/prison.toml" in str(error.value)
    assert "held" in str(error.value)
