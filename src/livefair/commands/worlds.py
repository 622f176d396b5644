"""Where the commands meet the demo worlds: which there are, and how one comes into an empty database."""

import asyncio

from livefair.commands.shared import say, sqlite_path
from livefair.content import VideoProcessor
from livefair.kernel import Database
from livefair.kernel.clock import wall_clock
from livefair.kernel.drafts import draft, is_left_behind
from livefair.kernel.dump import Progress
from livefair.kernel.files import Files
from livefair.kernel.runner import JobContext, Runner
from livefair.kernel.schema import revision_of, upgrade
from livefair.kernel.settings import Settings
from livefair.people.queries import newest_people
from livefair.web.processing import Transcoder
from livefair.web.program import seal_of
from livefair.world.build import build
from livefair.world.fair import Plan, services_of
from livefair.world.premieres import LOOK_EVERY_S, Premieres, are_to_come

EMPTY = "empty"
WORLDS = ("market_day", EMPTY)
DEFAULT_SEED = 7


def has_people(settings: Settings) -> bool:
    """Whether somebody has joined: then the database is somebody's and no world is made in it."""
    if not _is_there(settings) or not revision_of(settings.database_url):
        return False
    database = Database(settings.database_url)
    try:
        return bool(database.read_now(newest_people, most=1))
    finally:
        database.close()


def make_world(settings: Settings, world: str, seed: int, progress: Progress) -> None:
    """Make a world where there is none. It appears all at once or not at all; some films come later."""
    if is_left_behind(settings.database_url):
        say("The program was stopped while it made a world here: the half is thrown away, its artwork is kept.")
    with draft(settings.database_url) as url:
        upgrade(url)
        build(plan_of(settings, seed, url), progress)


def finish_world(settings: Settings, seed: int, progress: Progress) -> None:
    """Hold the premieres that are still to come, as the running program would."""
    db = Database(settings.database_url)
    try:
        asyncio.run(_hold_premieres(plan_of(settings, seed, settings.database_url), db, progress))
    finally:
        db.close()


async def _hold_premieres(plan: Plan, db: Database, progress: Progress) -> None:
    premieres = Premieres(plan.folder, lambda done, of: progress("films", done, of))
    async with services_of(plan, db) as services:
        runner = asyncio.create_task(Runner(JobContext(db, {**services, Premieres: premieres})).run())
        try:
            while await db.read(are_to_come):
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            runner.cancel()
            await asyncio.gather(runner, return_exceptions=True)


def plan_of(settings: Settings, seed: int, url: str) -> Plan:
    files = Files(settings.files_url)
    return Plan(
        url=url,
        files=files,
        folder=settings.artwork_home,
        seed=seed,
        password=settings.demo_password,
        ends_at_ms=wall_clock(),
        provider_key=settings.secret_for("local payment provider").encode(),
        processors={VideoProcessor: Transcoder(files)},
        seal=seal_of(settings).close,
    )


def _is_there(settings: Settings) -> bool:
    path = sqlite_path(settings)
    return path is None or path.exists()
