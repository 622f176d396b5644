"""A brand's products: words, variants, prices, pictures, facts, 3D model."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair import catalog, supply
from livefair.catalog.facts import confirm_fact
from livefair.catalog.queries import ProductCard, pictures_of, products_of_brand, skus_of_all
from livefair.catalog.returns import return_class_at, set_return_class
from livefair.catalog.rules.scenarios import OF_PRODUCT_MAX, SCENARIOS
from livefair.catalog.scenarios import scenarios_of, set_scenarios
from livefair.community import summary_of
from livefair.kernel import Actor, Invalid, Money, ReadTx, Refusal, WriteTx
from livefair.shop.queries import sold_of_products
from livefair.web.desk.overview import brand_of
from livefair.web.desk.variety import variety
from livefair.web.forms import Form, Line, OptionalId, Paragraphs, Word, minor_of
from livefair.web.goods import FactView, SkuView, fact_views, sku_views
from livefair.web.paths import Id
from livefair.web.processing import MODEL_BYTES_MAX, PICTURE_BYTES_MAX, keep_model, keep_picture
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url

MULTIPART_BYTES = 1 << 20
COMMISSION_BP = 2_000
Words = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
Amount = Annotated[str, msgspec.Meta(max_length=20)]


class Describing(Form, frozen=True, kw_only=True):
    """One language is enough: what is blank in one shows the words of the other."""

    title_zh: Words = ""
    title_en: Words = ""
    summary_zh: Paragraphs = ""
    summary_en: Paragraphs = ""


class NewProduct(Describing, frozen=True, kw_only=True):
    """`commission_bp`: what a host gets of the price, in basis points."""

    category: Word = "other"
    sku_name_zh: Words = ""
    sku_name_en: Words = ""
    price: Amount
    stock: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    commission_bp: Annotated[int, msgspec.Meta(ge=0, le=8_000)] = COMMISSION_BP


class NewSku(Form, frozen=True, kw_only=True):
    sku_name_zh: Words = ""
    sku_name_en: Words = ""
    price: Amount


class NewPrice(Form, frozen=True, kw_only=True):
    price: Amount


class NewFact(Form, frozen=True, kw_only=True):
    fact_name_zh: Words = ""
    fact_name_en: Words = ""
    fact_value_zh: Words = ""
    fact_value_en: Words = ""
    fact_source: Line
    fact_url: Annotated[str, msgspec.Meta(max_length=500)] = ""
    corrects: OptionalId = ""


class MadeFor(Form, frozen=True, kw_only=True):
    scenarios: Annotated[list[Word], msgspec.Meta(max_length=OF_PRODUCT_MAX)] = msgspec.field(default_factory=list)


class Classifying(Form, frozen=True, kw_only=True):
    return_class: Word


class PictureView(NamedTuple):
    url: str


class ProductView(NamedTuple):
    id: str
    state: str
    pictures: list[PictureView]
    skus: list[SkuView]
    facts: list[FactView]
    model_url: str | None
    return_class: str


class ProductValues(NamedTuple):
    """What stands in the form. The English is blank where it only repeats the Chinese."""

    title_zh: str = ""
    title_en: str = ""
    summary_zh: str = ""
    summary_en: str = ""
    price: str = ""
    sku_name_zh: str = ""
    sku_name_en: str = ""
    stock: str = ""
    category: str = "other"


class ProductRow(NamedTuple):
    id: str
    title: str
    state: str
    picture_url: str | None
    price: Money
    left: int
    sold: int
    reviews: int


def product_rows(tx: ReadTx, actor: Actor, locale: str) -> list[ProductRow]:
    cards = products_of_brand(tx, brand_of(actor))
    ids = [card.id for card in cards]
    skus, sold = skus_of_all(tx, ids), sold_of_products(tx, ids)
    levels = supply.levels(tx, [sku.id for each in skus.values() for sku in each])
    left = {product_id: sum(levels[sku.id].sellable for sku in each) for product_id, each in skus.items()}
    return [_row(tx, card, locale, left=left[card.id], sold=sold.get(card.id, 0)) for card in cards]


def _row(tx: ReadTx, card: ProductCard, locale: str, *, left: int, sold: int) -> ProductRow:
    return ProductRow(
        id=card.id,
        title=card.title(locale),
        state=state_of(card),
        picture_url=file_url(card.picture_key),
        price=card.price or Money(0),
        left=left,
        sold=sold,
        reviews=summary_of(tx, card.id).reviews,
    )


def own_product(tx: ReadTx, actor: Actor, product_id: str, locale: str) -> tuple[ProductView, ProductValues]:
    product = catalog.own_product_for(tx, actor, product_id)
    view = ProductView(
        id=product.id,
        state=state_of(product),
        pictures=[PictureView(f"/files/{key}") for key in pictures_of(tx, product_id)],
        skus=sku_views(tx, product_id, locale),
        facts=fact_views(tx, product_id, locale),
        model_url=file_url(product.model_key),
        return_class=return_class_at(tx, product_id, tx.now_ms),
    )
    return view, ProductValues(
        title_zh=product.title_zh,
        title_en=own_words(product.title_en, product.title_zh),
        summary_zh=product.about_zh,
        summary_en=own_words(product.about_en, product.about_zh),
    )


def state_of(product: catalog.Product | ProductCard) -> str:
    """As its brand sees it: listed, withdrawn, removed by moderators, or held back for want of a permit."""
    if product.hidden_case_id:
        return "removed"
    return "held" if product.permit_missing_at_ms and product.state == "listed" else product.state


def own_words(text: str, other: str) -> str:
    return "" if text == other else text


def in_both(zh: str, en: str) -> tuple[str, str]:
    """What is blank in one language stands in the words of the other."""
    return zh if zh.strip() else en, en if en.strip() else zh


@get("/products")
async def show_products(request: AppRequest) -> Answer:
    rows = await request.read(product_rows, request.actor, request.locale)
    return await request.page("desk/products.html", {"products": rows})


@get("/products/new")
async def show_new(request: AppRequest) -> Answer:
    return await request.page("desk/product.html", {"product": None, "values": ProductValues()})


@get("/products/{product_id:str}")
async def show_product(request: AppRequest, product_id: Id) -> Answer:
    return await product_page(request, product_id)


async def product_page(request: AppRequest, product_id: str, refusal: Refusal | None = None) -> Answer:
    product, values = await request.read(own_product, request.actor, product_id, request.locale)
    varied = await request.read(variety, request.actor, product_id, request.locale)
    context = {
        "product": product,
        "values": values,
        "variety": varied,
        "chosen": await request.read(scenarios_of, product_id),
        "scenarios": SCENARIOS,
        "scenarios_max": OF_PRODUCT_MAX,
    }
    if refusal is not None:
        return await request.again("desk/product.html", refusal, context)
    return await request.page("desk/product.html", context)


@post("/products")
async def create(request: AppRequest) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(NewProduct)
        product_id = await request.write(create_whole, form, Money(minor_of(form.price, "price")))
    except Refusal as refusal:
        values = ProductValues(*(typed.first(field)[:1_000] for field in ProductValues._fields))
        return await request.again("desk/product.html", _as_shown(refusal), {"product": None, "values": values})
    return request.go(f"/desk/products/{product_id}", toast="saved")


def create_whole(tx: WriteTx, actor: Actor, form: NewProduct, price: Money) -> str:
    """A product that can be bought: with its first SKU, stock and commission. Returns its id."""
    product_id = catalog.create_product(tx, actor, words_of(form, form.category))
    name_zh, name_en = in_both(form.sku_name_zh, form.sku_name_en)
    sku_id = catalog.add_sku(tx, actor, product_id, name_zh=name_zh, name_en=name_en, price=price)
    if form.stock:
        supply.receive(tx, actor, sku_id, quantity=form.stock, key=f"first:{sku_id}")
    supply.set_commission(tx, actor, product_id, form.commission_bp)
    return product_id


def words_of(form: Describing, category: str = "other") -> catalog.Words:
    titles, summaries = in_both(form.title_zh, form.title_en), in_both(form.summary_zh, form.summary_en)
    return catalog.Words(*titles, *summaries, category)


def _as_shown(refusal: Refusal) -> Refusal:
    """The refusal beside the form's own field."""
    shown = {
        "about_zh": "summary_zh",
        "about_en": "summary_en",
        "name_zh": "sku_name_zh",
        "name_en": "sku_name_en",
    }
    field = refusal.params.get("field")
    if field in shown:
        refusal.params["field"] = shown[str(field)]
    return refusal


