"""Gifts in a room: the sheet, sending, the receipt, taking one back, and who gave most."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Money, ReadTx, Refusal
from livefair.kernel.ids import secret_token
from livefair.live.gift_catalogue import Gift as Offered
from livefair.live.gift_catalogue import all_gifts, gifts_offered
from livefair.live.gift_refunds import take_back
from livefair.live.gifts import Gift, Giving, my_gift, send_gift
from livefair.live.leaderboards import BOARDS, PURPOSE, leaderboard
from livefair.live.on_air import show_on_air
from livefair.live.replays import replays_of
from livefair.live.rooms import room_for
from livefair.people import person_card
from livefair.people.ages import Age, age_of
from livefair.people.consents import has_consented
from livefair.shop.wallets import wallet_of
from livefair.value import shares_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, Key, Word
from livefair.web.mall.paying_views import ShareView
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url

QUANTITIES = (1, 5, 10)


class Sending(Form, frozen=True, kw_only=True):
    gift: Word
    key: Key
    quantity: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1


class GiftChoice(NamedTuple):
    code: str
    name: str
    price: Money
    art: str
    is_chosen: bool


class SentView(NamedTuple):
    """A gift as its giver sees it. `state`: waiting (it can be taken back), kept, back."""

    id: str
    name: str
    art: str
    quantity: int
    amount: Money
    host_name: str
    host_id: str
    room_id: str
    sent_at_ms: int
    take_back_until_ms: int
    state: str
    refunded_at_ms: int | None
    refund_reason: str | None
    is_mine: bool


class GiftSheet(NamedTuple):
    """`sent` is what was just sent; `age`: unknown, minor, adult, or guest for nobody in particular."""

    room_id: str
    host_name: str
    is_on_air: bool
    gifts: list[GiftChoice]
    quantity: int
    free: Money
    age: Age | str
    sent: SentView | None
    is_seen: bool


class PlaceView(NamedTuple):
    place: int
    id: str
    name: str
    avatar_url: str | None
    points: int
    amount: Money | None


class BoardPage(NamedTuple):
    room_id: str
    gifts: list[PlaceView]
    likes: list[PlaceView]
    quick: list[PlaceView]
    helpers: list[PlaceView]
    is_seen: bool


class Receipt(NamedTuple):
    gift: SentView
    shares: list[ShareView]


def gift_sheet(tx: ReadTx, actor: Actor, room_id: str, locale: str, sent: Gift | None = None) -> GiftSheet:
    room = room_for(tx, actor, room_id)
    chosen = sent.code if sent else gifts_offered()[0].code
    return GiftSheet(
        room_id=room.id,
        host_name=person_card(tx, room.host_id).name,
        is_on_air=show_on_air(tx, room_id) is not None,
        gifts=[choice(gift, locale, chosen) for gift in gifts_offered()],
        quantity=sent.quantity if sent and sent.quantity in QUANTITIES else 1,
        free=wallet_of(tx, actor.id).free,
        age="guest" if actor.is_guest else age_of(tx, actor.id),
        sent=sent_view(tx, actor, sent, locale) if sent else None,
        is_seen=not actor.is_guest and has_consented(tx, actor.id, PURPOSE),
    )


def choice(gift: Offered, locale: str, chosen: str) -> GiftChoice:
    return GiftChoice(gift.code, gift.name.on(locale), Money(gift.price_minor), gift.art, gift.code == chosen)


def sent_view(tx: ReadTx, actor: Actor, gift: Gift, locale: str) -> SentView:
    offered = all_gifts()[gift.code]
    is_back = gift.refunded_at_ms is not None
    return SentView(
        id=gift.id,
        name=offered.name.on(locale),
        art=offered.art,
        quantity=gift.quantity,
        amount=Money(gift.amount_minor, gift.currency),
        host_name=person_card(tx, gift.host_id).name,
        host_id=gift.host_id,
        room_id=gift.room_id,
        sent_at_ms=gift.sent_at_ms,
        take_back_until_ms=gift.take_back_until_ms,
        state="back" if is_back else "waiting" if tx.now_ms < gift.take_back_until_ms else "kept",
        refunded_at_ms=gift.refunded_at_ms,
        refund_reason=gift.refund_reason,
        is_mine=gift.giver_id == actor.id,
    )


def receipt(tx: ReadTx, actor: Actor, gift_id: str, locale: str) -> Receipt:
    gift = my_gift(tx, actor, gift_id)
    shares = [ShareView(s.role, Money(s.outstanding_minor, gift.currency)) for s in shares_of(tx, gift_id)]
    return Receipt(sent_view(tx, actor, gift, locale), [share for share in shares if share.amount.minor])


def board_page(tx: ReadTx, actor: Actor, room_id: str) -> BoardPage:
    """Of the show on air, or of the last one."""
    room = room_for(tx, actor, room_id)
    show_id = (
        show.id if (show := show_on_air(tx, room_id)) else next((r.id for r in replays_of(tx, room_id, most=1)), None)
    )
    places = leaderboard(tx, actor, show_id) if show_id else {}
    views = {
        board: [
            PlaceView(
                place=found.place,
                id=found.person.id,
                name=found.person.name,
                avatar_url=file_url(found.person.avatar_key),
                points=found.points,
                amount=Money(found.points) if board == "gifts" else None,
            )
            for found in places.get(board, [])
        ]
        for board in BOARDS
    }
    return BoardPage(room.id, **views, is_seen=not actor.is_guest and has_consented(tx, actor.id, PURPOSE))


@get("/live/{room_id:str}/gifts")
async def show_gifts(request: AppRequest, room_id: Id) -> Answer:
    return await sheet(request, room_id)


@post("/live/{room_id:str}/gifts", opt=needs(*SIGNED_IN))
async def give(request: AppRequest, room_id: Id) -> Answer:
    """One tap is one gift: the form's key makes the second one of a double click the first."""
    try:
        form = await request.form_as(Sending)
        sent = await request.write(send_gift, room_id, Giving(form.gift, form.key, form.quantity))
    except Refusal as refusal:
        return await sheet(request, room_id, refusal)
    if request.is_fragment:
        return await sheet(request, room_id, sent=sent)
    return request.go(f"/gifts/{sent.id}", toast="gift_sent")


