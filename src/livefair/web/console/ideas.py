"""What product ideas need and get, set by operators in versions."""

from typing import Annotated

import msgspec
from litestar import Router, get, post

from livefair.governance.idea_policy import IdeaKnobs, idea_policies, idea_policy, set_idea_policy
from livefair.kernel import Actor, ReadTx, Refusal
from livefair.web.access import needs
from livefair.web.forms import Form, points_of
from livefair.web.requests import Answer, AppRequest

HERE = "/console/ideas"


class NewPolicy(Form, frozen=True, kw_only=True):
    """`royalty`: per cent."""

    supporters_needed: Annotated[int, msgspec.Meta(ge=0, le=10**9)]
    support_days: Annotated[int, msgspec.Meta(ge=0, le=10**6)]
    answer_days: Annotated[int, msgspec.Meta(ge=0, le=10**6)]
    royalty: Annotated[str, msgspec.Meta(max_length=10, pattern=r"^[^\x00]*$")]


def board(tx: ReadTx, actor: Actor) -> dict[str, object]:
    policy = idea_policy(tx)
    return {"policy": policy, "earlier": [each for each in idea_policies(tx) if each.version < policy.version]}


@get("/ideas")
async def show_policy(request: AppRequest) -> Answer:
    return await _page(request)


@post("/ideas/policy")
async def set_policy(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewPolicy)
        knobs = IdeaKnobs(
            supporters_needed=form.supporters_needed,
            support_days=form.support_days,
            answer_days=form.answer_days,
            royalty_bp_min=points_of(form.royalty, "royalty"),
        )
        await request.write(set_idea_policy, knobs)
    except Refusal as refusal:
        if refusal.params.get("field") == "royalty_bp_min":
            refusal.params["field"] = "royalty"
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    found = await request.read(board, request.actor)
    if refusal is not None:
        return await request.again("console/ideas.html", refusal, found)
    return await request.page("console/ideas.html", found)


router = Router("/", route_handlers=[show_policy, set_policy], opt=needs("operator"))
