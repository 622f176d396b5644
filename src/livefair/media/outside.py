"""Media servers of others behind our contract: what all of them need, and what each must be able to say.

Not run against the real servers: the shapes are those of their documentation (docs/decisions/0020). What a server
does not offer is refused by name, never faked. Our own player and replays need the embedded engine.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from livefair.media.answers import whole
from livefair.media.clock import now_ms
from livefair.media.contract import (
    AnyStageEvent,
    IngestKind,
    IngestTicket,
    PlaybackKind,
    PlaybackSource,
    PublishStarted,
    PublishStopped,
    StageSpec,
    StageStats,
    ViewersCounted,
)
from livefair.media.refusals import Refused
from livefair.media.tickets import Action, issue_ticket, verify_ticket

_LOOK_S = 1.0
_QUEUE_MAX = 1_000
_ANSWER_BYTES_MAX = 4 << 20
_HOOK_BYTES_MAX = 64 << 10
_REVOKED_MAX = 1_000
_TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=2)
_LATENCY_MS: dict[PlaybackKind, int] = {"whep": 300, "llhls": 2_000, "hls": 6_000}


@dataclass(frozen=True)
class Publishing:
    """Who publishes to a room now, as the server tells."""

    session: str
    kind: IngestKind
    octets: int = 0
    width: int = 0
    height: int = 0
    hls_viewers: int = 0
    whep_viewers: int = 0


@dataclass(frozen=True)
class Asked:
    """What a server asks before it lets somebody in."""

    action: Action
    room: str
    token: str


@dataclass(frozen=True)
class Heard:
    """Our answer to a server's call: `asked` None where nothing is to be decided."""

    asked: Asked | None
    yes: tuple[int, bytes] = (200, b"")
    no: tuple[int, bytes] = (401, b"")


