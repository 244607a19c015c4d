# ruff: noqa: E501 - HTML and JSON read better unbroken
"""Names, dates, encodings, JSON-LD and walls, field by field. All names are invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import extract
from crawler.extraction.authors import agency_named, find_authors
from crawler.extraction.dates import find_published, parse_date
from crawler.extraction.decode import decode
from crawler.extraction.page import Page, parse
from lexicons.agencies import agency_in_body

BODY = "".join(
    f"<p>La comisión presentó el informe número {i} sobre la situación de las mujeres detenidas en el penal de la región.</p>"
    for i in range(5)
)


def page_of(head: str = "", body: str = BODY, url: str = "https://www.elfaroquilla.example/nota-de-prueba-uno") -> Page:
    page = parse(f"<html><head>{head}</head><body><h1>Informe sobre el penal de Quilla</h1>{body}</body></html>", url)
    assert page is not None
    return page


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("meta", "names"),
    [
        ("Por Ana López", ("Ana López",)),
        ("By Mary Ellen O'Connor", ("Mary Ellen O'Connor",)),
        ("Ana López y Juan Pérez", ("Ana López", "Juan Pérez")),
        ("Ana López, Juan Pérez e Inés Soto", ("Ana López", "Juan Pérez", "Inés Soto")),
        ("'Ana López, Juan Pérez'", ("Ana López", "Juan Pérez")),
        ("Mary Jones and Peter Smith", ("Mary Jones", "Peter Smith")),
        ("Ana López - El Faro Quilla", ("Ana López",)),
        ("El Faro Quilla", ()),
        ("elfaroquilla.example", ()),
        ("Redacción", ()),
        ("Redacción El Faro", ()),
        ("Da Redação", ()),
        ("Staff Reporter", ()),
        ("Equipo Digital", ()),
        ("admin", ()),
        ("anónimo", ()),
        ("Quilla", ()),
        ("Buenos Aires", ()),
        ("Juan Carlos Muñoz C.", ("Juan Carlos Muñoz C.",)),
        ("Ana López ana.lopez@elfaro.example", ("Ana López",)),
        ("Ana López @analopez", ("Ana López",)),
        ("Ana López, corresponsal", ("Ana López",)),
        ("Ana López | Publicado hace 3 horas", ("Ana López",)),
        ("Luis \\u00c1vila", ("Luis Ávila",)),
        ("Mar&iacute;a de la Cruz", ("María de la Cruz",)),
        ("https://www.facebook.com/elfaroquilla", ()),
        ("Ana López 12 de mayo de 2023", ("Ana López",)),
        ("Corresponsal Ana López", ("Ana López",)),
        ("By MARY JONES Associated Press", ("MARY JONES",)),
        ("Ana López / EFE", ("Ana López",)),
        ("Do Portal Serra", ()),
        ("Desde Lima", ()),
        ("Ana “la Negra” López", ("Ana “la Negra” López",)),
        ("leer más tarde", ()),
    ],
)
def test_authors_are_persons_and_nothing_else(meta: str, names: tuple[str, ...]) -> None:
    assert find_authors(page_of(f'<meta name="author" content="{meta}">'))[0] == names


def test_the_outlet_in_json_ld_gives_way_to_the_byline_readers_see() -> None:
    head = json_ld(
        '{"@type":"NewsArticle","headline":"Informe sobre el penal de Quilla","author":{"@type":"Person","name":"El Faro Quilla"}}'
    )
    byline = '<div class="autor">Ana López | Publicado hace 3 horas</div>'

    authors, agency, evidence = find_authors(page_of(head, byline + BODY))

    assert (authors, agency, evidence) == (("Ana López",), None, "heuristic")


def test_several_authors_in_one_name_of_json_ld() -> None:
    head = json_ld(
        '{"@type":"NewsArticle","headline":"x","author":{"@type":"Person","name":["Ana López","Juan Pérez"]}}'
    )

    assert find_authors(page_of(head))[0] == ("Ana López", "Juan Pérez")


def test_bylines_of_other_stories_and_photographers_are_not_the_author() -> None:
    after = '<div class="related"><span class="author">Juan Pérez</span></div><div class="photo-credit"><p class="autor">Inés Soto</p></div>'

    assert find_authors(page_of("", after + BODY))[0] == ()


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Agencia EFE", "EFE"),
        ("AFP", "AFP"),
        ("Por Agencia Reuters", "Reuters"),
        ("Estadão Conteúdo", "Estadão Conteúdo"),
        ("Associated Press", "AP"),
        ("Télam", "Télam"),
        ("Ana López", None),
    ],
)
def test_agencies_are_known_by_the_forms_bylines_print(text: str, agency: str | None) -> None:
    assert agency_named(text) == agency


def test_an_agency_in_a_dateline_or_signature_counts_and_a_mention_does_not() -> None:
    assert agency_in_body(["QUILLA (AP) — Inspectors visited the prison."]) == "AP"
    assert agency_in_body(["Texto de la nota.", "Fuente: EFE"]) == "EFE"
    assert agency_in_body(["La jueza habló con la agencia EFE sobre el caso y negó los cargos."]) is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2022-05-04T08:27:49-0400", "es", "2022-05-04T08:27:49-04:00"),
        ("2022-05-04T03:10:00 UTC", "es", "2022-05-04T03:10:00+00:00"),
        ("2022-05-04T13:02:07.283Z", "es", "2022-05-04T13:02:07+00:00"),
        ("2022-5-3T23:57:00", "es", "2022-05-03T23:57:00"),
        ("2022-05-03 13:32:45.000000", "es", "2022-05-03T13:32:45"),
        ("2022-05-04-0305:49:00-10800", "pt", "2022-05-04"),
        ("2022-05-04T00:00:00Z", "es", "2022-05-04"),
        ("20220504", "es", "2022-05-04"),
        ("Wed, 04 May 2022 02:41:00 GMT", "es", "2022-05-04T02:41:00+00:00"),
        ("Wed May 04 2022 00:53:27 GMT+0000 (Coordinated Universal Time)", "es", "2022-05-04T00:53:27+00:00"),
        ("1651626439", None, "2022-05-04T01:07:19+00:00"),
        ("10/05/2022 05:22 pm", "es", "2022-05-10T17:22:00"),
        ("05/04/2022", "en", None),
        ("25/04/2022", "en", "2022-04-25"),
        ("4 de mayo de 2022", "es", "2022-05-04"),
        ("12 de março de 2023 às 14h30", "pt", "2023-03-12T14:30:00"),
        ("mayo 11, 2022", "es", "2022-05-11"),
        ("May 5th, 2022", "en", "2022-05-05"),
        ("12:00 a. m. 3 may 2022", "es", "2022-05-03"),
        ("31/02/2022", "es", None),
        ("hace 3 horas", "es", None),
        ("9999999999999999", None, None),
    ],
)
def test_dates_newsrooms_write(text: str, language: str | None, expected: str | None) -> None:
    stamp = parse_date(text, language)

    assert (stamp.text if stamp else None) == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta property="article:modified_time" content="2024-05-09T10:00:00Z">', "", None),
        (
            '<meta property="article:published_time" content="1246-05-09">',
            '<time datetime="2024-05-04T10:00:00-03:00">4 de mayo</time>',
            "2024-05-04T10:00:00-03:00",
        ),
        ('<meta property="article:published_time" content="2031-05-09">', "", None),
        (
            "",
            '<span class="fecha">Actualizado: 9 de mayo de 2024</span><span class="fecha">4 de mayo de 2024</span>',
            "2024-05-04",
        ),
        ("", '<time class="updated" datetime="2024-05-09T10:00:00Z">9 de mayo</time>', None),
    ],
)
def test_a_modified_or_impossible_date_never_stands_for_publication(head: str, body: str, expected: str | None) -> None:
    stamp, _ = find_published(page_of(head, body + BODY), "es", now=datetime(2025, 1, 1, tzinfo=UTC))

    assert (stamp.text if stamp else None) == expected


def test_the_address_tells_the_day_when_nothing_else_does() -> None:
    page = page_of(url="https://x.example/noticias/2022/05/04/informe-sobre-el-penal/")

    stamp, evidence = find_published(page, "es")

    assert stamp is not None and (stamp.text, stamp.precision, evidence) == ("2022-05-04", "day", "heuristic")


TEXT = "<html><body><p>Año 2024: la niña, según “el señor” González — ¡qué emoción!</p></body></html>"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (TEXT.encode("utf-8"), "text/html; charset=utf-8"),
        (TEXT.encode("utf-8"), "text/html; charset=iso-8859-1"),
        (TEXT.encode("cp1252"), "text/html; charset=utf-8"),
        (TEXT.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (TEXT.encode("cp1252"), "text/html"),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8"), "text/html; charset=iso-8859-1"),
        (TEXT.encode("utf-16"), "text/html"),
        (b'<meta charset="windows-1252">' + TEXT.encode("cp1252"), ""),
        (TEXT.replace("”", "'").replace("“", "'").encode().decode("cp1252").encode(), "text/html; charset=utf-8"),
    ],
)
def test_no_mojibake_whatever_the_page_claims(data: bytes, content_type: str) -> None:
    text = decode(data, {"content-type": content_type}).text

    assert "niña, según" in text and "González" in text and "Ã" not in text


def test_a_single_broken_byte_does_not_spoil_a_utf8_page() -> None:
    data = TEXT.encode().replace("González".encode(), "González".encode() + b"\x92s")

    assert "González’s" in decode(data).text and "niña" in decode(data).text


@pytest.mark.parametrize(
    "text",
    [
        '{"@type":"NewsArticle","headline":"Informe sobre\nel penal","datePublished":"2024-05-04T10:00:00-03:00",}',
        '<!-- {"@type":"NewsArticle","datePublished":"2024-05-04T10:00:00-03:00"} -->',
        '{"@graph":[{"@type":"WebPage"},{"@type":["Article","NewsArticle"],"datePublished":"2024-05-04T10:00:00-03:00"}]}',
        '[{"@type":"Organization"},{"@type":"https://schema.org/ReportageNewsArticle","datePublished":"2024-05-04T10:00:00-03:00"}];',
        '{"@type":"NewsArticle","headline":"Dijo "basta" la jueza","datePublished":"2024-05-04T10:00:00-03:00"}',
        '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","datePublished":"2024-05-04T10:00:00-03:00"}}',
    ],
)
def test_json_ld_as_newsrooms_paste_it(text: str) -> None:
    stamp, evidence = find_published(page_of(json_ld(text)), "es")

    assert stamp is not None and (stamp.text, evidence) == ("2024-05-04T10:00:00-03:00", "json-ld")


def test_an_author_given_by_reference_is_looked_up() -> None:
    head = json_ld(
        '{"@graph":[{"@type":"NewsArticle","headline":"x","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Ana López"}]}'
    )

    assert find_authors(page_of(head))[0] == ("Ana López",)


def test_another_pages_article_in_a_list_is_not_this_page() -> None:
    head = json_ld(
        '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Otra","datePublished":"2020-01-01"}]}'
    )

    assert find_published(page_of(head), "es")[0] is None


@pytest.mark.parametrize(
    ("head", "body", "paywalled"),
    [
        (json_ld('{"@type":"NewsArticle","isAccessibleForFree":false}'), "", True),
        (json_ld('{"@type":"NewsArticle","isAccessibleForFree":"True"}'), "", False),
        (
            json_ld(
                '{"@type":"NewsArticle","hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".x"}}'
            ),
            "",
            True,
        ),
        ('<meta property="article:content_tier" content="locked">', "", True),
        ('<meta property="article:content_tier" content="free">', "", False),
        ("", '<div class="paywall-box">Conteúdo exclusivo para assinantes</div>', True),
        ("", '<div class="subscribe">Subscribe to continue reading</div>', True),
        ("", '<div class="suscripciones">Planes desde 2 dólares</div>', None),
        ("", "", None),
    ],
)
def test_a_wall_is_recorded(head: str, body: str, paywalled: bool | None) -> None:
    html = f"<html><head>{head}</head><body><h1>Informe sobre el penal de Quilla</h1>{BODY}{body}</body></html>"

    assert extract(html, "https://x.example/informe-sobre-el-penal").paywalled is paywalled


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Informe sobre el penal | El Faro de Quilla", "Informe sobre el penal"),
        ("El Faro de Quilla - Informe sobre el penal", "Informe sobre el penal"),
        ("Informe sobre el penal - Justicia - El Faro de Quilla", "Informe sobre el penal"),
        ("Informe - y respuesta - sobre el penal", "Informe - y respuesta - sobre el penal"),
    ],
)
def test_titles_lose_the_outlet_and_nothing_else(title: str, expected: str) -> None:
    head = f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="El Faro de Quilla"><meta property="article:section" content="Justicia">'

    assert (
        extract(
            f"<html><head>{head}</head><body>{BODY}</body></html>", "https://x.example/informe-sobre-el-penal"
        ).title
        == expected
    )


def test_the_text_overrules_a_wrong_language_attribute() -> None:
    page = extract(
        f'<html lang="en"><body><h1>Informe sobre el penal de Quilla</h1>{BODY}</body></html>',
        "https://x.example/informe-sobre-el-penal",
    )

    assert page.language == "es"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.x.example/informe/", "https://www.x.example/informe/"),
        ("/informe/", "https://x.example/informe/"),
        ("https://otro.example/informe/", None),
        ("https://x.example/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_an_address_of_the_same_host_is_canonical(link: str, expected: str | None) -> None:
    html = f'<html><head><link rel="canonical" href="{link}"></head><body><h1>Informe sobre el penal</h1>{BODY}</body></html>'

    assert extract(html, "https://x.example/informe-sobre-el-penal?utm_source=a").canonical_url == expected


def test_what_stands_before_a_wall_is_an_article_however_short() -> None:
    head = (
        '<meta property="og:type" content="article"><script type="application/ld+json">'
        '{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    )
    teaser = "<p>Una mujer de Quilla fue trasladada el martes a otro centro, informó su abogada.</p>"
    html = f"<html><head>{head}</head><body><article><h1>Informe sobre el penal de Quilla</h1>{teaser}</article></body></html>"

    page = extract(html, "https://x.example/informe-sobre-el-penal")

    assert page.is_article, page.why_not
    assert page.paywalled is True


@pytest.mark.parametrize(
    ("byline", "agency"),
    [("Agencia Telaraña", "Agencia Telaraña"), ("Agência Quilla", "Agência Quilla"), ("Ana Quilla", None)],
)
def test_a_byline_that_calls_itself_an_agency_is_one(byline: str, agency: str | None) -> None:
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {{"name": "{byline}"}}}}</script>'
    html = f"<html><head>{head}</head><body><article><h1>Informe sobre el penal de Quilla</h1>{BODY}</article></body></html>"

    page = extract(html, "https://x.example/informe-sobre-el-penal")

    assert page.wire_agency == agency
    assert (page.authors == ()) == (agency is not None)
