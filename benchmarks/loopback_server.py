"""The invented press as a server in a process of its own: small, fast, and it counts what it is asked.

In: ``python benchmarks/loopback_server.py --outlets 60 --pages 30000 --seed 1 [--suffix example] [--port 0]``. Out: the
port on standard output; then answers by ``Host`` header until standard input closes. ``/counts`` of the host
``control`` answers how often each address was asked, and how many connections a host had open at most.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.loopback_site import Reply, Site, build_press

# An outlet that refuses answers this many pages, refuses so many, and answers again: more in a row than a crawl takes
# before it leaves the host, so that a later run is needed.
ANSWERED_BETWEEN, REFUSED = 150, 3
_REASONS = {200: "OK", 301: "Moved", 403: "Forbidden", 404: "Not Found", 410: "Gone", 429: "Too Many", 500: "Error"}


class Counting:
    """What was asked, by host and path."""

    def __init__(self, sites: dict[str, Site]) -> None:
        self.sites = sites
        self.asked: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.open_now: Counter[str] = Counter()
        self.most_open: Counter[str] = Counter()
        self._turn: Counter[str] = Counter()

    def answer(self, host: str, path: str) -> Reply:
        """The site's answer, or its refusal for a while."""
        site = self.sites.get(host)
        if site is None:
            return self._control(path)
        if site.refuses and path.startswith(("/news/", "/old/", "/photos/")):
            turn = self._turn[host] % (ANSWERED_BETWEEN + REFUSED)
            self._turn[host] += 1
            if turn >= ANSWERED_BETWEEN:
                self.refused[host + path] += 1
                headers = {"Retry-After": "1"} if site.refuses == 429 else {}
                return Reply(status=site.refuses, body=b"not now", headers=headers)
        self.asked[host + path] += 1
        return site.answer(path)

    def _control(self, path: str) -> Reply:
        if path == "/total":
            return _json(self.asked.total())
        if path == "/counts":
            return _json({"asked": self.asked, "refused": self.refused, "most_open": self.most_open})
        return Reply(status=404)


def _json(value: Any) -> Reply:
    return Reply(body=json.dumps(value).encode(), content_type="application/json")


class Talk(asyncio.Protocol):
    """One connection: requests without bodies, answered in order."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        self._buffer = b""
        self._host: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def connection_lost(self, error: Exception | None) -> None:
        if self._host is not None:
            self._counting.open_now[self._host] -= 1

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            self._answer(head.decode("latin-1"))

    def _answer(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        host = headers.get("host", "").partition(":")[0].lower()
        if self._host is None:
            self._host = host
            self._counting.open_now[host] += 1
            self._counting.most_open[host] = max(self._counting.most_open[host], self._counting.open_now[host])
        reply = self._counting.answer(host, path)
        ending = headers.get("connection", "").lower() == "close" or first.endswith("1.0")
        if method == "HEAD":
            reply = replace(reply, body=b"")
        if reply.wait:
            asyncio.get_running_loop().call_later(reply.wait, self._send, reply, ending)
        else:
            self._send(reply, ending)

    def _send(self, reply: Reply, ending: bool) -> None:
        if self._transport.is_closing():
            return
        headers = {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body)), **reply.headers}
        if ending:
            headers["Connection"] = "close"
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._transport.write(f"HTTP/1.1 {reply.status} {_REASONS[reply.status]}\r\n{lines}\r\n".encode() + reply.body)
        if ending:
            self._transport.close()


async def serve(counting: Counting, port: int) -> None:
    """Answer until standard input closes."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Talk(counting), "127.0.0.1", port, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@contextmanager
def running(outlets: int, pages: int, seed: int, suffix: str = "example", port: int = 0) -> Iterator[int]:
    """The server in a process of its own; its port."""
    numbers = {"outlets": outlets, "pages": pages, "seed": seed, "suffix": suffix, "port": port}
    options = [text for name, value in numbers.items() for text in (f"--{name}", str(value))]
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "benchmarks.loopback_server", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("no pipes")
        try:
            yield int(child.stdout.readline())
        finally:
            child.stdin.close()


def ask_control(port: int, what: str) -> Any:
    """``total`` or ``counts``, as the server has them now."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/{what}", headers={"Host": "control"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description="An invented press on this machine.")
    parser.add_argument("--outlets", type=int, required=True)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--suffix", default="example")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    sites = build_press(options.outlets, options.pages, options.seed, options.suffix)
    asyncio.run(serve(Counting(sites), options.port))


if __name__ == "__main__":
    main()
