"""Payments: what the provider tells us, however often and however late, leads to one outcome.

The provider's word arrives as a signed notification. Paid before the time is over: the orders are paid and the money
stands in escrow, line by line. Declined or too late: the orders are cancelled and the goods can be sold again; money
that comes after that goes back.
"""

from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, select, update

from livefair import ledger
from livefair.kernel import Actor, ReadTx, Refusal, WriteTx, change, job, not_found, query
from livefair.shop.events import OrderCancelled, OrderPaid, PaidLine, PaymentCameLate
from livefair.shop.models import ORDER, ORDER_LINE, PAYMENT
from livefair.supply import release


class Payment(NamedTuple):
    id: str
    buyer_id: str
    amount_minor: int
    currency: str
    provider: str
    state: str
    expires_at_ms: int


class Notification(msgspec.Struct, frozen=True):
    """A provider's signed word on a payment: `outcome` is succeeded or declined."""

    payment_id: str
    outcome: str
    amount_minor: int
    currency: str


class WrongAmount(Refusal):
    """The provider speaks of another amount than ours: nothing is done, an operator has to look."""

    status = 422


class _Order(NamedTuple):
    id: str
    buyer_id: str
    brand_id: str
    currency: str


_COLUMNS = [getattr(PAYMENT.c, field) for field in Payment._fields]
_PAYMENT = query(Payment, select(*_COLUMNS).where(PAYMENT.c.id == bindparam("one")))
_END = change(
    update(PAYMENT)
    .where(PAYMENT.c.id == bindparam("one"), PAYMENT.c.state == "open")
    .values(state=bindparam("becomes"), ended_at_ms=bindparam("now"))
)
_ORDERS = query(
    _Order,
    select(ORDER.c.id, ORDER.c.buyer_id, ORDER.c.brand_id, ORDER.c.currency)
    .where(ORDER.c.payment_id == bindparam("payment"))
    .order_by(ORDER.c.id),
)
_ADVANCE = change(
    update(ORDER)
    .where(ORDER.c.id == bindparam("one"), ORDER.c.state == "awaiting_payment")
    .values(state=bindparam("becomes"), paid_at_ms=bindparam("paid"), ended_at_ms=bindparam("ended"))
)
_LINES = query(
    lambda *values: PaidLine(**dict(zip(PaidLine.__struct_fields__, values, strict=True))),
    select(
        ORDER_LINE.c.id,
        *(getattr(ORDER_LINE.c, field) for field in PaidLine.__struct_fields__ if field != "line_id"),
    )
    .where(ORDER_LINE.c.order_id == bindparam("order"))
    .order_by(ORDER_LINE.c.id),
)


def settle_notification(tx: WriteTx, actor: Actor, notification: Notification) -> str:
    """Act on a provider's word whose signature was found right. Returns the payment's state."""
    payment = tx.one(_PAYMENT, one=notification.payment_id) or not_found("payment")
    if (notification.amount_minor, notification.currency) != (payment.amount_minor, payment.currency):
        raise WrongAmount("wrong_amount", payment_id=payment.id)
    if notification.outcome == "succeeded":
        return _succeed(tx, actor, payment)
    if tx.change(_END, one=payment.id, becomes="declined", now=tx.now_ms):
        _cancel_orders(tx, actor, payment, "declined")
    return payment_for(tx, payment.id).state


@job
def expire_payment(tx: WriteTx, actor: Actor, *, payment_id: str) -> None:
    """The time to pay is over: what was promised to these orders can be sold again."""
    payment = payment_for(tx, payment_id)
    if tx.change(_END, one=payment_id, becomes="expired", now=tx.now_ms):
        _cancel_orders(tx, actor, payment, "expired")


def cancel_payment(tx: WriteTx, actor: Actor, payment_id: str) -> None:
    """The buyer gives up before paying."""
    payment = my_payment_for(tx, actor, payment_id)
    if tx.change(_END, one=payment_id, becomes="expired", now=tx.now_ms):
        _cancel_orders(tx, actor, payment, "given_up")


def payment_for(tx: ReadTx, payment_id: str) -> Payment:
    return tx.one(_PAYMENT, one=payment_id) or not_found("payment")


def my_payment_for(tx: ReadTx, actor: Actor, payment_id: str) -> Payment:
    payment = tx.one(_PAYMENT, one=payment_id)
    if payment is None or payment.buyer_id != actor.id:
        not_found("payment")
    return payment


def orders_of_payment(tx: ReadTx, payment_id: str) -> list[str]:
    return [order.id for order in tx.all(_ORDERS, payment=payment_id)]


def _succeed(tx: WriteTx, actor: Actor, payment: Payment) -> str:
    if tx.change(_END, one=payment.id, becomes="paid", now=tx.now_ms):
        for order in tx.all(_ORDERS, payment=payment.id):
            _pay_order(tx, payment, order)
        return "paid"
    state = payment_for(tx, payment.id).state
    if state != "paid":
        _give_back(tx, payment)
    return state


def _pay_order(tx: WriteTx, payment: Payment, order: _Order) -> None:
    tx.change(_ADVANCE, one=order.id, becomes="paid", paid=tx.now_ms, ended=None)
    lines = tx.all(_LINES, order=order.id)
    amount_minor = sum(line.amount_minor for line in lines)
    ledger.post(
        tx,
        key=f"capture:{order.id}",
        reason="order_captured",
        currency=order.currency,
        why={"order_id": order.id, "payment_id": payment.id},
        legs=[
            ledger.Leg("psp_clearing", -amount_minor),
            *(ledger.Leg(f"escrow:{line.line_id}", line.amount_minor) for line in lines),
        ],
    )
    tx.announce(
        OrderPaid(
            order_id=order.id,
            payment_id=payment.id,
            buyer_id=order.buyer_id,
            brand_id=order.brand_id,
            currency=order.currency,
            lines=lines,
        )
    )


def _cancel_orders(tx: WriteTx, actor: Actor, payment: Payment, why: str) -> None:
    for order in tx.all(_ORDERS, payment=payment.id):
        tx.change(_ADVANCE, one=order.id, becomes="cancelled", paid=None, ended=tx.now_ms)
        for line in tx.all(_LINES, order=order.id):
            release(tx, actor, line.line_id)
        tx.announce(OrderCancelled(order_id=order.id, buyer_id=order.buyer_id, brand_id=order.brand_id, why=why))


def _give_back(tx: WriteTx, payment: Payment) -> None:
    """Money for orders that no longer stand: booked as held for the buyer, then sent back, once."""
    key = f"late:{payment.id}"
    if ledger.find(tx, key) is not None:
        return
    ledger.post(
        tx,
        key=key,
        reason="late_payment",
        currency=payment.currency,
        why={"payment_id": payment.id},
        legs=[ledger.Leg("psp_clearing", -payment.amount_minor), ledger.Leg("suspense", payment.amount_minor)],
    )
    tx.announce(
        PaymentCameLate(
            payment_id=payment.id,
            buyer_id=payment.buyer_id,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
        )
    )
