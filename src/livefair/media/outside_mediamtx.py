"""MediaMTX as documented: Control API v3 (api/openapi.yaml), HTTP authentication. Not run against the real server.

In mediamtx.yml: `authMethod: http`, `authHTTPAddress` our hook, `api: yes`. Paths are called `live/{room}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qs, quote

from livefair.media.contract import IngestKind, PlaybackKind
from livefair.media.outside import Api, Asked, Heard, Publishing

_PREFIX = "live/"
_SOURCES: dict[str, tuple[IngestKind, str]] = {
    "webRTCSession": ("whip", "webrtcsessions"),
    "rtmpConn": ("rtmp", "rtmpconns"),
}
_PAGE = 1_000


class MediaMtx:
    name = "mediamtx"
    ingests: frozenset[IngestKind] = frozenset({"whip", "rtmp"})
    plays: frozenset[PlaybackKind] = frozenset({"whep", "llhls"})

    async def prepare(self, api: Api, room: str) -> None:
        # 400: the path is there already.
        await api.call("POST", f"/v3/config/paths/add/{_PREFIX}{room}", {"source": "publisher"}, allowed=(400,))

    async def remove(self, api: Api, room: str) -> None:
        await api.call("DELETE", f"/v3/config/paths/delete/{_PREFIX}{room}", allowed=(404,))

    async def publishing(self, api: Api, rooms: list[str]) -> dict[str, Publishing]:
        found = await api.call("GET", f"/v3/paths/list?page=0&itemsPerPage={_PAGE}")
        live = {}
        for item in found.get("items") or []:
            room, source = item["name"].removeprefix(_PREFIX), item.get("source") or {}
            if room not in rooms or not item.get("ready") or source.get("type") not in _SOURCES:
                continue
            readers = [reader["type"] for reader in item.get("readers") or []]
            live[room] = Publishing(
                source["id"], _SOURCES[source["type"]][0], item.get("bytesReceived", 0),
                hls_viewers=readers.count("hlsMuxer"), whep_viewers=readers.count("webRTCSession"),
            )  # fmt: skip
        return live

    async def kick(self, api: Api, _room: str, publishing: Publishing) -> None:
        kinds = dict(_SOURCES.values())
        await api.call("POST", f"/v3/{kinds[publishing.kind]}/kick/{publishing.session}", allowed=(404,))

    def ingest(self, room: str, kind: IngestKind, token: str) -> tuple[str, str | None]:
        if kind == "rtmp":
            return "/live", f"{room}?token={token}"
        return f"/{_PREFIX}{room}/whip", None

    def playback(self, room: str, kind: PlaybackKind, token: str) -> str:
        query = f"?token={quote(token, safe='')}" if token else ""
        return f"/{_PREFIX}{room}/" + ("whep" if kind == "whep" else f"index.m3u8{query}")

    def hear(self, body: bytes, _headers: Mapping[str, str]) -> Heard:
        """{user, password, token, ip, action, path, protocol, id, query}: any 2xx is yes."""
        asked = json.loads(body)
        action = {"publish": "publish", "read": "play", "playback": "play"}.get(asked["action"])
        if action is None:  # api, metrics and pprof are for the operator's own network
            return Heard(Asked("publish", "", ""))
        token = asked.get("token") or asked.get("password") or ""
        token = token or parse_qs(asked.get("query") or "").get("token", [""])[0]
        room = str(asked["path"]).removeprefix(_PREFIX)
        return Heard(Asked("publish" if action == "publish" else "play", room, str(token)))
