"""The pages in a real browser: nothing wider than a small phone, no request, nothing on the console."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.reports_study import built_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--virtual-time-budget=8000"),
)
# Frames of each width hold the page; the script asks what a reader would notice.
HARNESS = """<!doctype html><body><script>
const pages = PAGES, widths = [320, 390, 1280];
Promise.all(pages.flatMap(page => widths.map(width => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  frame.onload = () => {
    const root = frame.contentDocument.documentElement;
    const charts = [...frame.contentDocument.querySelectorAll("svg.chart")];
    done({page, width, scroll: root.scrollWidth,
      charts: charts.length, narrow: charts.filter(c => c.getBoundingClientRect().width < 200).length,
      loaded: frame.contentWindow.performance.getEntriesByType("resource").map(e => e.name)});
  };
  frame.src = page; document.body.append(frame);
})))).then(all => { document.body.textContent = "RESULT" + JSON.stringify(all) + "END"; });
</script></body>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, list[str]]]:
    """A report served on loopback, and every address the browser asked for."""
    out = tmp_path_factory.mktemp("site") / "out"
    shutil.copytree(built_site(tmp_path_factory.getbasetemp()), out)
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield out, f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_pages_fit_a_small_phone_and_ask_for_nothing(site: tuple[Path, str, list[str]], tmp_path: Path) -> None:
    out, address, asked = site
    names = ("country-MX", "country-BR", "event-MX-ley", "outlet-la-ronda", "index")
    pages = [f"{name}.{language}.html" for name in names for language in ("es", "pt", "en")]
    (out / "harness.html").write_text(HARNESS.replace("PAGES", json.dumps(pages)))
    done = subprocess.run(
        [
            str(CHROMIUM),
            *FLAGS,
            f"--user-data-dir={tmp_path}",
            "--enable-logging=stderr",
            "--dump-dom",
            f"{address}/harness.html",
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    found = re.search("RESULT(.*?)END", done.stdout, re.DOTALL)
    assert found, done.stderr[-2000:]
    results = json.loads(unescape(found.group(1)))
    assert len(results) == 3 * len(pages)
    for result in results:
        assert result["scroll"] <= result["width"], result
        assert result["loaded"] == [], result
        assert result["narrow"] == 0, result
    assert "CONSOLE" not in done.stderr
    assert {path.lstrip("/") for path in asked} <= {"harness.html", "favicon.ico", *pages}
