"""What counts how much in fan clubs, set by operators in versions."""

from typing import Annotated

import msgspec
from litestar import Router, get, post

from livefair.community.rules.fan_clubs import DEEDS
from livefair.governance.fan_policy import FanKnobs, fan_policies, fan_policy, set_fan_policy
from livefair.kernel import Actor, ReadTx, Refusal
from livefair.web.access import needs
from livefair.web.requests import Answer, AppRequest

HERE = "/console/fans"
Whole = Annotated[int, msgspec.Meta(ge=-(10**6), le=10**6)]
NewPolicy = msgspec.defstruct(
    "NewPolicy", [(field, Whole) for field in FanKnobs.__struct_fields__], frozen=True, kw_only=True
)


def board(tx: ReadTx, actor: Actor) -> dict[str, object]:
    policy = fan_policy(tx)
    earlier = [each for each in fan_policies(tx) if each.version < policy.version]
    return {"policy": policy, "earlier": earlier, "deeds": DEEDS}


@get("/fans")
async def show_policy(request: AppRequest) -> Answer:
    return await _page(request)


@post("/fans/policy")
async def set_policy(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewPolicy)
        await request.write(set_fan_policy, FanKnobs(**msgspec.structs.asdict(form)))
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    found = await request.read(board, request.actor)
    if refusal is not None:
        return await request.again("console/fans.html", refusal, found)
    return await request.page("console/fans.html", found)


router = Router("/", route_handlers=[show_policy, set_policy], opt=needs("operator"))
