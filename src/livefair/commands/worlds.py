"""Where the commands meet the demo worlds: which there are, and how one comes into an empty database."""

from pathlib import Path

from livefair.commands.shared import sqlite_path
from livefair.content import VideoProcessor
from livefair.kernel import Database
from livefair.kernel.clock import wall_clock
from livefair.kernel.dump import Progress
from livefair.kernel.files import Files
from livefair.kernel.schema import revision_of, upgrade
from livefair.kernel.settings import Settings
from livefair.people.queries import newest_people
from livefair.web.processing import Transcoder
from livefair.world.build import build
from livefair.world.fair import Plan

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
    """Make a world where there is none. On SQLite it appears all at once or not at all."""
    path = sqlite_path(settings)
    if path is None:
        _build_at(settings.database_url, settings, seed, progress)
        return
    # In a file of its own, without waiting for the disk at each commit: a power cut costs only the draft.
    draft = path.with_name(f"{path.name}.draft")
    for leftover in (draft, *_beside(draft)):
        leftover.unlink(missing_ok=True)
    _build_at(f"sqlite:///{draft.absolute()}", settings, seed, progress)
    for old in (path, *_beside(path)):
        old.unlink(missing_ok=True)
    draft.rename(path)


def _build_at(url: str, settings: Settings, seed: int, progress: Progress) -> None:
    upgrade(url)
    files = Files(settings.files_url)
    plan = Plan(
        url=url,
        files=files,
        folder=artwork_folder(settings),
        seed=seed,
        password=settings.demo_password,
        ends_at_ms=wall_clock(),
        provider_key=settings.secret_for("local payment provider").encode(),
        processors={VideoProcessor: Transcoder(files)},
    )
    build(plan, progress)


def artwork_folder(settings: Settings) -> Path:
    return settings.home / "artwork"


def _is_there(settings: Settings) -> bool:
    path = sqlite_path(settings)
    return path is None or path.exists()


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm")]
