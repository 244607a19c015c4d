"""docs/own-topic.md as a researcher types it, from init to the report; and what each command says of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import run_encuadre
from tests.own_topic import write_vendors

WOMEN = ("women in prison", "mujeres en prisión", "mujeres privadas de libertad", "deprived of liberty")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own") / "vendors"
    assert run_encuadre("init", folder).code == 0
    write_vendors(folder)
    assert run_encuadre("import", folder / "articles.csv", "--study", folder).code == 0
    ran = run_encuadre("tag", "--study", folder, "--json")
    assert ran.code == 0, ran.err
    assert ran.json()["tagged"] == 3 and ran.json()["on_topic"] == 2
    return folder


def test_the_check_counts_what_the_study_reads_with(study: Path) -> None:
    ran = run_encuadre("lexicon", "check", "--study", study, "--json")

    assert ran.code == 0, ran.err
    assert ran.json()["es"] | {"word classes": 0} == {
        **{"cues": 2, "S1": 1, "R1": 1, "topic forms": 5, "word classes": 0},
        **{"context rules": ran.json()["es"]["context rules"]},
    }


def test_the_explanation_and_its_page_speak_of_the_topic(study: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    ran = run_encuadre("explain", "v1", "--study", study, "--html", page, "--lang", "en")
    told = run_encuadre("explain", "v3", "--study", study)

    assert ran.code == 0, ran.err
    text = page.read_text("utf-8")
    assert "Vendors as an invasion" in text and "comercio ambulante" in text
    assert "comercio ambulante" in told.out
    assert not any(words in text + told.out for words in WOMEN)


def test_the_report_counts_own_codes_and_says_what_is_left_out(study: Path) -> None:
    ran = run_encuadre("report", "--study", study)

    assert ran.code == 0, ran.err
    out = study / "out"
    assert {path.name for path in out.glob("*.html")} == {"index.html", "index.es.html", "index.en.html"}
    text = (out / "index.es.html").read_text("utf-8")
    assert "comercio ambulante" in text and "Quien vende, como invasión" in text and "molestia" in text
    # Only to say what is left out are they named.
    assert text.count("mujeres en prisión") == 2 and "estigmatizante" not in text
    assert "S1,invasion,1,2," in (out / "figures/codes.csv").read_text("utf-8")


def test_drafts_and_exports_follow_the_study(study: Path, tmp_path: Path) -> None:
    draft = tmp_path / "nota.txt"
    draft.write_text(
        "Vendedores ambulantes invaden las banquetas\n\nLos vendedores ambulantes llegaron el lunes.\n", "utf-8"
    )

    checked = run_encuadre("check", draft, "--study", study)
    exported = run_encuadre("export", tmp_path / "tags.csv", "--study", study)

    assert checked.code == 6 and "venden en la calle" in checked.out, checked.err
    assert exported.code == 0, exported.err
    assert "S1_outlet" in (tmp_path / "tags.csv").read_text("utf-8")
    assert "S2_outlet" not in (tmp_path / "tags.csv").read_text("utf-8")


def test_a_mistake_in_a_cue_stops_each_command_with_one_sentence(study: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    assert run_encuadre("init", broken).code == 0
    cues = write_vendors(broken) / "es/cues/vendors.toml"
    cues.write_text(cues.read_text("utf-8").replace('code = "R1"', 'code = "R7"'), "utf-8")

    for command in (("tag",), ("lexicon", "check"), ("report",)):
        ran = run_encuadre(*command, "--study", broken)
        assert ran.code == 3 and "es.r1.work" in ran.err and "R7" in ran.err and "Traceback" not in ran.err
