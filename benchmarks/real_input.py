"""Real input, end to end: import, tag and report real articles, and crawl real pages from loopback.

    python benchmarks/real_input.py --data ../shared/data [--json] [--quick] [--out DIR]

In: a folder with ``gold/articles.jsonl`` and ``extraction/`` (pages with truth.jsonl). The pages are served here
under their own host names, listed in one sitemap per host, and collected by the real crawler. Out: what was imported,
tagged, reported and crawled, with outcomes. Nothing from the data is kept unless --out names a folder.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from corpus.importing import import_file
from corpus.records import Outlet
from crawler.registry import write_outlets
from crawler.run import crawl
from encuadre.study import CONFIG_NAME, Study
from nlp.runner import tag_corpus
from nlp.tagger import Tagger
from reports.build import build_reports

# With --quick, this many pages are crawled instead of all.
QUICK_PAGES = 12


def main() -> int:
    """Run both halves; exit code 3 when the data is absent."""
    parser = argparse.ArgumentParser(description="Real input, end to end.")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds gold/ and extraction/")
    parser.add_argument("--out", type=Path, help="keep the studies here")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    for needed in ("gold/articles.jsonl", "extraction/truth.jsonl"):
        if not (options.data / needed).is_file():
            print(f"{options.data / needed} is absent; name the data folder with --data.", file=sys.stderr)
            return 3
    with tempfile.TemporaryDirectory() as scratch:
        out = options.out or Path(scratch)
        figures = {
            "import": run_import(options.data / "gold" / "articles.jsonl", out / "gold"),
            "crawl": run_crawl(options.data / "extraction", out / "pages", QUICK_PAGES if options.quick else None),
        }
    print(json.dumps(figures, indent=2) if options.json else _as_text(figures))
    return 0


def run_import(articles: Path, folder: Path) -> dict[str, object]:
    """Import, tag and report real articles in a new study."""
    started = time.perf_counter()
    study = _study(folder, hosts={})
    with study.corpus() as corpus:
        imported = import_file(corpus, articles, mapping={})
        again = import_file(corpus, articles, mapping={})
        tagged = tag_corpus(corpus, Tagger())
        pages = build_reports(corpus, study.out, languages=("es", "pt", "en"))
    return {
        "read": imported.read,
        "added": imported.added,
        "rejected": imported.rejected,
        "added_when_imported_again": again.added,
        **dict(tagged),
        "pages": sum(page.suffix == ".html" for page in pages),
        "seconds": round(time.perf_counter() - started, 1),
    }


def run_crawl(pages: Path, folder: Path, limit: int | None) -> dict[str, object]:
    """Crawl real pages from loopback under their own host names."""
    started = time.perf_counter()
    truth = [json.loads(line) for line in (pages / "truth.jsonl").read_text("utf-8").split("\n") if line][:limit]
    # A page whose address nobody noted cannot be listed under its own host name; it is counted, not guessed.
    addressed = [row for row in truth if row["url"]]
    with _serve({row["url"]: pages / row["file"] for row in addressed}) as hosts:
        study = _study(folder, hosts=hosts)
        outlets = [_outlet(host) for host in hosts]
        write_outlets(folder / "outlets.csv", outlets)
        result = crawl(study.store, outlets, study.config.crawl, study.raw)
        with study.corpus() as corpus:
            titles = sum(1 for _ in corpus.articles())
    return {
        "pages": len(truth),
        "pages_without_an_address": len(truth) - len(addressed),
        "articles": titles,
        **result.as_dict(),
        "seconds": round(time.perf_counter() - started, 1),
    }


@contextmanager
def _serve(pages: dict[str, Path]) -> Iterator[dict[str, str]]:
    """A loopback server that answers for every host of the pages; yields host name to address and port."""
    by_host: dict[str, dict[str, Path]] = {}
    for url, path in pages.items():
        parts = urlsplit(url)
        by_host.setdefault(parts.netloc, {})[parts.path + (f"?{parts.query}" if parts.query else "")] = path

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            site = by_host.get(host, {})
            if self.path == "/sitemap.xml":
                urls = "".join(f"<url><loc>{escape(f'http://{host}{path}')}</loc></url>" for path in site)
                body, status, kind = f"<urlset>{urls}</urlset>".encode(), 200, "application/xml"
            elif self.path in site:
                body, status, kind = gzip.decompress(site[self.path].read_bytes()), 200, "text/html"
            else:
                body, status, kind = b"", 404, "text/html"
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield dict.fromkeys(by_host, f"127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()


def _outlet(host: str) -> Outlet:
    base = f"http://{host}"
    return Outlet(
        id=host.removeprefix("www.").replace(".", "-").lower(),
        name=host,
        country="MX",  # the pages' countries play no part in a crawl
        time_zone="America/Mexico_City",
        languages=("es", "pt"),
        kind="unknown",
        homepage=f"{base}/",
        sitemaps=(f"{base}/sitemap.xml",),
    )


def _study(folder: Path, hosts: dict[str, str]) -> Study:
    folder.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(f'"{host}" = "{address}"' for host, address in hosts.items())
    (folder / CONFIG_NAME).write_text(
        '[study]\nname = "real input"\n\n[crawl]\ncontact = "https://example.org/"\ndelay = 0.02\n'
        f"allow_loopback = true\n\n[crawl.hosts]\n{lines}\n",
        "utf-8",
    )
    return Study.open(folder)


def _as_text(figures: dict[str, dict[str, object]]) -> str:
    return "\n".join(
        f"{part}: " + ", ".join(f"{name} {value}" for name, value in values.items()) for part, values in figures.items()
    )


if __name__ == "__main__":
    sys.exit(main())
