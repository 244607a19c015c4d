"""Naming before conviction, in stories about one case."""

from __future__ import annotations

import pytest

from corpus.records import Article, Naming
from nlp.tagger import Tagger


def naming(language: str, title: str, body: str) -> Naming | None:
    article = Article(id="a", title=title, body=body, outlet="o", language=language)
    return Tagger().tag(article, on_topic=True).naming


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("es", "Detienen a una mujer en Lomas", "Laura Quiroga, de 34 años, fue detenida ayer. Quiroga negó el robo."),
        ("pt", "Mulher é presa em Recife", "Juliana Prado, 34, foi presa ontem. Prado nega o crime."),
        ("en", "Woman arrested in Riverton", "Laura Quigley, 34, was arrested on Monday. Quigley denied the charge."),
    ],
)
def test_a_full_name_without_a_conviction_is_named_before(language: str, title: str, body: str) -> None:
    found = naming(language, title, body)
    assert found is not None and found.before_conviction
    assert found.body and not found.headline


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("es", "Condenan a una mujer", "Laura Quiroga, de 34 años, fue condenada a seis años. Quiroga apeló."),
        ("pt", "Mulher é condenada", "Juliana Prado, 34, foi condenada a seis anos. Prado recorreu."),
        ("en", "Woman sentenced", "Laura Quigley, 34, was convicted of theft. Quigley was sentenced to six years."),
    ],
)
def test_a_conviction_told_is_no_naming_before(language: str, title: str, body: str) -> None:
    found = naming(language, title, body)
    assert found is not None and found.convicted and not found.before_conviction


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "Laura Quiroga, de 34 años, fue detenida. Quiroga podría ser condenada a seis años."),
        ("pt", "Juliana Prado, 34, foi presa. Se for condenada, Prado pode pegar seis anos."),
        ("en", "Laura Quigley, 34, was arrested. If convicted, Quigley faces six years."),
    ],
)
def test_a_conviction_that_may_come_is_none(language: str, body: str) -> None:
    found = naming(language, "", body)
    assert found is not None and not found.convicted


def test_a_mans_conviction_is_not_hers() -> None:
    found = naming("en", "", "Laura Quigley, 34, was arrested. Her husband was convicted in May. Quigley denies it.")
    assert found is not None and not found.convicted


@pytest.mark.parametrize(
    "body",
    [
        "Una mujer de 34 años fue detenida ayer. La mujer negó el robo.",
        "Laura Q., de 34 años, fue detenida ayer. La mujer negó el robo.",
    ],
)
def test_initials_and_no_name_name_nobody(body: str) -> None:
    found = naming("es", "Detienen a una mujer", body)
    assert found is not None and not found.before_conviction


def test_a_story_about_many_is_no_one_case() -> None:
    body = "Las mujeres presas bloquearon el patio. Las internas piden agua. Las presas no tienen médico."
    assert naming("es", "Mujeres presas protestan", body) is None


def test_the_name_itself_is_nowhere_in_the_result() -> None:
    found = naming("es", "", "Laura Quiroga, de 34 años, fue detenida ayer. Quiroga negó el robo.")
    assert "Quiroga" not in repr(found)
