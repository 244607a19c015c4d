"""The command line as its users meet it: sentences instead of tracebacks, exit codes, figures for scripts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Ran, run_encuadre, run_process

ARTICLES = [
    {
        "id": "a1",
        "titulo": "Mujeres privadas de libertad exigen atención médica",
        "texto": "Un grupo de mujeres privadas de libertad del penal femenil presentó una queja. Las mujeres "
        "en prisión denuncian violaciones a sus derechos humanos y exigen atención médica. La audiencia será el lunes.",
        "fecha": "2024-05-02",
        "medio": "El Ensayo",
        "pais": "MX",
    },
    {
        "id": "a2",
        "titulo": "La presa alcanza su nivel más bajo",
        "texto": "La presa hidroeléctrica está al veinte por ciento de su capacidad, informó la comisión del agua.",
        "fecha": "2024-05-03",
        "medio": "El Ensayo",
        "pais": "MX",
    },
    {
        "id": "a3",
        "titulo": "Fecha imposible",
        "texto": "Un texto.",
        "fecha": "1246-05-03",
        "medio": "El Ensayo",
        "pais": "MX",
    },
]


def assert_one_sentence(ran: Ran, code: int, *words: str) -> None:
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    lines = [line for line in ran.err.splitlines() if line.startswith("encuadre: ")]
    assert len(lines) == 1, ran.err
    for word in words:
        assert word in lines[0]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    assert run_encuadre("init", folder).code == 0
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(ARTICLES[0]))
        writer.writeheader()
        writer.writerows(ARTICLES)
    return path


def test_init_makes_a_study_with_the_outlets_of_its_countries(tmp_path: Path) -> None:
    folder = tmp_path / "mexico"
    ran = run_encuadre("init", folder, "--country", "mx", "--country", "co")
    assert ran.code == 0
    assert "encuadre crawl" in ran.err
    with (folder / "outlets.csv").open(encoding="utf-8") as file:
        assert {row["country"] for row in csv.DictReader(file)} == {"MX", "CO"}
    assert (folder / "events.csv").is_file()
    assert_one_sentence(run_encuadre("init", folder), 2, "already a study")


def test_mistakes_are_one_sentence_with_the_next_thing_to_type(tmp_path: Path, study: Path) -> None:
    assert_one_sentence(run_encuadre("status", "--study", tmp_path / "nowhere"), 3, "encuadre init")
    assert_one_sentence(run_encuadre("init", tmp_path / "x", "--country", "qq"), 2, "QQ")
    assert_one_sentence(run_encuadre("crawl", "--study", study), 2, "outlets.csv")
    assert_one_sentence(run_encuadre("import", tmp_path / "absent.csv", "--study", study), 3, "absent.csv")
    assert_one_sentence(run_encuadre("report", "--study", study), 4, "encuadre")
    assert_one_sentence(run_encuadre("lexicon", "show", "de"), 3, "es, pt, en")
    assert_one_sentence(run_encuadre("evaluate", "framing", "--gold", tmp_path), 3)
    assert_one_sentence(run_encuadre("evaluate", "extraction", "--pages", tmp_path), 3)
    (study / "encuadre.toml").write_text("[study\n", "utf-8")
    assert_one_sentence(run_encuadre("tag", "--study", study), 3, "encuadre.toml")
    (study / "encuadre.toml").write_text('[study]\nname = "x"\ncolour = "red"\n', "utf-8")
    assert_one_sentence(run_encuadre("tag", "--study", study), 3, "colour")


def test_what_to_type_next_can_be_typed(tmp_path: Path, articles: Path) -> None:
    study = tmp_path / "cárcel de mujeres"
    assert f"encuadre crawl --study '{study}'" in run_encuadre("init", study).err
    ran = run_encuadre("import", articles, "--study", study, "--map", "title=titulo", "--map", "body=texto")
    assert f"encuadre tag --study '{study}'" in ran.err
    assert ran.out == ""


def test_init_keeps_tables_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "outlets.csv").write_text("id,name,country,time_zone,languages,homepage\n", "utf-8")
    assert run_encuadre("init", tmp_path, "--country", "mx").code == 0
    assert (tmp_path / "outlets.csv").read_text("utf-8") == "id,name,country,time_zone,languages,homepage\n"


def test_unknown_commands_and_options_end_with_two() -> None:
    assert run_process("frobnicate").code == 2
    assert run_process("tag", "--loudly").code == 2


@pytest.mark.parametrize(
    "typed",
    [("status", "--study", "nowhere"), ("init", "mexico", "--country", "mx"), ("tag", "--study"), ("tag", "-h")],
)
def test_a_process_of_its_own_says_and_leaves_what_the_tests_process_does(
    tmp_path: Path, typed: tuple[str, ...]
) -> None:
    """The other tests type in their own process, which spares them loading everything anew."""
    apart, here = tmp_path / "apart", tmp_path / "here"
    said = []
    for run, folder in ((run_process, apart), (run_encuadre, here)):
        folder.mkdir()
        ran = run(*typed, cwd=folder)
        said.append((ran.code, ran.out.replace(str(folder), "."), ran.err.replace(str(folder), ".")))
    assert said[0] == said[1]
    assert [path.relative_to(apart) for path in apart.rglob("*")] == [
        path.relative_to(here) for path in here.rglob("*")
    ]


def test_own_articles_from_file_to_explanation(study: Path, articles: Path, tmp_path: Path) -> None:
    mapping = ("--map", "title=titulo", "--map", "body=texto")
    imported = run_encuadre("import", articles, "--study", study, *mapping, "--json")
    assert imported.code == 0, imported.err
    assert imported.json()["added"] == 2
    assert imported.json()["rejected"] == 1
    rejects = Path(imported.json()["rejects_path"]).read_text("utf-8")
    assert "1246" in rejects
    assert "Un texto" not in rejects

    again = run_encuadre("import", articles, "--study", study, *mapping, "--json").json()
    assert (again["added"], again["unchanged"]) == (0, 2)

    tagged = run_encuadre("tag", "--study", study, "--json").json()
    assert tagged["tagged"] == 2
    assert tagged["on_topic"] == 1
    assert run_encuadre("tag", "--study", study, "--json").json()["tagged"] == 0

    why = run_encuadre("explain", "a1", "--study", study)
    assert why.code == 0, why.err
    assert "R1" in why.out
    assert "es.r1." in why.out
    why_not = run_encuadre("explain", "a2", "--study", study, "--json").json()
    assert why_not["on_topic"] is False
    assert_one_sentence(run_encuadre("explain", "zz", "--study", study), 3, "zz")

    status = run_encuadre("status", "--study", study, "--json").json()
    assert sum(row["articles"] for row in status["outlets"]) == 2


def test_exports_carry_no_text_unless_asked(study: Path, articles: Path, tmp_path: Path) -> None:
    run_encuadre("import", articles, "--study", study, "--map", "title=titulo", "--map", "body=texto")
    run_encuadre("tag", "--study", study)
    for name in ("a.csv", "a.jsonl"):
        assert run_encuadre("export", tmp_path / name, "--study", study).code == 0
        assert "hidroeléctrica" not in (tmp_path / name).read_text("utf-8")
        assert "Mujeres privadas" not in (tmp_path / name).read_text("utf-8")
    assert run_encuadre("export", tmp_path / "a.parquet", "--study", study).code == 0
    assert run_encuadre("export", tmp_path / "b.jsonl", "--study", study, "--with-text").code == 0
    assert "hidroeléctrica" in (tmp_path / "b.jsonl").read_text("utf-8")
    assert run_encuadre("export", tmp_path / "s.csv", "--study", study, "--table", "spans").code == 0
    assert "privadas de libertad" not in (tmp_path / "s.csv").read_text("utf-8")
    assert_one_sentence(run_encuadre("export", tmp_path / "a.docx", "--study", study), 2, ".docx")


def test_forget_removes_an_article_everywhere(study: Path, articles: Path) -> None:
    run_encuadre("import", articles, "--study", study, "--map", "title=titulo", "--map", "body=texto")
    assert run_encuadre("forget", "a2", "--study", study).code == 0
    assert_one_sentence(run_encuadre("explain", "a2", "--study", study), 3, "a2")


def test_lexicons_can_be_read_and_checked() -> None:
    counts = run_encuadre("lexicon", "check", "--json").json()
    assert all(counts[language]["cues"] >= 150 for language in ("es", "pt", "en"))
    shown = run_encuadre("lexicon", "show", "es", "--code", "S3", "--country", "MX", "--json").json()
    assert shown
    assert all(cue["code"] == "S3" and cue["instead"] for cue in shown)


def test_the_schema_of_the_configuration_can_be_printed() -> None:
    schema = json.loads(run_encuadre("schema").out)
    assert {"study", "crawl", "report"} <= schema["properties"].keys()
