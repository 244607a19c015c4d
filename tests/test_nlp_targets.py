"""Where the women in scope are named. Invented texts."""

from __future__ import annotations

from nlp.pipeline import build, make_doc
from nlp.texts.article import ArticleText


def mentions(language: str, title: str, body: str) -> list[tuple[str, str]]:
    """(kind, words) of every mention."""
    pipeline = build(language)
    doc = make_doc(pipeline, ArticleText.build(title, None, body))
    for name in ("encuadre_sentences", "encuadre_relevance", "encuadre_targets"):
        doc = pipeline.get_pipe(name)(doc)
    return [(mention.kind, doc[mention.start : mention.end].text) for mention in doc._.targets]


def test_her_name_is_learned_from_her_arrest_and_found_again() -> None:
    found = mentions(
        "es", "La maestra", "Eva Luna Prado fue detenida ayer.\nLuego declaró el alcalde.\nLuna Prado negó todo."
    )

    assert found.count(("name", "Luna")) == 2
    assert ("event", "detenida") in found


def test_a_mans_name_and_an_officials_are_not_hers() -> None:
    body = "La mujer fue detenida junto a Pedro Gómez. La fiscal Marta Ruiz la acusó. Gómez huyó. Ruiz apeló."

    assert not {words for kind, words in mentions("es", "Detenida", body) if kind == "name"} & {"Gómez", "Ruiz"}


def test_an_english_arrest_belongs_to_the_woman_before_it() -> None:
    found = mentions(
        "en", "Nurse jailed", "Anita Hall was arrested on Monday. Police said Hall stole drugs. She denies it."
    )

    assert ("name", "Hall") in found
    assert ("pronoun", "She") in found


def test_her_husband_is_not_she() -> None:
    found = mentions("en", "Anita Hall arrested", "Hall was arrested. Her husband sold the car.")

    assert ("pronoun", "Her") not in found


def test_nothing_is_mentioned_off_topic() -> None:
    assert mentions("es", "La feria", "La reina de la feria saludó a la multitud.") == []
