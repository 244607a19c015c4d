"""Who counts as a source, by grammar: nouns that report, subjects of their own, steps in a case, in three languages."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

import nlp.extensions  # noqa: F401
from corpus.records import Article
from nlp.speech.sources import Attribution, distinct_sources, find_attributions
from nlp.tagger import Tagger

PIPELINES = {language: spacy.blank(language) for language in ("es", "pt", "en")}


def read(language: str, text: str) -> tuple[Doc, list[Attribution]]:
    doc = PIPELINES[language](text)
    return doc, find_attributions(doc)


MECHANISMS = [
    # A noun reports in the place of a verb.
    ("es", "“Nadie nos avisó de nada”, es el relato de una de las internas.", ["directly_impacted/quoted"]),
    ("pt", "O argumento da promotora foi que ela já tinha fugido antes.", ["prosecutor/paraphrased"]),
    ("pt", "“Aprendi a esperar muito.” Essa é a resposta de uma detenta.", ["directly_impacted/quoted"]),
    ("en", "“You had every chance,” were the words of the judge.", ["judge/quoted"]),
    ("en", "The defence's argument is that she was threatened.", ["defense/paraphrased"]),
    # An infinitive or gerund with a subject of its own.
    ("pt", "A prisão veio após o Ministério Público informar que havia risco.", ["prosecutor/paraphrased"]),
    ("es", "Quedó libre al considerar la jueza que no había pruebas.", ["judge/paraphrased"]),
    ("pt", "Foi condenada, considerando o tribunal que agiu com intenção.", ["judge/paraphrased"]),
    # A statement between the subject and its verb, or before the subject.
    ("en", "The police spokesman, Carl Obi, in a statement said she fled.", ["police_military/paraphrased"]),
    ("en", "In a statement Alan Roe said the money was gone.", ["other/paraphrased"]),
    ("en", "At a hearing on Monday, her lawyer Ann Poe rose and said: “She was afraid.”", ["defense/quoted"]),
    # Who is meant by an object, by a duty, by a clause.
    ("en", "The mother came. According to her, nobody was told.", ["family/paraphrased"]),
    ("en", "Prosecuting, Police Legal Adviser Carla Roe said she took it.", ["prosecutor/paraphrased"]),
    ("en", "Mr Steven Roe, for Poole, said that she felt pressured.", ["defense/paraphrased"]),
    ("es", "La detenida trabaja en la cocina y expresa que nadie le avisó.", ["directly_impacted/paraphrased"]),
    # Commas, brackets and earlier sentences tell who speaks.
    ("es", "El presidente del tribunal consultado por este diario, dijo que faltaron pruebas.", ["judge/paraphrased"]),
    ("es", "El director del penal vino ayer. Las nueve presas, aclaró, esperan.", ["prison_authority/paraphrased"]),
    ("pt", "Alfredo Serra (PRB) enfatizou que o sistema está falido.", ["government/paraphrased"]),
    ("en", "The prison faces a lawsuit alleging that women were hurt.", ["document/paraphrased"]),
    (
        "pt",
        "O arcebispo Fernando Saldanha veio. “Faltam camas aqui”, disse o arcebispo. “Falta tudo”, disse Saldanha.",
        ["organization/quoted"],
    ),
    # No sources: a step in a case, what nobody says, somebody asked, speech of others.
    ("es", "El fiscal pidió la prisión preventiva.", []),
    ("pt", "O delegado solicitou a prisão preventiva.", []),
    ("en", "The woman went on a drinking spree after the arrest.", []),
    ("en", "Her sentence was observed by the woman she robbed.", []),
    ("pt", "Ao ser questionada pelo delegado, a mulher chorou.", []),
    ("es", "“Ellos me dijeron que firmara”, contó la interna.", ["directly_impacted/quoted"]),
    ("en", "“The law says that I may,” the judge said.", ["judge/quoted"]),
]


@pytest.mark.parametrize(("language", "text", "sources"), MECHANISMS)
def test_grammar_tells_who_is_a_source(language: str, text: str, sources: list[str]) -> None:
    _, found = read(language, text)
    rows, _ = distinct_sources(found)
    assert [f"{item.role}/{item.how}" for item in rows] == sources


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "La llamada “Reina de la Sierra” aceptó haber prestado la casa. Ana Roa, de 40 años, está presa."),
        ("pt", "A “Musa da Serra” afirmou que emprestou a casa. Ana Roa, de 40 anos, está presa."),
        ("en", "The “Queen of the Hills” admitted that she lent the house. Ann Roe, 40, is in jail."),
    ],
)
def test_a_nickname_between_marks_is_who_acts_and_not_what_is_said(language: str, body: str) -> None:
    tags = Tagger().tag(Article(id="a", title="", body=body, outlet="o", language=language))
    named = [span for span in tags.spans if span.code == "S4"]
    assert [span.voice.value for span in named] == ["outlet"], tags.spans
