"""Pages as PDF/UA-1: tagged, so that a screen reader has headings, tables with their heads and what a chart says.

In: pages that ``build_reports`` wrote. Out: a PDF beside each. Needs the extra ``pdf`` (WeasyPrint, BSD) and the
system's Pango. Nothing is fetched, and one file of fonts goes in (DejaVu, which matplotlib brings), so that two runs on
the same page give the same bytes on any machine with the same libraries.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

import matplotlib as mpl

from lexicons.errors import EncuadreError
from reports.files import Files, Progress

VARIANT = "pdf/ua-1"
# An element of ours, since what the press wrote is escaped: its alternative text as the title that PDF readers read.
_CHART = re.compile(r'(<svg [^>]*aria-label="([^"]*)"[^>]*>)')
# In a PDF a link to the page beside it would be one to a folder on this machine.
_BESIDE = re.compile(r'<a href="(?!https?://|#)[^"]*"')
# What is set in what weight, and the file that matplotlib brings for it.
_FACES = (
    ("DejaVu Sans", "normal", "DejaVuSans.ttf"),
    ("DejaVu Sans", "bold", "DejaVuSans-Bold.ttf"),
    ("DejaVu Sans Mono", "normal", "DejaVuSansMono.ttf"),
)
_HOUSE = 'html, body { font-family: "DejaVu Sans" !important; } code { font-family: "DejaVu Sans Mono"; }'


def write_pdfs(pages: Sequence[Path], progress: Progress | None = None) -> list[Path]:
    """A PDF beside each page, and their paths.

    Raises EncuadreError E560 without WeasyPrint, E561 without the system libraries it needs, E508 for a folder that
    cannot be written.
    """
    weasyprint = load_weasyprint()
    written: list[Path] = []
    for page in pages:
        files = Files(page.parent, len(pages), progress, done=len(written))
        files.page(f"{page.stem}.pdf", pdf_of(page.read_text("utf-8"), weasyprint))
        written += files.written
    return written


def load_weasyprint() -> ModuleType:
    """The library, or a sentence that says what to install."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    try:
        return import_module("weasyprint")
    except ImportError as error:
        raise EncuadreError("E560") from error
    except OSError as error:  # Pango and its kin are loaded when the package is.
        problem = str(error).split("\n", 1)[0].split(":", 1)[0]
        raise EncuadreError("E561", problem=problem) from error


def pdf_of(html: str, weasyprint: ModuleType) -> bytes:
    """One page as PDF. Of what a page names only its own font is read."""
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts = FontConfiguration()
    house = weasyprint.CSS(string=_fonts_css(), font_config=fonts, url_fetcher=URLFetcher(allowed_protocols={"file"}))
    text = _BESIDE.sub("<a", _CHART.sub(r"\1<title>\2</title>", html))
    page = weasyprint.HTML(string=text, url_fetcher=URLFetcher(allowed_protocols={"data"}))
    content = page.write_pdf(stylesheets=[house], font_config=fonts, pdf_variant=VARIANT)
    return bytes(content)


def _fonts_css() -> str:
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    faces = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{(folder / name).as_uri()}"); }}'
        for family, weight, name in _FACES
    ]
    return "\n".join([*faces, _HOUSE])
