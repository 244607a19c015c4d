"""Guilt told as fact (S6) by classes of deeds and objects, punishment as deserved or a relief, and false friends."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

HERS = {
    "es": "La mujer fue detenida ayer. La mujer {}. Está en la comisaría.",
    "pt": "A mulher foi presa ontem. A mulher {}. Está na delegacia.",
    "en": "The woman was arrested on Monday. She {}. She is being held at the county jail.",
}
DEEDS = {
    "es": (
        "saqueaba las arcas del club",
        "desplumó a una pareja de jubilados",
        "alquilaba departamentos que no existían",
        "orquestó el secuestro",
        "burló los controles del aeropuerto",
        "fingía un embarazo",
        "agredió a una enfermera",
        "tomó del cuello a la cajera",
        "mantuvo a su tía amarrada",
        "manejaba ebria",
        "dejó a sus hijos solos",
    ),
    "pt": (
        "raspou a poupança do tio",
        "enganava e lesava idosos",
        "alugava casas que não existiam",
        "arquitetou o sequestro",
        "driblou a fiscalização do aeroporto",
        "simulava uma gravidez",
        "agrediu uma enfermeira",
        "agarrou a gerente pelos cabelos",
        "manteve a tia em cárcere privado",
        "dirigia embriagada",
        "plantava maconha em casa",
    ),
    "en": (
        "raided the club's coffers",
        "fleeced a string of retirees",
        "rented out flats that did not exist",
        "masterminded the kidnapping",
        "slipped past customs with a kilo",
        "faked cancer",
        "attacked a nurse",
        "grabbed a cashier by the throat",
        "kept her aunt chained up",
        "was driving drunk",
        "left her children alone",
    ),
}
PUNISHED = (
    ("es", "Detuvieron a Elba Ríos en Tandil. Ya era hora de que alguien le pusiera las esposas."),
    ("es", "Elba Ríos fue detenida. Los abuelos del barrio ya pueden dormir tranquilos."),
    ("es", "Elba Ríos está presa y ojalá no salga nunca."),
    ("pt", "Elba Reis foi presa em Pelotas. Demorou, mas a justiça chegou."),
    ("pt", "Elba Reis foi presa. Os aposentados do bairro já podem dormir sossegados."),
    ("pt", "Elba Reis está na cadeia. Tomara que nunca saia de lá."),
    ("en", "Elba Reese was arrested in Dover, and not before time."),
    ("en", "Elba Reese is in jail. The old folks of the parish can sleep easier."),
    ("en", "Elba Reese is in jail awaiting trial. Hanging would be too kind."),
)
# The same words of others, of chores, of sport and policy, and of what is right.
FALSE_FRIENDS = (
    ("es", "La mujer presa limpia la casa y vacía los baldes del pabellón."),
    ("es", "La mujer está presa. El hombre saqueaba las arcas del club."),
    ("es", "La mujer, detenida desde junio, presuntamente fingía un embarazo."),
    ("es", "La mujer detenida contó que un guardia agredió a una enfermera."),
    ("es", "Presas de Ezeiza piden salir. Ya era hora de que la justicia las escuchara y la liberaran."),
    ("pt", "A mulher presa limpa a cela e esvazia os baldes."),
    ("pt", "A mulher está presa. O homem raspou a poupança do tio."),
    ("pt", "A autora do livro visitou a mulher presa."),
    ("pt", "A mulher presa teria simulado uma gravidez."),
    ("pt", "As presas pedem audiência. Já era hora de a justiça ouvir essas mulheres."),
    ("en", "The jailed woman empties the bins and cleans the kitchen."),
    ("en", "The woman is in jail. Her brother raided the club's coffers."),
    ("en", "The woman in jail allegedly faked cancer."),
    ("en", "The woman in jail drained her own savings to pay lawyers."),
    ("en", "The woman was released from jail. Her children can sleep easier now that she was freed."),
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _guilt(tagger: Tagger, language: str, body: str) -> list[str]:
    article = Article(id="1", title="", body=body, outlet="invented", language=language)
    return [body[row.start : row.end] for row in tagger.tag(article, on_topic=True).spans if row.code == "S6"]


@pytest.mark.parametrize(("language", "deed"), [(name, deed) for name, deeds in DEEDS.items() for deed in deeds])
def test_a_deed_of_a_class_is_told_as_fact(tagger: Tagger, language: str, deed: str) -> None:
    assert _guilt(tagger, language, HERS[language].format(deed))


@pytest.mark.parametrize(("language", "body"), PUNISHED)
def test_punishment_is_told_as_overdue_deserved_or_a_relief(tagger: Tagger, language: str, body: str) -> None:
    assert _guilt(tagger, language, body)


@pytest.mark.parametrize(("language", "body"), FALSE_FRIENDS)
def test_what_only_sounds_like_it_is_not(tagger: Tagger, language: str, body: str) -> None:
    assert _guilt(tagger, language, body) == []
