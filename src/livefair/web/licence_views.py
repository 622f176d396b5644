"""Licences of reviews as pages and programs show them."""

from typing import NamedTuple

from livefair.community.licences import Licence, shown_licence
from livefair.community.queries import review_page
from livefair.kernel import Actor, Money, NotFound, ReadTx
from livefair.people import organisation_names
from livefair.web.goods import GoodView, goods_of
from livefair.web.mall.reviews import ReviewView, review_view


class LicenceView(NamedTuple):
    """`until_ms`: until when it may be answered; granted: until when the review may be used."""

    id: str
    review_id: str
    brand: str
    good: GoodView | None
    note: str
    fee: Money
    paid: Money
    days: int
    state: str
    asked_at_ms: int
    granted_at_ms: int | None
    until_ms: int
    ended_at_ms: int | None
    is_shown: bool


class AdView(NamedTuple):
    """A review that its product's brand pays for as an advertisement."""

    review: ReviewView
    brand: str
    until_ms: int


def licence_views(tx: ReadTx, licences: list[Licence], locale: str) -> list[LicenceView]:
    brands = organisation_names(tx, sorted({one.brand_id for one in licences}))
    goods = {good.id: good for good in goods_of(tx, sorted({one.product_id for one in licences}), locale)}
    return [
        LicenceView(
            id=one.id,
            review_id=one.review_id,
            brand=brands[one.brand_id],
            good=goods.get(one.product_id),
            note=one.note,
            fee=one.fee,
            paid=one.paid,
            days=one.days,
            state=one.state,
            asked_at_ms=one.asked_at_ms,
            granted_at_ms=one.granted_at_ms,
            until_ms=one.until_ms,
            ended_at_ms=one.ended_at_ms,
            is_shown=one.shown_from_ms is not None,
        )
        for one in licences
    ]


def ad_of(tx: ReadTx, actor: Actor, product_id: str) -> AdView | None:
    """What stands as an advertisement on the product's page; nothing that this reader may not see."""
    licence = shown_licence(tx, product_id)
    if licence is None:
        return None
    try:
        review = review_view(review_page(tx, actor, licence.review_id))
    except NotFound:
        return None
    return AdView(review, organisation_names(tx, [licence.brand_id])[licence.brand_id], licence.until_ms)
