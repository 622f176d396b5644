import asyncio
import contextlib

import pytest

from livefair.content import VideoProcessor, VideoRefused, feed_page, open_upload
from livefair.kernel import GUEST
from livefair.kernel.files import Files
from livefair.kernel.runner import JobContext, Runner, dead_letters
from livefair.world.artwork.files import FILMS, Artwork
from livefair.world.premieres import Premieres, are_to_come, author_of
from tests.content.studio import DONE, ScriptedProcessor

SEED = 3


@pytest.fixture
def hold(tmp_path):
    """Run the program's jobs in a world until no premiere is to come; returns what was told."""

    async def run(db, processor) -> list[tuple[int, int]]:
        told: list[tuple[int, int]] = []
        premieres = Premieres(tmp_path / "artwork", lambda done, of: told.append((done, of)))
        services = {Files: Files("memory://"), VideoProcessor: processor, Premieres: premieres}
        runner = asyncio.create_task(Runner(JobContext(db, services)).run())
        async with asyncio.timeout(30):
            while await db.read(are_to_come):
                await asyncio.sleep(0.02)
        runner.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await runner
        return told

    return run


def films_shown(db) -> list[str]:
    found, cursor = [], ""
    while cursor is not None:
        page = db.read_now(feed_page, GUEST, cursor=cursor, most=20)
        found += [item.video.title for item in page.items if item.video]
        cursor = page.cursor
    return found


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr("livefair.world.premieres.LOOK_EVERY_S", 0.02)


async def test_the_films_that_the_month_had_no_time_for_come_one_after_the_other(made, hold):
    scripted = {VideoProcessor: ScriptedProcessor(DONE)}
    db = await asyncio.to_thread(made, "one", films=9, processors=scripted)
    assert len(films_shown(db)) == 9
    assert await hold(db, ScriptedProcessor(DONE)) == [(10, FILMS), (11, FILMS), (12, FILMS)]
    assert len(set(films_shown(db))) == FILMS
    assert db.read_now(dead_letters) == []


async def test_a_premiere_that_was_begun_before_goes_on_and_a_film_that_is_refused_stops_nobody(made, hold, tmp_path):
    scripted = {VideoProcessor: ScriptedProcessor(DONE)}
    db = await asyncio.to_thread(made, "one", films=10, processors=scripted)
    film = Artwork.of(tmp_path / "artwork", SEED).film(10)
    author = db.read_now(author_of, 10)
    db.write_now(open_upload, author, byte_count=film.stat().st_size, key=film.name)
    assert await hold(db, RefusesOnce(DONE)) == [(11, FILMS), (12, FILMS)]
    assert len(films_shown(db)) == FILMS - 1


class RefusesOnce(ScriptedProcessor):
    async def transcode(self, file_key, video_id):
        if not self.runs:
            self.runs.append((file_key, video_id))
            raise VideoRefused("broken")
        async for step in super().transcode(file_key, video_id):
            yield step
