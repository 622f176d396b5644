"""Other ways to have a product than from the cart, beside it on its page and in its sheet."""

from typing import NamedTuple

from livefair.kernel import Money, ReadTx
from livefair.shop.auction_rows import auction_of_product
from livefair.shop.boxes import series_on_sale
from livefair.shop.groups import group_offer_of
from livefair.shop.preorders import preorder_offer_of


class WayView(NamedTuple):
    """`kind` in the words of label("way"); `until_ms` is when it is over, or opens; None: a host opens it."""

    kind: str
    href: str
    price: Money
    until_ms: int | None


def ways_to_buy(tx: ReadTx, product_id: str) -> tuple[WayView, ...]:
    found = []
    if (series := series_on_sale(tx, product_id)) is not None:
        found.append(WayView("box", f"/boxes/{series.id}", series.price, series.ends_at_ms))
    if (offer := group_offer_of(tx, product_id)) is not None:
        found.append(WayView("group", f"/groups/{offer.id}", offer.price, offer.ends_at_ms))
    if (early := preorder_offer_of(tx, product_id)) is not None:
        found.append(
            WayView("preorder", f"/preorders/{early.id}", early.money(early.price_minor), early.balance_from_ms)
        )
    if (auction := auction_of_product(tx, product_id)) is not None:
        until_ms = auction.closes_at_ms or auction.opens_at_ms
        found.append(WayView("auction", f"/auctions/{auction.id}", auction.money(auction.price_minor), until_ms))
    return tuple(found)
