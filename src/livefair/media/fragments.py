"""MP4 fragments as samples: taken apart and written anew, so that a rendition costs no muxer. Pure functions."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from livefair.media.boxes import boxes, read_tracks

Change = Callable[[bytes, bytes], bytes | None]
"""(type, content) of a box whose inner boxes are changed already -> its new content; None takes it out."""

_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex"})
_NON_SYNC = 0x10000
_SYNC_FLAGS, _OTHER_FLAGS = 0x02000000, 0x01010000
_SAMPLES_MAX = 20_000
_VISUAL_HEAD = 78
_WIDTH_AT = 24


@dataclass(frozen=True, slots=True)
class Sample:
    """`duration` and `offset` (of showing behind decoding) in ticks of the track."""

    data: bytes
    duration: int
    offset: int
    sync: bool


@dataclass(frozen=True, slots=True)
class Run:
    """What a fragment holds of one track; `begins` in ticks."""

    track: int
    begins: int
    samples: list[Sample]


@dataclass(frozen=True, slots=True)
class Picture:
    """The video track of an initialisation segment; `config` is the avcC box's content."""

    track: int
    timescale: int
    width: int
    height: int
    config: bytes

    @property
    def codec(self) -> str:
        return f"avc1.{self.config[1:4].hex()}"


def read_runs(fragments: bytes) -> list[Run]:
    """Each track's samples, of one fragment or of several behind each other. ValueError: not ours."""
    found: dict[int, Run] = {}
    for kind, at, end in boxes(fragments):
        if kind != b"moof":
            continue
        for inner, inner_at, inner_end in boxes(fragments, at, end):
            if inner == b"traf":
                run = _read_traf(fragments, at - 8, inner_at, inner_end)
                earlier = found.setdefault(run.track, Run(run.track, run.begins, []))
                earlier.samples.extend(run.samples)
    return list(found.values())


def write_fragment(number: int, runs: list[Run]) -> bytes:
    """One fragment; runs without samples are left out."""
    runs = [run for run in runs if run.samples]
    size = len(_moof(number, runs, 0))
    moof = _moof(number, runs, size + 8)
    return moof + box(b"mdat", b"".join(sample.data for run in runs for sample in run.samples))


def sound_track(init: bytes) -> int | None:
    """The number of the audio track, if there is one."""
    return next((number for number, track in read_tracks(init).items() if track.handler == b"soun"), None)


def sound_init(init: bytes, track: int) -> bytes:
    """The initialisation segment of that track alone."""

    def change(kind: bytes, content: bytes) -> bytes | None:
        if kind == b"trak" and track_number(content) != track:
            return None
        if kind == b"trex" and content[4:8] != track.to_bytes(4, "big"):
            return None
        return content

    return rebuilt(init, change)


def sound_of(fragments: bytes, track: int, number: int) -> bytes:
    """The sound of fragments as one fragment."""
    return write_fragment(number, [run for run in read_runs(fragments) if run.track == track])


def picture_of(init: bytes) -> Picture | None:
    """None where there is no H.264 in it."""
    for number, track in read_tracks(init).items():
        if track.handler != b"vide":
            continue
        for kind, entry in _sample_entries(init, number):
            if kind == b"avc1":
                width, height = struct.unpack_from(">HH", entry, _WIDTH_AT)
                config = next((entry[at:end] for name, at, end in boxes(entry, _VISUAL_HEAD) if name == b"avcC"), b"")
                return Picture(number, track.timescale, width, height, config)
    return None


def picture_init(init: bytes, picture: Picture) -> bytes:
    """The initialisation segment with another size and configuration of its picture."""

    def change_video(kind: bytes, content: bytes) -> bytes | None:
        if kind == b"tkhd":
            return content[:-8] + struct.pack(">II", picture.width << 16, picture.height << 16)
        if kind == b"stsd":
            head = content[16:][:_WIDTH_AT] + struct.pack(">HH", picture.width, picture.height)
            head += content[16 + _WIDTH_AT + 4 : 16 + _VISUAL_HEAD]
            return content[:8] + box(b"avc1", head + box(b"avcC", picture.config))
        return content

    def change(kind: bytes, content: bytes) -> bytes | None:
        is_it = kind == b"trak" and track_number(content) == picture.track
        return rebuilt(content, change_video) if is_it else content

    return rebuilt(init, change)


