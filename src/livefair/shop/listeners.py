"""What the shop does about what happened below it and in itself."""

from livefair.kernel import WriteTx, listens_to
from livefair.shop.events import PaymentCameLate, RefundRequested
from livefair.shop.refund_sending import send_late_payment_back
from livefair.shop.refunds import refund_called
from livefair.shop.returning import watch_the_clock


@listens_to(PaymentCameLate)
def return_late_payment(tx: WriteTx, fact: PaymentCameLate) -> None:
    tx.later(send_late_payment_back, key=f"late:{fact.payment_id}", payment_id=fact.payment_id)


@listens_to(RefundRequested)
def wait_for_the_brand(tx: WriteTx, fact: RefundRequested) -> None:
    """What was granted at once waits for nobody."""
    refund = refund_called(tx, fact.refund_id)
    if refund.state == "requested" and refund.due_at_ms is not None:
        watch_the_clock(tx, refund.id, refund.state, refund.due_at_ms)
