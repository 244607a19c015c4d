"""Whom a phrase without a name means, and what does not speak: the woman cited before, ministers of a court, tests."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def sources(tagger: Tagger, body: str, *, title: str = "", language: str = "pt") -> list[tuple[str, str]]:
    article = Article(id="a", title=title, lead=None, body=body, outlet="x", country=None, language=language)
    tags = tagger.tag(article, on_topic=True)
    return [(row.role, row.how.value if hasattr(row.how, "value") else str(row.how)) for row in tags.sources]


def test_a_woman_cited_by_name_is_later_a_jovem_and_a_ex_detenta(tagger: Tagger) -> None:
    body = (
        "Neide Farias foi presa em 2012 e saiu da cadeia em 2015. “Lá dentro eu aprendi a costurar”, diz Neide. "
        "“Hoje tenho carteira assinada e durmo tranquila”, completa a ex-detenta. "
        "“Ninguém me perguntou do passado”, conta a jovem."
    )
    assert sources(tagger, body) == [("directly_impacted", "quoted")]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("O caso chegou ao STJ em maio. O ministro Otávio Brandt afirmou que a ré pode esperar em casa.", "judge"),
        ("O Ministério da Justiça abriu vagas. O ministro Otávio Brandt afirmou que faltam camas.", "government"),
        (
            "A detenta Iracema deu à luz na cela. Fernanda Pires, diretora da unidade, disse que chamou o socorro.",
            "prison_authority",
        ),
        ("O tenente Rui Sá, da PM-BA, relatou que a mulher correu.", "police_military"),
    ],
)
def test_a_post_takes_the_institution_named_last(tagger: Tagger, body: str, role: str) -> None:
    assert [each for each, _ in sources(tagger, body)] == [role]


def test_the_judge_who_revokes_her_house_arrest_is_not_she(tagger: Tagger) -> None:
    body = (
        "O ministro Heitor Vilar, do STF, revogou a prisão domiciliar concedida a uma mulher. Ela foi presa em maio. "
        "Ao analisar o recurso, Vilar explicou que a regra tem exceções."
    )
    assert sources(tagger, body, title="Vilar revoga domiciliar de mãe de dois filhos") == [("judge", "paraphrased")]


@pytest.mark.parametrize(
    "body",
    [
        "A mulher foi presa. Os exames confirmaram que a substância era maconha.",
        "A mulher foi presa. O episódio reforça que faltam aparelhos.",
        "A mulher teve o pedido de liberdade negado pela Justiça de Goiás.",
        "A presa pôde contar com a mãe para cuidar dos filhos.",
    ],
)
def test_things_and_decisions_are_no_sources(tagger: Tagger, body: str) -> None:
    assert sources(tagger, body) == []


def test_after_a_lawyer_segundo_ela_is_the_lawyer(tagger: Tagger) -> None:
    body = "A detenta está doente. A defensora Lúcia Prado disse que pediu um médico. Segundo ela, ninguém veio."
    assert {role for role, _ in sources(tagger, body)} == {"defense"}


def test_the_outlet_credited_at_the_end_is_a_source(tagger: Tagger) -> None:
    assert ("other", "paraphrased") in sources(
        tagger, "Uma mulher foi presa em Bauru. As informações são do Diário do Vale."
    )
