import pytest

from livefair.content import video_for
from livefair.content.cuttings import DRAFT_MS_MAX, draft_from_show
from livefair.content.processing import process_video
from livefair.content.queries import own_videos
from livefair.content.videos import tagged_products
from livefair.kernel import SYSTEM, Conflict, Invalid, Money, NotAllowed
from livefair.kernel.runner import JobContext, run_due_now
from livefair.live import Goods, Recording, end_show, pin, publish_replay, unpin
from livefair.live.exports import Exported, Exporter, ExportRefused, Span, export_recording, films_of
from tests.content.studio import DONE, ScriptedProcessor, context
from tests.live.conftest import put_on_air
from tests.live.test_exports import Scripted
from tests.stall import set_up


@pytest.fixture
def recorded(db, join, clock):
    """A show of a minute, in which mugs were explained for half of it."""
    stage = put_on_air(db, join)
    mugs = set_up(db, join, name="mugs")
    start = db.clock()
    db.write_now(pin, stage.host, stage.room_id, Goods(mugs.product_id, None, "杯", "Mug", Money(100)))
    clock.advance(30_000)
    db.write_now(unpin, stage.host, stage.room_id)
    clock.advance(30_000)
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording("r/s", start, 60_000))
    return stage, Span(start, start + 60_000), mugs.product_id


async def made(db, show_id, *script):
    (export,) = db.read_now(films_of, show_id)
    await export_recording(JobContext(db, {Exporter: Scripted(*script)}), export_id=export.id)
    run_due_now(db)


async def test_a_tap_makes_a_draft_with_the_goods_that_were_explained(db, recorded):
    stage, span, product_id = recorded
    video_id = db.write_now(draft_from_show, stage.host, stage.show_id, span)
    assert db.write_now(draft_from_show, stage.host, stage.show_id, span) == video_id
    assert db.read_now(tagged_products, video_id) == [product_id]
    assert db.read_now(video_for, stage.host, video_id).state == "uploading"
    await made(db, stage.show_id, Exported("00/cut.mp4", 5_000, 60_000))
    processor = ScriptedProcessor(DONE)
    await process_video(context(db, processor), video_id=video_id)
    run_due_now(db)
    assert processor.runs == [("00/cut.mp4", video_id)]
    video = db.read_now(video_for, stage.host, video_id)
    assert (video.state, video.title) == ("ready", "")


async def test_what_could_not_be_cut_is_a_draft_that_failed(db, recorded):
    stage, span, _ = recorded
    video_id = db.write_now(draft_from_show, stage.host, stage.show_id, span)
    await made(db, stage.show_id, ExportRefused("film_broken"))
    video = db.read_now(video_for, stage.host, video_id)
    assert (video.state, video.failure_code) == ("failed", "not_cut")
    again = db.write_now(draft_from_show, stage.host, stage.show_id, span)
    assert again != video_id
    assert len(db.read_now(own_videos, stage.host)) == 2


def test_drafts_are_short_and_of_ones_own_shows(db, join, recorded):
    stage, span, _ = recorded
    with pytest.raises(Invalid, match="too_long_for_video"):
        db.write_now(
            draft_from_show, stage.host, stage.show_id, Span(span.from_at_ms, span.from_at_ms + DRAFT_MS_MAX + 1)
        )
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(draft_from_show, join("zoe", "host"), stage.show_id, span)
    with pytest.raises(NotAllowed, match="hosts_only"):
        db.write_now(draft_from_show, join("liu"), stage.show_id, span)


def test_a_show_that_was_not_recorded_gives_no_draft(db, join):
    stage = put_on_air(db, join)
    with pytest.raises(Conflict, match="not_recorded"):
        db.write_now(draft_from_show, stage.host, stage.show_id, Span(1, 2))
