"""What buyers keep for themselves, for programs: wishes, and limits to their own spending."""

from typing import Annotated

import msgspec
from litestar import Router, delete, get, put
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.shop.own_limits import coming_limit_of, own_limit_of, set_own_limit
from livefair.shop.wishes import unwish, wish, wishes_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class Wished(msgspec.Struct, kw_only=True):
    """`price_minor` was the price when it was wished for."""

    product_id: str
    price_minor: int
    at_ms: int


class Limit(msgspec.Struct, kw_only=True):
    """`daily_minor` null: no limit. Nothing is shipped for `think_minutes`; `coming_at_ms`: a looser one begins."""

    daily_minor: int | None
    think_minutes: int
    coming_at_ms: int | None


class NewLimit(Body, kw_only=True):
    daily_minor: Annotated[int, msgspec.Meta(ge=1, le=10**9)] | None = None
    think_minutes: Annotated[int, msgspec.Meta(ge=0, le=1_440)] = 0


def my_limit(tx: ReadTx, actor: Actor) -> Limit:
    limit, coming = own_limit_of(tx, actor.id), coming_limit_of(tx, actor.id)
    return Limit(
        daily_minor=limit.daily_minor,
        think_minutes=limit.think_minutes,
        coming_at_ms=coming.from_at_ms if coming else None,
    )


@get("/wishes", summary="My wish list")
async def show_wishes(request: AppRequest) -> list[Wished]:
    return [Wished(**each._asdict()) for each in await request.read(wishes_of, request.actor.id)]


@put("/wishes/{product_id:str}", status_code=204, summary="Note a product")
async def note(request: AppRequest, product_id: PathId) -> None:
    await request.write(wish, product_id)


@delete("/wishes/{product_id:str}", summary="Note it no longer")
async def forget(request: AppRequest, product_id: PathId) -> None:
    await request.write(unwish, product_id)


@get("/limits", summary="My own limits")
async def show_limit(request: AppRequest) -> Limit:
    return await request.read(my_limit, request.actor)


@put("/limits", summary="Limit my own spending: stricter at once, looser a day later")
async def set_limit(request: AppRequest, data: JSONBody[NewLimit]) -> Limit:
    await request.write(set_own_limit, daily_minor=data.daily_minor, think_minutes=data.think_minutes)
    return await request.read(my_limit, request.actor)


router = Router(
    "/", route_handlers=[show_wishes, note, forget, show_limit, set_limit], opt=needs(*SIGNED_IN), tags=["shopping"]
)
