# ruff: noqa: E501 - HTML and JSON read better unbroken
"""Whatever a server sends, extraction answers, and in time."""

from __future__ import annotations

import time
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extraction import Extracted, extract

PARAGRAPH = (
    "<p>La comisión presentó el informe sobre la situación de las mujeres detenidas en el penal de la región.</p>"
)
PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='author'>Por ",
        "</div>",
        "<h1>Título de la nota</h1>",
        '<script type="application/ld+json">{"@type":"NewsArticle","author":',
        "</script>",
        '<meta property="article:published_time" content="',
        '">',
        "<a href='//[::1'>",
        '<link rel="canonical" href="http://[x">',
        "Lea también: ",
        "(",
        "\x00",
        "\ud800",
        "&#xD800;",
        "<time datetime='0000-00-00T99:99'>",
        PARAGRAPH,
    ]
)
# Generous: the machine that runs the tests may be busy. What is caught is a square or worse growth, not a slow second.
SECONDS = 20


def assert_answers(html: bytes | str, url: str = "https://x.example/una-nota-de-prueba") -> Extracted:
    page = extract(html, url)
    assert isinstance(page, Extracted) and page.is_article == (page.why_not is None)
    # Hostile input must be read by the code that expects it, and not by the guard of last resort.
    assert not (page.why_not or "").startswith("unreadable"), page.why_not
    page.body.encode("utf-8")
    return page


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=25).map("".join))
def test_any_text_is_answered(html: str) -> None:
    assert_answers(html)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=nonsense", "text/html; charset=utf-16"]),
)
def test_any_bytes_are_answered(data: bytes, content_type: str) -> None:
    extract(data, "https://x.example/nota", {"Content-Type": content_type})
    assert_answers(b"<html><body><h1>T\xedtulo de la nota</h1>" + data + PARAGRAPH.encode() * 3)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_address_is_answered(url: str) -> None:
    assert_answers(f"<html><body><h1>Título de la nota</h1>{PARAGRAPH * 3}</body></html>", url)


@pytest.mark.parametrize(
    "html",
    [
        "<div class='related'>" * 20_000 + PARAGRAPH,
        ("<div class='social'>" + PARAGRAPH) * 2_000,
        "<h1>Título de la nota</h1><p>" + "lea tambien " * 100_000,
        "<h1>Título de la nota</h1><p>" + "(lea: " * 30_000 + PARAGRAPH * 5,
        "<h1>Título de la nota</h1><p>foto" + " " * 300_000 + "x</p>" + PARAGRAPH * 5,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + PARAGRAPH * 5,
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"'
        + '"author": [{' * 20_000
        + "</script>"
        + PARAGRAPH,
        '<meta name="author" content="' + "a@" * 40_000 + '">' + PARAGRAPH * 5,
        "<h1>Título de la nota</h1>" + "<div class='author'>" * 200 + "Por Ana López" + "</div>" * 200 + PARAGRAPH * 5,
        "<h1>Título de la nota</h1>" * 3_000 + PARAGRAPH * 5,
        "<h1>Título de la nota</h1>" + "<p><a href='/x'>Titular de otra nota cualquiera</a></p>" * 5_000 + PARAGRAPH,
    ],
    ids=[
        "nested",
        "nested names",
        "long label",
        "brackets",
        "blanks",
        "deep json",
        "broken json",
        "mail",
        "bylines",
        "headlines",
        "links",
    ],
)
def test_hostile_pages_take_bounded_time(html: str) -> None:
    started = time.monotonic()

    assert_answers(f"<html><body>{html}</body></html>")

    assert time.monotonic() - started < SECONDS


def test_a_page_too_large_is_refused_and_says_so() -> None:
    page = extract(b" " * 12_000_001, "https://x.example/nota")

    assert not page.is_article and page.why_not == "too large: 12000001 bytes"


def test_the_same_page_gives_the_same_result() -> None:
    html = f"<html><body><h1>Título de la nota</h1>{PARAGRAPH}<p>Otro párrafo de la nota, con su punto final.</p></body></html>"

    assert extract(html, "https://x.example/a-b-c-d") == extract(html, "https://x.example/a-b-c-d")


def test_a_breakdown_while_reading_is_told_apart_from_a_page_without_an_article(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a parser's own mistake")

    # The package shows the function under the module's name, so the module is asked for by its path.
    monkeypatch.setattr(import_module("crawler.extraction.extract"), "parse", broken)

    assert extract("<html><body><p>Nota</p></body></html>", "https://x.example/nota").failed
    monkeypatch.undo()
    assert not extract("<html><body><p>Nota</p></body></html>", "https://x.example/nota").failed
