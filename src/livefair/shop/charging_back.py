"""A lost dispute is to its order what a granted refund is, but for the money, which is gone already."""

from livefair.kernel import Actor, WriteTx
from livefair.shop.fulfilment import order_called
from livefair.shop.refund_sending import mark_refund_sent
from livefair.shop.refunds import Asked, Claim, Verdict, book_grant, deny, note_claim, refunds_of

REASON = "chargeback"


def charge_back(tx: WriteTx, actor: Actor, dispute_id: str, order_id: str, of_lines: dict[str, int]) -> None:
    """Take so much of each line back from whoever has it. What is asked back of the order is over: it is given."""
    order = order_called(tx, order_id)
    for refund in refunds_of(tx, order_id):
        if refund.is_open:
            deny(tx, refund.id, order, Verdict("rule"))
    asked = [Asked(line_id, 0, minor) for line_id, minor in of_lines.items()]
    claim = Claim(list(of_lines), REASON)
    refund_id = note_claim(tx, actor, order, claim, key=f"{REASON}:{dispute_id}:{order_id}", lines=asked)
    book_grant(tx, actor, order, refund_id, Verdict("rule", restock=order.state == "paid"))
    mark_refund_sent(tx, actor, refund_id)