@post("/products/{product_id:str}")
async def save(request: AppRequest, product_id: Id) -> Answer:
    try:
        form = await request.form_as(Describing)
        await request.write(reword, product_id, form)
    except Refusal as refusal:
        return await _again(request, product_id, refusal)
    return request.go(f"/desk/products/{product_id}", toast="saved")


def reword(tx: WriteTx, actor: Actor, product_id: str, form: Describing) -> None:
    category = catalog.own_product_for(tx, actor, product_id).category
    catalog.edit_product(tx, actor, product_id, words_of(form, category))


def _of_fact(refusal: Refusal) -> Refusal:
    """The refusal beside the fact's own field, for products have names too."""
    field = str(refusal.params.get("field", ""))
    if field.startswith(("name_", "value_")):
        refusal.params["field"] = f"fact_{field}"
    return refusal


async def _again(request: AppRequest, product_id: str, refusal: Refusal) -> Answer:
    if refusal.status == 404:
        raise refusal
    return await product_page(request, product_id, _as_shown(refusal))


@post("/products/{product_id:str}/withdraw")
async def withdraw(request: AppRequest, product_id: Id) -> Answer:
    await request.write(catalog.withdraw_product, product_id)
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/skus")
async def add_sku(request: AppRequest, product_id: Id) -> Answer:
    try:
        form = await request.form_as(NewSku)
        price = Money(minor_of(form.price, "price"))
        name_zh, name_en = in_both(form.sku_name_zh, form.sku_name_en)
        await request.write(catalog.add_sku, product_id, name_zh=name_zh, name_en=name_en, price=price)
    except Refusal as refusal:
        return await _again(request, product_id, refusal)
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/skus/{sku_id:str}/price")
async def change_price(request: AppRequest, sku_id: Id) -> Answer:
    form = await request.form_as(NewPrice)
    await request.write(catalog.set_price, sku_id, Money(minor_of(form.price, "price")))
    return request.back(otherwise="/desk/products", toast="saved")


