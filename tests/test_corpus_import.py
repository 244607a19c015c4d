"""Import: every sound row is kept, every other is named with its row and reason, and nothing happens twice."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from corpus.importing import ImportResult, import_file
from corpus.records import Article
from corpus.store import Corpus
from lexicons.errors import EncuadreError, UsageError
from tests.corpus_samples import an_outlet

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BODY = "La mujer privada de libertad pidió atención médica; el año pasado también."


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    folder = tmp_path / "study"
    folder.mkdir()
    with Corpus.open(folder / "corpus.sqlite", create=True) as opened:
        yield opened


def write(tmp_path: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def bring(corpus: Corpus, path: Path, **options: Any) -> ImportResult:
    return import_file(corpus, path, **({"mapping": {}, "now": NOW} | options))


def only(corpus: Corpus) -> Article:
    (article,) = corpus.articles()
    return article


def rejects(result: ImportResult) -> list[dict[str, str]]:
    assert result.rejects_path is not None
    with result.rejects_path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


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


@pytest.mark.parametrize("name", ["published_on", "Published on", "published", "date", "fecha", "data"])
def test_a_column_of_days_is_known_by_its_usual_names(corpus: Corpus, tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "notas.csv", f"title,body,outlet,{name}\nTítulo,{BODY},El Faro,2021-03-04\n")

    bring(corpus, path)

    assert only(corpus).published_on == "2021-03-04"


def test_columns_of_three_languages_are_known_and_the_others_reported(corpus: Corpus, tmp_path: Path) -> None:
    rows = {
        "es.csv": "titulo,texto,medio,fecha,idioma,pais,autor,tirada\n",
        "pt.csv": "Título,Corpo,Veículo,Data,Língua,País,Autora,tirada\n",
        "en.csv": "headline,text,source,date,lang,country,byline,tirada\n",
    }
    for name, header in rows.items():
        row = f"T {name},Cuerpo {name},Faro,2021-03-04,es,mx,Ana Ficticia; Luz Ficticia,9\n"
        result = bring(corpus, write(tmp_path, name, header + row))
        assert result.added == 1, name
        assert result.left_over == ("tirada",)
    assert {article.authors for article in corpus.articles()} == {("Ana Ficticia", "Luz Ficticia")}


def test_columns_may_be_named_and_left_out(corpus: Corpus, tmp_path: Path) -> None:
    path = write(tmp_path, "n.csv", f"id,title,nota,url\n1,Uno,{BODY},no es una dirección\n")

    result = bring(corpus, path, mapping={"body": "nota", "url": "", "id": ""}, outlet="Faro", language="es")

    assert result.added == 1
    assert (only(corpus).url, only(corpus).language) == (None, "es")
    assert only(corpus).id != "1"
    assert set(result.left_over) == {"id", "url"}


def test_a_row_of_a_registered_outlet_gets_its_id_and_its_local_day(corpus: Corpus, tmp_path: Path) -> None:
    corpus.put_outlets([an_outlet()])
    path = write(tmp_path, "n.csv", f"title,body,outlet,date\nUno,{BODY},el faro de arena,2021-03-04T02:30:00Z\n")

    bring(corpus, path)

    assert (only(corpus).outlet, only(corpus).published_on) == ("faro", "2021-03-03")


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


def test_importing_twice_changes_nothing(corpus: Corpus, tmp_path: Path) -> None:
    path = write(tmp_path, "n.csv", f"title,body,outlet\nUno,{BODY},Faro\nDos,{BODY},Faro\n")
    first = bring(corpus, path)
    before = list(corpus.articles())

    second = bring(corpus, path)

    assert (first.added, second.added, second.unchanged) == (2, 0, 2)
    assert list(corpus.articles()) == before


BAD_ROWS = [
    ('{"id": "3", "title": "t", "outlet": "F"}', "E235", "There is no body"),
    ('{"id": "4", "title": "t", "text": "c"}', "E244", "There is no outlet"),
    ('{"id": "5", "title": "t", "text": "c", "outlet": "F", "date": "1246-01-02"}', "E238", "before 1900"),
    ('{"id": "6", "title": "t", "text": "c", "outlet": "F", "date": "2027-01-02"}', "E238", "in the future"),
    ('{"id": "7", "title": "t", "text": "c", "outlet": "F", "lang": "klingon"}', "E239", "two letters such as es"),
    ('{"id": "8", "title": "t", "text": "c", "outlet": "F", "country": "Narnia"}', "E239", "'Narnia' is not known"),
    ('{"id": "9", "title": "t", "text": "c", "outlet": "F", "url": "/nota/9"}', "E240", "begin with http"),
    ('{"id": "10", "title": "t", "text": ["c"], "outlet": "F"}', "E236", "The body is not text"),
    ('{"id": "1", "title": "t", "text": "otro", "outlet": "F"}', "E241", "under the id '1'"),
    ('{"id": "12", "title": "t", "text": "d", "outlet": "F", "url": "http://f.example/1"}', "E242", "at this address"),
    ('{"id": "13", "title": "t", "text": "c", ', "E232", "not a row of JSON"),
    ('["t", "c"]', "E232", "not an object in braces"),
    ("[" * 5000, "E232", "JSON"),
    ('{"id": "' + "x" * 300 + '", "title": "t", "text": "c", "outlet": "F"}', "E237", "longer than 255"),
]


def test_every_bad_row_is_named_with_its_line_and_reason_and_the_good_are_kept(corpus: Corpus, tmp_path: Path) -> None:
    good = '{"id": "1", "title": "t", "text": "c", "outlet": "F", "url": "https://f.example/1"}'
    last = '{"id": "99", "title": "t", "text": "c", "outlet": "F"}'
    path = write(tmp_path, "n.jsonl", "\n".join([good, *(row for row, _, _ in BAD_ROWS), last]))

    result = bring(corpus, path)

    assert (result.read, result.added, result.rejected) == (len(BAD_ROWS) + 2, 2, len(BAD_ROWS))
    listed = rejects(result)
    assert [int(row["row"]) for row in listed] == list(range(2, len(BAD_ROWS) + 2))
    for row, (_, code, reason) in zip(listed, BAD_ROWS, strict=True):
        assert row["code"] == code
        assert reason in row["reason"]
    assert result.reasons["E235"] == 1
    assert [article.id for article in corpus.articles()] == ["1", "99"]


def test_row_numbers_are_those_a_spreadsheet_shows(corpus: Corpus, tmp_path: Path) -> None:
    content = 'title,body,outlet\nUno,"dos\nlíneas",Faro\n\nsin cuerpo,,Faro\nde,más,celdas,aquí\ncorta\nFin,c,Faro\n'

    result = bring(corpus, write(tmp_path, "n.csv", content))

    assert [(row["row"], row["code"]) for row in rejects(result)] == [("4", "E235"), ("5", "E230"), ("6", "E230")]
    assert result.added == 2


def test_the_rejects_file_carries_no_text_and_runs_no_formula(corpus: Corpus, tmp_path: Path) -> None:
    content = f'id,title,body,outlet,date\n=1+1,Secreta,{BODY},"@Faro",ayer\n'

    result = bring(corpus, write(tmp_path, "n.csv", content))

    assert result.rejects_path is not None
    written = result.rejects_path.read_text("utf-8-sig")
    assert "Secreta" not in written
    assert "libertad" not in written
    assert rejects(result)[0]["id"] == "'=1+1"
    assert rejects(result)[0]["outlet"] == "'@Faro"
    assert result.rejects_path.parent == corpus.path.parent if corpus.path else False


def test_a_mended_file_leaves_no_old_rejects_behind(corpus: Corpus, tmp_path: Path) -> None:
    old = bring(corpus, write(tmp_path, "n.csv", "title,body,outlet\nUno,,Faro\n")).rejects_path
    assert old is not None
    assert bring(corpus, write(tmp_path, "n.csv", "title,body,outlet\nUno,c,Faro\n")).rejects_path is None
    assert not old.exists()


def test_a_few_broken_bytes_cost_their_rows_only(corpus: Corpus, tmp_path: Path) -> None:
    lines = ["title,body,outlet", *(f"Canción {n},médica y año,Faro" for n in range(20))]
    content = "\n".join(lines).encode().replace("Canción 7,".encode(), b"Canci\xf3n 7,")

    result = bring(corpus, write(tmp_path, "n.csv", content))

    assert (result.added, [(row["row"], row["code"]) for row in rejects(result)]) == (19, [("9", "E233")])


def test_an_unclosed_quotation_mark_is_named_and_swallows_nothing_before_it(corpus: Corpus, tmp_path: Path) -> None:
    result = bring(corpus, write(tmp_path, "n.csv", 'title,body,outlet\nUno,c,Faro\nDos,"c,Faro\nTres,c,Faro\n'))

    assert (result.added, [(row["row"], row["code"]) for row in rejects(result)]) == (1, [("3", "E231")])


def test_the_files_own_dates_settle_the_order_of_day_and_month(corpus: Corpus, tmp_path: Path) -> None:
    head = "title,body,outlet,date,country\n"
    bring(corpus, write(tmp_path, "us.csv", head + "A,c,F,04/25/2021,mx\nB,c,F,04/03/2021,mx\n"))
    assert {article.title: article.published_on for article in corpus.articles()} == {
        "A": "2021-04-25",
        "B": "2021-04-03",
    }
    unknown = write(tmp_path, "x.csv", "title,body,outlet,date\nC,c,F,04/03/2021\n")
    assert rejects(bring(corpus, unknown))[0]["code"] == "E238"
    assert bring(corpus, unknown, day_first=True).added == 1


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


def test_a_wrong_mapping_names_what_there_is(corpus: Corpus, tmp_path: Path) -> None:
    path = write(tmp_path, "n.csv", "titulo,nota,medio\na,b,c\n")
    with pytest.raises(EncuadreError, match=r"'texto', which .* does not have; its columns are: titulo, nota, medio"):
        bring(corpus, path, mapping={"body": "texto"})
    with pytest.raises(UsageError, match="the fields are: id, url, title"):
        bring(corpus, path, mapping={"cuerpo": "nota"})
    with pytest.raises(UsageError, match="'xx' is not known"):
        bring(corpus, path, mapping={"body": "nota"}, language="xx")


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


def test_a_row_without_a_title_is_kept_and_counted(corpus: Corpus, tmp_path: Path) -> None:
    result = bring(corpus, write(tmp_path, "n.csv", f"title,body,outlet\n,{BODY},Faro\nDos,{BODY} más,Faro\n"))
    assert (result.added, result.rejected, result.without_title) == (2, 0, 1)
    assert {article.title for article in corpus.articles()} == {"", "Dos"}


@pytest.mark.parametrize(
    ("author", "body", "agency", "persons"),
    [
        ("", "Lima, 5 mar (EFE).- La jueza habló.", "EFE", ()),
        ("", "A juíza falou.\nFonte: Agência Brasil", "Agência Brasil", ()),
        ("Ana Ruiz; AFP", "La jueza habló.", "AFP", ("Ana Ruiz",)),
        ("Ana Ruiz", "El efe de la comisaría habló (AP no es apellido).", None, ("Ana Ruiz",)),
    ],
)
def test_the_agency_a_text_names_is_recorded(
    corpus: Corpus, tmp_path: Path, author: str, body: str, agency: str | None, persons: tuple[str, ...]
) -> None:
    path = tmp_path / "notas.jsonl"
    path.write_text(json.dumps({"title": "T", "body": body, "outlet": "o", "authors": author}) + "\n", "utf-8")
    import_file(corpus, path, mapping={})
    (article,) = corpus.articles()
    assert (article.wire_agency, article.authors) == (agency, persons)
    assert ("wire_agency" in article.evidence) is (agency is not None)


def test_articles_of_no_country_are_counted_and_get_one_when_the_file_comes_again(
    corpus: Corpus, tmp_path: Path
) -> None:
    file = tmp_path / "sin_pais.csv"
    file.write_text(
        "outlet,title,body,url,date\n"
        "La Prueba,Un titular,Un texto inventado.,https://p.example/1,2024-02-03\n"
        "La Prueba,Otro titular,Otro texto inventado.,https://p.example/2,2024-02-04\n",
        "utf-8",
    )
    first = import_file(corpus, file, mapping={})
    assert (first.added, first.without_country, first.outlets_without_country) == (2, 2, ("La Prueba",))
    again = import_file(corpus, file, mapping={}, country="MX")
    assert (again.read, again.added, again.placed, again.rejected, again.without_country) == (2, 0, 2, 0, 0)
    assert {article.country for article in corpus.articles()} == {"MX"}
    last = import_file(corpus, file, mapping={}, country="MX")
    assert (last.unchanged, last.placed) == (2, 0)
    # A country that is known stays: another one is another text, as it was.
    assert import_file(corpus, file, mapping={}, country="BR").rejected == 2
