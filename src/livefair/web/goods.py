"""Products as lists, sheets and pages show them: a price with its truth, what is left, where it was met."""

from collections.abc import Sequence
from typing import NamedTuple

from livefair import catalog, supply
from livefair.catalog import ProductCard, Sku
from livefair.catalog.queries import PriceTruth, pictures_of, price_truths, skus_of, skus_of_all
from livefair.catalog.returns import return_class_at
from livefair.kernel import Actor, Money, ReadTx, not_found
from livefair.live.room_events_of_sales import Flashing
from livefair.people import organisation_names
from livefair.shop import rules as shop_rules
from livefair.shop.flash_sales import flash_for
from livefair.shop.queries import sold_of_product, sold_of_products
from livefair.shop.rules.quote import Flash
from livefair.shop.wishes import is_wished
from livefair.supply.promises import ready_days
from livefair.supply.samples import sampled
from livefair.web.choosing import OptionView, option_views
from livefair.web.urls import file_url
from livefair.web.ways import WayView, ways_to_buy

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
    has_sample: bool = False


class GoodsChoice(NamedTuple):
    """A product in a list to choose from."""

    id: str
    title: str
    picture_url: str | None
    price: Money | None


class BrandView(NamedTuple):
    id: str
    name: str


class SkuView(NamedTuple):
    """`price` is what the next piece costs this reader here; in a flash sale `usual` is what it costs otherwise."""

    id: str
    name: str
    price: Money
    left: int
    usual: Money | None = None
    flash: Flash | None = None
    ready_at_ms: int | None = None
    choice: tuple[str, ...] = ()


class FactView(NamedTuple):
    id: str
    name: str
    value: str
    source: str
    source_url: str | None
    fresh_at_ms: int = 0


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
    return_class: str
    chosen_id: str
    history: list[PriceStep]
    lowest_days: int = 0
    is_wished: bool = False
    has_sample: bool = False
    ready_at_ms: int | None = None
    ways: tuple[WayView, ...] = ()
    options: Sequence[OptionView] = ()


def goods_of(
    tx: ReadTx, ids: Sequence[str], locale: str, *, pinned: str | None = None, host_id: str | None = None
) -> list[GoodView]:
    """In the order of `ids`; what has no price or is not sold any more is left out. With `host_id`, at the prices that
    this host has agreed on."""
    cards = catalog.product_cards(tx, list(ids))
    found = goods_on(tx, [cards[one] for one in dict.fromkeys(ids) if one in cards], locale, host_id=host_id)
    return [good._replace(is_pinned=True) if good.id == pinned else good for good in found]


def goods_on(tx: ReadTx, cards: Sequence[ProductCard], locale: str, *, host_id: str | None = None) -> list[GoodView]:
    """The same of cards that were read already. As many statements for one as for many."""
    shown = [card for card in cards if card.is_offered and card.price_minor is not None]
    skus = agreed(tx, host_id, skus_of_all(tx, [card.id for card in shown]))
    cheapest = {product_id: min(each, key=lambda sku: sku.price_minor) for product_id, each in skus.items()}
    truths = price_truths(tx, [sku.id for sku in cheapest.values()])
    levels = supply.levels(tx, [sku.id for each in skus.values() for sku in each])
    sold = sold_of_products(tx, [card.id for card in shown])
    with_sample = sampled(tx, host_id, [card.id for card in shown])
    return [
        GoodView(
            id=card.id,
            title=card.title(locale),
            picture_url=file_url(card.picture_key),
            price=cheapest[card.id].price,
            was=was(truths[cheapest[card.id].id], cheapest[card.id].price),
            sold=sold.get(card.id, 0),
            left=sum(levels[sku.id].sellable for sku in skus[card.id]),
            lowest_30d=Money(truths[cheapest[card.id].id].lowest_minor, cheapest[card.id].currency),
            has_model=card.model_key is not None,
            has_sample=card.id in with_sample,
        )
        for card in shown
    ]


def at_flash_price(goods: list[GoodView], sale: Flashing | None) -> list[GoodView]:
    """As the room's flash sale makes them, while it is open and has pieces left."""
    if sale is None or sale.state != "open" or sale.taken >= sale.pieces:
        return goods
    price = Money(sale.price_minor, sale.currency)
    return [
        good._replace(price=price, was=good.price)
        if good.id == sale.product_id and price.minor < good.price.minor
        else good
        for good in goods
    ]


