"""The holder of the token."""

import msgspec
from litestar import Router, get

from livefair.people import person_for
from livefair.web.access import SIGNED_IN, needs
from livefair.web.requests import AppRequest


class Me(msgspec.Struct, kw_only=True):
    id: str
    name: str
    email: str
    locale: str | None
    roles: list[str]
    organisation_id: str | None
    joined_at_ms: int


@get("/me", summary="Who holds this token")
async def show_me(request: AppRequest) -> Me:
    actor = request.actor
    person = await request.read(person_for, actor, actor.id)
    return Me(
        id=person.id,
        name=person.name,
        email=person.email,
        locale=person.locale,
        roles=sorted(actor.roles),
        organisation_id=actor.organisation_id,
        joined_at_ms=person.joined_at_ms,
    )


router = Router("/", route_handlers=[show_me], opt=needs(*SIGNED_IN))
