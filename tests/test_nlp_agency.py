"""Agency: the clauses about a woman in scope, and in which of them she acts."""

from __future__ import annotations

import pytest

from corpus.records import Article, ArticleTags
from lexicons.actions import load_actions
from lexicons.conjugation import conjugate
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from nlp.agency import parse
from nlp.tagger import Tagger


def tagged(language: str, title: str, body: str, tier: int = 0) -> ArticleTags:
    article = Article(id="a", title=title, body=body, outlet="o", language=language)
    return Tagger(tier=tier).tag(article, on_topic=True)


def clauses(language: str, title: str, body: str, tier: int = 0) -> dict[str, bool]:
    """The words of every clause's verb, and whether she acts."""
    tags = tagged(language, title, body, tier)
    texts = {"headline": title, "body": body}
    return {texts[row.part.value][row.start : row.end]: row.acts for row in tags.clauses}


ES = (
    "Detienen a una mujer por robo",
    "Una mujer de 40 años fue detenida ayer. La detenida vive en el barrio Norte y fundó una cooperativa de costura.",
)
PT = (
    "Mulher é presa em Recife",
    "Uma mulher de 40 anos foi presa ontem. A presa mora no centro e fundou uma cooperativa de costura.",
)
EN = (
    "Woman arrested over theft",
    "A woman was arrested yesterday. She lives in Riverton and organized a sewing cooperative.",
)


@pytest.mark.parametrize(
    ("language", "story", "passive", "state", "action"),
    [
        ("es", ES, "fue detenida", "vive", "fundó"),
        ("pt", PT, "foi presa", "mora", "fundou"),
        ("en", EN, "was arrested", "lives", "organized"),
    ],
)
def test_an_arrest_and_a_state_are_no_action_and_founding_is(
    language: str, story: tuple[str, str], passive: str, state: str, action: str
) -> None:
    found = clauses(language, *story)
    assert found[passive] is False
    assert found[state] is False
    assert found[action] is True


@pytest.mark.parametrize(
    ("language", "body", "verb"),
    [
        ("es", "La mujer detenida robó un auto.", "robó"),
        ("es", "La mujer detenida llevaba tres meses sin juicio.", "llevaba"),
        ("es", "La detenida vendía cocaína en su casa.", "vendía"),
        ("es", "La detenida sufrió un infarto.", "sufrió"),
        ("pt", "A mulher presa matou o marido.", "matou"),
        ("pt", "A detida transportava 8 kg de maconha.", "transportava"),
        ("en", "The woman was jailed. She stole a car.", "stole"),
        ("en", "The woman was jailed. She carried two kilos of cocaine.", "carried"),
        ("en", "The woman was jailed. She lost her home.", "lost"),
    ],
)
def test_offences_and_what_befalls_her_are_no_action(language: str, body: str, verb: str) -> None:
    assert clauses(language, "", body).get(verb) is False


@pytest.mark.parametrize(
    ("language", "body", "verb"),
    [
        ("es", "La detenida vendía tamales en su casa.", "vendía"),
        ("es", "La detenida negó los cargos.", "negó"),
        ("es", "Las mujeres presas exigieron atención médica y bloquearon el patio.", "bloquearon"),
        ("es", "La detenida empezó a estudiar derecho.", "empezó a estudiar"),
        ("pt", "As mulheres presas escreveram uma carta.", "escreveram"),
        ("pt", "A detida vendia bolos na praça.", "vendia"),
        ("en", "The woman was jailed. She denied the charge.", "denied"),
        ("en", "The woman was jailed. She carried her baby to school.", "carried"),
    ],
)
def test_speaking_and_everything_else_she_does_is_an_action(language: str, body: str, verb: str) -> None:
    assert clauses(language, "", body).get(verb) is True


