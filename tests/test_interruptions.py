"""Commands stopped by Ctrl-C and by kill -9, and typed again: nothing lost, nothing twice, nothing left running."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from crawler.registry import write_outlets
from tests.conftest import run_encuadre
from tests.loopback import Asked, LoopbackPress, Reply, article, outlet, rss

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")

HOSTS = ("uno.example", "dos.example")
PAGES = 20
ARTICLES = 600
ON_TOPIC = (
    "Las mujeres privadas de libertad del penal femenil exigen atención médica. Las reclusas denunciaron abusos ante "
    "la comisión. Las internas pidieron una audiencia. Escrito número {number}."
)
OFF_TOPIC = "El concejo municipal discutió el punto {number} de la agenda y escuchó a las vecinas del barrio."
# After the command ends, what it had started is given this long to notice.
PATIENCE_SECONDS = 5.0


STOPPED_LOADING = """
import sys

class CtrlC:
    def find_spec(self, name, *rest):
        if name == "typer":
            raise KeyboardInterrupt

sys.meta_path.insert(0, CtrlC())
from encuadre.cli import main
main()
"""


class Typed:
    """A command on its way, with whatever it starts."""

    def __init__(self, *arguments: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "encuadre", *map(str, arguments)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        """Its exit code and what it said. Ctrl-C reaches the whole group, kill -9 the command alone."""
        family = list(_family(self.process.pid))
        if how is signal.SIGINT:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
        else:
            self.process.kill()
        said = self.process.communicate(timeout=30)[1]
        _wait(lambda: not any(map(_runs, family)), PATIENCE_SECONDS)
        return self.process.returncode, said


def _family(pid: int) -> Iterator[int]:
    """The process and all it has started, as Linux lists them."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in children.read_text().split():
                yield from _family(int(child))


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _until_stored(typed: Typed, study: Path, table: str, enough: int) -> None:
    def stored() -> bool:
        assert typed.process.poll() is None, typed.process.communicate()[1]
        return _count(study, table) >= enough

    _wait(stored, 60.0)


def _wait(until: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.01)


def _rows(study: Path, statement: str) -> list[tuple[object, ...]]:
    with suppress(sqlite3.OperationalError):  # not made yet
        connection = sqlite3.connect(f"file:{study / 'corpus.sqlite'}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()
    return []


def _count(study: Path, table: str) -> int:
    rows = _rows(study, f"SELECT count(*) FROM {table}")
    return int(str(rows[0][0])) if rows else 0


def _assert_stopped(how: signal.Signals, code: int, said: str) -> None:
    if how is signal.SIGKILL:
        assert code == -signal.SIGKILL
    else:
        assert code == 130, said
        assert said == "encuadre: stopped; type the same command again to go on.\n"


def test_a_crawl_stopped_twice_goes_on(tmp_path: Path) -> None:
    def slowly(url: str) -> Callable[[Asked], Reply]:
        def answer(_asked: Asked) -> Reply:
            time.sleep(0.04)
            return Reply(article(f"Nota {url}").encode())

        return answer

    study = tmp_path / "study"
    assert run_encuadre("init", study, "-q").code == 0
    with LoopbackPress() as press:
        for host in HOSTS:
            urls = [f"http://{host}/{page}" for page in range(PAGES)]
            for url in urls:
                press.put(url, slowly(url))
            press.put(f"http://{host}/rss", rss(urls))
        write_outlets(study / "outlets.csv", [outlet(host, feeds=[f"http://{host}/rss"]) for host in HOSTS])
        hosts = "\n".join(f'"{host}" = "{address}"' for host, address in press.hosts.items())
        (study / "encuadre.toml").write_text(
            f'[study]\nname = "x"\n[crawl]\ndelay = 0.0\nallow_loopback = true\n[crawl.hosts]\n{hosts}\n', "utf-8"
        )
        for how in (signal.SIGKILL, signal.SIGINT):
            before = _count(study, "articles")
            typed = Typed("crawl", "--study", study)
            _until_stored(typed, study, "articles", before + 8)
            _assert_stopped(how, *typed.stop(how))
        assert 0 < _count(study, "articles") < len(HOSTS) * PAGES
        kept = _count(study, "articles")

        ran = run_encuadre("crawl", "--study", study, "--json")

    assert ran.code == 0, ran.err
    assert ran.json()["totals"]["fetched"] == len(HOSTS) * PAGES - kept
    urls_kept = Counter(url for (url,) in _rows(study, "SELECT url FROM articles"))
    assert urls_kept == Counter(f"http://{host}/{page}" for host in HOSTS for page in range(PAGES))
    fetched = Counter(url for (url,) in _rows(study, "SELECT url FROM fetches WHERE outcome = 'fetched'"))
    assert fetched == urls_kept


def test_import_and_tagging_stopped_go_on(tmp_path: Path) -> None:
    study, file = tmp_path / "study", tmp_path / "mine.jsonl"
    assert run_encuadre("init", study, "-q").code == 0
    rows = (
        {
            "id": f"n{number}",
            "title": f"Escrito {number}",
            "body": (OFF_TOPIC if number % 3 else ON_TOPIC).format(number=number),
            "outlet": "El Ensayo",
            "country": "MX",
            "language": "es",
        }
        for number in range(ARTICLES)
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    importing = Typed("import", file, "--study", study)
    _until_stored(importing, study, "articles", 1)
    _assert_stopped(signal.SIGKILL, *importing.stop(signal.SIGKILL))
    ran = run_encuadre("import", file, "--study", study, "--json")
    assert (ran.json()["read"], ran.json()["rejected"]) == (ARTICLES, 0)
    assert _count(study, "articles") == ARTICLES

    for how in (signal.SIGKILL, signal.SIGINT):
        before = _count(study, "article_labels")
        tagging = Typed("tag", "--study", study)
        _until_stored(tagging, study, "article_labels", before + 100)
        _assert_stopped(how, *tagging.stop(how))
    tagged = _count(study, "article_labels")
    assert 200 <= tagged < ARTICLES

    ran = run_encuadre("tag", "--study", study, "--json")

    assert ran.json()["tagged"] == ARTICLES - tagged
    assert _count(study, "article_labels") == ARTICLES
    spans = Counter(_rows(study, 'SELECT article_id, part, "start", "end", code FROM spans'))
    assert spans
    assert set(spans.values()) == {1}
    assert {row[0] for row in spans} == {f"n{number}" for number in range(0, ARTICLES, 3)}


def test_ctrl_c_while_libraries_load_is_one_sentence() -> None:
    ran = subprocess.run([sys.executable, "-c", STOPPED_LOADING], capture_output=True, text=True, check=False)
    _assert_stopped(signal.SIGINT, ran.returncode, ran.stderr)
