"""Asking outlets what works: what their sites say of themselves, and what a person reads of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.check import State, check_outlets, with_found_listings
from crawler.homepage import read_homepage
from crawler.newcomers import outlet_at
from crawler.registry import read_outlets, write_outlets
from lexicons.errors import UsageError
from tests.conftest import run_encuadre
from tests.loopback import LoopbackPress, Reply, config, outlet, rss

HOME = """<!doctype html><html lang="pt-BR"><head><title>Início - Folha da Serra</title>
<meta property="og:site_name" content="Folha da Serra">
<link rel="alternate" type="application/rss+xml" href="/feed/">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" hreflang="es" href="/es/"></head><body>Oi</body></html>"""
TODAY = date(2026, 11, 22)


def sitemap(*urls: str) -> Reply:
    entries = "".join(f"<url><loc>{url}</loc><lastmod>2024-03-05</lastmod></url>" for url in urls)
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    return Reply(text.encode(), content_type="application/xml")


def robots(text: str) -> Reply:
    return Reply(text.encode(), content_type="text/plain")


def test_a_homepage_states_its_name_language_and_feeds() -> None:
    page = read_homepage(HOME.encode(), url="https://serra.example/", headers={"tdm-reservation": "1"})
    assert (page.name, page.language, page.tdm_reservation) == ("Folha da Serra", "pt", "header")
    assert page.feeds == ("https://serra.example/feed/",)


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"%PDF-1.7", b"<html", "<p>ñ".encode("utf-16")])
def test_a_homepage_of_rubbish_states_nothing(body: bytes) -> None:
    page = read_homepage(body, url="https://serra.example/", headers={})
    assert (page.feeds, page.tdm_reservation) == ((), None)


def test_feeds_and_sitemaps_that_the_row_does_not_name_are_found() -> None:
    with LoopbackPress() as press:
        press.put("http://serra.example/", HOME)
        press.put(
            "http://serra.example/robots.txt",
            robots("User-agent: *\nCrawl-delay: 1\nSitemap: http://serra.example/mapa.xml\n"),
        )
        press.put("http://serra.example/feed/", rss(["http://serra.example/1", "http://outro.example/2"]))
        press.put("http://serra.example/mapa.xml", sitemap("http://serra.example/1"))
        press.put("http://serra.example/.well-known/tdmrep.json", b'[{"location": "/", "tdm-reservation": 1}]')
        row = outlet("serra.example")
        (found,) = check_outlets([row], config(press))
        assert (found.state, found.problems) == (State.WORKS, ())
        assert (found.crawl_delay, found.reservation) == (1.0, "tdmrep.json")
        assert [(each.url, each.named_by, each.items) for each in found.usable] == [
            ("http://serra.example/feed/", "homepage", 1),
            ("http://serra.example/mapa.xml", "robots", 1),
        ]
        assert press.hits("http://serra.example/1") == 0
        mended = with_found_listings(row, found, TODAY)
        assert (mended.feeds, mended.sitemaps) == (("http://serra.example/feed/",), ("http://serra.example/mapa.xml",))
        assert mended.verified == "2026-11-22"


def test_the_usual_places_are_tried_only_where_nothing_is_named() -> None:
    with LoopbackPress() as press:
        press.put("http://a.example/", "<html><title>A</title></html>")
        press.put("http://a.example/rss.xml", rss(["http://a.example/1"]))
        press.put("http://b.example/", "<html><title>B</title></html>")
        rows = [outlet("a.example"), outlet("b.example", feeds=["http://b.example/own"])]
        press.put("http://b.example/own", rss(["http://b.example/1"]))
        first, second = check_outlets(rows, config(press))
        assert [(each.url, each.named_by) for each in first.feeds] == [("http://a.example/rss.xml", "guess")]
        assert first.state is State.WORKS
        assert press.hits("http://b.example/feed/") == 0
        assert [each.url for each in second.feeds] == ["http://b.example/own"]


