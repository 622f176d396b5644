"""What must hold of groups that buy together at every moment; returns a sentence for each breach."""

from sqlalchemy import func, or_, select

from livefair.kernel import ReadTx, query, word_in
from livefair.shop.models import ORDER
from livefair.shop.models.groups import BUYING_GROUP, GROUP_SEAT

_sits = (
    select(
        GROUP_SEAT.c.group_id,
        func.count().label("taken"),
        func.count(GROUP_SEAT.c.paid_at_ms).label("paid"),
    )
    .where(GROUP_SEAT.c.left_at_ms.is_(None))
    .group_by(GROUP_SEAT.c.group_id)
    .subquery()
)
_MISCOUNTED = query(
    str,
    select(BUYING_GROUP.c.id)
    .join_from(BUYING_GROUP, _sits, _sits.c.group_id == BUYING_GROUP.c.id, isouter=True)
    .where(
        BUYING_GROUP.c.full_at_ms.is_(None),
        BUYING_GROUP.c.failed_at_ms.is_(None),
        or_(
            func.coalesce(_sits.c.taken, 0) != BUYING_GROUP.c.taken,
            func.coalesce(_sits.c.paid, 0) != BUYING_GROUP.c.paid,
        ),
    ),
)
_PAID_IN_VAIN = query(
    str,
    select(GROUP_SEAT.c.order_id)
    .join_from(GROUP_SEAT, BUYING_GROUP, BUYING_GROUP.c.id == GROUP_SEAT.c.group_id)
    .join(ORDER, ORDER.c.id == GROUP_SEAT.c.order_id)
    .where(
        BUYING_GROUP.c.failed_at_ms.is_not(None),
        word_in(ORDER.c.state, "awaiting_payment", "paid", "shipped", "delivered"),
    ),
)
_SENT_TOO_EARLY = query(
    str,
    select(GROUP_SEAT.c.order_id)
    .join_from(GROUP_SEAT, BUYING_GROUP, BUYING_GROUP.c.id == GROUP_SEAT.c.group_id)
    .join(ORDER, ORDER.c.id == GROUP_SEAT.c.order_id)
    .where(BUYING_GROUP.c.full_at_ms.is_(None), ORDER.c.shipped_at_ms.is_not(None)),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"group {g} counts other seats than are taken" for g in tx.all(_MISCOUNTED)),
        *(f"order {o} is paid in a group that has failed" for o in tx.all(_PAID_IN_VAIN)),
        *(f"order {o} was sent before its group was full" for o in tx.all(_SENT_TOO_EARLY)),
    ]
