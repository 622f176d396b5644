"""The local provider's page, what became of a payment, and the providers' notifications."""

from typing import Literal, NamedTuple

from litestar import Response, Router, get, post

from livefair.kernel import SYSTEM, Actor, Money, ReadTx, not_found
from livefair.shop import cancel_payment, my_payment_for, settle_notification
from livefair.shop.deposits import preorder_of_payment
from livefair.shop.local_provider import charge
from livefair.shop.payments import Payment, orders_of_payment
from livefair.shop.queries import order_card
from livefair.shop.wallets import is_top_up
from livefair.value import shares_of
from livefair.web.access import OPEN, SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.paths import Id, Word
from livefair.web.requests import Answer, AppRequest
from livefair.web.words import sentence

NOTIFICATION_BYTES_MAX = 64 * 1024
STATES = {"open": "pending", "paid": "paid", "declined": "declined", "expired": "timed_out"}
BEHAVIOURS = {"pay": "pay", "decline": "decline", "time_out": "say_nothing"}


class Choice(Form, frozen=True, kw_only=True):
    outcome: Literal["pay", "decline", "time_out"]


class PaymentView(NamedTuple):
    id: str
    state: str
    amount: Money
    order_id: str
    title: str
    room_id: str | None
    is_top_up: bool = False
    preorder_id: str = ""


class ShareView(NamedTuple):
    role: str
    amount: Money


class PaidPage(NamedTuple):
    payment: PaymentView
    shares: list[ShareView]


def paid_page(tx: ReadTx, actor: Actor, payment_id: str, locale: str) -> PaidPage:
    payment = my_payment_for(tx, actor, payment_id)
    return PaidPage(_view(tx, payment, locale), shares_of_payment(tx, payment))


def shares_of_payment(tx: ReadTx, payment: Payment) -> list[ShareView]:
    """How the money of all its lines is planned to be shared, by role; empty until it is planned."""
    by_role: dict[str, int] = {}
    for order_id in orders_of_payment(tx, payment.id):
        card = order_card(tx, order_id)
        for line in card.lines if card else []:
            for share in shares_of(tx, line.id):
                by_role[share.role] = by_role.get(share.role, 0) + share.outstanding_minor
    return [ShareView(role, Money(minor, payment.currency)) for role, minor in by_role.items() if minor]


def _view(tx: ReadTx, payment: Payment, locale: str) -> PaymentView:
    if is_top_up(tx, payment.id):
        amount = Money(payment.amount_minor, payment.currency)
        return PaymentView(payment.id, STATES[payment.state], amount, "", sentence("top_up", {}, locale), None, True)
    orders = [card for order_id in orders_of_payment(tx, payment.id) if (card := order_card(tx, order_id))]
    lines = [line for card in orders for line in card.lines]
    if not lines:
        return _deposit(tx, payment, locale)
    return PaymentView(
        id=payment.id,
        state=STATES[payment.state],
        amount=Money(payment.amount_minor, payment.currency),
        order_id=orders[0].order.id,
        title=lines[0].title(locale) + (f" + {len(lines) - 1}" if len(lines) > 1 else ""),
        room_id=next((line.room_id for line in lines if line.room_id), None),
    )


def _deposit(tx: ReadTx, payment: Payment, locale: str) -> PaymentView:
    preorder = preorder_of_payment(tx, payment.id) or not_found("order")
    amount = Money(payment.amount_minor, payment.currency)
    title = sentence("deposit", {}, locale)
    return PaymentView(payment.id, STATES[payment.state], amount, "", title, preorder.room_id, preorder_id=preorder.id)


@get("/pay/{payment_id:str}")
async def show_payment(request: AppRequest, payment_id: Id) -> Answer:
    return await pay_page(request, payment_id)


async def pay_page(request: AppRequest, payment_id: str) -> Answer:
    page = await request.read(paid_page, request.actor, payment_id, request.locale)
    if page.payment.state != "pending":
        return await result_page(request, payment_id)
    template = "mall/_pay.html" if request.is_fragment else "mall/pay.html"
    return await request.page(template, {"payment": page.payment})


@post("/pay/{payment_id:str}")
async def pay(request: AppRequest, payment_id: Id) -> Answer:
    """The payer's click; what comes of it is told by the provider, later."""
    form = await request.form_as(Choice)
    await request.write(charge, payment_id, behaviour=BEHAVIOURS[form.outcome])
    return await result_page(request, payment_id) if request.is_fragment else request.go(f"/pay/{payment_id}/result")


@post("/pay/{payment_id:str}/cancel")
async def give_up(request: AppRequest, payment_id: Id) -> Answer:
    page = await request.read(paid_page, request.actor, payment_id, request.locale)
    await request.write(cancel_payment, payment_id)
    if page.payment.preorder_id:
        return request.go("/me/preorders")
    return request.go("/me/wallet") if page.payment.is_top_up else request.go("/orders", toast="order_cancelled")


@get("/pay/{payment_id:str}/result")
async def show_result(request: AppRequest, payment_id: Id) -> Answer:
    return await result_page(request, payment_id)


async def result_page(request: AppRequest, payment_id: str) -> Answer:
    page = await request.read(paid_page, request.actor, payment_id, request.locale)
    return await request.page("mall/_paid.html" if request.is_fragment else "mall/paid.html", page._asdict())


@post("/webhooks/payments/{provider:str}", opt=OPEN, request_max_body_size=NOTIFICATION_BYTES_MAX)
async def notified(request: AppRequest, provider: Word) -> Answer:
    """A provider's signed word. Answered with success only when it is settled for good."""
    known = request.services.providers.called(provider)
    body = await request.body()
    notification = known.verify(request.headers, body, now_ms=request.services.db.clock())
    await request.services.db.write(settle_notification, SYSTEM, notification)
    return Response(b"", status_code=204)


router = Router("/", route_handlers=[show_payment, pay, give_up, show_result], opt=needs(*SIGNED_IN))
