"""Which cues count: conditions, nouns, names, countries, capitals, and the women they must be about. Invented texts."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from lexicons.cues import Lexicon, read_lexicon
from nlp.cues.component import CueMatcher, CueTagger
from nlp.pipeline import build, make_doc
from nlp.texts.article import ArticleText

CUES = """
[[cue]]
id = "es.s2.reclusa"
code = "S2"
forms = ["reclusa{,s}", "presa{,s}"]
status = "contested"
severity = 2
instead = ["mujer privada de libertad"]
source = ["bangkok-2010"]
noun = true

[[cue]]
id = "es.s1.narcotraficante"
code = "S1"
forms = ["narcotraficante{,s}"]
status = "stigmatizing"
severity = 3
instead = ["mujer acusada de narcotráfico"]
source = ["bangkok-2010"]

[[cue]]
id = "es.s3.mula"
code = "S3"
forms = ["mula{,s}", "mula{,s} del narco"]
status = "stigmatizing"
severity = 3
instead = ["mujer que transportaba droga"]
source = ["bangkok-2010"]
left_not = ["como una"]
sentence_not = ["caballo{,s}", "carga"]

[[cue]]
id = "es.s2.interna-ar"
code = "S2"
forms = ["interna{,s}"]
countries = ["AR"]
status = "contested"
severity = 2
instead = ["mujer privada de libertad"]
source = ["bangkok-2010"]
noun = true

[[cue]]
id = "es.h1.presunta"
code = "H1"
forms = ["presunta{,s}", "acusada{,s} de"]
status = "neutral"
severity = 1
source = ["bangkok-2010"]

[[cue]]
id = "es.r2.derechos"
code = "R2"
forms = ["vulneraron <2> derechos", "derechos humanos"]
status = "neutral"
severity = 1
source = ["bangkok-2010"]

[[cue]]
id = "es.r2.bangkok"
code = "R2"
forms = ["reglas de bangkok"]
status = "neutral"
severity = 1
source = ["bangkok-2010"]
about = "topic"

