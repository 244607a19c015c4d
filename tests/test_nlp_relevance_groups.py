"""Who is arrested with her, counted beside her or named in the same sentence: couples, groups, things, names."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger


def on_topic(language: str, title: str, *paragraphs: str) -> bool:
    body = "\n\n".join(paragraphs)
    return Tagger().tag(Article(id="a", title=title, body=body, outlet="o", language=language)).on_topic


COUPLE = {
    "es": (
        "Detienen a una pareja con drogas en Villa Olmo",
        "Una pareja fue detenida anoche con dos kilos de marihuana en la calle Sur.",
        "La mujer confesó que guardaba las bolsas. Vivía allí desde mayo.",
        "La casa fue registrada y el coche quedó en el depósito.",
    ),
    "pt": (
        "Casal é preso com drogas em Vila Olmo",
        "Um casal foi detido ontem com dois quilos de maconha na rua Sul.",
        "A mulher confessou que guardava os pacotes. Ela morava ali desde maio.",
        "A casa foi revistada e o carro ficou no pátio.",
    ),
    "en": (
        "Couple arrested with drugs in Elmtown",
        "A couple was arrested last night with two kilos of marijuana on South Street.",
        "The woman told officers that the bags were hers. She had lived there since May.",
        "The house was searched and the car was towed.",
    ),
}


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_woman_of_a_couple_counts_once_the_text_speaks_of_her(language: str) -> None:
    title, lead, hers, rest = COUPLE[language]

    assert on_topic(language, title, lead, hers, rest)
    assert not on_topic(language, title, lead, rest)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("es", "Ciclista y esposa son detenidos en la ruta", "La droga iba en una mochila."),
        ("pt", "Ciclista e esposa são presos na estrada", "A droga estava numa mochila."),
        ("en", "Man and woman arrested for smuggling", "The drugs were in a rucksack."),
    ],
)
def test_a_pair_that_names_her_is_about_her(language: str, title: str, body: str) -> None:
    assert on_topic(language, title, body)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        (
            "es",
            "Caen veinte en un operativo",
            "Veinte personas, entre ellas cuatro mujeres, fueron detenidas ayer en el puerto.",
        ),
        (
            "pt",
            "Polícia detém vinte no porto",
            "Vinte pessoas, entre elas quatro mulheres, foram detidas ontem no porto.",
        ),
        ("en", "Twenty held at the port", "Twenty people, including four women, were arrested at the port yesterday."),
    ],
)
def test_women_who_are_only_counted_in_a_group_are_not_its_subject(language: str, title: str, body: str) -> None:
    assert not on_topic(language, title, body, "Se incautaron armas." if language == "es" else "")


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        # A family, a body and a place agree or look like a woman.
        (
            "es",
            "Sale la familia retenida",
            "La familia de la que habló el diario, con dos niños, fue detenida el lunes.",
        ),
        ("es", "La justicia mexicana condena", "La justicia mexicana condenó ayer a cinco años a un segundo autor."),
        ("pt", "Prefeitura responde", "A administração da cidade presa pela clareza das contas, diz a nota."),
        ("pt", "A população negra e a prisão", "A população negra brasileira está na prisão em número maior."),
        (
            "en",
            "Georgia Supreme Court upholds ruling",
            "The Georgia Supreme Court affirmed the conviction of a banker.",
        ),
        # Whose arrest the noun names.
        ("es", "La viuda espera", "Su viuda, Inés Toro, espera que la detención de uno de los implicados sirva."),
        ("pt", "Prende 51 acusados", "A polícia prende 51 acusados de agressão a mulheres em dez cidades."),
        ("en", "She waits for news", "Rowena, whose brother died in a cell last May, sells rice cakes by the gate."),
        # A judgment that costs money and office.
        (
            "pt",
            "Ex-prefeita condenada por improbidade",
            "A ex-prefeita foi condenada por improbidade administrativa e pagará multa civil.",
        ),
    ],
)
def test_words_that_only_look_like_hers(language: str, title: str, body: str) -> None:
    assert not on_topic(language, title, body)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        # A name that is a word for a thing, and a clause between her and her release.
        ("pt", "Sem notícias", "A brasileira Lívia Pessoa está presa em Oslo desde quarta-feira."),
        ("en", "Kids home alone", "Ana, whose husband is still held, was released from jail on Friday."),
        # The teller is a woman.
        (
            "en",
            "What the guards said",
            "I was arrested at a protest in May. I spent a night in a cell. I am a trans woman, and I was held "
            "with men. I have not slept well since.",
        ),
        (
            "en",
            "Judge out of patience",
            "A mother of two appeared before him again. Stacy Moor, 31, admitted stealing.",
        ),
        ("es", "Piden capturar a la exfiscal", "El gobierno pedirá la captura internacional de la exfiscal Ana Toro."),
    ],
)
def test_grammar_that_hides_her(language: str, title: str, body: str) -> None:
    assert on_topic(language, title, body)
