"""The database under the store: opened safely, read while written, whole after a kill, refused in one sentence."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from corpus.schema import metadata
from corpus.storage import database
from corpus.store import Corpus
from lexicons.errors import EncuadreError
from tests.corpus_samples import a_listing, an_article, some_tags

ROOT = Path(__file__).parent.parent


def start_child(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A process of its own that has the store open and prints a line when it is in the middle of its work."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": "."},
    )


def kill(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)
    child.wait(timeout=30)


CRAWL = """
import sys
from corpus.store import Corpus
from tests.corpus_samples import a_fetch, an_article
corpus = Corpus.open(sys.argv[1])
for n, found in enumerate(corpus.pending("faro")):
    number = int(found.url.rsplit("/", 1)[1])
    article = an_article(number)
    corpus.record_fetch(a_fetch(number, article_id=article.id), article=article, canonical_url=found.canonical_url)
    if n == 20:
        print("in the middle", flush=True)
"""

TAG = """
import sys
from corpus.store import Corpus
from tests.corpus_samples import some_tags
corpus = Corpus.open(sys.argv[1])
run = corpus.start_run("tag", {"lexicon": "1"})
batch = []
for n, article in enumerate(corpus.articles(without_tags_of=run.version_set)):
    batch.append(some_tags(article))
    if len(batch) == 10:
        corpus.write_tags(batch, run)
        batch = []
    if n == 55:
        print("in the middle", flush=True)
