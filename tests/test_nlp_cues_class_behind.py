"""The class behind a wording: one meaning in several words of its class, and its words in another meaning.

In: invented sentences after a line on a women's prison. Out: the codes that they carry.
"""

from __future__ import annotations

import pytest

from nlp.tagger import Tagger
from tests.openings import PRISON, opened


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def codes(tagger: Tagger, language: str, sentence: str) -> set[str]:
    """The codes of the sentence, read after the opening."""
    opening = PRISON[language]
    rows = tagger.tag(opened(language, opening, sentence), on_topic=True).spans
    return {row.code for row in rows if row.start > len(opening)}


@pytest.mark.parametrize(
    ("language", "sentence", "code"),
    [
        ("es", "Ningún juez la oyó antes de encarcelarla.", "R2"),
        ("es", "La familia ignora adónde la llevaron.", "R2"),
        ("es", "Le niegan hasta la historia clínica.", "R2"),
        ("es", "Las guardias confiscaron sus cartas.", "R2"),
        ("es", "El taller sirve para que ellas se reincorporen a la vida laboral.", "R3"),
        ("es", "Rosa Paz, presa desde mayo, lo daría todo por sus nietos.", "T2"),
        ("es", "Sin mis hijas no hay vida, dice Rosa.", "T2"),
        ("es", "A Rosa se le terminaron las andanzas.", "S6"),
        ("es", "Rosa Paz fue detenida el lunes y para ella no habrá clemencia.", "S6"),
        ("pt", "Quem consegue um contrato não reincide.", "R3"),
        ("pt", "O diploma afasta muita gente do crime.", "R3"),
        ("pt", "Falta de vaga não é motivo para manter uma mulher trancada.", "R2"),
        ("pt", "Decidem sobre nós sem nos ouvir.", "R4"),
        ("pt", "A gente não pede esmola, diz Rosa.", "R4"),
        ("pt", "As agentes confiscaram suas cartas.", "R2"),
        ("pt", "Rosa encontrou o castigo que merecia.", "S6"),
        ("pt", "Quem não quer ir presa não rouba.", "S6"),
        ("en", "Rose finally got the punishment she deserved.", "S6"),
        ("en", "The viper that she is, Rose said nothing.", "S3"),
        ("en", "A guard made lewd remarks about their bodies.", "R2"),
        ("en", "The women must shower without a curtain.", "R2"),
        ("en", "Her sister is campaigning for her to come home.", "R3"),
        ("en", "Rose Hill, a former prisoner, takes families to visit their sisters.", "R4"),
    ],
)
def test_other_words_of_the_class_carry_the_code(tagger: Tagger, language: str, sentence: str, code: str) -> None:
    assert code in codes(tagger, language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence", "code"),
    [
        ("es", "Se le acabó el turno a la enfermera del penal.", "S6"),
        ("es", "Rosa leyó su carta en voz alta.", "R2"),
        ("es", "La cartera trae cartas los lunes.", "R2"),
        ("pt", "Rosa pretende levar o filho ao médico.", "S6"),
        ("pt", "Rosa ficou com o título de eleitor.", "R3"),
        ("en", "Rose finally got the job she wanted.", "S6"),
        ("en", "The jail would not confirm the date.", "R2"),
        ("en", "She remarked on the weather.", "R2"),
    ],
)
def test_its_words_in_another_meaning_carry_none(tagger: Tagger, language: str, sentence: str, code: str) -> None:
    assert code not in codes(tagger, language, sentence)
