"""Stopped and run again: nothing lost, nothing twice, and nothing asked that need not be."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest

from corpus.records import Outcome
from corpus.store import Corpus
from crawler.run import CrawlResult, crawl
from crawler.spiders.outlet import PAGES_IN_HAND
from crawler.warc import read_file, read_record
from lexicons.errors import EncuadreError
from tests.loopback import Asked, LoopbackPress, Reply, article, config, outlet, rss, study

PLAIN = "tests.extractors:plain"
PAGES = 30
LATER = "Fri, 15 Mar 2024 10:00:00 -0500"

CRAWL = """
import json, sys
from pathlib import Path
from pydantic import TypeAdapter
from corpus.records import Outlet
from crawler.config import CrawlConfig
from crawler.run import crawl
job = json.loads(sys.argv[1])
outlets = TypeAdapter(list[Outlet]).validate_python(job["outlets"])
try:
    crawl(Path(job["corpus"]), outlets, CrawlConfig.model_validate(job["config"]), Path(job["raw"]),
          extractor="tests.extractors:slow")
except KeyboardInterrupt:
    sys.exit(130)
"""


def _newspapers(press: LoopbackPress, number: int) -> list[object]:
    outlets = []
    for name in (f"diario{index}.example" for index in range(number)):
        urls = [f"http://{name}/{page}" for page in range(PAGES)]
        for url in urls:
            press.put(url, article(f"Nota {url}"))
        press.put(f"http://{name}/rss", rss(urls))
        outlets.append(outlet(name, feeds=[f"http://{name}/rss"]))
    return outlets


def _start(folder: Path, press: LoopbackPress, outlets: list[object]) -> subprocess.Popen[bytes]:
    corpus_path, raw = study(folder)
    job = {
        "corpus": str(corpus_path),
        "raw": str(raw),
        "outlets": [asdict(row) for row in outlets],
        "config": config(press).model_dump(mode="json"),
    }
    root = str(Path(__file__).parent.parent)
    # Named, since other people's packages install a `tests` of their own.
    env = {**os.environ, "PYTHONPATH": root}
    return subprocess.Popen([sys.executable, "-c", CRAWL, json.dumps(job)], cwd=root, env=env, start_new_session=True)


def _wait(until: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def _article_hits(press: LoopbackPress) -> Counter[str]:
    return Counter(asked.host + asked.path for asked in press.asked if asked.path[1:].isdecimal())


def test_stopped_in_the_middle_and_run_again(tmp_path: Path) -> None:
    """By Ctrl-C, then by kill -9, which gives it no time: nothing runs on, nothing is lost, nothing is there twice."""
    corpus_path, raw = study(tmp_path)
    with LoopbackPress() as press:
        outlets = _newspapers(press, 2)
        for how, after in ((signal.SIGINT, PAGES // 2), (signal.SIGKILL, PAGES + PAGES // 2)):
            running = _start(tmp_path, press, outlets)
            _wait(lambda enough=after: _article_hits(press).total() >= enough)  # type: ignore[misc]
            running.send_signal(how)
            assert running.wait(20) == (130 if how is signal.SIGINT else -signal.SIGKILL)
        time.sleep(0.5)  # the process that crawls notices at once that it is alone
        stopped = _article_hits(press).total()
        time.sleep(0.5)
        assert stopped == _article_hits(press).total() < 2 * PAGES

        result = crawl(corpus_path, outlets, config(press), raw, extractor=PLAIN)

        asked = _article_hits(press)
    assert set(asked) == {f"diario{index}.example/{page}" for index in range(2) for page in range(PAGES)}
    in_hand = 2 * (PAGES_IN_HAND + 2)  # of two outlets: those being read, the one that waits, the one asked
    assert asked.total() - len(asked) <= 2 * in_hand  # stopped twice
    assert result.failed == {}
    with Corpus.open(corpus_path) as corpus:
        articles = list(corpus.articles())
        fetched = Counter(fetch.url for fetch in corpus.fetches() if fetch.outcome is Outcome.FETCHED)
    assert len(articles) == len({row.url for row in articles}) == 2 * PAGES
    assert set(fetched.values()) == {1}
    for row in articles:
        assert read_record(raw, row.raw or "").url == row.url
    assert sum(1 for file in raw.glob("*.warc.gz") for _ in read_file(file)) >= 2 * PAGES


@dataclass
class TwoRuns:
    """Two crawls of one study; between them a page that was broken is mended."""

    press: LoopbackPress
    first: CrawlResult
    second: CrawlResult
    after_first: Counter[str]
    after_second: Counter[str]
    progress: list[tuple[int, int | None]]


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoRuns]:
    corpus_path, raw = study(tmp_path_factory.mktemp("two"))
    progress: list[tuple[int, int | None]] = []
    with LoopbackPress() as press:
        press.put("http://igual.example/rss", _unless_unchanged)
        press.put("http://igual.example/1", article("Nota"))
        press.put("http://fallas.example/rss", rss([f"http://fallas.example/{n}" for n in (404, 502)], date=LATER))
        press.put("http://fallas.example/502", Reply(b"", 502))
        press.put("http://muchas.example/mapa.xml", _sitemap(10, 12, 14, 11, 13))
        for day in range(10, 15):
            press.put(f"http://muchas.example/{day}", article(f"Nota del {day}"))
        outlets = [
            outlet("igual.example", feeds=["http://igual.example/rss"]),
            outlet("fallas.example", feeds=["http://fallas.example/rss"]),
            outlet("muchas.example", sitemaps=["http://muchas.example/mapa.xml"]),
        ]
        first = crawl(
            corpus_path,
            outlets,
            config(press, articles_per_outlet=2),
            raw,
            extractor=PLAIN,
            progress=lambda done, total: progress.append((done, total)),
        )
        after_first = _article_hits(press)
        press.put("http://fallas.example/502", article("Ya está"))
        second = crawl(corpus_path, outlets, config(press, since="2024-03-13"), raw, extractor=PLAIN)
        yield TwoRuns(press, first, second, after_first, _article_hits(press), progress)


def _unless_unchanged(asked: Asked) -> Reply:
    if asked.headers.get("If-None-Match") == '"v1"' and asked.headers.get("If-Modified-Since"):
        return Reply(status=304, length=0)
    headers = {"ETag": '"v1"', "Last-Modified": "Tue, 05 Mar 2024 10:00:00 GMT"}
    return replace(rss(["http://igual.example/1"]), headers=headers)


def _sitemap(*days: int) -> Reply:
    entries = (f"<url><loc>http://muchas.example/{day}</loc><lastmod>2024-03-{day}</lastmod></url>" for day in days)
    return Reply(f"<urlset>{''.join(entries)}</urlset>".encode())


def test_an_unchanged_listing_is_not_sent_again(two_runs: TwoRuns) -> None:
    assert two_runs.first.outlets["igual-example"] == {"listing": 1, "fetched": 1}
    assert two_runs.second.outlets["igual-example"] == {"unchanged": 1}
    assert two_runs.second.failed == {}


def test_an_article_is_asked_once(two_runs: TwoRuns) -> None:
    assert two_runs.after_second["igual.example/1"] == 1


def test_a_passing_failure_is_asked_again_and_a_final_one_is_not(two_runs: TwoRuns) -> None:
    assert two_runs.after_second["fallas.example/404"] == 1
    assert two_runs.first.outlets["fallas-example"] == {"listing": 1, "not_found": 1, "server_error": 1}
    assert two_runs.second.outlets["fallas-example"] == {"listing": 1, "fetched": 1}


def test_the_budget_is_kept_and_the_newest_come_first(two_runs: TwoRuns) -> None:
    asked = {page for page in two_runs.after_first if page.startswith("muchas")}
    assert asked == {"muchas.example/14", "muchas.example/13"}


def test_what_was_certainly_published_before_the_days_asked_for_waits(two_runs: TwoRuns) -> None:
    new = two_runs.after_second - two_runs.after_first
    assert {page for page in new if page.startswith("muchas")} == {"muchas.example/12"}  # a day of slack for time zones


def test_progress_counts_pages_up_to_all_that_waited(two_runs: TwoRuns) -> None:
    assert two_runs.progress[0][1] is None
    assert two_runs.progress[-1] == (5, 5)


@dataclass
class Odd:
    """One crawl of an odd press, from a folder with a trap in it."""

    press: LoopbackPress
    result: CrawlResult
    reasons: dict[str, str]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Odd]:
    folder = tmp_path_factory.mktemp("odd")
    corpus_path, raw = study(folder)
    (folder / "json.py").write_text("raise SystemExit('a file here is no library')")
    pages = {
        "duerme": "SLEEP",
        "cae": "CRASH",
        "falla": "RAISE",
        "rota": "BROKEN",
        **{str(number): "" for number in range(8)},
    }
    with LoopbackPress() as press, pytest.MonkeyPatch.context() as patch:
        for path, text in pages.items():
            press.put(f"http://raro.example/{path}", article(f"Nota {path} {text}"))
        press.put("http://raro.example/rss", rss([f"http://raro.example/{path}" for path in pages]))
        _endless_sitemaps(press)
        press.put("http://nada.example/robots.txt", Reply(b"", 404))
        press.put("http://html.example/rss", "<html><body>Nada por aquí</body></html>")
        outlets = [
            outlet("raro.example", feeds=["http://raro.example/rss"]),
            outlet("hondo.example", sitemaps=["http://hondo.example/m.xml"]),
            outlet("html.example", feeds=["http://html.example/rss"]),
            outlet("nada.example"),
        ]
        settings = config(press, extraction_timeout=1.5, sitemap_depth=3, max_listings=12)
        patch.chdir(folder)
        result = crawl(corpus_path, outlets, settings, raw, extractor="tests.extractors:moody")
        assert "Spider closed" in (raw / "crawl.log").read_text()
        with Corpus.open(corpus_path) as corpus:
            reasons = {fetch.url: fetch.detail or "" for fetch in corpus.fetches()}
        yield Odd(press, result, reasons)


def _endless_sitemaps(press: LoopbackPress) -> None:
    """Each names two more and the first again."""

    def deeper(asked: Asked) -> Reply:
        level = asked.path.strip("/").removesuffix(".xml")
        places = [f"http://hondo.example/{name}.xml" for name in (f"{level}a", f"{level}b", "m")]
        children = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
        return Reply(f"<sitemapindex>{children}</sitemapindex>".encode())

    names = ["m"]
    for _ in range(6):
        for name in names:
            press.put(f"http://hondo.example/{name}.xml", deeper)
        names = [name + letter for name in names for letter in "ab"]


def test_one_slow_crashing_or_failing_page_costs_only_itself(odd: Odd) -> None:
    assert odd.result.outlets["raro-example"] == {"fetched": 8, "error": 4, "listing": 1}
    assert "extraction took too long" in odd.reasons["http://raro.example/duerme"]
    assert "brought its process down" in odd.reasons["http://raro.example/cae"]
    assert "this page is odd" in odd.reasons["http://raro.example/falla"]
    assert "unreadable page" in odd.reasons["http://raro.example/rota"]


def test_sitemaps_that_lead_in_circles_end(odd: Odd) -> None:
    asked = Counter(request.path for request in odd.press.asked if request.path.endswith(".xml"))
    assert asked.total() == 12
    assert set(asked.values()) == {1}
    assert max(map(len, asked)) <= len("/m.xml") + 3


def test_an_outlet_that_does_not_work_is_named_with_the_reason(odd: Odd) -> None:
    assert "malformed" in odd.result.failed["html-example"]
    assert "it is not a feed" in odd.result.failed["html-example"]
    assert "neither outlets.csv nor robots.txt" in odd.result.failed["nada-example"]
    assert set(odd.result.failed) == {"html-example", "nada-example"}


def test_an_error_of_the_corpus_reaches_the_caller_and_the_terminal_stays_silent(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    corpus_path, raw = study(tmp_path)
    corpus_path.write_text("this is not a database, whatever its name says")
    with LoopbackPress() as press, pytest.raises(EncuadreError) as caught:
        crawl(corpus_path, [outlet("diario.example")], config(press), raw, extractor=PLAIN)
    assert caught.value.code.startswith("E2")
    assert tuple(capfd.readouterr()) == ("", "")
