"""The Spanish cue lexicon: complete over the codes, inflected, honest about countries and where guides disagree."""

from __future__ import annotations

from collections import Counter

import pytest

from lexicons.codebook import load_codebook
from lexicons.cues import Cue, Lexicon, load_lexicon
from tests.lexicon_conditions import takes_away

MINIMUM_CUES = 300
# The matcher keeps every written-out form in memory: a brace product that runs away shows here.
MOST_FORMS_OF_A_CUE = 1000


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon("es")


def with_form(lexicon: Lexicon, code: str, form: str, country: str | None = None) -> list[Cue]:
    """The cues of a code that list a form, in their order, for a country if given."""
    return [
        cue
        for cue in lexicon.cues
        if cue.code == code
        and form in cue.forms
        and (country is None or "*" in cue.countries or country in cue.countries)
    ]


def test_every_code_of_the_codebook_has_spanish_cues(lexicon: Lexicon) -> None:
    counts = Counter(cue.code for cue in lexicon.cues)

    assert len(lexicon.cues) >= MINIMUM_CUES
    assert set(counts) == set(load_codebook().codes)
    assert min(counts.values()) >= 5


def test_no_cue_is_written_out_into_thousands_of_forms(lexicon: Lexicon) -> None:
    assert {cue.id: len(cue.forms) for cue in lexicon.cues if len(cue.forms) > MOST_FORMS_OF_A_CUE} == {}


def test_every_stigmatizing_cue_says_what_to_write_instead(lexicon: Lexicon) -> None:
    for cue in lexicon.cues:
        if cue.code.startswith("S"):
            assert cue.instead, cue.id
            # An alternative that is itself a custody or crime label helps nobody.
            assert not {"reclusa", "presa", "interna", "delincuente", "narcotraficante"} & {
                word for text in cue.instead for word in text.split()
            }, cue.id


@pytest.mark.parametrize(
    ("code", "singular", "plural"),
    [
        ("S1", "delincuente", "delincuentes"),
        ("S1", "ladrona", "ladronas"),
        ("S1", "traficante", "traficantes"),
        ("S2", "reclusa", "reclusas"),
        ("S2", "ex interna", "ex internas"),
        ("S2", "rea", "reas"),
        ("S2", "sentenciada", "sentenciadas"),
        ("S3", "narcomula", "narcomulas"),
        ("S4", "viuda negra", "viudas negras"),
        ("S5", "mala madre", "malas madres"),
        ("S7", "drogadicta", "drogadictas"),
        ("T1", "manipulada", "manipuladas"),
        ("T2", "madre abnegada", "madres abnegadas"),
        ("R1", "mujer privada de libertad", "mujeres privadas de la libertad"),
        ("R1", "mujer en prisión", "mujeres en prisión"),
        ("R1", "persona encarcelada", "personas encarceladas"),
        ("R2", "juicio de amparo", "juicios de amparo"),
        ("R4", "exige", "exigen"),
        ("H1", "presunta", "presuntas"),
        ("H1", "acusada de", "acusadas de"),
        ("X", "indígena", "indígenas"),
    ],
)
def test_singular_and_plural_stand_together(lexicon: Lexicon, code: str, singular: str, plural: str) -> None:
    assert with_form(lexicon, code, singular)
    assert with_form(lexicon, code, plural)


def test_custody_labels_are_feminine_nouns(lexicon: Lexicon) -> None:
    masculine = {"preso", "presos", "interno", "internos", "recluso", "reclusos", "detenido", "detenidos"}
    for cue in lexicon.cues:
        if cue.code == "S2":
            assert not masculine & {word for form in cue.forms for word in form.split()}, cue.id
    for form in ("presa", "interna", "reclusa", "rea", "detenida", "condenada", "prisionera"):
        assert all(cue.noun for cue in with_form(lexicon, "S2", form)), form


def test_the_arrested_woman_is_a_label_only_after_her_determiner(lexicon: Lexicon) -> None:
    (detained,) = with_form(lexicon, "S2", "detenida")

    assert detained.window == 1
    assert {"la", "las", "una", "dos"} <= set(detained.left_any)
    assert "fue" not in detained.left_any


@pytest.mark.parametrize("form", ["mujer presa", "mujeres presas", "mujeres internas", "mujer detenida"])
def test_woman_with_a_custody_adjective_is_neither_label_nor_person_first(lexicon: Lexicon, form: str) -> None:
    assert not with_form(lexicon, "S2", form)
    assert not with_form(lexicon, "R1", form)