def agreed(tx: ReadTx, host_id: str | None, skus: dict[str, list[Sku]]) -> dict[str, list[Sku]]:
    """The same at the prices that the host has agreed on, which are never above the listed ones."""
    prices = supply.agreed_prices(tx, host_id, [sku.id for each in skus.values() for sku in each])
    if not prices:
        return skus
    return {
        product_id: [
            sku._replace(price_minor=min(sku.price_minor, prices.get(sku.id, sku.price_minor))) for sku in each
        ]
        for product_id, each in skus.items()
    }


def product_view(
    tx: ReadTx, actor: Actor, product_id: str, locale: str, *, room_id: str = "", host_id: str | None = None
) -> ProductView:
    """A product that has at least one SKU; without one there is nothing to show yet. `room_id`: seen in that room."""
    product = catalog.product_for(tx, actor, product_id)
    skus = with_flash(tx, actor, sku_views(tx, product_id, locale, host_id=host_id), room_id)
    if not skus:
        not_found("product")
    chosen = next((sku for sku in skus if sku.flash and sku.left), None)
    chosen = chosen or next((sku for sku in skus if sku.left), skus[0])
    truth = catalog.price_truth(tx, chosen.id)
    return ProductView(
        id=product.id,
        title=product.title(locale),
        summary=product.about(locale),
        brand=BrandView(product.brand_id, organisation_names(tx, [product.brand_id])[product.brand_id]),
        price=chosen.price,
        was=chosen.usual or was(truth, chosen.price),
        lowest_30d=Money(truth.lowest_minor, chosen.price.currency),
        lowest_days=truth.lowest_days if truth.points[-1][1] == chosen.price.minor else 0,
        pictures=[f"/files/{key}" for key in pictures_of(tx, product_id)],
        model_url=file_url(product.model_key),
        left=sum(sku.left for sku in skus),
        skus=skus,
        facts=fact_views(tx, product_id, locale),
        sold=sold_of_product(tx, product_id),
        return_days=shop_rules.RETURNABLE_MS // DAYS_MS,
        return_class=return_class_at(tx, product_id, tx.now_ms),
        chosen_id=chosen.id,
        history=price_steps(truth, chosen.price, tx.now_ms),
        is_wished=is_wished(tx, actor.id, product_id),
        has_sample=bool(sampled(tx, host_id, [product_id])),
        ready_at_ms=next((sku.ready_at_ms for sku in skus if sku.id == chosen.id), None),
        ways=ways_to_buy(tx, product_id),
        options=option_views(tx, product_id, skus, locale),
    )


def sku_views(tx: ReadTx, product_id: str, locale: str, *, host_id: str | None = None) -> list[SkuView]:
    skus = agreed(tx, host_id, {product_id: skus_of(tx, product_id)})[product_id]
    levels = supply.levels(tx, [sku.id for sku in skus])
    ready = ready_days(tx, [sku.id for sku in skus])
    return [
        SkuView(
            id=sku.id,
            name=sku.name(locale),
            price=sku.price,
            left=levels[sku.id].sellable,
            ready_at_ms=ready.get(sku.id),
            choice=sku.choice,
        )
        for sku in skus
    ]


def with_flash(tx: ReadTx, actor: Actor, skus: list[SkuView], room_id: str) -> list[SkuView]:
    """As a flash sale in the room makes them for this reader, who may still have some of its pieces."""
    if not room_id:
        return skus
    sales = flash_for(tx, actor.id, [(sku.id, room_id) for sku in skus])
    return [_in_sale(sku, sales.get((sku.id, room_id))) for sku in skus]


def _in_sale(sku: SkuView, flash: Flash | None) -> SkuView:
    if flash is None or not flash.pieces or flash.unit_minor >= sku.price.minor:
        return sku
    return sku._replace(price=Money(flash.unit_minor, sku.price.currency), usual=sku.price, flash=flash)


def fact_views(tx: ReadTx, product_id: str, locale: str) -> list[FactView]:
    return [
        FactView(fact.id, fact.name(locale), fact.value(locale), fact.source, source_url(fact.source), fact.fresh_at_ms)
        for fact in catalog.facts_of(tx, product_id)
    ]


def source_url(source: str) -> str | None:
    """Only a plain web address may become a link."""
    return source if source.startswith("https://") and " " not in source else None


def price_steps(truth: PriceTruth, price: Money, now_ms: int) -> list[PriceStep]:
    """Oldest first, ending with now, so that the line reaches today."""
    steps = [PriceStep(at_ms, Money(minor, price.currency)) for at_ms, minor in truth.points]
    return [*steps, PriceStep(now_ms, price)]


def was(truth: PriceTruth, price: Money) -> Money | None:
    """The lowest price of the 30 days before it was cut, if that was higher: a real reduction, never a made-up one."""
    before_minor = truth.was_minor or 0
    return Money(before_minor, price.currency) if before_minor > price.minor else None
