"""What the shop does about what happened below it and in itself."""

from livefair.kernel import WriteTx, listens_to
from livefair.shop.events import PaymentCameLate
from livefair.shop.refunds import send_late_payment_back


@listens_to(PaymentCameLate)
def return_late_payment(tx: WriteTx, fact: PaymentCameLate) -> None:
    tx.later(send_late_payment_back, key=f"late:{fact.payment_id}", payment_id=fact.payment_id)
