"""robots.txt, pace, refusals and addresses: what the crawler asks of a host, and what it leaves alone."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.records import Fetch, Outcome
from corpus.store import Corpus
from crawler.config import CrawlConfig
from crawler.run import CrawlResult, crawl
from lexicons.errors import EncuadreError
from tests.loopback import Asked, LoopbackPress, Reply, article, config, outlet, rss, study


@dataclass
class Crawled:
    """What one crawl left behind. ``when`` holds the arrival times of each host's requests."""

    press: LoopbackPress
    result: CrawlResult
    fetches: list[Fetch]
    when: dict[str, list[float]]

    def outcomes(self, url: str) -> list[Outcome]:
        return [fetch.outcome for fetch in self.fetches if fetch.url == url]

    def gaps(self, host: str) -> list[float]:
        times = self.when[host]
        return [after - before for before, after in pairwise(times)]


def _closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _paper(press: LoopbackPress, host: str, pages: dict[str, object], robots: Reply | None = None) -> None:
    for path, page in pages.items():
        press.put(f"http://{host}{path}", page)  # type: ignore[arg-type]
    press.put(f"http://{host}/rss", rss([f"http://{host}{path}" for path in pages]))
    if robots is not None:
        press.put(f"http://{host}/robots.txt", robots)


def _not_before(first: Iterator[int]) -> Callable[[Asked], Reply]:
    """At first "come back at" two seconds from now, then an article."""

    def answer(_: Asked) -> Reply:
        status = next(first, 200)
        when = {"Retry-After": formatdate(time.time() + 2, usegmt=True)} if status == 503 else {}
        return Reply(article("Ya").encode(), status, when)

    return answer


def _text(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status, content_type="text/plain")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    corpus_path, raw = study(tmp_path_factory.mktemp("politeness"))
    three = {f"/{number}": article(f"Nota {number}") for number in range(3)}
    calls = iter([Reply(b"", 429, {"Retry-After": "1"})])
    dates = iter([503])
    with LoopbackPress() as press:
        _paper(
            press,
            "reglas.example",
            {"/publica": article("Pública"), "/privada/x": article("Privada")},
            _text("User-agent: *\nAllow: /\n\nUser-agent: encuadre\nDisallow: /privada/\n"),
        )
        _paper(press, "lento.example", three, _text("User-agent: *\nCrawl-delay: 0.4\n"))
        _paper(press, "ritmo.example", three, _text("User-agent: *\nRequest-rate: 5/2\n"))
        _paper(press, "eterno.example", three, _text("User-agent: *\nCrawl-delay: 86400\n"))
        _paper(press, "caido.example", three, _text("", 500))
        _paper(press, "negado.example", three, _text("", 403))
        _paper(press, "largo.example", three, _text("#" * 600_000 + "\nUser-agent: *\nDisallow: /\n"))
        _paper(press, "bloquea.example", {f"/{n}": Reply(b"", 403) for n in range(10)})
        _paper(
            press, "espera.example", {"/0": lambda _: next(calls, Reply(article("Ya").encode())), "/1": article("B")}
        )
        _paper(press, "fecha.example", {"/0": _not_before(dates), "/1": article("B")})
        _paper(press, "manana.example", {"/0": Reply(b"", 429, {"Retry-After": "86400"}), "/1": article("B")})
        moved = {f"/{n}": Reply(status=301, headers={"Location": f"http://www.cambia.example/{n}"}) for n in range(4)}
        _paper(press, "cambia.example", moved)
        for number in range(4):
            press.put(f"http://www.cambia.example/{number}", article(f"Mudada {number}"))
        press.put("http://mapa.example/robots.txt", _text("Sitemap: http://mapa.example/mapa.txt\n"))
        press.put("http://mapa.example/mapa.txt", _text("http://mapa.example/a\n"))
        press.put("http://mapa.example/a", article("Desde robots.txt"))
        names = ["reglas", "lento", "ritmo", "eterno", "caido", "negado", "largo", "bloquea", "espera", "fecha",
                 "manana", "cambia", "apagado"]  # fmt: skip
        outlets = [outlet(f"{name}.example", feeds=[f"http://{name}.example/rss"]) for name in names]
        hosts = {**press.hosts, "apagado.example": f"127.0.0.1:{_closed_port()}"}
        settings = config(press, hosts=hosts, concurrency=32, longest_wait=5)
        when = _clock(press)
        result = crawl(
            corpus_path, [*outlets, outlet("mapa.example")], settings, raw, extractor="tests.extractors:plain"
        )
        with Corpus.open(corpus_path) as corpus:
            yield Crawled(press, result, list(corpus.fetches()), when)


def _clock(press: LoopbackPress) -> dict[str, list[float]]:
    when: dict[str, list[float]] = {}
    append = press.asked.append

    class Timed(list[Asked]):
        def append(self, asked: Asked) -> None:
            when.setdefault(asked.host, []).append(time.monotonic())
            append(asked)
            super().append(asked)

    press.asked = Timed()
    return when


def test_what_robots_forbids_is_not_asked_but_recorded(crawled: Crawled) -> None:
    assert crawled.outcomes("http://reglas.example/privada/x") == [Outcome.OFF_ROBOTS]
    assert crawled.press.hits("http://reglas.example/privada/x") == 0
    assert crawled.outcomes("http://reglas.example/publica") == [Outcome.FETCHED]


