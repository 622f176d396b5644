"""Payments: what the provider tells us, however often and however late, leads to one outcome.

The provider's word arrives as a signed notification. Paid before the time is over: the orders are paid and the money
stands in escrow, line by line. Declined or too late: the orders are cancelled and the goods can be sold again; money
that comes after that goes back.
"""

from typing import NamedTuple

import msgspec
from sqlalchemy import Text, bindparam, cast, func, select, update

from livefair import ledger
from livefair.kernel import Actor, ReadTx, Refusal, WriteTx, change, job, not_found, query
from livefair.shop.coupons import give_coupons_back
from livefair.shop.deposits import deposit_legs, drop_deposit, take_deposit
from livefair.shop.events import OrderCancelled, OrderPaid, PaidLine
from livefair.shop.flash_sales import give_flash_pieces_back
from livefair.shop.formats import is_paid, nobody_pays
from livefair.shop.late_money import Came, hold_to_return
from livefair.shop.models import ORDER, ORDER_LINE, PAYMENT
from livefair.shop.models.paying import PAYMENT_PAGE
from livefair.shop.wallets import fill_wallet
from livefair.supply import release

PROMOTIONS = "platform:promotions"
"""What the house pays for its coupons, by order; named by the order's first line."""
LOCAL = "local"
"""The provider without pages of its own: its word names the payment itself."""


class Payment(NamedTuple):
    id: str
    buyer_id: str
    amount_minor: int
    currency: str
    provider: str
    state: str
    expires_at_ms: int
    page_id: str | None

    @property
    def paid_by(self) -> str:
        """What its provider knows it by: the page that it was paid on, or the payment itself with the local one."""
        return self.page_id or self.id


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
    sold_as: str | None
    lines: list[PaidLine]


_COLUMNS = [getattr(PAYMENT.c, field) for field in Payment._fields]
_PAYMENT = query(Payment, select(*_COLUMNS).where(PAYMENT.c.id == bindparam("one")))
_END = query(
    Payment,
    update(PAYMENT)
    .where(PAYMENT.c.id == bindparam("one"), PAYMENT.c.state == "open")
    .values(
        state=bindparam("becomes"),
        ended_at_ms=bindparam("now"),
        page_id=bindparam("page"),
        # The local provider's money is its own, whichever other provider was looked at meanwhile.
        provider=func.coalesce(cast(bindparam("by", type_=Text), Text), PAYMENT.c.provider),
    )
    .returning(*_COLUMNS),
)
_PROVIDER_OF_PAGE = query(str, select(PAYMENT_PAGE.c.provider).where(PAYMENT_PAGE.c.id == bindparam("one")))
_ORDERS = query(str, select(ORDER.c.id).where(ORDER.c.payment_id == bindparam("payment")).order_by(ORDER.c.id))
_ADVANCE = change(
    update(ORDER)
    .where(ORDER.c.payment_id == bindparam("payment"), ORDER.c.state == "awaiting_payment")
    .values(state=bindparam("becomes"), paid_at_ms=bindparam("paid"), ended_at_ms=bindparam("ended"))
)
_LINES = query(
    lambda order_id, buyer_id, brand_id, sold_as, *values: (
        _Order(order_id, buyer_id, brand_id, sold_as, []),
        PaidLine(**dict(zip(PaidLine.__struct_fields__, values, strict=True))),
    ),
    select(
        ORDER.c.id,
        ORDER.c.buyer_id,
        ORDER.c.brand_id,
        ORDER.c.sold_as,
        ORDER_LINE.c.id,
        *(getattr(ORDER_LINE.c, field) for field in PaidLine.__struct_fields__ if field != "line_id"),
    )
    .join_from(ORDER, ORDER_LINE, ORDER_LINE.c.order_id == ORDER.c.id)
    .where(ORDER.c.payment_id == bindparam("payment"), ORDER.c.state == "awaiting_payment"),
)


def settle_notification(tx: WriteTx, actor: Actor, notification: Notification, *, page_id: str | None = None) -> str:
    """Act on a provider's word whose signature was found right. Returns the payment's state.

    `page_id`: the page of a provider outside by which the money came; by any but the first it goes back.
    """
    succeeded = notification.outcome == "succeeded"
    becomes = "paid" if succeeded else "declined"
    by = LOCAL if succeeded and page_id is None else None
    payment = tx.one(_END, one=notification.payment_id, becomes=becomes, now=tx.now_ms, page=page_id, by=by)
    if payment is not None:
        _require_amount(payment, notification)
        return _pay(tx, payment) if succeeded else _cancel_orders(tx, actor, payment, "declined")
    payment = tx.one(_PAYMENT, one=notification.payment_id) or not_found("payment")
    _require_amount(payment, notification)
    if succeeded and (payment.state != "paid" or payment.page_id != page_id):
        _give_back(tx, payment, page_id)
    return payment.state


@job
def expire_payment(tx: WriteTx, actor: Actor, *, payment_id: str) -> None:
    """The time to pay is over: what was promised to these orders can be sold again."""
    if (payment := tx.one(_END, one=payment_id, becomes="expired", now=tx.now_ms, page=None, by=None)) is not None:
        _cancel_orders(tx, actor, payment, "expired")