def test_what_others_do_is_not_hers_unless_it_is_done_to_her() -> None:
    found = clauses("es", "", "La mujer fue detenida. El fiscal pidió la pena máxima. Los policías la golpearon.")
    assert "pidió" not in found
    assert found["golpearon"] is False


def test_a_dropped_subject_goes_on_where_the_number_fits() -> None:
    found = clauses("es", "", "Las mujeres presas fundaron un taller. Cosen uniformes. El juez habló.")
    assert found["fundaron"] and found["Cosen"]
    assert "habló" not in found


def test_a_relative_clause_belongs_to_the_noun_it_takes_up() -> None:
    found = clauses("es", "", "La mujer que fundó la cooperativa fue detenida por el agente que disparó.")
    assert found["fundó"] is True
    assert found["fue detenida"] is False
    assert "disparó" not in found


def test_nouns_that_look_like_verbs_are_none() -> None:
    found = clauses("es", "", "La mujer fue detenida tras la denuncia de su hermana; la condena llegará en marzo.")
    assert set(found) == {"fue detenida"}


def test_what_she_says_of_herself_counts() -> None:
    found = clauses("es", "", "La detenida habló con este diario. “Abrí una panadería”, contó la detenida.")
    assert found["Abrí"] is True


def test_an_article_off_topic_has_no_clauses() -> None:
    article = Article(id="a", title="Lluvia", body="La alcaldesa inauguró un puente.", outlet="o", language="es")
    assert Tagger().tag(article).clauses == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_offsets_slice_the_stored_text_and_broken_text_raises_nothing(language: str) -> None:
    story = {"es": ES, "pt": PT, "en": EN}[language]
    body = f"\ufeff “{story[1]}\r\n\r\n{story[1].upper()} ¿ » ' \u200b"
    for row in tagged(language, story[0], body).clauses:
        text = story[0] if row.part.value == "headline" else body
        assert 0 <= row.start < row.end <= len(text)
        assert text[row.start : row.end].strip()


@pytest.mark.parametrize(
    ("language", "verb", "forms"),
    [
        ("es", "pedir i", {"pide", "piden", "pidió", "pidieron", "pedía", "pediría", "pidiera", "pedida"}),
        ("es", "empezar ie", {"empieza", "empezó", "empecé", "empiece", "empezaron"}),
        ("es", "construir", {"construye", "construyó", "construían", "construyendo"}),
        ("pt", "começar", {"começa", "começou", "comecei", "comece", "começaram"}),
        ("pt", "sair", {"sai", "saem", "saiu", "saíram", "saía"}),
        ("en", "stop stopped", {"stop", "stops", "stopped", "stopping"}),
        ("en", "write wrote written", {"writes", "wrote", "written", "writing"}),
    ],
)
def test_a_verb_named_once_is_known_in_every_tense(language: str, verb: str, forms: set[str]) -> None:
    assert forms <= {text for text, _ in conjugate(language, verb)}


def test_verbs_made_from_strong_verbs_follow_them() -> None:
    forms = load_actions("es").forms
    for form in ("detuvo", "propuso", "mantienen", "condujo", "hizo", "dirá"):
        assert form in forms
    for form in ("interveio", "propôs", "manteve", "fez"):
        assert form in load_actions("pt").forms


def test_tier_1_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "installed", lambda language: None)
    parse.trained.cache_clear()
    with pytest.raises(EncuadreError, match="python -m spacy download en_core_web_sm") as refusal:
        tagged("en", *EN, tier=1)
    assert refusal.value.code == "E421"


@pytest.mark.skipif(parse.installed("es") is None, reason="no trained Spanish pipeline is installed")
def test_tier_1_reads_the_same_story_and_is_recorded() -> None:
    tags = tagged("es", *ES, tier=1)
    assert tags.tier == 1
    assert clauses("es", *ES, tier=1)["fundó"] is True
    assert Tagger(tier=1).versions()["parser-es"].startswith("es_core_news")
    assert "parser-es" not in Tagger().versions()
