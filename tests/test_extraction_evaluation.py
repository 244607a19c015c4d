"""The evaluation counts as docs/extraction.md says, on invented pages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler.extraction.evaluation import evaluate_pages, explained_by_zone, same_title
from lexicons.errors import EncuadreError

PARAGRAPHS = [
    "La comisión presentó el informe sobre la situación de las mujeres detenidas.",
    "Ninguna ha visto a un defensor público desde el mes de marzo, dice el texto.",
    "La jueza citó a las partes para el lunes y pidió los expedientes completos.",
]
HTML = """<html lang="es"><head><meta property="article:published_time" content="2024-05-04T02:00:00Z">
<meta name="author" content="Ana López y Juan Pérez"></head><body><h1>Informe sobre “el penal”</h1>{}
<p>Lea también: Sequía en el norte</p></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "html").mkdir()
    html = HTML.format("".join(f"<p>{text}</p>" for text in PARAGRAPHS))
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(html.encode()))
    (tmp_path / "html" / "b.html").write_text(html, "utf-8")
    rows = [
        {
            "file": "html/a.html.gz",
            "url": "https://x.example/informe-sobre-el-penal",
            "title": 'Informe sobre "el penal"',
            "author": "JUAN PÉREZ; Ana López",
            "date": "2024-05-03",
            "must_contain": ["informe   sobre la\nsituación", "no está en la página"],
            "must_not_contain": ["Sequía", "La jueza citó"],
        },
        {
            "file": "html/b.html",
            "url": None,
            "title": None,
            "author": None,
            "date": "2024-05-04",
            "must_contain": ["La jueza"],
            "must_not_contain": [],
        },
    ]
    (tmp_path / "truth.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return tmp_path


def test_segments_title_author_and_date_are_counted_where_there_is_truth(folder: Path) -> None:
    result = evaluate_pages(folder)

    assert result["n"] == 2
    assert (result["precision"], result["recall"], result["f1"]) == (
        0.6667,
        0.6667,
        0.6667,
    )  # 2 found, 1 unwanted, 1 missed
    assert result["title"] == {"accuracy": 1.0, "n": 1}
    assert result["author"] == {"accuracy": 1.0, "n": 1, "persons": {"accuracy": 1.0, "n": 1}}
    assert result["date"] == {"accuracy": 0.5, "n": 2, "explained": 1, "exact_or_explained": 1.0}
    assert {(miss["file"], miss["what"]) for miss in result["misses"]} == {
        ("html/a.html.gz", "must_contain"),
        ("html/a.html.gz", "must_not_contain"),
        ("html/a.html.gz", "date"),
    }
    json.dumps(result)


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncuadreError, match=r"truth\.jsonl.*--pages DIR") as caught:
        evaluate_pages(tmp_path / "nowhere")

    assert caught.value.code == "E330"


def test_a_broken_row_is_named(folder: Path) -> None:
    with (folder / "truth.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"file": "html/absent.html"}')

    with pytest.raises(EncuadreError, match=r"row 3") as caught:
        evaluate_pages(folder)

    assert caught.value.code == "E331"


@pytest.mark.parametrize(
    ("truth", "got", "explained"),
    [
        ("2024-05-03", "2024-05-04T02:00:00+00:00", True),  # the evening before, in Lima
        ("2024-05-05", "2024-05-04T23:00:00+00:00", True),  # after midnight, in Madrid
        ("2024-05-03", "2024-05-04T12:00:00+00:00", False),
        ("2024-05-05", "2024-05-04T22:17:00", True),  # a local time, read in UTC
        ("2024-05-05", "2024-05-04T13:00:00", False),
        ("2024-05-05", "2024-05-04", False),
        ("2024-05-05", None, False),
    ],
)
def test_a_day_is_explained_only_by_a_zone_that_has_it(truth: str, got: str | None, explained: bool) -> None:
    assert explained_by_zone(truth, got) is explained


def test_titles_may_differ_in_case_and_the_shape_of_quotes() -> None:
    assert same_title("La ‘otra’ cárcel – informe", "LA 'OTRA' CÁRCEL - INFORME")
    assert not same_title("La cárcel", "La cárcel, por dentro")
