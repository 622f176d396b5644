"""What a stage knows about whoever publishes, over whichever protocol."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from livefair.media.contract import IngestKind
from livefair.media.tickets import Ticket


class PublisherListener(Protocol):
    """Told on the event loop."""

    def on_picture(self, publisher: Publisher, width: int, height: int) -> None:
        """The first picture, or a new size of it."""

    def on_end(self, publisher: Publisher, reason: str) -> None:
        """No more media; called once."""


@dataclass(eq=False)
class Publisher:
    """One publishing session. `hang_up` closes its connection; it may be called twice."""

    kind: IngestKind
    ticket: Ticket
    loop: asyncio.AbstractEventLoop
    listener: PublisherListener
    hang_up: Callable[[str], None] = lambda _reason: None
    request_key_frame: Callable[[], None] = lambda: None
    session: str = field(default_factory=lambda: secrets.token_hex(8))
    octets: int = 0
    frames: int = 0
    last_media: float = field(default_factory=time.monotonic)
    ended: bool = False
    b_frames: bool = False

    @property
    def subject(self) -> str:
        return self.ticket.subject

    def count(self, octets: int) -> None:
        """Media arrived."""
        self.octets += octets
        self.last_media = time.monotonic()

    def picture(self, width: int, height: int) -> None:
        """From the media thread."""
        self._on_loop(lambda: self.listener.on_picture(self, width, height))

    def end_soon(self, reason: str) -> None:
        """From the media thread."""
        self._on_loop(lambda: self.end(reason))

    def end(self, reason: str) -> None:
        """On the event loop; the first reason counts."""
        if not self.ended:
            self.ended = True
            self.hang_up(reason)
            self.listener.on_end(self, reason)

    def leave(self) -> None:
        """The publisher says that it is done."""
        self.end("ended")

    def _on_loop(self, call: Callable[[], None]) -> None:
        # While the worker shuts down its loop may be closed already: then nobody listens.
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(call)
