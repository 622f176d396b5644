"""What the tiers of hosts take, set by operators in versions."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.content.rules.creators import TIERS, Numbers
from livefair.content.tiers import set_tiers, tiers_in_force
from livefair.governance.tier_policy import tier_policies, tier_policy
from livefair.kernel import Invalid, ReadTx, Refusal
from livefair.web.access import needs
from livefair.web.forms import Form, minor_of, points_of
from livefair.web.requests import Answer, AppRequest

HERE = "/console/tiers"
COUNT = len(TIERS) - 1
Whole = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
Typed = Annotated[str, msgspec.Meta(max_length=14, pattern=r"^[^\x00]*$")]


class NewTiers(Form, frozen=True, kw_only=True):
    """Side by side, a value of each for every tier after the first; `sold` in yuan, `returned` in per cent."""

    followers: Annotated[list[Whole], msgspec.Meta(max_length=COUNT)]
    minutes: Annotated[list[Whole], msgspec.Meta(max_length=COUNT)]
    sold: Annotated[list[Typed], msgspec.Meta(max_length=COUNT)]
    returned: Annotated[list[Typed], msgspec.Meta(max_length=COUNT)]


class TierRow(NamedTuple):
    """`returned`: 0 to 1."""

    tier: int
    followers: int
    minutes: int
    sold_minor: int
    returned: float


def rows_of(tiers: tuple[Numbers, ...]) -> list[TierRow]:
    return [
        TierRow(place, one.followers, one.minutes, one.sold_minor, one.returned_bp / 10_000)
        for place, one in enumerate(tiers[1:], start=2)
    ]


def board(tx: ReadTx) -> dict[str, object]:
    version = tier_policy(tx).version
    earlier = [
        (each.version, rows_of((TIERS[0], *(Numbers(**msgspec.structs.asdict(one)) for one in each.knobs.needs))))
        for each in tier_policies(tx)
        if each.version < version
    ]
    return {"rows": rows_of(tiers_in_force(tx)), "version": version, "earlier": earlier}


@get("/tiers")
async def show_tiers(request: AppRequest) -> Answer:
    return await _page(request)


@post("/tiers")
async def put_in_force(request: AppRequest) -> Answer:
    try:
        await request.write(set_tiers, needs_of(await request.form_as(NewTiers)))
    except Refusal as refusal:
        refusal.params["field"] = "form"
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


def needs_of(form: NewTiers) -> list[Numbers]:
    columns = (form.followers, form.minutes, form.sold, form.returned)
    if {len(each) for each in columns} != {COUNT}:
        raise Invalid("tiers_incomplete", field="form")
    return [
        Numbers(followers, minutes, minor_of(sold, "sold"), points_of(returned, "returned"))
        for followers, minutes, sold, returned in zip(*columns, strict=True)
    ]


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    found = await request.read(board)
    if refusal is not None:
        return await request.again("console/tiers.html", refusal, found)
    return await request.page("console/tiers.html", found)


router = Router("/", route_handlers=[show_tiers, put_in_force], opt=needs("operator"))
