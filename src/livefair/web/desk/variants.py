"""A product's options, the variants they make, and bundles of variants."""

import re
from typing import Annotated

import msgspec
from litestar import Router, post

from livefair import catalog
from livefair.catalog.bundles import Called, make_bundle
from livefair.catalog.queries import skus_named
from livefair.catalog.rules.variants import VALUES_MAX, Named, OptionDraft
from livefair.catalog.variants import lay_out, show_value_by
from livefair.kernel import Invalid, Money, Refusal, not_found
from livefair.web.desk.products import Amount, Words, in_both, product_page
from livefair.web.forms import Form, OptionalId, minor_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

Listed = Annotated[str, msgspec.Meta(max_length=1_500, pattern=r"^[^\x00]*$")]
Pieces = Annotated[int, msgspec.Meta(ge=1, le=99)]
SEPARATORS = re.compile(r"[,，、;；\n]")


class LayingOut(Form, frozen=True, kw_only=True):
    """Up to two options; the values of each in a row, in both languages in the same order."""

    option_zh: Words = ""
    option_en: Words = ""
    values_zh: Listed = ""
    values_en: Listed = ""
    second_zh: Words = ""
    second_en: Words = ""
    second_values_zh: Listed = ""
    second_values_en: Listed = ""
    variant_price: Amount


class Picturing(Form, frozen=True, kw_only=True):
    picture: Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[A-Za-z0-9/._-]*$")] = ""


class Bundling(Form, frozen=True, kw_only=True):
    bundle_name_zh: Words = ""
    bundle_name_en: Words = ""
    bundle_price: Amount
    part_1: OptionalId = ""
    pieces_1: Pieces = 1
    part_2: OptionalId = ""
    pieces_2: Pieces = 1
    part_3: OptionalId = ""
    pieces_3: Pieces = 1


def drafts_of(form: LayingOut) -> list[OptionDraft]:
    """Invalid: values_unpaired when the languages name different numbers of values."""
    rows = (
        ("values_zh", form.option_zh, form.option_en, form.values_zh, form.values_en),
        ("second_values_zh", form.second_zh, form.second_en, form.second_values_zh, form.second_values_en),
    )
    return [
        OptionDraft(Named(*in_both(zh, en)), _pairs(values_zh, values_en, field))
        for field, zh, en, values_zh, values_en in rows
        if zh.strip() or en.strip() or values_zh.strip() or values_en.strip()
    ]


def _pairs(zh: str, en: str, field: str) -> tuple[Named, ...]:
    in_zh, in_en = ([word.strip() for word in SEPARATORS.split(text) if word.strip()] for text in in_both(zh, en))
    if len(in_zh) != len(in_en) or len(in_zh) > VALUES_MAX:
        raise Invalid("values_unpaired", field=field, limit=VALUES_MAX)
    return tuple(Named(*pair) for pair in zip(in_zh, in_en, strict=True))


def _as_shown(refusal: Refusal) -> Refusal:
    """The refusal beside this page's own field."""
    shown = {"options": "values_zh", "parts": "part_1", "name_zh": "bundle_name_zh", "name_en": "bundle_name_en"}
    if refusal.status == 404:
        raise refusal
    field = str(refusal.params.get("field", ""))
    if field in shown:
        refusal.params["field"] = shown[field]
    return refusal


@post("/products/{product_id:str}/options")
async def lay_out_options(request: AppRequest, product_id: Id) -> Answer:
    try:
        form = await request.form_as(LayingOut)
        price = Money(minor_of(form.variant_price, "variant_price"))
        await request.write(lay_out, product_id, drafts_of(form), price=price)
    except Refusal as refusal:
        return await product_page(request, product_id, _as_shown(refusal))
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/values/{value_id:str}")
async def picture_value(request: AppRequest, product_id: Id, value_id: Id) -> Answer:
    form = await request.form_as(Picturing)
    await request.write(show_value_by, product_id, value_id, form.picture or None)
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/skus/{sku_id:str}/retire")
async def retire(request: AppRequest, product_id: Id, sku_id: Id) -> Answer:
    found = (await request.read(skus_named, [sku_id])).get(sku_id)
    if found is None or found.product_id != product_id:
        not_found("sku")
    await request.write(catalog.retire_sku, sku_id)
    return request.go(f"/desk/products/{product_id}", toast="saved")


@post("/products/{product_id:str}/bundles")
async def bundle(request: AppRequest, product_id: Id) -> Answer:
    try:
        form = await request.form_as(Bundling)
        price = Money(minor_of(form.bundle_price, "bundle_price"))
        called = Called(*in_both(form.bundle_name_zh, form.bundle_name_en))
        await request.write(make_bundle, product_id, called, price=price, parts=parts_in(form))
    except Refusal as refusal:
        return await product_page(request, product_id, _as_shown(refusal))
    return request.go(f"/desk/products/{product_id}", toast="saved")


def parts_in(form: Bundling) -> dict[str, int]:
    """The same part twice adds up."""
    parts: dict[str, int] = {}
    rows = ((form.part_1, form.pieces_1), (form.part_2, form.pieces_2), (form.part_3, form.pieces_3))
    for sku_id, pieces in rows:
        if sku_id:
            parts[sku_id] = parts.get(sku_id, 0) + pieces
    return parts


router = Router("/", route_handlers=[lay_out_options, picture_value, retire, bundle])
