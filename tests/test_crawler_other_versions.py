"""Pages with too little text are read in the version for telephones or paper they link; walls are not gone round."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import Outcome
from corpus.store import Corpus
from crawler.extraction import extract
from crawler.run import CrawlResult, crawl
from crawler.warc import read_record
from tests.loopback import LoopbackPress, article, config, outlet, rss, study

URL = "http://d.example/nota/libros-para-la-biblioteca-del-penal"


def shell(link: str, head: str = "") -> str:
    """A page whose text only a browser would load."""
    return (
        '<!doctype html><html lang="es"><head><title>Libros para la biblioteca</title>'
        '<meta property="og:type" content="article"><meta property="og:title" content="Libros para la biblioteca">'
        f"{head}{link}</head><body><h1>Libros para la biblioteca</h1><div id='app'></div></body></html>"
    )


def crawled(press: LoopbackPress, folder: Path) -> CrawlResult:
    where, raw = study(folder)
    press.put("http://d.example/rss", rss([URL]))
    return crawl(where, [outlet("d.example", feeds=["http://d.example/rss"])], config(press), raw)


@pytest.mark.parametrize(
    "link",
    [
        f'<link rel="amphtml" href="{URL}/amp">',
        '<link rel="alternate" media="print" href="/nota/libros-para-la-biblioteca-del-penal/amp">',
    ],
)
def test_a_page_without_text_is_read_in_the_version_it_links(tmp_path: Path, link: str) -> None:
    with LoopbackPress() as press:
        press.put(URL, shell(link))
        press.put(f"{URL}/amp", article("Libros para la biblioteca"))
        result = crawled(press, tmp_path)
        assert result.totals == {"listing": 1, "fetched": 1}
        where, raw = study(tmp_path)
        with Corpus.open(where) as corpus:
            (kept,) = corpus.articles()
            assert (kept.url, kept.evidence["version"]) == (URL, f"{URL}/amp")
            assert kept.raw is not None
            assert b"concejo municipal" in read_record(raw, kept.raw).body
            (attempt,) = corpus.fetches(kind="version")
            assert (attempt.url, attempt.outcome) == (f"{URL}/amp", Outcome.FETCHED)


def test_a_link_to_print_is_found_and_other_sites_and_tools_are_not() -> None:
    page = shell('<link rel="amphtml" href="https://cdn.other.example/x">').replace(
        "<div id='app'>", '<a href="/blueprint/casa">Casa</a><a href="/imprimir/nota/1">Imprimir</a><div>'
    )
    assert extract(page, URL).other_versions == ("http://d.example/imprimir/nota/1",)


def test_a_wall_is_not_gone_round(tmp_path: Path) -> None:
    wall = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    with LoopbackPress() as press:
        press.put(URL, shell(f'<link rel="amphtml" href="{URL}/amp">', wall))
        press.put(f"{URL}/amp", article("Libros para la biblioteca"))
        crawled(press, tmp_path)
        assert press.hits(f"{URL}/amp") == 0


def test_a_version_that_is_not_there_leaves_the_page_what_it_was(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        press.put(URL, shell(f'<link rel="amphtml" href="{URL}/amp">'))
        result = crawled(press, tmp_path)
        assert result.totals == {"listing": 1, "not_article": 1}
        with Corpus.open(study(tmp_path)[0]) as corpus:
            assert [fetch.outcome for fetch in corpus.fetches(kind="version")] == [Outcome.NOT_FOUND]
