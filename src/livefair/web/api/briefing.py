"""Briefs for programs: an agency gives them, a host delivers, the agency accepts."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live.briefs import BriefDraft, accept_brief, assign_brief, deliver_brief, goods_of_briefs
from livefair.live.rules import briefs as rules
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Id, Key, Made
from livefair.web.brief_views import briefs_for
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=rules.TITLE_CHARS_MAX, pattern=r"^[^\x00]*$")]
Text = Annotated[str, msgspec.Meta(max_length=rules.TEXT_CHARS_MAX, pattern=r"^[^\x00]*$")]


class NewBrief(Body, kw_only=True):
    """`due_at_ms`: the moment until which it is wanted."""

    host_id: Id
    title: Title
    text: Text = ""
    due_at_ms: Annotated[int, msgspec.Meta(ge=0, le=1 << 50)]
    product_ids: Annotated[list[Id], msgspec.Meta(max_length=rules.GOODS_MAX)] = msgspec.field(default_factory=list)
    key: Key


class Delivery(Body, kw_only=True):
    text: Text


class BriefState(msgspec.Struct, kw_only=True):
    """`state` is assigned, delivered, accepted or withdrawn; `answer`: why it was sent back."""

    id: str
    mcn_id: str
    host_id: str
    title: str
    text: str
    state: str
    due_at_ms: int
    delivered: str | None
    answer: str | None
    product_ids: list[str]


def briefs(tx: ReadTx, actor: Actor) -> list[BriefState]:
    found = briefs_for(tx, actor)
    goods = goods_of_briefs(tx, [one.id for one in found])
    fields = [name for name in BriefState.__struct_fields__ if name != "product_ids"]
    return [BriefState(**{name: getattr(one, name) for name in fields}, product_ids=goods[one.id]) for one in found]


@get("/briefs", summary="Briefs that your agency has given, or that you were given", opt=needs("host", "mcn"))
async def list_briefs(request: AppRequest) -> list[BriefState]:
    return await request.read(briefs, request.actor)


@post("/briefs", summary="Give a host of the roster a brief", opt=needs("mcn"))
async def assign(request: AppRequest, data: JSONBody[NewBrief]) -> Made:
    draft = BriefDraft(data.host_id, data.title, data.text, data.due_at_ms, data.product_ids)
    return Made(id=await request.write(assign_brief, draft, key=data.key))


@post("/briefs/{brief_id:str}/deliver", status_code=204, summary="Say what came of a brief", opt=needs("host"))
async def deliver(request: AppRequest, brief_id: PathId, data: JSONBody[Delivery]) -> None:
    await request.write(deliver_brief, brief_id, text=data.text)


@post("/briefs/{brief_id:str}/accept", status_code=204, summary="Accept what was delivered", opt=needs("mcn"))
async def accept(request: AppRequest, brief_id: PathId) -> None:
    await request.write(accept_brief, brief_id)


router = Router("/", route_handlers=[list_briefs, assign, deliver, accept], tags=["agencies"])
