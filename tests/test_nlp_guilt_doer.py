"""Guilt told as fact (S6) of a woman whom no mention names: the nearest person before the verb is she, and no other."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

HERS = (
    ("es", "La policía detuvo en Rivera a tres mujeres que, vestidas de enfermeras, dopaban a sus pacientes."),
    ("es", "Fue capturada el lunes en Salto. Las cámaras muestran que la joven golpea al anciano."),
    ("pt", "A polícia prendeu em Bagé duas mulheres que, em hospitais da cidade, dopavam os idosos."),
    ("pt", "Ela foi presa na segunda-feira. As câmeras mostram que a moça agride a criança."),
    ("en", "Police in Yarrow arrested two women who robbed an elderly man. They are in jail."),
)
OTHERS = (
    ("es", "Fue capturada el lunes en Salto. Las cámaras muestran que el joven que la acompaña golpea al anciano."),
    ("es", "Una mujer fue detenida y liberada. La mujer vio que un policía golpeaba al anciano."),
    ("pt", "Ela foi presa na segunda-feira. A mulher viu que um policial agride a criança."),
    ("en", "The women were arrested and freed. Two men who robbed an elderly man got away."),
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _guilt(tagger: Tagger, language: str, text: str) -> list[str]:
    article = Article(id="1", title="", body=text, outlet="own", language=language)
    return [text[span.start : span.end] for span in tagger.tag(article, on_topic=True).spans if span.code == "S6"]


@pytest.mark.parametrize(("language", "text"), HERS)
def test_the_deed_of_the_woman_just_named_is_told_as_fact(tagger: Tagger, language: str, text: str) -> None:
    assert _guilt(tagger, language, text)


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_the_deed_of_another_is_none_of_hers(tagger: Tagger, language: str, text: str) -> None:
    assert not _guilt(tagger, language, text)