def test_robots_is_asked_once_and_recorded(crawled: Crawled) -> None:
    assert crawled.press.hits("http://reglas.example/robots.txt") == 1
    assert crawled.outcomes("http://reglas.example/robots.txt") == [Outcome.LISTING]


def _paced(crawled: Crawled, host: str) -> bool:
    """At least 0.4 seconds between two requests as sent: four of them (a busy machine may delay the first) take 1.2."""
    gaps = crawled.gaps(host)
    return len(gaps) == 4 and sum(gaps) > 1.2


def test_crawl_delay_is_a_minimum(crawled: Crawled) -> None:
    assert _paced(crawled, "lento.example")


def test_request_rate_is_a_minimum(crawled: Crawled) -> None:
    assert _paced(crawled, "ritmo.example")


def test_a_crawl_delay_past_the_longest_wait_leaves_the_host(crawled: Crawled) -> None:
    assert crawled.press.hits("http://eterno.example/rss") == 0
    assert "86400" in crawled.result.failed["eterno-example"]


@pytest.mark.parametrize(("name", "asked"), [("caido", 2), ("apagado", 0)])
def test_robots_out_of_reach_means_not_now(crawled: Crawled, name: str, asked: int) -> None:
    """A server error (asked once more) and a refused connection: nothing but robots.txt is asked."""
    assert crawled.outcomes(f"http://{name}.example/rss") == [Outcome.ROBOTS_NOT_NOW]
    assert [request.path for request in crawled.press.asked if request.host == f"{name}.example"] == (
        ["/robots.txt"] * asked
    )
    assert "robots.txt could not be read" in crawled.result.failed[f"{name}-example"]


def test_a_robots_file_that_is_refused_allows(crawled: Crawled) -> None:
    assert crawled.outcomes("http://negado.example/0") == [Outcome.FETCHED]


def test_only_the_first_500_kib_of_robots_count(crawled: Crawled) -> None:
    assert crawled.outcomes("http://largo.example/0") == [Outcome.FETCHED]


def test_a_host_that_refuses_three_times_is_left(crawled: Crawled) -> None:
    refused = [fetch for fetch in crawled.fetches if fetch.outlet == "bloquea-example" and fetch.kind == "article"]
    assert [fetch.outcome for fetch in refused] == [Outcome.BLOCKED] * 3
    assert "refused 3 requests in a row" in crawled.result.failed["bloquea-example"]


def test_retry_after_is_waited_for(crawled: Crawled) -> None:
    assert max(crawled.gaps("espera.example")) > 0.95
    assert max(crawled.gaps("fecha.example")) > 0.9  # a date has whole seconds
    assert sorted(crawled.outcomes("http://espera.example/0") + crawled.outcomes("http://espera.example/1")) == [
        Outcome.BLOCKED,
        Outcome.FETCHED,
    ]


def test_retry_after_past_the_longest_wait_leaves_the_host(crawled: Crawled) -> None:
    assert "86400 seconds" in crawled.result.failed["manana-example"]
    assert len([request for request in crawled.press.asked if request.host == "manana.example"]) <= 4


def test_one_connection_a_host_across_redirects(crawled: Crawled) -> None:
    assert crawled.outcomes("http://cambia.example/3") == [Outcome.FETCHED]
    for host in ("cambia.example", "www.cambia.example", "lento.example"):
        assert crawled.press.most_open[host] == 1


def test_a_redirect_meets_the_robots_of_its_own_host(crawled: Crawled) -> None:
    assert crawled.press.hits("http://www.cambia.example/robots.txt") == 1


def test_sitemaps_named_by_robots_are_read_when_the_registry_names_none(crawled: Crawled) -> None:
    assert crawled.outcomes("http://mapa.example/a") == [Outcome.FETCHED]


@pytest.mark.parametrize("settings", [CrawlConfig(), CrawlConfig(allow_loopback=True)])
def test_nobody_elses_server_is_asked_without_a_contact(tmp_path: Path, settings: CrawlConfig) -> None:
    corpus_path, raw = study(tmp_path)
    with pytest.raises(EncuadreError) as caught:
        crawl(corpus_path, [outlet("diario.example")], settings, raw)
    assert caught.value.code == "E310"


def test_addresses_that_are_not_public_are_never_asked(tmp_path: Path) -> None:
    """By name, as numbers in every spelling, in IPv6: recorded as refused, and no request arrives."""
    corpus_path, raw = study(tmp_path)
    with LoopbackPress() as press:
        port = press.port
        homes = [
            f"http://localhost:{port}/",
            f"http://127.0.0.1:{port}/",
            f"http://2130706433:{port}/",
            f"http://0x7f.1:{port}/",
            f"http://[::1]:{port}/",
            f"http://[::ffff:127.0.0.1]:{port}/",
            "http://169.254.169.254/",
            "http://10.0.0.1/",
        ]
        outlets = [_at(home, number) for number, home in enumerate(homes)]
        settings = CrawlConfig(contact="equipo@example.org", delay=0, timeout=5)
        result = crawl(corpus_path, outlets, settings, raw, extractor="tests.extractors:plain")
        assert press.asked == []
    with Corpus.open(corpus_path) as corpus:
        robots = {fetch.url: fetch.outcome for fetch in corpus.fetches() if fetch.kind == "robots"}
    assert set(robots.values()) == {Outcome.REFUSED_ADDRESS}
    assert len(result.failed) == len(homes)


def _at(home: str, number: int) -> object:
    from dataclasses import replace

    return replace(outlet("x.example", feeds=[f"{home}rss"]), id=f"o{number}", homepage=home)
