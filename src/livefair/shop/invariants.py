"""What must hold of orders and payments at every moment; returns a sentence for each breach."""

from sqlalchemy import Integer, cast, func, select

from livefair import ledger
from livefair.kernel import ReadTx, query, word_in
from livefair.shop.models import ORDER, ORDER_LINE, PAYMENT

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
    .where(func.coalesce(_orders.c.total, 0) != PAYMENT.c.amount_minor),
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
    ]
