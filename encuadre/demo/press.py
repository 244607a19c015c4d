"""The loopback press: one HTTP server on this machine that answers for every invented newsroom by its host name.

In: newsrooms. Out: a running server on a free port of 127.0.0.1, stopped with its ``with`` block.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from encuadre.demo import pages
from encuadre.demo.newsroom import Newsroom

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """What the server sends back."""

    body: bytes
    content_type: str = "text/html"
    status: int = 200


class Press:
    """The invented press while it is open. ``hosts`` maps each newsroom's host name to this machine."""

    def __init__(self, newsrooms: list[Newsroom]) -> None:
        self.newsrooms = newsrooms
        self._server = ThreadingHTTPServer((LOOPBACK, 0), _handler(self))
        self._server.daemon_threads = True
        self._by_host = {room.plan.host: _Site(room) for room in newsrooms}
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def port(self) -> int:
        """The port that this run was given."""
        return int(self._server.server_address[1])

    @property
    def hosts(self) -> dict[str, str]:
        """Host name to address, for the crawl's own name lookup."""
        return dict.fromkeys(self._by_host, f"{LOOPBACK}:{self.port}")

    def __enter__(self) -> Press:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, host: str, path: str) -> Answer:
        """What the newsroom of that host says to that path."""
        site = self._by_host.get(host.partition(":")[0])
        return site.answer(path) if site else Answer(b"no such newsroom", status=404)


class _Site:
    """One newsroom's addresses and what stands behind them."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self._stories = {story.path: story for story in room.stories}
        self._fixed: dict[str, tuple[Callable[[Newsroom], str], str]] = {
            "/": (pages.front_page, "text/html"),
            "/robots.txt": (pages.robots, "text/plain"),
            "/rss.xml": (pages.rss, "application/rss+xml"),
            "/atom.xml": (pages.atom, "application/atom+xml"),
            "/feed.json": (pages.json_feed, "application/feed+json"),
        }

    def answer(self, path: str) -> Answer:
        room = self._room
        if room.plan.blocks and path != "/robots.txt":
            return Answer(b"<h1>403 Forbidden</h1>", status=403)
        if path in self._stories:
            text = pages.article_page(room, self._stories[path])
            return Answer(
                text.encode(room.plan.charset, "xmlcharrefreplace"), f"text/html; charset={room.plan.charset}"
            )
        if path in self._fixed:
            write, content_type = self._fixed[path]
            return Answer(write(room).encode(), f"{content_type}; charset=utf-8")
        if path.startswith("/sitemap"):
            return self._sitemap(path)
        return Answer(b"<h1>404</h1>", status=404)

    def _sitemap(self, path: str) -> Answer:
        room = self._room
        if path == "/sitemap.xml":
            text = {
                "index": lambda: pages.sitemap_index(room),
                "news": lambda: pages.news_sitemap(room),
                "plain": lambda: pages.sitemap(room, room.stories),
            }[room.plan.sitemap]()
            return Answer(text.encode(), "application/xml")
        for year in pages.years(room):
            if path == f"/sitemap-{year}.xml.gz":
                stories = tuple(story for story in room.stories if story.published.year == year)
                packed = gzip.compress(pages.sitemap(room, stories).encode(), mtime=0)
                return Answer(packed, "application/gzip")
        return Answer(b"<h1>404</h1>", status=404)


def _handler(press: Press) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Without this, small answers wait 40 ms for the reader's acknowledgement.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            answer = press.answer(self.headers.get("Host", ""), self.path)
            etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
            unchanged = answer.status == 200 and self.headers.get("If-None-Match") == etag
            self.send_response(304 if unchanged else answer.status)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", "0" if unchanged else str(len(answer.body)))
            self.end_headers()
            if not unchanged:
                self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the demo's own progress is what people watch."""

    return Handler
