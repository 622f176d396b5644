"""How the feed shares out attention, and its knobs: set by operators in versions, each with what it has done."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.content.traffic import Coverage, PolicyNumbers, coverage, policy_numbers
from livefair.governance.feed_policy import BOUNDS, FeedKnobs, feed_policies, feed_policy, set_feed_policy
from livefair.governance.policies import Policy
from livefair.kernel import DAY_MS, Actor, ReadTx, Refusal
from livefair.web.access import needs
from livefair.web.feed_desk import FeedDesk
from livefair.web.requests import Answer, AppRequest

HERE = "/console/traffic"
Whole = Annotated[int, msgspec.Meta(ge=-(10**6), le=10**6)]
NewPolicy = msgspec.defstruct(
    "NewPolicy", [(field, Whole) for field in FeedKnobs.__struct_fields__], frozen=True, kw_only=True
)


class PolicyRow(NamedTuple):
    """A version, its knobs in their order, and its numbers; None: it has shown nothing."""

    version: int
    knobs: list[int]
    numbers: PolicyNumbers | None
    first_at_ms: int
    last_at_ms: int


class Board(NamedTuple):
    """`fields`: (knob, lowest, highest)."""

    policy: Policy[FeedKnobs]
    fields: list[tuple[str, int, int]]
    rows: list[PolicyRow]
    coverage: Coverage


class Memory(NamedTuple):
    """How stale what the feed has learned is; 0: it has not looked yet."""

    things: int
    fitted_at_ms: int
    looked_at_ms: int


def board(tx: ReadTx, actor: Actor) -> Board:
    numbers = {each.version: each for each in policy_numbers(tx)}
    versions = [*feed_policies(tx), Policy(0, FeedKnobs())]
    return Board(
        policy=feed_policy(tx),
        fields=[(field, *BOUNDS[field]) for field in FeedKnobs.__struct_fields__],
        rows=[_row(policy, numbers.get(policy.version)) for policy in versions],
        coverage=coverage(tx),
    )


def _row(policy: Policy[FeedKnobs], numbers: PolicyNumbers | None) -> PolicyRow:
    knobs = list(msgspec.structs.astuple(policy.knobs))
    first, last = (numbers.first_day, numbers.last_day) if numbers else (0, 0)
    return PolicyRow(policy.version, knobs, numbers, first * DAY_MS, last * DAY_MS)


@get("/traffic")
async def show_board(request: AppRequest) -> Answer:
    return await _page(request)


@post("/traffic/policy")
async def set_policy(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewPolicy)
        await request.write(set_feed_policy, FeedKnobs(**msgspec.structs.asdict(form)))
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    desk: FeedDesk = request.app.state.feed
    # It reads two years of sums and a week of the journal: beside the loop, on SQLite too.
    numbers = await request.services.db.analyse(board, request.actor)
    found = numbers._asdict() | {"memory": Memory(*desk.memory.learned)}
    if refusal is not None:
        return await request.again("console/traffic.html", refusal, found)
    return await request.page("console/traffic.html", found)


router = Router("/", route_handlers=[show_board, set_policy], opt=needs("operator"))
