"""Feeds and sitemaps: every form is read, hostile ones are refused, nothing ever raises but ``MalformedListing``."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.spiders.feeds import read_feed
from crawler.spiders.listings import Listing, MalformedListing, wanted
from crawler.spiders.sitemaps import read_sitemap

HOME = "https://diario.example"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""
FILE_READER = b"""<?xml version="1.0"?><!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<urlset><url><loc>https://diario.example/&x;</loc></url></urlset>"""


def _feed(body: bytes | str, limit: int = 100) -> Listing:
    return read_feed(body.encode() if isinstance(body, str) else body, url=f"{HOME}/rss", limit=limit)


def _sitemap(body: bytes | str, limit: int = 100) -> Listing:
    text = body.encode() if isinstance(body, str) else body
    return read_sitemap(text, url=f"{HOME}/sitemap.xml", limit=limit, max_bytes=1_000_000)


def test_rss_gives_addresses_and_hints_with_the_offset_of_the_feed() -> None:
    (entry,) = _feed(
        """<rss version="2.0"><channel><item><title>Una nota</title><link>/nota?id=7</link>
        <category>Policiales</category><pubDate>Mon, 04 Mar 2024 23:30:00 -0500</pubDate></item></channel></rss>"""
    ).entries
    assert entry.url == f"{HOME}/nota?id=7"
    assert entry.hints == {"published": "2024-03-04T23:30:00-05:00", "title": "Una nota", "section": "Policiales"}


def test_atom_gives_publication_and_change_apart() -> None:
    (entry,) = _feed(
        f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Nota</title><link href="{HOME}/a"/>
        <published>2024-03-04T10:00:00-03:00</published><updated>2024-03-05T10:00:00-03:00</updated></entry></feed>"""
    ).entries
    assert entry.hints["published"] == "2024-03-04T10:00:00-03:00"
    assert entry.hints["lastmod"] == "2024-03-05T10:00:00-03:00"


def test_json_feed() -> None:
    items = [{"id": "1", "url": f"{HOME}/a", "title": "Nota", "date_published": "2024-03-04T10:00:00Z"}, {"id": "2"}, 3]
    (entry,) = _feed(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})).entries
    assert (entry.url, entry.hints["published"]) == (f"{HOME}/a", "2024-03-04T10:00:00Z")


def test_a_feed_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    text = f"<rss version='2.0'><channel><item><link>{HOME}/a</link></item><item><link>{HOME}/b</link></item><item><li"
    assert [entry.url for entry in _feed(text).entries][:2] == [f"{HOME}/a", f"{HOME}/b"]


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>404</body></html>", b'{"a": 1}', b"{", b"\x00\xff", BOMB, FILE_READER]
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedListing):
        _feed(body)


def test_a_body_that_names_a_file_does_not_open_it(tmp_path: Path) -> None:
    file = tmp_path / "rss.xml"
    file.write_text(f"<rss version='2.0'><channel><item><link>{HOME}/a</link></item></channel></rss>")
    with pytest.raises(MalformedListing):
        _feed(str(file))


def test_sitemap_with_news_extension_and_images() -> None:
    (entry,) = _sitemap(
        f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><loc>{HOME}/nota</loc><lastmod>2024-03-05</lastmod>
        <image:image><image:loc>{HOME}/foto.jpg</image:loc><image:title>Foto</image:title></image:image>
        <news:news><news:publication_date>2024-03-04T10:00:00-05:00</news:publication_date>
        <news:title>La nota</news:title></news:news></url></urlset>"""
    ).entries
    assert entry.url == f"{HOME}/nota"
    assert entry.hints == {"lastmod": "2024-03-05", "published": "2024-03-04T10:00:00-05:00", "title": "La nota"}


def test_sitemap_index_gzip_and_plain_text() -> None:
    index = f"<sitemapindex><sitemap><loc>{HOME}/s1.xml.gz</loc><lastmod>2024-01-01</lastmod></sitemap></sitemapindex>"
    assert _sitemap(gzip.compress(index.encode())).children[0].url == f"{HOME}/s1.xml.gz"
    assert [entry.url for entry in _sitemap(f"{HOME}/a\n{HOME}/b\n").entries] == [f"{HOME}/a", f"{HOME}/b"]


def test_more_than_the_limit_is_cut_and_said() -> None:
    listing = _sitemap("<urlset>" + f"<url><loc>{HOME}/a</loc></url>" * 20 + "</urlset>", limit=7)
    assert (len(listing.entries), listing.cut) == (7, True)


def test_a_sitemap_that_breaks_off_gives_what_stands_before() -> None:
    listing = _sitemap(f"<urlset><url><loc>{HOME}/a</loc></url><url><loc>{HOME}/b</lo")
    assert ([entry.url for entry in listing.entries], listing.cut) == ([f"{HOME}/a"], True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b"hola",
        BOMB,
        FILE_READER,
        FILE_READER.decode().encode("utf-16"),
        gzip.compress(b" " * 10**7),
    ],
)
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedListing):
        _sitemap(body)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet="<>/urlsetpocin{}[]\"':=!&; \n\x00é", max_size=200).map(str.encode))
@example(b"<rss><channel><item><link>http://[</link></item></channel></rss>")
@example(b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "http://["}]}')
@example(b"<urlset><url><loc>http://[</loc></url></urlset>")
@example(b"<:")
@example(b"<urlset><:><loc>x</loc></:></urlset>")
def test_no_bytes_make_a_reader_fail_otherwise(body: bytes) -> None:
    for read in (_feed, _sitemap):
        with suppress(MalformedListing):
            read(body)


@pytest.mark.parametrize(
    ("hints", "kept"),
    [
        ({}, True),
        ({"published": "2024-03-15T10:00:00-05:00"}, True),
        ({"published": "2024-02-10"}, False),
        ({"published": "2024-02-29T23:00:00Z"}, True),  # the day before, but perhaps not at the outlet
        ({"published": "2024-05-01"}, False),
        ({"lastmod": "2024-02-10"}, False),  # not changed since, so published before
        ({"lastmod": "2024-05-01"}, True),  # changed later, but perhaps published in time
        ({"published": "ayer"}, True),
    ],
)
def test_only_what_is_certainly_outside_the_days_is_left_out(hints: dict[str, str], kept: bool) -> None:
    assert wanted(hints, date(2024, 3, 1), date(2024, 3, 31)) is kept
