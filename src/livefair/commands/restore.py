"""Fill an empty home from a backup; SQLite or PostgreSQL, whichever it was made of.

  livefair restore fair-monday.tar --home new-home
  livefair restore fair-monday.tar --database postgresql://fair@db/fair

All hashes are compared before anything is written. A home that holds something already is left alone, unless
--replace says that it may be lost. Stop the program first.
"""

import argparse
import shutil
from pathlib import Path

from livefair.commands.check import found_wrong
from livefair.commands.shared import (
    PLACE_SETTINGS,
    CommandError,
    TerminalProgress,
    existing_database,
    only_one,
    place_of,
    say,
    sqlite_path,
)
from livefair.kernel.backup import restore
from livefair.kernel.settings import SECRET_NAME, Settings

SETTINGS = PLACE_SETTINGS
# What lies in a home before anything is kept there.
NOTHING = {"lock", "livefair.toml", SECRET_NAME}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="a tar that `livefair backup` has written")
    parser.add_argument("--replace", action="store_true", help="delete what the home folder holds now (SQLite only)")


def run(settings: Settings, options: argparse.Namespace) -> int:
    if not options.source.is_file():
        raise CommandError(f"there is no {options.source}")
    with only_one(settings):
        kept = [path for path in settings.home.iterdir() if path.name not in NOTHING]
        if kept and not options.replace:
            raise CommandError(f"{settings.home} holds {len(kept)} things already; --replace deletes them")
        if options.replace and sqlite_path(settings) is None:
            raise CommandError("--replace does not empty a PostgreSQL database: give an empty one")
        clear(kept)
        made = restore(options.source, place_of(settings), progress=TerminalProgress())
        with existing_database(settings) as db:
            wrong = found_wrong(db)
    say(f"{sum(made.rows.values())} rows and {len(made.hashes) - 1} files restored")
    for breach in wrong:
        say(breach)
    return 1 if wrong else 0


def clear(paths: list[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
