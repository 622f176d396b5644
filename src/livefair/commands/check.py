"""Verify every invariant of a database and say what is wrong.

Looks only; may be used while the program runs. Ends with 0 when all is well, with 1 when something is wrong.
"""

import argparse

from livefair.commands.shared import PLACE_SETTINGS, existing_database, say
from livefair.kernel import Database
from livefair.kernel.runner import dead_letters
from livefair.kernel.settings import Settings
from livefair.world.invariants import CHECKS, breaches

SETTINGS = PLACE_SETTINGS


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def run(settings: Settings, _options: argparse.Namespace) -> int:
    with existing_database(settings) as db:
        found = found_wrong(db)
    for breach in found:
        say(breach)
    say(f"{len(CHECKS)} checks: " + (f"{len(found)} breaches" if found else "all is well"))
    return 1 if found else 0


def found_wrong(db: Database) -> list[str]:
    dead = db.read_now(dead_letters)
    return db.read_now(breaches) + [f"dead letter {one.id}: {one.kind} failed {one.attempts} times" for one in dead]
