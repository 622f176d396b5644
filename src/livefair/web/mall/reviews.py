"""Photo reviews of what was bought and kept."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog.rules.scenarios import SCENARIOS
from livefair.community import ReviewDraft, ReviewItem, Summary, keep_photo, publish_review
from livefair.community.rules import PHOTOS_MAX, SCENARIOS_MAX
from livefair.kernel import Actor, Invalid, ReadTx, Refusal, WriteTx
from livefair.shop import order_for
from livefair.value.share_rulebook import share_rules_at
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, Paragraphs, Word
from livefair.web.mall.orders import LineView, line_called, my_order
from livefair.web.paths import Id
from livefair.web.processing import PICTURE_BYTES_MAX, KeptPicture, keep_sized_picture
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url
from livefair.web.views import AuthorView, plain_author

REVIEW_BYTES_MAX = PHOTOS_MAX * PICTURE_BYTES_MAX


class Reviewing(Form, frozen=True, kw_only=True):
    rating: Annotated[int, msgspec.Meta(ge=1, le=5)]
    text: Paragraphs
    disclosure: Word
    scenarios: Annotated[list[Word], msgspec.Meta(max_length=SCENARIOS_MAX)] = msgspec.field(default_factory=list)


class ReviewValues(NamedTuple):
    rating: int
    text: str
    disclosure: str
    scenarios: list[str]


class ReviewView(NamedTuple):
    id: str
    author: AuthorView
    rating: int
    text: str
    pictures: list[str]
    at_ms: int
    disclosure: str
    helpful: int
    scenarios: tuple[str, ...] = ()


class Rating(msgspec.Struct, frozen=True):
    """`spread` counts reviews from five stars down to one."""

    average: float | None
    count: int
    spread: list[int]


def review_view(review: ReviewItem) -> ReviewView:
    return ReviewView(
        id=review.id,
        author=plain_author(review.author),
        rating=review.rating,
        text=review.text,
        pictures=[url for photo in review.photos if (url := file_url(photo.file_key))],
        at_ms=review.published_at_ms,
        disclosure=review.disclosure,
        helpful=review.helpful,
        scenarios=tuple(review.scenarios),
    )


def rating_of(summary: Summary) -> Rating:
    average = summary.average_hundredths / 100 if summary.reviews else None
    return Rating(average, summary.reviews, list(reversed(summary.by_rating)))


@get("/orders/{order_id:str}/review/{line_id:str}")
async def show_form(request: AppRequest, order_id: Id, line_id: Id) -> Answer:
    return await review_page(request, order_id, line_id)


async def review_page(request: AppRequest, order_id: str, line_id: str, refusal: Refusal | None = None) -> Answer:
    line = await request.read(line_to_review, request.actor, order_id, line_id, request.locale)
    typed = await request.typed()
    stars = typed.first("rating")
    context = {
        "order_id": order_id,
        "line": line,
        "values": ReviewValues(
            rating=int(stars) if stars in {"1", "2", "3", "4", "5"} else 0,
            text=typed.first("text")[:5_000],
            disclosure=typed.first("disclosure", "none")[:40],
            scenarios=typed.texts.get("scenarios", [])[:SCENARIOS_MAX],
        ),
        "scenarios": SCENARIOS,
        "scenarios_max": SCENARIOS_MAX,
        "max_pictures": PHOTOS_MAX,
        "share_percent": await request.read(reviewer_share),
    }
    if refusal is not None:
        field = {"photo_ids": "pictures"}.get(str(refusal.params.get("field")), refusal.params.get("field"))
        if field is not None:
            refusal.params["field"] = field
        return await request.again("mall/review.html", refusal, context)
    return await request.page("mall/review.html", context)


def reviewer_share(tx: ReadTx) -> float:
    """The reviewer's part of the price by the rules in force, 0 to 1."""
    rules = share_rules_at(tx, tx.now_ms)
    return sum((leg.basis_points or 0) for leg in rules.legs if leg.role == "reviewer") / 10_000 if rules else 0.0


def line_to_review(tx: ReadTx, actor: Actor, order_id: str, line_id: str, locale: str) -> LineView:
    order_for(tx, actor, order_id)
    return line_called(my_order(tx, actor, order_id, locale), line_id)


@post("/orders/{order_id:str}/review/{line_id:str}", request_max_body_size=REVIEW_BYTES_MAX)
async def publish(request: AppRequest, order_id: Id, line_id: Id) -> Answer:
    try:
        form = await request.form_as(Reviewing)
        uploads = (await request.typed()).files.get("pictures", [])
        if not 1 <= len(uploads) <= PHOTOS_MAX:
            raise Invalid("photos_needed", field="pictures", least=1, most=PHOTOS_MAX)
        line = await request.read(line_to_review, request.actor, order_id, line_id, request.locale)
        photos = [await keep_sized_picture(request.services.files, upload, field="pictures") for upload in uploads]
        await request.write(publish_with, line, form, photos)
    except Refusal as refusal:
        return await review_page(request, order_id, line_id, refusal)
    return request.go(f"/p/{line.product_id}#reviews", toast="review_published")


def publish_with(tx: WriteTx, actor: Actor, line: LineView, form: Reviewing, photos: list[KeptPicture]) -> str:
    """Keep the photos and publish, together or not at all. Returns the review's id."""
    photo_ids = tuple(keep_photo(tx, actor, file_key=p.key, width=p.width, height=p.height).id for p in photos)
    draft = ReviewDraft(
        product_id=line.product_id,
        rating=form.rating,
        text=form.text,
        photo_ids=photo_ids,
        disclosure=form.disclosure,
        line_id=line.id,
        scenarios=tuple(form.scenarios),
    )
    return publish_review(tx, actor, draft, key=f"line:{line.id}").id


router = Router("/", route_handlers=[show_form, publish], opt=needs(*SIGNED_IN))
