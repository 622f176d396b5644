"""Simulcast: the outside servers of a room, their state, start and stop. A key is taken once and never shown."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Invalid, ReadTx, Refusal
from livefair.live.rooms import room_to_run
from livefair.live.simulcast import Target, add_target, remove_target, start_target, stop_target, targets_of
from livefair.media import TARGETS_MAX, Refused, check_target
from livefair.web.forms import Form, Line
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

Address = Annotated[str, msgspec.Meta(max_length=300, pattern=r"^[^\x00]*$")]


class Sending(Form, frozen=True, kw_only=True):
    name: Line
    url: Address
    key: Address


class TargetView(NamedTuple):
    """`state` is stopped, waiting, connecting, live or down; then `reason` says why."""

    id: str
    name: str
    url: str
    state: str
    reason: str
    at_ms: int


class TargetsView(NamedTuple):
    room_id: str
    targets: list[TargetView]
    may_add: bool


def targets_in(tx: ReadTx, room_id: str) -> TargetsView:
    """For callers who have checked who may see them."""
    found = targets_of(tx, room_id)
    return TargetsView(room_id, [_view(target) for target in found], len(found) < TARGETS_MAX)


def _view(target: Target) -> TargetView:
    state = target.state if target.started_at_ms is not None else "stopped"
    return TargetView(target.id, target.name, target.url, state, target.reason, target.state_at_ms)


@get("/rooms/{room_id:str}/targets")
async def show_targets(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_to_run, request.actor, room_id)
    return await _targets(request, room_id)


@post("/rooms/{room_id:str}/targets")
async def send_to(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(Sending)
        require_target(form.url.strip(), form.key.strip())
        sealed = request.services.seal.close(form.key.strip())
        await request.write(add_target, room_id, name=form.name, url=form.url.strip(), sealed_key=sealed)
    except Refusal as refusal:
        if not request.is_fragment or refusal.status not in {400, 409, 422}:
            raise
        context = {"simulcast": await request.read(targets_in, room_id)}
        return await request.again("studio/_targets.html", refusal, context)
    return await _targets(request, room_id)


def require_target(url: str, key: str) -> None:
    try:
        check_target(url, key)
    except Refused as refused:
        raise Invalid("target_malformed", field="url") from refused


@post("/rooms/{room_id:str}/targets/{target_id:str}/start")
async def start(request: AppRequest, room_id: Id, target_id: Id) -> Answer:
    await request.write(start_target, target_id)
    return await _targets(request, room_id)


@post("/rooms/{room_id:str}/targets/{target_id:str}/stop")
async def stop(request: AppRequest, room_id: Id, target_id: Id) -> Answer:
    await request.write(stop_target, target_id)
    return await _targets(request, room_id)


@post("/rooms/{room_id:str}/targets/{target_id:str}/remove")
async def remove(request: AppRequest, room_id: Id, target_id: Id) -> Answer:
    await request.write(remove_target, target_id)
    return await _targets(request, room_id)


async def _targets(request: AppRequest, room_id: str) -> Answer:
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}")
    await request.read(room_to_run, request.actor, room_id)
    return await request.page("studio/_targets.html", {"simulcast": await request.read(targets_in, room_id)})


router = Router("/", route_handlers=[show_targets, send_to, start, stop, remove])
