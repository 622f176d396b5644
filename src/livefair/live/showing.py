"""A product as a room shows it at this moment: today's lowest price, and what is left."""

from livefair.catalog import offered_product_for, product_cards
from livefair.catalog.queries import skus_of
from livefair.kernel import Actor, Invalid, Money, ReadTx
from livefair.live.pins import Goods
from livefair.supply import agreed_prices, levels


def goods_now(tx: ReadTx, actor: Actor, product_id: str, *, host_id: str | None = None) -> Goods:
    """At the prices that the host (the actor, if nobody else is named) has agreed on with the brand.

    Invalid nothing_to_sell where the product has no SKU.
    """
    product = offered_product_for(tx, actor, product_id)
    skus = skus_of(tx, product_id)
    if not skus:
        raise Invalid("nothing_to_sell")
    agreed = agreed_prices(tx, host_id or actor.id, [sku.id for sku in skus])
    left = levels(tx, [sku.id for sku in skus]).values()
    return Goods(
        product_id=product.id,
        offer_id=None,
        title_zh=product.title_zh,
        title_en=product.title_en,
        price=min(Money(min(sku.price_minor, agreed.get(sku.id, sku.price_minor)), sku.currency) for sku in skus),
        picture_key=product_cards(tx, [product.id])[product.id].picture_key,
        left=sum(level.sellable for level in left),
    )
