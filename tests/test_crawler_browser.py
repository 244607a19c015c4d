"""Pages that need JavaScript: rendered by a real Chromium, under every rule of a crawl, and no hole in its walls."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.records import Article, Fetch, Outcome, Outlet
from corpus.store import Corpus
from crawler.chromium import missing_browser, system_browser
from crawler.run import CrawlResult, crawl
from crawler.warc import read_record
from tests.loopback import Asked, LoopbackPress, Reply, article, config, outlet, rss, study

needs_chromium = pytest.mark.skipif(
    find_spec("scrapy_playwright") is None or system_browser() is None,
    reason="scrapy-playwright (pip install 'encuadre[js]') or Chromium is not here",
)
HOST = "http://d.example"
BODY = article("Libros para la biblioteca").partition("<body>")[2].partition("</body>")[0]
PROSE = json.dumps({"html": BODY})
# What an application does: ask for the text, put it onto the page.
APP = "fetch('/api/nota').then(r => r.json()).then(d => { document.getElementById('app').innerHTML = d.html; });"
WRITE = f"document.getElementById('app').innerHTML = {json.dumps(BODY)};"


def shell(script: str, *, head: str = "", title: str = "Libros para la biblioteca") -> str:
    """A page without text, and the script that is to bring it."""
    return (
        f'<!doctype html><html lang="es"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="2024-03-05T10:00:00-05:00">{head}</head>'
        f'<body><div id="app"></div><script>{script}</script></body></html>'
    )


def js(row: Outlet) -> Outlet:
    return replace(row, needs=("javascript",))


def crawled(
    press: LoopbackPress, folder: Path, pages: dict[str, str], *, rendered: bool = True, **settings: object
) -> CrawlResult:
    """Crawl these pages of one outlet, in this order of names."""
    for name, page in pages.items():
        press.put(f"{HOST}/nota/{name}", page)
    press.put(f"{HOST}/rss", rss([f"{HOST}/nota/{name}" for name in pages]))
    row = outlet("d.example", feeds=[f"{HOST}/rss"])
    where, raw = study(folder)
    return crawl(where, [js(row) if rendered else row], config(press, **{"timeout": 8.0, **settings}), raw)


def kept(folder: Path) -> tuple[dict[str, Article], dict[str, Fetch]]:
    with Corpus.open(study(folder)[0]) as corpus:
        articles = {one.url.rpartition("/")[2]: one for one in corpus.articles()}
        return articles, {one.url.rpartition("/")[2]: one for one in corpus.fetches(kind="article")}


@needs_chromium
def test_text_that_scripts_bring_is_an_article_only_where_the_row_says_so(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        press.put(f"{HOST}/api/nota", Reply(PROSE.encode(), content_type="application/json"))
        press.put(f"{HOST}/app.js", Reply(APP.encode(), content_type="text/javascript"))
        press.put(f"{HOST}/foto.jpg", Reply(b"x", content_type="image/jpeg"))
        page = shell("document.cookie = 'lector=1'", head='<script defer src="/app.js"></script>').replace(
            "<body>", '<body><img src="/foto.jpg">'
        )
        plain = crawled(press, tmp_path / "plain", {"libros-uno": page}, rendered=False)
        assert plain.totals == {"listing": 1, "not_article": 1}
        press.asked.clear()

        shown = crawled(press, tmp_path / "js", {"libros-uno": page, "libros-dos": page})
        assert shown.totals == {"fetched": 2, "listing": 1}
        articles, fetches = kept(tmp_path / "js")
        assert "concejo municipal" in articles["libros-uno"].body
        assert articles["libros-uno"].evidence["rendered"] == "chromium"
        assert {fetch.detail for fetch in fetches.values()} == {
            f"rendered by chromium: {count} further requests, 1 refused" for count in (1, 2)
        }
        record = read_record(study(tmp_path / "js")[1], str(articles["libros-uno"].raw))
        assert b"concejo municipal" in record.body
        assert record.headers["X-Encuadre-Rendered"] == "chromium"
        # Scripts once a run, pictures never, one connection, our own name, no cookies.
        assert (press.hits(f"{HOST}/app.js"), press.hits(f"{HOST}/api/nota"), press.hits(f"{HOST}/foto.jpg")) == (
            1,
            2,
            0,
        )
        assert press.most_open["d.example"] == 1
        assert all(one.headers["User-Agent"].startswith("encuadre/") for one in press.asked)
        assert not any("Cookie" in one.headers for one in press.asked)


@needs_chromium
def test_robots_hold_for_the_page_and_for_what_it_loads(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        press.put(
            f"{HOST}/robots.txt",
            Reply(b"User-agent: *\nDisallow: /api/\nDisallow: /nota/cerrada", content_type="text/plain"),
        )
        press.put(f"{HOST}/api/nota", Reply(PROSE.encode(), content_type="application/json"))
        result = crawled(press, tmp_path, {"cerrada-al-robot": shell(WRITE), "abierta-al-robot": shell(APP)})
        assert result.totals == {"listing": 1, "not_article": 1, "off_robots": 1}
        assert press.hits(f"{HOST}/api/nota") == press.hits(f"{HOST}/nota/cerrada-al-robot") == 0


def _endless(_asked: Asked) -> Reply:
    def drip() -> Iterable[bytes]:
        while True:
            yield b"/* */"
            time.sleep(0.1)

    return Reply(drip(), content_type="text/javascript")


@pytest.fixture
def neighbour() -> Iterator[tuple[int, list[str]]]:
    """Another server of this machine that no study named."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_OPTIONS = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield int(server.server_address[1]), asked
    server.shutdown()
    server.server_close()


