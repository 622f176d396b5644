"""A brand's permits for programs: what it has filed and what came of it; file another."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.catalog.permits import Paper, Permit, file_permit, held_back, permits_of
from livefair.catalog.rules import permits as rules
from livefair.governance.permit_policy import permit_policy
from livefair.kernel import Actor, ReadTx
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Key, Made, Word
from livefair.web.desk.overview import brand_of
from livefair.web.requests import AppRequest

Number = Annotated[str, msgspec.Meta(min_length=1, max_length=rules.NUMBER_CHARS_MAX, pattern=r"^[^\x00]*$")]
Authority = Annotated[str, msgspec.Meta(min_length=1, max_length=rules.AUTHORITY_CHARS_MAX, pattern=r"^[^\x00]*$")]


class NewPermit(Body, kw_only=True):
    """`expires_at_ms`: the moment after its last day."""

    category: Word
    number: Number
    authority: Authority
    expires_at_ms: Annotated[int, msgspec.Meta(ge=0, le=1 << 50)]
    key: Key


class PermitState(msgspec.Struct, kw_only=True):
    """`state` is waiting, approved, refused or ended; `reason` is the moderator's."""

    id: str
    category: str
    number: str
    authority: str
    state: str
    reason: str | None
    expires_at_ms: int


class Permits(msgspec.Struct, kw_only=True):
    """`needed`: kinds of goods that need one here; `held_back`: how many products of a kind wait for it."""

    needed: list[str]
    held_back: dict[str, int]
    permits: list[PermitState]


def shape_of(permit: Permit) -> PermitState:
    return PermitState(**{field: getattr(permit, field) for field in PermitState.__struct_fields__})


def permits(tx: ReadTx, actor: Actor) -> Permits:
    brand_id = brand_of(actor)
    return Permits(
        needed=list(permit_policy(tx).knobs.categories),
        held_back=held_back(tx, brand_id),
        permits=[shape_of(one) for one in permits_of(tx, brand_id)],
    )


@get("/brand/permits", summary="Which goods need a permit, and yours")
async def list_permits(request: AppRequest) -> Permits:
    return await request.read(permits, request.actor)


@post("/brand/permits", summary="File a permit; a moderator decides")
async def file(request: AppRequest, data: JSONBody[NewPermit]) -> Made:
    paper = Paper(data.category, data.number, data.authority, data.expires_at_ms)
    return Made(id=await request.write(file_permit, paper, key=data.key))


router = Router("/", route_handlers=[list_permits, file], opt=needs("brand"), tags=["catalogue"])
