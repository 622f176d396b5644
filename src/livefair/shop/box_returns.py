"""When an opened box comes back: for a fault, as its buyer has said to know, or when it never leaves the house."""

from livefair.kernel import DAY_MS, Conflict, ReadTx
from livefair.shop.box_opening import opened_lines
from livefair.shop.fulfilment import Order

SHIPS_WITHIN_MS = 7 * DAY_MS


def require_may_return(tx: ReadTx, order: Order, reason: str, line_ids: list[str]) -> None:
    """Conflict box_opened. A sealed box is cancelled like anything else."""
    if order.sold_as != "box" or opened_lines(tx, order.id).isdisjoint(line_ids):
        return
    is_waited_for = order.state == "paid" and tx.now_ms < (order.paid_at_ms or 0) + SHIPS_WITHIN_MS
    if is_waited_for or (reason == "changed_mind" and order.state != "paid"):
        raise Conflict("box_opened")
