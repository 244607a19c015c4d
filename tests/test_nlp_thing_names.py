"""A label that is the name of a thing, an animal or an officer is none, wherever it stands with a capital."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

TAGGER = Tagger()


def labels(language: str, title: str, body: str) -> list[str]:
    article = Article(id="x", title=title, body=body, outlet="x", country=None, language=language)
    return [span.code for span in TAGGER.tag(article, on_topic=True).spans if span.code in {"S1", "S2", "S3", "S4"}]


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        (
            "es",
            "Cooperativa Las Bandoleras abre tienda",
            "La cooperativa Las Bandoleras nació en el penal de mujeres. Allí Bandoleras es ya una marca.",
        ),
        (
            "es",
            "Hiena, la perra del penal de mujeres",
            "Hiena, una labradora negra, duerme con las mujeres privadas de libertad.",
        ),
        ("es", "La jueza Ladrona Paz escucha a las presidiarias", "La jueza Ladrona visitó a dos mujeres en prisión."),
        (
            "pt",
            "Oficina Bandidas costura na penitenciária",
            "A oficina Bandidas reúne mulheres presas. As camisetas Bandidas vendem bem.",
        ),
        (
            "en",
            "Bandit, the dog of the women's wing",
            "Bandit, an old spaniel, sleeps beside the women in prison. Everybody feeds Bandit.",
        ),
        (
            "en",
            "Women in prison sue Black Widow Ltd",
            "Black Widow Ltd sold them phone cards. The women say Black Widow never paid.",
        ),
    ],
)
def test_the_name_of_a_thing_is_no_label(language: str, title: str, body: str) -> None:
    assert [code for code in labels(language, title, body) if code != "S2"] == []


@pytest.mark.parametrize(
    ("language", "title", "body", "code"),
    [
        ("es", "Detienen a «La Bandida»", "La bandida fue detenida en su taller de costura.", "S1"),
        ("pt", "Bandida presa em Recife", "A bandida foi presa na oficina onde trabalhava.", "S1"),
        ("en", "Black Widow jailed", "The Black Widow of Leeds was jailed for killing two men in a pub.", "S4"),
    ],
)
def test_her_own_label_stays_one(language: str, title: str, body: str, code: str) -> None:
    assert code in labels(language, title, body)
