"""The database under a study: opened safely, brought to the newest schema, written in whole transactions.

In: a path or an SQLAlchemy URL. Out: ``Database`` with ``reading()`` and ``writing()``. SQLite in WAL mode, since it
lets reports read while a crawl writes; PostgreSQL by its URL.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Insert, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from lexicons.errors import EncuadreError

MIGRATIONS = Path(__file__).parent.parent / "migrations"
# Oldest first. A store at any other revision was written by a newer encuadre.
REVISIONS = ("r0001", "r0002", "r0003", "r0004", "r0005", "r0006", "r0007", "r0008", "r0009")

# The longest write is one batch of an import or of tags, well under a second; thirty leave room for a slow disk.
BUSY_SECONDS = 30

MOUNTS = Path("/proc/mounts")
# SQLite's WAL keeps its index in memory shared between processes, which these do not share between machines.
NETWORK_FILE_SYSTEMS = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "davfs",
        "vboxsf",
        "fuse.sshfs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.davfs",
        "fuse.ceph",
        "fuse.smbnetfs",
    ]
)


class Database:
    """One open database. Every write is one transaction: it happens whole or not at all, also after a kill -9."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(encuadre_writes=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the SQLite branch of a statement applies."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.engine.url.database) if self.is_sqlite and self.engine.url.database else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database. Keep it short: an open one keeps the log growing."""
        with _plain_errors(self.engine.url), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds SQLite's write lock from its first statement, so that it never fails half-way."""
        with _plain_errors(self.engine.url), self._writer.begin() as connection:
            yield connection

    def insert_new(self, table: Table) -> Insert:
        """An INSERT that passes over rows whose primary key is there already."""
        if self.is_sqlite:
            return sqlite.insert(table).on_conflict_do_nothing()
        return postgresql.insert(table).on_conflict_do_nothing()

    def upsert(self, table: Table) -> Insert:
        """An INSERT that overwrites the row with the same primary key."""
        keys = [column.name for column in table.primary_key.columns]
        others = [column.name for column in table.columns if not column.primary_key]
        if self.is_sqlite:
            lite = sqlite.insert(table)
            return lite.on_conflict_do_update(index_elements=keys, set_={name: lite.excluded[name] for name in others})
        post = postgresql.insert(table)
        return post.on_conflict_do_update(index_elements=keys, set_={name: post.excluded[name] for name in others})

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_database(where: Path | str, *, create: bool) -> Database:
    """Open a database and bring its schema to the newest revision.

    Raises EncuadreError E201 (no such store), E202 (not a store), E203 (network file system), E204 (newer encuadre),
    E205 (cannot be opened), E208 (no answer), E209 (no driver).
    """
    url = _url(where)
    if url.get_backend_name() == "sqlite":
        _check_file(Path(url.database or ""), create=create)
    try:
        database = Database(_engine(url))
    except ModuleNotFoundError as error:
        raise EncuadreError("E209", module=error.name) from error
    try:
        _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _url(where: Path | str) -> URL:
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(Path(where).absolute()))
    try:
        url = make_url(where)
        if url.drivername in {"postgres", "postgresql"}:
            url = url.set(drivername="postgresql+psycopg")
        url.get_dialect()
    except ModuleNotFoundError:
        return url
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise EncuadreError("E207", where=re.sub(r"://[^@]*@", "://***@", where)) from error
    if url.get_backend_name() not in {"sqlite", "postgresql"} or (
        url.get_backend_name() == "sqlite" and not url.database
    ):
        raise EncuadreError("E207", where=url.render_as_string(hide_password=True))
    return url


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise EncuadreError("E205", where=path, problem="it is a folder")
    if not path.exists() and not create:
        raise EncuadreError("E201", path=path)
    if not path.parent.is_dir():
        raise EncuadreError("E205", where=path, problem=f"the folder {path.parent} does not exist")
    kind = file_system_of(path)
    if kind in NETWORK_FILE_SYSTEMS:
        raise EncuadreError("E203", path=path, kind=kind)


def file_system_of(path: Path) -> str | None:
    """The type of the file system that holds a path, from /proc/mounts; None where the system does not say."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    resolved = path.resolve()
    best: tuple[int, str | None] = (-1, None)
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # /proc/mounts writes a space in a path as \040
        mount = Path(re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[1]))
        # later lines lie over earlier ones at the same place
        if resolved.is_relative_to(mount) and len(mount.parts) >= best[0]:
            best = (len(mount.parts), fields[2])
    return best[1]


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # the driver's own transaction control begins too late; _begin_sqlite does it
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    # a killed process loses nothing; a power cut may lose the last commits but never harms the file
    connection.execute("PRAGMA synchronous = NORMAL")
    # what is deleted is overwritten: a forgotten article must not remain in free pages
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("encuadre_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
    if tables:
        raise EncuadreError("E202", where=connection.engine.url.render_as_string(hide_password=True))
    return None


def _migrate(database: Database) -> None:
    with database.reading() as connection:
        revision = _revision(connection)
    if revision == REVISIONS[-1]:
        return
    if revision is not None and revision not in REVISIONS:
        raise EncuadreError("E204", where=database.engine.url.render_as_string(hide_password=True), revision=revision)
    # alembic takes a while to import, and most openings do not need it
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _plain_errors(url: URL) -> Iterator[None]:
    """Turn what the user can mend into one sentence; all else passes."""
    try:
        yield
    except DatabaseError as error:
        where = url.render_as_string(hide_password=True) if url.get_backend_name() != "sqlite" else url.database
        problem = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        if "not a database" in problem or "malformed" in problem:
            raise EncuadreError("E202", where=where) from error
        if not isinstance(error, OperationalError):
            raise
        if "locked" in problem:
            raise EncuadreError("E206", where=where, seconds=BUSY_SECONDS) from error
        if url.get_backend_name() != "sqlite":
            raise EncuadreError("E208", where=where, problem=problem) from error
        if any(word in problem for word in ("readonly", "unable to open", "full", "disk I/O")):
            raise EncuadreError("E205", where=where, problem=problem) from error
        raise