@pytest.mark.parametrize(
    ("code", "form", "country", "not_in"),
    [
        ("S3", "burrier", "PE", "UY"),
        ("S3", "capsulera", "AR", "ES"),
        ("S3", "burrera", "CO", "ES"),
        ("S1", "mechera", "AR", "MX"),
        ("S1", "fardera", "MX", "AR"),
        ("S1", "jíbara", "CO", "PR"),
        ("S1", "tendera", "PE", "MX"),
        ("S2", "confinada", "PR", "ES"),
        ("S2", "tumbera", "AR", "MX"),
        ("S4", "buchona", "MX", "AR"),
        ("S7", "paquera", "AR", "ES"),
        ("S7", "tecata", "PR", "CL"),
        ("H1", "sindicada", "GT", "MX"),
        ("H1", "formalizada", "CL", "GT"),
        ("R1", "las ppl", "EC", "ES"),
    ],
)
def test_a_regional_word_stands_with_its_countries(
    lexicon: Lexicon, code: str, form: str, country: str, not_in: str
) -> None:
    assert with_form(lexicon, code, form, country)
    assert not with_form(lexicon, code, form, not_in)


@pytest.mark.parametrize(
    ("form", "country", "status", "source"),
    [
        ("reclusa", "AR", "stigmatizing", "mardelplata"),
        ("reclusa", "MX", "official", "mandela-2015"),
        ("interna", "AR", "stigmatizing", "mardelplata"),
        ("interna", "PE", "contested", "udep"),
        ("presa", "AR", "stigmatizing", "mardelplata"),
        ("presa", "PE", "contested", "udep"),
        ("rea", "BO", "neutral", "codebook"),
        ("rea", "MX", "contested", "codebook"),
    ],
)
def test_guides_that_disagree_are_recorded_country_by_country(
    lexicon: Lexicon, form: str, country: str, status: str, source: str
) -> None:
    # Of equal forms the first that applies counts, so a country's own entry stands before the general one.
    first = with_form(lexicon, "S2", form, country)[0]

    assert first.status == status
    assert source in first.source


@pytest.mark.parametrize(
    ("code", "form", "condition", "word"),
    [
        ("S2", "presa", "sentence_not", "hidroeléctrica"),
        ("S2", "presa", "right_not", "de pánico"),
        ("S2", "presas", "right_not", "políticas"),
        ("S2", "interna", "left_not", "auditoría"),
        ("S2", "internas", "right_not", "partidarias"),
        ("S3", "mula", "sentence_not", "arriero"),
        ("S3", "mula", "sentence_any", "cocaína"),
        ("S4", "viuda negra", "sentence_not", "araña"),
        ("S4", "reina del sur", "sentence_not", "telenovela"),
        ("S7", "adicta", "right_not", "al trabajo"),
        ("R2", "derechos humanos", "left_not", "comisión"),
        ("R3", "reinserción social", "left_not", "centro"),
        ("R3", "amnistía", "right_not", "internacional"),
        ("R4", "denuncia", "left_not", "la"),
        ("H1", "presunta", "right_not", "tortura"),
        ("T2", "por ser madre", "left_not", "discriminada"),
        ("S6", "mató a", "sentence_not", "condenada"),
    ],
)
def test_false_friends_are_blocked_by_a_condition(
    lexicon: Lexicon, code: str, form: str, condition: str, word: str
) -> None:
    cues = with_form(lexicon, code, form)

    assert cues
    for cue in cues:
        wanted = set(lexicon.written_out(getattr(cue, condition)))
        assert word in (takes_away(cue) if condition.endswith("_not") else wanted), cue.id


def test_house_arrest_counts_only_beside_words_that_ask_for_it_or_make_it_policy(lexicon: Lexicon) -> None:
    for cue in with_form(lexicon, "R3", "prisión domiciliaria"):
        beside = set(lexicon.written_out(cue.left_any + cue.right_any))
        assert {"solicita", "para embarazadas"} & beside, cue.id
        assert not {"cumple", "otorgó", "medida"} & beside, cue.id


def test_verbs_of_agency_and_of_guilt_ask_for_her_as_subject(lexicon: Lexicon) -> None:
    for code, form in [("R4", "exigen"), ("R4", "denunciaron"), ("R4", "lidera"), ("R4", "fundó"), ("S6", "mató a")]:
        assert all(cue.subject for cue in with_form(lexicon, code, form)), form


def test_presa_politica_is_a_right_only_where_the_women_claim_it(lexicon: Lexicon) -> None:
    (claimed,) = with_form(lexicon, "R2", "presas políticas")

    assert {"somos", "se considera"} <= set(claimed.sentence_any)
    assert not with_form(lexicon, "S2", "presas políticas")


def test_instruments_of_right_need_an_article_on_topic_only(lexicon: Lexicon) -> None:
    for form in ("reglas de bangkok", "debido proceso", "presunción de inocencia", "hábeas corpus"):
        assert {cue.about for cue in with_form(lexicon, "R2", form)} == {"topic"}, form


def test_the_idiom_behind_bars_alone_carries_no_code(lexicon: Lexicon) -> None:
    assert not [cue.id for cue in lexicon.cues if {"tras las rejas", "entre rejas"} & set(cue.forms)]


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("H1", "el presunto"),
        ("H1", "su presunto"),
        ("S4", "modelo"),
        ("S4", "bailarina"),
        ("R2", "derechos de las mujeres"),
    ],
)
def test_general_words_alone_carry_no_code(lexicon: Lexicon, code: str, form: str) -> None:
    assert not with_form(lexicon, code, form)
