"""Turning an untrusted file into a video that plays everywhere, in a job; the author sees how far it is."""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, or_, select, update

from livefair.content import rules
from livefair.content.events import VideoFailed, VideoReady
from livefair.content.models import VIDEO
from livefair.kernel import SYSTEM, Actor, JobContext, WriteTx, change, long_job, query


class Progress(NamedTuple):
    percent: int


class Processed(NamedTuple):
    """Keys of the file store: MP4 (H.264, AAC, fast start), HLS playlist if there is one, poster picture."""

    mp4_key: str
    playlist_key: str | None
    poster_key: str
    width: int
    height: int
    duration_ms: int


class VideoRefused(Exception):
    """The file cannot be made into a video, however often it is tried. `code` is shown, translated."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class VideoProcessor(Protocol):
    """Whoever can transcode. Given to the program's jobs as `services[VideoProcessor]`."""

    def transcode(self, file_key: str, video_id: str) -> AsyncGenerator[Progress | Processed]:
        """Yield progress, and `Processed` at the end. Must bear being started again for the same video.

        Raises VideoRefused for a bad file; anything else is tried again.
        """


class _Source(NamedTuple):
    source_key: str
    author_id: str
    state: str
    attempts: int
    opened_at_ms: int


_SOURCE = query(
    _Source,
    select(VIDEO.c.source_key, VIDEO.c.author_id, VIDEO.c.state, VIDEO.c.attempts, VIDEO.c.opened_at_ms).where(
        VIDEO.c.id == bindparam("video")
    ),
)
_in_work = (VIDEO.c.id == bindparam("video"), VIDEO.c.state == "processing")
_BEGIN = change(
    update(VIDEO)
    .where(VIDEO.c.id == bindparam("video"), or_(VIDEO.c.state == "uploaded", VIDEO.c.state == "processing"))
    .values(state="processing", attempts=VIDEO.c.attempts + 1, progress_percent=0)
)
_PROGRESS = change(
    update(VIDEO)
    .where(*_in_work, VIDEO.c.progress_percent < bindparam("percent"))
    .values(progress_percent=bindparam("percent"))
)
_READY = change(
    update(VIDEO)
    .where(*_in_work)
    .values(
        state="ready",
        progress_percent=100,
        mp4_key=bindparam("mp4"),
        playlist_key=bindparam("playlist"),
        poster_key=bindparam("poster"),
        width=bindparam("wide"),
        height=bindparam("high"),
        duration_ms=bindparam("lasts"),
    )
)
_FAIL = change(update(VIDEO).where(*_in_work).values(state="failed", failure_code=bindparam("code")))
_FAIL_COMING = change(
    update(VIDEO)
    .where(VIDEO.c.id == bindparam("video"), VIDEO.c.state == "uploading")
    .values(state="failed", failure_code=bindparam("code"))
)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@long_job(limit_ms=rules.PROCESSING_LIMIT_MS)
async def process_video(ctx: JobContext, *, video_id: str) -> None:
    """Transcode one upload. After a crash it begins anew, a few times at most."""
    file_key = await ctx.db.write(begin_processing, SYSTEM, video_id)
    if file_key is None:
        return
    processor: VideoProcessor = ctx.services[VideoProcessor]
    try:
        processed = await _follow(ctx, processor, file_key, video_id)
    except VideoRefused as refused:
        await ctx.db.write(fail_processing, SYSTEM, video_id, refused.code)
        return
    await ctx.db.write(finish_processing, SYSTEM, video_id, processed)


async def _follow(ctx: JobContext, processor: VideoProcessor, file_key: str, video_id: str) -> Processed:
    told = 0
    async with aclosing(processor.transcode(file_key, video_id)) as steps:
        async for step in steps:
            if isinstance(step, Processed):
                return step
            if step.percent >= told + rules.PROGRESS_STEP_PERCENT:
                told = min(99, step.percent)
                await ctx.db.write(note_progress, SYSTEM, video_id, told)
    raise RuntimeError(f"transcoding of {video_id} ended without a result")


def begin_processing(tx: WriteTx, actor: Actor, video_id: str) -> str | None:
    """The key of the file to work on; None when there is nothing (more) to do."""
    source = tx.one(_SOURCE, video=video_id)
    if source is None:
        return None
    if source.state == "processing" and source.attempts >= rules.PROCESSING_ATTEMPTS_MAX:
        fail_processing(tx, actor, video_id, "processing_failed")
        return None
    return source.source_key if tx.change(_BEGIN, video=video_id) else None


def note_progress(tx: WriteTx, actor: Actor, video_id: str, percent: int) -> None:
    tx.change(_PROGRESS, video=video_id, percent=max(0, min(99, percent)))


def finish_processing(tx: WriteTx, actor: Actor, video_id: str, processed: Processed) -> None:
    done = tx.change(
        _READY,
        video=video_id,
        mp4=processed.mp4_key,
        playlist=processed.playlist_key,
        poster=processed.poster_key,
        wide=processed.width,
        high=processed.height,
        lasts=processed.duration_ms,
    )
    source = tx.one(_SOURCE, video=video_id)
    if done and source is not None:
        wait_ms = tx.now_ms - source.opened_at_ms
        tx.announce(
            VideoReady(
                video_id=video_id, author_id=source.author_id, duration_ms=processed.duration_ms, wait_ms=wait_ms
            )
        )


def fail_processing(tx: WriteTx, actor: Actor, video_id: str, code: str) -> None:
    code = code if _CODE.fullmatch(code) else "processing_failed"
    source = tx.one(_SOURCE, video=video_id)
    if source is not None and tx.change(_FAIL, video=video_id, code=code):
        tx.announce(VideoFailed(video_id=video_id, author_id=source.author_id, failure_code=code))


def fail_upload(tx: WriteTx, video_id: str, code: str) -> None:
    """The bytes will never come."""
    source = tx.one(_SOURCE, video=video_id)
    if source is not None and tx.change(_FAIL_COMING, video=video_id, code=code):
        tx.announce(VideoFailed(video_id=video_id, author_id=source.author_id, failure_code=code))
