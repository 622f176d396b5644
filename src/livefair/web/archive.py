"""Recordings outside of the media machine: in S3 or a shared folder, so that a replay outlives the worker that made it.

Segments go there as they close. What is there is a copy, read when it is whole, or when the worker cannot be reached.
"""

import asyncio
import contextlib
import re
from collections import OrderedDict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import obstore

from livefair.kernel.files import store_at
from livefair.kernel.log import log
from livefair.media import ABOUT, INDEX, Fleet, RecordingAbout, RecordingReady, SegmentClosed, SegmentRow, parse_rows

COMPLETE = "complete"
MEDIA_FILE = re.compile(r"init\d{1,9}\.mp4|s\d{1,9}\.m4s")
FRESH_S = 10.0
KNOWN_MAX = 200
INDEX_EVERY_S = 30.0
TRY_AGAIN_S = 5.0
DUE_MAX = 5_000

Key = tuple[str, str]


class Kept(NamedTuple):
    """A recording as it lies in the archive."""

    public: bool
    is_complete: bool
    rows: tuple[SegmentRow, ...]


class Archive:
    """`url` as for files. Names in it: `room/recording/file`, the same files as in the media home."""

    def __init__(self, url: str) -> None:
        self._store = store_at(url)
        self._known: OrderedDict[Key, tuple[Kept | None, float]] = OrderedDict()

    async def put(self, key: Key, name: str, data: bytes | Path) -> None:
        await obstore.put_async(self._store, _path(key, name), data)

    async def get(self, key: Key, name: str) -> bytes | None:
        try:
            found = await obstore.get_async(self._store, _path(key, name))
        except FileNotFoundError:
            return None
        return bytes(await found.bytes_async())

    async def names(self, key: Key) -> set[str]:
        """The files of a recording that are there."""
        found: set[str] = set()
        async for batch in obstore.list(self._store, prefix=f"{key[0]}/{key[1]}/"):
            found |= {each["path"].rpartition("/")[2] for each in batch}
        return found

    async def kept(self, key: Key) -> Kept | None:
        """What is known of a recording; looked up again after some seconds."""
        now_s = asyncio.get_running_loop().time()
        found, until_s = self._known.get(key, (None, 0.0))
        if now_s >= until_s:
            found = await self._look(key)
            self._known[key] = (found, now_s + FRESH_S)
            self._known.move_to_end(key)
            while len(self._known) > KNOWN_MAX:
                self._known.popitem(last=False)
        return found

    async def _look(self, key: Key) -> Kept | None:
        about, index = await self.get(key, ABOUT), await self.get(key, INDEX)
        if about is None or index is None:
            return None
        public = msgspec.json.decode(about, type=RecordingAbout).public
        return Kept(public, await self.get(key, COMPLETE) is not None, parse_rows(index))


class Archivist:
    """Copies what the workers record, in the program that has them; what fails is tried again for ever."""

    def __init__(self, archive: Archive, media: Fleet) -> None:
        self._archive, self._media = archive, media
        self._folder = media.settings.folder
        self._due: dict[Key, None] = {}
        self._sent: dict[Key, set[str]] = {}
        self._index_at_s: dict[Key, float] = {}
        self._news = asyncio.Event()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Archivist"]:
        """Everything in the media home that is not in the archive, then what comes until the block ends."""
        for index in sorted(self._folder.glob(f"*/*/{INDEX}"))[-DUE_MAX:]:
            self._note((index.parent.parent.name, index.parent.name))
        tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._work(), name="archive")]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _note(self, key: Key) -> None:
        if len(self._due) < DUE_MAX:
            self._due[key] = None
        self._news.set()

    async def _listen(self) -> None:
        async for event in self._media.events():
            if isinstance(event, SegmentClosed | RecordingReady):
                self._note((event.room, event.recording))

    async def _work(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            due, self._due = self._due, {}
            for key in due:
                try:
                    await self.copy(key)
                except Exception as error:  # the store is away for a moment: what is not there is sent later
                    log.warning("archive_failed", room=key[0], recording=key[1], error=str(error))
                    asyncio.get_running_loop().call_later(TRY_AGAIN_S, self._note, key)

    async def copy(self, key: Key) -> None:
        """Send what is missing; a recording that is over is marked complete at the end."""
        folder = self._folder / key[0] / key[1]
        is_over = key not in {(room, spec.recording) for room, spec in self._media.open_rooms().items()}
        if key not in self._sent:
            self._sent[key] = await self._archive.names(key)
        sent = self._sent[key]
        if is_over and COMPLETE in sent:
            del self._sent[key]
            return
        # Only segments that the index names are whole.
        rows = self._media.recording(*key).rows()
        names = {f"init{row.init}.mp4": None for row in rows} | {f"s{row.number}.m4s": None for row in rows}
        for name in names:
            if name not in sent and (folder / name).is_file():
                await self._archive.put(key, name, folder / name)
                sent.add(name)
        await self._keep_index(key, folder, is_over=is_over)

    async def _keep_index(self, key: Key, folder: Path, *, is_over: bool) -> None:
        now_s = asyncio.get_running_loop().time()
        if not is_over and now_s - self._index_at_s.get(key, float("-inf")) < INDEX_EVERY_S:
            return
        self._index_at_s[key] = now_s
        for name in (INDEX, ABOUT):
            await self._archive.put(key, name, (folder / name).read_bytes())
        if is_over:
            await self._archive.put(key, COMPLETE, b"")
            self._sent.pop(key, None)
            self._index_at_s.pop(key, None)


def _path(key: Key, name: str) -> str:
    return f"{key[0]}/{key[1]}/{name}"
