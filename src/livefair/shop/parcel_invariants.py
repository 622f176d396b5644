"""What must hold of parcels at every moment: nobody is sent more than they have paid for, and nothing is sent twice."""

from sqlalchemy import select

from livefair.kernel import ReadTx, query
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.supply.location_invariants import left_with_parcels, parcels_under_way

_LINES = query(
    lambda line_id, quantity, paid_at_ms: (line_id, quantity if paid_at_ms else 0),
    select(ORDER_LINE.c.id, ORDER_LINE.c.quantity, ORDER.c.paid_at_ms).join_from(
        ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id
    ),
)
_DELIVERED = query(str, select(ORDER.c.id).where(ORDER.c.state == "delivered"))


def breaches(tx: ReadTx) -> list[str]:
    sent, paid = left_with_parcels(tx), dict(tx.all(_LINES))
    under_way = parcels_under_way(tx)
    return [
        *(
            f"line {line}: {n} sent or promised, {paid.get(line, 0)} paid"
            for line, n in sent.items()
            if n > paid.get(line, 0)
        ),
        *(f"order {one} is delivered, a parcel of it is not" for one in tx.all(_DELIVERED) if one in under_way),
    ]
