"""Word classes of the lexicons: a paradigm stated once stands for every form a newspaper uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexicons.classes import load_classes, read_classes
from lexicons.cues import LANGUAGES, check_lexicon, load_lexicon, read_lexicon
from lexicons.errors import EncuadreError
from lexicons.paradigms import conjugate

# Written by hand from the grammar of each language, not by the code that is tried.
FORMS = {
    ("es", "@deny"): "niega niegan negó negaron negaba nieguen negarán impide impidieron prohíbe deniega restringe",
    ("es", "@deny.inf"): "negar negarle negarles impedirles",
    ("es", "@deny.ger"): "negando negándole impidiendo",
    ("es", "@deny.part"): "negada negados impedido restringidas",
    ("es", "@demand"): "exige exigieron exijan reclaman reclamó reclamaban reivindicaron reivindiquen",
    ("es", "@found"): "fundó fundaron creó constituyó constituyeron abrieron",
    ("es", "@create"): "escribió compuso compusieron produjo leyó leyeron expone expuso",
    ("es", "@hold"): "hizo hicieron hacen mantuvieron sostienen comenzaron empiezan",
    ("pt", "@deny"): "nega negam negou negaram negou-lhe negaram-lhes neguem impede impediram impeça proíbe proibiram",
    ("pt", "@deny.inf"): "negar negarem negar-lhe negá-la impedi-las",
    ("pt", "@deny.part"): "negada negados restringidas",
    ("pt", "@demand"): "exige exigem exigiu exigiram exigiam exija reivindicam reivindicou reivindiquem cobram",
    ("pt", "@hold"): "fez fizeram fazem mantêm mantiveram começou organizam",
    ("pt", "@found"): "fundou fundaram criou constitui abriu abriram",
    ("en", "@deny"): "deny denies denied withheld refuses banned barred prevented",
    ("en", "@deny.ger"): "denying withholding banning refusing barring",
    ("en", "@lead"): "leads led heads ran runs",
    ("en", "@lead.ger"): "leading running chairing",
    ("en", "@create"): "wrote writes sang drew teaches taught studied",
    ("en", "@create.part"): "written sung drawn taught",
    ("en", "@rob"): "stole robbed conned scammed defrauded",
}  # fmt: skip


@pytest.mark.parametrize(("language", "reference"), FORMS, ids=lambda value: str(value))
def test_a_class_stands_for_the_forms_newspapers_use(language: str, reference: str) -> None:
    members = set(load_classes(language).members(reference))
    wanted = {form for form in FORMS[language, reference].split() if not form.endswith("?")}
    assert wanted <= members, sorted(wanted - members)


@pytest.mark.parametrize("language", LANGUAGES)
def test_perfect_tenses_belong_to_the_finite_forms(language: str) -> None:
    perfect = {"es": "han exigido", "pt": "tinham exigido", "en": "have demanded"}
    assert perfect[language] in load_classes(language).members("@demand")


# The classes of docs/lexicons.md; a language may have more of its own.
SHARED = (
    "deny lack violate guarantee demand ask denounce protest hold lead found create support grant suffer subject-to "
    "deserve pay kill rob traffic deceive care necessity counsel contact process right abuse measure return "
    "association work prison women officials gang"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_share_the_documented_classes(language: str) -> None:
    """An author who knows one language's classes knows the others'."""
    assert {f"@{name}" for name in SHARED.split()} <= set(load_classes(language).forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_out_when_asked_for_holds_and_is_what_a_check_writes_out(language: str) -> None:
    checked, loaded = check_lexicon(language), load_lexicon(language)
    assert checked.cues == loaded.cues
    assert [cue.forms for cue in checked.cues] == [cue.forms for cue in loaded.cues]
    assert dict(checked.classes.forms) == dict(loaded.classes.forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_forms_are_lower_case_words(language: str) -> None:
    forms = {form for members in load_classes(language).forms.values() for form in members}
    assert not [form for form in forms if form != form.lower().strip() or "  " in form]


@pytest.mark.parametrize(
    ("language", "verb", "form"),
    [
        ("es", "organizar", "organicen"),
        ("es", "buscar", "busque"),
        ("es", "proteger", "proteja"),
        ("es", "leer", "ha leído"),
        ("es", "construir", "construyeron"),
        ("pt", "incluir", "incluíram"),
        ("pt", "conhecer", "conheça"),
        ("pt", "atacar", "ataquem"),
        ("pt", "exigir", "exija"),
        ("en", "stop", "stopped"),
        ("en", "carry", "carried"),
        ("en", "die", "died"),
    ],
)
def test_spelling_changes_that_keep_the_sound(language: str, verb: str, form: str) -> None:
    assert form in conjugate(language, verb, {})["finite"]


def test_what_follows_a_verb_stays() -> None:
    assert "llevaron a cabo" in conjugate("es", "llevar a cabo", {})["finite"]
    assert "setting up" in conjugate("en", "set up", {"past": "set", "ing": "setting"})["ger"]


def test_a_word_that_is_no_infinitive_is_named_with_its_class(tmp_path: Path) -> None:
    path = tmp_path / "classes.toml"
    path.write_text('[class.deny]\nmeans = "withholds"\nverbs = ["niega"]\n', "utf-8")
    with pytest.raises(EncuadreError, match=r"es/classes.toml, entry deny: 'niega' is no infinitive"):
        read_classes(path, "es")


def test_a_strong_past_without_its_plural_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "classes.toml"
    path.write_text(
        '[irregular]\nhacer = { preterite = "hizo" }\n[class.do]\nmeans = "does"\nverbs = ["hacer"]\n', "utf-8"
    )
    with pytest.raises(EncuadreError, match="preterites"):
        read_classes(path, "es")


def test_a_cue_that_names_no_class_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[cue]]\nid = "es.r2.mine"\ncode = "R2"\nforms = ["@nothing <2> agua"]\nstatus = "neutral"\nseverity = 1\n'
        'source = ["codebook"]\n',
        "utf-8",
    )
    with pytest.raises(EncuadreError, match=r"es.r2.mine.*no class '@nothing'"):
        read_lexicon(tmp_path, "es")


def test_a_folder_of_cues_may_bring_its_own_classes(tmp_path: Path) -> None:
    (tmp_path / "classes.toml").write_text('[class.thirst]\nmeans = "no water"\nwords = ["sed"]\n', "utf-8")
    (tmp_path / "mine.toml").write_text(
        '[[cue]]\nid = "es.r2.mine"\ncode = "R2"\nforms = ["@thirst"]\nstatus = "neutral"\nseverity = 1\n'
        'source = ["codebook"]\n',
        "utf-8",
    )
    assert read_lexicon(tmp_path, "es").classes.members("@thirst") == ("sed",)


def test_every_class_a_shipped_cue_names_is_there() -> None:
    for language in LANGUAGES:
        assert load_lexicon(language).cues
