"""Simulcast for programs. The key of an outside server is taken once; no answer ever holds it."""

from typing import Annotated

import msgspec
from litestar import Router, delete, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live.rooms import room_to_run
from livefair.live.simulcast import add_target, remove_target, start_target, stop_target
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Line, Made
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest
from livefair.web.studio.simulcasting import require_target, targets_in

Address = Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class NewTarget(Body, kw_only=True):
    """`url` is that of an RTMP(S), SRT or WHIP server, without the key."""

    name: Line
    url: Address
    key: Address


class TargetState(msgspec.Struct, kw_only=True):
    """`state` is stopped, waiting, connecting, live or down; then `reason` is a code for why."""

    id: str
    name: str
    url: str
    state: str
    reason: str
    state_at_ms: int


def targets_for(tx: ReadTx, actor: Actor, room_id: str) -> list[TargetState]:
    room_to_run(tx, actor, room_id)
    return [
        TargetState(
            id=each.id, name=each.name, url=each.url, state=each.state, reason=each.reason, state_at_ms=each.at_ms
        )
        for each in targets_in(tx, room_id).targets
    ]


@get("/rooms/{room_id:str}/targets", summary="Outside servers that a room is sent on to")
async def list_targets(request: AppRequest, room_id: PathId) -> list[TargetState]:
    return await request.read(targets_for, request.actor, room_id)


@post("/rooms/{room_id:str}/targets", summary="Send a room on to another server whenever pictures come")
async def add(request: AppRequest, room_id: PathId, data: JSONBody[NewTarget]) -> Made:
    url, key = data.url.strip(), data.key.strip()
    require_target(url, key)
    sealed = request.services.seal.close(key)
    return Made(id=await request.write(add_target, room_id, name=data.name, url=url, sealed_key=sealed))


@post("/targets/{target_id:str}/start", status_code=204, summary="Send there from now on")
async def start(request: AppRequest, target_id: PathId) -> None:
    await request.write(start_target, target_id)


@post("/targets/{target_id:str}/stop", status_code=204, summary="Send there no more, for the time being")
async def stop(request: AppRequest, target_id: PathId) -> None:
    await request.write(stop_target, target_id)


@delete("/targets/{target_id:str}", status_code=204, summary="Forget a server, and its key with it")
async def remove(request: AppRequest, target_id: PathId) -> None:
    await request.write(remove_target, target_id)


router = Router("/", route_handlers=[list_targets, add, start, stop, remove], opt=needs("host"), tags=["live"])
