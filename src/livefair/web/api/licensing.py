"""Licences of reviews: a brand asks, the author answers, the brand advertises for as long as was agreed."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.community.licences import (
    Licence,
    Wish,
    ask_for_licence,
    decline_licence,
    grant_licence,
    licences_of_author,
    show_in_ad,
    take_out_of_ad,
    withdraw_licence,
)
from livefair.community.rules import licences as rules
from livefair.kernel import Money
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Currency, Key, Made
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class Asking(Body, kw_only=True):
    """`note`: where the review will be used."""

    fee_minor: Annotated[int, msgspec.Meta(ge=1, le=rules.FEE_MINOR_MAX)]
    currency: Currency = "CNY"
    days: Annotated[int, msgspec.Meta(ge=rules.DAYS_MIN, le=rules.DAYS_MAX)]
    note: Annotated[str, msgspec.Meta(min_length=1, max_length=rules.NOTE_CHARS_MAX, pattern=r"^[^\x00]*$")]
    key: Key


class LicenceState(msgspec.Struct, kw_only=True):
    """`until_ms`: until when it may be answered; granted: until when the review may be used."""

    id: str
    review_id: str
    brand_id: str
    product_id: str
    note: str
    fee_minor: int
    paid_minor: int
    currency: str
    days: int
    state: str
    until_ms: int


def shape_of(licence: Licence) -> LicenceState:
    return LicenceState(**{field: getattr(licence, field) for field in LicenceState.__struct_fields__})


@post("/reviews/{review_id:str}/licences", summary="Ask to use a review in advertising", opt=needs("brand"))
async def ask(request: AppRequest, review_id: PathId, data: JSONBody[Asking]) -> Made:
    wish = Wish(Money(data.fee_minor, data.currency), data.days, data.note)
    return Made(id=await request.write(ask_for_licence, review_id, wish, key=data.key))


@get("/licences", summary="What brands ask of my reviews, newest first")
async def show_mine(request: AppRequest) -> list[LicenceState]:
    return [shape_of(licence) for licence in await request.read(licences_of_author, request.actor)]


@post("/licences/{licence_id:str}/grant", summary="Let the brand use it", status_code=204)
async def grant(request: AppRequest, licence_id: PathId) -> None:
    await request.write(grant_licence, licence_id)


@post("/licences/{licence_id:str}/decline", summary="Do not let the brand use it", status_code=204)
async def decline(request: AppRequest, licence_id: PathId) -> None:
    await request.write(decline_licence, licence_id)


@post("/licences/{licence_id:str}/withdraw", summary="Ask no longer", status_code=204, opt=needs("brand"))
async def withdraw(request: AppRequest, licence_id: PathId) -> None:
    await request.write(withdraw_licence, licence_id)


@post(
    "/licences/{licence_id:str}/show",
    summary="Advertise with it on the product's page",
    status_code=204,
    opt=needs("brand"),
)
async def show(request: AppRequest, licence_id: PathId) -> None:
    await request.write(show_in_ad, licence_id)


@post("/licences/{licence_id:str}/hide", summary="Advertise with it no longer", status_code=204, opt=needs("brand"))
async def hide(request: AppRequest, licence_id: PathId) -> None:
    await request.write(take_out_of_ad, licence_id)


router = Router(
    "/",
    route_handlers=[ask, show_mine, grant, decline, withdraw, show, hide],
    opt=needs(*SIGNED_IN),
    tags=["reviewing"],
)
