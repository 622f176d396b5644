"""The media workers alone: live pictures and recordings, for several web servers that use the same PostgreSQL.

  livefair media --database postgresql://fair@db/fair --host 0.0.0.0 --media-host 10.0.0.5 --media-workers 2

Web servers find it by --media-url and have the same secret. There is one `livefair media` for a site; its workers share
the rooms, and one that dies is started again without the others noticing. Stop it with Ctrl-C or SIGTERM.
"""

import argparse
import asyncio
import contextlib
import signal

import uvloop

import livefair.world.tables  # noqa: F401 (every package's listeners)
from livefair.commands.shared import PLACE_SETTINGS, CommandError, existing_database, only_one, say, sqlite_path
from livefair.kernel import Database
from livefair.kernel.settings import Settings
from livefair.media import ControlDoor, Fleet
from livefair.web.archive import Archivist
from livefair.web.program import archive_of, control_key, media_settings, seal_of
from livefair.web.stage_keeper import StageKeeper

SETTINGS = (
    *PLACE_SETTINGS,
    "recordings",
    "host",
    "trusted_proxies",
    "rtmp_port",
    "media_workers",
    "media_host",
    "media_port",
    "media_control_port",
    "outgoing",
    "ladder_rooms",
    "ladder_top",
    "ice_addresses",
    "log_level",
    "log_format",
)


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def run(settings: Settings, _options: argparse.Namespace) -> int:
    if sqlite_path(settings) is not None:
        raise CommandError("SQLite is for one program, `livefair run`, which has media workers of its own")
    if settings.media_url:
        raise CommandError("media_url names another `livefair media`: this one has the workers")
    with only_one(settings), existing_database(settings) as db, contextlib.suppress(asyncio.CancelledError):
        uvloop.run(_until_stopped(settings, db))
    say("The media workers have stopped.")
    return 0


async def _until_stopped(settings: Settings, db: Database) -> None:
    task = asyncio.create_task(_serve(settings, db))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await task


async def _serve(settings: Settings, db: Database) -> None:
    fleet = Fleet(media_settings(settings), settings.media_workers)
    async with contextlib.AsyncExitStack() as stack:
        await fleet.start()
        stack.push_async_callback(fleet.stop)
        await stack.enter_async_context(
            StageKeeper(db, fleet, seal_of(settings), ladder_top=settings.ladder_top).running()
        )
        if (archive := archive_of(settings)) is not None:
            await stack.enter_async_context(Archivist(archive, fleet).running())
        door = ControlDoor(fleet, control_key(settings))
        port = await stack.enter_async_context(door.open(settings.media_host, settings.media_control_port))
        say(f"{len(fleet.engines)} media workers are ready: --media-url http://{settings.media_host}:{port}")
        await asyncio.get_running_loop().create_future()
