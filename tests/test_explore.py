"""``encuadre explore``: the database made of published tables, and what is told when something is missing."""

from __future__ import annotations

import shutil
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Framing
from encuadre.exploring import load_datasette
from lexicons.errors import EncuadreError
from reports.package.identifiers import study_pseudonyms
from reports.package.opening import open_package, write_database
from reports.package.publishing import Publication, publish
from tests.conftest import run_encuadre
from tests.reports_study import small, tagged

needs_datasette = pytest.mark.skipif(find_spec("datasette") is None, reason="Datasette is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of two stories."""
    folder = tmp_path_factory.mktemp("explore")
    articles = [tagged("uno", title="=1+1 <b>Presa</b>"), tagged("dos")]
    with small(folder, articles) as corpus:
        assert articles[0][1].framing is Framing.NEITHER
        publish(corpus, folder / "web", Publication(study="=Estudio <b>", languages=("es",)), study_pseudonyms(folder))
    return folder / "web"


def test_without_the_package_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("encuadre.exploring.import_module", missing)
    with pytest.raises(EncuadreError, match=r"pip install 'encuadre\[explore\]'") as refused:
        load_datasette()
    assert refused.value.code == "E562"


def test_the_database_has_the_types_and_keys_of_the_description(site: Path, tmp_path: Path) -> None:
    import sqlite3

    package = open_package(site)
    write_database(package, tmp_path / "study.db")
    with sqlite3.connect(tmp_path / "study.db") as database:
        assert database.execute("select count(*) from stories").fetchone() == (2,)
        kinds = {row[1]: row[2] for row in database.execute("pragma table_info(stories)")}
        assert (kinds["words"], kinds["country"]) == ("INTEGER", "TEXT")
        assert database.execute("pragma foreign_key_check").fetchall() == []
        assert database.execute("select day from stories").fetchone() == ("2021-01-05",)


@needs_datasette
def test_what_is_no_package_or_was_changed_is_said_in_a_sentence(site: Path, tmp_path: Path) -> None:
    none = run_encuadre("explore", tmp_path)
    assert none.code == 3 and "[E563]" in none.err and "Traceback" not in none.err
    changed = tmp_path / "changed"
    shutil.copytree(site, changed)
    (changed / "data/stories.parquet").write_bytes(b"PAR1")
    assert "[E564]" in run_encuadre("explore", changed).err
    (changed / "data/stories.parquet").unlink()
    assert "it is missing" in run_encuadre("explore", changed / "data").err
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run_encuadre("explore", site, "--port", taken.getsockname()[1])
    assert refused.code == 2 and "[E453]" in refused.err
