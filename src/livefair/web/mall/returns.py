"""Sending things back: the form with its proof, the way back, and what became cheaper."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post

from livefair.catalog.returns import return_class_at
from livefair.kernel import Actor, Invalid, ReadTx, Refusal, WriteTx
from livefair.shop import Claim, ask_refund, order_for
from livefair.shop.evidence import keep_evidence
from livefair.shop.price_protection import claim_price_difference
from livefair.shop.returning import Way, send_back
from livefair.shop.rules import ARRIVES_WITHIN_MS
from livefair.shop.rules.returns import PHOTOS_MAX, REASONS
from livefair.web.access import REMOVED_TOO, SIGNED_IN, needs
from livefair.web.forms import Count, Form, Line, Word
from livefair.web.mall.orders import line_called, my_order, order_page
from livefair.web.paths import Id
from livefair.web.processing import PICTURE_BYTES_MAX, keep_picture
from livefair.web.requests import Answer, AppRequest
from livefair.web.typed import FORM_BYTES_MAX

Note = Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")]
UNTYPED = {"reason": "", "wants": "refund", "unopened": "", "note": ""}
RETURN_BYTES_MAX = PHOTOS_MAX * PICTURE_BYTES_MAX + FORM_BYTES_MAX


class Return(Form, frozen=True, kw_only=True):
    reason: Word
    note: Note = ""
    quantity: Count | None = None
    wants: Literal["refund", "exchange"] = "refund"
    unopened: Literal["yes", ""] = ""


class Sending(Form, frozen=True, kw_only=True):
    carrier: Line
    number: Line


@get("/orders/{order_id:str}/return/{line_id:str}")
async def show_return(request: AppRequest, order_id: Id, line_id: Id) -> Answer:
    return await return_page(request, order_id, line_id)


async def return_page(request: AppRequest, order_id: str, line_id: str, refusal: Refusal | None = None) -> Answer:
    order = await request.read(order_for, request.actor, order_id)
    view = await request.read(my_order, request.actor, order_id, request.locale)
    line = line_called(view, line_id)
    context: dict[str, object] = {
        "order_id": order_id,
        "line": line,
        "until_ms": order.returnable_until_ms or request.services.db.clock() + ARRIVES_WITHIN_MS,
        "reasons": REASONS,
        "photos_max": PHOTOS_MAX,
        "values": dict(UNTYPED),
        "return_class": await request.read(class_of, line.product_id, order.placed_at_ms),
    }
    if refusal is not None:
        typed = await request.typed()
        context["values"] = {name: typed.first(name)[:500] for name in UNTYPED}
        return await request.again("mall/return.html", refusal, context)
    return await request.page("mall/return.html", context)


def class_of(tx: ReadTx, product_id: str, placed_at_ms: int) -> str:
    return return_class_at(tx, product_id, placed_at_ms)


@post("/orders/{order_id:str}/return/{line_id:str}", opt=REMOVED_TOO, request_max_body_size=RETURN_BYTES_MAX)
async def ask_return(request: AppRequest, order_id: Id, line_id: Id) -> Answer:
    try:
        form = await request.form_as(Return)
        uploads = [each for each in (await request.typed()).files.get("photos", []) if each.size]
        if len(uploads) > PHOTOS_MAX:
            raise Invalid("too_many_files", field="photos", limit=PHOTOS_MAX)
        await request.read(order_for, request.actor, order_id)
        keys = [await keep_picture(request.services.files, upload, field="photos") for upload in uploads]
        await request.write(ask_with, order_id, line_id, form, keys)
    except Refusal as refusal:
        return await return_page(request, order_id, line_id, refusal)
    return request.go(f"/orders/{order_id}", toast="return_asked")


def ask_with(tx: WriteTx, actor: Actor, order_id: str, line_id: str, form: Return, keys: list[str]) -> str:
    """Keep the photos and ask, together or not at all."""
    photos = tuple(keep_evidence(tx, actor, file_key=key) for key in keys)
    pieces = {line_id: form.quantity} if form.quantity else {}
    claim = Claim([line_id], form.reason, form.note, pieces, form.wants, photos, form.unopened == "yes")
    return ask_refund(tx, actor, order_id, claim, key=f"return:{line_id}:{tx.now_ms}")


@post("/orders/{order_id:str}/returns/{refund_id:str}/sent", opt=REMOVED_TOO)
async def sent(request: AppRequest, order_id: Id, refund_id: Id) -> Answer:
    try:
        form = await request.form_as(Sending)
        state = await request.write(send_back, refund_id, Way(form.carrier, form.number))
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await order_page(request, order_id, refusal)
    return request.go(f"/orders/{order_id}", toast="return_paid" if state == "granted" else "return_sent")


@post("/orders/{order_id:str}/lines/{line_id:str}/price")
async def claim_difference(request: AppRequest, order_id: Id, line_id: Id) -> Answer:
    try:
        await request.write(claim_price_difference, order_id, line_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await order_page(request, order_id, refusal)
    return request.go(f"/orders/{order_id}", toast="difference_back")


router = Router("/", route_handlers=[show_return, ask_return, sent, claim_difference], opt=needs(*SIGNED_IN))
