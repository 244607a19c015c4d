"""From a page that was read to the article that is kept: what is trusted, what fills a gap, what stays empty."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

import pytest

from corpus.records import Article, Found
from crawler.articles import Page, build_article
from crawler.extraction import Extracted
from crawler.sites import may_connect, same_site, site_of
from tests.loopback import outlet

NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://www.diario.example/2024/03/nota.html"


def _article(*, hints: dict[str, str] | None = None, languages: tuple[str, ...] = ("es",), **fields: Any) -> Article:
    read = Extracted(**{"title": "La nota", "body": "Un texto.", "is_article": True, **fields})
    found = Found(
        url=URL,
        canonical_url=URL,
        outlet="diario",
        discovered_by="feed:https://www.diario.example/rss",
        found_at="2026-01-01T00:00:00+00:00",
        hints=hints or {},
    )
    page = Page(url=URL, headers={}, body=b"", fetched_at="2026-01-01T00:00:00+00:00", raw="a.warc.gz:0")
    row = replace(outlet("diario.example"), languages=languages)
    return build_article(asdict(read), page, found=found, outlet=row, now=NOW, version="1")


def test_the_date_of_the_page_wins_and_falls_on_the_outlets_day() -> None:
    article = _article(published_at="2024-03-05T02:00:00+00:00", hints={"published": "2024-01-01"})
    assert (article.published_at, article.published_on) == ("2024-03-05T02:00:00+00:00", "2024-03-04")


def test_the_date_of_the_feed_fills_a_gap_and_says_so() -> None:
    article = _article(hints={"published": "2024-03-05T10:00:00-05:00"})
    assert article.published_on == "2024-03-05"
    assert article.evidence["published_at"] == "feed"


@pytest.mark.parametrize("date", ["1246-03-05", "2026-05-01", "ayer"])
def test_a_date_that_cannot_be_is_left_empty(date: str) -> None:
    article = _article(published_at=date, evidence={"published_at": "json-ld"})
    assert (article.published_at, article.published_on) == (None, None)
    assert "published_at" not in article.evidence


def test_the_day_a_listing_says_it_was_changed_is_not_its_date() -> None:
    assert _article(hints={"lastmod": "2024-03-05"}).published_at is None


def test_the_outlets_language_fills_a_gap_only_where_it_has_one() -> None:
    assert (_article().language, _article().evidence["language"]) == ("es", "outlet")
    assert _article(languages=("es", "pt")).language is None
    assert _article(language="pt-BR").language == "pt"


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("https://diario.example/nota", "https://diario.example/nota"),
        ("https://otra.example/nota", URL),
        ("https://www.diario.example/", URL),  # a common mistake: the front page for every article
        ("mailto:a@diario.example", URL),
        (None, URL),
    ],
)
def test_which_canonical_link_is_trusted(canonical: str | None, kept: str) -> None:
    assert _article(canonical_url=canonical).canonical_url == kept


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.eldia.com.ar/x", "eldia.com.ar"),
        ("http://una.blogspot.com/", "una.blogspot.com"),
        ("http://www.faro.test:8000/", "faro.test"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[", ""),
    ],
)
def test_what_a_site_is(url: str, site: str) -> None:
    assert site_of(url) == site


def test_neighbours_on_one_platform_are_not_one_site() -> None:
    assert not same_site("http://una.blogspot.com/", "http://otra.blogspot.com/")
    assert same_site("http://blogs.diario.example/a", "https://www.diario.example/")


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:a00:1::", False),
    ],
)
def test_which_addresses_may_be_asked(address: str, allowed: bool) -> None:
    for allow_loopback in (False, True):
        assert may_connect(ip_address(address), allow_loopback=allow_loopback) is allowed


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "2002:7f00:1::"])
def test_this_machine_may_be_asked_only_where_allowed(address: str) -> None:
    assert not may_connect(ip_address(address), allow_loopback=False)
    assert may_connect(ip_address(address), allow_loopback=True)
