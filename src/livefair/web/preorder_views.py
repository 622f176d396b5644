"""What is bought in advance, as buyers and brands see it."""

from typing import NamedTuple

from livefair.catalog import product_cards
from livefair.catalog.products import goods_called
from livefair.kernel import Money, ReadTx
from livefair.shop.deposits import Preorder
from livefair.shop.preorders import PreorderOffer, pieces_kept, preorder_offer_called
from livefair.supply import level
from livefair.web.urls import file_url


class PreorderOfferView(NamedTuple):
    """`state`: open (takes deposits), gone (nothing is left), or over."""

    id: str
    product_id: str
    title: str
    sku_name: str
    picture_url: str | None
    price: Money
    deposit: Money
    balance: Money
    usual: Money
    limit: int
    keeps_deposit: bool
    kept: int
    left: int
    state: str
    balance_from_ms: int
    balance_until_ms: int


class PreorderView(NamedTuple):
    """`state` in the words of label("preorder"); `order_id` once the balance is being paid."""

    id: str
    offer: PreorderOfferView
    state: str
    order_id: str | None
    payment_id: str


def preorder_offer_view(tx: ReadTx, offer: PreorderOffer, locale: str) -> PreorderOfferView:
    sku, product = goods_called(tx, offer.sku_id)
    left = level(tx, offer.sku_id).sellable
    takes = product.is_offered and offer.takes_deposits(tx.now_ms)
    return PreorderOfferView(
        id=offer.id,
        product_id=product.id,
        title=product.title(locale),
        sku_name=sku.name(locale),
        picture_url=file_url(product_cards(tx, [product.id])[product.id].picture_key),
        price=offer.money(offer.price_minor),
        deposit=offer.money(offer.deposit_minor),
        balance=offer.money(offer.balance_minor),
        usual=sku.price,
        limit=offer.limit_per_buyer,
        keeps_deposit=bool(offer.keeps_deposit),
        kept=pieces_kept(tx, offer.id),
        left=left,
        state=("open" if left else "gone") if takes else "over",
        balance_from_ms=offer.balance_from_ms,
        balance_until_ms=offer.balance_until_ms,
    )


def preorder_view(tx: ReadTx, preorder: Preorder, locale: str) -> PreorderView:
    offer = preorder_offer_called(tx, preorder.offer_id)
    return PreorderView(
        id=preorder.id,
        offer=preorder_offer_view(tx, offer, locale),
        state=_state(preorder, offer, tx.now_ms),
        order_id=preorder.order_id,
        payment_id=preorder.payment_id,
    )


def _state(preorder: Preorder, offer: PreorderOffer, now_ms: int) -> str:
    if preorder.lapsed_at_ms is not None:
        return "returned" if preorder.returned_at_ms else "kept" if offer.keeps_deposit else "returning"
    if preorder.done_at_ms is not None:
        return "done"
    if preorder.deposit_paid_at_ms is None:
        return "unpaid"
    if preorder.order_id is not None:
        return "paying"
    if now_ms < offer.balance_from_ms:
        return "waiting"
    return "due" if now_ms < offer.balance_until_ms else "late"
