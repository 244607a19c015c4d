"""A newsroom's draft: a file or standard input in, its prose out.

In: a path, or ``-``. Out: a ``Draft``: the source as lines (paragraphs, in a Word file), its prose, and the
comments that switch findings off. A file that cannot be read is one sentence: too large, damaged, of another kind.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.exchange.encoding import detect_encoding
from encuadre.checking.markup import read_html, read_markdown, read_text
from encuadre.checking.prose import Lines, Prose
from encuadre.checking.switches import Switches
from lexicons.errors import EncuadreError

STDIN = "-"
# The longest report of a newsroom is some 100,000 letters; a book is 1 MB. More is not a draft but a mistake.
LARGEST_TEXT = 5_000_000
# A Word file carries pictures, which are not read; its words unpacked may be no larger than this.
LARGEST_DOCX = 50_000_000
LARGEST_XML = 30_000_000
_ZIP = b"PK\x03\x04"
# What other files begin with, and what they are.
_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mdx", ".qmd"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_LOOKS_LIKE_HTML = ("<!doctype", "<html", "<p", "<h1", "<article", "<div", "<body", "<head")
# A first line of more words is a paragraph, not a headline.
LONGEST_HEADLINE = 30


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft. ``kind`` is txt, md, html or docx; ``headline_end`` is where the headline ends in the prose."""

    name: str
    kind: str
    source: str
    prose: Prose
    switches: Switches
    lines: Lines

    @property
    def headline_end(self) -> int:
        """Where the first paragraph ends, when it is short and something follows it; else 0."""
        text = self.prose.text
        start = len(text) - len(text.lstrip())
        end = text.find("\n", start)
        short = end > 0 and len(text[:end].split()) <= LONGEST_HEADLINE
        return end if short and text[end:].strip() else 0


def read_draft(name: str) -> Draft:
    """Read a draft. Raises EncuadreError E220, E221 (no such file, a folder), E620 to E623."""
    if name == STDIN:
        return _read_stdin()
    path = Path(name)
    if path.is_dir():
        raise EncuadreError("E221", path=path)
    try:
        return _read(path, name)
    except OSError as error:
        raise EncuadreError("E220", path=path, problem=error.strerror or error) from error


def _read_stdin() -> Draft:
    """Standard input goes through a file, so that it is told apart and decoded as files are."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stdin"
        path.write_bytes(sys.stdin.buffer.read(LARGEST_DOCX + 1))
        return _read(path, STDIN)


def _read(path: Path, name: str) -> Draft:
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(512)
        if head.startswith(_ZIP):
            _check_size(name, size, LARGEST_DOCX)
            return _draft(name, "docx", _docx_text(stream, name))
    for mark, kind in _OTHER_KINDS:
        if head.startswith(mark):
            raise EncuadreError("E621", path=name, kind=kind)
    _check_size(name, size, LARGEST_TEXT)
    return _draft(name, _kind(path, head), _text(path, name))


def _check_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise EncuadreError("E620", path=name, limit=limit // 1_000_000)


def _kind(path: Path, head: bytes) -> str:
    suffix = path.suffix.lower()
    if suffix in _MARKDOWN:
        return "md"
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if suffix in _HTML or (suffix in ("", ".txt") and begins.startswith(tuple(x.encode() for x in _LOOKS_LIKE_HTML))):
        return "html"
    return "txt"


def _text(path: Path, name: str) -> str:
    try:
        text = path.read_bytes().decode(detect_encoding(path), errors="replace")
    except EncuadreError as error:
        raise EncuadreError("E621", path=name, kind="not text") from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _draft(name: str, kind: str, source: str) -> Draft:
    switches = Switches(source)
    reader = {"md": read_markdown, "html": read_html}.get(kind, read_text)
    prose = reader(switches.without(source))
    if not prose.text.strip():
        raise EncuadreError("E623", path=name)
    return Draft(name, kind, source, prose, switches, Lines(source))


def _docx_text(stream: BinaryIO, name: str) -> str:
    """The paragraphs of a Word file, one a line: insertions that are tracked count, deletions do not."""
    # Loaded only for Word files.
    import mammoth

    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if not any(part.filename == "word/document.xml" for part in parts):
                raise EncuadreError("E621", path=name, kind="not a Word file (.docx)")
            # zipfile never unpacks more than a part declares, so the sum of what they declare bounds the work.
            if sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))) > LARGEST_XML:
                raise EncuadreError("E620", path=name, limit=LARGEST_XML // 1_000_000)
        stream.seek(0)
        text = mammoth.extract_raw_text(stream).value
    except EncuadreError:
        raise
    # A damaged file fails in the unzipper, the XML parser or the reader, each with its own errors.
    except Exception as error:
        raise EncuadreError("E622", path=name) from error
    return "\n".join(" ".join(paragraph.split("\n")) for paragraph in text.split("\n\n"))
