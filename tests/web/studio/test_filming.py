"""After a show its host takes films and clips away, and makes short videos of the best moments at one tap."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import pytest
from litestar import Litestar

from livefair import live
from livefair.content.processing import process_video
from livefair.content.queries import own_videos
from livefair.kernel import SYSTEM, Database
from livefair.kernel.clock import SetClock
from livefair.kernel.runner import JobContext, run_due_now
from livefair.live.exports import Exported, Exporter, ExportRefused, Span, export_recording, films_of
from livefair.web.processing import FilmMaker
from livefair.web.services import Services
from tests.content.studio import DONE, ScriptedProcessor, context
from tests.live.test_exports import Scripted
from tests.media.publishers import make_clip
from tests.media.test_remux import record
from tests.web.conftest import Browse, enter
from tests.web.town import Town, built


@pytest.fixture
def town(db: Database, clock: SetClock) -> Town:
    """Its show was recorded for a minute, and half of it was an explanation."""
    found = built(db)
    host, start = found.people["host"], db.clock()
    clock.advance(30_000)
    db.write_now(live.unpin, host, found.room_id)
    clock.advance(30_000)
    db.write_now(live.end_show, host, found.show_id)
    db.write_now(live.publish_replay, SYSTEM, found.show_id, live.Recording("r/s", start, 60_000))
    return found


async def test_a_film_is_asked_for_and_downloaded_from_the_report(
    app: Litestar, db: Database, services: Services, town: Town, browse: Browse, tmp_path: Path
) -> None:
    browser = enter(db, browse(), town.people["host"])
    at = f"/studio/shows/{town.show_id}"
    assert (await browser.post_form(f"{at}/films", {"pin_id": town.pin_id})).status_code == 303
    (asked,) = db.read_now(films_of, town.show_id)
    index = record(tmp_path / "r" / "s", make_clip(tmp_path / "a.mp4", seconds=2))
    maker = FilmMaker(services.files, tmp_path, None)
    with pytest.raises(ExportRefused, match="film_not_recorded"):
        [step async for step in maker.export("r/other", Span(1, 2))]
    with pytest.raises(ExportRefused, match="film_not_recorded"):
        [step async for step in maker.export("../..", Span(1, 2))]

    class Anywhen:
        """The clip of the test was not recorded when the show was."""

        async def export(self, recording: str, _span: Span) -> AsyncGenerator[int | Exported]:
            rows = index.rows()
            span = Span(rows[0].started_at_ms, rows[-1].ended_at_ms)
            async with aclosing(maker.export(recording, span)) as steps:
                async for step in steps:
                    yield step

    await export_recording(JobContext(db, {Exporter: Anywhen()}), export_id=asked.id)
    page = (await browser.get(f"{at}/report")).text
    (film,) = db.read_now(films_of, town.show_id)
    assert f"/files/{film.file_key}" in page
    answer = await browser.get(f"/files/{film.file_key}")
    assert answer.status_code == 200
    assert len(answer.content) == film.byte_count
    assert answer.content[4:8] == b"ftyp"


async def test_an_explanation_and_a_best_minute_become_drafts_that_are_named_and_published(
    db: Database, town: Town, browse: Browse
) -> None:
    host = town.people["host"]
    browser = enter(db, browse(), host)
    at = f"/studio/shows/{town.show_id}"
    assert town.pin_id in (await browser.get(f"{at}/report")).text
    for typed in ({"pin_id": town.pin_id}, {"minute": "0"}):
        answer = await browser.post_form(f"{at}/drafts", typed)
        assert answer.headers["location"] == "/studio/videos"
    drafts = [video for video in db.read_now(own_videos, host) if video.state == "uploading"]
    assert len(drafts) == 2
    for export in db.read_now(films_of, town.show_id):
        maker = Scripted(Exported(f"00/{export.id}.mp4", 5_000, 60_000))
        await export_recording(JobContext(db, {Exporter: maker}), export_id=export.id)
    run_due_now(db)
    await process_video(context(db, ScriptedProcessor(DONE)), video_id=drafts[0].id)
    assert 'name="title"' in (await browser.get("/studio/videos")).text
    words = {"title": "Lighter than it looks", "advertising": "none"}
    refused = await browser.post_form(f"/studio/videos/{drafts[0].id}/words", words)
    assert refused.status_code == 422
    words["advertising"] = "commission"
    assert (await browser.post_form(f"/studio/videos/{drafts[0].id}/words", words)).status_code == 303
    shown = {video.id: video.state for video in db.read_now(own_videos, host)}
    assert shown[drafts[0].id] == "published"


async def test_films_of_others_are_not_for_them(db: Database, town: Town, browse: Browse) -> None:
    stranger = enter(db, browse(accept="application/json"), town.people["mcn"])
    at = f"/studio/shows/{town.show_id}"
    for path in (f"{at}/films", f"{at}/drafts"):
        answer = await stranger.post_form(path, {})
        assert answer.status_code == 403
    assert (await stranger.get(f"{at}/films")).status_code == 403