async def sheet(request: AppRequest, room_id: str, refusal: Refusal | None = None, sent: Gift | None = None) -> Answer:
    found = await request.read(gift_sheet, request.actor, room_id, request.locale, sent)
    context = {**found._asdict(), "key": secret_token(), "quantities": QUANTITIES}
    template = "mall/_gifts.html" if request.is_fragment else "mall/gifts.html"
    if refusal is not None:
        return await request.again(template, refusal, context)
    return await request.page(template, context)


@get("/live/{room_id:str}/leaderboard")
async def show_board(request: AppRequest, room_id: Id) -> Answer:
    found = await request.read(board_page, request.actor, room_id)
    template = "mall/_leaderboard.html" if request.is_fragment else "mall/leaderboard.html"
    return await request.page(template, found._asdict())


@get("/gifts/{gift_id:str}", opt=needs(*SIGNED_IN))
async def show_receipt(request: AppRequest, gift_id: Id) -> Answer:
    found = await request.read(receipt, request.actor, gift_id, request.locale)
    return await request.page("mall/gift.html", found._asdict())


@post("/gifts/{gift_id:str}/take-back", opt=needs(*SIGNED_IN))
async def want_back(request: AppRequest, gift_id: Id) -> Answer:
    try:
        await request.write(take_back, gift_id)
    except Refusal as refusal:
        found = await request.read(receipt, request.actor, gift_id, request.locale)
        return await request.again("mall/gift.html", refusal, found._asdict())
    return request.go(f"/gifts/{gift_id}", toast="gift_back")


router = Router("/", route_handlers=[show_gifts, give, show_board, show_receipt, want_back])