def test_what_does_not_work_is_said_in_words() -> None:
    with LoopbackPress() as press:
        press.put("http://closed.example/robots.txt", robots("User-agent: *\nDisallow: /\n"))
        press.put("http://ill.example/robots.txt", Reply(b"", status=503))
        press.put("http://half.example/", "<html><title>H</title></html>")
        press.put("http://half.example/good", rss(["http://half.example/1"]))
        press.put("http://half.example/bad", "<html>no feed</html>")
        press.put("http://gone.example/", Reply(b"", status=301, headers={"Location": "http://new.example/"}))
        press.put("http://new.example/", "<html><title>N</title></html>")
        rows = [
            outlet("closed.example", feeds=["http://closed.example/rss"]),
            outlet("ill.example", feeds=["http://ill.example/rss"]),
            outlet("half.example", feeds=["http://half.example/good", "http://half.example/bad"]),
            outlet("gone.example"),
        ]
        closed, ill, half, gone = check_outlets(rows, config(press))
    assert (closed.state, ill.state, half.state, gone.state) == (State.FAILS, State.FAILS, State.PARTLY, State.FAILS)
    assert any("robots.txt forbids it" in problem for problem in closed.problems)
    assert ill.problems[0].startswith("robots.txt: 503")
    (problem,) = half.problems
    assert problem.startswith("feed http://half.example/bad: it is not a feed")
    assert "its homepage has moved to http://new.example/" in gone.problems
    # a site that is ill today keeps its row, and the half that works is kept
    assert with_found_listings(rows[1], ill, TODAY) == rows[1]
    assert with_found_listings(rows[2], half, TODAY).feeds == ("http://half.example/good",)


def test_a_newcomers_country_and_zone_come_from_its_address_or_from_a_person() -> None:
    row = outlet_at("https://www.eldiario.com.pe/", country=None)
    assert (row.id, row.country, row.time_zone, row.languages) == ("eldiario-com-pe", "PE", "America/Lima", ("es",))
    assert "check it" in outlet_at("https://a.com.mx/", country=None).notes
    assert outlet_at("https://folha.com.br/", country=None).languages == ("pt",)
    with pytest.raises(UsageError, match="--country"):
        outlet_at("https://presentes.org/", country=None)


def test_add_and_check_as_a_user_types_them(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        press.put("http://serra.example/", HOME)
        press.put("http://serra.example/feed/", rss(["http://serra.example/1"]))
        press.put("http://lost.example/", Reply(b"", status=500))
        study = tmp_path / "study"
        assert run_encuadre("init", study).code == 0
        hosts = "\n".join(f'"{host}" = "{where}"' for host, where in press.hosts.items())
        text = (study / "encuadre.toml").read_text("utf-8")
        crawl = f'[crawl]\ncontact = "t@example.org"\ndelay = 0\nallow_loopback = true\n[crawl.hosts]\n{hosts}\n'
        (study / "encuadre.toml").write_text(text.replace("[crawl]\n", crawl, 1), "utf-8")

        assert run_encuadre("outlets", "add", "http://serra.example/", "--study", study).code == 2
        added = run_encuadre("outlets", "add", "http://serra.example/", "--country", "br", "--study", study)
        assert added.code == 0, added.err
        (row,) = read_outlets(study / "outlets.csv")
        assert (row.name, row.languages, row.feeds) == ("Folha da Serra", ("pt",), ("http://serra.example/feed/",))
        assert row.verified is not None
        again = run_encuadre("outlets", "add", "http://serra.example/", "--country", "br", "--study", study)
        assert (again.code, "E342" in again.err) == (2, True)

        write_outlets(study / "outlets.csv", [row, outlet("lost.example", feeds=["http://lost.example/rss"])])
        checked = run_encuadre("outlets", "check", "--study", study, "--json")
        assert checked.code == 0, checked.err
        assert [each["state"] for each in checked.json()] == ["works", "fails"]
        table = run_encuadre("outlets", "check", "--study", study)
        assert "fails" in table.out
        assert "1 works, 1 fails" in table.err


def test_the_shipped_registry_is_listed_with_its_doubts() -> None:
    listed = run_encuadre("outlets", "list", "--country", "mx", "--json")
    rows = listed.json()
    assert len(rows) > 20
    assert {row["country"] for row in rows} == {"MX"}
    assert all(row["source"] for row in rows)
    assert "never" in run_encuadre("outlets", "list", "--kind", "feminist").out
