"""How a purchase order goes on, and how much of what runs out is worth ordering: pure."""

LINES_MAX = 100
SUPPLIERS_MAX = 200
PURCHASES_MAX = 200
COVER_DAYS = 14
PIECES_MIN = 10

# state → the states that may follow
STATES = {
    "draft": {"sent", "cancelled"},
    "sent": {"part_received", "closed"},
    "part_received": {"closed"},
    "closed": set[str](),
    "cancelled": set[str](),
}


def worth_ordering(*, sold_7d: int, sellable: int, on_order: int) -> int:
    """So many pieces that what sells in a week as in the last one lasts for two; rounded up to tens, at least ten."""
    wanted = sold_7d * COVER_DAYS // 7 - sellable - on_order
    return max(PIECES_MIN, -(-wanted // 10) * 10)


def is_running_out(*, sold_7d: int, sellable: int) -> bool:
    return sellable < sold_7d
