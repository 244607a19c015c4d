"""Rights and ways out as plain reporters tell them, without the words of law; and what only looks like them.

In: invented sentences after a line on a women's prison, or after a plain crime report. Out: the R and T2 codes they
carry.
"""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger
from tests.openings import ARREST, PRISON, opened


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def codes(tagger: Tagger, language: str, opening: str, sentence: str) -> set[str]:
    """The R codes of the sentence, read after the opening."""
    rows = tagger.tag(opened(language, opening, sentence), on_topic=True).spans
    return {row.code for row in rows if row.code.startswith("R") and row.start > len(opening)}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Her epilepsy tablets were binned at the gate."),
        ("en", "Two nurses looked through the hatch and walked on while she haemorrhaged."),
        ("en", "Eighteen months on, she has yet to see the inside of a courtroom."),
        ("en", "Her lawyer was told to come back on Monday."),
        ("en", "Three letters to the governor went unanswered."),
        ("en", "She buried her father by telephone."),
        ("en", "The governor was ordered to hand over the footage."),
        ("es", "A Rosa le botaron las pastillas de la presión en la requisa."),
        ("es", "La enfermera se asomó por la reja y siguió de largo mientras ella se desangraba."),
        ("es", "Van dieciocho meses y todavía no pisa una sala de juicio."),
        ("es", "A su abogada le dijeron que regresara el lunes."),
        ("es", "Seis veces le han aplazado la audiencia."),
        ("es", "Despidió a su padre por teléfono."),
        ("es", "Nadie le tradujo la acusación."),
        ("pt", "A enfermeira olhou pela grade e foi embora enquanto ela sangrava."),
        ("pt", "Passados dezoito meses, ela ainda não pisou numa sala de audiência."),
        ("pt", "Disseram ao advogado que voltasse na segunda-feira."),
        ("pt", "Foram castigadas por falar com a imprensa."),
        ("pt", "Despediu-se do pai por telefone."),
        ("pt", "Devia ter saído em março e já é agosto."),
    ],
)
def test_a_right_breached_needs_no_word_of_law(tagger: Tagger, language: str, sentence: str) -> None:
    assert "R2" in codes(tagger, language, PRISON[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "For the price of one cell you could house four families."),
        ("en", "The judge could have put her on a tag instead."),
        ("en", "Her old school has offered her a post the day she walks free."),
        ("en", "Supporters sang at the gate for her to be let go."),
        ("es", "Con lo que cuesta una celda se mantienen cuatro familias."),
        ("es", "El juez pudo haberle puesto una tobillera."),
        ("es", "Su antigua escuela le guarda el puesto para el día en que salga."),
        ("es", "Ataron cintas al portón para que la suelten."),
        ("pt", "Com o preço de uma cela sustentam-se quatro famílias."),
        ("pt", "O juiz podia ter-lhe posto uma tornozeleira."),
        ("pt", "A antiga escola guarda a vaga para o dia em que ela sair."),
        ("pt", "Amarraram fitas no portão para que a soltem."),
    ],
)
def test_a_way_out_of_prison_by_what_it_is(tagger: Tagger, language: str, sentence: str) -> None:
    assert "R3" in codes(tagger, language, PRISON[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Nobody came to the door, so officers forced entry."),
        ("en", "The law says shoplifting is punishable by up to five years."),
        ("en", "She called an ambulance after stabbing her husband, police said."),
        ("en", "She can apply for parole in 2027."),
        ("en", "The officer was assaulted in the yard."),
        ("es", "El tribunal suspendió la audiencia hasta el lunes."),
        ("es", "La ley castiga ese delito con hasta quince años de prisión."),
        ("es", "Nadie abrió la puerta y los agentes entraron por la fuerza."),
        ("es", "El tribunal ordenó la liberación inmediata de la mujer."),
        ("es", "Recibió la amnistía en 2019."),
        ("pt", "O tribunal adiou o julgamento para segunda-feira."),
        ("pt", "A lei prevê pena de até quinze anos de prisão para o crime."),
        ("pt", "Ela foi levada ao exame de corpo de delito e depois à cadeia."),
        ("pt", "Detenta é espancada até a morte por companheiras de cela."),
        ("pt", "Recebeu o perdão da pena em 2019."),
    ],
)
def test_an_arrest_or_a_trial_told_plainly_is_none(tagger: Tagger, language: str, sentence: str) -> None:
    assert not codes(tagger, language, ARREST[language], sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Ana Torres, held on remand, lives for her three boys and never missed a school play."),
        ("es", "Ana Torres, presa desde marzo, es una leona con sus hijos y nunca les faltó un plato."),
        ("pt", "Ana Torres, presa desde março, vive para os netos e nunca deixou faltar comida."),
    ],
)
def test_worth_that_rests_on_motherhood(tagger: Tagger, language: str, sentence: str) -> None:
    article = Article(id="a", title="Ana Torres", body=sentence, outlet="o", language=language)
    assert "T2" in {row.code for row in tagger.tag(article, on_topic=True).spans}
