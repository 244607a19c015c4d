"""A small press on this machine: one threaded server, many host names, every request counted.

In: what each path of each host answers. Out: a real HTTP server on a free port of 127.0.0.1. A host is named as the
``Host`` header names it; the crawler is pointed here by ``CrawlConfig(hosts=press.hosts)``.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from corpus.records import Outlet
from crawler.config import CrawlConfig


@dataclass(frozen=True)
class Reply:
    """One answer. ``length`` overrides the announced length (-1: none, the connection ends the body)."""

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    length: int | None = None


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    host: str
    path: str
    headers: dict[str, str]


Answering = Reply | Callable[[Asked], Reply]


class LoopbackPress:
    """Use as a context manager. ``put`` pages, then crawl; ``hits`` and ``asked`` say what was asked."""

    def __init__(self) -> None:
        self.pages: dict[tuple[str, str], Answering] = {}
        # answers for a path whatever its query is
        self.answers: dict[tuple[str, str], Answering] = {}
        self.asked: list[Asked] = []
        self.open_now: Counter[str] = Counter()
        self.most_open: Counter[str] = Counter()
        self._lock = threading.Lock()
        press = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                press.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def hosts(self) -> dict[str, str]:
        """For ``CrawlConfig.hosts``."""
        return {host: f"127.0.0.1:{self.port}" for host, _ in [*self.pages, *self.answers]}

    def put(self, url: str, answer: Answering | bytes | str) -> None:
        """What ``url`` answers; text and bytes are a page of HTML."""
        parts = urlsplit(url)
        if isinstance(answer, str):
            answer = answer.encode()
        if isinstance(answer, bytes):
            answer = Reply(answer)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.pages[(parts.hostname or "", path or "/")] = answer

    def hits(self, url: str) -> int:
        """How often ``url`` was asked."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return sum(asked.host == parts.hostname and asked.path == path for asked in self.asked)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        host = (handler.headers.get("Host") or "").partition(":")[0]
        asked = Asked(host, handler.path, dict(handler.headers.items()))
        with self._lock:
            self.asked.append(asked)
            self.open_now[host] += 1
            self.most_open[host] = max(self.most_open[host], self.open_now[host])
        try:
            whatever = self.answers.get((host, handler.path.partition("?")[0]), Reply(b"not here", 404))
            page = self.pages.get((host, handler.path), whatever)
            with suppress(ConnectionError):
                _send(handler, page(asked) if callable(page) else page)
        finally:
            with self._lock:
                self.open_now[host] -= 1


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
        handler.send_header(name, value)
    whole = isinstance(reply.body, bytes)
    length = reply.length if reply.length is not None else (len(reply.body) if isinstance(reply.body, bytes) else -1)
    if length >= 0:
        handler.send_header("Content-Length", str(length))
    if not whole or length < 0 or reply.length is not None:
        handler.send_header("Connection", "close")
        handler.close_connection = True
    handler.end_headers()
    for piece in [reply.body] if isinstance(reply.body, bytes) else reply.body:
        handler.wfile.write(piece)


def article(title: str, *, date: str = "2024-03-05T10:00:00-05:00", text: str | None = None, head: str = "") -> str:
    """A plain news page about nothing in particular."""
    body = text or " ".join(
        f"{title}: el concejo municipal discutió el punto número {number} de la agenda durante la sesión de la tarde "
        "y escuchó a las vecinas del barrio, que pidieron arreglos en la plaza y más horarios de la biblioteca."
        for number in range(1, 6)
    )
    paragraphs = "".join(f"<p>{part.strip()}.</p>" for part in body.split(". ") if part.strip())
    return (
        f'<!doctype html><html lang="es"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="{date}">{head}</head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def rss(urls: Iterable[str], *, date: str = "Tue, 05 Mar 2024 10:00:00 -0500") -> Reply:
    """A feed that lists ``urls``."""
    items = "".join(f"<item><title>Nota</title><link>{url}</link><pubDate>{date}</pubDate></item>" for url in urls)
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Diario</title>{items}</channel></rss>'
    return Reply(text.encode(), content_type="application/rss+xml")


def outlet(host: str, *, feeds: Iterable[str] = (), sitemaps: Iterable[str] = (), delay: float | None = None) -> Outlet:
    """A row of the registry for ``host``."""
    return Outlet(
        id=host.replace(".", "-"),
        name=host,
        country="PE",
        time_zone="America/Lima",
        languages=("es",),
        kind="daily",
        homepage=f"http://{host}/",
        feeds=tuple(feeds),
        sitemaps=tuple(sitemaps),
        delay=delay,
    )


def config(press: LoopbackPress, **settings: object) -> CrawlConfig:
    """A crawl of ``press`` that loses no time."""
    values: dict[str, object] = {
        "contact": "pruebas@example.org",
        "delay": 0.0,
        "allow_loopback": True,
        "hosts": press.hosts,
        "timeout": 5.0,
    }
    return CrawlConfig.model_validate({**values, **settings})


def study(folder: Path) -> tuple[Path, Path]:
    """Where the corpus and the raw pages of a study are."""
    return folder / "corpus.sqlite", folder / "raw"
