"""``encuadre events`` and ``encuadre report KIND`` as they are typed."""

from __future__ import annotations

import csv
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from encuadre.cli import main
from encuadre.study import Study
from tests.reports_study import EVENTS, PLANS, build_study

CAMPAIGN = ("events", "add", "mi-campana", "--kind", "campaign", "--source", "https://x.example")


@dataclass(frozen=True)
class Answer:
    returncode: int
    stdout: str
    stderr: str


def run(*words: str) -> Answer:
    """Type a command, in this process: a dozen new ones would take a minute."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["encuadre", *words]),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as left,
    ):
        main()
    return Answer(int(left.value.code or 0), out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two countries, one outlet each."""
    folder = tmp_path_factory.mktemp("events")
    build_study(folder, plans=(PLANS[0], PLANS[3])).close()
    (folder / "events.csv").write_text(EVENTS, "utf-8")
    (folder / "encuadre.toml").write_text('[study]\nname = "Invented"\ncountries = ["MX", "BR"]\n', "utf-8")
    assert Study.open(folder)
    return folder


def add(study: Path, *words: str) -> Answer:
    return run(*CAMPAIGN, *words, "--study", str(study))


def test_an_event_of_ones_own_is_listed_and_the_rows_before_it_are_untouched(tmp_path: Path) -> None:
    study = Study.init(tmp_path / "s", ("MX",)).folder
    before = (study / "events.csv").read_text("utf-8")
    done = add(study, "--date", "2024-05", "--country", "mx,br", "--label-es", 'La "campaña",\n propia', "--json")
    assert done.returncode == 0, done.stderr
    event = json.loads(done.stdout)
    assert (event["precision"], event["countries"]) == ("month", ["MX", "BR"])
    after = (study / "events.csv").read_text("utf-8")
    assert after.startswith(before)
    assert len(after.splitlines()) == len(before.splitlines()) + 1
    listed = json.loads(run("events", "list", "--study", str(study), "--country", "br", "--json").stdout)
    assert 'La "campaña", propia' in [each["labels"].get("es") for each in listed]
    assert "cr-77-bis" not in {each["id"] for each in listed}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--date", "mayo", "--country", "mx", "--label-es", "X"), "'mayo' is no date"),
        (("--date", "2024-02-30", "--country", "mx", "--label-es", "X"), "2024-02-30"),
        (("--date", "2024", "--country", "mexico", "--label-es", "X"), "'mexico' is no country"),
        (("--date", "2024", "--country", "mx"), "label"),
        (("--date", "2024", "--country", "mx", "--label-es", "X", "--kind", " "), "--kind is empty"),
    ],
)
def test_an_event_that_does_not_hold_is_refused_in_a_sentence(folder: Path, words: tuple[str, ...], said: str) -> None:
    table = (folder / "events.csv").read_bytes()
    wrong = add(folder, *words)
    assert wrong.returncode == 2
    assert said in wrong.stderr and "[E554]" in wrong.stderr
    assert (folder / "events.csv").read_bytes() == table


def test_an_id_is_given_once_whether_typed_or_edited(folder: Path, tmp_path: Path) -> None:
    study = tmp_path / "s"
    Study.init(study, ("MX",))
    row = ("--date", "2024", "--country", "all", "--label-en", "X")
    assert add(study, *row).returncode == 0
    again = add(study, *row)
    assert again.returncode == 2 and "[E555]" in again.stderr
    with (study / "events.csv").open("a", encoding="utf-8") as stream:
        stream.write("mi-campana,2020,year,MX,law,X,,,s,\n")
    twice = run("events", "list", "--study", str(study))
    assert "stands above already" in twice.stderr and "[E506]" in twice.stderr


def test_one_page_is_written_by_its_kind(folder: Path) -> None:
    for words, name in (
        (("country", "br"), "country-BR.es.html"),
        (("scorecard", "el-faro-norte"), "outlet-el-faro-norte.es.html"),
        (("event", "ley"), "event-MX-ley.es.html"),
    ):
        done = run("report", *words, "--lang", "es", "--json", "--study", str(folder))
        assert done.returncode == 0, done.stderr
        assert [Path(page).name for page in json.loads(done.stdout)["pages"]] == [name]
    assert not (folder / "out" / "index.html").exists()
    with (folder / "out" / "figures" / "event-MX-ley-changes.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["side"] for row in rows} == {"s", "r"}
    # A p-value is small, never 0.
    assert any(row["p"] for row in rows) and all(float(row["p"]) > 0 for row in rows if row["p"])


@pytest.mark.parametrize(
    ("words", "code", "left"),
    [
        (("event", "nada", "--study"), "E550", 2),
        (("event", "ley", "--country", "br", "--study"), "E551", 2),
        (("scorecard", "nadie", "--study"), "E512", 2),
        (("country", "cl", "--study"), "E505", 2),
    ],
)
def test_a_page_that_cannot_be_made_says_what_can(folder: Path, words: tuple[str, ...], code: str, left: int) -> None:
    wrong = run("report", *words, str(folder))
    assert wrong.returncode == left and f"[{code}]" in wrong.stderr


def test_options_before_the_kind_are_not_lost_without_a_word(folder: Path) -> None:
    wrong = run("report", "--study", str(folder), "event", "ley")
    assert wrong.returncode == 2 and "[E553]" in wrong.stderr
