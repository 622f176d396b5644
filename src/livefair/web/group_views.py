"""Groups that buy together, as buyers and brands see them."""

from typing import NamedTuple

from livefair.catalog import Product, Sku, offered, product_cards
from livefair.kernel import Actor, Money, ReadTx, Refusal
from livefair.people import person_cards
from livefair.shop.fulfilment import Order
from livefair.shop.group_seats import Group, group_called, seat_of_order, seats_of
from livefair.shop.groups import GroupOffer, group_offer_called, open_groups
from livefair.shop.rules.groups import state_of
from livefair.supply import level
from livefair.web.urls import file_url


class GroupView(NamedTuple):
    """`people` are those who have paid, by the first letter of their names."""

    id: str
    offer_id: str
    size: int
    paid: int
    state: str
    closes_at_ms: int
    people: list[str]
    is_mine: bool


class GroupOfferView(NamedTuple):
    """`state` is open, over, or gone: nothing is left."""

    id: str
    product_id: str
    title: str
    sku_name: str
    picture_url: str | None
    price: Money
    usual: Money
    size: int
    hours: float
    left: int
    state: str
    ends_at_ms: int
    groups: list[GroupView]


def group_offer_view(tx: ReadTx, actor: Actor, offer_id: str, locale: str) -> GroupOfferView | None:
    """None for goods that nobody may see any more."""
    return view_of_offer(tx, actor, group_offer_called(tx, offer_id), locale)


def view_of_offer(tx: ReadTx, actor: Actor, offer: GroupOffer, locale: str) -> GroupOfferView | None:
    try:
        sku, product = offered(tx, [offer.sku_id])[offer.sku_id]
    except Refusal:
        return None
    return _offer(tx, actor, offer, (sku, product), locale)


def _offer(tx: ReadTx, actor: Actor, offer: GroupOffer, goods: tuple[Sku, Product], locale: str) -> GroupOfferView:
    from_catalogue = goods[0].price
    left = level(tx, offer.sku_id).sellable
    return GroupOfferView(
        id=offer.id,
        product_id=offer.product_id,
        title=goods[1].title(locale),
        sku_name=goods[0].name(locale),
        picture_url=_picture(tx, offer.product_id),
        price=offer.price,
        usual=from_catalogue,
        size=offer.size,
        hours=offer.lasts_ms / 3_600_000,
        left=left,
        state="over" if not offer.is_open(tx.now_ms) else "open" if left else "gone",
        ends_at_ms=offer.ends_at_ms,
        groups=[group_view(tx, actor, group) for group in open_groups(tx, offer.id)],
    )


def group_view(tx: ReadTx, actor: Actor, group: Group) -> GroupView:
    seats = seats_of(tx, group.id)
    names = person_cards(tx, sorted({seat.buyer_id for seat in seats}))
    return GroupView(
        id=group.id,
        offer_id=group.offer_id,
        size=group.size,
        paid=group.paid,
        state=state_of(
            full_at_ms=group.full_at_ms,
            failed_at_ms=group.failed_at_ms,
            closes_at_ms=group.closes_at_ms,
            now_ms=tx.now_ms,
        ),
        closes_at_ms=group.closes_at_ms,
        people=[names[seat.buyer_id].name[:1] for seat in seats if seat.paid_at_ms is not None],
        is_mine=any(seat.buyer_id == actor.id for seat in seats),
    )


def group_of_order(tx: ReadTx, actor: Actor, order: Order) -> GroupView | None:
    """The group that an order was placed in; other orders are asked nothing."""
    seat = seat_of_order(tx, order.id) if order.sold_as == "group" else None
    group = group_called(tx, seat.group_id) if seat else None
    return group_view(tx, actor, group) if group else None


def _picture(tx: ReadTx, product_id: str) -> str | None:
    return file_url(product_cards(tx, [product_id])[product_id].picture_key)
