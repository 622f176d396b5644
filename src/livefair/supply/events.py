"""What happened to goods."""

from livefair.kernel import Fact


class StockReceived(Fact, frozen=True, kw_only=True):
    sku_id: str
    quantity: int


class StockCorrected(Fact, frozen=True, kw_only=True):
    sku_id: str
    change: int


class ShipmentSent(Fact, frozen=True, kw_only=True):
    shipment_id: str
    reference: str
    brand_id: str
    promised_at_ms: int


class ShipmentDelivered(Fact, frozen=True, kw_only=True):
    shipment_id: str
    reference: str
    brand_id: str


class CommissionSet(Fact, frozen=True, kw_only=True):
    product_id: str
    commission_bp: int
