"""Labels told in other words than the textbook's: motherhood held against her, beasts, looks, doers, dead names."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

_CODES = {"S1", "S3", "S4", "S5", "S7", "S8"}


@pytest.mark.parametrize(
    ("language", "body", "codes"),
    [
        ("es", "Lucía Paz guardaba la marihuana entre los pañales de su hija cuando la detuvieron.", {"S5"}),
        ("es", "Ni el embarazo frenó a Lucía Paz, detenida el lunes.", {"S5"}),
        ("es", "Wendy Ticona, mujer trans, fue detenido ayer en La Paz.", {"S8"}),
        ("es", "Una culebra. Así llaman en el barrio a Ana Paz, detenida ayer.", {"S3"}),
        ("es", "La atracadora Ana Paz fue detenida ayer.", {"S1"}),
        ("es", "Las presas piden pañales y leche para sus bebés.", set()),
        ("es", "Wendy Ticona, mujer trans presa, denunció a un guardia. El guardia fue suspendido.", set()),
        ("pt", "Nem a gravidez segurou Lúcia Paz, presa na segunda-feira.", {"S5"}),
        ("pt", "Kelly Souza, mulher trans, foi preso ontem em Recife.", {"S8"}),
        ("pt", "De olhar felino e curvas de academia, Ana Paz foi presa ontem.", {"S4"}),
        ("pt", "As presas pedem fraldas e leite para os bebês.", set()),
        ("en", "Lucy Payne, arrested on Monday, was too high to feed the baby.", {"S5"}),
        ("en", "Ann Peace was arrested on Friday at her lair in Leeds, police said.", {"S3"}),
        ("en", "The sultry cashier, Ann Peace, was arrested on Friday.", {"S4"}),
        ("en", "Ann Peace, a pill-popper, was arrested on Friday.", {"S7"}),
        ("en", "The women in the prison asked for nappies and baby formula.", set()),
    ],
)
def test_labels_in_unusual_words(language: str, body: str, codes: set[str]) -> None:
    article = Article(id="x", title="", lead=None, body=body, outlet="x", country=None, language=language)
    tags = Tagger().tag(article, on_topic=True)
    assert {span.code for span in tags.spans} & _CODES == codes
