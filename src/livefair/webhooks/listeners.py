"""Which facts of the floors below are told to whom, and as what."""

import msgspec

from livefair.catalog.events import PriceChanged, ProductCreated, ProductFactStated, ProductWithdrawn
from livefair.catalog.queries import brand_of_product, brand_of_sku
from livefair.kernel import Fact, WriteTx, listens_to
from livefair.shop.events import (
    OrderCancelled,
    OrderDelivered,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
    OrderShipped,
    RefundDenied,
    RefundRequested,
)
from livefair.shop.fulfilment import brand_of_order
from livefair.supply.events import ShipmentSent, StockCorrected, StockReceived
from livefair.supply.shipments import packed_in, shipments_of
from livefair.webhooks.telling import News, tell

# Whose business these are is between others: a brand learns the host and the room, not who advised the buyer.
KEPT_BACK = frozenset({"reviewer_id", "mcn_id", "mcn_share_bp", "brand_id"})


def data_of(fact: Fact) -> dict[str, object]:
    """Ids and values of a fact, as they are told outside."""
    found: dict[str, object] = msgspec.to_builtins(fact)
    lines = found.get("lines")
    if isinstance(lines, list):
        found["lines"] = [{name: value for name, value in line.items() if name not in KEPT_BACK} for line in lines]
    return {name: value for name, value in found.items() if name not in KEPT_BACK}


@listens_to(OrderPlaced)
def tell_order_placed(tx: WriteTx, fact: OrderPlaced) -> None:
    tell(tx, fact.brand_id, News("order.placed", fact.order_id, data_of(fact)))


@listens_to(OrderPaid)
def tell_order_paid(tx: WriteTx, fact: OrderPaid) -> None:
    tell(tx, fact.brand_id, News("order.paid", fact.order_id, data_of(fact)))


@listens_to(OrderCancelled)
def tell_order_cancelled(tx: WriteTx, fact: OrderCancelled) -> None:
    tell(tx, fact.brand_id, News("order.cancelled", fact.order_id, data_of(fact)))


@listens_to(ShipmentSent)
def tell_parcel_sent(tx: WriteTx, fact: ShipmentSent) -> None:
    parcel = next(one for one in shipments_of(tx, fact.reference) if one.id == fact.shipment_id)
    data = {
        "order_id": fact.reference,
        "shipment_id": parcel.id,
        "number": parcel.number,
        "carrier": parcel.carrier,
        "tracking": parcel.tracking,
        "lines": [{"line_id": line, "pieces": n} for line, n in packed_in(tx, [parcel.id])[parcel.id].items()],
    }
    tell(tx, fact.brand_id, News("order.parcel_sent", fact.reference, data))


@listens_to(OrderShipped)
def tell_order_shipped(tx: WriteTx, fact: OrderShipped) -> None:
    tell(tx, fact.brand_id, News("order.shipped", fact.order_id, data_of(fact)))


@listens_to(OrderDelivered)
def tell_order_delivered(tx: WriteTx, fact: OrderDelivered) -> None:
    tell(tx, fact.brand_id, News("order.delivered", fact.order_id, data_of(fact)))


@listens_to(OrderRefunded)
def tell_order_refunded(tx: WriteTx, fact: OrderRefunded) -> None:
    tell(tx, fact.brand_id, News("order.refunded", fact.order_id, data_of(fact)))


@listens_to(RefundRequested)
def tell_refund_requested(tx: WriteTx, fact: RefundRequested) -> None:
    tell(tx, fact.brand_id, News("refund.requested", fact.order_id, data_of(fact)))


@listens_to(RefundDenied)
def tell_refund_denied(tx: WriteTx, fact: RefundDenied) -> None:
    tell(tx, brand_of_order(tx, fact.order_id), News("refund.denied", fact.order_id, data_of(fact)))


@listens_to(StockReceived)
def tell_stock_received(tx: WriteTx, fact: StockReceived) -> None:
    tell(tx, brand_of_sku(tx, fact.sku_id), News("stock.received", fact.sku_id, data_of(fact)))


@listens_to(StockCorrected)
def tell_stock_corrected(tx: WriteTx, fact: StockCorrected) -> None:
    tell(tx, brand_of_sku(tx, fact.sku_id), News("stock.corrected", fact.sku_id, data_of(fact)))


@listens_to(ProductCreated)
def tell_product_created(tx: WriteTx, fact: ProductCreated) -> None:
    tell(tx, fact.brand_id, News("product.created", fact.product_id, data_of(fact)))


@listens_to(ProductWithdrawn)
def tell_product_withdrawn(tx: WriteTx, fact: ProductWithdrawn) -> None:
    tell(tx, brand_of_product(tx, fact.product_id), News("product.withdrawn", fact.product_id, data_of(fact)))


@listens_to(PriceChanged)
def tell_price_changed(tx: WriteTx, fact: PriceChanged) -> None:
    tell(tx, brand_of_product(tx, fact.product_id), News("product.price_changed", fact.product_id, data_of(fact)))


@listens_to(ProductFactStated)
def tell_fact_stated(tx: WriteTx, fact: ProductFactStated) -> None:
    tell(tx, brand_of_product(tx, fact.product_id), News("product.fact_stated", fact.product_id, data_of(fact)))
