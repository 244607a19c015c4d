"""The page over HTTP, for browsers on this machine and nobody else.

In: a ``Desk``. Out: a threaded server on 127.0.0.1. Three doors guard it: the Host header must name this machine (no
other site can lead a browser here by its own name), a secret from the address is kept as a cookie (no other user of the
machine gets in), and what changes anything must come from the page itself (Origin). Paths are looked up in a table,
never on disk.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from encuadre.labelling.desk import Desk, Refused, clean_name
from encuadre.labelling.page import assets, closed_page, label_page, start_page
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError, UsageError

LOOPBACK = "127.0.0.1"
# The first is ours by habit, so that a bookmark and an open tab find the page again; the next ones for a second study.
PORTS = range(8750, 8760)
# Thousands of marks and a long note are below 1 MB.
MOST_BYTES = 1_000_000
# The page itself asks with four.
MOST_FIELDS = 20
# A browser on this machine sends a request at once.
PATIENCE_SECONDS = 30
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Article text must not stay in the browser's cache.
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """Who labels at the other end, as each request says: two tabs may be two annotators."""

    annotator: str
    group: str | None
    language: str


class LabelServer(ThreadingHTTPServer):
    """Serves one desk. ``annotator`` and ``group``: the only ones served, where given."""

    daemon_threads = True
    # Otherwise a second server could take the port over on some systems, and with it the cookie.
    allow_reuse_address = True

    def __init__(
        self, port: int, desk: Desk, secret: str, language: str, annotator: str | None = None, group: str | None = None
    ) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.desk, self.secret, self.language = desk, secret, language
        self.annotator, self.group = annotator, group

    @property
    def address(self) -> str:
        """Where the page is, with the secret that lets its reader in."""
        return f"http://{LOOPBACK}:{self.server_port}/?token={self.secret}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hung up is no news; a mistake of ours was told to the page."""


