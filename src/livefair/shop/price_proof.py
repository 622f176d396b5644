"""All that was ever asked for a product, and what the program says of it, for anybody's program to check.

docs/verify_prices.py derives every claim and every timer of it again, without this program.
"""

import msgspec
from sqlalchemy import bindparam, select

from livefair.catalog import product_for
from livefair.catalog.queries import price_truths, skus_of
from livefair.kernel import Actor, ReadTx, query, text_in
from livefair.shop.flash_sales import FlashSale, flash_sales_of_product
from livefair.shop.models.promotions import FLASH_CLAIM

FORMAT = "livefair-prices-1"
CLAIMS_MAX = 20_000


class SkuPrices(msgspec.Struct, frozen=True, kw_only=True):
    """`history`: [from when, minor units]; the other numbers are what pages say of it at the proof's `at_ms`."""

    id: str
    currency: str
    history: list[tuple[int, int]]
    lowest_30d_minor: int
    was_minor: int | None
    lowest_days: int


class ClaimShown(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces that one order line has or had of a sale; whose they are is nobody's business."""

    pieces: int
    taken_at_ms: int
    given_back_at_ms: int | None


class SaleShown(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    sku_id: str
    price_minor: int
    lowest_14d_minor: int
    pieces_planned: int
    pieces: int
    taken: int
    limit_per_buyer: int
    countdown_ms: int
    lasts_ms: int
    planned_at_ms: int
    started_at_ms: int
    opens_at_ms: int
    closes_at_ms: int
    ended_at_ms: int | None
    claims: list[ClaimShown] | None


class PriceProof(msgspec.Struct, frozen=True, kw_only=True):
    """`claims` of a sale are None where a sale has had more than CLAIMS_MAX of them."""

    format: str
    product_id: str
    at_ms: int
    skus: list[SkuPrices]
    sales: list[SaleShown]


_CLAIMS = query(
    lambda sale_id, pieces, taken, back: (
        sale_id,
        ClaimShown(pieces=pieces, taken_at_ms=taken, given_back_at_ms=back),
    ),
    select(FLASH_CLAIM.c.sale_id, FLASH_CLAIM.c.pieces, FLASH_CLAIM.c.taken_at_ms, FLASH_CLAIM.c.given_back_at_ms)
    .where(text_in(FLASH_CLAIM.c.sale_id, "sales"))
    .order_by(FLASH_CLAIM.c.taken_at_ms, FLASH_CLAIM.c.line_id)
    .limit(bindparam("most")),
)


def price_proof(tx: ReadTx, actor: Actor, product_id: str) -> PriceProof:
    """Of a product that this actor may see; sales that have not begun stay between brand and host."""
    product = product_for(tx, actor, product_id)
    skus = skus_of(tx, product.id)
    truths = price_truths(tx, [sku.id for sku in skus])
    offered = {sku.id for sku in skus}
    sales = [
        sale
        for sale in flash_sales_of_product(tx, product.id)
        if sale.started_at_ms is not None and sale.sku_id in offered
    ]
    return PriceProof(
        format=FORMAT,
        product_id=product.id,
        at_ms=tx.now_ms,
        skus=[
            SkuPrices(
                id=sku.id,
                currency=sku.currency,
                history=truths[sku.id].points,
                lowest_30d_minor=truths[sku.id].lowest_minor,
                was_minor=truths[sku.id].was_minor,
                lowest_days=truths[sku.id].lowest_days,
            )
            for sku in skus
        ],
        sales=_shown(tx, sales),
    )


def _shown(tx: ReadTx, sales: list[FlashSale]) -> list[SaleShown]:
    found = tx.all(_CLAIMS, sales=[sale.id for sale in sales], most=CLAIMS_MAX + 1) if sales else []
    is_whole = len(found) <= CLAIMS_MAX
    claims: dict[str, list[ClaimShown]] = {sale.id: [] for sale in sales}
    for sale_id, claim in found:
        claims[sale_id].append(claim)
    return [_sale(sale, claims[sale.id] if is_whole else None) for sale in sales]


def _sale(sale: FlashSale, claims: list[ClaimShown] | None) -> SaleShown:
    return SaleShown(
        id=sale.id,
        sku_id=sale.sku_id,
        price_minor=sale.price_minor,
        lowest_14d_minor=sale.lowest_minor,
        pieces_planned=sale.pieces_planned,
        pieces=sale.pieces,
        taken=sale.taken,
        limit_per_buyer=sale.limit_per_buyer,
        countdown_ms=sale.countdown_ms,
        lasts_ms=sale.lasts_ms,
        planned_at_ms=sale.planned_at_ms,
        started_at_ms=sale.started_at_ms or 0,
        opens_at_ms=sale.opens_at_ms or 0,
        closes_at_ms=sale.closes_at_ms or 0,
        ended_at_ms=sale.ended_at_ms,
        claims=claims,
    )
