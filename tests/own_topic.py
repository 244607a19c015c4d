"""The study of docs/own-topic.md: its files are taken from the document, so that what it shows is what runs."""

from __future__ import annotations

import re
from pathlib import Path

_DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "own-topic.md"
_FILE = re.compile(r"\*\*`([^`]+)`\*\*\n\n```\w+\n(.*?)```", re.DOTALL)
FILES: dict[str, str] = dict(_FILE.findall(_DOCUMENT.read_text("utf-8")))
REGIONAL = "lexicons/es/cues/regional.toml"


def write_vendors(folder: Path, *, without: str = "") -> Path:
    """The whole study on another topic; returns its folder of lexicons."""
    for name, text in FILES.items():
        if name not in (REGIONAL, without):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return folder / "lexicons"


def write_regional(folder: Path) -> Path:
    """One own cue for the shipped topic; returns its folder of lexicons."""
    path = folder / REGIONAL
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILES[REGIONAL], "utf-8")
    return folder / "lexicons"
