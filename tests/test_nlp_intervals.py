"""The intervals of an evaluation: known answers, and what a reader may rely on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nlp.evaluating.framing import evaluate_gold
from nlp.evaluating.intervals import intervals, with_intervals
from nlp.tagger import Tagger


def _article(right: int, gold: int, told: int) -> dict[str, object]:
    total = gold + told
    f1 = 2 * right / total if total else None
    return {"spans": {"micro": {"f1": f1, "right": right, "gold": gold, "predicted": told}}}


def test_articles_that_are_all_alike_leave_no_doubt() -> None:
    found = intervals([_article(1, 2, 2)] * 20)
    assert found[("spans", "micro", "f1")] == pytest.approx((0.5, 0.5))


def test_one_article_has_no_interval() -> None:
    assert intervals([_article(1, 1, 1)]) == {}


def test_a_share_has_the_width_that_theory_gives() -> None:
    articles = [{"voice": {"accuracy": float(k < 60), "n": 1}} for k in range(100)]
    low, high = intervals(articles)[("voice", "accuracy")]
    expected = 1.96 * np.sqrt(0.6 * 0.4 / 100)
    assert (low, high) == pytest.approx((0.6 - expected, 0.6 + expected), abs=0.02)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Clustered: every article has five spans that are right or wrong together."""
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(200):
        right = rng.random(60) < 0.7
        low, high = intervals([{"voice": {"accuracy": float(r), "n": 5}} for r in right], draws=300)[
            ("voice", "accuracy")
        ]
        covered += low <= 0.7 <= high
    assert covered / 200 > 0.88


def test_macro_f1_is_that_of_the_labels_that_occur() -> None:
    def article(gold: str, told: str) -> dict[str, object]:
        labels = ("a", "b", "c")
        table = {row: {column: int((row, column) == (gold, told)) for column in labels} for row in labels}
        return {"framing": {"macro_f1": float(gold == told), "confusion": table, "n": 1}}

    low, high = intervals([article("a", "a")] * 30 + [article("b", "b")] * 30)[("framing", "macro_f1")]
    assert (low, high) == (1.0, 1.0)


def test_two_runs_print_the_same() -> None:
    articles = [_article(k % 3, 3, 2) for k in range(30)]
    assert intervals(articles) == intervals(articles)


def test_a_figure_without_a_value_gets_no_interval() -> None:
    figures = {"spans": {"S1": {"f1": None, "right": 0, "gold": 0, "predicted": 0}}}
    assert "f1_interval" not in with_intervals(figures, [figures, figures])["spans"]["S1"]


def test_every_figure_of_an_evaluation_can_have_an_interval(tmp_path: Path) -> None:
    """Also those of clauses and naming, which only some folders have labels for."""
    article = {"id": "a", "lang": "es", "title": "Título", "text": "La detenida fundó una cooperativa. Fue trasladada."}
    codes = {
        "id": "a",
        "on_topic": True,
        "framing": "neither",
        "headline": "neither",
        "named_unconvicted": False,
        "clauses": [{"text": "fundó", "part": "body", "start": 12, "acts": True}],
    }
    for name, row in (("articles", article), ("codes", codes)):
        lines = [json.dumps(row | {"id": f"x{k}"}) for k in range(3)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    figures = evaluate_gold(tmp_path, Tagger(), sure=True)["es"]
    assert "f1_interval" in figures["agency"]["clauses"]
    assert "accuracy_interval" in figures["relevance"] or "f1_interval" in figures["relevance"]
