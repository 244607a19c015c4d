"""Profiles: the same term weighed by country and chosen guide, side by side, and never by a silent default."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import Article, ArticleTags, Framing
from encuadre.study import Study
from lexicons.cues import LANGUAGES, load_lexicon
from lexicons.errors import EncuadreError
from lexicons.profiles import NO_PROFILE, check_profile, load_profile, shipped_profiles, weigh, weights_of
from nlp.explain import explain
from nlp.tagger import Tagger
from tests.conftest import run_encuadre

TEXT = (
    "Tres reclusas y dos internas del penal femenil denunciaron ayer la falta de agua. Las mujeres siguen en la cárcel."
)
OWN = """
name = "mine"
title = "Our style book"
guides = ["codebook"]
[[term]]
language = "es"
code = "S2"
forms = ["reclusa{,s}"]
status = "contested"
severity = 3
source = ["codebook"]
"""


def tagged(profile: str | None, country: str | None = "MX", text: str = TEXT) -> ArticleTags:
    article = Article(
        id="a", title="Denuncian en el penal femenil", body=text, outlet="o", country=country, language="es"
    )
    return Tagger(profile=profile).tag(article)


def status_of(tags: ArticleTags, cue: str) -> str:
    return next(span.status for span in tags.spans if cue in span.cue_id)


def test_every_shipped_profile_weighs_only_terms_that_the_lexicon_has() -> None:
    assert {"un-rules", "inadi-ar", "usage-pe", "udep-pe", "person-first"} <= shipped_profiles().keys()
    for profile in shipped_profiles().values():
        assert check_profile(profile) == [], profile.name


@pytest.mark.parametrize(
    ("profile", "country", "reclusa", "interna"),
    [
        (None, "MX", "official", "contested"),
        (None, "AR", "stigmatizing", "stigmatizing"),
        ("un-rules", "AR", "official", "stigmatizing"),
        ("inadi-ar", "MX", "stigmatizing", "stigmatizing"),
        ("udep-pe", "PE", "neutral", "contested"),
        ("usage-pe", "PE", "contested", "neutral"),
    ],
)
def test_the_profile_decides_then_the_country_then_the_general_entry(
    profile: str | None, country: str, reclusa: str, interna: str
) -> None:
    tags = tagged(profile, country)
    assert status_of(tags, "es.s2.reclusa") == reclusa
    assert status_of(tags, "es.s2.interna") == interna


def test_the_span_stays_whatever_its_weight_and_says_who_weighed_it() -> None:
    plain, weighed = tagged(None), tagged("person-first")
    assert [(span.start, span.code) for span in plain.spans] == [(span.start, span.code) for span in weighed.spans]
    span = next(span for span in weighed.spans if "reclusa" in span.cue_id)
    assert "stigmatizing by the profile person-first" in span.rule
    # A custody label never decides the framing, whoever weighs it.
    assert weighed.framing is plain.framing is Framing.RIGHTS_BASED


def test_capitals_without_accents_and_longer_words_are_weighed_too() -> None:
    profile = load_profile("inadi-ar")
    assert profile.term_of("es", "S2", "RECLUSAS") is not None
    assert load_profile("care-first").term_of("es", "R3", "piden la PRISION DOMICILIARIA") is not None
    assert profile.term_of("es", "S2", "represas") is None
    assert profile.term_of("pt", "S2", "reclusa") is None


def test_the_profile_is_among_the_versions() -> None:
    assert Tagger().versions()["profile"] == NO_PROFILE
    named = {name: Tagger(profile=name).versions()["profile"] for name in ("un-rules", "inadi-ar")}
    assert named["un-rules"].startswith("un-rules ") and named["inadi-ar"].startswith("inadi-ar ")


def test_an_explanation_names_the_guide_and_words_of_the_profile() -> None:
    article = Article(id="a", title="", body=TEXT, outlet="o", country="PE", language="es")
    tagger = Tagger(profile="udep-pe")
    explanation = explain(article, tagger.tag(article), tagger)
    span = next(span for span in explanation.spans if span.words == "internas")
    assert span.weighed_by == "profile udep-pe" and span.instead == ("presa", "reclusa")
    assert "Piura" in span.guides[0]


def test_who_says_what_of_a_term_stands_side_by_side() -> None:
    opinions = {weight.by: weight.status for weight in weights_of("Interna") if weight.language == "es"}
    assert opinions["general"] == "contested"
    assert opinions["profile usage-pe"] == "neutral"
    assert opinions["profile inadi-ar"] == "stigmatizing"
    assert any(by.startswith("country") for by in opinions)
    assert weights_of("no such word") == []


def test_every_cue_can_be_weighed() -> None:
    for language in LANGUAGES:
        for cue in load_lexicon(language).cues:
            weight = weigh(cue, cue.forms[0])
            assert (weight.status, weight.severity) == (cue.status, cue.severity)
            assert weight.by == "general" or weight.by.startswith("country ")


def test_a_study_brings_its_own_profile(tmp_path: Path) -> None:
    study = Study.init(tmp_path / "s", ())
    (study.folder / "mine.toml").write_text(OWN, "utf-8")
    config = study.folder / "encuadre.toml"
    config.write_text(config.read_text("utf-8").replace('# profile = "un-rules"', 'profile = "mine.toml"'), "utf-8")
    opened = Study.open(study.folder)
    assert opened.profile == str(study.folder / "mine.toml")
    assert status_of(tagged(opened.profile), "es.s2.reclusa") == "contested"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('status = "contested"', 'status = "bad"'), "term.1.status"),
        (('source = ["codebook"]', 'source = ["nobody"]'), "no guide 'nobody'"),
        (('code = "S2"', 'code = "S9"'), "no code 'S9'"),
        (('forms = ["reclusa{,s}"]', 'forms = ["reclusa <2> penal"]'), "plain forms"),
        (('title = "Our style book"', ""), "title"),
        (("[[term]]", "[term"), "not valid TOML"),
    ],
)
def test_a_profile_that_does_not_hold_is_one_sentence(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace(*change), "utf-8")
    with pytest.raises(EncuadreError, match=r"mine\.toml") as met:
        load_profile(str(path))
    assert words in str(met.value)


def test_a_profile_that_there_is_not(tmp_path: Path) -> None:
    for name, code in (("nope", "E104"), (str(tmp_path / "nope.toml"), "E105")):
        with pytest.raises(EncuadreError) as met:
            Tagger(profile=name)
        assert met.value.code == code


def test_the_command_line_shows_and_uses_profiles(tmp_path: Path) -> None:
    shown = run_encuadre("lexicon", "show", "reclusa", "--json").json()
    assert {"profile un-rules", "profile inadi-ar", "general"} <= {weight["by"] for weight in shown}
    assert "inadi-ar" in run_encuadre("lexicon", "profiles").out
    draft = tmp_path / "d.txt"
    draft.write_text(TEXT, "utf-8")
    assert run_encuadre("check", draft, "--country", "MX", "--profile", "un-rules", "--severity", "2").code == 0
    assert run_encuadre("check", draft, "--country", "MX", "--profile", "inadi-ar", "--severity", "2").code == 6
    assert "E104" in run_encuadre("check", draft, "--profile", "nope").err
