"""Orders as their buyer sees them, with every step they take."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.catalog import product_cards
from livefair.community.queries import reviewed_lines
from livefair.kernel import Actor, Money, ReadTx, Refusal, not_found
from livefair.people import organisation_names
from livefair.people.guests import guest_called
from livefair.shop import Claim, ask_refund, cancel_payment, confirm_receipt, order_for
from livefair.shop.corrections import Corrected, corrected_since
from livefair.shop.fulfilment import Order, pieces_to_pack
from livefair.shop.price_protection import cheaper_lines
from livefair.shop.queries import LAST, OrderCard, OrderLine, order_card, orders_of_buyer, reductions_of
from livefair.shop.refunds import lines_left, lines_with_open_refund
from livefair.shop.rules import ARRIVES_WITHIN_MS, may_ask_refund
from livefair.supply import pieces_sent
from livefair.supply.promises import ready_days_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.box_views import box_states
from livefair.web.forms import chosen_id
from livefair.web.group_views import GroupView, group_of_order
from livefair.web.mall.cart_views import ReasonView
from livefair.web.mall.checkout import in_one_line
from livefair.web.order_links import order_link
from livefair.web.parcel_views import ParcelView, parcels_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.return_views import returns_of
from livefair.web.survey_views import question_now
from livefair.web.urls import file_url
from livefair.web.words import sentence

PAGE = 20
TABS = ("all", "placed", "paid", "shipped", "completed")


class CorrectionView(NamedTuple):
    """A fact that was said otherwise when this was bought."""

    name: str
    before: str
    value: str
    at_ms: int


class LineView(NamedTuple):
    """`box`: sealed (it can be opened now) or opened, for what was bought in a blind box."""

    id: str
    product_id: str
    title: str
    sku_name: str
    quantity: int
    price: Money
    total: Money
    picture_url: str | None
    can_review: bool
    can_return: bool
    refund_state: str | None
    pieces_left: int
    difference: Money | None
    reasons: tuple[ReasonView, ...] = ()
    ready_at_ms: int | None = None
    box: str | None = None
    corrections: tuple[CorrectionView, ...] = ()
    is_on_its_way: bool = False


class Step(NamedTuple):
    code: str
    at_ms: int | None
    is_now: bool


class Seller(NamedTuple):
    id: str
    name: str


class SourceView(NamedTuple):
    text: str
    href: str


class OrderView(NamedTuple):
    id: str
    state: str
    placed_at_ms: int
    total: Money
    address: str
    seller: Seller
    payment_id: str | None
    steps: list[Step]
    parcels: list[ParcelView]
    lines: list[LineView]
    source: SourceView | None
    can_cancel: bool
    can_confirm: bool
    can_pay: str | None
    can_review: bool
    auto_confirm_at_ms: int | None
    group: GroupView | None = None


def state_of(order: Order, now_ms: int) -> str:
    """The order's state in the words of label("order")."""
    if order.state == "delivered":
        return "completed" if now_ms >= (order.returnable_until_ms or 0) else "received"
    return {"awaiting_payment": "placed"}.get(order.state, order.state)


def order_view(tx: ReadTx, actor: Actor, card: OrderCard, locale: str) -> OrderView:
    order, place = card.order, card.place
    lines = _lines(tx, card, locale)
    parcels = parcels_of(tx, card, locale)
    is_open = order.state == "awaiting_payment"
    return OrderView(
        id=order.id,
        state=state_of(order, tx.now_ms),
        placed_at_ms=order.placed_at_ms,
        total=card.total,
        address=f"{place.name} {place.phone} · {in_one_line(place)}",
        seller=Seller(order.brand_id, organisation_names(tx, [order.brand_id])[order.brand_id]),
        payment_id=order.payment_id if is_open else None,
        steps=steps_of(order, tx.now_ms),
        parcels=parcels,
        lines=lines,
        source=next((found for line in card.lines if (found := _source(line, locale))), None),
        can_cancel=order.state in {"awaiting_payment", "paid"}
        and any(line.box != "opened" and not line.is_on_its_way for line in lines),
        can_confirm=order.state == "shipped",
        can_pay=order.payment_id if is_open else None,
        can_review=any(line.can_review for line in lines),
        auto_confirm_at_ms=(order.shipped_at_ms or 0) + ARRIVES_WITHIN_MS if order.state == "shipped" else None,
        group=group_of_order(tx, actor, order),
    )


