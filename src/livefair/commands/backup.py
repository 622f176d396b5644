"""Write the database, all files and all recordings into one tar, while the program runs.

  livefair backup fair-monday.tar

The tar lists the hash of everything in it, and is complete as soon as a file of that name is there. It holds personal
data and password hashes: keep it as well as the home folder itself. The secret key is not in it.
"""

import argparse
from pathlib import Path

from livefair.commands.shared import (
    PLACE_SETTINGS,
    CommandError,
    TerminalProgress,
    existing_database,
    place_of,
    say,
)
from livefair.kernel.backup import back_up
from livefair.kernel.clock import wall_clock
from livefair.kernel.settings import Settings

SETTINGS = PLACE_SETTINGS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, help="the tar to write; must not exist yet")


def run(settings: Settings, options: argparse.Namespace) -> int:
    if options.target.exists():
        raise CommandError(f"{options.target} exists already")
    with existing_database(settings):
        made = back_up(place_of(settings), options.target, now_ms=wall_clock(), progress=TerminalProgress())
    rows, files = sum(made.rows.values()), len(made.hashes) - 1
    say(f"{options.target}: {rows} rows, {files} files, {options.target.stat().st_size / 1e6:.1f} MB")
    return 0
