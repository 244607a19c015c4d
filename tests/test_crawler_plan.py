"""What a crawl would ask, a day's budget, the stop file, and a crawl split over processes."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from corpus.records import Fetch, Found, Outcome, Outlet
from corpus.store import Corpus
from corpus.urls import canonical_url
from crawler.config import CrawlConfig
from crawler.lock import study_lock
from crawler.parts import Part
from crawler.plan import plan_crawl
from crawler.run import crawl
from lexicons.errors import EncuadreError, UsageError
from tests.loopback import Asked, LoopbackPress, Reply, article, config, outlet, rss, study

PLAIN = "tests.extractors:plain"


def _newspaper(press: LoopbackPress, host: str, pages: int) -> Outlet:
    urls = [f"http://{host}/{page}" for page in range(pages)]
    for url in urls:
        press.put(url, article(f"Nota {url}"))
    press.put(f"http://{host}/rss", rss(urls))
    return outlet(host, feeds=[f"http://{host}/rss"])


def _pages(press: LoopbackPress) -> Counter[str]:
    return Counter(asked.host + asked.path for asked in press.asked if asked.path[1:].isdecimal())


@pytest.mark.parametrize("written", ["0/2", "3/2", "2", "a/b", "1/0", "-1/2", "1/2/3", ""])
def test_a_part_that_is_none_is_told_so(written: str) -> None:
    with pytest.raises(UsageError, match="--part 2/8"):
        Part.parse(written)


def test_parts_cover_every_outlet_once_and_keep_a_site_together() -> None:
    rows = [outlet(f"{name}{n}.example") for n in range(40) for name in ("www.diario", "radio.diario")]
    parts = [Part(number, 5) for number in range(1, 6)]
    taken = [row.id for part in parts for row in part.of_outlets(rows)]
    assert sorted(taken) == sorted(row.id for row in rows)
    home = {row.id: part for part in parts for row in part.of_outlets(rows)}
    assert all(home[f"www-diario{n}-example"] == home[f"radio-diario{n}-example"] for n in range(40))
    assert all(part.of_outlets(rows) for part in parts)


def test_two_parts_at_the_same_time_fetch_each_page_once(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        rows = [_newspaper(press, f"diario{n}.example", 6) for n in range(6)]
        where, raw = study(tmp_path)
        threads = [
            Thread(
                target=crawl, args=(where, rows, config(press), raw), kwargs={"extractor": PLAIN, "part": Part(n, 2)}
            )
            for n in (1, 2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(_pages(press).values()) == {1}
        assert len(_pages(press)) == 36
        with Corpus.open(where) as corpus:
            assert corpus.count_articles() == 36


def test_a_whole_crawl_waits_for_the_parts_and_a_part_for_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.lock._PATIENCE_SECONDS", 0.0)
    with study_lock(tmp_path, "1/2"), study_lock(tmp_path, "2/2"):
        for second in (None, "1/2"):
            with pytest.raises(EncuadreError, check=lambda error: error.code == "E311"), study_lock(tmp_path, second):
                pass
    with study_lock(tmp_path), pytest.raises(EncuadreError), study_lock(tmp_path, "1/2"):
        pass


def test_the_plan_counts_what_waits_and_what_politeness_makes_of_it(tmp_path: Path) -> None:
    rows = [
        outlet("a.example", feeds=["http://a.example/rss"]),
        outlet("b.example", feeds=["http://b.example/rss"], delay=10.0),
        outlet("c.example"),
    ]
    settings = CrawlConfig(contact="t@example.org", delay=2.0, articles_per_outlet=5, articles_per_day=7, concurrency=2)
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.put_outlets(rows)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        for row in rows[:2]:
            corpus.discover(
                Found(
                    url=f"{row.homepage}{n}",
                    canonical_url=canonical_url(f"{row.homepage}{n}"),
                    outlet=row.id,
                    discovered_by="feed",
                    found_at=at,
                )
                for n in range(20)
            )
        for n in range(4):
            url = f"http://b.example/{n}"
            corpus.record_fetch(Fetch(url=url, outlet="b-example", kind="article", outcome=Outcome.NOT_FOUND, at=at))
        plan = plan_crawl(corpus, rows, settings)

    a, b, c = plan.outlets
    assert (a.waiting, a.pages, a.most_pages, a.seconds) == (20, 5, 5, (1 + 1 + 5) * 2)
    assert (b.waiting, b.asked_today, b.pages, b.seconds) == (16, 4, 3, (1 + 1 + 3) * 10)
    assert (c.pages, c.listings, c.seconds) == (0, 0, 2)
    assert c.most_seconds > c.seconds
    # a and c follow each other while b is crawled
    assert plan.seconds == 50


def test_a_days_budget_holds_over_several_runs(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        row = _newspaper(press, "diario.example", 9)
        where, raw = study(tmp_path)
        settings = config(press, articles_per_outlet=4, articles_per_day=6)
        results = [crawl(where, [row], settings, raw, extractor=PLAIN) for _ in range(3)]
        assert [result.totals.get("fetched", 0) for result in results] == [4, 2, 0]
        assert list(results[2].rested) == [row.id]
        assert not results[2].failed
        assert len(_pages(press)) == 6


def test_a_stop_file_ends_a_crawl_in_order_and_keeps_the_next_from_beginning(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        row = _newspaper(press, "diario.example", 30)
        where, raw = study(tmp_path)
        stop = tmp_path / "STOP"

        def third(asked: Asked) -> Reply:
            stop.touch()
            return Reply(article("Nota").encode())

        press.put("http://diario.example/3", third)
        result = crawl(where, [row], config(press), raw, extractor=PLAIN, stop_file=stop)
        assert result.stopped
        assert not result.failed
        assert 1 <= len(_pages(press)) < 30
        with pytest.raises(EncuadreError, match="delete it"):
            crawl(where, [row], config(press), raw, extractor=PLAIN, stop_file=stop)

        stop.unlink()
        press.put("http://diario.example/3", article("Nota"))
        assert not crawl(where, [row], config(press), raw, extractor=PLAIN, stop_file=stop).stopped
        assert set(_pages(press).values()) == {1}
        assert len(_pages(press)) == 30
        json.dumps(result.as_dict())
