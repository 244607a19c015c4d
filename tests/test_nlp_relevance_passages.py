"""A paragraph of her own deep in an article, animals and sport, and the words between her name and her custody."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger
from nlp.texts.language import detect_language

COUNCIL = {
    "es": "El concejo aprobó el presupuesto por seis votos. El alcalde Luis Mora agradeció el apoyo.",
    "pt": "A câmara aprovou o orçamento por seis votos. O prefeito Luís Moura agradeceu o apoio.",
    "en": "The council passed its budget by six votes. Mayor Luke Moore thanked his colleagues.",
}
OWN_PARAGRAPH = {
    "es": "Se leyó una carta de la exregidora Karen Solís, en prisión preventiva desde mayo. Solís pide su sueldo.",
    "pt": "A activista Zulmira Tavares ficou três dias detida na semana passada. Tavares mostrou o pulso ainda roxo.",
    "en": "His wife, Colleen, 51, was indicted in August for theft. She is confined to their farm until trial.",
}
ONE_SENTENCE = {
    "es": "De los 2.300 presos, 120 son mujeres.",
    "pt": "Entre os presos, as mulheres somam 4%.",
    "en": "Of the 2,300 prisoners, 120 are women.",
}


def on_topic(language: str, title: str, *paragraphs: str) -> bool:
    body = "\n\n".join(paragraphs)
    return Tagger().tag(Article(id="a", title=title, body=body, outlet="o", language=language)).on_topic


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_a_paragraph_of_her_own_is_enough_and_one_figure_is_not(language: str) -> None:
    news = COUNCIL[language]

    assert on_topic(language, "", news, news, OWN_PARAGRAPH[language], news)
    assert not on_topic(language, "", news, news, ONE_SENTENCE[language], news)


def test_animals_and_sport_in_words_of_prison_are_off_topic() -> None:
    assert not on_topic(
        "en",
        "Inmate of the week: Duchess",
        "The hound is behind bars at the animal shelter. She was arrested for chewing, said the vet.",
        "She walks well on a leash and likes other dogs and cats.",
    )


def test_a_participle_after_haber_is_no_mans() -> None:
    assert on_topic(
        "es", "Vuelve a su pueblo", "Marlene Cux regresó ayer. Los agentes la habían arrestado en su trabajo."
    )


def test_words_that_neighbours_share_do_not_hide_the_stated_language() -> None:
    galician = "A muller foi detida pola Garda Civil na súa casa despois de que unha veciña avisase da pelexa."

    assert (
        detect_language("En la casa de la que un vecino habló en la tarde, la policía de la zona entró.", "es") == "es"
    )
    assert detect_language(galician, "es") is None
