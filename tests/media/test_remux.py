"""One MP4 of a recording: copied whole or cut, over breaks and changes of the picture, within limits."""

from pathlib import Path

import av
import msgspec
import pytest

from livefair.media.packager import Made, Packager, Streams
from livefair.media.recording import INDEX, Recorder, RecordingAbout, SegmentIndex
from livefair.media.refusals import Refused
from livefair.media.remux import FILM, Remuxed, RemuxLimits, remux
from livefair.media.vod import Progress
from tests.media.publishers import decoded, make_clip

SIZE, SMALL = (320, 240), (160, 120)


def record(folder: Path, *clips: Path) -> SegmentIndex:
    """Each clip is a publisher of its own: what was recorded has a break between them."""
    recorder = Recorder(folder, RecordingAbout(public=True))
    made: list[Made] = []
    packager = Packager(0.2, 1.0, recorder, made.append, recording_max_s=600)
    for clip in clips:
        owner = object()
        with av.open(str(clip)) as source:
            sound = source.streams.audio[0] if source.streams.audio else None
            packager.open(
                owner,
                lambda out, source=source, sound=sound: Streams(
                    out.add_stream_from_template(source.streams.video[0], opaque=True),
                    out.add_stream_from_template(sound, opaque=True) if sound else None,
                ),
            )
            for packet in source.demux():
                if packet.dts is not None:
                    is_video = packet.stream.type == "video"
                    (packager.video if is_video else packager.audio)(owner, packet)
        packager.leave(owner)
    packager.close()
    return in_real_time(folder)


def in_real_time(folder: Path) -> SegmentIndex:
    """The clips came all at once: give their segments the times that a live show would have."""
    at_ms, lines = 1_000_000, []
    for row in SegmentIndex(folder).rows():
        lines.append(msgspec.json.encode(msgspec.structs.replace(row, started_at_ms=at_ms)))
        at_ms += round(row.duration_s * 1000)
    (folder / INDEX).write_bytes(b"\n".join(lines) + b"\n")
    return SegmentIndex(folder)


async def film(index: SegmentIndex, target: Path, **span: int) -> Remuxed:
    last: Progress | Remuxed | None = None
    async for line in remux(index, target, **span):
        last = line
    assert isinstance(last, Remuxed)
    return last


async def test_a_whole_recording_becomes_one_film_with_every_picture(tmp_path: Path) -> None:
    index = record(tmp_path / "r", make_clip(tmp_path / "a.mp4", seconds=4))
    lines = [line async for line in remux(index, tmp_path / "out")]
    assert isinstance(lines[0], Progress)
    told = lines[-1]
    assert isinstance(told, Remuxed)
    assert (told.parts, told.has_audio, told.silent_ms) == (1, True, 0)
    made = tmp_path / "out" / FILM
    assert told.size == made.stat().st_size
    assert 3_900 <= told.duration_ms <= 4_100
    pictures, sounds = decoded(str(made))
    assert pictures == 60
    assert sounds >= 180
    data = made.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


async def test_a_break_and_another_size_of_the_picture_stand_behind_each_other(tmp_path: Path) -> None:
    clips = [
        make_clip(tmp_path / "a.mp4", seconds=2),
        make_clip(tmp_path / "b.mp4", seconds=2, size=SMALL),
        make_clip(tmp_path / "c.mp4", seconds=2),
    ]
    told = await film(record(tmp_path / "r", *clips), tmp_path / "out")
    assert told.parts == 3
    assert 5_900 <= told.duration_ms <= 6_300
    sizes: list[tuple[int, int]] = []
    last_s = -1.0
    with av.open(str(tmp_path / "out" / FILM)) as container:
        assert 5.9 <= (container.duration or 0) / 1e6 <= 6.3
        for frame in container.decode(video=0):
            assert frame.time > last_s
            last_s = frame.time
            if not sizes or sizes[-1] != (frame.width, frame.height):
                sizes.append((frame.width, frame.height))
    assert sizes == [SIZE, SMALL, SIZE]


async def test_a_stretch_is_cut_at_key_frames_around_it(tmp_path: Path) -> None:
    index = record(tmp_path / "r", make_clip(tmp_path / "a.mp4", seconds=6))
    rows = index.rows()
    span = {"from_ms": rows[2].started_at_ms + 100, "to_ms": rows[4].ended_at_ms - 100}
    told = await film(index, tmp_path / "out", **span)
    wanted_s = sum(row.duration_s for row in rows[2:5])
    assert abs(told.duration_ms / 1000 - wanted_s) < 0.1
    assert abs(decoded(str(tmp_path / "out" / FILM))[0] - 15 * wanted_s) <= 1


async def test_sound_that_comes_later_is_heard_and_other_sound_is_told_as_missing(tmp_path: Path) -> None:
    mute = tmp_path / "mute.mp4"
    with av.open(str(make_clip(tmp_path / "a.mp4", seconds=2))) as source, av.open(str(mute), "w") as out:
        copy = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = copy
                out.mux(packet)
    index = record(tmp_path / "r", mute, make_clip(tmp_path / "b.mp4", seconds=2))
    told = await film(index, tmp_path / "out")
    assert (told.has_audio, told.parts, told.silent_ms) == (True, 2, 0)
    pictures, sounds = decoded(str(tmp_path / "out" / FILM))
    assert pictures == 60
    assert 85 <= sounds <= 100


async def test_what_is_too_much_or_not_there_is_refused(tmp_path: Path) -> None:
    index = record(tmp_path / "r", make_clip(tmp_path / "a.mp4", seconds=3))
    for limits, code in ((RemuxLimits(seconds=1), "film_too_long"), (RemuxLimits(octets=1_000), "film_too_large")):
        with pytest.raises(Refused, match=code):
            [line async for line in remux(index, tmp_path / "out", limits=limits)]
    with pytest.raises(Refused, match="film_not_recorded"):
        await film(index, tmp_path / "out", from_ms=1, to_ms=2)
    (tmp_path / "r" / "s1.m4s").unlink()
    with pytest.raises(Refused, match="broken"):
        await film(index, tmp_path / "out")
