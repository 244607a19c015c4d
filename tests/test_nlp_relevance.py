"""Which articles are about women deprived of liberty, by the codebook's scope. All texts are invented."""

from __future__ import annotations

import pytest

from corpus.records import Article
from lexicons.errors import EncuadreError
from lexicons.language_data import load_names, load_scope
from nlp.relevance import may_be_relevant
from nlp.tagger import Tagger

ON_TOPIC = [
    ("es", "Detienen a una vendedora de flores", "La comerciante pasó nueve horas en la comisaría."),
    ("es", "Huelga en el penal", "Las reclusas de la cárcel de mujeres dejaron de comer el lunes."),
    ("es", "Crece el número de mujeres en prisión", "El informe pide alternativas."),
    ("es", "La poeta, libre", "Elena Ruiz, presa desde abril por un poema, salió ayer de la cárcel."),
    ("es", "EXIGEN LIBERTAD PARA LA ACTIVISTA", "LA MUJER FUE ENCARCELADA EN MARZO Y SIGUE EN PRISION PREVENTIVA."),
    (
        "es",
        "Cinco años para la banda",
        "Marta Solís y dos hombres fueron condenados. Solís recibió cinco años de cárcel.",
    ),
    ("pt", "Mulher é presa com droga", "A suspeita foi levada para a delegacia."),
    ("pt", "Detentas costuram uniformes", "Quarenta presas da penitenciária feminina trabalham na oficina."),
    ("pt", "Arguida conhece hoje a sentença", "A arguida, de 22 anos, arrisca vinte anos de prisão."),
    ("pt", "Defesa pede liberdade de Rui Prado e Célia", "O casal está em prisão preventiva desde maio."),
    ("en", "Nurse Anita Hall jailed for theft", "Hall was sentenced to two years in prison. She will appeal."),
    (
        "en",
        "Shackled in labor",
        "When Rachel gave birth, she was serving a jail sentence. Guards chained her to the bed.",
    ),
    ("en", "Women Make Up Fastest Growing Group Behind Bars", "The number of women in prison rose again."),
]
OFF_TOPIC = [
    (
        "es",
        "Detienen a hombre que mató a su esposa",
        "El sujeto fue detenido. La víctima, Rosa Pérez, murió apuñalada.",
    ),
    (
        "es",
        "La presa Las Lomas, al 90 %",
        "La presa abastece de agua a la ciudad. Las presas de la región están llenas.",
    ),
    ("es", "Jueza dicta prisión preventiva al exministro", "La magistrada Carmen Ruiz envió al exministro a prisión."),
    ("es", "Elección interna en el partido", "Las disputas internas siguen. La interna del partido será en mayo."),
    (
        "es",
        "Vuelve la serie de la cárcel",
        "La serie estrena temporada. La actriz es una presa y otra actriz, su celadora.",
    ),
    ("es", "Penal en el último minuto", "Le cometieron penal y la selección femenil ganó."),
    ("pt", "Homem é preso por matar a companheira", "O suspeito foi preso em flagrante. A vítima tinha 28 anos."),
    ("pt", "Noiva fica presa no engarrafamento", "A noiva ficou presa no trânsito por duas horas."),
    ("pt", "Elefantes nascem sem presas", "A caça fez nascerem animais sem presas de marfim."),
    ("pt", "Delegada explica operação", "A delegada Ana Lima disse que cinco homens foram presos."),
    (
        "en",
        "Man gets life for killing wife",
        "A judge sentenced Carl Dean to life in prison for murdering his wife, Donna.",
    ),
    ("en", "New bar opens in old jail", "Guests can drink behind bars: the cells are booths now."),
    ("en", "Female judge sentences trafficker", "Judge Mary Ortiz sentenced the man to 20 years in prison."),
]


def article(language: str, title: str, body: str, **more: str) -> Article:
    return Article(id="a", title=title, body=body, outlet="o", language=language, **more)


@pytest.mark.parametrize(("language", "title", "body"), ON_TOPIC)
def test_a_woman_in_custody_in_headline_or_lead_is_on_topic(language: str, title: str, body: str) -> None:
    tags = Tagger().tag(article(language, title, body))

    assert tags.on_topic, tags.why
    assert tags.relevance >= 0.5
    assert tags.why


@pytest.mark.parametrize(("language", "title", "body"), OFF_TOPIC)
def test_men_dams_officials_victims_fiction_and_sport_are_not(language: str, title: str, body: str) -> None:
    tags = Tagger().tag(article(language, title, body))

    assert not tags.on_topic, tags.why
    assert tags.spans == () and tags.sources == ()
    assert tags.why


def test_one_passing_sentence_far_down_is_not_enough() -> None:
    filler = "El ayuntamiento presentó su presupuesto para el año próximo y la oposición lo criticó. " * 12

    tags = Tagger().tag(article("es", "Presupuesto municipal", filler + "\nLa tesorera fue detenida en 2010."))

    assert not tags.on_topic
    assert 0 < tags.relevance < 0.5


def test_three_sentences_far_down_are_enough() -> None:
    filler = "El ayuntamiento presentó su presupuesto para el año próximo y la oposición lo criticó. " * 12
    hers = "La tesorera Eva Luna fue detenida en mayo. Luna sigue en prisión preventiva. La acusada niega los cargos."

    assert Tagger().tag(article("es", "Presupuesto municipal", f"{filler}\n{hers}")).on_topic


def test_the_gate_lets_through_only_what_speaks_of_custody() -> None:
    assert not may_be_relevant("El equipo ganó el partido y la afición celebró en la plaza.", "es")
    assert may_be_relevant("Las Reclusas del penal.", "es")


def test_an_article_in_another_language_is_off_topic_with_a_reason() -> None:
    text = "La donna è stata arrestata dalla polizia e portata nel carcere della città di Roma."

    tags = Tagger().tag(Article(id="a", title="Arrestata", body=text, outlet="o"))

    assert tags.language is None
    assert tags.why == ("not in Spanish, Portuguese or English",)


def test_scope_lists_are_checked_and_versioned() -> None:
    assert {load_scope(language).language for language in ("es", "pt", "en")} == {"es", "pt", "en"}
    assert not set(load_names().women) & set(load_names().men)
    with pytest.raises(EncuadreError, match="no lexicon for language 'fr'"):
        load_scope("fr")