def cancel_payment(tx: WriteTx, actor: Actor, payment_id: str) -> None:
    """The buyer gives up before paying."""
    payment = my_payment_for(tx, actor, payment_id)
    if tx.one(_END, one=payment_id, becomes="expired", now=tx.now_ms, page=None, by=None) is not None:
        _cancel_orders(tx, actor, payment, "given_up")


def end_unpaid(tx: WriteTx, actor: Actor, payment_id: str) -> None:
    """What it is for comes to nothing before it was paid; money that comes all the same goes back."""
    if (payment := tx.one(_END, one=payment_id, becomes="expired", now=tx.now_ms, page=None, by=None)) is not None:
        _cancel_orders(tx, actor, payment, "called_off")


def payment_for(tx: ReadTx, payment_id: str) -> Payment:
    return tx.one(_PAYMENT, one=payment_id) or not_found("payment")


def my_payment_for(tx: ReadTx, actor: Actor, payment_id: str) -> Payment:
    payment = tx.one(_PAYMENT, one=payment_id)
    if payment is None or payment.buyer_id != actor.id:
        not_found("payment")
    return payment


def provider_of_page(tx: ReadTx, page_id: str) -> str:
    return tx.one(_PROVIDER_OF_PAGE, one=page_id) or not_found("payment_page")


def orders_of_payment(tx: ReadTx, payment_id: str) -> list[str]:
    return tx.all(_ORDERS, payment=payment_id)


def _require_amount(payment: Payment, notification: Notification) -> None:
    if (notification.amount_minor, notification.currency) != (payment.amount_minor, payment.currency):
        raise WrongAmount("wrong_amount", payment_id=payment.id)


def _pay(tx: WriteTx, payment: Payment) -> str:
    """What a payment is for is known by what hangs on it: orders, or else a wallet to fill, or a deposit."""
    orders = _waiting_orders(tx, payment)
    if not orders and not fill_wallet(tx, payment.id):
        take_deposit(tx, payment.id)
    for order in orders:
        _capture(tx, payment, order)
        is_paid(tx, order.sold_as, order.id)
        tx.announce(
            OrderPaid(
                order_id=order.id,
                payment_id=payment.id,
                buyer_id=order.buyer_id,
                brand_id=order.brand_id,
                currency=payment.currency,
                lines=order.lines,
            )
        )
    tx.apply(_ADVANCE, payment=payment.id, becomes="paid", paid=tx.now_ms, ended=None)
    return "paid"


def _capture(tx: WriteTx, payment: Payment, order: _Order) -> None:
    amount_minor = sum(line.amount_minor for line in order.lines)
    by_house_minor = sum(line.house_bears_minor for line in order.lines)
    ledger.post_once(
        tx,
        key=f"capture:{order.id}",
        reason="order_captured",
        currency=payment.currency,
        why={"order_id": order.id, "payment_id": payment.id},
        legs=[
            *(
                deposit_legs(tx, order.id, amount_minor)
                if order.sold_as == "preorder"
                else [ledger.Leg("psp_clearing", -amount_minor)]
            ),
            ledger.Leg(PROMOTIONS, -by_house_minor, {"line_id": order.lines[0].line_id}),
            *(ledger.Leg(f"escrow:{line.line_id}", line.amount_minor + line.house_bears_minor) for line in order.lines),
        ],
    )


def _cancel_orders(tx: WriteTx, actor: Actor, payment: Payment, why: str) -> str:
    orders = _waiting_orders(tx, payment)
    if not orders:
        drop_deposit(tx, actor, payment.id)
    for order in orders:
        for line in order.lines:
            release(tx, actor, line.line_id)
            give_flash_pieces_back(tx, line.line_id)
        give_coupons_back(tx, order.id)
        nobody_pays(tx, order.sold_as, order.id, [line.line_id for line in order.lines])
        tx.announce(OrderCancelled(order_id=order.id, buyer_id=order.buyer_id, brand_id=order.brand_id, why=why))
    tx.apply(_ADVANCE, payment=payment.id, becomes="cancelled", paid=None, ended=tx.now_ms)
    return "declined" if why == "declined" else "expired"


def _waiting_orders(tx: ReadTx, payment: Payment) -> list[_Order]:
    """In the order of their making, as their lines."""
    orders: dict[str, _Order] = {}
    for order, line in sorted(tx.all(_LINES, payment=payment.id), key=lambda found: found[1].line_id):
        orders.setdefault(order.id, order).lines.append(line)
    return sorted(orders.values())


def _give_back(tx: WriteTx, payment: Payment, page_id: str | None) -> None:
    """Money for orders that no longer stand, or that were paid by another way already."""
    why = "twice" if payment.state == "paid" else "late"
    provider = LOCAL if page_id is None else provider_of_page(tx, page_id)
    came = Came(payment.id, payment.buyer_id, page_id, provider, why, payment.amount_minor, payment.currency)
    hold_to_return(tx, came)
