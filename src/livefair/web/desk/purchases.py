"""From what runs out to what comes in: suppliers, purchase orders, deliveries as they were found."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair import supply
from livefair.catalog import product_cards
from livefair.catalog.queries import skus_named
from livefair.kernel import DAY_MS, Actor, Money, ReadTx, Refusal, WriteTx
from livefair.kernel.ids import secret_token
from livefair.shop.queries import sold_since
from livefair.supply.purchasing import (
    Arrival,
    Supplier,
    add_supplier,
    cancel_purchase,
    close_purchase,
    draft_purchase,
    lines_of,
    on_order,
    purchase_for,
    purchases_of,
    receipts_of,
    send_purchase,
    suppliers_of,
    take_in,
)
from livefair.supply.rules.purchasing import worth_ordering
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Line, minor_of
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

WEEK_MS = 7 * DAY_MS
Pieces = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Ordering(Form, frozen=True, kw_only=True):
    """`pieces` 0: as many as last week's sales say."""

    sku_id: FormId
    pieces: Pieces = 0
    unit: Annotated[str, msgspec.Meta(max_length=20)] = ""


class Sending(Form, frozen=True, kw_only=True):
    supplier_id: FormId


class TakingIn(Form, frozen=True, kw_only=True):
    sku_id: FormId
    good: Pieces = 0
    damaged: Pieces = 0
    note: Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")] = ""
    key: Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[A-Za-z0-9_-]*$")] = ""


class NewSupplier(Form, frozen=True, kw_only=True):
    name: Line
    contact: Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")] = ""
    lead_days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 7


class PurchaseRow(NamedTuple):
    id: str
    state: str
    supplier: str
    ordered: int
    received: int
    made_at_ms: int
    due_at_ms: int | None


class LineView(NamedTuple):
    sku_id: str
    title: str
    ordered: int
    good: int
    damaged: int
    missing: int
    unit: Money


class ReceiptView(NamedTuple):
    title: str
    good: int
    damaged: int
    note: str
    at_ms: int


class PurchaseView(NamedTuple):
    id: str
    state: str
    supplier: str
    made_at_ms: int
    due_at_ms: int | None
    lines: list[LineView]
    total: Money
    receipts: list[ReceiptView]
    suppliers: list[Supplier]
    key: str


def draft_by_form(tx: WriteTx, actor: Actor, form: Ordering) -> str:
    pieces = form.pieces or _worth_ordering(tx, actor, form.sku_id)
    unit_minor = minor_of(form.unit, "unit") if form.unit.strip() else 0
    return draft_purchase(tx, actor, form.sku_id, pieces=pieces, unit_minor=unit_minor)


def _worth_ordering(tx: ReadTx, actor: Actor, sku_id: str) -> int:
    sold = sold_since(tx, brand_of(actor), tx.now_ms - WEEK_MS).get(sku_id, 0)
    coming = on_order(tx, [sku_id]).get(sku_id, 0)
    return worth_ordering(sold_7d=sold, sellable=supply.level(tx, sku_id).sellable, on_order=coming)


def purchase_rows(tx: ReadTx, actor: Actor) -> tuple[list[PurchaseRow], list[Supplier]]:
    brand_id = brand_of(actor)
    found, suppliers = purchases_of(tx, brand_id), suppliers_of(tx, brand_id)
    names = {supplier.id: supplier.name for supplier in suppliers}
    lines = lines_of(tx, [one.id for one in found])
    rows = [
        PurchaseRow(
            one.id,
            one.state,
            names.get(one.supplier_id or "", ""),
            sum(line.ordered for line in lines[one.id]),
            sum(line.good for line in lines[one.id]),
            one.made_at_ms,
            one.due_at_ms,
        )
        for one in found
    ]
    return rows, suppliers


