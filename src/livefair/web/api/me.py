"""The holder of the token."""

import msgspec
from litestar import Router, get

from livefair.people import person_for
from livefair.web.access import SIGNED_IN, needs
from livefair.web.requests import AppRequest
from livefair.web.role_views import MyRole, Version, my_role


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


class RoleShape(msgspec.Struct, kw_only=True):
    role: str
    rights: list[str]
    duties: list[str]


class VersionShape(msgspec.Struct, kw_only=True):
    number: int
    from_ms: int


class MyRoleShape(msgspec.Struct, kw_only=True):
    """Versions of the share rules and of the house's; null: nothing of the kind is in force, or comes."""

    roles: list[RoleShape]
    share: VersionShape | None
    next_share: VersionShape | None
    house: VersionShape | None
    next_house: VersionShape | None


def role_shape(found: MyRole) -> MyRoleShape:
    def version(one: Version | None) -> VersionShape | None:
        return None if one is None else VersionShape(number=one.number, from_ms=one.from_ms)

    return MyRoleShape(
        roles=[RoleShape(role=one.role, rights=one.rights, duties=one.duties) for one in found.roles],
        share=version(found.share),
        next_share=version(found.next_share),
        house=version(found.house),
        next_house=version(found.next_house),
    )


@get("/me/role", summary="What one may do here, what one owes, and by which versions of the rules")
async def show_role(request: AppRequest) -> MyRoleShape:
    return role_shape(await request.read(my_role, request.actor, request.locale))


router = Router("/", route_handlers=[show_me, show_role], opt=needs(*SIGNED_IN))
