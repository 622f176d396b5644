"""What a brand has sold and given back in a time, by currency and rate of tax: the figures of its tax return."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.catalog.queries import categories_of
from livefair.kernel import DAY_MS, Actor, ReadTx, query, require, require_valid, word_in
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.shop.models.returns import REFUND, REFUND_LINE
from livefair.shop.rules.taxes import TaxLine, tax_lines

DAYS_MAX = 366


class TaxRow(NamedTuple):
    """`kind`: sold or refunded. Money in minor units; what was refunded is counted when it was decided."""

    kind: str
    currency: str
    line: TaxLine


class _Sum(NamedTuple):
    currency: str
    product_id: str
    minor: int


_SOLD = query(
    lambda currency, product_id, minor: _Sum(currency, product_id, int(minor)),
    select(ORDER.c.currency, ORDER_LINE.c.product_id, func.sum(ORDER_LINE.c.amount_minor))
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        ORDER.c.brand_id == bindparam("brand"),
        ORDER.c.paid_at_ms >= bindparam("since"),
        ORDER.c.paid_at_ms < bindparam("until"),
        word_in(ORDER.c.state, "paid", "shipped", "delivered", "refunded"),
    )
    .group_by(ORDER.c.currency, ORDER_LINE.c.product_id),
)
_REFUNDED = query(
    lambda currency, product_id, minor: _Sum(currency, product_id, int(minor)),
    select(ORDER.c.currency, ORDER_LINE.c.product_id, func.sum(REFUND_LINE.c.amount_minor))
    .join_from(REFUND_LINE, REFUND, REFUND.c.id == REFUND_LINE.c.refund_id)
    .join(ORDER_LINE, ORDER_LINE.c.id == REFUND_LINE.c.line_id)
    .join(ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        ORDER.c.brand_id == bindparam("brand"),
        REFUND.c.state == "granted",
        REFUND.c.decided_at_ms >= bindparam("since"),
        REFUND.c.decided_at_ms < bindparam("until"),
    )
    .group_by(ORDER.c.currency, ORDER_LINE.c.product_id),
)


def tax_rows(tx: ReadTx, actor: Actor, *, since_ms: int, until_ms: int) -> list[TaxRow]:
    """From one moment to before another, DAYS_MAX apart at most. Currencies are never added to each other."""
    require(actor.has("brand") and actor.organisation_id is not None, "brands_only")
    require_valid(0 < until_ms - since_ms <= DAYS_MAX * DAY_MS, "out_of_range", field="until")
    of: dict[str, str | int] = {"brand": str(actor.organisation_id), "since": since_ms, "until": until_ms}
    return _rows(tx, "sold", tx.all(_SOLD, **of)) + _rows(tx, "refunded", tx.all(_REFUNDED, **of))


def _rows(tx: ReadTx, kind: str, sums: list[_Sum]) -> list[TaxRow]:
    categories = categories_of(tx, sorted({one.product_id for one in sums}))
    return [
        TaxRow(kind, currency, line)
        for currency in sorted({one.currency for one in sums})
        for line in tax_lines((categories[one.product_id], one.minor) for one in sums if one.currency == currency)
    ]
