"""Start everything: the web server, the media worker and the jobs. Ctrl-C or SIGTERM stops all of it.

  livefair run                                   on http://127.0.0.1:8321, with ./home as the home folder
  livefair run --world market_day                fill a new home with the demo world first
  livefair run --database postgresql://fair@db/fair --host 0.0.0.0
  livefair run --database postgresql://fair@db/fair --media-url http://media:8322 --broker-url nats://nats:4222

The last one serves pages and does jobs only: as many as you like, beside one `livefair media`, with one secret and one
place for files.

What is in the home folder is kept: --world does nothing where somebody has joined already.
"""

import argparse
import asyncio
import contextlib
import signal
import socket
import time
from dataclasses import replace

import uvloop

from livefair.commands.shared import (
    PLACE_SETTINGS,
    CommandError,
    TerminalProgress,
    existing_database,
    migrated,
    only_one,
    say,
    sqlite_path,
)
from livefair.commands.worlds import DEFAULT_SEED, EMPTY, WORLDS, has_people, make_world
from livefair.kernel import Actor, Unavailable
from livefair.kernel.heap import settle_heap
from livefair.kernel.settings import Settings
from livefair.web.program import running_program
from livefair.web.serve import serve
from livefair.web.services import Services
from livefair.world.crowd import live_on
from livefair.world.demo import demo_accounts
from livefair.world.ground import Ground

SETTINGS = (
    *PLACE_SETTINGS,
    "host",
    "port",
    "public_url",
    "trusted_proxies",
    "lanes",
    "broker_url",
    "recordings",
    "rtmp_port",
    "rtmp_name",
    "media_url",
    "media_workers",
    "media_host",
    "media_port",
    "fast_seats",
    "outgoing",
    "ladder_rooms",
    "ladder_top",
    "ice_addresses",
    "turn_urls",
    "turn_secret",
    "demo_password",
    "crowd",
    "log_level",
    "log_format",
)
PORTS_TRIED = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--world", choices=WORLDS, default=EMPTY, help="what a new home is filled with (default: empty)"
    )
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another number, another demo world")


def run(settings: Settings, options: argparse.Namespace) -> int:
    began = time.monotonic()
    with alone_if_needed(settings):
        settings = with_free_ports(settings)
        if options.world != EMPTY and not has_people(settings):
            say(f"Making the demo world {options.world} in {settings.home} …")
            make_world(settings, options.world, options.seed, TerminalProgress())
        migrated(settings)
        uvloop.run(serve_until_stopped(settings, options.seed, began))
    say("Livefair has stopped.")
    return 0


def alone_if_needed(settings: Settings) -> contextlib.AbstractContextManager[None]:
    """A web server without media workers on PostgreSQL keeps nothing in its home that another could disturb."""
    if not settings.media_url:
        return only_one(settings)
    if sqlite_path(settings) is not None:
        raise CommandError("SQLite is for one program: several web servers need PostgreSQL (--database)")
    return contextlib.nullcontext()


async def serve_until_stopped(settings: Settings, seed: int, began: float) -> None:
    crowd: list[asyncio.Task[None]] = []

    def ready(services: Services) -> None:
        settle_heap()
        greet(settings, time.monotonic() - began)
        if services.settings.is_demo and settings.crowd and not settings.media_url:
            crowd.append(asyncio.create_task(live_on(ground_of(settings, services, seed)), name="crowd"))

    async def serving() -> None:
        async with running_program(settings, tell_film) as services:
            try:
                await serve(settings, services, lambda: ready(services))
            finally:
                for task in crowd:
                    task.cancel()
                await asyncio.gather(*crowd, return_exceptions=True)

    task = asyncio.create_task(serving())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


def ground_of(settings: Settings, services: Services, seed: int) -> Ground:
    """Where the demo world's people find the program: over the same doors as everybody."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host

    async def ingest(actor: Actor, room_id: str, show_id: str) -> tuple[str, str]:
        if services.stages is None:
            raise Unavailable("media_away")
        ticket = (await services.stages.tickets(actor, room_id, show_id)).rtmp
        return f"rtmp://{host}:{ticket.port}/{ticket.path}", str(ticket.stream_key)

    return Ground(services.db, f"http://{host}:{settings.port}", ingest, seed, settings.crowd)


def tell_film(done: int, of: int) -> None:
    say(f"  {done} of {of} films are in the feed" + ("; the demo world is complete" if done == of else ""))


def greet(settings: Settings, took_s: float) -> None:
    say(f"\nLivefair is ready after {took_s:.1f} s: {settings.address}")
    with existing_database(settings) as db:
        accounts = db.read_now(demo_accounts)
    if accounts:
        say(f"Demo accounts, all with the password {settings.demo_password}")
        for email in accounts:
            say(f"  {email}")
    say("Ctrl-C stops it.")


def with_free_ports(settings: Settings) -> Settings:
    """The web port must be the one that was asked for; RTMP moves aside for another program and says so."""
    if settings.port == 0:
        settings = replace(settings, port=first_free(settings.host, 8321))
    elif not is_free(settings.host, settings.port):
        raise CommandError(f"port {settings.port} is taken: choose another with --port, or 0 for any")
    if settings.media_url:
        return settings
    wanted = range(settings.rtmp_port, settings.rtmp_port + settings.media_workers)
    if settings.rtmp_port and not all(is_free(settings.host, port) for port in wanted):
        found = first_free(settings.host, settings.rtmp_port + 1, settings.media_workers)
        say(f"Port {settings.rtmp_port} is taken: OBS reaches Livefair on RTMP port {found}.")
        settings = replace(settings, rtmp_port=found)
    return settings


def first_free(host: str, port: int, count: int = 1) -> int:
    """The first of `count` free ports in a row."""
    for candidate in range(port, port + PORTS_TRIED):
        if all(is_free(host, candidate + further) for further in range(count)):
            return candidate
    raise CommandError(f"the ports from {port} to {port + PORTS_TRIED - 1} are all taken")


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
