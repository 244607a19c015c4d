"""The Spanish lexicon on wordings of its own: each code as newspapers of many countries say it; false friends."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

OPENING = "Rosa Elena Tapia, de 34 años, está en prisión preventiva en el penal de mujeres."


def codes(sentence: str, *, opening: str = OPENING, country: str | None = None) -> set[str]:
    """The codes found in a sentence of an article about one woman in prison."""
    body = f"{opening} {sentence}"
    article = Article(id="a", title="", body=body, outlet="o", country=country, language="es")
    return {span.code for span in Tagger().tag(article, on_topic=True).spans if span.end > len(opening)}


@pytest.mark.parametrize(
    "sentence",
    [
        "La ley obliga al juez a escucharla antes de decidir.",
        "El reglamento del penal prohíbe castigar a las internas sin comida.",
        "A Tapia le negaron una ecografía durante el embarazo.",
        "La mujer declaró sin intérprete y firmó un papel en blanco.",
        "La defensora dijo que la audiencia fue a puertas cerradas.",
        "La mujer lleva dos años esperando juicio.",
        "El juzgado ordenó al servicio penitenciario garantizar la atención médica de Tapia.",
        "La llevaron al parto con grilletes, contó Tapia.",
        "Tapia pasó cuarenta días sin ver a sus hijos.",
        "La Defensoría presentó un hábeas corpus a favor de Tapia.",
        "Las mujeres del penal fueron golpeadas por los custodios.",
        "Nadie le explicó de qué delito la acusaban.",
    ],
)
def test_rights_are_found_without_a_word_of_law(sentence: str) -> None:
    assert "R2" in codes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "La abogada pidió que espere el juicio en su casa.",
        "La diputada propone sustituir la prisión de las madres por trabajo comunitario.",
        "La defensa solicitó una medida menos gravosa para Tapia.",
        "Las organizaciones reclaman la libertad de las embarazadas.",
        "El programa prepara a las internas para la vuelta a la sociedad.",
        "Solo una de cada cien volvió a delinquir, según el estudio sobre las liberadas.",
        "La jueza debería reducir las penas de las mujeres, dijo la experta.",
    ],
)
def test_ways_out_of_prison_are_found_where_they_are_argued(sentence: str) -> None:
    assert "R3" in codes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Las internas iniciaron una huelga de hambre.",
        "Tapia fundó una cooperativa de costura en el penal.",
        "Las internas exigieron un médico para el pabellón.",
        "Las mujeres privadas de libertad escribieron una obra de teatro.",
        "Tapia coordina un taller de lectura.",
        "Una carta de las internas llegó al Congreso.",
    ],
)
def test_acts_of_women_together_are_found(sentence: str) -> None:
    assert "R4" in codes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Que se pudra en la cárcel, gritó una vecina.",
        "Merece eso y mucho más, dijo el comisario.",
        "Se le acabó la fiesta.",
        "La mujer vendía cocaína a la vuelta de una escuela.",
        "La mujer apuñaló a su jefe mientras dormía.",
        "Tapia recibió un castigo ejemplarizante.",
        "El que la hace la paga, advirtió el ministro.",
    ],
)
def test_prejudging_and_punishing_words_are_found(sentence: str) -> None:
    assert "S6" in codes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Según la fiscalía, la mujer vendía cocaína a la vuelta de una escuela.",
        "La mujer habría apuñalado a su jefe.",
        "La pareja de Tapia fue condenada y ella presuntamente vendía cocaína.",
    ],
)
def test_a_hedge_or_an_accuser_keeps_guilt_open(sentence: str) -> None:
    assert "S6" not in codes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "La fiscal le imputa el robo de un camión.",
        "Las dos serían integrantes de la banda.",
        "La encartada no declaró.",
        "Fue detenida por presunto lavado de dinero.",
        "En apariencia, la mujer condujo el auto.",
        "Enfrenta cargos por estafa.",
    ],
)
def test_hedges_of_every_kind_are_found(sentence: str) -> None:
    assert "H1" in codes(sentence)


def test_nicknames_and_looks_are_found_by_their_pattern() -> None:
    assert "S4" in codes("La prensa la bautizó como la ‘Dama de las Criptomonedas’.")
    assert "S4" in codes("La emperatriz del contrabando fue detenida con su chofer.")
    assert "S4" in codes("La acusada, de figura escultural, no declaró ante el juez.")


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("La ley castiga ese delito con diez años de cárcel.", "R2"),
        ("Tapia estudió Derecho en la universidad.", "R2"),
        ("Al detenerla le leyeron sus derechos.", "R2"),
        ("Los investigadores filmaron la casa de Tapia.", "R4"),
        ("Tapia vestía una blusa blanca.", "S4"),
        ("El juez le dictó arresto domiciliario.", "R3"),
    ],
)
def test_false_friends_carry_no_code(sentence: str, code: str) -> None:
    assert code not in codes(sentence)
