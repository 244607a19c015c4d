"""Years of coverage: archive pages in three layouts, and the Wayback Machine's index; read once, resumed, rescued."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Outcome, Outlet
from corpus.store import Corpus
from crawler.archives import parse_pattern
from crawler.run import CrawlResult, crawl
from crawler.spiders.archives import looks_like_article, read_archive
from crawler.spiders.captures import read_captures
from crawler.spiders.listings import MalformedListing
from tests.loopback import Asked, LoopbackPress, Reply, article, config, outlet, rss, study

MENU = '<nav><a href="/quienes-somos">Quiénes somos</a><a href="/tag/carceles-de-la-region-norte">Tag</a></nav>'
ARCHIVE = "http://web.archive.org"


def page(links: Iterable[str]) -> str:
    return f"<html><body>{MENU}{''.join(f'<h2><a href={link!r}>Nota</a></h2>' for link in links)}</body></html>"


def slug(*numbers: int) -> str:
    return "-".join(["nota", "sobre", "la", "plaza", *("x" * number for number in numbers)])


def crawled(press: LoopbackPress, folder: Path, row: Outlet, **settings: object) -> CrawlResult:
    where, raw = study(folder)
    given: dict[str, object] = {"since": date(2024, 3, 1), "until": date(2024, 3, 4), "wayback": ARCHIVE, **settings}
    return crawl(where, [row], config(press, **given), raw)


def asked(press: LoopbackPress, part: str) -> Counter[str]:
    return Counter(each.path for each in press.asked if part in each.path)


# patterns


def test_a_pattern_names_its_pages_newest_first() -> None:
    daily = parse_pattern("https://d.example/{yyyy}/{mm}/{dd}/")
    assert [daily.url(period, None)[-11:] for period in daily.periods(date(2024, 2, 28), date(2024, 3, 1))] == [
        "2024/03/01/",
        "2024/02/29/",
        "2024/02/28/",
    ]
    monthly = parse_pattern("https://d.example/archivo/{yyyy}/{month}?p={page:0+20}", "es")
    periods = list(monthly.periods(date(2023, 12, 31), date(2024, 1, 2)))
    assert [(period.first, period.last) for period in periods if period] == [
        (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2023, 12, 1), date(2023, 12, 31)),
    ]
    assert monthly.url(periods[1], 40) == "https://d.example/archivo/2023/diciembre?p=40"
    assert parse_pattern("https://d.example/arquivo/{yyyy}/{month}", "pt").url(periods[0], None).endswith("/janeiro")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("https://d.example/archivo", "no placeholder"),
        ("https://d.example/{year}", "not known"),
        ("https://d.example/{mm}/{dd}", "without {yyyy}"),
        ("https://d.example/{yyyy}/{dd}", "without a month"),
        ("ftp://d.example/{yyyy}", "not an http"),
        ("https://d.example/{page} -> notas", "paths after ->"),
        ("https://d.example/{page:1+0}", "not known"),
    ],
)
def test_a_pattern_that_does_not_hold_is_told_why(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_pattern(written)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_periods_cover_every_day_once(until: date, days: int) -> None:
    since = date.fromordinal(max(1, until.toordinal() - days))
    for unit in ("{yyyy}", "{yyyy}/{mm}", "{yyyy}/{m}/{d}"):
        periods = [each for each in parse_pattern(f"https://d.example/{unit}").periods(since, until) if each]
        assert periods[0].last >= until
        assert periods[-1].first <= since
        assert all(later.first.toordinal() - earlier.last.toordinal() == 1 for later, earlier in pairwise(periods))


def test_links_that_look_like_articles_are_taken_and_menus_are_not() -> None:
    assert looks_like_article("https://d.example/2024/03/05/titular-corto")
    assert looks_like_article("https://d.example/nota-1234567")
    assert looks_like_article("https://d.example/mujeres-piden-libros-para-la-biblioteca.html")
    for no in (
        "/",
        "/quienes-somos",
        "/tag/mujeres-privadas-de-libertad-hoy",
        "/foto-12345.jpg",
        "/autor/ana-maria-de-la-o",
    ):
        assert not looks_like_article(f"https://d.example{no}")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_an_archive_page_or_an_index(body: bytes) -> None:
    for read in (read_archive, read_captures):
        with suppress(MalformedListing):
            read(body, url="https://d.example/", limit=10)


# three layouts


def test_a_page_a_day(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        for day in range(1, 7):
            links = [f"/2024/03/{day:02}/{slug(n)}" for n in (1, 2)]
            press.put(f"http://d.example/archivo/2024/03/{day:02}", page([*links, "/2024/03/06/latest-from-the-side"]))
            for link in links:
                press.put(f"http://d.example{link}", article(f"Nota {link}", date=f"2024-03-{day:02}T10:00:00-05:00"))
        row = replace(outlet("d.example"), archives=("http://d.example/archivo/{yyyy}/{mm}/{dd}",))
        first = crawled(press, tmp_path, row)
        assert first.totals["fetched"] == 8
        assert not first.failed
        crawled(press, tmp_path, row)
        # days that are over are read once
        assert set(asked(press, "/archivo/").values()) == {1}
        assert len(asked(press, "/archivo/")) == 4
        with Corpus.open(study(tmp_path)[0]) as corpus:
            assert {each.published_on for each in corpus.articles()} == {f"2024-03-{day:02}" for day in range(1, 5)}
            assert {each.discovered_by for each in corpus.articles()} >= {"archive:http://d.example/archivo/2024/03/01"}


def test_numbered_pages_of_a_section_are_read_on_from_where_the_last_run_stopped(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        for number in range(1, 8):
            links = [f"/sucesos/{slug(number, n)}" for n in (1, 2, 3)]
            press.put(f"http://d.example/sucesos/page/{number}", page([*links, f"/deportes/{slug(number, 9)}"]))
            for link in links:
                press.put(f"http://d.example{link}", article(f"Nota {link}", date="2024-03-02T10:00:00-05:00"))
        row = replace(outlet("d.example"), archives=("http://d.example/sucesos/page/{page} -> /sucesos/nota-*",))
        totals = [crawled(press, tmp_path, row, archive_pages=3).totals.get("fetched", 0) for _ in range(4)]
        assert sum(totals) == 21
        assert totals[0] == 9
        # the end (a page that is not there) was reached: from then on only what is new is looked for
        before = asked(press, "/page/")
        crawled(press, tmp_path, row, archive_pages=10)
        assert asked(press, "/page/") - before == Counter({"/sucesos/page/1": 1})
        assert not asked(press, "/deportes/")


def test_months_with_numbered_pages_whose_end_repeats_the_last_one(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        last = page([f"/{slug(3, 2)}-02"])
        for number in (1, 2):
            press.put(f"http://d.example/a/2024/03?p={number}", page([f"/{slug(3, number)}-0{number}"]))
        for number in (3, 4, 5):
            press.put(f"http://d.example/a/2024/03?p={number}", last)
        row = replace(outlet("d.example"), archives=("http://d.example/a/{yyyy}/{mm}?p={page}",))
        crawled(press, tmp_path, row)
        assert sorted(asked(press, "/a/")) == [f"/a/2024/03?p={number}" for number in (1, 2, 3)]
        crawled(press, tmp_path, row)
        assert set(asked(press, "/a/").values()) == {1}


def test_a_budget_stops_in_the_middle_of_a_month_that_is_over_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        for number in range(1, 6):
            press.put(f"http://d.example/a/2024/03?p={number}", page([f"/{slug(number, number)}"]))
        row = replace(outlet("d.example"), archives=("http://d.example/a/{yyyy}/{mm}?p={page}",))
        for _ in range(4):
            crawled(press, tmp_path, row, archive_pages=2)
        assert asked(press, "/a/") == Counter({f"/a/2024/03?p={number}": 1 for number in range(1, 7)})


# the Wayback Machine


def captures(press: LoopbackPress, rows: list[list[str]], size: int) -> None:
    """An index that answers ``size`` rows at a time."""

    def answer(request: Asked) -> Reply:
        start = int(parse_qs(urlsplit(request.path).query).get("resumeKey", ["0"])[0])
        part: list[list[str]] = [["timestamp", "original"], *rows[start : start + size]]
        if start + size < len(rows):
            part += [[], [str(start + size)]]
        return Reply(json.dumps(part).encode(), content_type="application/json")

    press.answers[("web.archive.org", "/cdx/search/cdx")] = answer


def test_pages_that_the_outlet_no_longer_serves_come_from_an_archive(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        gone, there = f"http://d.example/{slug(1)}", f"http://d.example/{slug(2)}"
        stamp = "20240302101112"
        for url in (gone, there):
            press.put(
                f"http://web.archive.org/web/{stamp}id_/{url}",
                article(f"Nota {url}", date="2024-03-02T08:00:00-05:00"),
            )
        press.put(there, article(f"Nota {there}", date="2024-03-02T08:00:00-05:00"))
        press.put("http://d.example/rss", _feed([gone, there]))
        captures(press, [[stamp, gone], [stamp, there], [stamp, "http://d.example/quienes-somos"]], 2)
        row = outlet("d.example", feeds=["http://d.example/rss"])
        first = crawled(press, tmp_path, row)
        assert first.totals["not_found"] == 1

        second = crawled(press, tmp_path, row, history=("wayback",))
        assert second.totals["fetched"] == 1
        assert not second.failed
        with Corpus.open(study(tmp_path)[0]) as corpus:
            rescued = corpus.article(gone)
            assert rescued.url == gone
            assert rescued.evidence["memento"] == f"{ARCHIVE}/web/{stamp}id_/{gone}"
            assert rescued.published_on == "2024-03-02"
            outcomes = [fetch.outcome for fetch in corpus.fetches(kind="wayback")]
        assert outcomes == [Outcome.LISTING, Outcome.LISTING]
        assert asked(press, "quienes") == Counter()


def _feed(urls: list[str]) -> Reply:
    return rss(urls)


def test_an_index_that_answers_rubbish_is_a_reason_and_no_crash(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        press.put("http://d.example/robots.txt", b"")
        press.answers[("web.archive.org", "/cdx/search/cdx")] = lambda _: Reply(b"<html>busy</html>")
        crawled(press, tmp_path, outlet("d.example"), history=("wayback",))
    with Corpus.open(study(tmp_path)[0]) as corpus:
        (fetch,) = corpus.fetches(kind="wayback")
    assert (fetch.outcome, fetch.detail) == (Outcome.MALFORMED, "the index did not answer in JSON")
