"""Import: every sound row is kept, every other is named with its row and reason, and nothing happens twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.importing import import_file
from corpus.store import Corpus
from lexicons.errors import EncuadreError, UsageError
from tests.corpus_samples import an_outlet
from tests.import_files import BODY, bring, empty_study, only, rejects, write


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with empty_study(tmp_path) as opened:
        yield opened


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


def test_a_wrong_mapping_names_what_there_is(corpus: Corpus, tmp_path: Path) -> None:
    path = write(tmp_path, "n.csv", "titulo,nota,medio\na,b,c\n")
    with pytest.raises(EncuadreError, match=r"'texto', which .* does not have; its columns are: titulo, nota, medio"):
        bring(corpus, path, mapping={"body": "texto"})
    with pytest.raises(UsageError, match="the fields are: id, url, title"):
        bring(corpus, path, mapping={"cuerpo": "nota"})
    with pytest.raises(UsageError, match="'xx' is not known"):
        bring(corpus, path, mapping={"body": "nota"}, language="xx")


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
