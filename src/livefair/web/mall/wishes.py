"""What a buyer keeps for themselves: the wish list, and limits to their own spending."""

from collections.abc import Collection
from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Money, ReadTx, Refusal, WriteTx
from livefair.shop.flash_sales import running_flash_sales
from livefair.shop.own_limits import coming_limit_of, own_limit_of, set_own_limit, spent_today
from livefair.shop.wishes import is_wished, unwish, wish, wishes_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, minor_of
from livefair.web.goods import GoodView, goods_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

CURRENCY = "CNY"
THINK_MINUTES = (0, 10, 30, 60, 1_440)


class NewLimit(Form, frozen=True, kw_only=True):
    """`daily` "": no limit."""

    daily: Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")] = ""
    think_minutes: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0


class FlashNow(NamedTuple):
    """What it costs in one room until a moment, while pieces are left."""

    price: Money
    href: str
    until_ms: int


class WishView(NamedTuple):
    """`fell`: how much cheaper it is than on the day it was wished for, if it is; `flash`: a sale that runs now."""

    good: GoodView
    at_ms: int
    fell: Money | None
    flash: FlashNow | None = None


class LimitsPage(NamedTuple):
    """`coming`: a looser limit, and from when it holds."""

    daily: Money | None
    think_minutes: int
    spent: Money
    coming: Money | None
    coming_at_ms: int | None


def my_wishes(tx: ReadTx, actor: Actor, locale: str) -> list[WishView]:
    wishes = {each.product_id: each for each in wishes_of(tx, actor.id)}
    flashes = _flashes(tx, wishes) if wishes else {}
    return [
        WishView(good, wishes[good.id].at_ms, _fell(wishes[good.id].price_minor, good.price), flashes.get(good.id))
        for good in goods_of(tx, list(wishes), locale)
    ]


def _flashes(tx: ReadTx, wished: Collection[str]) -> dict[str, FlashNow]:
    """By product, the cheapest flash sale that is open."""
    found: dict[str, FlashNow] = {}
    for sale in sorted(running_flash_sales(tx), key=lambda sale: -sale.price_minor):
        if sale.product_id in wished and sale.state(tx.now_ms) == "open" and sale.left > 0:
            href = f"/p/{sale.product_id}?room={sale.room_id}"
            found[sale.product_id] = FlashNow(sale.price, href, sale.closes_at_ms or 0)
    return found


def _fell(then_minor: int, now: Money) -> Money | None:
    return Money(then_minor - now.minor, now.currency) if then_minor > now.minor else None


def turn_wish(tx: WriteTx, actor: Actor, product_id: str) -> bool:
    """Wished for what was not, and the other way round. Returns whether it is now."""
    if is_wished(tx, actor.id, product_id):
        unwish(tx, actor, product_id)
        return False
    wish(tx, actor, product_id)
    return True


def limits_page(tx: ReadTx, actor: Actor) -> LimitsPage:
    limit, coming = own_limit_of(tx, actor.id), coming_limit_of(tx, actor.id)
    return LimitsPage(
        daily=Money(limit.daily_minor, CURRENCY) if limit.daily_minor else None,
        think_minutes=limit.think_minutes,
        spent=Money(spent_today(tx, actor.id, CURRENCY), CURRENCY),
        coming=Money(coming.daily_minor, CURRENCY) if coming and coming.daily_minor else None,
        coming_at_ms=coming.from_at_ms if coming else None,
    )


@get("/me/wishes")
async def show_wishes(request: AppRequest) -> Answer:
    wishes = await request.read(my_wishes, request.actor, request.locale)
    return await request.page("mall/wishes.html", {"wishes": wishes})


@post("/p/{product_id:str}/wish")
async def turn(request: AppRequest, product_id: Id) -> Answer:
    wished = await request.write(turn_wish, product_id)
    if not request.is_fragment:
        return request.back(otherwise=f"/p/{product_id}", toast="saved")
    return await request.page("mall/_wish.html", {"product_id": product_id, "is_wished": wished})


@get("/me/limits")
async def show_limits(request: AppRequest) -> Answer:
    return await _limits(request)


@post("/me/limits")
async def change_limits(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewLimit)
        daily_minor = minor_of(form.daily, "daily") if form.daily.strip() else None
        await request.write(set_own_limit, daily_minor=daily_minor, think_minutes=form.think_minutes)
    except Refusal as refusal:
        return await _limits(request, refusal)
    return request.go("/me/limits", toast="saved")


async def _limits(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    page = {**(await request.read(limits_page, request.actor))._asdict(), "choices": THINK_MINUTES, "values": None}
    if refusal is not None:
        typed = await request.typed()
        page["values"] = {name: typed.first(name)[:20] for name in ("daily", "think_minutes")}
        return await request.again("mall/limits.html", refusal, page)
    return await request.page("mall/limits.html", page)


router = Router("/", route_handlers=[show_wishes, turn, show_limits, change_limits], opt=needs(*SIGNED_IN))