class _Handler(BaseHTTPRequestHandler):
    server: LabelServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "encuadre", ""
    timeout = PATIENCE_SECONDS

    def do_GET(self) -> None:
        self._send(self._guarded(self._get))

    def do_POST(self) -> None:
        self._send(self._guarded(self._post))

    def log_message(self, format: str, *args: object) -> None:
        """Who read what when is nobody's business."""

    def _guarded(self, answer: Any) -> Reply:
        """The answer, behind the doors; a refusal in plain words."""
        try:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, max_num_fields=MOST_FIELDS)
        except ValueError:
            return _refusal("shape", 400)
        self._path, self._query = parts.path, {name: values[-1] for name, values in query.items()}
        port = self.server.server_port
        if self.headers.get("Host") not in (f"{LOOPBACK}:{port}", f"localhost:{port}"):
            return _refusal("host", 403)
        if self._path == "/" and compare_digest(self._query.get("token", "").encode(), self.server.secret.encode()):
            cookie = f"{self._cookie}={self.server.secret}; HttpOnly; SameSite=Strict; Path=/"
            return Reply(b"", status=303, headers=(("Location", "/"), ("Set-Cookie", cookie)))
        if not self._has_cookie():
            if self._path.startswith("/api/"):
                return _refusal("locked", 403)
            return Reply(closed_page(self.server.language).encode(), status=403)
        try:
            reply: Reply = answer()
        except Refused as refused:
            return _refusal(refused.key, refused.status, refused.detail)
        except UsageError as error:
            return _refusal("name", 400, str(error))
        except EncuadreError as error:
            # E206: another command holds the corpus; E210: the article was forgotten meanwhile.
            key, status = {"E206": ("busy", 503), "E210": ("gone", 404)}.get(error.code, ("store", 500))
            return _refusal(key, status, f"{error} [{error.code}]")
        except Exception as error:
            return _refusal("mistake", 500, f"{type(error).__name__}: {error}")
        return reply

    def _get(self) -> Reply:
        if self._path in (found := assets()):
            content_type, body = found[self._path]
            return Reply(body, content_type)
        if self._path == "/":
            return self._start()
        if self._path == "/label":
            return self._label()
        if self._path == "/api/overview":
            return _json({"articles": self.server.desk.overview(self._who().annotator)})
        if self._path == "/api/titles":
            return _json({"titles": self.server.desk.titles(self._who().annotator)})
        if self._path == "/api/article":
            return _json(self.server.desk.article(self._who().annotator, self._query.get("id", "")))
        return _refusal("nothing", 404)

    def _post(self) -> Reply:
        sent = self._sent()
        who, desk = self._who(), self.server.desk
        if self._path == "/api/draft":
            desk.keep_draft(who.annotator, sent)
            return _json({"kept": True})
        if self._path == "/api/label":
            desk.keep_label(who.annotator, who.group, sent)
            return _json({"articles": desk.overview(who.annotator)})
        return _refusal("nothing", 404)

    def _sent(self) -> dict[str, Any]:
        """The JSON object that the page itself sent. Raises Refused for anything else."""
        self.close_connection = True  # until the body is read, what follows on this connection is not a request
        if self.headers.get("Origin") != f"http://{self.headers.get('Host')}":
            raise Refused("origin", 403)
        if self.headers.get_content_type() != "application/json":
            raise Refused("shape", 415)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refused("shape", 411)
        if int(length[:12]) > MOST_BYTES:
            raise Refused("large", 413)
        body = self.rfile.read(int(length))
        self.close_connection = False
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Refused("shape") from error
        if not isinstance(sent, dict):
            raise Refused("shape")
        return sent

    def _who(self) -> Who:
        """Raises UsageError E451 for a name that is none, Refused where this server is for somebody else."""
        annotator = clean_name(self._query.get("annotator", ""))
        if self.server.annotator not in (None, annotator):
            raise Refused("other", 403)
        group = self.server.group or (clean_name(self._query["group"]) if self._query.get("group") else None)
        return Who(annotator, group, self._language())

    def _language(self) -> str:
        wanted = self._query.get("lang", "")
        return wanted if wanted in LANGUAGES else self.server.language

    def _start(self) -> Reply:
        if self.server.annotator:
            known = {"annotator": self.server.annotator, "lang": self._language()}
            return Reply(b"", status=303, headers=(("Location", f"/label?{urlencode(known)}"),))
        task = self.server.desk.task
        return Reply(start_page(task, self._language(), self.server.group).encode())

    def _label(self) -> Reply:
        try:
            who = self._who()
        except UsageError:
            task = self.server.desk.task
            page = start_page(task, self._language(), self.server.group, wrong=self._query.get("annotator", ""))
            return Reply(page.encode(), status=400)
        return Reply(label_page(self.server.desk.task, who.annotator, who.group, who.language, self._study()).encode())

    def _study(self) -> str:
        """Tells the studies of this machine apart in the browser, without telling the secret."""
        return hashlib.sha256(self.server.secret.encode()).hexdigest()[:12]

    @property
    def _cookie(self) -> str:
        # Cookies do not tell ports apart, so the name does.
        return f"encuadre-label-{self.server.server_port}"

    def _has_cookie(self) -> bool:
        try:
            found = SimpleCookie(self.headers.get("Cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return found is not None and compare_digest(found.value.encode(), self.server.secret.encode())

    def _send(self, reply: Reply) -> None:
        # A request that was refused before its body was read leaves that body on the line.
        if self.command == "POST" and reply.status >= 400:
            self.close_connection = True
        with suppress(ConnectionError, TimeoutError):
            self.send_response(reply.status)
            extra = (("Connection", "close"),) if self.close_connection else ()
            given = (("Content-Type", reply.content_type), ("Content-Length", str(len(reply.body))))
            for name, value in (*_HEADERS.items(), *given, *reply.headers, *extra):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)


def _json(data: object, status: int = 200) -> Reply:
    return Reply(json.dumps(data, ensure_ascii=False).encode(), "application/json", status)


def _refusal(key: str, status: int, detail: str = "") -> Reply:
    return _json({"error": key, "detail": detail}, status)
