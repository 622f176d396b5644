"""What was bought by whom, as products and moments; what was wholly given back is left out."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, select

from livefair.kernel import ReadTx, query, word_in
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.shop.queries import PAID_STATES


class Purchase(NamedTuple):
    buyer_id: str
    product_id: str
    paid_at_ms: int


_purchases = (
    select(ORDER.c.buyer_id, ORDER_LINE.c.product_id, ORDER.c.paid_at_ms)
    .join_from(ORDER, ORDER_LINE, ORDER_LINE.c.order_id == ORDER.c.id)
    .where(word_in(ORDER.c.state, *PAID_STATES), ORDER.c.paid_at_ms > bindparam("since"))
    .order_by(ORDER.c.paid_at_ms.desc(), ORDER_LINE.c.id)
    .limit(bindparam("most"))
)
_BY = query(Purchase, _purchases.where(ORDER.c.buyer_id == bindparam("buyer")))
_ALL = query(Purchase, _purchases)


def has_kept(person_id: ColumnElement[str]) -> ColumnElement[bool]:
    """For the statements of upper floors: rows of people who have received an order and not given all of it back."""
    return exists(
        select(ORDER.c.id).where(ORDER.c.buyer_id == person_id, ORDER.c.state == "delivered").correlate_except(ORDER)
    )


def purchases_by(tx: ReadTx, buyer_id: str, *, most: int) -> list[Purchase]:
    """Newest first."""
    return tx.all(_BY, buyer=buyer_id, since=0, most=most)


def purchases_since(tx: ReadTx, since_ms: int, *, most: int) -> list[Purchase]:
    """Everybody's, newest first."""
    return tx.all(_ALL, since=since_ms, most=most)
