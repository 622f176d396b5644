"""What happened to blind boxes. Seeds, and what is in a box that nobody has opened, are in none of these."""

from livefair.kernel import Fact


class BoxSeriesBegun(Fact, frozen=True, kw_only=True):
    """`commitment` fixes contents, chances and every secret from now on."""

    series_id: str
    brand_id: str
    product_id: str
    boxes: int
    price_minor: int
    currency: str
    commitment: str


class BoxesBought(Fact, frozen=True, kw_only=True):
    """Ordered, not paid yet."""

    series_id: str
    order_id: str
    buyer_id: str
    boxes: int


class BoxOpened(Fact, frozen=True, kw_only=True):
    """`sku_id` was in it; `by` is the buyer, or the program when the time to open it was over."""

    series_id: str
    order_id: str
    line_id: str
    buyer_id: str
    position: int
    sku_id: str
    is_rare: bool
    by_guarantee: bool
    by: str


class BoxSeriesEnded(Fact, frozen=True, kw_only=True):
    """Nobody buys a box of it any more."""

    series_id: str
    brand_id: str
    product_id: str


class BoxSeriesSettled(Fact, frozen=True, kw_only=True):
    """All boxes are opened, what was not drawn is in the shelves again, and the last secret is shown."""

    series_id: str
    brand_id: str
    opened: int
