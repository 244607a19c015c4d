"""The short word lists of single rules: read from data, each of them by a program, and errors told in one sentence."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexicons import small_words as module
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from lexicons.small_words import small_words

ROOT = Path(__file__).resolve().parents[1]


def _asked_for() -> dict[str, set[str]]:
    asked: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "nlp").rglob("*.py"):
        text = path.read_text("utf-8")
        for table in re.findall(r'small_words\("(\w+)"\)', text):
            asked[table] |= set(re.findall(r'_LISTS\["(\w+)"\]', text))
    return asked


def test_every_list_is_read_and_every_list_that_is_read_is_there() -> None:
    asked = _asked_for()

    assert asked
    for table, lists in asked.items():
        assert set(small_words(table)) == lists, table
    for language in LANGUAGES:
        assert module.small_word_tables(language).keys() <= asked.keys()


def test_a_list_holds_the_words_of_all_languages_once() -> None:
    joins = small_words("groups")["joins"]

    assert {"y", "e", "and"} <= set(joins)
    assert len(joins) == len(set(joins))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        (tmp_path / language / "small_words.toml").write_text('[titles]\nof = ["of"]\n', "utf-8")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    for cached in (module.small_words, module.small_word_tables):
        cached.cache_clear()
    yield tmp_path
    for cached in (module.small_words, module.small_word_tables):
        cached.cache_clear()


def test_endings_are_written_out(folder: Path) -> None:
    (folder / "es" / "small_words.toml").write_text('[titles]\nof = ["abogad{o,a}"]\n', "utf-8")

    assert small_words("titles")["of"][:2] == ("abogado", "abogada")


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ('[titles]\nof = ["De"]\n', "E101", "titles.of"),
        ('[titles]\nof = ["de", "de"]\n', "E101", "stands twice"),
        ('[titles]\nof = "de"\n', "E101", "titles.of"),
        ("[titles\n", "E102", "small_words.toml"),
    ],
)
def test_a_slip_is_told_by_file_and_entry(folder: Path, text: str, code: str, told: str) -> None:
    (folder / "es" / "small_words.toml").write_text(text, "utf-8")

    with pytest.raises(EncuadreError) as error:
        small_words("titles")

    assert error.value.code == code
    assert told in str(error.value)
