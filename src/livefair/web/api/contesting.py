"""Lines of a statement that are contested, for programs of either side."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.value.contest_book import Contest, my_contests
from livefair.value.contests import Objection, contest, reply, withdraw
from livefair.value.rules.contests import WORDS_MAX
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Id, Made
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Words = Annotated[str, msgspec.Meta(max_length=WORDS_MAX, pattern=r"^[^\x00]*$")]


class ContestShape(msgspec.Struct, kw_only=True):
    """`counterpart` null: the house. `outcome`: mended (what was granted goes over), stands, withdrawn; null: open."""

    id: str
    line_id: str
    order_id: str
    party: str
    counterpart: str | None
    asked: Amount
    granted: Amount
    words: str
    reply: str | None
    answer: str | None
    outcome: str | None
    opened_at_ms: int
    ended_at_ms: int | None


class Objecting(Body, kw_only=True):
    line_id: Id
    asked_minor: Annotated[int, msgspec.Meta(ge=1, le=10**9)]
    words: Words


class Replying(Body, kw_only=True):
    """`agrees`: all that was asked for is given."""

    words: Words
    agrees: bool = False


def contests_for(tx: ReadTx, actor: Actor) -> list[ContestShape]:
    return [_shape(each) for each in my_contests(tx, actor)]


def _shape(each: Contest) -> ContestShape:
    plain = {name: getattr(each, name) for name in ContestShape.__struct_fields__ if hasattr(each, name)}
    asked, granted = (Amount(minor=minor, currency=each.currency) for minor in (each.asked_minor, each.granted_minor))
    return ContestShape(**plain, asked=asked, granted=granted)


@get("/contests", summary="Contested lines of mine and with me, newest first")
async def list_contests(request: AppRequest) -> list[ContestShape]:
    return await request.read(contests_for, request.actor)


@post("/contests", summary="Say that one's share of a line lacks something; once for each line")
async def object_to(request: AppRequest, data: JSONBody[Objecting]) -> Made:
    return Made(id=(await request.write(contest, Objection(data.line_id, data.asked_minor, data.words))).id)


@post("/contests/{contest_id:str}/reply", status_code=204, summary="The other side's word, once")
async def say(request: AppRequest, contest_id: PathId, data: JSONBody[Replying]) -> None:
    await request.write(reply, contest_id, words=data.words, agrees=data.agrees)


@post("/contests/{contest_id:str}/withdraw", status_code=204, summary="Contest it no more")
async def take_back(request: AppRequest, contest_id: PathId) -> None:
    await request.write(withdraw, contest_id)


router = Router("/", route_handlers=[list_contests, object_to, say, take_back], opt=needs(*SIGNED_IN), tags=["paying"])
