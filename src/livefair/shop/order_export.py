"""A brand's orders as rows, one for each line, for its own books and tax returns."""

import json
from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.kernel import Actor, ReadTx, query, require, word_in
from livefair.shop.addresses import Place
from livefair.shop.models import ORDER, ORDER_LINE

ROWS_MAX = 50_000


class ExportedLine(NamedTuple):
    """Money in minor units. `paid_minor` was paid for the line, `refunded_minor` went back of it since."""

    order_id: str
    state: str
    placed_at_ms: int
    paid_at_ms: int | None
    shipped_at_ms: int | None
    line_id: str
    product_id: str
    sku_id: str
    title_zh: str
    title_en: str
    sku_name_zh: str
    sku_name_en: str
    quantity: int
    unit_minor: int
    paid_minor: int
    refunded_minor: int
    currency: str
    commission_bp: int
    room_id: str | None
    address: str

    @property
    def place(self) -> Place:
        return Place(**json.loads(self.address))


_COLUMNS = [
    ORDER.c.id,
    ORDER.c.state,
    ORDER.c.placed_at_ms,
    ORDER.c.paid_at_ms,
    ORDER.c.shipped_at_ms,
    ORDER_LINE.c.id,
    ORDER_LINE.c.product_id,
    ORDER_LINE.c.sku_id,
    ORDER_LINE.c.title_zh,
    ORDER_LINE.c.title_en,
    ORDER_LINE.c.sku_name_zh,
    ORDER_LINE.c.sku_name_en,
    ORDER_LINE.c.quantity,
    ORDER_LINE.c.unit_minor,
    ORDER_LINE.c.amount_minor,
    ORDER_LINE.c.refunded_minor,
    ORDER.c.currency,
    ORDER_LINE.c.commission_bp,
    ORDER_LINE.c.room_id,
    ORDER.c.address,
]
_SINCE = query(
    ExportedLine,
    select(*_COLUMNS)
    .join_from(ORDER, ORDER_LINE, ORDER_LINE.c.order_id == ORDER.c.id)
    .where(
        ORDER.c.brand_id == bindparam("brand"),
        ORDER.c.paid_at_ms >= bindparam("since"),
        word_in(ORDER.c.state, "paid", "shipped", "delivered", "refunded"),
    )
    .order_by(ORDER.c.id, ORDER_LINE.c.id)
    .limit(ROWS_MAX),
)


def exported_lines(tx: ReadTx, actor: Actor, *, since_ms: int) -> list[ExportedLine]:
    """Paid since a moment, oldest first, ROWS_MAX at most: ask from the last one on for more."""
    require(actor.has("brand") and actor.organisation_id is not None, "brands_only")
    return tx.all(_SINCE, brand=str(actor.organisation_id), since=since_ms)
