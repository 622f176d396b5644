"""The rungs of the quality ladder, and what the worker and the child that makes them say to each other.

Messages are a length (4 bytes) and MessagePack. Holds no codec, so that anyone may import it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

SOUND = "sound"
SOUND_KBPS = 110
MESSAGE_BYTES_MAX = 32 << 20


@dataclass(frozen=True)
class Rung:
    """`side` is the shorter one, so that upright pictures count alike."""

    name: str
    side: int
    kbps: int

    def fits(self, width: int, height: int) -> bool:
        """Only what is smaller than the picture that comes is worth making."""
        return min(width, height) > self.side

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Even sides in the picture's own shape."""
        short = min(width, height)
        sides = tuple(2 * round(side * self.side / short / 2) for side in (width, height))
        return sides[0], sides[1]


RUNGS = (Rung("480", 480, 900), Rung("360", 360, 450))
NAMES = tuple(rung.name for rung in RUNGS)


class Begin(msgspec.Struct, frozen=True, tag=True):
    """What follows needs this initialisation segment."""

    init: bytes


class Piece(msgspec.Struct, frozen=True, tag=True):
    """A part; `opens`: the first of a segment, and so a key frame is first in it."""

    number: int
    opens: bool
    data: bytes


class Close(msgspec.Struct, frozen=True, tag=True):
    """The segment is complete: nothing is to be held back any longer."""


ToLadder = Begin | Piece | Close


class Began(msgspec.Struct, frozen=True, tag=True):
    """Each rung's initialisation segment; empty when the picture is smaller than all of them."""

    inits: dict[str, bytes]


class Made(msgspec.Struct, frozen=True, tag=True):
    """The next piece, in each rung."""

    number: int
    rungs: dict[str, bytes]


FromLadder = Began | Made

_to: msgspec.msgpack.Decoder[ToLadder] = msgspec.msgpack.Decoder(ToLadder)
_from: msgspec.msgpack.Decoder[FromLadder] = msgspec.msgpack.Decoder(FromLadder)


def packed(message: ToLadder | FromLadder) -> bytes:
    data = msgspec.msgpack.encode(message)
    return struct.pack(">I", len(data)) + data


def length_of(head: bytes) -> int:
    """ValueError for a message that nobody sends."""
    (length,) = struct.unpack(">I", head)
    if length > MESSAGE_BYTES_MAX:
        raise ValueError("message too long")
    return int(length)


def read_to(source: BinaryIO) -> ToLadder | None:
    """The next message for the child; None at the end of its input."""
    head = source.read(4)
    if len(head) < 4:
        return None
    data = source.read(length_of(head))
    return _to.decode(data)


def read_from(data: bytes) -> FromLadder:
    return _from.decode(data)