def _lines(tx: ReadTx, card: OrderCard, locale: str) -> list[LineView]:
    order = card.order
    pictures = product_cards(tx, [line.product_id for line in card.lines])
    asked = lines_with_open_refund(tx, order.id)
    left = {line.id: line for line in lines_left(tx, order.id)}
    cheaper = {found.line_id: Money(found.difference_minor, order.currency) for found in cheaper_lines(tx, order)}
    reduced = reductions_of(tx, [line.id for line in card.lines])
    ready = ready_days_of(tx, [line.id for line in card.lines])
    boxes = box_states(tx, order)
    reviewed = reviewed_lines(tx, [line.id for line in card.lines])
    corrected = corrected_since(tx, sorted({line.product_id for line in card.lines}), order.placed_at_ms)
    sent = pieces_sent(tx, order.id).keys() - pieces_to_pack(tx, order.id) if order.state == "paid" else set()
    may_return = order.state != "paid" and may_ask_refund(
        state=order.state, now_ms=tx.now_ms, returnable_until_ms=order.returnable_until_ms
    )
    return [
        LineView(
            id=line.id,
            product_id=line.product_id,
            title=line.title(locale),
            sku_name=line.sku_name(locale),
            quantity=line.quantity,
            price=Money(line.unit_minor, order.currency),
            total=Money(line.amount_minor, order.currency),
            picture_url=file_url(pictures[line.product_id].picture_key),
            can_review=order.state == "delivered" and not line.refunded_minor and line.id not in reviewed,
            can_return=may_return and not asked and left[line.id].pieces_left > 0 and left[line.id].left_minor > 0,
            refund_state=_refund_state(line, left[line.id].left_minor, asked),
            pieces_left=left[line.id].pieces_left,
            difference=cheaper.get(line.id),
            reasons=tuple(
                ReasonView(each.kind, Money(each.minor, order.currency)) for each in reduced.get(line.id, ())
            ),
            ready_at_ms=ready.get(line.id) if order.state in {"awaiting_payment", "paid"} else None,
            box=boxes.get(line.id),
            corrections=tuple(_correction(each, locale) for each in corrected.get(line.product_id, ())),
            is_on_its_way=line.id in sent,
        )
        for line in card.lines
    ]


def _correction(said: Corrected, locale: str) -> CorrectionView:
    if locale == "zh":
        return CorrectionView(said.name_zh, said.before_zh, said.value_zh, said.at_ms)
    return CorrectionView(said.name_en, said.before_en, said.value_en, said.at_ms)


def _refund_state(line: OrderLine, left_minor: int, asked: frozenset[str]) -> str | None:
    if line.refunded_minor:
        return "partly_refunded" if left_minor else "refunded"
    return "refund_asked" if line.id in asked else None


def _source(line: OrderLine, locale: str) -> SourceView | None:
    if line.room_id:
        return SourceView(sentence("seen_in_room", {}, locale), f"/live/{line.room_id}")
    if line.review_id:
        return SourceView(sentence("seen_in_review", {}, locale), f"/p/{line.product_id}#review-{line.review_id}")
    if line.video_id:
        return SourceView(sentence("seen_in_video", {}, locale), f"/v/{line.video_id}")
    return None


def steps_of(order: Order, now_ms: int) -> list[Step]:
    kept_at_ms = order.returnable_until_ms
    moments: list[tuple[str, int | None]] = [
        ("placed", order.placed_at_ms),
        ("paid", order.paid_at_ms),
        ("shipped", order.shipped_at_ms),
        ("received", order.delivered_at_ms),
        ("completed", kept_at_ms if kept_at_ms is not None and kept_at_ms <= now_ms else None),
    ]
    if order.state in {"cancelled", "refunded"}:
        moments = [(code, at_ms) for code, at_ms in moments if at_ms is not None and code != "completed"]
        moments.append((order.state, order.ended_at_ms))
    now = state_of(order, now_ms)
    return [Step(code, at_ms, code == now) for code, at_ms in moments]


