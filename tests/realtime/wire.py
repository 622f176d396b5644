"""A socket that a test can stop and start, and a reader that keeps a room's state as a browser would."""

from __future__ import annotations

import msgspec


class Wire:
    """Stands where a TCP connection is: unread bytes stay in its buffer."""

    def __init__(self, *, reading: bool = True) -> None:
        self.reading = reading
        self.aborted = False
        self.closed = False
        self.unread: list[bytes] = []
        self.received: list[bytes] = []
        self.buffered_max = 0

    def write(self, data: bytes, /) -> None:
        if self.closed:
            raise RuntimeError("the handler is closed")
        (self.received if self.reading else self.unread).append(data)
        self.buffered_max = max(self.buffered_max, self.get_write_buffer_size())

    def get_write_buffer_size(self) -> int:
        if self.closed:
            raise RuntimeError("the handler is closed")
        return sum(map(len, self.unread))

    def abort(self) -> None:
        self.aborted = True

    def read_on(self) -> None:
        self.reading = True
        self.received += self.unread
        self.unread.clear()

    def batches(self) -> list[Batch]:
        return [msgspec.json.decode(payload_of(frame), type=Batch) for frame in self.received]


class Batch(msgspec.Struct):
    seq: int
    events: list[int]
    sums: dict[str, int] = {}
    values: dict[str, int] = {}


class Reader:
    """Folds batches into a state, and says whether anything is missing."""

    def __init__(self, seq: int, events: list[int]) -> None:
        self.seq = seq
        self.events = list(events)
        self.missed = False
        self.values: dict[str, int] = {}

    def take(self, batch: Batch) -> None:
        if batch.seq - len(batch.events) != self.seq:
            self.missed = True
        self.seq = batch.seq
        self.events += batch.events
        self.values |= batch.values


def payload_of(frame: bytes) -> bytes:
    assert frame[0] == 0x81, "one final text frame"
    assert frame[1] < 128, "a server does not mask"
    return frame[{126: 4, 127: 10}.get(frame[1], 2) :]
