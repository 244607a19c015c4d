"""Names in what is published: a capital that nobody can vouch for is hidden, with its address, in three languages."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.capitals import Vocabulary
from nlp.masking import NameMask, masked, readable

HIDDEN = "[…]"
# What the study's other articles write in small letters, and where they say things happened.
ELSEWHERE = {
    "es": "Empieza el juicio y la vecina, acusada de vender droga, merece justicia. La reina de la ley de amnistía "
    "pide derechos. Una mujer llora en Bahía Tinta.",
    "pt": "Começa o julgamento e a vizinha, acusada de vender droga, merece justiça. A rainha pede a lei de anistia. "
    "A mãe chora em Vale Tinteiro.",
    "en": "The trial begins and the mother, jailed for drugs, is sentenced. A young neighbor says so in Quill Harbor.",
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    made = Vocabulary()
    for language, text in ELSEWHERE.items():
        for _ in range(2):
            made.learn(text, language)
    return made


def shown(vocabulary: Vocabulary, title: str, language: str) -> str:
    return masked(title, vocabulary.names_in(title, language), HIDDEN)


@pytest.mark.parametrize(
    ("language", "title", "safe"),
    [
        ("es", "Empieza el juicio contra Zulmara Pedregalia", "Empieza el juicio contra […]"),
        ("es", "La narcotraficante Pedregalia se lo merece, dice la Fiscalía", None),
        ("es", "Zulmara pide amnistía", "[…] pide amnistía"),
        ("es", "Cree en Zulmara Pedregalia la vecina", None),
        ("es", "Detienen a la Flores en Bahía Tinta", "Detienen a la […] en Bahía Tinta"),
        ("es", "Detienen a Zulmara Campos con droga", "Detienen a […] con droga"),
        ("es", "ZULMARA PEDREGALIA, ACUSADA", "[…], ACUSADA"),
        ("pt", "Começa o julgamento de Zulmara Pedregália", "Começa o julgamento de […]"),
        ("pt", "PM prende a traficante Pedregália em Vale Tinteiro", "PM prende a traficante […] em Vale Tinteiro"),
        ("pt", "Justiça condena Zulmara Rocha", "Justiça condena […]"),
        ("en", "Trial of Zulmara Inkwellia begins", "Trial of […] begins"),
        ("en", "Trial Of Zulmara Inkwellia Begins In Quill Harbor", "Trial Of […] Begins In Quill Harbor"),
        ("en", "Zulmara Baker Jailed For Drugs", "[…] Jailed For Drugs"),
        ("en", "Inkwellia, 34, is sentenced", "[…], 34, is sentenced"),
    ],
)
def test_a_name_that_no_list_knows_is_hidden_by_its_capital(
    vocabulary: Vocabulary, language: str, title: str, safe: str | None
) -> None:
    told = shown(vocabulary, title, language)
    for word in (
        "Zulmara",
        "ZULMARA",
        "Pedregalia",
        "PEDREGALIA",
        "Pedregália",
        "Inkwellia",
        "Flores",
        "Campos",
        "Baker",
    ):
        assert word not in told
    assert safe is None or told == safe


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "La Fiscalía y la Policía de México piden la Ley de Amnistía"),
        ("es", "Una mujer pide justicia en Bahía Tinta, dice la FGR"),
        ("pt", "Ministério Público pede anistia em Vale Tinteiro"),
        ("pt", "Mãe é presa no Brasil com droga"),
        ("en", "Police say mother was jailed in Quill Harbor"),
        ("en", "Mother Jailed For Drugs In Quill Harbor"),
    ],
)
def test_institutions_offices_and_places_stay(vocabulary: Vocabulary, language: str, title: str) -> None:
    assert shown(vocabulary, title, language) == title


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_an_address_with_a_word_that_may_be_a_name_tells_it(vocabulary: Vocabulary, language: str) -> None:
    title, slug = {
        "es": ("Empieza el juicio contra Zulmara", "empieza-el-juicio-contra"),
        "pt": ("Começa o julgamento de Zulmara", "comeca-o-julgamento-de"),
        "en": ("Trial of Zulmara begins", "trial-begins-of"),
    }[language]
    names = vocabulary.names_in(title, language)

    def tells(path: str) -> bool:
        return vocabulary.address_tells(readable(f"https://diario.example/{path}"), title, names)

    assert tells(f"2022/{slug}-zulmara-81.html")
    assert tells(f"2022/{slug}-pedregalia-81.html")  # neither headline nor study knows the word
    assert not tells(f"2022/{slug}-81.html")
    assert not tells("2022/05/14/81.html")


def test_a_name_that_stands_in_a_headline_alone_is_among_the_names_of_its_article() -> None:
    mask = NameMask()
    texts = (ELSEWHERE["es"], "El juicio de la mujer, acusada de vender droga, empieza hoy en la corte.")
    made = [
        Article(id=str(at), title="Empieza el juicio contra Zulmara Pedregalia", body=text, outlet="uno", language="es")
        for at, text in enumerate(texts)
    ]
    for article in made:
        mask.learn(article)
    for article in made:
        told = mask.read(article)
        assert {"zulmara", "pedregalia"} <= told.names
        assert not {"empieza", "juicio"} & told.names
        assert mask.unsure_in("la narcotraficante Pedregalia", told) == {"pedregalia"}
