"""``encuadre explore``: published tables over loopback, read only, and what is told when something is missing."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest

from corpus.records import Framing
from encuadre.exploring import load_datasette
from lexicons.errors import EncuadreError
from reports.package.identifiers import study_pseudonyms
from reports.package.opening import open_package, write_database
from reports.package.publishing import Publication, publish
from tests.conftest import run_encuadre
from tests.reports_study import small, tagged

# Long enough for a machine that runs all tests at once.
PATIENCE_SECONDS = 180
needs_datasette = pytest.mark.skipif(find_spec("datasette") is None, reason="Datasette is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of three stories of three outlets: fewer are not published of outlets that were not heard."""
    folder = tmp_path_factory.mktemp("explore")
    articles = [tagged("uno", title="=1+1 <b>Presa</b>"), tagged("dos", outlet="dos"), tagged("tres", outlet="tres")]
    with small(folder, articles) as corpus:
        assert articles[0][1].framing is Framing.NEITHER
        publish(corpus, folder / "web", Publication(study="=Estudio <b>", languages=("es",)), study_pseudonyms(folder))
    return folder / "web"


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """The command as a user types it."""
    command = (sys.executable, "-m", "encuadre", "explore", str(site), "--no-open")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout and process.stderr
    try:
        said = process.stdout.readline().strip()
        assert said, process.stderr.read()
        yield said
        process.send_signal(signal.SIGINT)
        _, remarks = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0 and remarks.rstrip().endswith("Stopped."), remarks
    finally:
        process.kill()
        process.wait()


def asked(address: str, path: str = "") -> Any:
    """The JSON of a path, or the text of a page."""
    with urlopen(address + path, timeout=PATIENCE_SECONDS) as answer:
        text = answer.read().decode()
    return json.loads(text) if ".json" in path else text


@needs_datasette
def test_tables_are_served_with_their_descriptions_and_nothing_can_be_written(address: str, site: Path) -> None:
    assert urlsplit(address).hostname == "127.0.0.1"
    stories = asked(address, "study/stories.json?_shape=objects")
    assert len(stories["rows"]) == 3 and stories["rows"][0]["country"] == "MX"
    assert "title" not in stories["rows"][0]
    (database,) = [each for each in asked(address, "-/databases.json") if each["name"] == "study"]
    assert database["is_mutable"] is False
    counted = asked(address, "study.json?_shape=array&sql=" + quote("select count(*) as n from stories"))
    assert counted == [{"n": 3}]
    for sql in ("delete from stories", "update stories set country = 'XX'", "attach '/etc/passwd' as x"):
        with pytest.raises(HTTPError):
            asked(address, "study.json?sql=" + quote(sql))
    described = json.loads((site / "data/datapackage.json").read_text("utf-8"))
    (table,) = [each for each in described["resources"] if each["name"] == "stories"]
    assert table["description"][:30] in asked(address, "study/stories")
    assert "=Estudio &lt;b&gt;" in asked(address)


@needs_datasette
def test_the_address_is_of_this_machine_alone(address: str) -> None:
    assert "study" in asked(address)
    port = urlsplit(address).port
    others = {each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for other in others:
        if not other.startswith("127."):
            with socket.socket() as caller, pytest.raises(OSError):
                caller.settimeout(5)
                caller.connect((other, port))


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
        assert database.execute("select count(*) from stories").fetchone() == (3,)
        kinds = {row[1]: row[2] for row in database.execute("pragma table_info(stories)")}
        assert (kinds["words"], kinds["country"]) == ("INTEGER", "TEXT")
        assert database.execute("pragma foreign_key_check").fetchall() == []
        assert database.execute("select month, day from stories").fetchone() == ("2021-01", None)  # nobody was heard


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
