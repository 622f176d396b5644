"""What several commands need: a database that is up to date, the home's lock, and progress at a terminal."""

import contextlib
import fcntl
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from livefair.kernel import Database
from livefair.kernel.backup import Place
from livefair.kernel.files import Files
from livefair.kernel.schema import newest_revision, revision_of, upgrade
from livefair.kernel.settings import Settings

PLACE_SETTINGS = ("home", "database", "files")
SHOW_EVERY_S = 1.0


class CommandError(Exception):
    """One sentence for the operator: what does not go, and what would."""


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class TerminalProgress:
    """Tells at most once a second what is being done, on standard error; quick work stays silent."""

    def __init__(self) -> None:
        self._told_at = time.monotonic()

    def __call__(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= SHOW_EVERY_S:
            self._told_at = now
            share = f" {100 * done // of} %" if of else ""
            sys.stderr.write(f"  {what} …{share}\n")
            sys.stderr.flush()


def migrated(settings: Settings) -> None:
    """Bring the database to this version, and make it when there is none."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    upgrade(settings.database_url)


@contextlib.contextmanager
def existing_database(settings: Settings) -> Iterator[Database]:
    """For commands that look at what is there: they make nothing new and migrate nothing."""
    path = sqlite_path(settings)
    if path is not None and not path.exists():
        raise CommandError(f"there is no database at {path}; --home says where to look")
    if revision_of(settings.database_url) != newest_revision():
        raise CommandError("the database is of another version than this program: `livefair run` brings it up to date")
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


@contextlib.contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the home folder, so that two programs never write one SQLite file or serve one port."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(f"another livefair is at work in {settings.home}: stop it first") from error
        yield


def sqlite_path(settings: Settings) -> Path | None:
    """The database's file, or None when it is PostgreSQL."""
    scheme, _, rest = settings.database_url.partition(":///")
    return Path(rest) if scheme == "sqlite" else None


def place_of(settings: Settings) -> Place:
    return Place(settings.database_url, Files(settings.files_url), settings.media_home)
