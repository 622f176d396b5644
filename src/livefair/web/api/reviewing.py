"""Photo reviews: photos first, then the review that names them; votes, and the brand's answer."""

from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.params import JSONBody, QueryParameter

from livefair.catalog import product_for
from livefair.catalog.rules.scenarios import OF_PRODUCT_MAX
from livefair.catalog.scenarios import set_scenarios
from livefair.community import (
    ReviewDraft,
    ReviewItem,
    answer_review,
    find_helpful,
    keep_photo,
    publish_review,
    remove_review,
    withdraw_helpful,
)
from livefair.community.queries import review_page, reviews_for_scenario, reviews_of_product
from livefair.community.rules import PHOTOS_MAX, SCENARIOS_MAX, TEXT_CHARS_MAX
from livefair.kernel import Actor, ReadTx
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Key, Made, Word
from livefair.web.mall.said import uses_of
from livefair.web.paths import Id as PathId
from livefair.web.processing import PICTURE_BYTES_MAX, keep_sized_picture
from livefair.web.raw_bodies import TakesBytes, received
from livefair.web.requests import AppRequest
from livefair.web.urls import file_url


class Writing(Body, kw_only=True):
    """`line_id` names the kept purchase; without it the review is unverified. `disclosure`: what was got for it."""

    product_id: Id
    line_id: Id | None = None
    rating: Annotated[int, msgspec.Meta(ge=1, le=5)]
    text: Annotated[str, msgspec.Meta(max_length=TEXT_CHARS_MAX, pattern=r"^[^\x00]*$")]
    disclosure: Word
    scenarios: Annotated[list[Word], msgspec.Meta(max_length=SCENARIOS_MAX)] = msgspec.field(default_factory=list)
    photo_ids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=PHOTOS_MAX)]
    key: Key


Scenario = Annotated[str, QueryParameter(max_length=40, pattern=r"^[a-z_]*$", description="By whom used so")]


class MadeFor(Body, kw_only=True):
    """These and no others."""

    scenarios: Annotated[list[Word], msgspec.Meta(max_length=OF_PRODUCT_MAX)]


class UseShape(msgspec.Struct, kw_only=True):
    """`reviews`: how many name it; `is_by_brand`: the brand says so itself."""

    scenario: str
    reviews: int
    is_by_brand: bool


class Answering(Body, kw_only=True):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, pattern=r"^[^\x00]*$")]


class Votes(msgspec.Struct, kw_only=True):
    helpful: int


class Review(msgspec.Struct, kw_only=True):
    id: str
    author_id: str
    author_name: str
    product_id: str
    rating: int
    text: str
    disclosure: str
    scenarios: list[str]
    is_verified: bool
    picture_urls: list[str]
    helpful: int
    answer: str | None
    published_at_ms: int


def review_of(item: ReviewItem) -> Review:
    return Review(
        id=item.id,
        author_id=item.author.id,
        author_name=item.author.name,
        product_id=item.product.id,
        rating=item.rating,
        text=item.text,
        disclosure=item.disclosure,
        scenarios=item.scenarios,
        is_verified=item.is_verified,
        picture_urls=[url for photo in item.photos if (url := file_url(photo.file_key))],
        helpful=item.helpful,
        answer=item.answer.text if item.answer else None,
        published_at_ms=item.published_at_ms,
    )


def reviews(tx: ReadTx, actor: Actor, product_id: str, scenario: str) -> list[Review]:
    product = product_for(tx, actor, product_id)
    if scenario:
        return [review_of(item) for item in reviews_for_scenario(tx, actor, product.id, scenario, most=50)]
    return [review_of(item) for item in reviews_of_product(tx, actor, product.id, most=50)]


def uses(tx: ReadTx, actor: Actor, product_id: str) -> list[UseShape]:
    found = uses_of(tx, product_for(tx, actor, product_id).id)
    return [UseShape(scenario=one.code, reviews=one.reviews, is_by_brand=one.is_by_brand) for one in found]


@post(
    "/photos",
    summary="Send a photo (JPEG, PNG, WebP) for a review to come",
    request_max_body_size=PICTURE_BYTES_MAX,
    operation_class=TakesBytes,
)
async def send_photo(request: AppRequest) -> Made:
    async with received(request) as body:
        kept = await keep_sized_picture(request.services.files, body, field="file")
    return Made(id=(await request.write(keep_photo, file_key=kept.key, width=kept.width, height=kept.height)).id)


@post("/reviews", summary="Publish a photo review")
async def write_review(request: AppRequest, data: JSONBody[Writing]) -> Made:
    draft = ReviewDraft(
        product_id=data.product_id,
        rating=data.rating,
        text=data.text,
        photo_ids=tuple(data.photo_ids),
        disclosure=data.disclosure,
        line_id=data.line_id,
        scenarios=tuple(data.scenarios),
    )
    return Made(id=(await request.write(publish_review, draft, key=data.key)).id)


@get("/products/{product_id:str}/reviews", summary="What was written about a product, newest first")
async def show_reviews(request: AppRequest, product_id: PathId, scenario: Scenario = "") -> list[Review]:
    return await request.read(reviews, request.actor, product_id, scenario)


@get("/products/{product_id:str}/scenarios", summary="What a product is used for, by its brand and by its reviews")
async def show_uses(request: AppRequest, product_id: PathId) -> list[UseShape]:
    return await request.read(uses, request.actor, product_id)


@put("/products/{product_id:str}/scenarios", status_code=204, opt=needs("brand"), summary="Say what my product is for")
async def say_what_for(request: AppRequest, product_id: PathId, data: JSONBody[MadeFor]) -> None:
    await request.write(set_scenarios, product_id, tuple(data.scenarios))


@get("/reviews/{review_id:str}", summary="One review")
async def show_review(request: AppRequest, review_id: PathId) -> Review:
    return review_of(await request.read(review_page, request.actor, review_id))


@post("/reviews/{review_id:str}/remove", status_code=204, summary="Take my review away")
async def take_away(request: AppRequest, review_id: PathId) -> None:
    await request.write(remove_review, review_id)


@post("/reviews/{review_id:str}/helpful", status_code=200, summary="Find a review helpful")
async def vote(request: AppRequest, review_id: PathId) -> Votes:
    return Votes(helpful=await request.write(find_helpful, review_id))


@post("/reviews/{review_id:str}/unhelpful", status_code=200, summary="Take that back")
async def unvote(request: AppRequest, review_id: PathId) -> Votes:
    return Votes(helpful=await request.write(withdraw_helpful, review_id))


@post("/reviews/{review_id:str}/answer", status_code=204, opt=needs("brand"), summary="My brand's answer, once")
async def give_answer(request: AppRequest, review_id: PathId, data: JSONBody[Answering]) -> None:
    await request.write(answer_review, review_id, text=data.text)


router = Router(
    "/",
    route_handlers=[
        send_photo,
        write_review,
        show_reviews,
        show_uses,
        say_what_for,
        show_review,
        take_away,
        vote,
        unvote,
        give_answer,
    ],
    opt=needs(*SIGNED_IN),
    tags=["reviewing"],
)
