"""Gifts as those see them who keep order: the house's limits in versions, the newest gifts, refunds, ages."""

from typing import Annotated, Literal, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.governance.gift_policy import GiftKnobs, gift_policies, gift_policy, set_gift_policy
from livefair.kernel import Actor, Money, ReadTx, Refusal
from livefair.live.gift_catalogue import all_gifts
from livefair.live.gift_refunds import refund_all_of, refund_gift
from livefair.live.gifts import Gift, gift_of, newest_gifts
from livefair.people import person_cards
from livefair.people.ages import Age, age_of, correct_age
from livefair.web.access import needs
from livefair.web.forms import Form, minor_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/console/gifts"
PAGE = 50

AmountText = Annotated[str, msgspec.Meta(min_length=1, max_length=20, pattern=r"^[^\x00]*$")]
Note = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00\r\n]*$")]


class NewPolicy(Form, frozen=True, kw_only=True):
    day: AmountText
    month: AmountText
    wallet: AmountText
    top_up: AmountText
    take_back_minutes: Annotated[int, msgspec.Meta(ge=1, le=60)]
    hold_hours: Annotated[int, msgspec.Meta(ge=1, le=720)]


class Refunding(Form, frozen=True, kw_only=True):
    """`all`: every gift of the same giver."""

    reason: Literal["minor", "mistake", "fraud", "other"]
    note: Note = ""
    all: Literal["yes", ""] = ""


class Birthday(Form, frozen=True, kw_only=True):
    born_on: Annotated[str, msgspec.Meta(max_length=10, pattern=r"^[0-9-]*$")]


class Row(NamedTuple):
    id: str
    giver_id: str
    giver: str
    age: Age
    host: str
    name: str
    quantity: int
    amount: Money
    sent_at_ms: int
    refund_reason: str | None
    is_waiting: bool


class PolicyView(NamedTuple):
    """The form's fields as they are typed."""

    version: int
    day: Money
    month: Money
    wallet: Money
    top_up: Money
    take_back_minutes: int
    hold_hours: int


class Board(NamedTuple):
    gifts: list[Row]
    policy: PolicyView
    versions: list[int]
    next_url: str | None
    may_set: bool


def board(tx: ReadTx, actor: Actor, before: str, locale: str) -> Board:
    found = newest_gifts(tx, actor, before=before, most=PAGE)
    cards = person_cards(tx, sorted({*(gift.giver_id for gift in found), *(gift.host_id for gift in found)}))
    names = {person_id: card.name for person_id, card in cards.items()}
    policy = gift_policy(tx)
    knobs = policy.knobs
    return Board(
        gifts=[row(tx, gift, names, locale) for gift in found],
        policy=PolicyView(
            policy.version,
            Money(knobs.day_max_minor),
            Money(knobs.month_max_minor),
            Money(knobs.wallet_max_minor),
            Money(knobs.top_up_max_minor),
            knobs.take_back_minutes,
            knobs.hold_hours,
        ),
        versions=[version.version for version in gift_policies(tx)],
        next_url=f"{HERE}?before={found[-1].id}" if len(found) == PAGE else None,
        may_set=actor.has("operator"),
    )


def row(tx: ReadTx, gift: Gift, names: dict[str, str], locale: str) -> Row:
    return Row(
        id=gift.id,
        giver_id=gift.giver_id,
        giver=names[gift.giver_id],
        age=age_of(tx, gift.giver_id),
        host=names[gift.host_id],
        name=all_gifts()[gift.code].name.on(locale),
        quantity=gift.quantity,
        amount=Money(gift.amount_minor, gift.currency),
        sent_at_ms=gift.sent_at_ms,
        refund_reason=gift.refund_reason,
        is_waiting=gift.release_at_ms > tx.now_ms,
    )


@get("/gifts")
async def show_gifts(request: AppRequest) -> Answer:
    return await _page(request)


@post("/gifts/policy", opt=needs("operator"))
async def set_limits(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewPolicy)
        knobs = GiftKnobs(
            day_max_minor=minor_of(form.day, "day"),
            month_max_minor=minor_of(form.month, "month"),
            wallet_max_minor=minor_of(form.wallet, "wallet"),
            top_up_max_minor=minor_of(form.top_up, "top_up"),
            take_back_minutes=form.take_back_minutes,
            hold_hours=form.hold_hours,
        )
        await request.write(set_gift_policy, knobs)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


@post("/gifts/{gift_id:str}/refund")
async def refund(request: AppRequest, gift_id: Id) -> Answer:
    try:
        form = await request.form_as(Refunding)
        if form.all:
            giver_id = (await request.read(gift_of, gift_id)).giver_id
            await request.write(refund_all_of, giver_id, reason=form.reason, note=form.note)
        else:
            await request.write(refund_gift, gift_id, reason=form.reason, note=form.note)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="refunded")


@post("/people/{person_id:str}/age", opt=needs("operator"))
async def correct(request: AppRequest, person_id: Id) -> Answer:
    try:
        await request.write(correct_age, person_id, (await request.form_as(Birthday)).born_on)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    before = request.query_params.get("before", "")[:40].replace("\x00", "") or "~"
    found = await request.read(board, request.actor, before, request.locale)
    if refusal is not None:
        return await request.again("console/gifts.html", refusal, found._asdict())
    return await request.page("console/gifts.html", found._asdict())


router = Router("/", route_handlers=[show_gifts, set_limits, refund, correct])
