"""Estimate from files: path models, attribution, experiments, retention.

Works on CSV files from anywhere, without a database. What cannot be estimated honestly is refused in one sentence
that names the row, the column or the construct. docs/measures/ explains every number.
"""

import argparse

from livefair.commands.lab import attribution, experiment, paths, retention
from livefair.commands.shared import CommandError
from livefair.kernel.settings import Settings
from livefair.value.faults import Fault

SETTINGS = ("home",)
STUDIES = {"paths": paths, "attribution": attribution, "experiment": experiment, "retention": retention}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    studies = parser.add_subparsers(metavar="STUDY", required=True)
    for name, module in STUDIES.items():
        study = studies.add_parser(
            name,
            help=(module.__doc__ or "").splitlines()[0],
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        study.add_argument("--language", choices=("zh", "en"), default="en", help="of reports and refusals")
        module.add_arguments(study)
        study.set_defaults(study=module.run)


def run(_settings: Settings, options: argparse.Namespace) -> int:
    try:
        return int(options.study(options))
    except Fault as fault:
        raise CommandError(fault.on(options.language)) from fault
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error
