"""Whether a bank has taken an order's money back for now: until that is decided, nobody gives it back once more."""

from sqlalchemy import bindparam, func, or_, select

from livefair.kernel import Conflict, ReadTx, query
from livefair.shop.models import ORDER
from livefair.shop.models.paying import DISPUTE
from livefair.shop.models.preorders import ORDER_DEPOSIT

_of_order = or_(
    DISPUTE.c.payment_id == select(ORDER.c.payment_id).where(ORDER.c.id == bindparam("order")).scalar_subquery(),
    DISPUTE.c.payment_id.in_(select(ORDER_DEPOSIT.c.payment_id).where(ORDER_DEPOSIT.c.order_id == bindparam("order"))),
)
_OPEN = query(int, select(func.count()).select_from(DISPUTE).where(DISPUTE.c.state == "open", _of_order))


def is_disputed(tx: ReadTx, order_id: str) -> bool:
    return tx.value(_OPEN, order=order_id) > 0


def require_undisputed(tx: ReadTx, order_id: str) -> None:
    if is_disputed(tx, order_id):
        raise Conflict("disputed")
