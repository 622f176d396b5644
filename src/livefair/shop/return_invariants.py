"""What must hold of returns at every moment: what went back is what was granted, and nobody waits for nothing."""

from sqlalchemy import Integer, case, cast, func, select

from livefair.kernel import ReadTx, query
from livefair.shop.models import ORDER_LINE
from livefair.shop.models.returns import REFUND, REFUND_LINE

FOUND_MAX = 20

_granted = REFUND.c.state == "granted"
_sums = (
    select(
        REFUND_LINE.c.line_id,
        cast(func.sum(case((_granted, REFUND_LINE.c.amount_minor), else_=0)), Integer).label("minor"),
        cast(func.sum(case((_granted, REFUND_LINE.c.quantity), else_=0)), Integer).label("pieces"),
    )
    .join_from(REFUND_LINE, REFUND, REFUND.c.id == REFUND_LINE.c.refund_id)
    .group_by(REFUND_LINE.c.line_id)
    .subquery()
)
_WRONG_SUM = query(
    str,
    select(ORDER_LINE.c.id)
    .join_from(ORDER_LINE, _sums, _sums.c.line_id == ORDER_LINE.c.id, isouter=True)
    .where(
        (func.coalesce(_sums.c.minor, 0) != ORDER_LINE.c.refunded_minor)
        | (func.coalesce(_sums.c.pieces, 0) > ORDER_LINE.c.quantity)
    )
    .limit(FOUND_MAX),
)
_OPEN_TWICE = query(
    str,
    select(REFUND.c.order_id)
    .where(REFUND.c.decided_at_ms.is_(None))
    .group_by(REFUND.c.order_id)
    .having(func.count() > 1)
    .limit(FOUND_MAX),
)


def breaches(tx: ReadTx) -> list[str]:
    wrong = [f"line {line} says another sum that went back than its claims" for line in tx.all(_WRONG_SUM)]
    return wrong + [f"order {order} has two open claims" for order in tx.all(_OPEN_TWICE)]
