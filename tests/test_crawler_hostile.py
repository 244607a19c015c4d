"""Servers that break the protocol: every one ends in a plain outcome, none stalls or ends the crawl."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from corpus.records import Fetch, Outcome
from corpus.store import Corpus
from crawler.config import CrawlConfig
from crawler.run import crawl
from tests.loopback import outlet, study

Answer = bytes | Callable[[socket.socket], None]
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def _drip(connection: socket.socket) -> None:
    """Headers without end, a few bytes at a time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-A: b\r\n")
        time.sleep(0.1)


def _long_line(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"a" * 60_000)


ANSWERS: dict[str, tuple[Answer, Outcome]] = {
    "nada": (b"", Outcome.UNREACHABLE),
    "basura": (b"\x00\x01\x02 not http\r\n\r\n", Outcome.UNREACHABLE),
    "negativo": (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhola", Outcome.UNREACHABLE),
    "dos": (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nhola", Outcome.UNREACHABLE),
    "trozos": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhola\r\n", Outcome.UNREACHABLE),
    "linea": (_long_line, Outcome.UNREACHABLE),
    "gota": (_drip, Outcome.TIMEOUT),
    "cien": (b"HTTP/1.1 100 Continue\r\n\r\n" * 100, Outcome.UNREACHABLE),
    "estado": (b"HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n", Outcome.SERVER_ERROR),
    "gzip": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 4\r\n\r\nhola", Outcome.ERROR),
    "corchete": (b"HTTP/1.1 302 x\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n", Outcome.ERROR),
    "bytes": (b"HTTP/1.1 302 x\r\nLocation: \xff\xfe\x00\r\nContent-Length: 0\r\n\r\n", Outcome.ERROR),
}


@pytest.fixture(scope="module")
def fetches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Fetch]]:
    folder = tmp_path_factory.mktemp("hostile")
    corpus_path, raw = study(folder)
    listeners = {f"{name}.example": _listen(answer) for name, (answer, _) in ANSWERS.items()}
    listeners["tls.example"] = _listen(NO_ROBOTS, _self_signed(folder))
    outlets = [outlet(host, feeds=[f"http://{host}/rss"]) for host in listeners if host != "tls.example"]
    secure = outlet("tls.example", feeds=["https://tls.example/rss"])
    settings = CrawlConfig(
        allow_loopback=True,
        hosts={host: f"127.0.0.1:{listener.getsockname()[1]}" for host, listener in listeners.items()},
        delay=0,
        timeout=2,
        concurrency=32,
    )
    crawl(corpus_path, [*outlets, replace(secure, homepage="https://tls.example/")], settings, raw)
    with Corpus.open(corpus_path) as corpus:
        yield {fetch.url: fetch for fetch in corpus.fetches()}
    for listener in listeners.values():
        listener.close()


def _listen(answer: Answer, tls: ssl.SSLContext | None = None) -> socket.socket:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

    def talk(plain: socket.socket) -> None:
        with suppress(OSError), tls.wrap_socket(plain, server_side=True) if tls else plain as connection:
            if b"/robots.txt" in connection.recv(65_536):
                connection.sendall(NO_ROBOTS)
            elif isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection)

    threading.Thread(target=serve, daemon=True).start()
    return listener


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tls.example")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "tls.pem").write_bytes(certificate + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "tls.pem")
    return context


@pytest.mark.parametrize("name", ANSWERS)
def test_a_broken_server_has_a_plain_outcome(fetches: dict[str, Fetch], name: str) -> None:
    fetch = fetches[f"http://{name}.example/rss"]
    assert fetch.outcome is ANSWERS[name][1]
    assert fetch.detail
    assert "Failure" not in fetch.detail


def test_a_certificate_that_does_not_hold_is_not_accepted(fetches: dict[str, Fetch]) -> None:
    assert fetches["https://tls.example/robots.txt"].detail == "no secure connection: certificate verify failed"
    assert fetches["https://tls.example/rss"].outcome is Outcome.ROBOTS_NOT_NOW
