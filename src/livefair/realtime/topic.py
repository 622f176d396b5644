"""One topic: who listens, what is about to leave, and the last events for those who come late."""

import secrets
from collections import Counter, deque
from itertools import islice
from typing import NamedTuple, Protocol

from livefair.realtime.frames import batch, text_frame


class Limits(NamedTuple):
    """Bounds of one topic, in counts, bytes and ticks."""

    members_max: int = 20_000
    event_bytes_max: int = 8 * 1024
    pending_max: int = 128
    pending_bytes_max: int = 48 * 1024
    history_max: int = 256
    history_bytes_max: int = 128 * 1024
    # A member with more than this unsent gets nothing further until its buffer has drained.
    unsent_bytes_max: int = 64 * 1024
    # A member that stays behind for so many ticks is cut off: 10 s at 100 ms.
    behind_ticks_max: int = 100


class Transport(Protocol):
    """The part of `asyncio.WriteTransport` that fan-out needs."""

    def write(self, data: bytes, /) -> object: ...
    def get_write_buffer_size(self) -> int: ...
    def abort(self) -> object: ...


class Mark(NamedTuple):
    """A place in a topic's order of events. Valid while the topic lives in this process."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "Mark | None":
        """Read what `str` wrote; None for anything else."""
        epoch, _, seq = text.partition(".")
        if len(epoch) == 8 and seq.isascii() and seq.isdecimal() and len(seq) < 16:
            return cls(epoch, int(seq))
        return None


class TopicFull(Exception):
    """There is no room for another member, or for another topic."""


class Lag:
    """The last event a member has, and for how many ticks it has been too slow for the next."""

    __slots__ = ("after", "ticks")

    def __init__(self, after: int) -> None:
        self.after = after
        self.ticks = 0


class Topic:
    """Sends events in order, sums and latest values to every member, in one shared frame per tick.

    A member is either `_ready`, and gets the shared frame, or `_behind`, and gets at some later tick one
    frame with all that it lacks. Newcomers begin behind, so that joining is catching up.
    """

    def __init__(self, limits: Limits, presence: str | None = None) -> None:
        self.limits = limits
        self.deliveries = 0
        self.dropped = 0
        self.kicked = 0
        self._epoch = secrets.token_hex(4)
        self._presence = presence
        self._elsewhere = 0
        self._has_jumped = False
        self._seq = 0
        self._sent_seq = 0
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._history: deque[bytes] = deque()
        self._history_bytes = 0
        self._sums: dict[str, int] = {}
        self._values: dict[str, object] = {}
        self._changed: dict[str, object] = {}
        self._ready: dict[Transport, None] = {}
        self._behind: dict[Transport, Lag] = {}
        self._who: dict[Transport, str] = {}
        self._people: Counter[str] = Counter()
        self._dismissed: set[str] = set()

    @property
    def members(self) -> int:
        """Connections."""
        return len(self._who)

    @property
    def people(self) -> int:
        """Distinct people behind the connections, and those whom other processes have here."""
        return len(self._people) + self._elsewhere

    @property
    def people_here(self) -> int:
        """Distinct people behind the connections of this process."""
        return len(self._people)

    def set_elsewhere(self, people: int) -> None:
        """How many people other processes have here."""
        self._elsewhere = people
        self._count_people()

    def mark(self) -> Mark:
        """The place after the last published event."""
        return Mark(self._epoch, self._seq)

    def remembers(self, mark: Mark) -> bool:
        """Whether every event after `mark` can still be replayed."""
        return mark.epoch == self._epoch and self._seq - len(self._history) <= mark.seq <= self._seq

    def join(self, transport: Transport, who: str, after: Mark) -> bool:
        """From the next tick on send all that came after `after`. False, no member: it is forgotten."""
        if len(self._who) >= self.limits.members_max:
            raise TopicFull
        if not self.remembers(after):
            return False
        self.leave(transport)
        self._who[transport] = who
        self._people[who] += 1
        self._behind[transport] = Lag(after.seq)
        self._count_people()
        return True

    def leave(self, transport: Transport) -> None:
        """Forget a member; harmless if it is none."""
        who = self._who.pop(transport, None)
        if who is None:
            return
        self._ready.pop(transport, None)
        self._behind.pop(transport, None)
        self._people[who] -= 1
        if not self._people[who]:
            del self._people[who]
        self._count_people()

    def dismiss(self, who: str) -> None:
        """Cut off all connections of one person, once the next tick has told them why."""
        if who in self._people:
            self._dismissed.add(who)

    @property
    def waiting(self) -> bool:
        """Whether a flush has something to do."""
        news = self._pending or self._sums or self._changed or self._has_jumped
        return bool(news or self._behind or self._dismissed)

    def publish(self, event: bytes) -> None:
        """Take one encoded event; it leaves at the next tick, or now if the batch is full."""
        if len(event) > self.limits.event_bytes_max:
            raise ValueError(f"an event of {len(event)} bytes")
        self._seq += 1
        self._pending.append(event)
        self._pending_bytes += len(event)
        self._remember(event)
        full = len(self._pending) >= self.limits.pending_max
        if full or self._pending_bytes >= self.limits.pending_bytes_max:
            self._send()

    def add(self, name: str, amount: int) -> None:
        """Only the sum of a tick's amounts leaves."""
        self._sums[name] = self._sums.get(name, 0) + amount

    def set(self, name: str, value: object) -> None:
        """Only a tick's last value leaves; newcomers get the latest value of every name."""
        if self._values.get(name) != value:
            self._values[name] = self._changed[name] = value

    def rise(self, name: str, value: int) -> None:
        """Like `set`, for what only grows: of two who tell it, the later word may be the smaller number."""
        known = self._values.get(name)
        if not isinstance(known, int) or value > known:
            self.set(name, value)

    def jump(self) -> None:
        """Something may be missing: nobody can go on from before, and every reader sees it from the next `seq`."""
        if self._pending:
            self._send()
        self._seq += 1
        self._sent_seq = self._seq
        self._history.clear()
        self._history_bytes = 0
        self._has_jumped = True

    def flush(self) -> None:
        """One tick: the shared frame to all who keep up, then what they lack to those who do not."""
        if self._pending or self._sums or self._changed or self._has_jumped:
            self._has_jumped = False
            self._send()
        if self._behind:
            self._catch_up()
        if self._dismissed:
            self._cut_off()

    def _cut_off(self) -> None:
        gone, self._dismissed = self._dismissed, set()
        for transport in [each for each, who in self._who.items() if who in gone]:
            self.kicked += 1
            self.leave(transport)
            transport.abort()

    def _send(self) -> None:
        frame = text_frame(batch(self._seq, self._pending, self._sums, self._changed))
        before, self._sent_seq = self._sent_seq, self._seq
        self._pending.clear()
        self._pending_bytes = 0
        self._sums.clear()
        self._changed.clear()
        unsent_max = self.limits.unsent_bytes_max
        slow: list[Transport] = []
        lost: list[Transport] = []
        for transport in self._ready:
            try:
                if transport.get_write_buffer_size() > unsent_max:
                    slow.append(transport)
                else:
                    transport.write(frame)
            except RuntimeError:  # uvloop's answer when the socket is closed already
                lost.append(transport)
        self.deliveries += len(self._ready) - len(slow) - len(lost)
        for transport in slow:
            del self._ready[transport]
            self._behind[transport] = Lag(before)
        for transport in lost:
            self.leave(transport)

    def _catch_up(self) -> None:
        frames: dict[int, bytes] = {}  # many who join in one tick share one frame
        for transport, lag in list(self._behind.items()):
            try:
                if transport.get_write_buffer_size() > self.limits.unsent_bytes_max:
                    self._wait_for(transport, lag)
                    continue
                if lag.after not in frames:
                    frames[lag.after] = self._replay(lag.after)
                transport.write(frames[lag.after])
            except RuntimeError:
                self.leave(transport)
                continue
            del self._behind[transport]
            self._ready[transport] = None
            self.deliveries += 1

    def _wait_for(self, transport: Transport, lag: Lag) -> None:
        self.dropped += 1
        lag.ticks += 1
        if lag.ticks > self.limits.behind_ticks_max:
            self.kicked += 1
            self.leave(transport)
            transport.abort()

    def _replay(self, after: int) -> bytes:
        # More may be missing than is remembered: the reader sees it from `seq`, and asks for the whole state.
        lacking = min(self._sent_seq - after, len(self._history))
        events = islice(self._history, len(self._history) - lacking, None)
        return text_frame(batch(self._sent_seq, events, {}, self._values))

    def _remember(self, event: bytes) -> None:
        limits = self.limits
        self._history.append(event)
        self._history_bytes += len(event)
        while len(self._history) > limits.history_max or self._history_bytes > limits.history_bytes_max:
            self._history_bytes -= len(self._history.popleft())

    def _count_people(self) -> None:
        if self._presence is not None:
            self.set(self._presence, self.people)
