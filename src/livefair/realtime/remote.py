"""A broker over the network: delivered here at once, carried to the other processes when the network allows.

Viewers of this process never notice that the network is away. What others said meanwhile is lost; `missed` says so.
"""

import asyncio
import contextlib
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from livefair.kernel.log import log
from livefair.realtime.broker import Carried, Kind, Missed, Receive

BACKLOG_BYTES_MAX = 4 << 20
PACKET_BYTES_MAX = 256 << 10
# So long a packet is collected: small beside the hub's tick, and a busy room's lines share one packet.
GATHER_S = 0.005
CONNECT_S = 5.0
CLOSE_S = 1.0
BACKOFF_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
# A link that lasted so long was a good one: the next try comes soon.
GOOD_S = 10.0

Item = tuple[str, Kind, bytes]
Take = Callable[[bytes], None]


class LinkLost(Exception):
    """The connection to the broker is gone, or could not be made."""


class Link(Protocol):
    """One connection, from its making to its loss."""

    async def send(self, packet: bytes) -> None:
        """Hand a packet to the broker. LinkLost."""

    async def lost(self) -> None:
        """Returns when the connection is gone."""

    async def close(self) -> None:
        """Give it up; what was sent is handed over first, if that goes."""


Connect = Callable[[Take], Awaitable[Link]]
"""Make a connection that gives every packet of the others to `take`. LinkLost."""


class Packet(msgspec.Struct, array_like=True, frozen=True):
    """`is_after_gap`: the sender could not send everything that came before."""

    sender: str
    is_after_gap: bool
    items: list[Item]


_read = msgspec.msgpack.Decoder(Packet)


class RemoteBroker:
    """Keeps one link alive for ever. Bounds: BACKLOG_BYTES_MAX wait for the network, what comes then is dropped."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._me = secrets.token_hex(8)
        self._receive: Receive | None = None
        self._missed: Missed | None = None
        self._backlog: deque[Item] = deque()
        self._backlog_bytes = 0
        self._news = asyncio.Event()
        self._sent = asyncio.Event()
        self._is_after_gap = False
        self._dropped = self._gaps = 0
        self._is_connected = False
        self._keeping: asyncio.Task[None] | None = None

    async def open(self, receive: Receive, missed: Missed) -> None:
        """Does not wait for the network: a program starts without its broker."""
        self._receive, self._missed = receive, missed
        self._keeping = asyncio.create_task(self._keep_connected(), name="broker")

    async def close(self) -> None:
        if self._keeping is None:
            return
        if self._is_connected:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_S):
                    while self._backlog:
                        self._sent.clear()
                        await self._sent.wait()
        keeping, self._keeping = self._keeping, None
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        self._receive = self._missed = None

    def publish(self, topic: str, kind: Kind, body: bytes) -> None:
        if self._receive is None:
            return
        self._receive(topic, kind, body)
        size = len(topic) + len(body)
        if self._backlog_bytes + size > BACKLOG_BYTES_MAX:
            self._dropped += 1
            self._is_after_gap = True
            return
        self._backlog.append((topic, kind, body))
        self._backlog_bytes += size
        self._news.set()

    def carried(self) -> Carried:
        return Carried(self._dropped, self._gaps, self._is_connected)

    async def _keep_connected(self) -> None:
        loop, failures = asyncio.get_running_loop(), 0
        while True:
            began_s = loop.time()
            try:
                async with asyncio.timeout(CONNECT_S):
                    link = await self._connect(self._take)
            except (LinkLost, TimeoutError) as error:
                self._say_once(failures, str(error) or type(error).__name__)
            else:
                await self._use(link)
                # What was on its way is lost, to us and to the others: nobody knows how much.
                self._is_after_gap = True
                failures = 0 if loop.time() - began_s > GOOD_S else failures
                self._say_once(failures, "the connection is gone")
            await asyncio.sleep(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
            failures += 1

    @staticmethod
    def _say_once(failures: int, why: str) -> None:
        if failures == 0:
            log.warning("broker_away", error=why)

    async def _use(self, link: Link) -> None:
        self._is_connected = True
        self._note_gap()
        tasks = {asyncio.create_task(self._send_on(link)), asyncio.create_task(link.lost())}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._is_connected = False
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with contextlib.suppress(LinkLost, TimeoutError):
                async with asyncio.timeout(CLOSE_S):
                    await link.close()

    async def _send_on(self, link: Link) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(GATHER_S)
            packet = Packet(self._me, self._is_after_gap, self._take_items())
            self._is_after_gap = False
            try:
                await link.send(msgspec.msgpack.encode(packet))
            except LinkLost:
                self._dropped += len(packet.items)
                return
            self._sent.set()

    def _take_items(self) -> list[Item]:
        taken, size = [], 0
        while self._backlog and size < PACKET_BYTES_MAX:
            item = self._backlog.popleft()
            size += len(item[0]) + len(item[2])
            taken.append(item)
        self._backlog_bytes -= size
        if not self._backlog:
            self._news.clear()
        return taken

    def _take(self, packet: bytes) -> None:
        """What another process sent; a packet that is not ours to read harms nobody."""
        try:
            read = _read.decode(packet)
            if read.sender == self._me or self._receive is None:
                return
            if read.is_after_gap:
                self._note_gap()
            for item in read.items:
                self._receive(*item)
        except (msgspec.MsgspecError, ValueError) as error:
            self._dropped += 1
            log.warning("broker_packet_not_understood", error=str(error))

    def _note_gap(self) -> None:
        self._gaps += 1
        if self._missed is not None:
            self._missed()