def purchase_view(tx: ReadTx, actor: Actor, purchase_id: str, locale: str) -> PurchaseView:
    purchase = purchase_for(tx, actor, purchase_id)
    suppliers = suppliers_of(tx, purchase.brand_id)
    lines = lines_of(tx, [purchase_id])[purchase_id]
    titles = sku_titles(tx, [line.sku_id for line in lines], locale)
    return PurchaseView(
        id=purchase_id,
        state=purchase.state,
        supplier=next((one.name for one in suppliers if one.id == purchase.supplier_id), ""),
        made_at_ms=purchase.made_at_ms,
        due_at_ms=purchase.due_at_ms,
        lines=[
            LineView(
                line.sku_id,
                titles[line.sku_id],
                line.ordered,
                line.good,
                line.damaged,
                line.missing,
                Money(line.unit_minor),
            )
            for line in lines
        ],
        total=Money(sum(line.unit_minor * line.ordered for line in lines)),
        receipts=[
            ReceiptView(titles[one.sku_id], one.good, one.damaged, one.note, one.at_ms)
            for one in receipts_of(tx, purchase_id)
        ],
        suppliers=suppliers,
        key=secret_token()[:20],
    )


def sku_titles(tx: ReadTx, sku_ids: list[str], locale: str) -> dict[str, str]:
    skus = skus_named(tx, sku_ids)
    cards = product_cards(tx, sorted({sku.product_id for sku in skus.values()}))
    return {sku.id: f"{cards[sku.product_id].title(locale)} · {sku.name(locale)}" for sku in skus.values()}


@get("/purchases")
async def show_purchases(request: AppRequest) -> Answer:
    return await purchases_page(request)


async def purchases_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    rows, suppliers = await request.read(purchase_rows, request.actor)
    context = {"purchases": rows, "suppliers": suppliers}
    if refusal is not None:
        return await request.again("desk/purchases.html", refusal, context)
    return await request.page("desk/purchases.html", context)


@post("/purchases")
async def order(request: AppRequest) -> Answer:
    purchase_id = await request.write(draft_by_form, await request.form_as(Ordering))
    return request.go(f"/desk/purchases/{purchase_id}")


@post("/suppliers")
async def make_supplier(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewSupplier)
        await request.write(add_supplier, name=form.name, contact=form.contact, lead_days=form.lead_days)
    except Refusal as refusal:
        return await purchases_page(request, refusal)
    return request.back(otherwise="/desk/purchases", toast="saved")


@get("/purchases/{purchase_id:str}")
async def show_purchase(request: AppRequest, purchase_id: Id) -> Answer:
    return await purchase_page(request, purchase_id)


async def purchase_page(request: AppRequest, purchase_id: str, refusal: Refusal | None = None) -> Answer:
    view = await request.read(purchase_view, request.actor, purchase_id, request.locale)
    if refusal is not None:
        return await request.again("desk/purchase.html", refusal, {"purchase": view})
    return await request.page("desk/purchase.html", {"purchase": view})


@post("/purchases/{purchase_id:str}/send")
async def send(request: AppRequest, purchase_id: Id) -> Answer:
    form = await request.form_as(Sending)
    await request.write(send_purchase, purchase_id, form.supplier_id)
    return request.go(f"/desk/purchases/{purchase_id}", toast="purchase_sent")


@post("/purchases/{purchase_id:str}/cancel")
async def cancel(request: AppRequest, purchase_id: Id) -> Answer:
    await request.write(cancel_purchase, purchase_id)
    return request.go("/desk/purchases", toast="saved")


@post("/purchases/{purchase_id:str}/receive")
async def receive(request: AppRequest, purchase_id: Id) -> Answer:
    try:
        form = await request.form_as(TakingIn)
        arrival = Arrival(form.sku_id, form.good, form.damaged, form.key or secret_token()[:20], form.note)
        await request.write(take_in, purchase_id, arrival)
    except Refusal as refusal:
        return await purchase_page(request, purchase_id, refusal)
    return request.go(f"/desk/purchases/{purchase_id}", toast="saved")


@post("/purchases/{purchase_id:str}/close")
async def close(request: AppRequest, purchase_id: Id) -> Answer:
    await request.write(close_purchase, purchase_id)
    return request.go(f"/desk/purchases/{purchase_id}", toast="saved")


router = Router(
    "/",
    route_handlers=[show_purchases, order, make_supplier, show_purchase, send, cancel, receive, close],
)
