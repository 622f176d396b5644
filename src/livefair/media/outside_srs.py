"""SRS as documented: HTTP API (/api/v1), HTTP callbacks (http_hooks), WHIP and WHEP. Not run against the real server.

In srs.conf: `http_api` on, `http_hooks { on_publish …; on_play …; }` our hook, `rtc_server` and `hls` on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qs, quote

from livefair.media.contract import IngestKind, PlaybackKind
from livefair.media.outside import Api, Asked, Heard, Publishing

_APP = "live"
_COUNT = 1_000
_NOTICES = ("on_connect", "on_close", "on_unpublish", "on_stop", "on_hls", "on_hls_notify", "on_dvr")


class Srs:
    name = "srs"
    ingests: frozenset[IngestKind] = frozenset({"whip", "rtmp"})
    plays: frozenset[PlaybackKind] = frozenset({"whep", "hls"})

    async def prepare(self, api: Api, _room: str) -> None:
        """Streams are there when somebody publishes; only whether the server answers is asked."""
        await api.call("GET", "/api/v1/versions")

    async def remove(self, api: Api, room: str) -> None:
        found = (await self.publishing(api, [room])).get(room)
        if found is not None:
            await self.kick(api, room, found)

    async def publishing(self, api: Api, rooms: list[str]) -> dict[str, Publishing]:
        found = await api.call("GET", f"/api/v1/streams/?start=0&count={_COUNT}")
        live = {}
        for stream in found.get("streams") or []:
            room, publish = stream["name"], stream.get("publish") or {}
            if room not in rooms or stream.get("app") != _APP or not publish.get("active"):
                continue
            video = stream.get("video") or {}
            # It counts clients of all kinds together, the publisher among them.
            others = max(0, int(stream.get("clients", 1)) - 1)
            kind: IngestKind = "whip" if str(stream.get("tcUrl", "")).startswith("webrtc") else "rtmp"
            live[room] = Publishing(
                str(publish["cid"]), kind, int(stream.get("recv_bytes", 0)),
                int(video.get("width", 0)), int(video.get("height", 0)), hls_viewers=others,
            )  # fmt: skip
        return live

    async def kick(self, api: Api, _room: str, publishing: Publishing) -> None:
        await api.call("DELETE", f"/api/v1/clients/{quote(publishing.session, safe='')}", allowed=(404,))

    def ingest(self, room: str, kind: IngestKind, token: str) -> tuple[str, str | None]:
        if kind == "rtmp":
            return f"/{_APP}", f"{room}?token={token}"
        return f"/rtc/v1/whip/?app={_APP}&stream={room}&token={quote(token, safe='')}", None

    def playback(self, room: str, kind: PlaybackKind, token: str) -> str:
        more = f"token={quote(token, safe='')}" if token else ""
        if kind == "whep":
            return f"/rtc/v1/whep/?app={_APP}&stream={room}&{more}"
        return f"/{_APP}/{room}.m3u8" + (f"?{more}" if more else "")

    def hear(self, body: bytes, _headers: Mapping[str, str]) -> Heard:
        """{action, client_id, ip, vhost, app, stream, param}: yes is status 200 with {"code": 0}, no another code."""
        call = json.loads(body)
        yes, no = (200, b'{"code": 0, "data": null}'), (200, b'{"code": 1, "data": null}')
        if call["action"] in _NOTICES:
            return Heard(None, yes, no)
        token = parse_qs(str(call.get("param", "")).lstrip("?")).get("token", [""])[0]
        if call["app"] != _APP or call["action"] not in ("on_publish", "on_play"):
            return Heard(Asked("publish", "", ""), yes, no)
        return Heard(Asked("publish" if call["action"] == "on_publish" else "play", call["stream"], token), yes, no)