@needs_chromium
def test_hostile_pages_cost_themselves_and_reach_nothing(tmp_path: Path, neighbour: tuple[int, list[str]]) -> None:
    port, asked = neighbour
    near = f"http://vecino.example:{port}"
    reach = (
        f"fetch('{near}/a').catch(() => 0); new Image().src = '{near}/b'; navigator.sendBeacon('{near}/c', 'x');"
        f"fetch('{near}/d', {{method: 'POST', mode: 'no-cors', body: 'x'}}).catch(() => 0); window.open('{near}/e');"
        f"try {{ new WebSocket('ws://127.0.0.1:{port}/f') }} catch (e) {{}}"
        f"document.head.insertAdjacentHTML('beforeend', '<link rel=preconnect href=http://127.0.0.1:{port}>"
        f"<link rel=prefetch href=http://127.0.0.1:{port}/g>');"
        "fetch('/salta').catch(() => 0); fetch('file:///etc/hostname').catch(() => 0);"
    )
    frame = f'<iframe src="{near}/marco"></iframe><iframe src="file:///etc/hostname"></iframe>'
    pages = {
        "bucle-sin-fin": shell("while (true) {}"),
        "avisa-sin-parar": shell(f"for (let i = 0; i < 50; i++) alert(i); {WRITE}"),
        "va-a-un-archivo": shell("location.href = 'file:///etc/hostname'"),
        "va-a-la-red": shell(f"location.href = '{near}/nota'"),
        "alcanza-a-otros": shell(f"{reach} {WRITE}").replace("<body>", f"<body>{frame}"),
        "carga-sin-fin": shell(WRITE, head='<script async src="/sin-fin.js"></script>'),
        "crece-sin-fin": shell("let s = 'x'.repeat(2e5); document.body.append(s)"),
        "rompe-la-ventana": shell("", head='<script src="/rompe.js"></script>'),
        "sana-y-ultima": shell(WRITE),
    }
    with LoopbackPress() as press:
        press.put(f"{HOST}/sin-fin.js", _endless)
        press.put(f"{HOST}/salta", Reply(status=302, headers={"Location": f"{near}/h"}))
        # What a tab does that needs more memory than it may have.
        greedy = b"const a = []; for (;;) a.push(new Array(1e6).fill({}).map((_, i) => ({i})));"
        press.put(f"{HOST}/rompe.js", Reply(greedy, content_type="text/javascript"))
        result = crawled(press, tmp_path, pages, max_bytes=100_000)
    assert asked == []
    articles, fetches = kept(tmp_path)
    # where memory is plenty its time is over first
    assert fetches.pop("rompe-la-ventana").outcome in {Outcome.ERROR, Outcome.TIMEOUT}
    # the browser waits for the answer it never gets, unless it is quick to see that there is none
    assert fetches.pop("va-a-la-red").outcome in {Outcome.NOT_ARTICLE, Outcome.TIMEOUT}
    assert {name: fetch.outcome for name, fetch in fetches.items()} == {
        "bucle-sin-fin": Outcome.TIMEOUT,
        "avisa-sin-parar": Outcome.FETCHED,
        "va-a-un-archivo": Outcome.NOT_ARTICLE,
        "alcanza-a-otros": Outcome.FETCHED,
        "carga-sin-fin": Outcome.FETCHED,
        "crece-sin-fin": Outcome.TOO_LARGE,
        "sana-y-ultima": Outcome.FETCHED,
    }
    assert result.failed == {}
    assert "concejo municipal" in articles["sana-y-ultima"].body