class Api:
    """A server's HTTP door, with limits. Refused `media_away` when it does not answer as documented."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._base = http, base.rstrip("/")

    async def call(
        self, method: str, path: str, body: object = None, *, token: str = "", allowed: tuple[int, ...] = ()
    ) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with self._http.request(
                method, self._base + path, json=body, headers=headers, allow_redirects=False
            ) as answer:
                if answer.status >= 300 and answer.status not in allowed:
                    raise Refused("media_away", 503)
                text = await whole(answer.content, _ANSWER_BYTES_MAX)
                found = json.loads(text) if text and answer.status < 300 else {}
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise Refused("media_away", 503) from None
        if not isinstance(found, dict):
            raise Refused("media_away", 503)
        return found


class Server(Protocol):
    """One product. Addresses are paths or whole addresses of that server."""

    name: str
    ingests: frozenset[IngestKind]
    plays: frozenset[PlaybackKind]

    async def prepare(self, api: Api, room: str) -> None: ...
    async def remove(self, api: Api, room: str) -> None: ...
    async def publishing(self, api: Api, rooms: list[str]) -> dict[str, Publishing]: ...
    async def kick(self, api: Api, room: str, publishing: Publishing) -> None: ...
    def ingest(self, room: str, kind: IngestKind, token: str) -> tuple[str, str | None]: ...
    def playback(self, room: str, kind: PlaybackKind, token: str) -> str: ...
    def hear(self, body: bytes, headers: Mapping[str, str]) -> Heard: ...


class OutsideEngine:
    """Implements `MediaEngine` over a server of somebody else. `start`, use, `stop`."""

    def __init__(self, server: Server, url: str, key: str, *, look_s: float = _LOOK_S) -> None:
        self.server = server
        self._url, self._key, self._look_s = url, key, look_s
        self._specs: dict[str, StageSpec] = {}
        self._live: dict[str, Publishing] = {}
        self._revoked: dict[tuple[str, str | None], int] = {}
        self._readers: set[asyncio.Queue[AnyStageEvent]] = set()
        self._looking: asyncio.Task[None] | None = None
        self.is_ready = False

    async def start(self) -> None:
        self._http = aiohttp.ClientSession(timeout=_TIMEOUT)
        self._api = Api(self._http, self._url)
        self._looking = asyncio.create_task(self._keep_looking(), name=f"{self.server.name} looks")

    async def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
            await self._http.close()

    async def open(self, room: str, spec: StageSpec) -> OutsideStage:
        """Refused: media_away."""
        await self.server.prepare(self._api, room)
        self._specs[room] = spec
        return OutsideStage(self, room, spec)

    async def close(self, room: str) -> None:
        if self._specs.pop(room, None) is not None:
            await self.server.remove(self._api, room)
            self._ended(room, "closed")

    async def events(self) -> AsyncIterator[AnyStageEvent]:
        """Found by asking every second: a publisher is told that much later."""
        queue: asyncio.Queue[AnyStageEvent] = asyncio.Queue(_QUEUE_MAX)
        self._readers.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._readers.discard(queue)

    async def kick(self, room: str, subject: str | None) -> None:
        """A server that does not know our subjects loses whoever publishes."""
        self._revoked[room, subject] = now_ms()
        if len(self._revoked) > _REVOKED_MAX:
            del self._revoked[next(iter(self._revoked))]
        found = (await self._publishing([room])).get(room)
        if found is not None:
            await self.server.kick(self._api, room, found)

    def ticket(self, action: Action, room: str, subject: str, ttl_s: int) -> tuple[str, int]:
        return issue_ticket(self._key, action, room, subject, ttl_s, now_ms())

    def hook(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """(status, answer) to a server that calls us: who may come in is decided by our own tickets."""
        if len(body) > _HOOK_BYTES_MAX:
            return 413, b""
        try:
            heard = self.server.hear(body, headers)
        except (ValueError, KeyError, TypeError):
            return 400, b""
        return heard.yes if heard.asked is None or self._admits(heard.asked) else heard.no

    def _admits(self, asked: Asked) -> bool:
        spec = self._specs.get(asked.room)
        if spec is None:
            return False
        if asked.action == "play" and spec.public and not asked.token:
            return True
        ticket = verify_ticket(self._key, asked.token, action=asked.action, room=asked.room, now_ms=now_ms())
        if ticket is None:
            return False
        after = max(self._revoked.get((asked.room, who), 0) for who in (None, ticket.subject))
        least = spec.tickets_after_ms if asked.action == "publish" else 0
        return ticket.issued_at_ms > after and ticket.issued_at_ms >= least

    async def _publishing(self, rooms: list[str]) -> dict[str, Publishing]:
        try:
            return await self.server.publishing(self._api, rooms)
        except (KeyError, TypeError, ValueError, AttributeError):  # it speaks otherwise than documented
            raise Refused("media_away", 503) from None

    async def stats_of(self, room: str) -> StageStats:
        found = (await self._publishing([room])).get(room)
        spec = self._specs.get(room)
        if spec is None:
            raise Refused("not_open", 404)
        return StageStats(
            room=room, recording=spec.recording, kind=found.kind if found else None, subject=None,
            session=found.session if found else None, segment=-1, bitrate_kbps=0, frames=0,
            hls_viewers=found.hls_viewers if found else 0, whep_viewers=found.whep_viewers if found else 0,
            recorded_ms=0,
        )  # fmt: skip

    async def _keep_looking(self) -> None:
        while True:
            with contextlib.suppress(Refused):
                await self._look()
            await asyncio.sleep(self._look_s)

    async def _look(self) -> None:
        try:
            found = await self._publishing(list(self._specs))
        except Exception:
            self.is_ready = False
            raise
        self.is_ready = True
        for room in self._specs:
            before, now = self._live.get(room), found.get(room)
            if before is not None and (now is None or now.session != before.session):
                self._ended(room, "ended" if now is None else "replaced")
            if now is not None:
                self._noted(room, self._live.get(room), now)
        for room in self._live.keys() - self._specs.keys():
            del self._live[room]

    def _noted(self, room: str, before: Publishing | None, now: Publishing) -> None:
        at, recording = now_ms(), self._specs[room].recording
        if before is None:
            self._tell(
                PublishStarted(room=room, recording=recording, at_ms=at, session=now.session, subject="",
                               kind=now.kind, width=now.width, height=now.height)
            )  # fmt: skip
        viewers = (now.hls_viewers, now.whep_viewers)
        if viewers != ((before.hls_viewers, before.whep_viewers) if before else (0, 0)):
            self._tell(ViewersCounted(room=room, recording=recording, at_ms=at, hls=viewers[0], whep=viewers[1]))
        self._live[room] = now

    def _ended(self, room: str, reason: str) -> None:
        gone, spec = self._live.pop(room, None), self._specs.get(room)
        if gone is not None:
            recording = spec.recording if spec else ""
            self._tell(
                PublishStopped(room=room, recording=recording, at_ms=now_ms(), session=gone.session, reason=reason)
            )

    def _tell(self, event: AnyStageEvent) -> None:
        for queue in self._readers:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)


class OutsideStage:
    """An open room of such a server."""

    def __init__(self, engine: OutsideEngine, room: str, spec: StageSpec) -> None:
        self.room, self.spec = room, spec
        self._engine = engine

    def ingest(self, subject: str, kind: IngestKind, ttl_s: int = 3600) -> IngestTicket:
        """Refused `engine_cannot` for a way in that the server does not have."""
        server = self._engine.server
        if kind not in server.ingests:
            raise Refused("engine_cannot", 422, engine=server.name, what=kind)
        token, expires = self._engine.ticket("publish", self.room, subject, ttl_s)
        path, stream_key = server.ingest(self.room, kind, token)
        return IngestTicket(kind=kind, path=path, token=token, expires_at_ms=expires, stream_key=stream_key)

    def playback(self, subject: str | None = None, ttl_s: int = 3600) -> list[PlaybackSource]:
        """What the server has of it; WHEP only for a named subject."""
        server, token, expires = self._engine.server, "", None
        if subject is not None:
            token, expires = self._engine.ticket("play", self.room, subject, ttl_s)
        kinds: list[PlaybackKind] = [
            kind for kind in _LATENCY_MS if kind in server.plays and (kind != "whep" or subject)
        ]
        return [
            PlaybackSource(kind=kind, path=server.playback(self.room, kind, token), latency_ms=_LATENCY_MS[kind],
                           token=token or None, expires_at_ms=expires)
            for kind in kinds
        ]  # fmt: skip

    async def kick(self, *, subject: str | None = None) -> None:
        await self._engine.kick(self.room, subject)

    async def stats(self) -> StageStats:
        return await self._engine.stats_of(self.room)