@post("/products/{product_id:str}/facts")
async def state_fact(request: AppRequest, product_id: Id) -> Answer:
    try:
        form = await request.form_as(NewFact)
        source = form.fact_url if form.fact_url.startswith("https://") else form.fact_source
        names, values = in_both(form.fact_name_zh, form.fact_name_en), in_both(form.fact_value_zh, form.fact_value_en)
        statement = catalog.Statement(*names, *values, source)
        await request.write(catalog.state_fact, product_id, statement, corrects=form.corrects or None)
    except Refusal as refusal:
        return await _again(request, product_id, _of_fact(refusal))
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/facts/{fact_id:str}/confirm")
async def confirm(request: AppRequest, product_id: Id, fact_id: Id) -> Answer:
    await request.write(confirm_fact, product_id, fact_id)
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/scenarios")
async def say_what_for(request: AppRequest, product_id: Id) -> Answer:
    try:
        form = await request.form_as(MadeFor)
        await request.write(set_scenarios, product_id, tuple(form.scenarios))
    except Refusal as refusal:
        return await _again(request, product_id, refusal)
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/return-class")
async def classify(request: AppRequest, product_id: Id) -> Answer:
    try:
        form = await request.form_as(Classifying)
        await request.write(set_return_class, product_id, form.return_class)
    except Refusal as refusal:
        return await _again(request, product_id, refusal)
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/pictures", request_max_body_size=PICTURE_BYTES_MAX + MULTIPART_BYTES)
async def add_picture(request: AppRequest, product_id: Id) -> Answer:
    try:
        await request.read(catalog.own_product_for, request.actor, product_id)
        upload = (await request.typed()).file("picture")
        if upload is None:
            raise Invalid("choose_a_file", field="picture")
        key = await keep_picture(request.services.files, upload, field="picture")
        await request.write(catalog.add_picture, product_id, key)
    except Refusal as refusal:
        return await _again(request, product_id, refusal)
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/model", request_max_body_size=MODEL_BYTES_MAX + MULTIPART_BYTES)
async def set_model(request: AppRequest, product_id: Id) -> Answer:
    try:
        await request.read(catalog.own_product_for, request.actor, product_id)
        upload = (await request.typed()).file("model")
        if upload is None:
            raise Invalid("choose_a_file", field="model")
        key = await keep_model(request.services.files, upload, field="model")
        await request.write(catalog.set_model, product_id, key)
    except Refusal as refusal:
        return await _again(request, product_id, refusal)
    return request.go(f"/desk/products/{product_id}", toast="saved")


router = Router(
    "/",
    route_handlers=[
        show_products,
        show_new,
        show_product,
        create,
        save,
        withdraw,
        add_sku,
        change_price,
        state_fact,
        confirm,
        say_what_for,
        classify,
        add_picture,
        set_model,
    ],
)
