"""An agency's own people: its owner, and members who plan but cannot move its money."""

from typing import Annotated

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Invalid, ReadTx, Refusal, WriteTx
from livefair.people import person_called
from livefair.people.organisations import add_member, is_owner, members_of, remove_member
from livefair.web.access import needs
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/studio/team"


class Adding(Form, frozen=True, kw_only=True):
    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254, pattern=r"^[^\x00]*$")]


def team(tx: ReadTx, actor: Actor) -> dict[str, object]:
    mcn_id = actor.organisation_id or ""
    return {"members": members_of(tx, mcn_id), "may_change": is_owner(tx, actor, mcn_id)}


def add_by_email(tx: WriteTx, actor: Actor, email: str) -> None:
    person_id = person_called(tx, email)
    if person_id is None:
        raise Invalid("nobody_called_so", field="email")
    add_member(tx, actor, actor.organisation_id or "", person_id)


def remove_one(tx: WriteTx, actor: Actor, person_id: str) -> None:
    remove_member(tx, actor, actor.organisation_id or "", person_id)


@get("/team")
async def show_team(request: AppRequest) -> Answer:
    return await _page(request)


@post("/team")
async def add(request: AppRequest) -> Answer:
    try:
        await request.write(add_by_email, (await request.form_as(Adding)).email)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


@post("/team/{person_id:str}/remove")
async def remove(request: AppRequest, person_id: Id) -> Answer:
    await request.write(remove_one, person_id)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    context = await request.read(team, request.actor)
    if refusal is None:
        return await request.page("studio/team.html", {**context, "email": ""})
    email = (await request.typed()).first("email")[:254]
    return await request.again("studio/team.html", refusal, {**context, "email": email})


router = Router("/", route_handlers=[show_team, add, remove], opt=needs("mcn"))