"""


def test_a_crawl_killed_in_the_middle_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    with Corpus.open(path, create=True) as corpus:
        corpus.discover(a_listing(number) for number in range(400))

    child = start_child(CRAWL, path)
    assert child.stdout is not None
    child.stdout.readline()
    kill(child)

    with Corpus.open(path) as corpus:
        done = {fetch.article_id for fetch in corpus.fetches()}
        assert 20 <= len(done) == corpus.count_articles() == 400 - len(list(corpus.pending("faro")))
        assert start_child(CRAWL, path).wait(timeout=60) == 0
        attempts = [fetch.article_id for fetch in corpus.fetches()]
        assert len(attempts) == len(set(attempts)) == corpus.count_articles() == 400


def test_tagging_killed_in_the_middle_is_finished_by_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    with Corpus.open(path, create=True) as corpus:
        corpus.add_articles(an_article(number) for number in range(200))

    child = start_child(TAG, path)
    assert child.stdout is not None
    child.stdout.readline()
    kill(child)

    with Corpus.open(path) as corpus:
        tagged = corpus.status().tagged
        assert tagged % 10 == 0
        assert len(corpus.span_frame()) == tagged * 2
        assert start_child(TAG, path).wait(timeout=60) == 0
        assert corpus.status().tagged == 200
        assert len(corpus.span_frame()) == 400


def test_reports_read_while_a_crawl_writes(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    writer = (
        "import sys\n"
        "from corpus.store import Corpus\n"
        "from tests.corpus_samples import an_article\n"
        "corpus = Corpus.open(sys.argv[1])\n"
        "with corpus._database.writing() as connection:\n"
        "    connection.exec_driver_sql(\"DELETE FROM articles WHERE outlet = 'faro'\")\n"
        "    print('holds the write lock', flush=True)\n"
        "    sys.stdin.readline()\n"
    )
    with Corpus.open(path, create=True) as corpus:
        corpus.add_articles(an_article(number) for number in range(30))
        child = start_child(writer, path)
        assert child.stdout is not None
        assert child.stdin is not None
        child.stdout.readline()

        # the reader sees the last whole state, at once
        assert corpus.count_articles() == 30
        assert corpus.status().articles == 30

        child.communicate("\n", timeout=30)
        assert corpus.count_articles() == 0


def test_a_store_that_stays_busy_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    path = tmp_path / "corpus.sqlite"
    with Corpus.open(path, create=True) as corpus:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EncuadreError, match="has been busy") as refusal:
            corpus.add_articles([an_article(1)])
        other.close()
    assert refusal.value.code == "E206"


def test_what_is_forgotten_leaves_no_words_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    secret = "palabras irrepetibles " * 50
    with Corpus.open(path, create=True) as corpus:
        corpus.add_articles([an_article(1, body=secret, title="irrepetibles"), *map(an_article, range(2, 30))])
        corpus.write_tags([some_tags(an_article(1))], corpus.start_run("tag", {}))
        corpus.forget(an_article(1).id)

        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert b"irrepetibles" not in kept
    assert b"nota/1\x00" not in kept


def test_the_migrations_make_the_tables_that_the_code_expects(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True):
        pass
    engine = create_engine(f"sqlite:///{tmp_path / 'corpus.sqlite'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_store_of_the_first_release_keeps_its_rows_and_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    with Corpus.open(path, create=True) as corpus:
        corpus.add_articles([an_article(1)])
        corpus.write_tags([some_tags(an_article(1))], corpus.start_run("tag", {}))
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE clauses")
        for column in ("her_clauses", "her_actions", "named_in_headline", "named_in_body", "convicted"):
            connection.execute(f"ALTER TABLE article_labels DROP COLUMN {column}")
        connection.execute("ALTER TABLE spans DROP COLUMN status")
        for table in ("samples", "training_draws", "predictions"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX ix_human_labels_sample")
        for column in ("sample", "annotator_group", "suggested"):
            connection.execute(f"ALTER TABLE human_labels DROP COLUMN {column}")
        connection.execute("ALTER TABLE audit_draws DROP COLUMN cluster")
        for column in ("archives", "needs", "source", "verified"):
            connection.execute(f"ALTER TABLE outlets DROP COLUMN {column}")
        connection.execute("DROP TABLE article_versions")
        connection.execute("DROP TABLE hearings")
        connection.execute("DROP TABLE passed_over")
        connection.execute("UPDATE alembic_version SET version_num = 'r0001'")

    with Corpus.open(path) as corpus:
        label = corpus.label_frame().iloc[0]
        spans = [span for _, tags, _ in corpus.tagged_articles() if tags for span in tags.spans]

    assert label["article_id"] == an_article(1).id
    assert label[["her_clauses", "her_actions", "convicted"]].isna().all()
    assert {span.status for span in spans} == {""}


def test_every_revision_is_known() -> None:
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert tuple(revision.revision for revision in reversed(list(script.walk_revisions()))) == database.REVISIONS


def test_a_store_from_a_newer_encuadre_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    Corpus.open(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    with pytest.raises(EncuadreError, match=r"written by a newer encuadre.*pip install --upgrade encuadre") as refusal:
        Corpus.open(path)
    assert refusal.value.code == "E204"


def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = tmp_path / "mi disco"
    share.mkdir()
    mounts = tmp_path / "mounts"
    escaped = str(share).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {escaped} fuse.sshfs rw 0 0\n", "utf-8")
    monkeypatch.setattr(database, "MOUNTS", mounts)

    with pytest.raises(EncuadreError, match=r"network file system \(fuse.sshfs\).*local disk") as refusal:
        Corpus.open(share / "corpus.sqlite", create=True)
    assert refusal.value.code == "E203"
    Corpus.open(tmp_path / "corpus.sqlite", create=True).close()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, "E201"),
        (lambda path: path.mkdir(), "E205"),
        (lambda path: path.write_bytes(b"not a database, but long enough to be one" * 100), "E202"),
        (lambda path: sqlite3.connect(path).execute("CREATE TABLE recipes (x)").connection.close(), "E202"),
    ],
    ids=["absent", "folder", "another file", "another database"],
)
def test_what_is_no_store_is_one_sentence(tmp_path: Path, make: object, code: str) -> None:
    path = tmp_path / "corpus.sqlite"
    make(path)  # type: ignore[operator]
    with pytest.raises(EncuadreError) as refusal:
        Corpus.open(path)
    assert refusal.value.code == code
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("mysql://user:secret@host/db", "E207"),
        ("nonsense://x", "E207"),
        ("sqlite://", "E207"),
        ("postgresql://user:secret@127.0.0.1:1/db", "E208"),
    ],
)
def test_a_bad_address_is_one_sentence_without_its_password(where: str, code: str) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install encuadre[postgres])")
    with pytest.raises(EncuadreError) as refusal:
        Corpus.open(where)
    assert refusal.value.code == code
    assert "secret" not in str(refusal.value)


def test_two_processes_may_make_the_store_at_once(tmp_path: Path) -> None:
    code = "import sys; from corpus.store import Corpus; Corpus.open(sys.argv[1], create=True).close()"
    children = [start_child(code, tmp_path / "corpus.sqlite") for _ in range(3)]
    assert [child.wait(timeout=60) for child in children] == [0, 0, 0]
