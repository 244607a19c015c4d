"""The floors of the house: imports go down, never up, and never sideways between the crawler and the NLP room."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "lexicons": set(),
    "corpus": {"lexicons"},
    "crawler": {"lexicons", "corpus"},
    "nlp": {"lexicons", "corpus"},
    "reports": {"lexicons", "corpus", "crawler", "nlp"},
    "encuadre": {"lexicons", "corpus", "crawler", "nlp", "reports"},
}
LONGEST_FILE = 400


def _modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def _imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            rooms |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            rooms.add(node.module.split(".")[0])
    return rooms & MAY_IMPORT.keys()


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_go_down_only(room: str) -> None:
    for path in _modules(room):
        upward = _imported_rooms(path) - MAY_IMPORT[room] - {room}
        assert not upward, f"{path.relative_to(ROOT)} imports {', '.join(sorted(upward))}, which is not below it"


def test_extraction_knows_nothing_of_the_crawl() -> None:
    for path in sorted((ROOT / "crawler" / "extraction").rglob("*.py")):
        text = path.read_text("utf-8")
        assert "import scrapy" not in text and "from scrapy" not in text, path.name
        assert "corpus.store" not in text, path.name


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_file_is_read_in_one_sitting_and_says_what_it_is_for(room: str) -> None:
    for path in _modules(room):
        text = path.read_text("utf-8")
        assert text.count("\n") <= LONGEST_FILE, f"{path.relative_to(ROOT)} has more than {LONGEST_FILE} lines"
        if text.strip():
            assert ast.get_docstring(ast.parse(text)), f"{path.relative_to(ROOT)} does not say what it is for"