def my_orders(tx: ReadTx, actor: Actor, tab: str, before: str, locale: str) -> tuple[list[OrderView], str | None]:
    """(orders of one tab, cursor of the next page)"""
    cards = orders_of_buyer(tx, actor.id, before=before, most=PAGE)
    views = [order_view(tx, actor, card, locale) for card in cards]
    kept = {"completed": {"received", "completed"}}.get(tab, {tab})
    shown = [view for view in views if tab == "all" or view.state in kept]
    return shown, views[-1].id if len(views) == PAGE else None


def my_order(tx: ReadTx, actor: Actor, order_id: str, locale: str) -> OrderView:
    card = _own_card(tx, actor, order_id)
    return order_view(tx, actor, card, locale)


def _own_card(tx: ReadTx, actor: Actor, order_id: str) -> OrderCard:
    card = order_card(tx, order_id)
    if card is None or card.order.buyer_id != actor.id:
        not_found("order")
    return card


@get("/orders")
async def show_orders(request: AppRequest) -> Answer:
    tab = request.query_params.get("tab", "all")
    tab = tab if tab in TABS else "all"
    before = chosen_id(request.query_params.get("before", "")) or LAST
    orders, cursor = await request.read(my_orders, request.actor, tab, before, request.locale)
    next_url = f"/orders?tab={tab}&before={cursor}" if cursor else None
    return await request.page(
        "mall/orders.html",
        {"orders": orders, "tab": tab, "next_url": next_url, "question": await question_now(request)},
    )


@get("/orders/{order_id:str}")
async def show_order(request: AppRequest, order_id: Id) -> Answer:
    return await order_page(request, order_id)


async def order_page(request: AppRequest, order_id: str, refusal: Refusal | None = None) -> Answer:
    order = await request.read(my_order, request.actor, order_id, request.locale)
    context = {
        "order": order,
        "returns": await request.read(returns_of, request.actor, order_id, request.locale),
        "link": await _link(request, order_id),
        "may_claim": False,
    }
    if refusal is not None:
        refusal.params.pop("field", None)
        return await request.again("mall/order.html", refusal, context)
    return await request.page("mall/order.html", context)


async def _link(request: AppRequest, order_id: str) -> str:
    """The order's own address, for a guest; "" for accounts, who need none."""
    is_guest = await request.read(guest_called, request.actor.id) is not None
    return order_link(request.services.settings.secret, order_id) if is_guest else ""


@post("/orders/{order_id:str}/confirm")
async def confirm(request: AppRequest, order_id: Id) -> Answer:
    try:
        await request.write(confirm_receipt, order_id)
    except Refusal as refusal:
        return await order_page(request, order_id, refusal)
    return request.go(f"/orders/{order_id}", toast="order_received")


@post("/orders/{order_id:str}/cancel")
async def cancel(request: AppRequest, order_id: Id) -> Answer:
    """Before paying the payment is given up; after it, before shipping, the money comes back at once."""
    order = await request.read(order_for, request.actor, order_id)
    try:
        if order.state == "awaiting_payment":
            await request.write(cancel_payment, order.payment_id)
        else:
            view = await request.read(my_order, request.actor, order_id, request.locale)
            kept = [line.id for line in view.lines if _can_be_cancelled(line)]
            claim = Claim(kept, "changed_mind")
            await request.write(ask_refund, order_id, claim, key=f"cancel:{order_id}")
    except Refusal as refusal:
        return await order_page(request, order_id, refusal)
    return request.go(f"/orders/{order_id}", toast="order_cancelled")


def _can_be_cancelled(line: LineView) -> bool:
    return line.refund_state != "refunded" and line.box != "opened" and not line.is_on_its_way


def line_called(order: OrderView, line_id: str) -> LineView:
    return next((line for line in order.lines if line.id == line_id), None) or not_found("order_line")


router = Router(
    "/",
    route_handlers=[show_orders, show_order, confirm, cancel],
    opt=needs(*SIGNED_IN),
)
