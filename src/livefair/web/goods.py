"""Products as lists, sheets and pages show them: a price with its truth, what is left, where it was met."""

from collections.abc import Sequence
from typing import NamedTuple

from livefair import catalog, supply
from livefair.catalog import Product, Sku
from livefair.catalog.queries import pictures_of, skus_of
from livefair.kernel import Actor, Money, ReadTx, not_found
from livefair.people import organisation_names
from livefair.shop import rules as shop_rules
from livefair.shop.queries import sold_of_product
from livefair.web.urls import file_url

DAYS_MS = 24 * 3600 * 1000


class GoodView(NamedTuple):
    """A product in a list."""

    id: str
    title: str
    picture_url: str | None
    price: Money
    was: Money | None
    sold: int
    left: int
    lowest_30d: Money | None
    has_model: bool
    is_pinned: bool = False


class BrandView(NamedTuple):
    id: str
    name: str


class SkuView(NamedTuple):
    id: str
    name: str
    price: Money
    left: int


class FactView(NamedTuple):
    id: str
    name: str
    value: str
    source: str
    source_url: str | None


class PriceStep(NamedTuple):
    at_ms: int
    price: Money


class ProductView(NamedTuple):
    """A product with everything the brand says about it. `price` is that of the SKU chosen beforehand."""

    id: str
    title: str
    summary: str
    brand: BrandView
    price: Money
    was: Money | None
    lowest_30d: Money | None
    pictures: list[str]
    model_url: str | None
    left: int
    skus: list[SkuView]
    facts: list[FactView]
    sold: int
    return_days: int
    chosen_id: str
    history: list[PriceStep]


def goods_of(tx: ReadTx, actor: Actor, ids: Sequence[str], locale: str, *, pinned: str | None = None) -> list[GoodView]:
    """In the order of `ids`; what has no price or is not sold any more is left out."""
    cards = catalog.product_cards(tx, list(ids))
    found = [cards[one] for one in dict.fromkeys(ids) if one in cards and cards[one].price_minor is not None]
    return [
        good_of(tx, catalog.product_for(tx, actor, card.id), card.picture_key, locale)._replace(
            is_pinned=card.id == pinned
        )
        for card in found
        if card.is_offered
    ]


def good_of(tx: ReadTx, product: Product, picture_key: str | None, locale: str) -> GoodView:
    skus = skus_of(tx, product.id)
    cheapest = min(skus, key=lambda sku: sku.price_minor)
    history = price_steps(tx, cheapest)
    return GoodView(
        id=product.id,
        title=product.title(locale),
        picture_url=file_url(picture_key),
        price=cheapest.price,
        was=was(history),
        sold=sold_of_product(tx, product.id),
        left=sum(found.sellable for found in supply.levels(tx, [sku.id for sku in skus]).values()),
        lowest_30d=lowest(tx, cheapest),
        has_model=product.model_key is not None,
    )


def product_view(tx: ReadTx, actor: Actor, product_id: str, locale: str) -> ProductView:
    """A product that has at least one SKU; without one there is nothing to show yet."""
    product = catalog.product_for(tx, actor, product_id)
    skus = sku_views(tx, product_id, locale)
    if not skus:
        not_found("product")
    chosen = next((sku for sku in skus if sku.left), skus[0])
    history = price_steps(tx, catalog.sku_for(tx, actor, chosen.id))
    return ProductView(
        id=product.id,
        title=product.title(locale),
        summary=product.about(locale),
        brand=BrandView(product.brand_id, organisation_names(tx, [product.brand_id])[product.brand_id]),
        price=chosen.price,
        was=was(history),
        lowest_30d=lowest(tx, catalog.sku_for(tx, actor, chosen.id)),
        pictures=[f"/files/{key}" for key in pictures_of(tx, product_id)],
        model_url=file_url(product.model_key),
        left=sum(sku.left for sku in skus),
        skus=skus,
        facts=fact_views(tx, product_id, locale),
        sold=sold_of_product(tx, product_id),
        return_days=shop_rules.RETURNABLE_MS // DAYS_MS,
        chosen_id=chosen.id,
        history=history,
    )


def sku_views(tx: ReadTx, product_id: str, locale: str) -> list[SkuView]:
    skus = skus_of(tx, product_id)
    levels = supply.levels(tx, [sku.id for sku in skus])
    return [SkuView(sku.id, sku.name(locale), sku.price, levels[sku.id].sellable) for sku in skus]


def fact_views(tx: ReadTx, product_id: str, locale: str) -> list[FactView]:
    return [
        FactView(fact.id, fact.name(locale), fact.value(locale), fact.source, source_url(fact.source))
        for fact in catalog.facts_of(tx, product_id)
    ]


def source_url(source: str) -> str | None:
    """Only a plain web address may become a link."""
    return source if source.startswith("https://") and " " not in source else None


def price_steps(tx: ReadTx, sku: Sku) -> list[PriceStep]:
    """Oldest first, ending with now, so that the line reaches today."""
    points = catalog.price_truth(tx, sku.id).points
    steps = [PriceStep(at_ms, Money(minor, sku.currency)) for at_ms, minor in points]
    return [*steps, PriceStep(tx.now_ms, sku.price)]


def was(history: list[PriceStep]) -> Money | None:
    """The price before the present one, if that was higher: a real reduction, never a made-up one."""
    earlier = [step.price for step in history if step.price != history[-1].price]
    return earlier[-1] if earlier and earlier[-1] > history[-1].price else None


def lowest(tx: ReadTx, sku: Sku) -> Money:
    """The lowest price of the last 30 days."""
    return Money(catalog.price_truth(tx, sku.id).lowest_minor, sku.currency)
