"""LiveKit as documented: Twirp services over JSON, access tokens, webhooks. Not run against the real server.

Programs publish through its ingress, whose address and key LiveKit itself makes, one for each way in; a kick makes new
ones. Its viewers need its own client: `plays` is empty, and our pages cannot show such a room.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from livefair.media.clock import now_ms
from livefair.media.contract import IngestKind, PlaybackKind
from livefair.media.outside import Api, Heard, Publishing
from livefair.media.refusals import Refused

_TTL_S = 600
_HOST = "host"
_INPUTS: dict[IngestKind, str] = {"whip": "WHIP_INPUT", "rtmp": "RTMP_INPUT"}
_GRANTS = {"roomCreate": True, "roomList": True, "roomAdmin": True, "ingressAdmin": True}


class LiveKit:
    name = "livekit"
    ingests: frozenset[IngestKind] = frozenset(_INPUTS)
    plays: frozenset[PlaybackKind] = frozenset()

    def __init__(self, api_key: str, api_secret: str) -> None:
        self._key, self._secret = api_key, api_secret
        self._ingresses: dict[str, dict[IngestKind, dict[str, str]]] = {}

    async def prepare(self, api: Api, room: str) -> None:
        await self._ask(api, "RoomService/CreateRoom", room, {"name": room})
        if room not in self._ingresses:
            await self._make_ingresses(api, room)

    async def remove(self, api: Api, room: str) -> None:
        await self._drop_ingresses(api, room)
        await self._ask(api, "RoomService/DeleteRoom", room, {"room": room})

    async def publishing(self, api: Api, rooms: list[str]) -> dict[str, Publishing]:
        live = {}
        for room in rooms:
            found = await self._ask(api, "RoomService/ListParticipants", room, {"room": room})
            people = found.get("participants") or []
            viewers = sum(not each.get("tracks") for each in people)
            for each in people:
                video = next((track for track in each.get("tracks") or [] if track.get("type") == "VIDEO"), None)
                if video is not None:
                    kind: IngestKind = "rtmp" if str(each["identity"]).endswith("-rtmp") else "whip"
                    live[room] = Publishing(
                        each["sid"], kind, 0, int(video.get("width", 0)), int(video.get("height", 0)),
                        whep_viewers=viewers,
                    )  # fmt: skip
        return live

    async def kick(self, api: Api, room: str, publishing: Publishing) -> None:
        identity = f"{_HOST}-{publishing.kind}"
        await self._drop_ingresses(api, room)
        await self._ask(api, "RoomService/RemoveParticipant", room, {"room": room, "identity": identity})
        await self._make_ingresses(api, room)

    def ingest(self, room: str, kind: IngestKind, _token: str) -> tuple[str, str | None]:
        made = self._ingresses[room][kind]
        return made["url"], made["streamKey"]

    def playback(self, _room: str, kind: PlaybackKind, _token: str) -> str:
        raise Refused("engine_cannot", 422, engine=self.name, what=kind)

    def hear(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """A webhook is signed: its token holds the body's hash. Nothing is decided by it."""
        claims = self._claims(headers.get("Authorization", ""))
        wanted = base64.b64encode(sha256(body).digest()).decode()
        is_ours = claims.get("iss") == self._key and hmac.compare_digest(str(claims.get("sha256", "")), wanted)
        return Heard(None) if is_ours else Heard(None, yes=(401, b""))

    async def _make_ingresses(self, api: Api, room: str) -> None:
        self._ingresses[room] = {
            kind: await self._ask(
                api, "Ingress/CreateIngress", room,
                {"inputType": word, "name": room, "roomName": room, "participantIdentity": f"{_HOST}-{kind}"},
            )
            for kind, word in _INPUTS.items()
        }  # fmt: skip

    async def _drop_ingresses(self, api: Api, room: str) -> None:
        for made in self._ingresses.pop(room, {}).values():
            await self._ask(api, "Ingress/DeleteIngress", room, {"ingressId": made["ingressId"]})

    async def _ask(self, api: Api, method: str, room: str, body: dict[str, str]) -> Any:
        return await api.call("POST", f"/twirp/livekit.{method}", body, token=self._token(room), allowed=(404,))

    def _token(self, room: str) -> str:
        now_s = now_ms() // 1000
        claims = {"iss": self._key, "nbf": now_s - 5, "exp": now_s + _TTL_S, "video": {**_GRANTS, "room": room}}
        head = f"{_coded({'alg': 'HS256', 'typ': 'JWT'})}.{_coded(claims)}"
        return f"{head}.{self._signed(head)}"

    def _signed(self, head: str) -> str:
        return _plain(hmac.new(self._secret.encode(), head.encode(), sha256).digest())

    def _claims(self, token: str) -> dict[str, Any]:
        head, _, signature = token.removeprefix("Bearer ").rpartition(".")
        if not hmac.compare_digest(self._signed(head).encode(), signature.encode()):
            return {}
        claims = head.partition(".")[2]
        found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return found if int(found.get("exp", 0)) * 1000 > now_ms() else {}


def _coded(value: object) -> str:
    return _plain(json.dumps(value, separators=(",", ":")).encode())


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
