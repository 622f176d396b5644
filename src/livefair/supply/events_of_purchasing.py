"""What was ordered from suppliers, and what came."""

from livefair.kernel import Fact


class PurchaseDrafted(Fact, frozen=True, kw_only=True):
    purchase_id: str
    brand_id: str


class PurchaseSent(Fact, frozen=True, kw_only=True):
    purchase_id: str
    brand_id: str
    supplier_id: str
    due_at_ms: int


class GoodsReceived(Fact, frozen=True, kw_only=True):
    """As they were found: only good pieces went on the shelf."""

    purchase_id: str
    brand_id: str
    sku_id: str
    good: int
    damaged: int


class PurchaseClosed(Fact, frozen=True, kw_only=True):
    """`missing` pieces were ordered and never came."""

    purchase_id: str
    brand_id: str
    missing: int
