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


class CatalogImportStarted(Fact, frozen=True, kw_only=True):
    """`mode`: dry or real."""

    import_id: str
    brand_id: str
    mode: str


class CatalogImported(Fact, frozen=True, kw_only=True):
    """All rows were looked at; those that were wrong are not in. With a `failure_code` the file could not be read."""

    import_id: str
    brand_id: str
    mode: str
    rows: int
    rows_wrong: int
    failure_code: str | None


class CatalogImportUndone(Fact, frozen=True, kw_only=True):
    import_id: str
    brand_id: str
