"""Import: tables, JSON and Parquet are read as they are found, and a file that cannot be is one sentence."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from corpus.store import Corpus
from lexicons.errors import EncuadreError
from tests.import_files import BODY, bring, empty_study, only, rejects, write


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with empty_study(tmp_path) as opened:
        yield opened


SPANISH = f"Título;Cuerpo de la nota;Medio;Fecha de publicación;País\nCanción de año;{BODY};El Faro;04/03/2021;México\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac_roman"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_is_read_in_its_encoding_and_with_its_separator(
    corpus: Corpus, tmp_path: Path, encoding: str, separator: str
) -> None:
    content = SPANISH.replace(";", separator).replace(f"médica{separator}", "médica:")

    result = bring(corpus, write(tmp_path, "notas.csv", content, encoding))

    assert (result.read, result.added, result.rejected) == (1, 1, 0), result.reasons
    article = only(corpus)
    assert (article.title, article.outlet, article.country) == ("Canción de año", "El Faro", "MX")
    assert "atención médica" in article.body
    # in Mexico the day comes first
    assert article.published_on == "2021-03-04"


def test_gold_like_json_lines_need_no_mapping(corpus: Corpus, tmp_path: Path) -> None:
    row = {"id": "a-1", "lang": "es", "country": "AR", "outlet": "Faro", "date": None, "title": "T", "text": "C " * 9}
    path = write(tmp_path, "gold.jsonl", json.dumps(row) + "\n\n" + json.dumps(row | {"id": "a-2", "date": "2020-05"}))

    result = bring(corpus, path)

    assert (result.added, result.rejected, result.without_date) == (2, 0, 2)
    assert [(article.id, article.published_precision) for article in corpus.articles()] == [
        ("a-1", None),
        ("a-2", "month"),
    ]


def test_quoted_line_breaks_and_long_cells_are_kept_whole(corpus: Corpus, tmp_path: Path) -> None:
    long = 'Primera línea.\r\n\r\nSegunda, con ""comillas"" y ; comas.\n' + "palabra " * 100_000
    path = write(tmp_path, "n.csv", f'title,body,outlet\r\nUno,"{long}",Faro\r\n')

    bring(corpus, path)

    assert only(corpus).body == long.replace('""', '"')


def test_a_few_broken_bytes_cost_their_rows_only(corpus: Corpus, tmp_path: Path) -> None:
    lines = ["title,body,outlet", *(f"Canción {n},médica y año,Faro" for n in range(20))]
    content = "\n".join(lines).encode().replace("Canción 7,".encode(), b"Canci\xf3n 7,")

    result = bring(corpus, write(tmp_path, "n.csv", content))

    assert (result.added, [(row["row"], row["code"]) for row in rejects(result)]) == (19, [("9", "E233")])


def test_an_unclosed_quotation_mark_is_named_and_swallows_nothing_before_it(corpus: Corpus, tmp_path: Path) -> None:
    result = bring(corpus, write(tmp_path, "n.csv", 'title,body,outlet\nUno,c,Faro\nDos,"c,Faro\nTres,c,Faro\n'))

    assert (result.added, [(row["row"], row["code"]) for row in rejects(result)]) == (1, [("3", "E231")])


def test_a_json_list_is_read_item_by_item(corpus: Corpus, tmp_path: Path) -> None:
    items = [{"title": f"T{n}", "text": "c " * 20_000, "outlet": "F"} for n in range(20)]
    path = write(tmp_path, "n.json", json.dumps([*items, 7, {"title": "sin cuerpo", "outlet": "F"}], indent=1))

    result = bring(corpus, path)

    assert result.added == 20
    assert [(row["row"], row["code"]) for row in rejects(result)] == [("21", "E232"), ("22", "E235")]


@pytest.mark.parametrize("cut", ['{"title": "T2", "te', '{"title": "T2", "text": "c", "outlet": "F"}', ""])
def test_a_json_list_that_is_cut_short_keeps_what_came_before(corpus: Corpus, tmp_path: Path, cut: str) -> None:
    path = write(tmp_path, "n.json", '[{"title": "T1", "text": "c", "outlet": "F"},' + cut)

    result = bring(corpus, path)

    assert result.added >= 1
    assert rejects(result)[-1]["code"] == "E232"


def test_parquet_is_read_with_its_types(corpus: Corpus, tmp_path: Path) -> None:
    table = pyarrow.table(
        {
            "title": ["A", "B", "C"],
            "body": ["c", "c", None],
            "outlet": ["F", "F", "F"],
            "date": [datetime(2021, 3, 4), datetime(2021, 3, 4, 9, 30), None],
            "authors": [["Ana; Ficticia"], [], None],
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "n.parquet")

    result = bring(corpus, tmp_path / "n.parquet")

    assert (result.added, [(row["row"], row["code"]) for row in rejects(result)]) == (2, [("3", "E235")])
    articles = {article.title: article for article in corpus.articles()}
    assert articles["A"].authors == ("Ana; Ficticia",)
    assert articles["B"].published_on == "2021-03-04"


def _parquet(tmp_path: Path) -> bytes:
    path = tmp_path / "whole.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"title": ["A"] * 99, "body": ["c"] * 99}), path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "E222"),
        ("\ufeff \n\n", "E222"),
        ("[]", "E222"),
        ("title,body,outlet\n", "E223"),
        ("title,cuerpo raro,outlet\na,b,c\n", "E225"),
        ("title,body,medio raro\na,b,c\n", "E245"),
        ("title,body,body,outlet\na,b,c,d\n", "E229"),
        (b"PK\x03\x04 a spreadsheet", "E228"),
        (b"\x00\x01\x02\x03 binary \x00\x00", "E228"),
        (b"\x89PNG\r\n\x1a\n", "E228"),
        ("{not json at all}\n", "E227"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    corpus: Corpus, tmp_path: Path, content: str | bytes, code: str
) -> None:
    with pytest.raises(EncuadreError) as refusal:
        bring(corpus, write(tmp_path, "n.csv", content))
    assert refusal.value.code == code
    assert "\n" not in str(refusal.value)


def test_a_cut_parquet_a_folder_and_an_absent_file_are_one_sentence(corpus: Corpus, tmp_path: Path) -> None:
    for path, code in (
        (write(tmp_path, "cut.parquet", _parquet(tmp_path)[:-40]), "E227"),
        (tmp_path, "E221"),
        (tmp_path / "absent.csv", "E220"),
    ):
        with pytest.raises(EncuadreError) as refusal:
            bring(corpus, path)
        assert refusal.value.code == code


def test_progress_is_told_and_memory_does_not_grow_with_the_file(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"

    def peak(first: int, rows: int) -> int:
        with path.open("w", encoding="utf-8") as stream:
            for n in range(first, first + rows):
                stream.write(json.dumps({"title": f"T{n}", "text": f"{n} " * 1000, "outlet": "F"}) + "\n")
        told: list[int] = []
        tracemalloc.start()
        result = bring(corpus, path, progress=told.append)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert result.added == rows
        assert told == sorted(told)
        assert told[-1] == rows
        return used

    peak(0, 600)
    assert peak(1000, 2400) < 1.5 * peak(10_000, 600)
