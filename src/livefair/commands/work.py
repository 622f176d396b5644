"""Do jobs only: deliveries of facts, timed work and messages to the outside, beside a web server.

For PostgreSQL, where many programs share one database; with SQLite the web server does its jobs itself. Stop it with
Ctrl-C or SIGTERM: what was not finished is done by whoever comes next.
"""

import argparse
import asyncio
import contextlib
import signal

import livefair.world.tables  # noqa: F401 (every package's listeners and jobs)
from livefair.commands.shared import PLACE_SETTINGS, CommandError, existing_database, say, sqlite_path
from livefair.kernel.files import Files
from livefair.kernel.runner import JobContext, Runner
from livefair.kernel.settings import Settings

SETTINGS = (*PLACE_SETTINGS, "log_level", "log_format")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def run(settings: Settings, _options: argparse.Namespace) -> int:
    if sqlite_path(settings) is not None:
        raise CommandError("with SQLite the web server does the jobs itself; `livefair work` is for PostgreSQL")
    with existing_database(settings) as db:
        services = {Settings: settings, Files: Files(settings.files_url)}
        say("at work")
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_until_stopped(Runner(JobContext(db, services))))
    return 0


async def _until_stopped(runner: Runner) -> None:
    working = asyncio.create_task(runner.run())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    await working
