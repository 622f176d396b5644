"""Uploads: a good film becomes small and clean, every bad file gets its own refusal."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from livefair.media import Refused
from livefair.media.children import ChildLimits
from livefair.media.vod import Progress, Transcoded, VideoLimits, transcode
from tests.media.publishers import decoded, ffmpeg, make_clip


async def finished(source: Path, target: Path, limits: VideoLimits | None = None) -> Transcoded:
    last: Progress | Transcoded | None = None
    async for line in transcode(source, target, limits):
        last = line
    assert isinstance(last, Transcoded)
    return last


async def refusal(source: Path, target: Path, limits: VideoLimits | None = None) -> str:
    with pytest.raises(Refused) as refused:
        await finished(source, target, limits)
    return refused.value.code


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.mkv"])
async def test_a_good_film_becomes_h264_with_poster_and_playlist(tmp_path: Path, name: str) -> None:
    film = make_clip(tmp_path / name, seconds=3, size=(640, 360))
    told = await finished(film, tmp_path / "out")
    assert (told.width, told.height, told.has_audio) == (640, 360, True)
    assert 2_800 <= told.duration_ms <= 3_000
    assert told.size == (tmp_path / "out" / "video.mp4").stat().st_size
    for made in ("video.mp4", "index.m3u8"):
        pictures, sounds = decoded(str(tmp_path / "out" / made), **_LOCAL)
        assert 44 <= pictures <= 45
        assert sounds >= 135
    assert (tmp_path / "out" / "poster.webp").read_bytes()[8:12] == b"WEBP"
    head = (tmp_path / "out" / "video.mp4").read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


async def test_a_silent_webm_is_taken_and_progress_is_told(tmp_path: Path) -> None:
    make_clip(tmp_path / "clip.webm", seconds=2, codec="libvpx", audio="libopus")
    _ffmpeg("-i", str(tmp_path / "clip.webm"), "-an", "-c", "copy", str(tmp_path / "silent.webm"))
    lines = [line async for line in transcode(tmp_path / "silent.webm", tmp_path / "out")]
    assert isinstance(lines[0], Progress)
    assert isinstance(lines[-1], Transcoded)
    assert not lines[-1].has_audio


async def test_a_phone_film_that_lies_down_stands_up(tmp_path: Path) -> None:
    make_clip(tmp_path / "flat.mp4", seconds=1, size=(320, 180))
    _ffmpeg("-display_rotation:v:0", "90", "-i", str(tmp_path / "flat.mp4"), "-c", "copy", str(tmp_path / "up.mp4"))
    told = await finished(tmp_path / "up.mp4", tmp_path / "out")
    assert (told.width, told.height) == (180, 320)


async def test_places_and_names_in_a_film_are_lost(tmp_path: Path) -> None:
    make_clip(tmp_path / "clip.mp4", seconds=1)
    tags = ["-metadata", "location=+31.23+121.47/", "-metadata", "title=SECRET"]
    _ffmpeg("-i", str(tmp_path / "clip.mp4"), "-c", "copy", *tags, str(tmp_path / "tagged.mp4"))
    assert b"SECRET" in (tmp_path / "tagged.mp4").read_bytes()
    await finished(tmp_path / "tagged.mp4", tmp_path / "out")
    film = (tmp_path / "out" / "video.mp4").read_bytes()
    assert b"SECRET" not in film
    assert b"+31.23" not in film


NO_FILMS = {
    b"": "not_a_video",
    b"hello, I am a film": "not_a_video",
    b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n": "not_a_video",
    b"ffconcat version 1.0\nfile /etc/passwd\n": "not_a_video",
    b'<?xml version="1.0"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>': "not_a_video",
    b"\xff\xd8\xff\xe0" + bytes(2_000): "not_a_video",
    bytes(4) + b"ftypisom" + bytes(64): "truncated",
    b"\0\0\0\x18ftypisom" + bytes(12) + b"\0\0\0\3moov" + bytes(50): "broken",
    b"\0\0\0\x18ftypisom" + bytes(12) + b"\0\0\0\x28moov" + b"\xff" * 32: "not_a_video",
    b"\x1aE\xdf\xa3" + b"\xff" * 500: "broken",
    b"\x1aE\xdf\xa3" + bytes(range(256)) * 50: "broken",
}


async def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    for number, content in enumerate(NO_FILMS):
        (tmp_path / f"{number}.mp4").write_bytes(content)
    answers = [refusal(tmp_path / f"{number}.mp4", tmp_path / str(number)) for number in range(len(NO_FILMS))]
    assert await asyncio.gather(*answers) == list(NO_FILMS.values())


async def test_too_large_too_long_and_oversized_films_are_refused(tmp_path: Path) -> None:
    film = make_clip(tmp_path / "clip.mp4", seconds=3)
    limits = VideoLimits
    assert await refusal(film, tmp_path / "a", limits(octets=1_000)) == "too_large"
    assert await refusal(film, tmp_path / "b", limits(seconds=1)) == "too_long"
    assert await refusal(film, tmp_path / "c", limits(pixels=10_000)) == "picture_too_large"
    odd = make_clip(tmp_path / "odd.mkv", seconds=1, codec="ffv1")
    assert await refusal(odd, tmp_path / "d") == "codec_not_allowed"


async def test_a_film_cut_short_is_refused_as_truncated(tmp_path: Path) -> None:
    for name in ("clip.mp4", "clip.mkv"):
        whole = make_clip(tmp_path / name, seconds=4).read_bytes()
        (tmp_path / name).write_bytes(whole[: len(whole) // 2])
        assert await refusal(tmp_path / name, tmp_path / "out") == "truncated", name


async def test_a_film_that_lies_about_its_length_is_refused_while_it_is_read(tmp_path: Path) -> None:
    film = make_clip(tmp_path / "clip.mkv", seconds=4)
    lying = film.read_bytes().replace(b"\x44\x89\x88", b"\xec\x86\x88", 1)  # its duration becomes padding
    film.write_bytes(lying)
    assert await refusal(film, tmp_path / "out", VideoLimits(seconds=1)) == "too_long"


async def test_a_child_that_wants_too_much_is_stopped(tmp_path: Path) -> None:
    make_clip(tmp_path / "clip.mp4", seconds=2, size=(1280, 720))
    film = tmp_path / "long.mp4"
    _ffmpeg("-stream_loop", "20", "-i", str(tmp_path / "clip.mp4"), "-c", "copy", str(film))
    for child in (ChildLimits(memory_bytes=330 << 20), ChildLimits(cpu_s=1), ChildLimits(wall_s=0)):
        assert await refusal(film, tmp_path / "out", VideoLimits(child=child)) == "too_expensive"


async def test_whoever_stops_listening_stops_the_child(tmp_path: Path) -> None:
    film = make_clip(tmp_path / "clip.mp4", seconds=2, size=(1280, 720))
    lines = transcode(film, tmp_path / "out")
    await anext(lines)
    children = _children()
    assert children
    await lines.aclose()
    assert not children & _children()


async def test_damaged_films_are_refused_or_repaired_but_never_an_accident(tmp_path: Path) -> None:
    whole = make_clip(tmp_path / "clip.mp4", seconds=1).read_bytes()
    for number in range(4):
        damaged = bytearray(whole)
        for at in range(100 + number, len(damaged), 997 - 90 * number):
            damaged[at] ^= 0x55
        (tmp_path / f"{number}.mp4").write_bytes(damaged)
    films = [finished(tmp_path / f"{number}.mp4", tmp_path / str(number)) for number in range(4)]
    for answer in await asyncio.gather(*films, return_exceptions=True):
        assert isinstance(answer, Transcoded | Refused)


_LOCAL = {"allowed_extensions": "ALL"}


def _ffmpeg(*arguments: str) -> None:
    subprocess.run([ffmpeg(), "-v", "error", "-y", *arguments], check=True)


def _children() -> set[str]:
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return set(listed)
