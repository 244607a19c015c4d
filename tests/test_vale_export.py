"""The lexicon as a Vale style: files in its documented shape, patterns that find the words and not others."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lexicons.cues import LANGUAGES
from lexicons.profiles import load_profile
from lexicons.vale import MARK, ValeExport, ValeRule, export_files, vale_export
from tests.conftest import run_encuadre

# Vale's own engine knows \p{L} and looks back any length; Python's `re` does neither.
regex = pytest.importorskip("regex")
# One line of a rule file as we write it: a key with a plain word, or with a quoted scalar.
LINE = re.compile(r"(extends: existence|level: (suggestion|warning|error)|(ignorecase|nonword): true|tokens:)")
QUOTED = re.compile(r"(message: |  - )'(?:[^']|'')*'")


@pytest.fixture(scope="module")
def exports() -> dict[str, ValeExport]:
    return {language: vale_export(language) for language in LANGUAGES}


def rule(export: ValeExport, style: str, name: str) -> ValeRule:
    return next(rule for rule in export.rules if (rule.style, rule.name) == (style, name))


@cache
def compiled(pattern: str) -> Any:
    """A pattern as Vale reads it, without regard to case. Compiling them is what takes the time here."""
    return regex.compile(pattern, regex.IGNORECASE)


def found(export: ValeExport, text: str, codes: str = "s2 s3") -> set[str]:
    """The words that the rules of some codes find in a text."""
    rules = [rule for rule in export.rules if rule.style.rsplit("-", 1)[1] in codes.split()]
    return {match[0] for rule in rules for match in compiled(rule.pattern).finditer(text)}


def test_every_file_is_a_rule_in_the_documented_shape(exports: dict[str, ValeExport]) -> None:
    for export in exports.values():
        assert export.rules
        for rule in export.rules:
            lines = rule.yaml.splitlines()
            assert [line.split(":")[0].strip(" -") for line in lines[:6]][:5] == [
                *("extends", "message", "level", "ignorecase", "nonword"),
            ]
            assert all(LINE.fullmatch(line) or QUOTED.fullmatch(line) for line in lines), rule.name
            # Vale fills the one %s with what it found.
            assert rule.message.count("%") == rule.message.count("%s") == 1
            assert re.fullmatch(r"encuadre-(es|pt|en)-s\d", rule.style)
            assert re.fullmatch(r"[a-z0-9-]+", rule.name)


def test_every_pattern_of_a_language_is_one_that_its_engine_reads(exports: dict[str, ValeExport]) -> None:
    for rule in exports["pt"].rules:
        assert compiled(rule.pattern)


def test_names_of_rules_are_their_own(exports: dict[str, ValeExport]) -> None:
    for export in exports.values():
        assert len({(rule.style, rule.name) for rule in export.rules}) == len(export.rules)


@pytest.mark.parametrize(
    ("language", "text", "words", "not_words"),
    [
        ("es", "LA RECLUTADA, LA PRESIDIARIA y la presa", {"PRESIDIARIA", "presa"}, {"RECLU"}),
        ("es", "la represa hidroeléctrica y una auditoría interna", set(), {"presa", "represa", "interna"}),
        ("pt", "a detenta saiu; a reclusão das detentas", {"detenta", "detentas"}, {"reclus"}),
        ("en", "JAILBIRDS and an inmate; the inmates' yard", {"JAILBIRDS", "inmate", "inmates"}, set()),
    ],
)
def test_patterns_find_whole_words_with_their_accents(
    exports: dict[str, ValeExport], language: str, text: str, words: set[str], not_words: set[str]
) -> None:
    matched = found(exports[language], text)
    assert words <= matched
    assert matched.isdisjoint(not_words)


def test_what_needs_context_is_left_out_and_said(exports: dict[str, ValeExport]) -> None:
    export = exports["es"]
    assert any("subject" in reason for _, reason in export.left_out)
    assert "mula" not in found(export, "la mula cargaba leña")
    assert "mula" in found(export, "la mula llevaba droga en el vuelo")
    files = export_files([export], "the general entries", {"lexicon-es": "abc"})
    assert all(cue in files[MARK] for cue, _ in export.left_out)
    assert "encuadre-es-s3" in files[".vale.ini"]
    assert not any(style in files[".vale.ini"] for style in ("encuadre-pt", "{{"))


def test_the_country_and_the_profile_decide_which_terms_are_rules() -> None:
    text = "las reclusas firmaron"
    assert found(vale_export("es", "MX"), text) == set()
    assert "reclusas" in found(vale_export("es", "AR"), text)
    strict = vale_export("es", "MX", load_profile("inadi-ar"))
    assert "reclusas" in found(strict, text)
    assert any("Mar del Plata" in rule.message for rule in strict.rules if "reclusa" in rule.name)


def test_a_contested_term_is_never_an_error(exports: dict[str, ValeExport]) -> None:
    assert rule(exports["es"], "encuadre-es-s2", "presa").level in ("suggestion", "warning")
    assert rule(exports["es"], "encuadre-es-s3", "mula").level == "error"


def test_the_command_writes_once_more_over_its_own_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "vale"
    assert run_encuadre("lexicon", "export", "--vale", folder, "--lang", "pt").code == 0
    (folder / "styles" / "encuadre-pt-s1" / "of-yesterday.yml").write_text("extends: existence\n", "utf-8")
    again = run_encuadre("lexicon", "export", "--vale", folder, "--lang", "pt", "--json")
    assert again.json()["rules"] == len(list(folder.glob("styles/*/*.yml")))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "text.md").write_text("x", "utf-8")
    refused = run_encuadre("lexicon", "export", "--vale", tmp_path / "mine")
    assert refused.code == 2 and "E108" in refused.err
