"""Accuracy floors: figures may rise, and fall only when somebody says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import tagging


def accuracy(f1: float, data: str = "abc") -> dict[str, Any]:
    rates = {"f1": f1}
    figures = {
        "relevance": rates,
        "framing": {"macro_f1": f1},
        "stigma": rates,
        "rights": {"f1": None},  # nothing to count: no floor
        "spans": {"micro": rates},
        "voice": {"accuracy": f1},
        "sources": {"f1": f1, "role": {"accuracy": f1}},
    }
    return {
        "gold": "x",
        "data": data,
        "all": figures,
        "halves": {"development": {"all": figures}, "score_only": {"all": figures}},
    }


@pytest.fixture(autouse=True)
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "floors.json"
    monkeypatch.setattr(tagging, "FLOORS", path)
    tagging.compare(accuracy(0.8), raise_floors=True, lower_floors=False)
    return path


def compare(figures: dict[str, Any], *, up: bool = False, down: bool = False) -> dict[str, Any]:
    return tagging.compare(figures, raise_floors=up, lower_floors=down)


def test_a_figure_below_its_floor_is_named() -> None:
    assert compare(accuracy(0.8))["below"] == {}
    assert compare(accuracy(0.79))["below"]["all.relevance.f1"] == [0.79, 0.8]


def test_a_figure_that_vanished_is_below_its_floor() -> None:
    figures = accuracy(0.8)
    figures["all"]["stigma"] = {"f1": None}
    assert "all.stigma.f1" in compare(figures)["below"]


def test_raising_never_lowers(floors: Path) -> None:
    assert compare(accuracy(0.7), up=True)["below"]
    assert json.loads(floors.read_text())["floors"]["all.relevance.f1"] == 0.8
    compare(accuracy(0.9), up=True)
    assert json.loads(floors.read_text())["floors"]["all.relevance.f1"] == 0.9


def test_lowering_takes_its_own_flag(floors: Path) -> None:
    assert compare(accuracy(0.7), down=True)["below"] == {}
    assert json.loads(floors.read_text())["floors"]["all.relevance.f1"] == 0.7


def test_other_data_is_not_compared_and_says_so(floors: Path) -> None:
    result = compare(accuracy(0.1, data="other"), up=True)
    assert not result["compared"]
    assert "other data" in result["why"]
    assert json.loads(floors.read_text())["data"] == "abc"


def test_without_labelled_articles_it_says_so() -> None:
    assert tagging.compare(tagging.measure_accuracy(None), raise_floors=False, lower_floors=False)["compared"] is False
