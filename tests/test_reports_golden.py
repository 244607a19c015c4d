"""One page of each type, word by word, as it was when somebody last looked at it.

A page that changes on purpose is written anew with ``ENCUADRE_GOLDEN=write pytest -n 0 tests/test_reports_golden.py``,
and the difference is read before it is committed. Sections that list words of the lexicons, and versions, are left out:
they change with these. Charts stand as what they say; test_reports_browser.py looks at how they are drawn.
"""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path

import pytest

from tests.reports_study import built_site

GOLDEN = Path(__file__).parent / "golden"
PAGES = ("index.es.html", "country-MX.es.html", "outlet-la-ronda.pt.html", "event-MX-ley.en.html")
# Sections whose words are those of the lexicons, styles, and the versions.
LEFT_OUT = re.compile(
    r'<section aria-labelledby="(?:terms|stories)".*?</section>|<ul class="versions">.*?</ul>|<style>.*?</style>',
    re.DOTALL,
)
CHART = re.compile(r'<svg [^>]*aria-label="([^"]*)"[^>]*>.*?</svg>', re.DOTALL)
BLOCK = re.compile(r"<(h[1-4]|p|li|caption|dt|dd|tr)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")


def outline(page: str) -> str:
    """A line a block of the page, the cells of a table's row beside each other."""
    page = CHART.sub(lambda chart: f"<p>[chart] {chart[1]}</p>", LEFT_OUT.sub("", page))
    page = re.sub(r"</(?:th|td)>", " | ", page)
    lines = []
    for part in BLOCK.sub(lambda block: f"\x00{block[1]}: ", page).split("\x00"):
        words = " ".join(unescape(TAG.sub("", part)).split())
        if not words.endswith(":"):
            lines.append(words)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_it_said(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = outline((built_site(tmp_path_factory.getbasetemp()) / name).read_text("utf-8"))
    kept = GOLDEN / f"{name.removesuffix('.html')}.txt"
    if os.environ.get("ENCUADRE_GOLDEN") == "write":
        kept.write_text(made, "utf-8")
    assert made == kept.read_text("utf-8")


def test_a_page_that_says_something_else_is_noticed(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = (built_site(tmp_path_factory.getbasetemp()) / PAGES[-1]).read_text("utf-8")
    kept = (GOLDEN / "event-MX-ley.en.txt").read_text("utf-8")
    assert outline(page.replace("does not show that the event caused it", "shows that the event caused it")) != kept
