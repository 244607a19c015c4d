"""One crawl of a small press with every kind of page in it: each attempt ends under the one outcome it should."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.records import Article, Fetch, Outcome
from corpus.store import Corpus
from crawler.run import CrawlResult, crawl
from crawler.warc import read_file, read_record, reextract
from tests.loopback import LoopbackPress, Reply, article, config, outlet, rss, study

FOREVER = (  # more than any limit
    b"<p>y otra vez</p>" * 4096 for _ in range(10**9)
)


@dataclass
class Crawled:
    """What one crawl left behind."""

    press: LoopbackPress
    result: CrawlResult
    fetches: dict[str, list[Fetch]]
    articles: dict[str, Article]
    raw: Path

    def outcome(self, url: str) -> Outcome:
        (fetch,) = self.fetches[url]
        return fetch.outcome

    def detail(self, url: str) -> str:
        (fetch,) = self.fetches[url]
        return fetch.detail or ""


def _slowly() -> Iterator[bytes]:
    import time

    for _ in range(100):
        yield b"<p>poco a poco</p>"
        time.sleep(0.1)


def _fill_pages(press: LoopbackPress) -> list[str]:
    """A newsroom whose pages go wrong in every way; the addresses its feed lists."""
    home = "http://paginas.example"
    wrong_charset = article("Sesión en la sede de Ñuñoa").encode("windows-1252")
    pages: dict[str, object] = {
        "/buena": article("El concejo sesiona"),
        "/windows": Reply(wrong_charset, content_type="text/html; charset=utf-8"),
        "/no-esta": Reply(b"", 404),
        "/se-fue": Reply(b"", 410),
        "/prohibida": Reply(b"", 403),
        "/luego-bien": article("Otra vez bien, por suerte"),
        "/paga": Reply(b"", 401),
        "/muro": article(
            "Nota para suscriptoras",
            head='<script type="application/ld+json">'
            + json.dumps({"@type": "NewsArticle", "headline": "Nota para suscriptoras", "isAccessibleForFree": False})
            + "</script>",
        ),
        "/desafio": "<html><script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></html>",
        "/tras-el-muro": article(
            "Nota detrás de Cloudflare", head="<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
        ),
        "/informe.pdf": Reply(b"%PDF-1.7", content_type="application/pdf"),
        "/seccion": "<html><body><ul><li><a href='/a'>Uno</a><li><a href='/b'>Dos</a></ul></body></html>",
        "/bomba": Reply(gzip.compress(b" " * 3_000_000), headers={"Content-Encoding": "gzip"}),
        "/sin-fin": Reply(FOREVER),
        "/despacio": Reply(_slowly()),
        "/cortada": Reply(article("Nota cortada").encode(), length=99_999),
        "/corrupta": Reply(b"no es gzip", headers={"Content-Encoding": "gzip"}),
        "/rota": Reply(b"", 500),
        "/mudada": Reply(status=301, headers={"Location": "/nueva"}),
        "/nueva": article("La nota mudada"),
        "/vueltas": Reply(status=302, headers={"Location": "/vueltas"}),
        "/afuera": Reply(status=302, headers={"Location": "http://otra.example/nota"}),
        "/metadatos": Reply(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
        "/archivo": Reply(status=302, headers={"Location": "file:///etc/passwd"}),
        "/canonica": article("Con enlace canónico", head=f'<link rel="canonical" href="{home}/la-canonica">'),
        "/canonica-ajena": article("Con enlace ajeno", head='<link rel="canonical" href="http://otra.example/x">'),
        "/reservada": Reply(article("Con reserva").encode(), headers={"tdm-reservation": "1", "Set-Cookie": "a=1"}),
    }
    for path, page in pages.items():
        press.put(home + path, page)  # type: ignore[arg-type]
    listed = [home + path for path in pages if path != "/nueva"]
    press.put(f"{home}/rss", rss([*listed, "http://otra.example/nota", f"{home}/buena?utm_source=rss"]))
    return listed


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("outcomes")
    with LoopbackPress() as press:
        _fill_pages(press)
        press.put("http://otra.example/nota", article("De otro diario"))
        corpus_path, raw = study(folder)
        outlets = [outlet("paginas.example", feeds=["http://paginas.example/rss"])]
        settings = config(press, timeout=2, max_bytes=2_000_000, blocks_in_a_row=3)
        result = crawl(corpus_path, outlets, settings, raw)
        with Corpus.open(corpus_path) as corpus:
            fetches: dict[str, list[Fetch]] = {}
            for fetch in corpus.fetches():
                fetches.setdefault(fetch.url, []).append(fetch)
            articles = {found.url or "": found for found in corpus.articles()}
        yield Crawled(press, result, fetches, articles, raw)


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/buena", Outcome.FETCHED),
        ("/windows", Outcome.FETCHED),
        ("/no-esta", Outcome.NOT_FOUND),
        ("/se-fue", Outcome.NOT_FOUND),
        ("/prohibida", Outcome.BLOCKED),
        ("/paga", Outcome.BLOCKED),
        ("/muro", Outcome.PAYWALLED),
        ("/desafio", Outcome.BLOCKED),
        ("/tras-el-muro", Outcome.FETCHED),
        ("/informe.pdf", Outcome.NOT_ARTICLE),
        ("/seccion", Outcome.NOT_ARTICLE),
        ("/bomba", Outcome.TOO_LARGE),
        ("/sin-fin", Outcome.TOO_LARGE),
        ("/despacio", Outcome.TIMEOUT),
        ("/cortada", Outcome.UNREACHABLE),
        ("/corrupta", Outcome.ERROR),
        ("/rota", Outcome.SERVER_ERROR),
        ("/mudada", Outcome.FETCHED),
        ("/vueltas", Outcome.ERROR),
        ("/afuera", Outcome.ERROR),
        ("/metadatos", Outcome.ERROR),
        ("/archivo", Outcome.REFUSED_ADDRESS),
        ("/canonica", Outcome.FETCHED),
        ("/canonica-ajena", Outcome.FETCHED),
        ("/reservada", Outcome.FETCHED),
    ],
)
def test_each_page_ends_under_one_outcome(crawled: Crawled, path: str, outcome: Outcome) -> None:
    assert crawled.outcome(f"http://paginas.example{path}") is outcome


def test_nothing_listed_is_dropped_silently(crawled: Crawled) -> None:
    listed = {f"http://paginas.example{path}" for host, path in crawled.press.pages if host == "paginas.example"}
    recorded = set(crawled.fetches)
    assert listed - recorded == {"http://paginas.example/nueva"}  # reached by a redirect, recorded under /mudada
    assert "http://otra.example/nota" not in recorded
    assert crawled.detail("http://paginas.example/rss") == "28 listed, 26 new, 1 of other sites"


def test_the_same_address_with_tracking_parameters_is_asked_once(crawled: Crawled) -> None:
    assert crawled.press.hits("http://paginas.example/buena") == 1
    assert crawled.press.hits("http://paginas.example/buena?utm_source=rss") == 0


def test_no_other_site_is_asked_even_after_a_redirect(crawled: Crawled) -> None:
    assert crawled.press.hits("http://otra.example/nota") == 0
    assert "otra.example" in crawled.detail("http://paginas.example/afuera")


def test_a_redirected_article_is_known_by_where_it_led(crawled: Crawled) -> None:
    assert crawled.articles["http://paginas.example/nueva"].title == "La nota mudada"


def test_wrongly_declared_windows_1252_is_read_right(crawled: Crawled) -> None:
    assert crawled.articles["http://paginas.example/windows"].title == "Sesión en la sede de Ñuñoa"


def test_a_canonical_link_is_trusted_on_the_same_site_only(crawled: Crawled) -> None:
    assert crawled.articles["http://paginas.example/canonica"].canonical_url == "https://paginas.example/la-canonica"
    foreign = crawled.articles["http://paginas.example/canonica-ajena"]
    assert foreign.canonical_url == "https://paginas.example/canonica-ajena"


def test_a_server_error_is_asked_once_more_and_recorded_once(crawled: Crawled) -> None:
    assert crawled.press.hits("http://paginas.example/rota") == 2
    assert len(crawled.fetches["http://paginas.example/rota"]) == 1


def test_article_carries_outlet_date_and_evidence(crawled: Crawled) -> None:
    found = crawled.articles["http://paginas.example/buena"]
    assert (found.outlet, found.country, found.language) == ("paginas-example", "PE", "es")
    assert (found.published_at, found.published_on) == ("2024-03-05T10:00:00-05:00", "2024-03-05")
    assert found.evidence["published_at"] == "meta"
    assert found.discovered_by == "feed:http://paginas.example/rss"


def test_a_reservation_of_text_mining_is_recorded(crawled: Crawled) -> None:
    assert crawled.articles["http://paginas.example/reservada"].evidence["tdm_reservation"] == "header"


def test_every_request_says_who_asks_and_carries_no_cookie(crawled: Crawled) -> None:
    for asked in crawled.press.asked:
        assert asked.headers["User-Agent"].startswith("encuadre/")
        assert asked.headers["User-Agent"].endswith(" (+pruebas@example.org)")
        assert "Cookie" not in asked.headers


def test_raw_pages_can_be_read_and_extracted_again(crawled: Crawled) -> None:
    kept = crawled.articles["http://paginas.example/windows"]
    assert kept.raw is not None
    page = read_record(crawled.raw, kept.raw)
    assert page.url == kept.url
    assert "Sesión".encode("windows-1252") in page.body
    assert reextract(crawled.raw, kept.raw).title == kept.title


def test_listings_are_kept_raw_and_cookies_are_not(crawled: Crawled) -> None:
    (file,) = crawled.raw.glob("*.warc.gz")
    pages = {page.url: page for page in read_file(file)}
    assert "http://paginas.example/rss" in pages
    assert not any(name.lower() == "set-cookie" for page in pages.values() for name in page.headers)


def test_the_result_counts_every_attempt(crawled: Crawled) -> None:
    recorded = [fetch for fetches in crawled.fetches.values() for fetch in fetches if fetch.kind != "robots"]
    assert sum(crawled.result.totals.values()) == len(recorded)
    assert crawled.result.failed == {}
