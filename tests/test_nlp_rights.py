"""Rights codes on plain court news and on reports of prison: an event is none, an ask, a breach or an act is one.

In: invented sentences, each in a short report of an arrest or of a women's prison. Out: which R codes they carry.
"""

from __future__ import annotations

import pytest

from nlp.tagger import Tagger
from tests.openings import ARREST, PRISON, opened


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def codes(tagger: Tagger, language: str, opening: str, sentence: str) -> set[str]:
    """The R codes of the sentence, read after the opening."""
    rows = tagger.tag(opened(language, opening, sentence), on_topic=True).spans
    return {row.code for row in rows if row.code.startswith("R") and row.start > len(opening)}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La jueza ordenó liberar a la mujer bajo fianza."),
        ("es", "La imputada cumple arresto domiciliario desde marzo."),
        ("es", "La fiscal pidió que se le revoque la prisión domiciliaria porque violó las condiciones."),
        ("es", "El tribunal redujo la pena de 12 a 8 años."),
        ("pt", "A juíza mandou soltar a mulher mediante fiança."),
        ("pt", "O juiz concedeu liberdade provisória com tornozeleira eletrônica."),
        ("pt", "A promotora pediu a revogação da prisão domiciliar porque ela descumpriu as regras."),
        ("en", "The judge ordered the release of the woman on bail."),
        ("en", "She was given a two-year suspended sentence."),
        ("en", "She was placed on a diversion programme by police."),
    ],
)
def test_what_a_court_orders_in_her_own_case_is_an_event(tagger: Tagger, language: str, sentence: str) -> None:
    assert "R3" not in codes(tagger, language, ARREST[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "El proyecto de ley permitirá que las embarazadas accedan a la prisión domiciliaria."),
        ("es", "Muchas de ellas no deberían estar presas, opina la defensora."),
        ("pt", "O projeto de lei permitirá que gestantes tenham prisão domiciliar."),
        ("pt", "É preciso parar de encarcerar mulheres pobres."),
        ("en", "The bill would allow pregnant women to be placed under house arrest."),
        ("en", "Judges should send fewer women to prison."),
        ("en", "Women need help in the community rather than more prison places."),
    ],
)
def test_the_same_measures_asked_for_or_offered_are_coded(tagger: Tagger, language: str, sentence: str) -> None:
    assert "R3" in codes(tagger, language, PRISON[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La mujer incumplió las reglas de la medida."),
        ("es", "El artículo 204 del Código Penal castiga el robo con hasta seis años."),
        ("pt", "A mulher descumpriu as regras da medida."),
        ("pt", "A condenada tem direito a recorrer da decisão e segue presa até o trânsito em julgado da sentença."),
        ("en", "She breached the rules of her licence."),
        ("en", "She was read her rights and taken to the station."),
    ],
)
def test_what_she_broke_and_routine_steps_are_no_rights(tagger: Tagger, language: str, sentence: str) -> None:
    assert "R2" not in codes(tagger, language, ARREST[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Denuncian la falta de intimidad en las duchas."),
        ("es", "Jamás conoció a su abogado antes de la audiencia."),
        ("es", "Ingresó esposada a la sala de partos."),
        ("pt", "Os agentes bateram nelas e ameaçaram cortar as visitas."),
        ("pt", "Foi condenada por um crime que não cometeu."),
        ("pt", "Nunca conheceu o advogado antes da audiência."),
        ("en", "She was convicted of a crime she did not commit."),
        ("en", "She never met her lawyer before the hearing."),
        ("en", "Children were unable to visit their mothers."),
    ],
)
def test_a_safeguard_breached_is_told_in_many_ways(tagger: Tagger, language: str, sentence: str) -> None:
    assert "R2" in codes(tagger, language, PRISON[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Las reclusas se quejan del agua sucia."),
        ("es", "Las presas hicieron un llamado a las autoridades."),
        ("pt", "As reclusas se queixam da água suja."),
        ("pt", "As presas fizeram um apelo às autoridades."),
        ("en", "The prisoners appealed to the authorities."),
        ("en", "The detainees read out a statement in the yard."),
    ],
)
def test_women_who_claim_act(tagger: Tagger, language: str, sentence: str) -> None:
    assert "R4" in codes(tagger, language, PRISON[language], sentence)


def test_the_founder_is_whoever_is_named_before_the_comma(tagger: Tagger) -> None:
    sentence = "Ángela Prado, politóloga y fundadora de un centro de estudios, visitó el penal."
    assert "R4" not in codes(tagger, "es", PRISON["es"], sentence)


def test_a_measure_that_only_the_prosecutor_names_is_not_borne_out(tagger: Tagger) -> None:
    sentence = "La fiscal dijo que la acusada podría fugarse de una prisión domiciliaria."
    assert "R3" not in codes(tagger, "es", ARREST["es"], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La mujer fue detenida junto a dos hombres con ocho kilos."),
        ("pt", "A mulher foi presa junto com dois homens com oito quilos."),
        ("pt", "A mulher trabalha no mercado de trabalho informal."),
        ("en", "The woman was arrested with two men and eight kilos."),
    ],
)
def test_an_arrest_together_with_men_and_plain_work_carry_no_code(tagger: Tagger, language: str, sentence: str) -> None:
    assert codes(tagger, language, ARREST[language], sentence) == set()


def test_the_name_of_her_group_before_a_comma_takes_nothing_from_what_she_does(tagger: Tagger) -> None:
    sentence = "María Roa, encarcelada miembro del grupo Puño Rojo, suspendió este sábado la huelga de hambre."
    assert "R4" in codes(tagger, "es", ARREST["es"], sentence)
