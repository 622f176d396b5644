"""Ideas for products: what others want, one's own, and what became of them."""

from typing import Annotated, NamedTuple

from litestar import Router, get, post
from litestar.params import QueryParameter

from livefair.catalog import product_cards
from livefair.community import IdeaDraft, publish_idea, support_idea, withdraw_idea, withdraw_support
from livefair.community.idea_queries import PAGE_MAX, ideas_by, ideas_of_person
from livefair.community.rules.ideas import TEXT_CHARS_MAX, TITLE_CHARS_MAX
from livefair.governance.idea_policy import IdeaKnobs, idea_policy
from livefair.kernel import Actor, ReadTx, Refusal
from livefair.kernel.ids import secret_token
from livefair.people.organisations import organisations
from livefair.web.access import SIGNED_IN, needs
from livefair.web.alike import ideas_like
from livefair.web.forms import Form, Key, Line, OptionalId, Paragraphs, Word
from livefair.web.idea_views import IdeaView, idea_page, idea_views
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

PAGE = 20
PAGES_MAX = 50
WHICH = ("wanted", "new", "made", "mine")

Which = Annotated[str, QueryParameter(pattern=r"^(wanted|new|made|mine)$", description="Which ideas")]
Page = Annotated[int, QueryParameter(ge=0, le=PAGES_MAX, description="Which page, from 0")]
Given = Annotated[str, QueryParameter(pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$", description="An id")]


class NewIdea(Form, frozen=True, kw_only=True):
    """`anyway`: what says the same has been offered already."""

    brand_id: OptionalId = ""
    product_id: OptionalId = ""
    title: Line
    text: Paragraphs
    key: Key
    anyway: Word = ""


class Listed(NamedTuple):
    ideas: list[IdeaView]
    brands: list[tuple[str, str]]
    knobs: IdeaKnobs
    which: str
    brand_id: str
    next_url: str | None


def listed(tx: ReadTx, actor: Actor, which: str, brand_id: str, page: int, locale: str) -> Listed:
    if which == "mine":
        found = ideas_of_person(tx, actor.id)
    else:
        found = ideas_by(tx, actor, which, brand_id=brand_id, skip=page * PAGE, most=PAGE)
    has_more = which != "mine" and len(found) == PAGE and page < PAGES_MAX
    return Listed(
        ideas=idea_views(tx, actor, found[:PAGE_MAX], locale),
        brands=brand_choices(tx),
        knobs=idea_policy(tx).knobs,
        which=which,
        brand_id=brand_id,
        next_url=f"/ideas?which={which}&brand={brand_id}&page={page + 1}" if has_more else None,
    )


def brand_choices(tx: ReadTx) -> list[tuple[str, str]]:
    return [(brand.id, brand.name) for brand in organisations(tx, "brand")]


@get("/ideas")
async def show_ideas(request: AppRequest, which: Which = "wanted", brand: Given = "", page: Page = 0) -> Answer:
    if which == "mine" and request.actor.is_guest:
        return request.go("/signin?next=/ideas?which=mine")
    found = await request.read(listed, request.actor, which, brand, page, request.locale)
    return await request.page("mall/ideas.html", found._asdict())


@get("/ideas/new", opt=needs(*SIGNED_IN))
async def show_form(request: AppRequest, brand: Given = "", product: Given = "") -> Answer:
    values = {"brand_id": brand, "product_id": product, "title": "", "text": "", "key": secret_token()}
    return await _form(request, values)


@post("/ideas", opt=needs(*SIGNED_IN))
async def publish(request: AppRequest) -> Answer:
    """What says the same is offered first; whoever means something else says so and goes on."""
    typed = await request.typed()
    values = {name: typed.first(name)[:5_000] for name in ("brand_id", "product_id", "title", "text", "key")}
    try:
        form = await request.form_as(NewIdea)
        brand_id = await request.read(brand_meant, form.brand_id, form.product_id)
        same = [] if form.anyway else await ideas_like(request, brand_id, f"{form.title} {form.text}")
        if same:
            offered = await request.read(idea_views, request.actor, same, request.locale)
            return await request.page("mall/ideas_like.html", {"ideas": offered, "values": values})
        draft = IdeaDraft(brand_id, form.title, form.text, form.product_id or None)
        idea_id = await request.write(publish_idea, draft, key=form.key)
    except Refusal as refusal:
        return await _form(request, values, refusal)
    return request.go(f"/ideas/{idea_id}", toast="idea_published")


def brand_meant(tx: ReadTx, brand_id: str, product_id: str) -> str:
    """The brand of the product that is to become better, or the one that was chosen."""
    card = product_cards(tx, [product_id]).get(product_id) if product_id else None
    return card.brand_id if card else brand_id


@get("/ideas/{idea_id:str}")
async def show_idea(request: AppRequest, idea_id: Id) -> Answer:
    page = await request.read(idea_page, request.actor, idea_id, request.locale)
    return await request.page("mall/idea.html", page)


@post("/ideas/{idea_id:str}/support", opt=needs(*SIGNED_IN))
async def support(request: AppRequest, idea_id: Id) -> Answer:
    await request.write(support_idea, idea_id)
    return await _supported(request, idea_id)


@post("/ideas/{idea_id:str}/unsupport", opt=needs(*SIGNED_IN))
async def unsupport(request: AppRequest, idea_id: Id) -> Answer:
    await request.write(withdraw_support, idea_id)
    return await _supported(request, idea_id)


@post("/ideas/{idea_id:str}/withdraw", opt=needs(*SIGNED_IN))
async def withdraw(request: AppRequest, idea_id: Id) -> Answer:
    await request.write(withdraw_idea, idea_id)
    return request.go("/ideas?which=mine", toast="saved")


async def _supported(request: AppRequest, idea_id: str) -> Answer:
    if request.is_fragment:
        page = await request.read(idea_page, request.actor, idea_id, request.locale)
        return await request.page("mall/_support.html", page)
    return request.back(otherwise=f"/ideas/{idea_id}")


async def _form(request: AppRequest, values: dict[str, str], refusal: Refusal | None = None) -> Answer:
    context = {
        "values": values,
        "brands": await request.read(brand_choices),
        "product": await request.read(product_title, values["product_id"], request.locale),
        "knobs": (await request.read(idea_policy)).knobs,
        "title_chars": TITLE_CHARS_MAX,
        "text_chars": TEXT_CHARS_MAX,
    }
    if refusal is not None:
        field = str(refusal.params.get("field", "form"))
        refusal.params["field"] = {"brand": "brand_id", "product_id": "form", "key": "form"}.get(field, field)
        return await request.again("mall/idea_new.html", refusal, context)
    return await request.page("mall/idea_new.html", context)


def product_title(tx: ReadTx, product_id: str, locale: str) -> str:
    card = product_cards(tx, [product_id]).get(product_id) if product_id else None
    return "" if card is None else card.title_zh if locale == "zh" else card.title_en


router = Router("/", route_handlers=[show_ideas, show_form, publish, show_idea, support, unsupport, withdraw])
