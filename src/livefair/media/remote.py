"""An engine in another program, `livefair media`: told what to do over HTTP, its tickets signed here."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp
import msgspec

from livefair.media.answers import whole
from livefair.media.clock import now_ms
from livefair.media.contract import StageSpec
from livefair.media.control import (
    Answer,
    CloseStage,
    Command,
    GetPlaces,
    GetStats,
    Kick,
    OpenStage,
    WorkerPlace,
    WorkerStats,
    read_told,
    to_line,
)
from livefair.media.control_door import AT_HEADER, NONCE_HEADER, PATH, SIGNATURE_HEADER, signature
from livefair.media.engine import EmbeddedStage, WorkerAddress
from livefair.media.recording import SegmentIndex, recording_folder
from livefair.media.refusals import Refused
from livefair.media.settings import MediaSettings
from livefair.media.shards import shard_of
from livefair.media.tickets import Action, issue_ticket

_TIMEOUT = aiohttp.ClientTimeout(total=12, sock_connect=2)
_ANSWER_BYTES_MAX = 1 << 20
_LOOK_S = 5.0
_LOOK_SOON_S = 0.5
_FRESH_S = 15.0


class RemoteEngine:
    """Commands and addresses for the rooms of another program; its events are that program's to hear.

    `settings.key` signs the tickets, `control_key` the commands: both programs have one secret.
    """

    def __init__(self, url: str, control_key: str, settings: MediaSettings) -> None:
        self._url = url.rstrip("/")
        self._host = urlsplit(url).hostname or "127.0.0.1"
        self._control_key = control_key
        self.settings = settings
        self._places: list[WorkerPlace] = []
        self._whip_rooms: frozenset[str] = frozenset()
        self._heard_s = float("-inf")
        self._number = 0
        self._http: aiohttp.ClientSession | None = None
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Looks for the other program from now on; does not wait for it."""
        self._http = aiohttp.ClientSession(timeout=_TIMEOUT)
        with suppress(Refused):
            await self._look()
        self._looking = asyncio.create_task(self._keep_looking(), name="media whereabouts")

    async def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    @property
    def is_ready(self) -> bool:
        """Whether the other program has answered within the last seconds."""
        return asyncio.get_running_loop().time() - self._heard_s < _FRESH_S

    def address_of(self, room: str) -> WorkerAddress:
        """Where the room's worker listens. Refused `media_away` before the other program was found."""
        if not self._places:
            raise _away()
        place = self._places[shard_of(room, len(self._places))]
        return WorkerAddress(self._host, place.http_port, place.rtmp_port)

    async def open(self, room: str, spec: StageSpec) -> EmbeddedStage:
        """See `EmbeddedEngine.open`."""
        await self._ask(OpenStage(self._next(), room, spec))
        return EmbeddedStage(self, room, spec)

    async def close(self, room: str) -> None:
        await self._ask(CloseStage(self._next(), room))

    async def kick(self, room: str, subject: str | None) -> None:
        await self._ask(Kick(self._next(), room, subject, now_ms()))

    async def stats(self) -> WorkerStats:
        answer = await self._ask(GetStats(self._next()))
        if answer.stats is None:
            raise _away()
        return answer.stats

    def ticket(self, action: Action, room: str, subject: str, ttl_s: int) -> tuple[str, int]:
        """(token, expires_at_ms); signing asks nobody."""
        return issue_ticket(self.settings.key, action, room, subject, ttl_s, now_ms())

    def is_whip_live(self, room: str) -> bool:
        """As the other program said a few seconds ago."""
        return room in self._whip_rooms

    def stage(self, room: str) -> EmbeddedStage | None:
        """A room that is published to by WebRTC; of others it is not known here whether they are open."""
        return EmbeddedStage(self, room, StageSpec(recording="")) if self.is_whip_live(room) else None

    def recording(self, room: str, recording: str) -> SegmentIndex:
        """Readable only where both programs see one folder."""
        return SegmentIndex(recording_folder(self.settings.folder, room, recording))

    async def _ask(self, command: Command) -> Answer:
        if self._http is None:
            raise _away()
        body, at, nonce = to_line(command), str(now_ms()), secrets.token_hex(8)
        headers = {AT_HEADER: at, NONCE_HEADER: nonce, SIGNATURE_HEADER: signature(self._control_key, at, nonce, body)}
        try:
            async with self._http.post(self._url + PATH, data=body, headers=headers) as answered:
                if answered.status != 200:
                    raise _away()
                told = read_told(await whole(answered.content, _ANSWER_BYTES_MAX))
        except (aiohttp.ClientError, TimeoutError, ValueError, msgspec.MsgspecError):
            raise _away() from None
        if not isinstance(told, Answer):
            raise _away()
        if told.refused:
            raise Refused(told.refused, 503 if told.refused in {"too_many_rooms", "media_away"} else 422)
        return told

    async def _look(self) -> None:
        answer = await self._ask(GetPlaces(self._next()))
        if answer.places:
            self._places, self._whip_rooms = answer.places, frozenset(answer.whip_rooms)
            self._heard_s = asyncio.get_running_loop().time()

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S if self.is_ready else _LOOK_SOON_S)
            with suppress(Refused):
                await self._look()

    def _next(self) -> int:
        self._number += 1
        return self._number


def _away() -> Refused:
    return Refused("media_away", 503)
