"""A product: as a sheet over the video, or as a page with everything said about it."""

from typing import NamedTuple

import msgspec
from litestar import Response, Router, get
from litestar.enums import MediaType

from livefair.catalog.queries import brand_of_product
from livefair.community import OpeningLine, journal_openings, summary_of
from livefair.community.idea_queries import ideas_in_product
from livefair.community.queries import reviews_of_product
from livefair.kernel import Actor, ReadTx, WriteTx
from livefair.live.answer_cards import AnswerCard, answer_cards
from livefair.live.pins import current_pin
from livefair.live.queries import rooms_on_air
from livefair.live.rooms import room_called
from livefair.people import PersonCard, person_cards
from livefair.shop.price_proof import price_proof
from livefair.web.csrf import GUEST_COOKIE
from livefair.web.goods import ProductView, product_view
from livefair.web.idea_views import IdeaView, idea_views
from livefair.web.licence_views import AdView, ad_of
from livefair.web.mall.clips import ExplanationView, explanation_views
from livefair.web.mall.marking_up import product_json
from livefair.web.mall.reviews import Rating, ReviewView, rating_of, review_view
from livefair.web.mall.sources import Met, met_in, source_of
from livefair.web.mall.watching import guest_mark
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.room_desk import RoomDesk
from livefair.web.story_views import StoryView, stories_with
from livefair.web.visitors import viewer_name

REVIEWS_SHOWN = 20
REVIEWS_IN_SHEET = 3


class RoomLink(NamedTuple):
    id: str
    title: str


class AskedView(NamedTuple):
    id: str
    text: str
    name: str
    answer: str | None
    room_title: str
    help_text: str = ""
    helper_id: str = ""
    helper: str = ""
    href: str = ""
    at_s: float = 0


class Said(NamedTuple):
    rating: Rating
    reviews: list[ReviewView]


class ProductPage(NamedTuple):
    product: ProductView
    reviews: list[ReviewView]
    rating: Rating
    questions: list[AskedView]
    rooms: list[RoomLink]
    explanations: list[ExplanationView]
    from_ideas: list[IdeaView]
    ad: AdView | None
    stories: list[StoryView]


def product_page(tx: ReadTx, actor: Actor, product_id: str, met: Met, locale: str) -> ProductPage:
    product = _product(tx, actor, product_id, met, locale)
    reviews = reviews_of_product(tx, actor, product_id, most=REVIEWS_SHOWN)
    asked = answer_cards(tx, product_id)
    helpers = {card.help.author_id for card in asked if card.help}
    names = person_cards(tx, sorted({card.question.asker_id for card in asked} | helpers))
    return ProductPage(
        product=product,
        reviews=[review_view(review) for review in reviews],
        rating=rating_of(summary_of(tx, product_id)),
        questions=[_asked(tx, card, names) for card in asked],
        rooms=[
            RoomLink(room.room_id, room.title)
            for room in rooms_on_air(tx, actor)
            if (pin := current_pin(tx, room.show_id)) is not None and pin.product_id == product_id
        ],
        explanations=explanation_views(tx, product_id),
        from_ideas=ideas_of(tx, actor, product_id, locale),
        ad=ad_of(tx, actor, product_id),
        stories=stories_with(tx, brand_of_product(tx, product_id), locale),
    )


def ideas_of(tx: ReadTx, actor: Actor, product_id: str, locale: str) -> list[IdeaView]:
    """Those that the product was made of."""
    found = ideas_in_product(tx, product_id)
    return idea_views(tx, actor, found, locale) if found else []


def _asked(tx: ReadTx, card: AnswerCard, names: dict[str, PersonCard]) -> AskedView:
    question, at_s = card.question, (card.at_ms or 0) / 1000
    href = f"/live/{question.room_id}/replay?show={question.show_id}&at={int(at_s)}" if card.at_ms is not None else ""
    return AskedView(
        id=question.id,
        text=question.text,
        name=names[question.asker_id].name,
        answer=question.answer,
        room_title=room_called(tx, question.room_id).title,
        help_text=card.help.text if card.help else "",
        helper_id=card.help.author_id if card.help else "",
        helper=names[card.help.author_id].name if card.help else "",
        href=href,
        at_s=at_s,
    )


@get("/p/{product_id:str}")
async def show_product(request: AppRequest, product_id: Id) -> Answer:
    met = met_in(dict(request.query_params.items()))
    if met.room_id:
        desk: RoomDesk = request.app.state.rooms
        viewer = viewer_name(request.actor, request.cookies.get(GUEST_COOKIE))
        await desk.click(viewer, met.room_id, product_id)
    if met.review_id:
        await request.write(note_opening, met.review_id, guest_mark(request))
    if request.is_fragment:
        product, explanations = await request.read(product_sheet, request.actor, product_id, met, request.locale)
        said = await request.read(said_of, request.actor, product_id)
        context = {**sheet_context(product, met), "explanations": explanations, "said": said}
        return await request.page("mall/_product.html", context)
    page = await request.read(product_page, request.actor, product_id, met, request.locale)
    marked_up = product_json(page.product, page.rating, request.services.settings.address)
    context = {**page._asdict(), **sheet_context(page.product, met), "marked_up": marked_up}
    return await request.page("mall/product.html", context)


@get("/p/{product_id:str}/prices.json")
async def show_prices(request: AppRequest, product_id: Id) -> Answer:
    """Every price that was asked and every flash sale, for anybody's program; docs/prices.md says how to read it."""
    proof = await request.read(price_proof, request.actor, product_id)
    return Response(msgspec.json.encode(proof), media_type=MediaType.JSON)


def product_sheet(
    tx: ReadTx, actor: Actor, product_id: str, met: Met, locale: str
) -> tuple[ProductView, list[ExplanationView]]:
    return _product(tx, actor, product_id, met, locale), explanation_views(tx, product_id)


def _product(tx: ReadTx, actor: Actor, product_id: str, met: Met, locale: str) -> ProductView:
    """At the price that it has where the buyer has met it."""
    source = source_of(tx, actor, met, product_id).credited_to(actor.id)
    return product_view(tx, actor, product_id, locale, room_id=met.room_id, host_id=source.host_id)


def said_of(tx: ReadTx, actor: Actor, product_id: str) -> Said:
    """What buyers say of it, in short, for the sheet over the video."""
    reviews = reviews_of_product(tx, actor, product_id, most=REVIEWS_IN_SHEET)
    return Said(rating_of(summary_of(tx, product_id)), [review_view(review) for review in reviews])


def note_opening(tx: WriteTx, actor: Actor, review_id: str, guest: str) -> None:
    """Somebody came by a review: a signal for those who measure what reviews bring about."""
    person_id = None if actor.is_guest else actor.id
    journal_openings(tx, actor, [OpeningLine(review_id, person_id, guest, tx.now_ms)])


def sheet_context(product: ProductView, met: Met) -> dict[str, object]:
    return {
        "product": product,
        "history": product.history,
        "source": met,
        "chosen_id": product.chosen_id,
        "is_wished": product.is_wished,
    }


router = Router("/", route_handlers=[show_product, show_prices])
