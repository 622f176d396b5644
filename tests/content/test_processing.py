import pytest

from livefair.content import Progress, VideoRefused, rules, video_for
from livefair.content.events import VideoFailed, VideoReady
from livefair.content.processing import process_video
from livefair.content.queries import own_videos
from tests.announced import Announced
from tests.content.studio import DONE, ScriptedProcessor, context, uploaded


async def test_a_processed_video_is_ready_with_its_files(db, join):
    ada = join("ada", "host")
    video_id = uploaded(db, ada)
    facts = Announced(db)
    processor = ScriptedProcessor(Progress(30), Progress(31), Progress(100), DONE)
    await process_video(context(db, processor), video_id=video_id)
    video = db.read_now(video_for, ada, video_id)
    assert (video.state, video.progress_percent) == ("ready", 100)
    assert (video.mp4_key, video.poster_key, video.duration_ms) == (DONE.mp4_key, DONE.poster_key, 12_000)
    assert processor.runs == [("00/file.mp4", video_id)]
    assert [type(fact) for fact in facts] == [VideoReady]


async def test_the_author_sees_how_far_it_is_in_coarse_steps(db, join):
    ada = join("ada", "host")
    video_id = uploaded(db, ada)
    seen = []

    class Watched(ScriptedProcessor):
        async def transcode(self, file_key, video_id):
            async for step in super().transcode(file_key, video_id):
                yield step
                seen.append(db.read_now(own_videos, ada)[0].progress_percent)

    steps = [Progress(percent) for percent in (1, 2, 5, 6, 50, 40, 100)]
    await process_video(context(db, Watched(*steps, DONE)), video_id=video_id)
    assert seen == [0, 0, 5, 5, 50, 50, 99]


async def test_a_bad_file_fails_with_its_code_and_is_not_tried_again(db, join):
    ada = join("ada", "host")
    video_id = uploaded(db, ada)
    facts = Announced(db)
    processor = ScriptedProcessor(Progress(1), VideoRefused("codec_unknown"))
    for _ in range(2):
        await process_video(context(db, processor), video_id=video_id)
    video = db.read_now(video_for, ada, video_id)
    assert (video.state, video.failure_code, len(processor.runs)) == ("failed", "codec_unknown", 1)
    assert [type(fact) for fact in facts] == [VideoFailed]


async def test_a_code_that_is_no_code_is_not_shown(db, join):
    ada = join("ada", "host")
    video_id = uploaded(db, ada)
    await process_video(context(db, ScriptedProcessor(VideoRefused("<b>/etc/passwd"))), video_id=video_id)
    assert db.read_now(video_for, ada, video_id).failure_code == "processing_failed"


@pytest.mark.parametrize("script", [(OSError("disk"),), (Progress(10),)])
async def test_an_accident_is_tried_again_a_few_times_only(db, join, script):
    ada = join("ada", "host")
    video_id = uploaded(db, ada)
    processor = ScriptedProcessor(*script)
    for _ in range(rules.PROCESSING_ATTEMPTS_MAX):
        with pytest.raises((OSError, RuntimeError)):
            await process_video(context(db, processor), video_id=video_id)
    await process_video(context(db, processor), video_id=video_id)
    video = db.read_now(video_for, ada, video_id)
    assert (video.state, video.failure_code) == ("failed", "processing_failed")
    assert len(processor.runs) == rules.PROCESSING_ATTEMPTS_MAX


async def test_after_a_crash_processing_begins_anew(db, join):
    ada = join("ada", "host")
    video_id = uploaded(db, ada)
    with pytest.raises(OSError, match="power"):
        await process_video(context(db, ScriptedProcessor(Progress(80), OSError("power"))), video_id=video_id)
    await process_video(context(db, ScriptedProcessor(Progress(10), DONE)), video_id=video_id)
    assert db.read_now(video_for, ada, video_id).state == "ready"


async def test_a_video_that_is_gone_is_not_processed(db):
    processor = ScriptedProcessor(DONE)
    await process_video(context(db, processor), video_id="gone")
    assert processor.runs == []