def rebuilt(data: bytes, change: Change) -> bytes:
    """The boxes with `change` applied to each, from the inside out."""
    made = []
    for kind, at, end in boxes(data):
        content = data[at:end]
        changed = change(kind, rebuilt(content, change) if kind in _CONTAINERS else content)
        if changed is not None:
            made.append(box(kind, changed))
    return b"".join(made)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def track_number(trak: bytes) -> int:
    for kind, at, _ in boxes(trak):
        if kind == b"tkhd":
            return _u32(trak, at + (20 if trak[at] else 12))
    return 0


def _sample_entries(init: bytes, track: int) -> Iterator[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []

    def look(kind: bytes, content: bytes) -> bytes:
        if kind == b"trak" and track_number(content) == track:
            rebuilt(content, note)
        return content

    def note(kind: bytes, content: bytes) -> bytes:
        if kind == b"stsd":
            found.extend((name, content[at:end]) for name, at, end in boxes(content, 8))
        return content

    rebuilt(init, look)
    yield from found


@dataclass(slots=True)
class _Defaults:
    track: int = 0
    duration: int = 0
    size: int = 0
    flags: int = 0


def _read_traf(data: bytes, moof: int, start: int, end: int) -> Run:
    defaults, begins = _Defaults(), 0
    samples: list[Sample] = []
    for kind, at, _ in boxes(data, start, end):
        if kind == b"tfhd":
            defaults = _read_tfhd(data, at)
        elif kind == b"tfdt":
            begins = struct.unpack_from(">Q", data, at + 4)[0] if data[at] else _u32(data, at + 4)
        elif kind == b"trun":
            samples += _read_trun(data, moof, at, defaults)
    return Run(defaults.track, begins, samples)


def _read_tfhd(data: bytes, at: int) -> _Defaults:
    flags, found, cursor = _u32(data, at) & 0xFFFFFF, _Defaults(_u32(data, at + 4)), at + 8
    for bit, width, name in ((1, 8, ""), (2, 4, ""), (8, 4, "duration"), (16, 4, "size"), (32, 4, "flags")):
        if flags & bit:
            if name:
                setattr(found, name, _u32(data, cursor))
            cursor += width
    return found


def _read_trun(data: bytes, moof: int, at: int, defaults: _Defaults) -> list[Sample]:
    flags, count, cursor = _u32(data, at) & 0xFFFFFF, _u32(data, at + 4), at + 8
    if count > _SAMPLES_MAX or not flags & 1:
        raise ValueError("not a fragment of ours")
    place, cursor = moof + _u32(data, cursor), cursor + 4
    first_flags = None
    if flags & 4:
        first_flags, cursor = _u32(data, cursor), cursor + 4
    samples = []
    for number in range(count):
        duration, size, own_flags, offset = defaults.duration, defaults.size, defaults.flags, 0
        if flags & 0x100:
            duration, cursor = _u32(data, cursor), cursor + 4
        if flags & 0x200:
            size, cursor = _u32(data, cursor), cursor + 4
        if flags & 0x400:
            own_flags, cursor = _u32(data, cursor), cursor + 4
        if flags & 0x800:
            offset, cursor = struct.unpack_from(">i", data, cursor)[0], cursor + 4
        if number == 0 and first_flags is not None:
            own_flags = first_flags
        samples.append(Sample(data[place : place + size], duration, offset, not own_flags & _NON_SYNC))
        place += size
    return samples


def _moof(number: int, runs: list[Run], data_at: int) -> bytes:
    trafs = []
    for run in runs:
        head = box(b"tfhd", struct.pack(">II", 0x020000, run.track))
        head += box(b"tfdt", struct.pack(">IQ", 0x01000000, run.begins))
        trafs.append(box(b"traf", head + _trun(run, data_at)))
        data_at += sum(len(sample.data) for sample in run.samples)
    return box(b"moof", box(b"mfhd", struct.pack(">II", 0, number & 0xFFFFFFFF)) + b"".join(trafs))


def _trun(run: Run, data_at: int) -> bytes:
    rows = [struct.pack(">III", 0x01000F01, len(run.samples), data_at)]
    for each in run.samples:
        flags = _SYNC_FLAGS if each.sync else _OTHER_FLAGS
        rows.append(struct.pack(">IIIi", each.duration, len(each.data), flags, each.offset))
    return box(b"trun", b"".join(rows))


def _u32(data: bytes, at: int) -> int:
    value: int = struct.unpack_from(">I", data, at)[0]
    return value
