"""What customers write about a brand's products: answer them, and ask their authors for a licence to advertise."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog import own_product_for
from livefair.community import ReviewItem, answer_review, review_for
from livefair.community.licences import (
    Wish,
    ask_for_licence,
    licences_of_reviews,
    show_in_ad,
    take_out_of_ad,
    withdraw_licence,
)
from livefair.community.queries import LAST, review_page, reviews_of_brand
from livefair.community.rules.licences import DAYS_MAX
from livefair.kernel import Actor, Money, ReadTx, Refusal, secret_token
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Key, Paragraphs, chosen_id, minor_of
from livefair.web.goods import GoodView, goods_of
from livefair.web.licence_views import LicenceView, licence_views
from livefair.web.mall.reviews import ReviewView, review_view
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

PAGE = 20
Amount = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]


class Answering(Form, frozen=True, kw_only=True):
    text: Paragraphs


class Asking(Form, frozen=True, kw_only=True):
    """`fee` in yuan."""

    fee: Amount
    days: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 30
    note: Paragraphs
    key: Key


class BrandReview(NamedTuple):
    """A review before the brand of its product."""

    review: ReviewView
    good: GoodView | None
    answer: str | None
    is_verified: bool
    licence: LicenceView | None


def board(tx: ReadTx, actor: Actor, before: str, locale: str) -> list[BrandReview]:
    brand_id = brand_of(actor)
    return brand_reviews(tx, brand_id, reviews_of_brand(tx, actor, brand_id, before=before, most=PAGE), locale)


def brand_reviews(tx: ReadTx, brand_id: str, items: list[ReviewItem], locale: str) -> list[BrandReview]:
    goods = {good.id: good for good in goods_of(tx, sorted({item.product.id for item in items}), locale)}
    found = licences_of_reviews(tx, brand_id, [item.id for item in items])
    views = dict(zip(found, licence_views(tx, list(found.values()), locale), strict=True))
    return [
        BrandReview(
            review=review_view(item),
            good=goods.get(item.product.id),
            answer=item.answer.text if item.answer else None,
            is_verified=item.is_verified,
            licence=views.get(item.id),
        )
        for item in items
    ]


def own_review(tx: ReadTx, actor: Actor, review_id: str, locale: str) -> BrandReview:
    """NotFound for a review of somebody else's product."""
    own_product_for(tx, actor, review_for(tx, actor, review_id).product_id)
    return brand_reviews(tx, brand_of(actor), [review_page(tx, actor, review_id)], locale)[0]


@get("/reviews")
async def show_reviews(request: AppRequest) -> Answer:
    before = chosen_id(request.query_params.get("before", "")) or LAST
    found = await request.read(board, request.actor, before, request.locale)
    next_url = f"/desk/reviews?before={found[-1].review.id}" if len(found) == PAGE else None
    return await request.page("desk/reviews.html", {"found": found, "next_url": next_url})


@get("/reviews/{review_id:str}")
async def show_review(request: AppRequest, review_id: Id) -> Answer:
    return await _page(request, review_id)


@post("/reviews/{review_id:str}/answer")
async def answer(request: AppRequest, review_id: Id) -> Answer:
    try:
        await request.write(answer_review, review_id, text=(await request.form_as(Answering)).text)
    except Refusal as refusal:
        return await _page(request, review_id, refusal)
    return request.go(f"/desk/reviews/{review_id}", toast="saved")


@post("/reviews/{review_id:str}/licence")
async def ask(request: AppRequest, review_id: Id) -> Answer:
    try:
        form = await request.form_as(Asking)
        wish = Wish(Money(minor_of(form.fee, "fee")), form.days, form.note)
        await request.write(ask_for_licence, review_id, wish, key=form.key)
    except Refusal as refusal:
        return await _page(request, review_id, refusal)
    return request.go(f"/desk/reviews/{review_id}", toast="saved")


@post("/licences/{licence_id:str}/withdraw")
async def withdraw(request: AppRequest, licence_id: Id) -> Answer:
    await request.write(withdraw_licence, licence_id)
    return request.back(otherwise="/desk/reviews")


@post("/licences/{licence_id:str}/show")
async def show(request: AppRequest, licence_id: Id) -> Answer:
    await request.write(show_in_ad, licence_id)
    return request.back(otherwise="/desk/reviews")


@post("/licences/{licence_id:str}/hide")
async def hide(request: AppRequest, licence_id: Id) -> Answer:
    await request.write(take_out_of_ad, licence_id)
    return request.back(otherwise="/desk/reviews")


async def _page(request: AppRequest, review_id: str, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed() if refusal else None
    given = {name: typed.first(name)[:5_000] if typed else "" for name in ("text", "fee", "days", "note", "key")}
    context = {
        "found": await request.read(own_review, request.actor, review_id, request.locale),
        "values": {**given, "key": given["key"][:80] or secret_token()},
        "days_max": DAYS_MAX,
    }
    if refusal is not None:
        return await request.again("desk/review.html", refusal, context)
    return await request.page("desk/review.html", context)


router = Router("/", route_handlers=[show_reviews, show_review, answer, ask, withdraw, show, hide])
