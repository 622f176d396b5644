"""Reading MP4 boxes: just enough to know what a fragment of our own muxer holds."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NON_SYNC = 0x10000


@dataclass(frozen=True, slots=True)
class Track:
    handler: bytes
    timescale: int


@dataclass(frozen=True, slots=True)
class FragmentInfo:
    """`duration` in seconds; `independent`: a video fragment that starts with a key frame."""

    duration: float
    independent: bool
    has_video: bool


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """(type, start of content, end) of each box between two offsets."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size = _u32(data, start)
        if size < 8:
            return
        yield data[start + 4 : start + 8], start + 8, min(start + size, end)
        start += size


def read_tracks(init: bytes) -> dict[int, Track]:
    """The tracks of an initialisation segment by number."""
    tracks = {}
    for _, moov, moov_end in _named(init, b"moov"):
        for _, trak, trak_end in _named(init, b"trak", moov, moov_end):
            number, track = _read_track(init, trak, trak_end)
            tracks[number] = track
    return tracks


def read_fragment(fragment: bytes, tracks: dict[int, Track]) -> FragmentInfo:
    """Length and first sample of a fragment, by its video track, else by its audio track."""
    found = FragmentInfo(0.0, False, False)
    for _, moof, moof_end in _named(fragment, b"moof"):
        for _, traf, traf_end in _named(fragment, b"traf", moof, moof_end):
            number, ticks, first_sync = _read_traf(fragment, traf, traf_end)
            track = tracks[number]
            duration = ticks / track.timescale
            if track.handler == b"vide":
                return FragmentInfo(duration, first_sync, True)
            found = FragmentInfo(duration, False, False)
    return found


class BoxSplitter:
    """The file that the muxer writes to: tells initialisation segments and fragments apart."""

    def __init__(self, on_init: Callable[[bytes], None], on_fragment: Callable[[bytes], None]) -> None:
        self._on_init = on_init
        self._on_fragment = on_fragment
        self._buffer = bytearray()
        self._pending = bytearray()

    def write(self, data: bytes) -> int:
        self._buffer += data
        while len(self._buffer) >= 8:
            size = _u32(self._buffer, 0)
            if size < 8 or len(self._buffer) < size:
                break
            self._take(bytes(self._buffer[4:8]), bytes(self._buffer[:size]))
            del self._buffer[:size]
        return len(data)

    def _take(self, kind: bytes, box: bytes) -> None:
        if kind == b"mfra":
            return
        self._pending += box
        if kind in (b"moov", b"mdat"):
            whole = bytes(self._pending)
            self._pending.clear()
            (self._on_init if kind == b"moov" else self._on_fragment)(whole)


def _named(data: bytes, name: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    return (box for box in boxes(data, start, end) if box[0] == name)


def _read_track(init: bytes, start: int, end: int) -> tuple[int, Track]:
    number = timescale = 0
    handler = b""
    for kind, at, stop in boxes(init, start, end):
        if kind == b"tkhd":
            number = _u32(init, at + (20 if init[at] else 12))
        if kind == b"mdia":
            for inner, inner_at, _ in boxes(init, at, stop):
                if inner == b"mdhd":
                    timescale = _u32(init, inner_at + (20 if init[inner_at] else 12))
                if inner == b"hdlr":
                    handler = init[inner_at + 8 : inner_at + 12]
    return number, Track(handler, timescale)


def _read_traf(data: bytes, start: int, end: int) -> tuple[int, int, bool]:
    number = ticks = default_ticks = default_flags = 0
    first_sync = False
    for kind, at, _ in boxes(data, start, end):
        if kind == b"tfhd":
            number, default_ticks, default_flags = _read_tfhd(data, at)
        if kind == b"trun":
            more, flags = _read_trun(data, at, default_ticks, default_flags)
            first_sync = first_sync or (ticks == 0 and not flags & _NON_SYNC)
            ticks += more
    return number, ticks, first_sync


def _read_tfhd(data: bytes, at: int) -> tuple[int, int, int]:
    flags = int.from_bytes(data[at + 1 : at + 4], "big")
    number = _u32(data, at + 4)
    cursor = at + 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
    ticks = _u32(data, cursor) if flags & 0x8 else 0
    cursor += (4 if flags & 0x8 else 0) + (4 if flags & 0x10 else 0)
    return number, ticks, _u32(data, cursor) if flags & 0x20 else 0


def _read_trun(data: bytes, at: int, default_ticks: int, default_flags: int) -> tuple[int, int]:
    """(ticks in all, flags of the first sample)."""
    flags = int.from_bytes(data[at + 1 : at + 4], "big")
    count = _u32(data, at + 4)
    cursor = at + 8 + (4 if flags & 0x1 else 0)
    first_flags = _u32(data, cursor) if flags & 0x4 else default_flags
    cursor += 4 if flags & 0x4 else 0
    has_ticks, has_size, has_flags = (flags & bit != 0 for bit in (0x100, 0x200, 0x400))
    width = 4 * (has_ticks + has_size + has_flags + (flags & 0x800 != 0))
    if has_flags and count:
        first_flags = _u32(data, cursor + 4 * (has_ticks + has_size))
    if not has_ticks:
        return count * default_ticks, first_flags
    return sum(_u32(data, cursor + width * sample) for sample in range(count)), first_flags


def _u32(data: bytes | bytearray, at: int) -> int:
    value: int = struct.unpack_from(">I", data, at)[0]
    return value
