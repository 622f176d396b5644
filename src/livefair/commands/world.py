"""Fill an empty database with a demo world: people, goods, videos, orders, reviews and a month of history.

  livefair world market_day --home demo

The same seed makes the same world. The demo accounts it makes have one password, which `livefair run` prints.
"""

import argparse

from livefair.commands.shared import PLACE_SETTINGS, CommandError, TerminalProgress, only_one, say
from livefair.commands.worlds import DEFAULT_SEED, EMPTY, WORLDS, finish_world, has_people, make_world
from livefair.kernel.settings import Settings

SETTINGS = (*PLACE_SETTINGS, "demo_password")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("world", choices=[name for name in WORLDS if name != EMPTY], help="which world")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another number, another world")


def run(settings: Settings, options: argparse.Namespace) -> int:
    with only_one(settings):
        if has_people(settings):
            raise CommandError("the database is not empty: a world is made only in an empty one")
        progress = TerminalProgress()
        make_world(settings, options.world, options.seed, progress)
        finish_world(settings, options.seed, progress)
    say(f"{options.world} is ready")
    return 0
