"""Rights in plain court news: a measure asked for and one decreed, an act of hers and a step of her case, a right and a
law that only punishes. Own sentences in three languages, each beside the false friend that a court report holds."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

CASE = {
    "es": "Elvira Montes, de 41 años, está en prisión preventiva en el penal de mujeres de Las Lomas.",
    "pt": "Elvira Montes, de 41 anos, está presa na penitenciária feminina de Vila Nova.",
    "en": "Elvira Montes, 41, is being held at the Ridge Lane women's prison.",
}
GROUP = {
    "es": "Las mujeres privadas de libertad del penal de Las Lomas dicen que sus derechos humanos son violados.",
    "pt": "As mulheres presas na penitenciária feminina de Vila Nova dizem que seus direitos humanos são violados.",
    "en": "Women held at the Ridge Lane women's prison say their human rights are violated.",
}


def codes(language: str, opening: str, sentence: str) -> set[str]:
    """The R codes found in a sentence behind an opening that says whom the article is about."""
    body = f"{opening}\n\n{sentence}"
    article = Article(id="a", title="", body=body, outlet="o", language=language)
    spans = Tagger().tag(article, on_topic=True).spans
    return {span.code for span in spans if span.code[0] == "R" and span.start > len(opening)}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La jueza le otorgó el beneficio de la prisión domiciliaria a Montes."),
        ("es", "Montes deberá cumplir arresto domiciliario durante un año."),
        ("es", "El tribunal le revocó a Montes la libertad condicional."),
        ("es", "Montes volvió al penal tras dos meses en prisión domiciliaria."),
        ("pt", "O ministro concedeu a prisão domiciliar a Montes."),
        ("pt", "Montes cumpria prisão domiciliar em seu apartamento e será monitorada por tornozeleira eletrônica."),
        ("pt", "A juíza revogou a liberdade provisória de Montes por descumprir o uso da tornozeleira."),
        ("en", "Montes was granted a full pardon last week."),
        ("en", "The judge revoked her parole on Friday."),
    ],
)
def test_a_measure_granted_served_or_taken_back_in_her_case_is_an_event(language: str, sentence: str) -> None:
    assert "R3" not in codes(language, CASE[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La defensa pidió la excarcelación de las madres y que se les conceda prisión domiciliaria."),
        ("es", "El proyecto permitiría la prisión domiciliaria para embarazadas."),
        ("es", "La Defensoría recomendó aplicar medidas alternativas a la prisión."),
        ("pt", "A Defensoria pediu prisão domiciliar para as gestantes."),
        ("pt", "A pastoral defende alternativas penais para mães de crianças pequenas."),
        ("en", "Campaigners called for clemency for the women."),
        ("en", "The rehabilitation programme prepares them for reintegration into society."),
        ("en", "He called for an end to short sentences for mothers."),
    ],
)
def test_a_measure_asked_for_or_offered_to_them_is_r3(language: str, sentence: str) -> None:
    assert "R3" in codes(language, GROUP[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La lideresa de Unión Nueva fue llevada ayer ante el juez."),
        ("es", "Montes se dirigió a la casa de los vecinos."),
        ("es", "La policía la encontró sentada en la acera."),
        ("es", "La acusada pidió perdón a la familia."),
        ("es", "La delincuente llevaba meses burlándose de la ley en el barrio."),
        ("pt", "A ministra do tribunal recusou o pedido."),
        ("pt", "A defesa de Montes pediu mais prazo ao juiz."),
        ("pt", "Montes se defendeu com uma faca."),
        ("pt", "Montes zombava da lei havia meses."),
        ("en", "Montes defied the law for months and laughed at the police."),
        ("en", "Jail nurses said she was in withdrawal."),
        ("en", "Montes can continue to fight her conviction from prison."),
    ],
)
def test_offices_pleas_and_steps_of_a_case_are_no_agency(language: str, sentence: str) -> None:
    assert codes(language, CASE[language], sentence).isdisjoint({"R3", "R4"})


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Las internas entregaron un pliego de peticiones a la directora."),
        ("es", "Las internas acusan a la directora de quitarles las visitas."),
        ("es", "Las internas instalaron un plantón en el patio."),
        ("es", "Entre las demandas de las internas está el agua."),
        ("pt", "As presas pediram melhorias à direção."),
        ("pt", "As detentas denunciaram a comida estragada."),
        ("en", "The women told their story to a parliamentary committee."),
        ("en", "The women accused officials of ignoring their letters."),
        ("en", "The women composed an anthem for the prison choir."),
    ],
)
def test_what_women_in_custody_do_together_is_r4(language: str, sentence: str) -> None:
    assert "R4" in codes(language, GROUP[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "El delito está previsto en el Código Penal."),
        ("es", "El disparo le entró por el pulmón derecho a la víctima."),
        ("es", "Se le acusa de los delitos de fraude y abuso de autoridad."),
        ("pt", "A medida cautelar está prevista no Código de Processo Penal."),
        ("pt", "Os militares revistaram a bagagem de Montes."),
        ("en", "She was sentenced on charges tied to her company."),
    ],
)
def test_a_law_that_punishes_and_what_she_is_charged_with_are_no_right(language: str, sentence: str) -> None:
    assert "R2" not in codes(language, CASE[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Un juez federal admitió el amparo de Montes contra el auto de prisión."),
        ("es", "Dice que las internas son víctimas de maltrato de los custodios."),
        ("es", "Las visitas familiares les fueron retiradas sin aviso."),
        ("pt", "Montes foi mantida presa por nove dias, apesar do alvará de soltura."),
        ("pt", "A defesa alega que não há elementos concretos para a prisão."),
        ("pt", "A ordem de soltura só foi cumprida uma semana depois."),
        ("en", "The jail failed to provide her with medical care."),
        ("en", "The sentencing judge refused to consider her children."),
        ("en", "Montes has been waiting for a verdict for three years."),
    ],
)
def test_a_safeguard_claimed_or_breached_is_r2(language: str, sentence: str) -> None:
    assert "R2" in codes(language, GROUP[language] + " " + CASE[language], sentence)
