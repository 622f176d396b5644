"""Read models of the catalogue: cards for lists, price history for the truth about a price."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.catalog import rules
from livefair.catalog.models import PICTURE, PRICE, PRODUCT, SKU
from livefair.catalog.products import Sku
from livefair.kernel import Money, ReadTx, not_found, query, text_in
from livefair.people import organisation_names


class _Row(NamedTuple):
    id: str
    brand_id: str
    title_zh: str
    title_en: str
    state: str
    hidden_case_id: str | None
    permit_missing_at_ms: int | None
    model_key: str | None
    picture_key: str | None
    price_minor: int | None
    currency: str | None


class ProductCard(NamedTuple):
    """What a list shows of a product; the price is that of its cheapest offered SKU, None without one."""

    id: str
    brand_id: str
    title_zh: str
    title_en: str
    state: str
    hidden_case_id: str | None
    permit_missing_at_ms: int | None
    model_key: str | None
    picture_key: str | None
    price_minor: int | None
    currency: str | None
    brand_name: str

    @property
    def is_offered(self) -> bool:
        """Anybody may see and buy it."""
        return self.state == "listed" and self.hidden_case_id is None and self.permit_missing_at_ms is None

    @property
    def price(self) -> Money | None:
        return None if self.price_minor is None else Money(self.price_minor, self.currency or "CNY")

    def title(self, locale: str) -> str:
        return self.title_zh if locale == "zh" else self.title_en


class PriceTruth(NamedTuple):
    """What the remembered prices say, computed and never typed. `points` are (from_at_ms, price_minor) in time's order.

    `lowest_minor` is that of the window (30 days unless another was asked for), `was_minor` what the price was before
    it was cut, `lowest_days` for how many days it has never been lower.
    """

    points: list[rules.PricePoint]
    lowest_minor: int
    since_ms: int
    was_minor: int | None
    lowest_days: int


_cover = (
    select(PICTURE.c.file_key)
    .where(PICTURE.c.product_id == PRODUCT.c.id, PICTURE.c.position == 0)
    .correlate(PRODUCT)
    .scalar_subquery()
)
_offered = (SKU.c.product_id == PRODUCT.c.id, SKU.c.retired_at_ms.is_(None))
_price = select(func.min(SKU.c.price_minor)).where(*_offered).correlate(PRODUCT).scalar_subquery()
_currency = select(func.min(SKU.c.currency)).where(*_offered).correlate(PRODUCT).scalar_subquery()
_cards = select(
    PRODUCT.c.id,
    PRODUCT.c.brand_id,
    PRODUCT.c.title_zh,
    PRODUCT.c.title_en,
    PRODUCT.c.state,
    PRODUCT.c.hidden_case_id,
    PRODUCT.c.permit_missing_at_ms,
    PRODUCT.c.model_key,
    _cover,
    _price,
    _currency,
)

_BY_IDS = query(_Row, _cards.where(text_in(PRODUCT.c.id, "ids")))
_OF_BRAND = query(_Row, _cards.where(PRODUCT.c.brand_id == bindparam("brand")).order_by(PRODUCT.c.id).limit(500))
_LISTED = query(
    _Row,
    _cards.where(
        PRODUCT.c.state == "listed",
        PRODUCT.c.hidden_case_id.is_(None),
        PRODUCT.c.permit_missing_at_ms.is_(None),
        PRODUCT.c.id < bindparam("before"),
    )
    .order_by(PRODUCT.c.id.desc())
    .limit(bindparam("most")),
)
_CATEGORIES = query(
    lambda product_id, category: (product_id, category),
    select(PRODUCT.c.id, PRODUCT.c.category).where(text_in(PRODUCT.c.id, "ids")),
)
_PICTURES = query(
    str,
    select(PICTURE.c.file_key).where(PICTURE.c.product_id == bindparam("product")).order_by(PICTURE.c.position),
)
_SKUS = query(
    Sku,
    select(*(getattr(SKU.c, field) for field in Sku._fields))
    .where(SKU.c.product_id == bindparam("product"), SKU.c.retired_at_ms.is_(None))
    .order_by(SKU.c.position),
)
_SKUS_OF_ALL = query(
    Sku,
    select(*(getattr(SKU.c, field) for field in Sku._fields))
    .where(text_in(SKU.c.product_id, "ids"), SKU.c.retired_at_ms.is_(None))
    .order_by(SKU.c.product_id, SKU.c.position),
)
_SKUS_NAMED = query(Sku, select(*(getattr(SKU.c, field) for field in Sku._fields)).where(text_in(SKU.c.id, "ids")))
_HISTORY = query(
    lambda sku_id, at_ms, minor: (sku_id, at_ms, minor),
    select(PRICE.c.sku_id, PRICE.c.from_at_ms, PRICE.c.price_minor)
    .where(text_in(PRICE.c.sku_id, "ids"))
    .order_by(PRICE.c.from_at_ms, PRICE.c.seq),
)

_PRICES_NOW = query(
    lambda sku_id, minor: (sku_id, minor),
    select(SKU.c.id, SKU.c.price_minor).where(text_in(SKU.c.id, "ids"), SKU.c.retired_at_ms.is_(None)),
)
_BRAND_OF_PRODUCT = query(str, select(PRODUCT.c.brand_id).where(PRODUCT.c.id == bindparam("product")))
_BRANDS_OF_PRODUCTS = query(
    lambda product_id, brand_id: (product_id, brand_id),
    select(PRODUCT.c.id, PRODUCT.c.brand_id).where(text_in(PRODUCT.c.id, "ids")),
)
_BRAND_OF_SKU = query(
    str,
    select(PRODUCT.c.brand_id)
    .join_from(SKU, PRODUCT, PRODUCT.c.id == SKU.c.product_id)
    .where(SKU.c.id == bindparam("sku")),
)

LAST = "~"
"""Sorts after every id: the cursor of the first page."""


def product_cards(tx: ReadTx, ids: list[str]) -> dict[str, ProductCard]:
    return {card.id: card for card in _named(tx, tx.all(_BY_IDS, ids=ids))} if ids else {}


def categories_of(tx: ReadTx, product_ids: list[str]) -> dict[str, str]:
    """By product, for all that the catalog knows."""
    return dict(tx.all(_CATEGORIES, ids=product_ids)) if product_ids else {}


def brand_of_product(tx: ReadTx, product_id: str) -> str:
    """Whose product it is, on sale or not."""
    return tx.one(_BRAND_OF_PRODUCT, product=product_id) or not_found("product")


def brands_of_products(tx: ReadTx, product_ids: list[str]) -> dict[str, str]:
    """By product."""
    return dict(tx.all(_BRANDS_OF_PRODUCTS, ids=product_ids)) if product_ids else {}


def brand_of_sku(tx: ReadTx, sku_id: str) -> str:
    return tx.one(_BRAND_OF_SKU, sku=sku_id) or not_found("sku")


def prices_now(tx: ReadTx, sku_ids: list[str]) -> dict[str, int]:
    """In minor units, of those that are still sold."""
    return dict(tx.all(_PRICES_NOW, ids=sku_ids)) if sku_ids else {}


def products_of_brand(tx: ReadTx, brand_id: str) -> list[ProductCard]:
    return _named(tx, tx.all(_OF_BRAND, brand=brand_id))


def listed_products(tx: ReadTx, *, before: str = LAST, most: int = 50) -> list[ProductCard]:
    """Newest first; `before` is the id of the last card of the page before."""
    return _named(tx, tx.all(_LISTED, before=before, most=min(most, 200)))


def pictures_of(tx: ReadTx, product_id: str) -> list[str]:
    return tx.all(_PICTURES, product=product_id)


def skus_of(tx: ReadTx, product_id: str) -> list[Sku]:
    return tx.all(_SKUS, product=product_id)


def skus_of_all(tx: ReadTx, product_ids: list[str]) -> dict[str, list[Sku]]:
    """By product, for all that were asked for."""
    found: dict[str, list[Sku]] = {product_id: [] for product_id in product_ids}
    for sku in tx.all(_SKUS_OF_ALL, ids=product_ids) if product_ids else ():
        found[sku.product_id].append(sku)
    return found


def skus_named(tx: ReadTx, sku_ids: list[str]) -> dict[str, Sku]:
    """By id, those that are not offered any more as well."""
    return {sku.id: sku for sku in tx.all(_SKUS_NAMED, ids=sku_ids)} if sku_ids else {}


def price_truth(tx: ReadTx, sku_id: str, *, window_ms: int = rules.LOWEST_WINDOW_MS) -> PriceTruth:
    return price_truths(tx, [sku_id], window_ms=window_ms)[sku_id]


def price_truths(tx: ReadTx, sku_ids: list[str], *, window_ms: int = rules.LOWEST_WINDOW_MS) -> dict[str, PriceTruth]:
    """By SKU, for all that were asked for: each has had a price from its first moment."""
    points: dict[str, list[rules.PricePoint]] = {sku_id: [] for sku_id in sku_ids}
    for sku_id, at_ms, minor in tx.all(_HISTORY, ids=sku_ids) if sku_ids else ():
        points[sku_id].append((at_ms, minor))
    return {sku_id: _truth(found, tx.now_ms, window_ms) for sku_id, found in points.items()}


def _truth(points: list[rules.PricePoint], now_ms: int, window_ms: int) -> PriceTruth:
    return PriceTruth(
        points=points,
        lowest_minor=rules.lowest_in_window(points, now_ms=now_ms, window_ms=window_ms),
        since_ms=points[0][0],
        was_minor=rules.was_before_cut(points, now_ms=now_ms),
        lowest_days=rules.lowest_for_days(points, now_ms=now_ms),
    )


def _named(tx: ReadTx, rows: list[_Row]) -> list[ProductCard]:
    names = organisation_names(tx, sorted({row.brand_id for row in rows}))
    return [ProductCard(*row, names[row.brand_id]) for row in rows]