@needs_chromium
def test_a_wall_in_the_page_is_not_rendered_away(tmp_path: Path) -> None:
    wall = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    away = "document.querySelector('script[type]').remove();"
    with LoopbackPress() as press:
        crawled(press, tmp_path, {"con-muro-al-inicio": shell(away + WRITE, head=wall)})
    articles, _ = kept(tmp_path)
    assert not any("concejo municipal" in one.body for one in articles.values())


@needs_chromium
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_no_chromium_is_left_when_the_crawl_is_killed(tmp_path: Path) -> None:
    where, raw = study(tmp_path)
    with LoopbackPress() as press:
        press.put(f"{HOST}/nota/bucle-sin-fin", shell("while (true) {}"))
        press.put(f"{HOST}/rss", rss([f"{HOST}/nota/bucle-sin-fin"]))
        mark = f"encuadre-{os.getpid()}"
        program = (
            "from pathlib import Path; from corpus.records import Outlet; from crawler.config import CrawlConfig; "
            "from crawler.run import crawl; import json, sys; j = json.loads(sys.argv[1]); "
            "crawl(j['where'], [Outlet(**j['outlet'])], CrawlConfig(**j['config']), Path(j['raw']))"
        )
        row = js(outlet("d.example", feeds=[f"{HOST}/rss"]))
        job = {
            "where": str(where),
            "raw": str(raw),
            "outlet": {name: getattr(row, name) for name in row.__dataclass_fields__},
            "config": config(press, timeout=120.0).model_dump(mode="json"),
        }
        child = subprocess.Popen(
            [sys.executable, "-c", program, json.dumps(job)],
            env={**os.environ, "ENCUADRE_TEST": mark},
            start_new_session=True,
        )
        try:
            _wait_for(lambda: any("--remote-debugging" in words for words in _processes(mark)))
        finally:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
        _wait_for(lambda: not _processes(mark))


def _wait_for(done: object, seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.2)


def _processes(mark: str) -> list[str]:
    """The command lines of the processes that were started under this mark and still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"ENCUADRE_TEST={mark}".encode() in (folder / "environ").read_bytes():
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                found += [words] if words else []
        except OSError:
            continue
    return found


def test_where_the_browser_is_missing_the_outlet_says_what_to_type_and_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(empty))
    lacking = js(outlet("d.example", feeds=[f"{HOST}/rss"]))
    said = missing_browser(lacking)
    assert said is not None and "pip install 'encuadre[js]'" in said
    with LoopbackPress() as press:
        press.put("http://otro.example/rss", rss(["http://otro.example/nota/libros-uno"]))
        press.put("http://otro.example/nota/libros-uno", article("Libros para la biblioteca"))
        press.put(f"{HOST}/rss", rss([f"{HOST}/nota/libros-uno"]))
        where, raw = study(tmp_path)
        rows = [lacking, outlet("otro.example", feeds=["http://otro.example/rss"])]
        result = crawl(where, rows, config(press), raw)
        assert result.failed == {"d-example": said}
        assert result.totals == {"fetched": 1, "listing": 1}
        assert press.hits(f"{HOST}/rss") == 0
