"""Permits of brands: which goods need one (operators), and the papers that wait for a decision (moderators)."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post

from livefair.catalog.permits import decide_permit, decided_permits, revoke_permit, set_permit_policy, waiting_permits
from livefair.catalog.rules import CATEGORIES
from livefair.catalog.rules.permits import REASON_CHARS_MAX
from livefair.governance.permit_policy import permit_policies, permit_policy
from livefair.kernel import ReadTx, Refusal
from livefair.web.access import needs
from livefair.web.forms import Form, Word
from livefair.web.paths import Id
from livefair.web.permit_views import permit_views
from livefair.web.requests import Answer, AppRequest

HERE = "/console/permits"
SHOWN_DECIDED = 30


class NewPolicy(Form, frozen=True, kw_only=True):
    categories: Annotated[list[Word], msgspec.Meta(max_length=len(CATEGORIES))] = msgspec.field(default_factory=list)
    warn_days: Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class Deciding(Form, frozen=True, kw_only=True):
    outcome: Literal["approved", "refused", "revoked"]
    reason: Annotated[str, msgspec.Meta(max_length=REASON_CHARS_MAX, pattern=r"^[^\x00]*$")] = ""


def board(tx: ReadTx) -> dict[str, object]:
    policy = permit_policy(tx)
    return {
        "policy": policy,
        "earlier": [each for each in permit_policies(tx) if each.version < policy.version],
        "categories": CATEGORIES,
        "waiting": permit_views(tx, waiting_permits(tx)),
        "decided": permit_views(tx, decided_permits(tx)[:SHOWN_DECIDED]),
    }


@get("/permits")
async def show_permits(request: AppRequest) -> Answer:
    return await _page(request)


@post("/permits/policy", opt=needs("operator"))
async def set_policy(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewPolicy)
        await request.write(set_permit_policy, form.categories, warn_days=form.warn_days)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


@post("/permits/{permit_id:str}/decide", opt=needs("moderator"))
async def decide(request: AppRequest, permit_id: Id) -> Answer:
    try:
        form = await request.form_as(Deciding)
        if form.outcome == "revoked":
            await request.write(revoke_permit, permit_id, reason=form.reason)
        else:
            await request.write(decide_permit, permit_id, is_approved=form.outcome == "approved", reason=form.reason)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        if refusal.params.get("field") == "reason":
            refusal.params["field"] = "form"
            refusal.code = "permit_reason"
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    found = await request.read(board)
    found |= {"may_set": request.actor.has("operator"), "may_decide": request.actor.has("moderator")}
    if refusal is not None:
        return await request.again("console/permits.html", refusal, found)
    return await request.page("console/permits.html", found)


router = Router("/", route_handlers=[show_permits, set_policy, decide])
