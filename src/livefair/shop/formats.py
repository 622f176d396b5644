"""What orders ask for that were not bought from the cart, by their format of selling. Others are asked nothing."""

from livefair.kernel import ReadTx, WriteTx
from livefair.shop.auction_wins import win_is_not_paid, win_is_paid
from livefair.shop.box_opening import give_box_back, require_opened
from livefair.shop.deposits import balance_is_not_paid
from livefair.shop.group_seats import leave_seat, require_full, seat_is_paid


def is_paid(tx: WriteTx, sold_as: str | None, order_id: str) -> None:
    if sold_as == "group":
        seat_is_paid(tx, order_id)
    if sold_as == "auction":
        win_is_paid(tx, order_id)


def nobody_pays(tx: WriteTx, sold_as: str | None, order_id: str, line_ids: list[str]) -> None:
    """The order was never paid: whatever it had of its format is free again."""
    if sold_as == "box":
        for line_id in line_ids:
            give_box_back(tx, line_id)
    if sold_as == "group":
        leave_seat(tx, order_id)
    if sold_as == "preorder":
        balance_is_not_paid(tx, order_id)
    if sold_as == "auction":
        win_is_not_paid(tx, order_id)


def leaves_its_format(tx: WriteTx, sold_as: str | None, order_id: str, line_ids: list[str]) -> None:
    """The money of these lines goes back."""
    if sold_as not in ("preorder", "auction"):
        nobody_pays(tx, sold_as, order_id, line_ids)


def require_ready_to_ship(tx: ReadTx, sold_as: str | None, order_id: str) -> None:
    """Conflict: boxes_sealed, group_not_full."""
    if sold_as == "box":
        require_opened(tx, order_id)
    if sold_as == "group":
        require_full(tx, order_id)
