"""My wallet and gifts for programs."""

from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.params import JSONBody, QueryParameter

from livefair.kernel import Actor, Money, ReadTx
from livefair.live.gift_catalogue import gifts_offered
from livefair.live.gift_refunds import take_back
from livefair.live.gifts import Gift, Giving, my_gift, send_gift
from livefair.live.giving import own_limits, set_own_limits
from livefair.live.leaderboards import leaderboard
from livefair.live.on_air import show_for
from livefair.live.rules.gifts import Limits
from livefair.people.ages import age_of, confirm_age
from livefair.shop.money_back import ask_money_back
from livefair.shop.top_ups import top_up
from livefair.shop.wallets import receipts_of, wallet_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Key, Made, Word
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

BeforeSeq = Annotated[int | None, QueryParameter(ge=1, le=2**52, description="Go on before this movement")]
Minor = Annotated[int, msgspec.Meta(ge=0, le=10**9)]


class WalletShape(msgspec.Struct, kw_only=True):
    """`held` is on its way back. `age` is unknown, minor or adult. Own limits in minor units; null: none."""

    free: Amount
    held: Amount
    age: str
    day_limit_minor: int | None
    month_limit_minor: int | None


class MovementShape(msgspec.Struct, kw_only=True):
    """`reason` is top_up, gift, refund or money_back."""

    seq: int
    at_ms: int
    amount: Amount
    reason: str
    why: dict[str, str | int | None]


class OfferedShape(msgspec.Struct, kw_only=True):
    code: str
    name_zh: str
    name_en: str
    price: Amount
    art: str


class GiftShape(msgspec.Struct, kw_only=True):
    id: str
    room_id: str
    show_id: str
    code: str
    quantity: int
    amount: Amount
    sent_at_ms: int
    take_back_until_ms: int
    release_at_ms: int
    refunded_at_ms: int | None
    refund_reason: str | None


class PlaceShape(msgspec.Struct, kw_only=True):
    """`points` are minor units of gifts, likes, or polls in which somebody was among the first."""

    place: int
    person_id: str
    name: str
    points: int


class Filling(Body, kw_only=True):
    amount_minor: Minor
    key: Key


class Keyed(Body, kw_only=True):
    key: Key


class NewLimits(Body, kw_only=True):
    day_minor: Minor | None = None
    month_minor: Minor | None = None


class Birthday(Body, kw_only=True):
    """Like `2001-05-31`; said once."""

    born_on: Annotated[str, msgspec.Meta(max_length=10, pattern=r"^[0-9-]*$")]


class Sending(Body, kw_only=True):
    """The same `key` twice is one gift."""

    gift: Word
    key: Key
    quantity: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1


@get("/wallet", summary="What is in my wallet")
async def show_wallet(request: AppRequest) -> WalletShape:
    return await request.read(wallet_shape, request.actor)


@get("/wallet/movements", summary="What went in and out, newest first")
async def show_movements(request: AppRequest, before: BeforeSeq = None) -> list[MovementShape]:
    found = await request.read(receipts_of, request.actor, before_seq=before)
    return [
        MovementShape(seq=r.seq, at_ms=r.at_ms, amount=amount_of(r.amount), reason=r.reason, why=r.why) for r in found
    ]


@post("/wallet/top-ups", summary="Begin to fill it; the id is the payment's")
async def fill(request: AppRequest, data: JSONBody[Filling]) -> Made:
    provider = request.services.providers.default
    return Made(id=await request.write(top_up, amount_minor=data.amount_minor, provider=provider, key=data.key))


@post("/wallet/money-back", summary="Send back all that is unspent")
async def want_it_back(request: AppRequest, data: JSONBody[Keyed]) -> Amount:
    return amount_of(Money(await request.write(ask_money_back, key=data.key)))


@put("/wallet/limits", status_code=204, summary="Limits of my own: lower ones hold at once, higher ones after a day")
async def change_limits(request: AppRequest, data: JSONBody[NewLimits]) -> None:
    await request.write(set_own_limits, Limits(data.day_minor, data.month_minor))


@put("/age", status_code=204, summary="Say when I was born, once")
async def say_age(request: AppRequest, data: JSONBody[Birthday]) -> None:
    await request.write(confirm_age, data.born_on)


@get("/gifts", summary="The gifts that there are")
async def show_catalogue(request: AppRequest) -> list[OfferedShape]:
    return [
        OfferedShape(
            code=gift.code,
            name_zh=gift.name.zh,
            name_en=gift.name.en,
            price=amount_of(Money(gift.price_minor)),
            art=gift.art,
        )
        for gift in gifts_offered()
    ]


@post("/rooms/{room_id:str}/gifts", summary="Send a gift to the host on air")
async def give(request: AppRequest, room_id: PathId, data: JSONBody[Sending]) -> GiftShape:
    return shape_of(await request.write(send_gift, room_id, Giving(data.gift, data.key, data.quantity)))


@get("/gifts/{gift_id:str}", summary="A gift of mine")
async def show_gift(request: AppRequest, gift_id: PathId) -> GiftShape:
    return shape_of(await request.read(my_gift, request.actor, gift_id))


@post("/gifts/{gift_id:str}/take-back", status_code=204, summary="Take it back, in its first minutes")
async def want_back(request: AppRequest, gift_id: PathId) -> None:
    await request.write(take_back, gift_id)


@get("/shows/{show_id:str}/leaderboard", summary="Who did most for a show, of those who want to be named")
async def show_board(request: AppRequest, show_id: PathId) -> dict[str, list[PlaceShape]]:
    return await request.read(board_shape, request.actor, show_id)


def wallet_shape(tx: ReadTx, actor: Actor) -> WalletShape:
    wallet, limits = wallet_of(tx, actor.id), own_limits(tx, actor.id).now
    return WalletShape(
        free=amount_of(wallet.free),
        held=amount_of(wallet.held),
        age=age_of(tx, actor.id),
        day_limit_minor=limits.day_minor,
        month_limit_minor=limits.month_minor,
    )


def board_shape(tx: ReadTx, actor: Actor, show_id: str) -> dict[str, list[PlaceShape]]:
    show_for(tx, actor, show_id)
    return {
        board: [PlaceShape(place=p.place, person_id=p.person.id, name=p.person.name, points=p.points) for p in places]
        for board, places in leaderboard(tx, actor, show_id).items()
    }


def amount_of(money: Money) -> Amount:
    return Amount(minor=money.minor, currency=money.currency)


def shape_of(gift: Gift) -> GiftShape:
    return GiftShape(
        id=gift.id,
        room_id=gift.room_id,
        show_id=gift.show_id,
        code=gift.code,
        quantity=gift.quantity,
        amount=Amount(minor=gift.amount_minor, currency=gift.currency),
        sent_at_ms=gift.sent_at_ms,
        take_back_until_ms=gift.take_back_until_ms,
        release_at_ms=gift.release_at_ms,
        refunded_at_ms=gift.refunded_at_ms,
        refund_reason=gift.refund_reason,
    )


router = Router(
    "/",
    route_handlers=[
        show_wallet,
        show_movements,
        fill,
        want_it_back,
        change_limits,
        say_age,
        show_catalogue,
        give,
        show_gift,
        want_back,
        show_board,
    ],
    opt=needs(*SIGNED_IN),
    tags=["giving"],
)
