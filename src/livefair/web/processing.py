"""The media engine's re-encoding, in the words of those who need it: videos of content, pictures of everybody."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from livefair.content import Processed, Progress, VideoRefused
from livefair.kernel import Invalid, TooLarge
from livefair.kernel.files import Files
from livefair.media import Refused, pictures, vod
from livefair.web.typed import Upload

PICTURE_SIDE = 1280
AVATAR_SIDE = 320
PICTURE_BYTES_MAX = 20 << 20
MODEL_BYTES_MAX = 8 << 20


class Transcoder:
    """Content's VideoProcessor: one upload at a time through a limited child process."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def transcode(self, file_key: str, video_id: str) -> AsyncIterator[Progress | Processed]:
        with tempfile.TemporaryDirectory(prefix="livefair-video-") as folder:
            source, target = Path(folder) / "source", Path(folder) / "film"
            await self._fetch(file_key, source)
            try:
                async for step in vod.transcode(source, target):
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


async def keep_picture(files: Files, upload: Upload, *, field: str, side: int = PICTURE_SIDE) -> str:
    """A stranger's picture as ours: re-encoded, without place data. Returns its key. Invalid, TooLarge."""
    if upload.size > PICTURE_BYTES_MAX:
        raise TooLarge("picture_too_large_file", field=field, limit=PICTURE_BYTES_MAX >> 20)
    with tempfile.TemporaryDirectory(prefix="livefair-picture-") as folder:
        source, target = Path(upload.file.name), Path(folder) / "made"
        upload.file.flush()
        try:
            made = await pictures.reencode(source, target, sides=(side,))
        except Refused as refused:
            raise Invalid(f"picture_{refused.code}", field=field) from refused
        return await files.put_file(target / made[-1].name, suffix=".webp")


async def keep_pictures(files: Files, uploads: Sequence[Upload], *, field: str) -> list[str]:
    return [await keep_picture(files, upload, field=field) for upload in uploads]
