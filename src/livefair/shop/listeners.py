"""What the shop does about what happened below it and in itself."""

from livefair.catalog.events import ProductFactStated
from livefair.kernel import SYSTEM, WriteTx, listens_to
from livefair.shop.corrections import tell_buyers
from livefair.shop.events import PaymentCameLate, RefundRequested
from livefair.shop.fulfilment import note_delivery
from livefair.shop.refund_sending import send_late_payment_back
from livefair.shop.refunds import refund_called
from livefair.shop.returning import watch_the_clock
from livefair.supply.events import ShipmentDelivered


@listens_to(PaymentCameLate)
def return_late_payment(tx: WriteTx, fact: PaymentCameLate) -> None:
    key = fact.key or f"late:{fact.payment_id}"
    tx.later(send_late_payment_back, key=key, payment_id=fact.payment_id, back_key=key)


@listens_to(RefundRequested)
def wait_for_the_brand(tx: WriteTx, fact: RefundRequested) -> None:
    """What was granted at once waits for nobody."""
    refund = refund_called(tx, fact.refund_id)
    if refund.state == "requested" and refund.due_at_ms is not None:
        watch_the_clock(tx, refund.id, refund.state, refund.due_at_ms)


@listens_to(ProductFactStated)
def tell_of_correction(tx: WriteTx, fact: ProductFactStated) -> None:
    """Whoever bought it under what was said before hears of it."""
    if fact.corrected_fact_id is not None:
        tx.later(tell_buyers, key=f"corrected:{fact.fact_id}", fact_id=fact.fact_id, after="")


@listens_to(ShipmentDelivered)
def deliver_by_carrier(tx: WriteTx, fact: ShipmentDelivered) -> None:
    note_delivery(tx, SYSTEM, fact.reference)