[[cue]]
id = "es.r4.exige"
code = "R4"
forms = ["exig{e,en,ieron}", "denunci{a,an,aron}"]
status = "neutral"
severity = 1
source = ["bangkok-2010"]
subject = true
"""


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder: Path = tmp_path_factory.mktemp("cues")
    (folder / "cues.toml").write_text(CUES, "utf-8")
    return read_lexicon(folder, "es")


def find(lexicon: Lexicon, title: str, body: str, country: str | None = None) -> list[tuple[str, str]]:
    """The (code, words) that count in an article."""
    pipeline = build("es")
    doc = make_doc(pipeline, ArticleText.build(title, None, body), country=country)
    for name in ("encuadre_sentences", "encuadre_relevance", "encuadre_targets"):
        doc = pipeline.get_pipe(name)(doc)
    assert doc._.on_topic, doc._.relevance_why
    hits = CueMatcher(pipeline, lexicon=lexicon).find(doc)
    return [(hit.cue.code, doc[hit.start : hit.end].text) for hit in hits]


def test_a_label_counts_as_a_noun_and_not_as_an_adjective_or_participle(lexicon: Lexicon) -> None:
    body = (
        "Las presas protestaron. Dos reclusas hablaron. Las mujeres presas escuchan. Ana está presa. Fue presa en mayo."
    )

    assert find(lexicon, "Presas del penal femenil ayunan", body) == [
        ("S2", "Presas"),
        ("S2", "presas"),
        ("S2", "reclusas"),
    ]


def test_a_word_that_can_only_be_a_noun_counts_after_to_be(lexicon: Lexicon) -> None:
    assert ("S2", "reclusas") in find(lexicon, "Penal femenil", "Seis eran reclusas. Otras mujeres fueron detenidas.")


def test_a_hedged_crime_noun_is_both_hedge_and_crime_noun(lexicon: Lexicon) -> None:
    found = find(lexicon, "Detenida en la frontera", "La presunta narcotraficante fue detenida el lunes.")

    assert found == [("H1", "presunta"), ("S1", "narcotraficante")]


def test_context_words_block(lexicon: Lexicon) -> None:
    title = "Detenida en el aeropuerto"

    assert find(lexicon, title, "La mula fue detenida con droga.") == [("S3", "mula")]
    assert find(lexicon, title, "La mujer fue detenida. Ella llevaba una mula de carga.") == []
    assert find(lexicon, title, "La mujer fue detenida. Ella es terca como una mula.") == []


def test_the_longest_match_wins_within_a_code(lexicon: Lexicon) -> None:
    assert find(lexicon, "Detenida", "Ella, mula del narco, fue detenida por la policía.") == [("S3", "mula del narco")]


def test_a_gap_reaches_over_words_and_not_over_a_clause(lexicon: Lexicon) -> None:
    title = "Reclusas piden agua en la cárcel de mujeres"

    assert ("R2", "vulneraron todos sus derechos") in find(lexicon, title, "A ellas les vulneraron todos sus derechos.")
    assert find(lexicon, title, "A ellas las vulneraron. Derechos hay pocos.") == [("S2", "Reclusas")]


def test_capitals_match_without_accents(lexicon: Lexicon) -> None:
    assert find(lexicon, "RECLUSAS DE LA PRISION DE MUJERES", "El penal.")[0] == ("S2", "RECLUSAS")


def test_a_cue_counts_only_in_its_countries_and_everywhere_when_the_country_is_unknown(lexicon: Lexicon) -> None:
    title, body = "Penal de mujeres", "Las internas del penal de mujeres estudian."

    assert find(lexicon, title, body, "AR") == [("S2", "internas")]
    assert find(lexicon, title, body, "PE") == []
    assert find(lexicon, title, body) == [("S2", "internas")]


def test_official_titles_and_proper_names_carry_no_code(lexicon: Lexicon) -> None:
    body = "La Comisión Nacional de los Derechos Humanos visitó a las detenidas. El colectivo Presas Libres también."

    assert find(lexicon, "Visita al penal de mujeres", body) == []


def test_a_title_that_is_itself_the_cue_counts(lexicon: Lexicon) -> None:
    assert find(lexicon, "Penal de mujeres", "El juez citó las Reglas de Bangkok.") == [("R2", "Reglas de Bangkok")]


def test_a_verb_counts_only_with_her_as_its_subject(lexicon: Lexicon) -> None:
    title = "Cárcel de mujeres"

    assert find(lexicon, title, "Las reclusas exigieron agua.") == [("S2", "reclusas"), ("R4", "exigieron")]
    assert ("R4", "Exigen") in find(lexicon, title, "Las detenidas ayunan. Exigen agua.")
    assert find(lexicon, title, "La fiscal Marta Ruiz exige a las detenidas silencio.") == []
    assert find(lexicon, title, "El abogado de las detenidas exige agua.") == []


def test_a_man_nearer_takes_the_cue_away(lexicon: Lexicon) -> None:
    body = "La mujer fue detenida. Su hermano Pedro Gómez denunció que a él le vulneraron sus derechos."

    assert find(lexicon, "Detenida en la frontera", body) == []


def test_nothing_is_marked_in_an_article_off_topic(lexicon: Lexicon) -> None:
    pipeline = build("es")
    doc = make_doc(pipeline, ArticleText.build("El narcotraficante", None, "El narcotraficante huyó de la cárcel."))
    doc = pipeline.get_pipe("encuadre_relevance")(pipeline.get_pipe("encuadre_sentences")(doc))

    doc = CueTagger(CueMatcher(pipeline, lexicon=lexicon))(doc)

    assert list(doc.spans["encuadre"]) == []


def test_a_hit_says_why(lexicon: Lexicon) -> None:
    pipeline = build("es")
    doc = make_doc(pipeline, ArticleText.build("Penal de mujeres", None, "Las reclusas hablaron."))
    for name in ("encuadre_sentences", "encuadre_relevance", "encuadre_targets"):
        doc = pipeline.get_pipe(name)(doc)

    (hit,) = CueMatcher(pipeline, lexicon=lexicon).find(doc)

    assert hit.rule.startswith("form 'reclusas' (es.s2.reclusa); used as a noun;")


def test_the_components_are_found_by_their_names_in_any_blank_pipeline() -> None:
    pipeline = spacy.blank("pt")
    for name in ("encuadre_sentences", "encuadre_relevance", "encuadre_targets", "encuadre_cues", "encuadre_framing"):
        pipeline.add_pipe(name)

    doc = pipeline("Detentas da penitenciária feminina protestam. As presas pedem água.")

    assert doc._.on_topic
    assert {span.label_ for span in doc.spans["encuadre"]} >= {"S2"}
    assert doc._.framing in ("neither", "rights_based")
