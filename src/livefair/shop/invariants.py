"""What must hold of orders and payments at every moment; returns a sentence for each breach."""

from sqlalchemy import Integer, cast, func, or_, select

from livefair import ledger
from livefair.kernel import ReadTx, query, word_in
from livefair.shop.models import MONEY_BACK, ORDER, ORDER_LINE, PAYMENT, TOP_UP

_PAID = ["paid", "shipped", "delivered", "refunded"]

_orders = (
    select(ORDER.c.payment_id, cast(func.sum(ORDER.c.total_minor), Integer).label("total"))
    .group_by(ORDER.c.payment_id)
    .subquery()
)
_lines = (
    select(ORDER_LINE.c.order_id, cast(func.sum(ORDER_LINE.c.amount_minor), Integer).label("total"))
    .group_by(ORDER_LINE.c.order_id)
    .subquery()
)
_PAYMENT_IS_NOT_ITS_ORDERS = query(
    str,
    select(PAYMENT.c.id)
    .join_from(PAYMENT, _orders, _orders.c.payment_id == PAYMENT.c.id, isouter=True)
    .join(TOP_UP, TOP_UP.c.payment_id == PAYMENT.c.id, isouter=True)
    .where(func.coalesce(_orders.c.total, TOP_UP.c.amount_minor, 0) != PAYMENT.c.amount_minor),
)
_ORDER_IS_NOT_ITS_LINES = query(
    str,
    select(ORDER.c.id)
    .join_from(ORDER, _lines, _lines.c.order_id == ORDER.c.id, isouter=True)
    .where(func.coalesce(_lines.c.total, 0) != ORDER.c.total_minor),
)
_ORDERS = query(lambda order_id, state: (order_id, state), select(ORDER.c.id, ORDER.c.state))
_PAID_WITHOUT_PAYMENT = query(
    str,
    select(ORDER.c.id)
    .join_from(ORDER, PAYMENT, PAYMENT.c.id == ORDER.c.payment_id)
    .where(word_in(ORDER.c.state, *_PAID), PAYMENT.c.state != "paid"),
)
_back = (
    select(MONEY_BACK.c.payment_id, cast(func.sum(MONEY_BACK.c.amount_minor), Integer).label("total"))
    .where(MONEY_BACK.c.given_up_at_ms.is_(None))
    .group_by(MONEY_BACK.c.payment_id)
    .subquery()
)
_TOP_UPS = query(
    lambda payment_id, is_paid: (payment_id, bool(is_paid)), select(TOP_UP.c.payment_id, TOP_UP.c.paid_at_ms)
)
_TOP_UP_IS_NOT_ITS_PAYMENT = query(
    str,
    select(TOP_UP.c.payment_id)
    .join_from(TOP_UP, PAYMENT, PAYMENT.c.id == TOP_UP.c.payment_id)
    .where(or_(PAYMENT.c.state == "paid", TOP_UP.c.paid_at_ms.is_not(None)))
    .where(or_(PAYMENT.c.state != "paid", TOP_UP.c.paid_at_ms.is_(None))),
)
_MORE_BACK_THAN_SAID = query(
    str,
    select(TOP_UP.c.payment_id)
    .join_from(TOP_UP, _back, _back.c.payment_id == TOP_UP.c.payment_id, isouter=True)
    .where(func.coalesce(_back.c.total, 0) != TOP_UP.c.sent_back_minor),
)
_BACKS = query(
    lambda hold_id, sent, given_up: (hold_id, "settled" if sent else "voided" if given_up else None),
    select(MONEY_BACK.c.hold_id, MONEY_BACK.c.sent_at_ms, MONEY_BACK.c.given_up_at_ms),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"payment {p} is not the sum of its orders" for p in tx.all(_PAYMENT_IS_NOT_ITS_ORDERS)),
        *(f"order {o} is not the sum of its lines" for o in tx.all(_ORDER_IS_NOT_ITS_LINES)),
        *(f"order {o} counts as paid, its payment does not" for o in tx.all(_PAID_WITHOUT_PAYMENT)),
        *(
            f"order {order_id} is {state}, but {'no' if state in _PAID else 'a'} capture is in the ledger"
            for order_id, state in tx.all(_ORDERS)
            if (ledger.find(tx, f"capture:{order_id}") is not None) != (state in _PAID)
        ),
        *_of_wallets(tx),
    ]


def _of_wallets(tx: ReadTx) -> list[str]:
    return [
        *(f"top-up {p} is not as its payment says" for p in tx.all(_TOP_UP_IS_NOT_ITS_PAYMENT)),
        *(f"top-up {p} says another sum that went back than its parts" for p in tx.all(_MORE_BACK_THAN_SAID)),
        *(
            f"top-up {payment_id} is {'paid' if is_paid else 'open'}, the ledger says otherwise"
            for payment_id, is_paid in tx.all(_TOP_UPS)
            if (ledger.find(tx, f"top-up:{payment_id}") is not None) != is_paid
        ),
        *(
            f"money back is to have its hold {hold_id} {outcome or 'pending'}, which it is not"
            for hold_id, outcome in tx.all(_BACKS)
            if ledger.resolution_of(tx, hold_id) != outcome
        ),
    ]
