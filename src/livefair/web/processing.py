"""The media engine's work on files, in the words of those who need it: videos of content, films of live, pictures."""

import struct
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import NamedTuple

from livefair.content import Processed, Progress, VideoRefused
from livefair.kernel import Invalid, TooLarge
from livefair.kernel.files import Files
from livefair.live.exports import Exported, ExportRefused, Span
from livefair.media import INDEX, Refused, SegmentIndex, pictures, vod
from livefair.media.recording import recording_folder, touching
from livefair.media.remux import FILM, Remuxed, remux
from livefair.web.archive import Archive
from livefair.web.typed import Upload

PICTURE_SIDE = 1280
AVATAR_SIDE = 320
PICTURE_BYTES_MAX = 20 << 20
MODEL_BYTES_MAX = 8 << 20


class Transcoder:
    """Content's VideoProcessor: one upload at a time through a limited child process."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def transcode(self, file_key: str, video_id: str) -> AsyncGenerator[Progress | Processed]:
        with tempfile.TemporaryDirectory(prefix="livefair-video-") as folder:
            source, target = Path(folder) / "source", Path(folder) / "film"
            await self._fetch(file_key, source)
            try:
                async with aclosing(vod.transcode(source, target)) as steps:
                    async for step in steps:
                        if isinstance(step, vod.Progress):
                            yield Progress(int(step.fraction * 100))
                        else:
                            yield await self._keep(target, step)
            except Refused as refused:
                raise VideoRefused(refused.code) from refused

    async def _fetch(self, file_key: str, path: Path) -> None:
        with path.open("wb") as file:
            async for chunk in self._files.stream(file_key):
                file.write(chunk)

    async def _keep(self, folder: Path, film: vod.Transcoded) -> Processed:
        return Processed(
            mp4_key=await self._files.put_file(folder / vod.VIDEO, suffix=".mp4"),
            playlist_key=None,
            poster_key=await self._files.put_file(folder / vod.POSTER, suffix=".webp"),
            width=film.width,
            height=film.height,
            duration_ms=film.duration_ms,
        )


class FilmMaker:
    """Live's Exporter: what was recorded, from the media home or else from the archive, as one MP4."""

    def __init__(self, files: Files, media_home: Path, archive: Archive | None) -> None:
        self._files, self._home, self._archive = files, media_home, archive

    async def export(self, recording: str, span: Span) -> AsyncGenerator[int | Exported]:
        room, _, name = recording.partition("/")
        with tempfile.TemporaryDirectory(prefix="livefair-film-") as folder:
            try:
                index = SegmentIndex(recording_folder(self._home, room, name))
                if not index.exists():
                    index = await self._fetched((room, name), Path(folder) / "recording", span)
                target = Path(folder) / "film"
                async with aclosing(remux(index, target, from_ms=span.from_at_ms, to_ms=span.to_at_ms)) as steps:
                    async for step in steps:
                        if isinstance(step, vod.Progress):
                            yield int(step.fraction * 100)
                        else:
                            yield await self._keep(target / FILM, step)
            except Refused as refused:
                raise ExportRefused(f"film_{refused.code.removeprefix('film_')}") from refused
            except ValueError as error:  # a key that names no recording of ours
                raise ExportRefused("film_not_recorded") from error

    async def _fetched(self, key: tuple[str, str], folder: Path, span: Span) -> SegmentIndex:
        """The segments that are needed, out of the archive."""
        kept = await self._archive.kept(key) if self._archive is not None else None
        if self._archive is None or kept is None:
            raise Refused("film_not_recorded", 404)
        rows = touching(kept.rows, span.from_at_ms, span.to_at_ms)
        folder.mkdir()
        for file in (INDEX, *{f"init{row.init}.mp4": 0 for row in rows}, *(f"s{row.number}.m4s" for row in rows)):
            data = await self._archive.get(key, file)
            if data is None:
                raise Refused("film_not_recorded", 404)
            (folder / file).write_bytes(data)
        return SegmentIndex(folder)

    async def _keep(self, film: Path, made: Remuxed) -> Exported:
        key = await self._files.put_file(film, suffix=".mp4", bytes_max=made.size)
        return Exported(key, made.size, made.duration_ms)


async def keep_picture(files: Files, upload: Upload, *, field: str, side: int = PICTURE_SIDE) -> str:
    """A stranger's picture as ours: re-encoded, without place data. Returns its key. Invalid, TooLarge."""
    return (await keep_sized_picture(files, upload, field=field, side=side)).key


class KeptPicture(NamedTuple):
    key: str
    width: int
    height: int


async def keep_sized_picture(files: Files, upload: Upload, *, field: str, side: int = PICTURE_SIDE) -> KeptPicture:
    if upload.size > PICTURE_BYTES_MAX:
        raise TooLarge("picture_too_large", field=field)
    with tempfile.TemporaryDirectory(prefix="livefair-picture-") as folder:
        upload.file.flush()
        target = Path(folder) / "made"
        try:
            made = await pictures.reencode(Path(upload.file.name), target, sides=(side,))
        except Refused as refused:
            raise Invalid(f"picture_{refused.code}", field=field) from refused
        largest = made[-1]
        key = await files.put_file(target / largest.name, suffix=".webp")
        return KeptPicture(key, largest.width, largest.height)


async def keep_model(files: Files, upload: Upload, *, field: str) -> str:
    """A 3D model for browsers, where it is shown in a sandbox: a glTF binary, version 2, of the length it names."""
    if upload.size > MODEL_BYTES_MAX:
        raise TooLarge("model_too_large", field=field, limit=MODEL_BYTES_MAX >> 20)
    upload.file.seek(0)
    data = upload.file.read()
    magic, version, length = struct.unpack("<4sII", data[:12].ljust(12, b"\0"))
    if magic != b"glTF" or version != 2 or length != len(data):
        raise Invalid("not_a_model", field=field)
    return await files.put(data, suffix=".glb")
