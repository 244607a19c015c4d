"""Pages as PDF: tagged, titled, in their language, the same twice, and nothing of this machine in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from lexicons.errors import EncuadreError
from reports.charts.bars import Bar, bar_chart
from reports.i18n import words_for
from reports.pages.frame import Site, page_frame
from reports.pages.view import ChartFigure, Table, environment, press_text
from reports.pdf import load_weasyprint, write_pdfs

pypdf = pytest.importorskip("pypdf")
# Press text in every place of a page: it is text, whatever it looks like.
HOSTILE = press_text("</title><script>alert(1)</script> =2+5 \u202e/OpenAction & \x07 #{x}")
FINDING = "Fell from 52% to 10%"
MARKUP = (
    '{% extends "base.html.j2" %}{% from "macros.html.j2" import bullets, chart_figure %}{% block main %}'
    '<h2>Framing</h2>{{ chart_figure(figure) }}<h2>Stories</h2>{{ bullets(lines) }}'
    '<p><a href="country-MX.en.html">Mexico</a> <a href="https://uno.example/1">One</a></p>{% endblock %}'
)  # fmt: skip


def _weasyprint_missing() -> str | None:
    try:
        load_weasyprint()
    except EncuadreError as error:
        return str(error)
    return None


needs_weasyprint = pytest.mark.skipif(_weasyprint_missing() is not None, reason=str(_weasyprint_missing()))


def page(folder: Path, language: str = "en") -> Path:
    """A small page of every kind of thing that pages have."""
    bars = [Bar("one", 0.4, "40%", "#C04A00", ""), Bar("two", 0.6, "60%", "#0069A8", "")]
    svg = Markup(bar_chart(bars, key="x", alt=f'Chart. {FINDING} <"quoted">.'))
    table = Table("Shares", ["Outlet", "Share"], [[HOSTILE, "40%"], ["Diario Dos", "60%"]], frozenset({1}))
    site = Site((language,), ("MX",), (), "v1", {}, demo=True, study=HOSTILE)
    html = environment().from_string(MARKUP).render(
        page_frame(site, words_for(language), title=f"Mexico {HOSTILE}", stem="country-MX"),
        figure=ChartFigure(FINDING, "n = 40", svg, table), lines=[HOSTILE, "plain"],
    )  # fmt: skip
    path = folder / f"country-MX.{language}.html"
    path.write_text(html, "utf-8")
    return path


def elements(node: Any) -> list[Any]:
    """The structure elements below one, in order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for each in node for found in elements(each)]
    if not isinstance(node, dict):
        return []
    return ([node] if "/S" in node else []) + elements(node.get("/K", []))


@needs_weasyprint
@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_a_screen_reader_finds_title_language_headings_tables_and_what_charts_say(
    tmp_path: Path, language: str
) -> None:
    (path,) = write_pdfs([page(tmp_path, language)])
    read = pypdf.PdfReader(path)
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == language
    assert read.metadata.title.startswith("Mexico")
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    found = elements(root["/StructTreeRoot"])
    kinds = {str(each["/S"]) for each in found}
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Caption", "/Link"} <= kinds
    (chart,) = [each for each in found if each["/S"] == "/Figure"]
    assert chart["/Alt"] == f'Chart. {FINDING} <"quoted">.'
    heads = {head for each in found if each["/S"] == "/TD" for head in each["/A"].get("/Headers", [])}
    assert len(heads) == 3  # one column, two rows


@needs_weasyprint
def test_press_text_stays_text_and_no_path_of_this_machine_goes_in(tmp_path: Path) -> None:
    (path,) = write_pdfs([page(tmp_path)])
    read = pypdf.PdfReader(path)
    root = read.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & root.keys()
    assert "/JavaScript" not in root.get("/Names", {})
    actions = [note.get_object()["/A"] for sheet in read.pages for note in sheet.get("/Annots", [])]
    assert {str(action["/URI"]) for action in actions} == {"https://uno.example/1"}
    text = " ".join(sheet.extract_text() for sheet in read.pages)
    assert "alert(1)" in text.replace("\n", "")
    for name in (str(tmp_path), "file:", str(Path.home())):
        assert name.encode() not in path.read_bytes()
        assert all(name not in str(read.get_object(number + 1)) for number in range(int(read.trailer["/Size"]) - 1))


@needs_weasyprint
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    path = page(tmp_path)
    (first,) = write_pdfs([path])
    content = first.read_bytes()
    call = f"from pathlib import Path; from reports.pdf import write_pdfs; write_pdfs([Path({str(path)!r})])"
    subprocess.run(
        [sys.executable, "-c", call], check=True, env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    )
    assert first.read_bytes() == content


def test_without_the_package_or_its_system_library_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for broken, code, words in (
        (ImportError("no weasyprint"), "E560", r"pip install 'encuadre\[pdf\]'"),
        (OSError("cannot load library 'libpango-1.0-0': not found.\nmore"), "E561", "apt install libpango"),
    ):

        def missing(name: str, failure: Exception = broken) -> Any:
            raise failure

        monkeypatch.setattr("reports.pdf.import_module", missing)
        with pytest.raises(EncuadreError, match=words) as refused:
            write_pdfs([page(tmp_path)])
        assert refused.value.code == code
        assert "\n" not in str(refused.value)
    assert not list(tmp_path.glob("*.pdf"))
