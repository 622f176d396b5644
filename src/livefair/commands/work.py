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
from livefair.content import VideoProcessor
from livefair.kernel import Database
from livefair.kernel.files import Files
from livefair.kernel.runner import JobContext, Runner
from livefair.kernel.settings import Settings
from livefair.live.exports import Exporter
from livefair.people.devices import Pusher
from livefair.shop.local_provider import LocalProvider
from livefair.shop.providers import Providers
from livefair.supply.carriers import Carriers, LocalCarrier
from livefair.value.payouts.local_provider import LocalPayouts
from livefair.value.payouts.providers import Payouts
from livefair.web.messenger import HttpMessenger
from livefair.web.outside_providers import payouts_of, providers_of
from livefair.web.processing import FilmMaker, Transcoder
from livefair.web.program import (
    archive_of,
    carriers_of,
    courier_of,
    local_carrier,
    local_payouts,
    local_provider,
    messenger_outside,
    payout_terms,
    web_push,
)
from livefair.web.provider_line import HttpLine
from livefair.webhooks.sending import Courier
from livefair.world.premieres import Premieres

SETTINGS = (*PLACE_SETTINGS, "recordings", "host", "port", "public_url", "outgoing", "log_level", "log_format")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def run(settings: Settings, _options: argparse.Namespace) -> int:
    if sqlite_path(settings) is not None:
        raise CommandError("with SQLite the web server does the jobs itself; `livefair work` is for PostgreSQL")
    with existing_database(settings) as db:
        say("at work")
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_until_stopped(settings, db))
    return 0


async def _until_stopped(settings: Settings, db: Database) -> None:
    files = Files(settings.files_url)
    async with (
        contextlib.aclosing(HttpMessenger()) as http,
        contextlib.aclosing(messenger_outside(settings)) as outside,
        contextlib.aclosing(HttpLine()) as line,
    ):
        local, bank = local_provider(settings, db, http), local_payouts(settings, db, http)
        carrier = local_carrier(settings, db, http)
        services = {
            Settings: settings,
            Files: files,
            LocalProvider: local,
            Courier: courier_of(settings, outside),
            Providers: providers_of(settings, db, line, local, is_demo=False),
            LocalPayouts: bank,
            LocalCarrier: carrier,
            Carriers: carriers_of(carrier),
            Payouts: payouts_of(settings, line, bank, payout_terms(settings)),
            VideoProcessor: Transcoder(files),
            Exporter: FilmMaker(files, settings.media_home, archive_of(settings)),
            Pusher: web_push(settings, outside, db.clock),
            Premieres: Premieres(settings.artwork_home, lambda done, of: None),
        }
        working = asyncio.create_task(Runner(JobContext(db, services)).run())
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, working.cancel)
        await working
