"""Stills of a stream for cards and covers: one key frame of a segment, decoded at most once."""

from __future__ import annotations

import asyncio
import io
from collections import OrderedDict

import av

from livefair.media.recording import SegmentIndex
from livefair.media.refusals import Refused
from livefair.media.segments import LiveWindow

_WIDTH = 480
_KEPT = 128
_EVERY = 5


class Stills:
    """WebP pictures of 480 pixels width. Decoding runs in a thread, one at a time."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def newest(self, window: LiveWindow, name: str) -> bytes:
        """Of a running stream, a new one about every ten seconds. Refused `no_picture_yet`."""
        closed = [segment for segment in window.segments if segment.closed and segment.init in window.inits]
        if not closed:
            raise Refused("no_picture_yet", 404)
        # The same segment for all who ask in between, so that a page of rooms costs little.
        chosen = next((each for each in reversed(closed) if each.number % _EVERY == 0), closed[-1])
        return await self._still(name, chosen.number, window.inits[chosen.init] + chosen.data)

    async def at(self, index: SegmentIndex, at_ms: int | None) -> bytes:
        """Of a recording at an epoch time, or of its beginning. Refused `no_picture_yet`."""
        rows = index.rows(at_ms, None if at_ms is None else at_ms + 1)
        if not rows:
            raise Refused("no_picture_yet", 404)
        row = rows[0]
        try:
            head = (index.folder / f"init{row.init}.mp4").read_bytes()
            body = (index.folder / f"s{row.number}.m4s").read_bytes()
        except OSError:
            raise Refused("no_picture_yet", 404) from None
        return await self._still(str(index.folder), row.number, head + body)

    async def _still(self, name: str, number: int, film: bytes) -> bytes:
        async with self._turn:
            made = self._made.get((name, number))
            if made is None:
                made = self._made[name, number] = await asyncio.to_thread(picture_of, film)
            self._made.move_to_end((name, number))
            if len(self._made) > _KEPT:
                self._made.popitem(last=False)
            return made


def picture_of(film: bytes) -> bytes:
    """The first key frame of a small MP4 as WebP; Refused `no_picture_yet` if there is none."""
    try:
        with av.open(io.BytesIO(film), "r", format="mp4") as container:
            video = container.streams.video[0]
            video.codec_context.thread_count = 1
            video.codec_context.skip_frame = "NONKEY"
            frame = next(container.decode(video))
            height = max(2, round(frame.height * _WIDTH / frame.width / 2) * 2)
            small = frame.reformat(width=_WIDTH, height=height)
            picture = io.BytesIO()
            small.to_image().save(picture, "WEBP", quality=75, method=2)  # type: ignore[no-untyped-call]  # PyAV's
            return picture.getvalue()
    except (av.FFmpegError, StopIteration, IndexError):
        raise Refused("no_picture_yet", 404) from None
