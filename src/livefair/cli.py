"""`livefair COMMAND`: what an operator does at a terminal. Each command is a file in livefair.commands."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from livefair.commands.shared import CommandError
from livefair.kernel import Refusal, settings
from livefair.kernel.backup import BackupError
from livefair.kernel.log import set_up_logging
from livefair.kernel.settings import Settings, SettingsError

COMMANDS = {
    "run": "start everything: the web server, the media worker and the jobs",
    "media": "the media workers alone, for several web servers that use the same PostgreSQL",
    "work": "do jobs only, beside a web server that uses the same PostgreSQL",
    "world": "fill an empty database with a demo world",
    "check": "verify every invariant of a database and say what is wrong",
    "accounts": "list people, make accounts, set passwords, give roles",
    "backup": "write database and files into one tar, while the program runs",
    "restore": "fill an empty home from such a tar",
    "lab": "estimate from files: path models, attribution, experiments, retention",
}


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = parser_for(words).parse_args(words)
    try:
        found = settings.load(os.environ, given_in(options))
        set_up_logging(human=found.log_format == "human", level=found.log_level)
        return int(options.run(found, options))
    except (SettingsError, CommandError, BackupError, Refusal) as error:
        sys.stderr.write(f"livefair: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def parser_for(words: Sequence[str]) -> argparse.ArgumentParser:
    """Only the command that is asked for is imported: `--help` should not wait for codecs and servers."""
    parser = argparse.ArgumentParser(
        prog="livefair",
        description="Livefair: live shows, short videos, a shop and a community in one program.",
        epilog="livefair COMMAND --help tells more. Settings also come from LIVEFAIR_* variables and from "
        "livefair.toml in the home folder; docs/self-hosting.md lists them.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about)
        if name in words:
            module = importlib.import_module(f"livefair.commands.{name}")
            command.description = module.__doc__
            command.formatter_class = argparse.RawDescriptionHelpFormatter
            add_settings(command, module.SETTINGS)
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


def add_settings(command: argparse.ArgumentParser, names: Sequence[str]) -> None:
    group = command.add_argument_group("settings")
    for name in names:
        kind = type(getattr(Settings, name))
        shown = {int: "N", str: "TEXT"}.get(kind, "DIR")
        group.add_argument(
            f"--{name.replace('_', '-')}",
            dest=f"setting_{name}",
            type=int if kind is int else Path if shown == "DIR" else str,
            metavar=shown,
            help=f"{settings.about(name)} (default: {getattr(Settings, name) or 'empty'})",
        )


def given_in(options: argparse.Namespace) -> dict[str, settings.Value]:
    found = {name: getattr(options, f"setting_{name}", None) for name in settings.NAMES}
    return {name: value for name, value in found.items() if value is not None}


if __name__ == "__main__":
    sys.exit(main())
