"""Guilt told as fact (S6): many ways of telling a crime with her as the subject, and what must not be taken for it."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

HERS = {
    "es": "La mujer fue detenida ayer. La mujer {}. Está en la comisaría.",
    "pt": "A mulher foi presa ontem. A mulher {}. Está na delegacia.",
    "en": "The woman was arrested on Monday. She {}. She is being held at the county jail.",
}
# By another, attributed, hedged, denied, and told by her of somebody else.
NOT_HERS = {
    "es": (
        "Una mujer fue detenida por error y liberada. Un hombre {}.",
        "La mujer está detenida. Según la Fiscalía, la mujer {}.",
        "La mujer detenida presuntamente {}.",
        "La mujer detenida no {}.",
        "La mujer, presa desde mayo, denunció que su marido {}.",
    ),
    "pt": (
        "Uma mulher foi presa por engano e solta. Um homem {}.",
        "A mulher está presa. Segundo o Ministério Público, a mulher {}.",
        "A mulher presa supostamente {}.",
        "A mulher presa não {}.",
        "A mulher, presa desde maio, denunciou que o marido {}.",
    ),
    "en": (
        "A woman was arrested in error and freed. A man {}.",
        "The woman is in jail. According to prosecutors, she {}.",
        "The jailed woman allegedly {}.",
        "The woman in jail never {}.",
        "The woman, in jail since May, said her husband {}.",
    ),
}
DEEDS = {
    "es": (
        "le asestó un martillazo en la cabeza",
        "abrió fuego contra un taxista",
        "abandonó al recién nacido en un terreno baldío",
        "escondió el cadáver en un ropero",
        "pagó diez mil pesos por el crimen",
        "arrebató la cartera a una jubilada",
        "vació las cuentas de su patrona",
        "ejercía la medicina sin título",
        "extorsionaba a comerciantes",
        "exigía dinero a cambio de no difundir videos",
        "ingirió 80 cápsulas de cocaína",
        "lideraba una banda de extorsionistas",
        "trabajaba para el cártel",
        "ayudó a deshacerse del cuerpo",
    ),
    "pt": (
        "desferiu várias facadas no companheiro",
        "disparou contra o namorado",
        "abandonou o recém-nascido em um terreno",
        "encomendou a morte do ex",
        "arrancou a bolsa de uma aposentada",
        "ficou com a aposentadoria de um idoso",
        "se passava por médica",
        "aplicava golpes pela internet",
        "aliciava mulheres pelas redes",
        "engoliu 80 cápsulas de cocaína",
        "tentou entrar com celulares no presídio",
        "era a chefe da facção no bairro",
        "atuava como olheira do tráfico",
        "ajudou a ocultar o corpo",
    ),
    "en": (
        "hit her husband with a hammer",
        "poured boiling water on her partner",
        "left her newborn in a dumpster",
        "hired a hitman",
        "snatched a pensioner's purse",
        "drained her employer's accounts",
        "practised medicine without a licence",
        "ran a romance scam",
        "forced girls into prostitution",
        "swallowed 80 pellets of cocaine",
        "smuggled phones into the prison",
        "led a gang of pickpockets",
        "worked for the cartel",
        "helped dispose of the body",
    ),
}


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def guilt(tagger: Tagger, language: str, body: str) -> list[str]:
    """The words in which an article states her guilt as a fact."""
    article = Article(id="1", title="", body=body, outlet="invented", language=language)
    rows = tagger.tag(article, on_topic=True).spans
    return [body[row.start : row.end] for row in rows if row.code == "S6" and row.voice.value != "metalinguistic"]


@pytest.mark.parametrize(
    ("language", "deed"), [(language, deed) for language, deeds in DEEDS.items() for deed in deeds]
)
def test_a_crime_told_of_her_is_guilt_told_as_fact(tagger: Tagger, language: str, deed: str) -> None:
    found = guilt(tagger, language, HERS[language].format(deed))

    assert found and all(words.split()[0] in deed.split() for words in found), found


@pytest.mark.parametrize(
    ("language", "frame"), [(language, frame) for language, frames in NOT_HERS.items() for frame in frames]
)
def test_another_s_crime_or_one_hedged_attributed_or_denied_is_not(tagger: Tagger, language: str, frame: str) -> None:
    told = {deed: guilt(tagger, language, frame.format(deed)) for deed in DEEDS[language]}

    assert {deed: words for deed, words in told.items() if words} == {}


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "La mujer fue condenada a nueve años. La mujer vació las cuentas de su patrona."),
        ("pt", "A mulher foi condenada a nove anos. A mulher aplicava golpes pela internet."),
        ("en", "The woman was convicted in May. She drained her employer's accounts."),
    ],
)
def test_after_a_conviction_it_is_no_prejudgement(tagger: Tagger, language: str, body: str) -> None:
    assert guilt(tagger, language, body) == []


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        (
            "es",
            "Niño fue asesinado por su madrastra en Villa Luz. La mujer está presa.",
            "fue asesinado por su madrastra",
        ),
        ("pt", "Menina foi morta pela madrasta em Vila Sol. A mulher está presa.", "foi morta pela madrasta"),
        (
            "en",
            "A boy was murdered by his stepmother in Elm Park. The woman is in jail.",
            "was murdered by his stepmother",
        ),
    ],
)
def test_the_passive_by_her_states_it_too(tagger: Tagger, language: str, body: str, words: str) -> None:
    assert guilt(tagger, language, body) == [words]
