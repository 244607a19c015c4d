"""Sitemaps as hostile or broken servers send them: huge, endless, packed, cut. Each ends in one outcome, in time."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from corpus.records import Fetch, Outcome
from corpus.store import Corpus
from crawler.run import crawl
from tests.loopback import LoopbackPress, Reply, article, config, outlet, study

PLAIN = "tests.extractors:plain"
MOST_ADDRESSES = 20
ENTRY = "<url><loc>http://{host}/{number}</loc><lastmod>2024-03-05</lastmod>{padding}</url>"


def _sitemap(host: str, size: int) -> bytes:
    """A sitemap of about ``size`` bytes."""
    padding = f"<!-- {'relleno ' * 1000} -->"
    entry = len(ENTRY) + len(padding)
    entries = "".join(ENTRY.format(host=host, number=n, padding=padding) for n in range(size // entry + 1))
    return f"<urlset>{entries}</urlset>".encode()


def _endless() -> Iterator[bytes]:
    yield b"<urlset>"
    while True:
        yield b"<url><loc>http://sinfin.example/1</loc></url>" * 1000


@dataclass
class Crawled:
    fetches: dict[str, Fetch]
    found: dict[str, int]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    corpus_path, raw = study(tmp_path_factory.mktemp("listings"))
    whole = _sitemap("corto.example", 1000)
    maps = {
        "grande.example": Reply(_sitemap("grande.example", 10_000_000), content_type="application/xml"),
        "enorme.example": Reply(_sitemap("enorme.example", 13_000_000), content_type="application/xml"),
        "sinfin.example": Reply(_endless()),
        "bomba.example": Reply(gzip.compress(b"<urlset>" + b" " * 100_000_000), content_type="application/gzip"),
        "corto.example": Reply(whole[: len(whole) // 2]),
        "largo.example": Reply(whole, length=len(whole) + 5000),
    }
    with LoopbackPress() as press:
        for host, reply in maps.items():
            press.put(f"http://{host}/mapa.xml", reply)
            for number in range(MOST_ADDRESSES):
                press.put(f"http://{host}/{number}", article(f"Nota {number}"))
        outlets = [outlet(host, sitemaps=[f"http://{host}/mapa.xml"]) for host in maps]
        limits = {"max_listing_bytes": 12_000_000, "max_addresses": MOST_ADDRESSES, "timeout": 20}
        crawl(corpus_path, outlets, config(press, **limits), raw, extractor=PLAIN)
    with Corpus.open(corpus_path) as corpus:
        fetches = {fetch.outlet: fetch for fetch in corpus.fetches(kind="sitemap")}
        found = {one.outlet: one.found for one in corpus.status().outlets}
    return Crawled(fetches, found)


@pytest.mark.parametrize(
    ("host", "outcome"),
    [
        ("grande", Outcome.LISTING),
        ("enorme", Outcome.TOO_LARGE),
        ("sinfin", Outcome.TOO_LARGE),
        ("bomba", Outcome.MALFORMED),
        ("corto", Outcome.MALFORMED),
        ("largo", Outcome.UNREACHABLE),
    ],
)
def test_each_sitemap_ends_under_one_outcome(crawled: Crawled, host: str, outcome: Outcome) -> None:
    fetch = crawled.fetches[f"{host}-example"]

    assert fetch.outcome is outcome, fetch.detail
    assert fetch.detail


def test_ten_megabytes_are_read_up_to_the_most_addresses_and_that_is_said(crawled: Crawled) -> None:
    assert crawled.found["grande-example"] == MOST_ADDRESSES
    assert "more were not read" in (crawled.fetches["grande-example"].detail or "")
