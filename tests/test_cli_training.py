"""Training, classifying and evaluating from the command line, as a team with a table types it."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import run_encuadre

GOOD = ("brilliant", "splendid", "lovely", "superb")
BAD = ("dreadful", "shabby", "awful", "dismal")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "town.csv"
    rows = [
        {
            "headline": f"A {(GOOD if n % 2 else BAD)[n // 2 % 4]} bridge, number {n}",
            "paper": f"paper {n % 3}",
            "tone": "good" if n % 2 else "bad",
        }
        for n in range(36)
    ]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_a_table_is_evaluated_trained_on_and_answered(table: Path, tmp_path: Path) -> None:
    given = ["--labels", table, "--text", "headline", "--label", "tone", "--map", "outlet=paper", "--folds", 3]
    found = json.loads(run_encuadre("evaluate", "classifier", "--question", "tone", *given, "--json").out)
    assert found["contenders"]["text"]["all"]["accuracy"] > 0.9
    assert set(found["contenders"]["text"]["transfer"]["outlet"]) == {"all", "paper 0", "paper 1", "paper 2"}
    trained = run_encuadre("train", "--question", "tone", *given, "--out", tmp_path / "model", "--json")
    figures = json.loads(trained.out)
    assert figures["model"].startswith("tone-") and figures["n"] == 36
    assert "paper 2" in (tmp_path / "model" / "card.md").read_text("utf-8")
    out = tmp_path / "answered.csv"
    ran = run_encuadre("classify", "--model", tmp_path / "model", "--file", table, "--out", out)
    assert "audit it" in ran.err
    answered = pd.read_csv(out)
    assert (answered["answer"] == answered["tone"]).mean() > 0.9
    assert answered["probability"].between(0, 1).all()


def test_mistakes_are_one_sentence(table: Path, tmp_path: Path) -> None:
    absent = run_encuadre("train", "--question", "tone", "--labels", table, "--text", "titre", "--label", "tone")
    assert absent.code == 3 and "headline" in absent.err and "Traceback" not in absent.err
    nothing = run_encuadre("classify", "--model", tmp_path, "--file", table, "--out", tmp_path / "x.csv")
    assert nothing.code == 3 and "encuadre train" in nothing.err
    half = run_encuadre("classify", "--model", tmp_path, "--file", table)
    assert half.code == 2 and "--out" in half.err
    run_encuadre("init", tmp_path / "study")
    empty = run_encuadre("train", "--question", "framing", "--study", tmp_path / "study")
    assert empty.code == 4 and "label" in empty.err
