"""A town is no name of hers: in the headline, in the text, in three languages; and who is named like a town is she."""

from __future__ import annotations

import pytest

from corpus.records import Article, Naming
from nlp.tagger import Tagger

TAGGER = Tagger()


def naming(language: str, title: str, body: str) -> Naming:
    article = Article(id="a", title=title, body=body, outlet="o", language=language)
    found = TAGGER.tag(article, on_topic=True).naming
    assert found is not None
    return found


TOWNS = [
    (
        "pt",
        "Mulher é presa na estação de São Brunel do Monte",
        "Em São Brunel do Monte, foi presa uma mulher. Uma mulher foi presa na estação de São Brunel do Monte.",
    ),
    (
        "pt",
        "Bandida que assustava Porto Miragem é presa",
        "Em Porto Miragem foi presa ontem a mulher. A acusada vive em Porto Miragem, 34 quilômetros ao norte.",
    ),
    (
        "es",
        "Ladrona que asustaba a Villa Espejismo es detenida",
        "En Villa Espejismo fue detenida una mujer. La detenida vive en Villa Espejismo, 34 kilómetros al norte.",
    ),
    (
        "es",
        "Detienen a una mujer en la terminal de San Brunel",
        "En San Brunel, 34 policías detuvieron a la mujer. La acusada, presa en San Brunel, negó el robo.",
    ),
    (
        "en",
        "Thief who terrorized New Mirage is arrested",
        "A woman was arrested in New Mirage, 34 miles north. She was jailed in New Mirage, where she lived.",
    ),
]


@pytest.mark.parametrize(("language", "title", "body"), TOWNS)
def test_a_town_is_no_name_of_hers(language: str, title: str, body: str) -> None:
    found = naming(language, title, body)
    assert not found.headline and not found.body


WOMEN = [
    (
        "es",
        "Detienen a Rosa de la Cruz",
        "Rosa de la Cruz, de 31 años, fue detenida en Villa Espejismo. De la Cruz negó.",
    ),
    ("es", "Detienen a Santa Pérez", "Santa Pérez, de 31 años, fue detenida en San Brunel. Pérez negó el robo."),
    ("pt", "Começa o julgamento de Quitéria Miragem", "Quitéria Miragem, de 31 anos, foi presa em Porto Miragem."),
    ("pt", "Maria do Vale é presa", "Maria do Vale, de 31 anos, foi presa em São Brunel do Vale. Ela nega o crime."),
    ("en", "Trial of Quenby Harrow begins", "Quenby Harrow, 31, was arrested in New Harrow. Harrow denied the charge."),
]


@pytest.mark.parametrize(("language", "title", "body"), WOMEN)
def test_a_woman_is_named_whatever_the_town_is_called(language: str, title: str, body: str) -> None:
    found = naming(language, title, body)
    assert found.headline and found.body


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        (
            "pt",
            "Mulher é presa na estação de São Brunel do Monte",
            "Quitéria Arco, de 31 anos, foi presa em São Brunel do Monte. Em São Brunel do Monte, presa, ela nega.",
        ),
        (
            "en",
            "Woman arrested at New Mirage station",
            "Quenby Harrow, 31, was arrested in New Mirage. Harrow was jailed in New Mirage on Monday.",
        ),
    ],
)
def test_her_name_in_the_text_puts_none_in_the_headline(language: str, title: str, body: str) -> None:
    found = naming(language, title, body)
    assert found.body and not found.headline
