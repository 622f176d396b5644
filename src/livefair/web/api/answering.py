"""What moderators have decided about one's own, and appealing against it."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.governance import appeal
from livefair.governance.queries import my_notices
from livefair.web.access import REMOVED_TOO, SIGNED_IN, needs
from livefair.web.api.shapes import Body
from livefair.web.mall.reporting import my_case
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class Notice(msgspec.Struct, kw_only=True):
    id: str
    kind: str
    case_id: str
    subject_kind: str
    subject_id: str
    outcome: str
    given_at_ms: int
    read_at_ms: int | None


class Decided(msgspec.Struct, kw_only=True):
    """`appeal_state`: open, upheld or overturned, once there was an appeal."""

    id: str
    subject_kind: str
    outcome: str
    rule: str
    rule_version: int
    reason: str
    decided_at_ms: int
    may_appeal: bool
    appeal_state: str | None


class Appealing(Body, kw_only=True):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]


@get("/notices", summary="What I was told, newest first")
async def show_notices(request: AppRequest) -> list[Notice]:
    found = await request.read(my_notices, request.actor)
    return [Notice(**{field: getattr(one, field) for field in Notice.__struct_fields__}) for one in found]


@get("/cases/{case_id:str}", summary="A decision about something of mine")
async def show_case(request: AppRequest, case_id: PathId) -> Decided:
    found = await request.read(my_case, request.actor, case_id, request.locale)
    return Decided(
        id=found.id,
        subject_kind=found.subject_kind,
        outcome=found.decision,
        rule=found.rule_title,
        rule_version=found.rule_version,
        reason=found.reason,
        decided_at_ms=found.decided_at_ms,
        may_appeal=found.can_appeal,
        appeal_state=found.appeal_state,
    )


@post("/cases/{case_id:str}/appeal", status_code=204, opt=REMOVED_TOO, summary="Ask for a second look, once")
async def send_appeal(request: AppRequest, case_id: PathId, data: JSONBody[Appealing]) -> None:
    await request.write(appeal, case_id, text=data.text)


router = Router("/", route_handlers=[show_notices, show_case, send_appeal], opt=needs(*SIGNED_IN), tags=["answering"])
