"""Whatever outlets, headlines, events and studies are called, files stay what they are: text is text, and nothing runs.

Names, addresses and texts that must not leave a study: tests/test_publish_site.py. PDF: tests/test_report_pdf.py.
"""

from __future__ import annotations

import csv
import json
import re
import struct
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reports.build import build_reports
from reports.package.identifiers import study_pseudonyms
from reports.package.publishing import Publication, publish
from tests.reports_study import EVENTS, PLANS, Plan, build_study

HOSTILE = '=HYPERLINK("x")</title><img src=x onerror=alert(1)>\u202e"\'{{7*7}}<script>alert(2)</script>\x07'
# Nothing but these stands in a page of ours, and none of them loads or runs anything.
ATTRIBUTES = re.compile(r"^(src|srcset|data|action|formaction|background|poster|style|on\w+)$")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def hostile(plan: Plan) -> Plan:
    """An outlet with a hostile name."""
    return replace(plan, outlet=replace(plan.outlet, name=f"{HOSTILE} {plan.outlet.name}"), monthly=2)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a study in which everything that has a name has a hostile one, and its publication, twice."""
    folder = tmp_path_factory.mktemp("safety")
    events = folder / "events.csv"
    label = '"' + HOSTILE.replace('"', '""').replace("\x07", "") + '"'
    events.write_text(EVENTS.replace("Ley inventada de salidas", label), "utf-8")
    plans = tuple(hostile(plan) for plan in PLANS if plan.outlet.country == "MX")[:3]
    with build_study(folder, plans=plans) as corpus:
        build_reports(corpus, folder / "out", languages=("es",), events_path=events, study=HOSTILE)
        for name in ("web", "web-again"):
            wanted = Publication(study=HOSTILE, languages=("es",), events_path=events)
            publish(corpus, folder / name, wanted, study_pseudonyms(folder))
    return folder


class Checked(HTMLParser):
    """Reads a page as a browser does and keeps what could run or load."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "object", "embed", "form", "base"):
            self.wrong.append(tag)
        for name, value in attrs:
            in_svg = tag in ("svg", "g", "path", "use", "defs", "clippath", "rect")
            if ATTRIBUTES.match(name) and not (name == "style" and in_svg):
                self.wrong.append(f"{tag} {name}")
            if name in ("href", "xlink:href") and re.match(r"\s*(javascript|data|vbscript):(?!,)", value or "", re.I):
                self.wrong.append(f"{tag} {name}={value}")


def test_pages_and_charts_run_and_load_nothing(made: Path) -> None:
    pages = [*(made / "out").glob("*.html"), *(made / "web").glob("*.html")]
    assert len(pages) > 8
    for page in pages:
        text = page.read_text("utf-8")
        assert Checked(text).wrong == [], page.name
        assert not BIDI.search(text) and "\x07" not in text, page.name
    # The name is there all the same, as text.
    text = (made / "out/country-MX.es.html").read_text("utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;" in text and "{{7*7}}" in text


def test_no_cell_of_a_table_would_be_run_by_a_spreadsheet(made: Path) -> None:
    tables = [*(made / "out").rglob("*.csv"), *(made / "web").rglob("*.csv")]
    assert len(tables) > 20
    for path in tables:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    assert not re.match(r"[=@\t\r]|[+-](?![\d.])", cell), (path.name, cell)


def test_json_holds_the_name_as_it_is(made: Path) -> None:
    for path in [*(made / "out").rglob("*.json"), made / "web/data/datapackage.json"]:
        json.loads(path.read_text("utf-8"))
    for path in (made / "web/data").glob("README.*.md"):
        assert "\x07" not in path.read_text("utf-8")


def chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = [], 8
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        assert zlib.crc32(kind + data) == struct.unpack(">I", content[at + 8 + size : at + 12 + size])[0]
        found.append((kind, data))
        at += 12 + size
    return found


def test_pictures_for_social_media_say_what_they_show_and_nothing_of_the_machine(made: Path) -> None:
    pictures = sorted((made / "web/figures").glob("*.png"))
    assert [path.name for path in pictures] == [f"country-MX-framing-{side}.es.png" for side in ("r", "s")]
    for path in pictures:
        parts = chunks(path.read_bytes())
        assert struct.unpack(">II", parts[0][1][:8]) == (1200, 675)
        told = [data for kind, data in parts if kind in (b"tEXt", b"iTXt", b"zTXt")]
        assert {kind for kind, _ in parts} <= {b"IHDR", b"pHYs", b"tEXt", b"iTXt", b"IDAT", b"IEND"}
        (description,) = told
        assert description.startswith(b"Description\x00") and "México: " in description.decode("latin-1")
        assert b"<img" not in description and b"HYPERLINK" not in description


def test_two_runs_write_the_same_bytes(made: Path) -> None:
    first, second = (
        {path.relative_to(made / name): path.read_bytes() for path in (made / name).rglob("*") if path.is_file()}
        for name in ("web", "web-again")
    )
    assert first.keys() == second.keys()
    assert [name for name, content in first.items() if second[name] != content] == []


def test_the_country_page_links_to_its_pictures(made: Path) -> None:
    assert 'href="figures/country-MX-framing-s.es.png"' in (made / "web/country-MX.es.html").read_text("utf-8")
